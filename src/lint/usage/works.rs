//! Everything that a compiled journey does, in whichever list it stands.

use std::collections::BTreeSet;

use crate::graph::machine::Machine;
use crate::lint::blocks;
use crate::lint::case::Case;
use crate::model::ids::{EventId, StepId};
use crate::model::journey::{GoalBy, Trigger, Work};

/// Hands `visit` each thing that `machine` may do.
pub fn works<'a>(machine: &'a Machine, visit: &mut dyn FnMut(&'a Work)) {
    blocks::all(&machine.journey, &mut |block| blocks::each(block, &mut |instruction| visit(&instruction.work)));
}

/// Whether a step or an exit rule listens to one of `events`.
pub fn listens(machine: &Machine, events: &[EventId]) -> bool {
    let listened = |triggers: &[EventId]| triggers.iter().any(|event| events.contains(event));
    let steps = machine.journey.steps.iter();
    let mut by_steps = steps.filter_map(|step| match &step.trigger {
        Trigger::Events(triggers) => Some(triggers),
        _ => None,
    });
    by_steps.any(|triggers| listened(triggers)) || machine.journey.exit.iter().any(|rule| listened(&rule.triggers))
}

/// The events that a journey brings about inside itself: raised, scheduled, or after what became of an action.
pub fn brought_about(machine: &Machine) -> BTreeSet<EventId> {
    let mut events = raised(machine);
    works(machine, &mut |work| {
        if let Work::Schedule(schedule) = work {
            events.insert(schedule.call.event);
        }
    });
    events
}

/// The events that a journey raises: itself, or after what became of an action.
pub fn raised(machine: &Machine) -> BTreeSet<EventId> {
    let mut events = BTreeSet::new();
    works(machine, &mut |work| {
        if let Work::Raise(call) = work {
            events.insert(call.event);
        }
    });
    events.extend(
        machine.journey.actions.iter().flat_map(|action| action.on_success.into_iter().chain(action.on_failure)),
    );
    events
}

/// The events that a journey hears by their name, or by a pattern that says more than `*`; those that reach goals too.
pub fn heard(case: &Case<'_>) -> BTreeSet<EventId> {
    let journey = &case.machine.journey;
    let by_steps = journey.steps.iter().enumerate().filter_map(|(number, step)| {
        let names = case.step_decl(StepId(number as u32)).events()?;
        match &step.trigger {
            Trigger::Events(events) => Some((names, events)),
            _ => None,
        }
    });
    let by_exits =
        case.document.exit.iter().zip(&journey.exit).map(|(decl, rule)| (&decl.triggers[..], &rule.triggers));
    let by_goals =
        case.document.goals.iter().filter_map(|decl| match &journey.goals.iter().find(|goal| goal.id == decl.id)?.by {
            GoalBy::Events(events, _) => Some((&decl.triggers[..], events)),
            GoalBy::State(_) => None,
        });
    let named =
        by_steps.chain(by_exits).chain(by_goals).filter(|(names, _)| names.iter().all(|name| name.value != "*"));
    named.flat_map(|(_, events)| events).copied().collect()
}
