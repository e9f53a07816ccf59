//! Where somebody goes on at once who is put somewhere: by `always` steps and by splits, before any input.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::machine::Machine;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::StateKind;

/// How many standings are gone through.
const MOST: usize = 64;

/// When an `always` step is asked.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'m> {
    /// The active states, in document order.
    pub states: &'m [StateId],
    /// Whether nothing has happened since somebody was put there.
    pub fresh: bool,
}

/// Whether an `always` step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fires {
    /// It is not.
    Never,
    /// It may be.
    Perhaps,
    /// It is, where none before it is.
    Surely,
}

/// Where somebody comes to rest, or to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The active states, in document order.
    pub states: Vec<StateId>,
    /// Those that were left on the way, entered again or not.
    pub left: BTreeSet<StateId>,
    /// By active state without others inside that was entered on the way, how they came there.
    pub came: BTreeMap<StateId, Way>,
}

/// How somebody came to a state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// The innermost states in which they were at first.
    pub from: BTreeSet<StateId>,
    /// The steps that they took, in order.
    pub by: Vec<StepId>,
}

/// A standing on the way.
#[derive(Clone, Debug)]
struct Stop {
    rest: Rest,
    /// Whether nothing has happened since they were put there.
    fresh: bool,
}

impl Machine {
    /// Whether somebody in `states` may go on without an input.
    pub fn is_passing(&self, states: &[StateId]) -> bool {
        states.iter().any(|&state| self.dispatch.is_atomic(state) && self.dispatch.is_eventless(state))
    }

    /// Everywhere that somebody may come to rest who is put into `states`; a step is taken as `fires` says.
    pub fn onward(&self, states: &[StateId], fires: &dyn Fn(StepId, Moment<'_>) -> Fires) -> Vec<Rest> {
        let first = Rest { states: states.to_vec(), left: BTreeSet::new(), came: BTreeMap::new() };
        let mut stops = vec![Stop { rest: first, fresh: true }];
        let mut rests = Vec::new();
        let mut at = 0;
        while let Some(stop) = stops.get(at).cloned() {
            at += 1;
            let (next, stays) = self.next(&stop, fires);
            let is_known = |next: &Stop, stops: &[Stop]| {
                stops.iter().any(|known| (&known.rest.states, known.fresh) == (&next.rest.states, next.fresh))
            };
            for next in next {
                if stops.len() < MOST && !is_known(&next, &stops) {
                    stops.push(next);
                }
            }
            if stays && !rests.iter().any(|known: &Rest| known.states == stop.rest.states) {
                rests.push(stop.rest);
            }
        }
        rests
    }

    /// What may be taken next, and whether nothing may be.
    fn next(&self, stop: &Stop, fires: &dyn Fn(StepId, Moment<'_>) -> Fires) -> (Vec<Stop>, bool) {
        let states = &stop.rest.states;
        let (mut next, mut stays) = (Vec::new(), true);
        if states.iter().any(|&state| self.is_end(state)) {
            return (next, stays);
        }
        for &leaf in states.iter().filter(|&&state| self.dispatch.is_eventless(state)) {
            if let StateKind::Split(split) = &self.state(leaf).kind {
                next.extend(split.arms.iter().map(|arm| self.taken(stop, (leaf, None), (&arm.to, false))));
                stays = false;
                continue;
            }
            let steps = self.outward(leaf).flat_map(|state| self.dispatch.always(state)).copied();
            for step in steps {
                let fires = fires(step, Moment { states, fresh: stop.fresh });
                if fires == Fires::Never {
                    continue;
                }
                let of = self.step(step);
                next.push(self.taken(stop, (of.source, Some(step)), (&of.to, of.reenter)));
                if fires == Fires::Surely {
                    stays = false;
                    break;
                }
            }
        }
        (next, stays)
    }

    /// Where somebody is who takes a step, or an arm, to `targets`.
    fn taken(&self, from: &Stop, (source, step): (StateId, Option<StepId>), way: (&[StateId], bool)) -> Stop {
        let mut buffers = SetBuffers::default();
        let mut rest = from.rest.clone();
        let Some(domain) = sets::domain(&self.journey, source, way, &Forgotten, &mut buffers) else {
            // It stays, and may set what guards read.
            return Stop { rest, fresh: false };
        };
        let last = self.state(domain).last;
        let is_left = |state: &StateId| *state > domain && *state <= last;
        let mut how = Way::default();
        for state in rest.states.iter().filter(|state| is_left(state)) {
            match rest.came.remove(state) {
                Some(before) => {
                    how.from.extend(before.from);
                    how.by.extend(before.by);
                }
                None => how.from.extend(self.dispatch.is_atomic(*state).then_some(*state)),
            }
        }
        how.by.extend(step);
        rest.left.extend(rest.states.iter().filter(|state| is_left(state)));
        rest.states.retain(|state| !is_left(state));
        let mut entered = Vec::new();
        sets::entry_set(&self.journey, domain, way.0, &Forgotten, (&mut buffers, &mut entered));
        let inner = entered.iter().filter(|&&state| self.dispatch.is_atomic(state));
        rest.came.extend(inner.map(|&state| (state, how.clone())));
        rest.states.extend(entered);
        rest.states.sort_unstable();
        Stop { rest, fresh: false }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fires, Moment};
    use crate::graph::machine::Machine;
    use crate::graph::testing::machine;
    use crate::model::ids::StateId;

    fn told(machine: &Machine, from: &[&str], perhaps: &[&str]) -> Vec<String> {
        let name = |state: &StateId| machine.state(*state).name.value.to_string();
        let leaves: Vec<StateId> = from.iter().map(|name| machine.state_named(name).unwrap()).collect();
        let mut states: Vec<StateId> = leaves.iter().flat_map(|&leaf| machine.outward(leaf)).collect();
        states.retain(|&state| state != Machine::ROOT);
        states.sort_unstable();
        states.dedup();
        let fires = |step, moment: Moment<'_>| match perhaps.contains(&machine.step(step).id.value.as_str()) {
            true if moment.fresh => Fires::Never,
            true => Fires::Perhaps,
            false => Fires::Surely,
        };
        let rests = machine.onward(&states, &fires);
        let told = rests.iter().map(|rest| {
            let leaves = rest.states.iter().filter(|&&state| machine.dispatch.is_atomic(state));
            let leaf = |state: &StateId| match rest.came.get(state) {
                None => name(state),
                Some(way) => {
                    let from: Vec<String> = way.from.iter().map(name).collect();
                    let by: Vec<&str> = way.by.iter().map(|&step| machine.step(step).id.value.as_str()).collect();
                    format!("{} of {} by {}", name(state), from.join("+"), by.join(" "))
                }
            };
            leaves.map(leaf).collect::<Vec<_>>().join(", ")
        });
        told.collect()
    }

    const CHART: &str = "
J > A
  A
    a1 always to B
    a2 always to C
  B
    b always to S
  S split > x:C y:P
  C
    stays always do v=1
    c always to D
  D
  P parallel
    L > L1
      L1
        l always to L2
      L2
    R > R1
      R1
        r on E to R2
      R2
";

    #[test]
    fn whoever_is_passing_goes_on_to_where_nothing_is_taken() {
        let machine = machine(CHART);
        let all = |name: &str| told(&machine, &[name], &["c"]);
        assert!(machine.is_passing(&[machine.state_named("A").unwrap()]));
        assert_eq!(all("A"), ["L2 of A by a1 b l, R1 of A by a1 b"]);
        assert_eq!(told(&machine, &["L1", "R1"], &[]), ["L2 of L1 by l, R1"]);
        assert_eq!(told(&machine, &["L2", "R1"], &[]), ["L2, R1"]);
        assert_eq!(told(&machine, &["B"], &["b"]), ["B"]);
        // What is taken may let others be taken that were not at first.
        assert_eq!(told(&machine, &["C"], &["c"]), Vec::<String>::new());
        assert_eq!(told(&machine, &["C"], &["c", "stays"]), ["C"]);
    }
}
