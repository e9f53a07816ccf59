//! Steps that one event takes together: each region hears it for itself.

use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Step, Trigger};

impl Machine {
    /// The sets of steps of which each is surely taken together with `step` where `states` are active: one set for each event
    /// that fires it, and each set once. Only what has no guard is sure, and only where no history decides what is entered.
    pub(in crate::graph) fn companions(&self, states: &[StateId], step: StepId) -> Vec<Vec<StepId>> {
        let is_alone = states.iter().filter(|&&state| self.dispatch.is_atomic(state)).nth(1).is_none();
        let events = match &self.step(step).trigger {
            Trigger::Events(events) if !is_alone => events.as_slice(),
            _ => &[],
        };
        let mut sets: Vec<Vec<StepId>> = events.iter().map(|&event| self.together(states, step, event)).collect();
        sets.sort();
        sets.dedup();
        if sets.is_empty() { vec![Vec::new()] } else { sets }
    }

    /// The others that `event` surely takes with `step`.
    fn together(&self, states: &[StateId], step: StepId, event: EventId) -> Vec<StepId> {
        let Some(left) = self.domain_of(step) else { return Vec::new() };
        let leaves = states.iter().copied().filter(|&state| self.dispatch.is_atomic(state));
        let mut others: Vec<StepId> = Vec::new();
        let mut domains: Vec<StateId> = Vec::new();
        let apart =
            |one: StateId, other: StateId| one != other && !self.is_inside(one, other) && !self.is_inside(other, one);
        for leaf in leaves.filter(|&leaf| !self.is_inside(left, leaf)) {
            let Some(other) = self.surely_heard(leaf, event).filter(|&other| other != step) else { continue };
            let Some(domain) = self.domain_of(other) else { continue };
            if self.step(other).to.is_empty() || others.contains(&other) || !apart(domain, left) {
                continue;
            }
            // Of two that conflict one is taken: which, depends on more than this.
            if domains.iter().any(|&of| !apart(of, domain)) {
                return Vec::new();
            }
            others.push(other);
            domains.push(domain);
        }
        others.sort_unstable();
        others
    }

    /// The step that whoever is in `leaf` takes by `event`, if that is sure.
    fn surely_heard(&self, leaf: StateId, event: EventId) -> Option<StepId> {
        let hears = |step: &Step| matches!(&step.trigger, Trigger::Events(events) if events.contains(&event));
        let steps = self.outward(leaf).flat_map(|state| self.state(state).steps.iter().copied());
        let first = steps.into_iter().find(|&step| hears(self.step(step)))?;
        self.step(first).guard.is_none().then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::testing::machine;

    #[test]
    fn what_one_event_takes_in_every_region_it_takes_together() {
        let machine = machine(
            "
J > P
  P parallel
    all on G to END
    L > L1
      L1
        l1 on F to L2
      L2
    M > M1
      M1
        m1 on F no to M2
      M2
    R > R1
      R1
        r1 on F to R2
        r0 on G to R2
      R2
    S > S1
      S1
        s1 on F to END
  END final
",
        );
        let named = |name: &str| machine.state_named(name).unwrap();
        let step = |id: &str| machine.step_named(id).unwrap();
        let mut states = ["P", "L", "L1", "M", "M1", "R", "R1"].map(named).to_vec();
        states.sort_unstable();
        assert_eq!(machine.companions(&states, step("l1")), [vec![step("r1")]], "a guard may not hold");
        assert_eq!(machine.companions(&states, step("m1")), [vec![step("l1"), step("r1")]]);
        assert_eq!(machine.companions(&states, step("r0")), [vec![]], "what leaves all of them is no companion");
        states.extend(["S", "S1"].map(named));
        assert_eq!(machine.companions(&states, step("l1")), [vec![step("r1")]], "nor what conflicts");
    }
}
