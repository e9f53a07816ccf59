//! Questions about a journey's structure, for checks and reports.

use petgraph::algo::tarjan_scc;
use petgraph::visit::{EdgeFiltered, EdgeRef, NodeIndexable};

use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::graph::ways::{Way, completing};
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
        let mut search = Search::new(self);
        search.reach(Self::ROOT);
        search.enter(Self::ROOT, &[Self::ROOT], false);
        search.run(fires);
        search.reached
    }

    /// The same of what one of `steps` enters, and of what follows; the states around are those of who took it.
    pub fn reachable_by(&self, steps: &[StepId], fires: Fires<'_>) -> Vec<bool> {
        let mut search = Search::new(self);
        for &step in steps {
            let of = self.step(step);
            search.enter(of.source, &of.to, of.reenter);
            for outer in self.domain_of(step).iter().flat_map(|&domain| self.outward(domain)) {
                search.reach(outer);
            }
        }
        search.run(fires);
        search.reached
    }

    /// What bounds the states that `step` leaves and enters; absent where it stays. A history leads to its default.
    pub fn domain_of(&self, step: StepId) -> Option<StateId> {
        match self.dispatch.route(step) {
            Route::Stay => None,
            Route::Simple { domain, .. } | Route::Inside(domain) => Some(domain),
            Route::Remembering => {
                let of = self.step(step);
                sets::domain(&self.journey, of.source, (&of.to, of.reenter), &Forgotten, &mut SetBuffers::default())
            }
        }
    }

    /// Whether `step` leaves the state that owns it.
    pub fn leaves_source(&self, step: StepId) -> bool {
        self.domain_of(step).is_some_and(|domain| domain != self.step(step).source)
    }

    /// Whether `step` always leaves `state`, whatever histories remember.
    pub fn takes_out_of(&self, step: StepId, state: StateId) -> bool {
        match self.dispatch.route(step) {
            Route::Simple { domain, .. } | Route::Inside(domain) => self.is_inside(domain, state),
            Route::Stay | Route::Remembering => false,
        }
    }

    /// By state number, whether someone who is in it may leave it: by a step of its own, of a state around it or of
    /// a region beside it, if steps fire as `fires` says; also by ways that may be there and could not be read. A step
    /// that only completions fire lets nobody out but who completes. Exit rules are not asked.
    pub fn has_way_out(&self, fires: Fires<'_>) -> Vec<bool> {
        let mut leaves = vec![StateId(u32::MAX); self.journey.states.len()];
        let mut out = vec![false; leaves.len()];
        for (number, step) in self.journey.steps.iter().enumerate() {
            let id = StepId(number as u32);
            if let Some(domain) = self.widest_domain_of(id).filter(|_| fires(id)) {
                let Some(sources) = completing(&self.journey, step) else {
                    self.mark_leaving(step.source, domain, &mut leaves);
                    continue;
                };
                for source in sources {
                    if matches!(self.state(source).kind, StateKind::Parallel) {
                        // Whoever is inside and not yet done stays.
                        out[source.index()] = true;
                    } else {
                        self.mark_leaving(source, domain, &mut leaves);
                    }
                }
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
        for (number, state) in self.journey.states.iter().enumerate() {
            let around = self.outward(StateId(number as u32)).any(|at| leaves[at.index()] < StateId(number as u32));
            out[number] |= around || matches!(state.kind, StateKind::Split(_));
        }
        out
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
    pub(in crate::graph) fn in_order(mut self) -> Self {
        self.states.sort_unstable();
        self.states.dedup();
        self.steps.sort_unstable();
        self.steps.dedup();
        self
    }
}

/// Whether a question that counts steps as `fires` says may go this way.
pub(in crate::graph) fn may(way: Way, fires: Fires<'_>) -> bool {
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
    /// What is entered, from call to call.
    entered: Vec<StateId>,
}

impl<'a> Search<'a> {
    fn new(machine: &'a Machine) -> Self {
        let reached = vec![false; machine.journey.states.len()];
        Self { machine, reached, open: Vec::new(), buffers: SetBuffers::default(), entered: Vec::new() }
    }

    fn run(&mut self, fires: Fires<'_>) {
        let machine = self.machine;
        while let Some(state) = self.open.pop() {
            for &step in machine.state(state).steps.iter().filter(|&&step| fires(step)) {
                let of = machine.step(step);
                self.enter(of.source, &of.to, of.reenter);
            }
            if let StateKind::Split(split) = &machine.state(state).kind {
                for arm in &split.arms {
                    self.enter(state, &arm.to, false);
                }
            }
            for lead in machine.unread.leads_of(state) {
                self.follow(state, lead.to);
            }
        }
    }

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
        self.reach_histories(targets);
        let Some(domain) = sets::domain(journey, source, (targets, reenter), &Forgotten, &mut self.buffers) else {
            return;
        };
        let mut entered = std::mem::take(&mut self.entered);
        sets::entry_set(journey, domain, targets, &Forgotten, (&mut self.buffers, &mut entered));
        let resolved = sets::resolved(journey, targets, &Forgotten);
        for &state in entered.iter().chain([&domain]) {
            // What is entered without a more precise target begins with its `initial`, which may be a history.
            let of = self.machine.state(state);
            if let StateKind::Compound(initial) = &of.kind
                && !resolved.iter().any(|&target| state < target && target <= of.last)
            {
                self.reach_histories(initial);
            }
        }
        for state in entered.drain(..) {
            self.reach(state);
        }
        self.entered = entered;
    }

    /// Reaches the history states among `targets`, and those by which they begin.
    fn reach_histories(&mut self, targets: &[StateId]) {
        let is_history = |&&target: &&StateId| matches!(self.machine.state(target).kind, StateKind::History(..));
        let mut targets: Vec<StateId> = targets.iter().filter(is_history).copied().collect();
        while let Some(target) = targets.pop() {
            if let StateKind::History(_, default) = &self.machine.state(target).kind
                && !self.reached[target.index()]
            {
                self.reach(target);
                targets.extend(default);
            }
        }
    }
}
