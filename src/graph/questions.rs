//! Questions about a journey's structure, for checks and reports.

use petgraph::algo::tarjan_scc;
use petgraph::visit::{Dfs, EdgeFiltered, EdgeRef, NodeIndexable, Reversed};

use crate::graph::machine::Machine;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::graph::ways::{Way, Ways};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};
use crate::model::unread::{By, To};

/// A ring of steps that need no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// Its states, in document order.
    pub states: Vec<StateId>,
    /// Its steps, in document order; a ring through splits alone has none.
    pub steps: Vec<StepId>,
}

/// Which steps a question counts as able to fire.
pub type Fires<'a> = &'a dyn Fn(StepId) -> bool;

impl Machine {
    /// By state number, whether a person can come to be in it, if steps fire as `fires` says; also by ways that may be
    /// there and could not be read. History states are reached when they are targeted, and their default then is, too.
    pub fn reachable(&self, fires: Fires<'_>) -> Vec<bool> {
        let mut search = Search {
            machine: self,
            reached: vec![false; self.journey.states.len()],
            open: Vec::new(),
            buffers: SetBuffers::default(),
        };
        search.reach(Self::ROOT);
        search.enter(Self::ROOT, &[Self::ROOT], false);
        while let Some(state) = search.open.pop() {
            for &step in &self.state(state).steps {
                if fires(step) {
                    let of = self.step(step);
                    search.enter(of.source, &of.to, of.reenter);
                }
            }
            if let StateKind::Split(split) = &self.state(state).kind {
                for arm in &split.arms {
                    search.enter(state, &arm.to, false);
                }
            }
            for lead in self.unread.leads_of(state) {
                search.follow(state, lead.to);
            }
        }
        search.reached
    }

    /// By state number, whether someone who is in it may leave it: by a step of its own, of a state around it or of
    /// a region beside it, if steps fire as `fires` says; also by ways that may be there and could not be read. Exit
    /// rules are not asked.
    pub fn has_way_out(&self, fires: Fires<'_>) -> Vec<bool> {
        let mut leaves = vec![StateId(u32::MAX); self.journey.states.len()];
        let mut buffers = SetBuffers::default();
        for (number, step) in self.journey.steps.iter().enumerate() {
            if fires(StepId(number as u32))
                && let Some(domain) =
                    sets::domain(&self.journey, step.source, (&step.to, step.reenter), &Forgotten, &mut buffers)
            {
                self.mark_leaving(step.source, domain, &mut leaves);
            }
        }
        for (&from, lead) in
            self.unread.leads.iter().flat_map(|(from, leads)| leads.iter().map(move |lead| (from, lead)))
        {
            match lead.by {
                By::Leaving => self.mark_leaving(from, Self::ROOT, &mut leaves),
                By::Inside => self.mark_taken_along(from, Self::ROOT, &mut leaves),
                By::Beginning => {}
            }
        }
        let mut out = vec![false; leaves.len()];
        for (number, state) in self.journey.states.iter().enumerate() {
            let around = self.outward(StateId(number as u32)).any(|at| leaves[at.index()] < StateId(number as u32));
            out[number] = around || matches!(state.kind, StateKind::Split(_));
        }
        out
    }

    /// The reachable states, but for finals at the top, from which no final state at the top can be reached, in
    /// document order; history states left out.
    pub fn trapped(&self, fires: Fires<'_>) -> Vec<StateId> {
        let graph = EdgeFiltered::from_fn(&self.ways.graph, |edge| may(*edge.weight(), fires));
        let backward = Reversed(&graph);
        let mut ends = vec![false; self.ways.graph.node_count()];
        let tops = self.state(Self::ROOT).children.iter().copied();
        let mut search = Dfs::empty(&backward);
        for top in tops.filter(|&top| matches!(self.state(top).kind, StateKind::Final)) {
            search.move_to(Ways::being_in(top));
            while let Some(node) = search.next(&backward) {
                ends[self.ways.graph.to_index(node)] = true;
            }
        }
        let reached = self.reachable(fires);
        let stuck = |&state: &StateId| {
            reached[state.index()]
                && sets::is_region(&self.journey, state)
                && !ends[self.ways.graph.to_index(Ways::being_in(state))]
        };
        (1..self.journey.states.len() as u32).map(StateId).filter(stuck).collect()
    }

    /// Rings of `always` steps and splits, by their first state, if steps fire as `fires` says.
    pub fn eventless_rings(&self, fires: Fires<'_>) -> Vec<Ring> {
        let eventless = |way: Way| match way {
            Way::Step(step) => fires(step) && self.is_always(step),
            Way::Beside => false,
            _ => true,
        };
        let graph = EdgeFiltered::from_fn(&self.ways.graph, |edge| eventless(*edge.weight()));
        let mut ring_of = vec![0; self.ways.graph.node_count()];
        for (number, nodes) in tarjan_scc(&graph).iter().enumerate() {
            for node in nodes {
                ring_of[self.ways.graph.to_index(*node)] = number;
            }
        }
        self.rings(&ring_of, &eventless)
    }

    fn is_always(&self, step: StepId) -> bool {
        matches!(self.step(step).trigger, Trigger::Always)
    }

    fn rings(&self, ring_of: &[usize], counts: &dyn Fn(Way) -> bool) -> Vec<Ring> {
        let mut rings: Vec<(usize, Ring)> = Vec::new();
        let mut places = rustc_hash::FxHashMap::default();
        for edge in self.ways.graph.edge_references() {
            let (from, to) = (self.ways.graph.to_index(edge.source()), self.ways.graph.to_index(edge.target()));
            let moves = matches!(edge.weight(), Way::Step(_) | Way::Arm);
            if ring_of[from] != ring_of[to] || !moves || !counts(*edge.weight()) {
                continue;
            }
            let place = *places.entry(ring_of[from]).or_insert_with(|| {
                rings.push((ring_of[from], Ring { states: Vec::new(), steps: Vec::new() }));
                rings.len() - 1
            });
            let ring = &mut rings[place].1;
            ring.states.extend([self.ways.graph[edge.source()], self.ways.graph[edge.target()]]);
            if let Way::Step(step) = edge.weight() {
                ring.steps.push(*step);
            }
        }
        let mut rings: Vec<Ring> = rings.into_iter().map(|(_, ring)| ring.in_order()).collect();
        rings.sort_by(|a, b| a.states.cmp(&b.states));
        rings
    }

    /// Marks `source`, and each parallel state between it and `domain`: who is in them is taken along.
    fn mark_leaving(&self, source: StateId, domain: StateId, leaves: &mut [StateId]) {
        leaves[source.index()] = leaves[source.index()].min(domain);
        self.mark_taken_along(source, domain, leaves);
    }

    fn mark_taken_along(&self, source: StateId, domain: StateId, leaves: &mut [StateId]) {
        for at in self.outward(source).take_while(|&at| at > domain) {
            if matches!(self.state(at).kind, StateKind::Parallel) {
                leaves[at.index()] = leaves[at.index()].min(domain);
            }
        }
    }
}

impl Ring {
    fn in_order(mut self) -> Self {
        self.states.sort_unstable();
        self.states.dedup();
        self.steps.sort_unstable();
        self.steps.dedup();
        self
    }
}

fn may(way: Way, fires: Fires<'_>) -> bool {
    match way {
        Way::Step(step) => fires(step),
        _ => true,
    }
}

struct Search<'a> {
    machine: &'a Machine,
    reached: Vec<bool>,
    open: Vec<StateId>,
    buffers: SetBuffers,
}

impl Search<'_> {
    fn reach(&mut self, state: StateId) {
        if !std::mem::replace(&mut self.reached[state.index()], true) {
            self.open.push(state);
        }
    }

    fn follow(&mut self, from: StateId, to: To) {
        match to {
            To::Nowhere => {}
            To::State(target) => self.enter(from, &[target], false),
            To::AnyInside(outer) => {
                for inner in outer.0..=self.machine.state(outer).last.0 {
                    self.reach(StateId(inner));
                }
            }
        }
    }

    fn enter(&mut self, source: StateId, targets: &[StateId], reenter: bool) {
        let journey = &self.machine.journey;
        // A history is reached where it is targeted, even where what it stands for is active already.
        for &target in targets {
            if !sets::is_region(journey, target) {
                self.reach(target);
            }
        }
        let Some(domain) = sets::domain(journey, source, (targets, reenter), &Forgotten, &mut self.buffers) else {
            return;
        };
        let mut entered = Vec::new();
        sets::entry_set(journey, domain, targets, &Forgotten, (&mut self.buffers, &mut entered));
        for state in entered {
            self.reach(state);
        }
    }
}
