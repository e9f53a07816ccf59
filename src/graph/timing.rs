//! Questions about how long ways through a journey take.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;

use crate::graph::machine::Machine;
use crate::graph::questions::Ring;
use crate::graph::sets;
use crate::graph::ways::{Way, Ways};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{EventKind, StateKind, Trigger};

/// How many milliseconds a step lets a person wait in its state; absent where it is not to be taken.
pub type Waits<'a> = &'a dyn Fn(StepId) -> Option<u64>;

/// So often it is asked again when something is done at the earliest, where that depends on another thing that is done.
const MOST_ROUNDS: usize = 8;

impl Machine {
    /// By state number, the least milliseconds from entry after which a person can be in it; absent where no way leads
    /// there. Splits and descents take no time, and ways through regions beside count. A step that waits for a parallel
    /// state to be done comes after the slowest of its regions.
    pub fn earliest(&self, waits: Waits<'_>) -> Vec<Option<u64>> {
        let mut earliest = self.earliest_after(waits, &|_| 0);
        let joins: Vec<(StepId, Vec<StateId>)> = self.joins().collect();
        for _ in 0..MOST_ROUNDS.min(joins.len()) {
            let done = |step: &(StepId, Vec<StateId>)| {
                let of = step.1.iter().map(|&state| self.first_done(state, &earliest).unwrap_or(u64::MAX));
                (step.0, of.min().unwrap_or(0))
            };
            let floors: FxHashMap<StepId, u64> = joins.iter().map(done).collect();
            let later = self.earliest_after(waits, &|step| floors.get(&step).copied().unwrap_or(0));
            if later == earliest {
                break;
            }
            earliest = later;
        }
        earliest
    }

    /// When `state` can be done at the earliest, where its states are entered as `earliest` says; absent where it never is.
    pub fn first_done(&self, state: StateId, earliest: &[Option<u64>]) -> Option<u64> {
        let of = self.state(state);
        let mut inside = of.children.iter().copied().filter(|&child| sets::is_region(&self.journey, child));
        match of.kind {
            StateKind::Final => earliest[state.index()],
            StateKind::Parallel => inside.try_fold(0, |all, region| Some(self.first_done(region, earliest)?.max(all))),
            _ => inside.filter(|&child| self.is_final(child)).filter_map(|child| earliest[child.index()]).min(),
        }
    }

    /// The steps that only completions fire, with what must be done for each.
    fn joins(&self) -> impl Iterator<Item = (StepId, Vec<StateId>)> + '_ {
        let steps = self.journey.steps.iter().enumerate();
        steps.filter_map(|(number, step)| {
            let Trigger::Events(events) = &step.trigger else { return None };
            let done = events.iter().map(|event| match self.journey.events[event.index()].kind {
                EventKind::Done(state) => Some(state),
                _ => None,
            });
            let states = done.collect::<Option<Vec<StateId>>>()?;
            let parallel = |&state: &StateId| matches!(self.state(state).kind, StateKind::Parallel);
            states.iter().any(parallel).then_some((StepId(number as u32), states))
        })
    }

    /// The same where no step is taken before the instant that `floor` says.
    fn earliest_after(&self, waits: Waits<'_>, floor: &dyn Fn(StepId) -> u64) -> Vec<Option<u64>> {
        let mut search = Earliest::new(self, u64::MAX);
        search.reach(Ways::entering(Self::ROOT), 0, None);
        search.run(&|way, at| match way {
            Way::Step(step) => Some(at.saturating_add(waits(step)?).max(floor(step))),
            Way::Arm | Way::Descent | Way::Outward | Way::Beside => Some(at),
        });
        (0..self.journey.states.len() as u32).map(|state| search.least(Ways::being_in(StateId(state)))).collect()
    }

    /// Rings of steps that take less than `limit` milliseconds in all, of which at least one takes some time; each that
    /// has no state in common with one before it, by their first states.
    pub fn quick_rings(&self, waits: Waits<'_>, limit: u64) -> Vec<Ring> {
        let mut taken = vec![false; self.journey.states.len()];
        let mut rings = Vec::new();
        for number in 0..self.journey.steps.len() as u32 {
            let (step, source) = (StepId(number), self.step(StepId(number)).source);
            if taken[source.index()] || waits(step).is_none_or(|wait| wait == 0 || wait >= limit) {
                continue;
            }
            let Some(ring) = self.quickest_round(step, waits, limit) else { continue };
            if ring.states.iter().all(|state| !taken[state.index()]) {
                for state in &ring.states {
                    taken[state.index()] = true;
                }
                rings.push(ring);
            }
        }
        rings.sort_by(|a, b| a.states.cmp(&b.states));
        rings
    }

    /// The quickest way that begins with `step` and leads back to its source.
    fn quickest_round(&self, step: StepId, waits: Waits<'_>, limit: u64) -> Option<Ring> {
        let first = waits(step)?;
        let back = Ways::being_in(self.step(step).source);
        let mut search = Earliest::new(self, limit);
        for &target in &self.step(step).to {
            search.reach(Ways::entering(target), first, None);
        }
        search.run(&|way, at| match way {
            Way::Step(step) => Some(at.saturating_add(waits(step)?)),
            Way::Arm | Way::Descent | Way::Outward => Some(at),
            Way::Beside => None,
        });
        search.least(back)?;
        let mut ring = Ring { states: vec![self.step(step).source], steps: vec![step] };
        let mut at = back;
        while let Some((before, way)) = search.found.get(&at).and_then(|found| found.1) {
            match way {
                Way::Step(step) => {
                    ring.states.push(self.ways.graph[before]);
                    ring.steps.push(step);
                }
                Way::Arm => ring.states.push(self.ways.graph[before]),
                Way::Descent | Way::Outward | Way::Beside => {}
            }
            at = before;
        }
        Some(ring.in_order())
    }
}

/// Dijkstra's search over the nodes of the ways, as far as the limit.
struct Earliest<'a> {
    machine: &'a Machine,
    /// When a node is reached, and by which way from where.
    found: FxHashMap<NodeIndex<u32>, (u64, Option<Step>)>,
    open: BinaryHeap<Reverse<(u64, NodeIndex<u32>)>>,
    limit: u64,
}

type Step = (NodeIndex<u32>, Way);

impl<'a> Earliest<'a> {
    fn new(machine: &'a Machine, limit: u64) -> Self {
        Self { machine, found: FxHashMap::default(), open: BinaryHeap::new(), limit }
    }

    fn least(&self, node: NodeIndex<u32>) -> Option<u64> {
        self.found.get(&node).map(|found| found.0)
    }

    fn reach(&mut self, node: NodeIndex<u32>, at: u64, from: Option<Step>) {
        if at < self.limit && self.least(node).is_none_or(|least| at < least) {
            self.found.insert(node, (at, from));
            self.open.push(Reverse((at, node)));
        }
    }

    /// Goes on as long as `then` says when a way that is begun at some instant is over.
    fn run(&mut self, then: &dyn Fn(Way, u64) -> Option<u64>) {
        while let Some(Reverse((at, node))) = self.open.pop() {
            if self.least(node) != Some(at) {
                continue;
            }
            for edge in self.machine.ways.graph.edges(node) {
                if let Some(over) = then(*edge.weight(), at) {
                    self.reach(edge.target(), over, Some((node, *edge.weight())));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::machine::Machine;
    use crate::graph::testing::machine;
    use crate::model::ids::StepId;

    const CHART: &str = "
J > P
  P > A
    A
      a after 20 to B
    B
      b always to C
    C
      c after 15 to A
      d on E to END
    around after 100 to LATE
  LATE
    late after 5 to END
  END final
";

    /// Those of the chart.
    fn wait(machine: &Machine, step: StepId) -> u64 {
        match machine.step(step).id.value.as_str() {
            "a" => 20,
            "c" => 15,
            "around" => 100,
            "late" => 5,
            _ => 0,
        }
    }

    #[test]
    fn the_earliest_way_counts_from_where_a_timer_began() {
        let machine = machine(CHART);
        let earliest = machine.earliest(&|step| Some(wait(&machine, step)));
        let at = |name: &str| earliest[machine.state_named(name).unwrap().index()];
        assert_eq!((at("B"), at("C"), at("LATE"), at("END")), (Some(20), Some(20), Some(100), Some(20)));
        let without = machine.earliest(&|step| (machine.step(step).id.value != "d").then(|| wait(&machine, step)));
        assert_eq!(without[machine.state_named("END").unwrap().index()], Some(105));
    }

    #[test]
    fn a_ring_is_quick_where_all_of_it_is() {
        let machine = machine(CHART);
        let rings = |limit| machine.quick_rings(&|step| Some(wait(&machine, step)), limit);
        assert_eq!(rings(35), []);
        let [ring] = &rings(36)[..] else { panic!("one ring") };
        let names: Vec<&str> = ring.states.iter().map(|&state| machine.state(state).name.value.as_str()).collect();
        assert_eq!(names, ["A", "B", "C"]);
    }
}
