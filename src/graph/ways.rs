//! Every way that a person can move, as a graph for questions about structure.
//!
//! A state is two nodes: being in it, and entering it without a more precise target. Else a stuck child would seem
//! to reach the `initial` of the state around it.

use petgraph::graph::{DiGraph, NodeIndex};

use crate::graph::sets;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{EventKind, Journey, StateKind, Step, Trigger};

/// The graph of a journey.
#[derive(Clone, Debug)]
pub struct Ways {
    pub(in crate::graph) graph: DiGraph<StateId, Way, u32>,
}

/// Why one node leads to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a step.
    Step(StepId),
    /// By an arm of a split.
    Arm,
    /// What is entered is then active; its `initial`, regions or default come along.
    Descent,
    /// Who is in a state is in the one around it, too.
    Outward,
    /// Who is in a parallel state is in all its regions.
    Beside,
}

impl Ways {
    /// The graph of `journey`.
    pub fn new(journey: &Journey) -> Self {
        let states = journey.states.len();
        let mut graph = DiGraph::with_capacity(states * 2, states * 3 + journey.steps.len());
        for state in 0..states as u32 {
            graph.add_node(StateId(state));
            graph.add_node(StateId(state));
        }
        let mut ways = Self { graph };
        for state in 0..states as u32 {
            ways.add_state(journey, StateId(state));
        }
        for (number, step) in journey.steps.iter().enumerate() {
            ways.add_step(journey, StepId(number as u32), step);
        }
        ways
    }

    /// The node of being in `state`.
    pub(in crate::graph) fn being_in(state: StateId) -> NodeIndex<u32> {
        NodeIndex::new(state.index() * 2)
    }

    /// The node of entering `state`.
    pub(in crate::graph) fn entering(state: StateId) -> NodeIndex<u32> {
        NodeIndex::new(state.index() * 2 + 1)
    }

    fn add_state(&mut self, journey: &Journey, state: StateId) {
        let of = &journey.states[state.index()];
        let (being, entering) = (Self::being_in(state), Self::entering(state));
        match &of.kind {
            StateKind::History(_, default) => return self.descend(entering, default),
            StateKind::Compound(initial) => self.descend(entering, initial),
            StateKind::Parallel => self.add_regions(journey, state),
            StateKind::Split(split) => {
                for target in split.arms.iter().flat_map(|arm| &arm.to) {
                    self.graph.add_edge(being, Self::entering(*target), Way::Arm);
                }
            }
            StateKind::Atomic | StateKind::Final => {}
        }
        self.graph.add_edge(entering, being, Way::Descent);
        if let Some(parent) = of.parent {
            self.graph.add_edge(being, Self::being_in(parent), Way::Outward);
        }
    }

    fn add_regions(&mut self, journey: &Journey, state: StateId) {
        for &child in &journey.states[state.index()].children {
            if sets::is_region(journey, child) {
                self.graph.add_edge(Self::entering(state), Self::entering(child), Way::Descent);
                self.graph.add_edge(Self::being_in(state), Self::entering(child), Way::Beside);
            }
        }
    }

    fn descend(&mut self, from: NodeIndex<u32>, targets: &[StateId]) {
        for &target in targets {
            self.graph.add_edge(from, Self::entering(target), Way::Descent);
        }
    }

    fn add_step(&mut self, journey: &Journey, number: StepId, step: &Step) {
        let sources = completing(journey, step).unwrap_or_else(|| vec![step.source]);
        for &source in &sources {
            for &target in &step.to {
                self.graph.add_edge(Self::being_in(source), Self::entering(target), Way::Step(number));
            }
        }
    }
}

/// For a step that only completions fire, the states in which those happen: final children, or the parallel state.
pub(in crate::graph) fn completing(journey: &Journey, step: &Step) -> Option<Vec<StateId>> {
    let Trigger::Events(events) = &step.trigger else {
        return None;
    };
    if events.is_empty() {
        return None;
    }
    let mut sources = Vec::new();
    for event in events {
        let EventKind::Done(state) = journey.events[event.index()].kind else {
            return None;
        };
        let of = &journey.states[state.index()];
        if matches!(of.kind, StateKind::Parallel) {
            sources.push(state);
        } else {
            let is_final = |child: &&StateId| matches!(journey.states[child.index()].kind, StateKind::Final);
            sources.extend(of.children.iter().filter(is_final));
        }
    }
    Some(sources)
}
