//! Whether somebody can be in two states of two regions at once: both regions hear the same events, and may keep step.

use std::collections::BTreeSet;

use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::lint::knowledge::activity::common;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{StateKind, Trigger};

/// Two regions of one parallel state, in both of which nothing but plain states follow one another.
struct Pair<'m> {
    machine: &'m Machine,
    parallel: StateId,
    regions: (StateId, StateId),
}

/// Whether `a` and `b`, in two regions of a parallel state, may be active at once. Only plain regions are looked into;
/// of others the answer is that they may.
pub fn may_meet(machine: &Machine, a: StateId, b: StateId) -> bool {
    let parallel = common(machine, a, b);
    let region = |of: StateId| machine.outward(of).find(|&at| machine.state(at).parent == Some(parallel));
    let (Some(one), Some(other)) = (region(a), region(b)) else { return true };
    let pair = Pair { machine, parallel, regions: (one, other) };
    let plain = machine.state(a).parent == Some(one) && machine.state(b).parent == Some(other);
    let begun = plain.then(|| Some((pair.begins(one)?, pair.begins(other)?))).flatten();
    let Some((first, second)) = begun else { return true };
    pair.is_entered_inside() || pair.reaches((first, second), (a, b))
}

impl Pair<'_> {
    /// Where a plain region begins.
    fn begins(&self, region: StateId) -> Option<StateId> {
        let of = self.machine.state(region);
        let plain = |&child: &StateId| matches!(self.machine.state(child).kind, StateKind::Atomic | StateKind::Final);
        match &of.kind {
            StateKind::Compound(initial) if of.children.iter().all(plain) && of.steps.is_empty() => {
                initial.first().copied()
            }
            _ => None,
        }
    }

    /// Whether a step leads into a region otherwise than from that region itself, or anything is unknown.
    fn is_entered_inside(&self) -> bool {
        let machine = self.machine;
        let last = machine.state(self.parallel).last;
        let inside = |region: StateId, state: StateId| machine.is_inside(region, state);
        let strange = |targets: &[StateId], source: StateId| {
            let own = |region: StateId| {
                let into = targets.iter().any(|&target| inside(region, target));
                targets.contains(&region) || into && (!inside(region, source) || targets.len() > 1)
            };
            own(self.regions.0) || own(self.regions.1)
        };
        let steps = || machine.journey.steps.iter();
        let remembers = (0..machine.journey.steps.len() as u32)
            .any(|step| matches!(machine.dispatch.route(StepId(step)), Route::Remembering));
        let around = machine.outward(self.parallel).skip(1).any(|at| match &machine.state(at).kind {
            StateKind::Compound(initial) => strange(initial, at),
            _ => false,
        });
        let arms = machine.journey.states.iter().any(|state| match &state.kind {
            StateKind::Split(split) => split.arms.iter().any(|arm| strange(&arm.to, self.parallel)),
            StateKind::History(_, default) => strange(default, self.parallel),
            _ => false,
        });
        let reenters = steps().any(|step| step.reenter && machine.is_inside(self.parallel, step.source));
        let uncertain = machine.unread.is_uncertain(self.parallel, last) || !machine.unread.leads.is_empty();
        let moved = !machine.journey.migrate.is_empty();
        remembers
            || around
            || arms
            || reenters
            || uncertain
            || moved
            || steps().any(|step| strange(&step.to, step.source))
    }

    /// Whether people come from being in both of `from` to being in both of `to`.
    fn reaches(&self, from: (StateId, StateId), to: (StateId, StateId)) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            for next in self.next(at) {
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    }

    fn next(&self, (a, b): (StateId, StateId)) -> Vec<(StateId, StateId)> {
        let mut found = Vec::new();
        for event in self.heard(a).union(&self.heard(b)) {
            for &one in &self.led(a, *event) {
                found.extend(self.led(b, *event).into_iter().map(|other| (one, other)));
            }
        }
        // A timer fires alone; `always` steps may be taken in one region or in both.
        let (ones, others) = (self.led_unheard(a), self.led_unheard(b));
        found.extend(ones.iter().map(|&one| (one, b)));
        for other in others {
            found.push((a, other));
            found.extend(ones.iter().map(|&one| (one, other)));
        }
        found
    }

    fn heard(&self, state: StateId) -> BTreeSet<EventId> {
        let steps = self.machine.state(state).steps.iter();
        let events = steps.filter_map(|&step| match &self.machine.step(step).trigger {
            Trigger::Events(events) => Some(events),
            _ => None,
        });
        events.flatten().copied().collect()
    }

    /// Where `event` may take people who are in `state`; where it may take nobody, they stay.
    fn led(&self, state: StateId, event: EventId) -> Vec<StateId> {
        let mut found = Vec::new();
        for &(_, step) in self.machine.dispatch.steps(state, event) {
            found.push(self.target(state, step));
            if self.machine.step(step).guard.is_none() {
                return found;
            }
        }
        found.push(state);
        found
    }

    fn led_unheard(&self, state: StateId) -> Vec<StateId> {
        let steps = self.machine.state(state).steps.iter();
        let unheard = steps.filter(|&&step| !matches!(self.machine.step(step).trigger, Trigger::Events(_)));
        unheard.map(|&step| self.target(state, step)).collect()
    }

    /// Where a step leads inside the region; to leave that is to be nowhere any more, and no harm is in staying.
    fn target(&self, state: StateId, step: StepId) -> StateId {
        let inside = |&&target: &&StateId| self.machine.state(target).parent == self.machine.state(state).parent;
        self.machine.step(step).to.iter().find(inside).copied().unwrap_or(state)
    }
}

#[cfg(test)]
mod tests {
    use super::may_meet;
    use crate::graph::testing::machine;

    const JOURNEY: &str = "
J > P
  P parallel
    L > L1
      L1
        l1 on E to L2
      L2
        l2 on F to L1
      L3
    R > R1
      R1
        r1 on E to R2
      R2
        r2 on F to R1
    S > S1
      S1
        s1 on E,F to S2
      S2
";

    #[test]
    fn regions_that_hear_the_same_events_keep_step() {
        let machine = machine(JOURNEY);
        let meet =
            |a: &str, b: &str| may_meet(&machine, machine.state_named(a).unwrap(), machine.state_named(b).unwrap());
        for (a, b, expected) in [
            ("L1", "R1", true),
            ("L2", "R2", true),
            ("L1", "R2", false),
            ("L2", "R1", false),
            ("L2", "S1", false),
            ("L1", "S2", true),
            ("L3", "R1", false),
            ("L", "R1", true),
            ("L1", "L2", true),
        ] {
            assert_eq!(meet(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_way_into_a_region_from_elsewhere_breaks_step() {
        let machine = machine(&format!("{JOURNEY}  Q\n    q on E to R2\n"));
        let [a, b] = ["L1", "R2"].map(|name| machine.state_named(name).unwrap());
        assert!(may_meet(&machine, a, b));
    }
}
