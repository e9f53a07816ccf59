//! Whether whoever stands somewhere may still come to an end.

use petgraph::visit::NodeIndexable;

use crate::graph::machine::Machine;
use crate::graph::questions::Fires;
use crate::graph::ways::Ways;
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

/// From where an end can be reached.
#[derive(Clone, Debug)]
pub struct Endings {
    /// By node of the ways.
    nodes: Vec<bool>,
    /// Whether an exit rule may end everybody.
    free: bool,
}

impl Machine {
    /// From where an end can be reached if steps fire as `fires` says. An exit rule may end everybody.
    pub fn endings(&self, fires: Fires<'_>) -> Endings {
        Endings { nodes: self.ending(fires, &|_| false), free: !self.journey.exit.is_empty() }
    }

    /// Whether whoever is in `states`, the active ones in document order, may come to an end, if what they take there first
    /// is a step that `takes` allows.
    pub fn may_end(&self, endings: &Endings, states: &[StateId], takes: Fires<'_>) -> bool {
        let leads = |targets: &[StateId]| {
            targets.iter().any(|&target| endings.nodes[self.ways.graph.to_index(Ways::entering(target))])
        };
        let is_way = |&state: &StateId| {
            let of = self.state(state);
            let by_step = of
                .steps
                .iter()
                .any(|&step| takes(step) && !self.waits_for_completion(step, states) && leads(&self.step(step).to));
            let over = self.is_final(state) && of.parent == Some(Self::ROOT);
            over || by_step
                || matches!(&of.kind, StateKind::Split(split) if split.arms.iter().any(|arm| leads(&arm.to)))
        };
        endings.free || [Self::ROOT].iter().chain(states).any(is_way)
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::testing::machine;

    #[test]
    fn an_end_is_reached_by_what_may_be_taken() {
        let machine = machine(
            "
J > A
  A
    wait after 10 to B
    on on E to A2
  A2
    round on E to A
  B
    last on E to END
  LOST
    stays on E to LOST
  END final
",
        );
        let endings = machine.endings(&|_| true);
        let ends = |name: &str, without: &str| {
            let state = machine.state_named(name).unwrap();
            machine.may_end(&endings, &[state], &|step| machine.step(step).id.value != without)
        };
        assert!(ends("A", "") && ends("B", "") && ends("END", "") && ends("A", "wait"));
        assert!(!ends("LOST", "") && !ends("B", "last"));
    }
}
