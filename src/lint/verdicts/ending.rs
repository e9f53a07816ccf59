//! Exit rules that end the journey for everybody in the very input that enters them.

use std::collections::BTreeSet;

use crate::lint::case::Case;
use crate::lint::opening::Opening;
use crate::lint::usage::works::raised;
use crate::lint::verdicts::asking::is_whole;
use crate::lint::verdicts::verdict::Ending;
use crate::model::ids::EventId;
use crate::model::journey::{EventKind, ExitRule, Trigger};

/// That of a journey; absent where somebody may outlive the input that enters.
pub fn of(case: &Case<'_>) -> Option<Ending> {
    let (journey, document) = (&case.machine.journey, case.document);
    let triggers = &journey.entry.triggers;
    let ends_some = |event: &EventId| journey.exit.iter().any(|rule| rule.triggers.contains(event));
    if triggers.is_empty() || !triggers.iter().all(ends_some) {
        return None;
    }
    // Who moves in from another version may come to be anywhere.
    let moved = !journey.migrate.is_empty() || !document.migrate.is_empty();
    if moved || !case.knowledge().is_whole() || !enters_as_read(case) {
        return None;
    }
    let opening = Opening::of(case)?;
    let before = before(case);
    // What such events set is not followed.
    let followed = !journey.steps.iter().any(|step| match &step.trigger {
        Trigger::Events(events) => events.iter().any(|event| before.contains(event)),
        _ => false,
    });
    let ends = |event: EventId, rule: &ExitRule| match &rule.guard {
        None => true,
        Some(guard) => followed && is_whole(guard) && opening.holds_for_all(event, guard),
    };
    let mut rules = Vec::new();
    for &event in triggers {
        let mut able = (0..).zip(&journey.exit).filter(|(place, rule)| {
            rule.triggers.contains(&event) && document.exit.get(*place).is_some_and(|decl| !decl.broken)
        });
        let (place, _) = able.find(|(_, rule)| ends(event, rule))?;
        if !rules.contains(&place) {
            rules.push(place);
        }
    }
    Some(Ending { rules, before })
}

/// The events that may come before the entering event is processed: what is raised, done or held.
fn before(case: &Case<'_>) -> BTreeSet<EventId> {
    let mut all = raised(&case.machine);
    for (number, event) in case.machine.journey.events.iter().enumerate() {
        if matches!(event.kind, EventKind::Done(_) | EventKind::Held(_)) {
            all.insert(EventId(number as u32));
        }
    }
    all
}

/// Whether nobody enters by another event than those that are known.
fn enters_as_read(case: &Case<'_>) -> bool {
    let Some(decl) = &case.document.entry else { return true };
    let named: BTreeSet<&str> = decl.triggers.iter().map(|name| name.value.as_str()).collect();
    let wide = named.iter().any(|name| name.ends_with('*'));
    !decl.broken && (named.is_empty() || wide || named.len() == case.machine.journey.entry.triggers.len())
}
