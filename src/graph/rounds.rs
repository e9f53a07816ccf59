//! Where people can go round.

use petgraph::algo::tarjan_scc;
use petgraph::visit::{EdgeFiltered, NodeIndexable};

use crate::graph::machine::Machine;
use crate::graph::ways::{Way, Ways};
use crate::model::ids::{StateId, StepId};

/// Rings of ways, each with a number.
#[derive(Clone, Debug)]
pub struct Rounds {
    ring_of: Vec<Option<u32>>,
}

impl Machine {
    /// Every ring that people can go round by events, timers and `always` steps.
    pub fn rounds(&self) -> Rounds {
        let graph = EdgeFiltered::from_fn(&self.ways.graph, |edge| !matches!(edge.weight(), Way::Beside));
        let mut ring_of = vec![None; self.ways.graph.node_count()];
        for (number, nodes) in tarjan_scc(&graph).iter().enumerate().filter(|(_, nodes)| nodes.len() > 1) {
            for node in nodes {
                ring_of[self.ways.graph.to_index(*node)] = Some(number as u32);
            }
        }
        Rounds { ring_of }
    }
}

impl Rounds {
    /// The ring that someone who is in `state` can go round.
    pub fn through(&self, state: StateId) -> Option<u32> {
        self.ring_of[Ways::being_in(state).index()]
    }

    /// The ring on which `state` is entered again and again, by its own name.
    pub fn into(&self, state: StateId) -> Option<u32> {
        self.ring_of[Ways::entering(state).index()]
    }

    /// The ring of which `step` is a part.
    pub fn along(&self, machine: &Machine, step: StepId) -> Option<u32> {
        let of = machine.step(step);
        let ring = self.through(of.source)?;
        of.to.iter().any(|&target| self.into(target) == Some(ring)).then_some(ring)
    }
}
