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

    /// Whether whoever waits in `states`, the active ones in document order, may come to an end, if what they take there
    /// first is a step that `takes` allows. What is done there was done before they waited, and is not raised again.
    pub fn may_end(&self, endings: &Endings, states: &[StateId], takes: Fires<'_>) -> bool {
        let leads = |targets: &[StateId]| {
            targets.iter().any(|&target| endings.nodes[self.ways.graph.to_index(Ways::entering(target))])
        };
        let is_way = |&state: &StateId| {
            let of = self.state(state);
            let by_step =
                of.steps.iter().any(|&step| takes(step) && !self.is_completion(step) && leads(&self.step(step).to));
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

    #[test]
    fn what_is_done_is_not_done_again() {
        let machine = machine(
            "
J > P
  P parallel
    over on done.P to END
    L > L1
      L1
        l on E to LF
      LF final
    R > R1
      R1
        r on F to RF
      RF final
  END final
",
        );
        let endings = machine.endings(&|_| true);
        let ends = |names: &[&str]| {
            let mut states: Vec<_> = names.iter().map(|name| machine.state_named(name).unwrap()).collect();
            states.sort_unstable();
            machine.may_end(&endings, &states, &|_| true)
        };
        assert!(ends(&["P", "L", "L1", "R", "RF"]) && ends(&["P", "L", "LF", "R", "R1"]));
        assert!(!ends(&["P", "L", "LF", "R", "RF"]));
    }
}
