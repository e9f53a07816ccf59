//! Exit rules that end a journey before a step could be taken.

use std::collections::BTreeSet;

use crate::lint::case::Case;
use crate::lint::usage::works::raised;
use crate::lint::verdicts::asking::{asked, is_whole};
use crate::lint::verdicts::verdict::Verdict;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::EventKind;

/// The exit rules of a journey as what comes before every step.
pub struct Outdoing<'c, 'a> {
    case: &'c Case<'a>,
    /// By rule, what is known of its guard.
    exits: &'c [Verdict],
    /// Events that the journey raises: those pass by the exit rules.
    raised: BTreeSet<EventId>,
}

impl<'c, 'a> Outdoing<'c, 'a> {
    /// Those of a journey.
    pub fn of(case: &'c Case<'a>, exits: &'c [Verdict]) -> Self {
        let raised = if exits.is_empty() { BTreeSet::new() } else { raised(&case.machine) };
        Self { case, exits, raised }
    }

    /// The events at which `step` of `state` may still be taken, and the rules that end the journey at the others.
    pub fn split(&self, state: StateId, step: StepId, events: &[EventId]) -> (Vec<EventId>, Vec<usize>) {
        let (mut left, mut rules) = (Vec::new(), Vec::new());
        for &event in events {
            match self.first(state, step, event) {
                Some(rule) if rules.contains(&rule) => {}
                Some(rule) => rules.push(rule),
                None => left.push(event),
            }
        }
        (left, rules)
    }

    /// A rule that ends the journey at `event` whenever `step` could be taken.
    fn first(&self, state: StateId, step: StepId, event: EventId) -> Option<usize> {
        let journey = &self.case.machine.journey;
        let passes = match journey.events[event.index()].kind {
            EventKind::Declared(..) => self.raised.contains(&event),
            // What is held back may be so in the input that asked for it.
            EventKind::Done(_) | EventKind::Held(_) => true,
            EventKind::Succeeded(_) | EventKind::Failed(_) => false,
        };
        let hears = |&rule: &usize| journey.exit[rule].triggers.contains(&event);
        let mut rules = (0..self.exits.len()).filter(|_| !passes).filter(hears);
        rules.find(|&rule| self.is_first(state, step, (event, rule)))
    }

    fn is_first(&self, state: StateId, step: StepId, (event, rule): (EventId, usize)) -> bool {
        let (case, machine) = (self.case, &self.case.machine);
        if case.document.exit.get(rule).is_none_or(|decl| decl.broken) || self.exits[rule].is_never() {
            return false;
        }
        let Some(guard) = &machine.journey.exit[rule].guard else { return true };
        if self.exits[rule].is_always() || !is_whole(guard) {
            return is_whole(guard);
        }
        let own: Vec<_> = machine.step(step).guard.iter().collect();
        let world = case.knowledge().doubting(case.knowledge().world_of_event(machine, state, event));
        asked((machine, &[]), &own, &[guard], &world).is_no()
    }
}
