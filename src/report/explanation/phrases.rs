//! The words for what becomes of a step or a rule.

use crate::engine::explain::Verdict;
use crate::expr::term::Term;
use crate::model::ids::{EventId, StepId};
use crate::model::journey::{Due, Timer, Trigger};
use crate::model::naming::names;
use crate::report::explanation::question::Question;
use crate::report::names as called;
use crate::report::table::counted;

/// So many events are listed before the rest is counted.
const LISTED: usize = 4;

/// Why a step is taken or not.
pub fn step(asked: Question<'_>, number: StepId, verdict: &Verdict) -> String {
    let Some(step) = asked.journey.steps.get(number.index()) else { return String::new() };
    match (verdict, &step.trigger) {
        (Verdict::Taken, _) if step.to.is_empty() => "is taken, and stays".to_owned(),
        (Verdict::Taken, _) => {
            let to: Vec<&str> = step.to.iter().map(|&state| called::state(asked.journey, state)).collect();
            format!("is taken → {}", to.join(" + "))
        }
        (Verdict::Deaf, Trigger::Events(events)) => listens(asked, events),
        (Verdict::Timer, Trigger::Timer(timer)) => self::timer(asked, timer),
        _ => common(asked, verdict),
    }
}

/// Why an exit rule ends the instance or not.
pub fn rule(asked: Question<'_>, number: u16, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Taken => "ends the journey before any step".to_owned(),
        Verdict::Ended(other) => format!("would end it too; `{}` stands before it", asked.rule(*other)),
        Verdict::Deaf => {
            let triggers = asked.journey.exit.get(usize::from(number)).map_or(&[][..], |rule| &rule.triggers);
            listens(asked, triggers)
        }
        other => common(asked, other),
    }
}

/// Whether the event lets the person enter anew.
pub fn entry(asked: Question<'_>, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Taken => "lets the person enter anew".to_owned(),
        other => common(asked, other),
    }
}

fn common(asked: Question<'_>, verdict: &Verdict) -> String {
    let quoted = |steps: &[StepId]| {
        let ids = asked.ids(steps).into_iter().map(|id| format!("`{id}`"));
        ids.collect::<Vec<_>>().join(" and ")
    };
    match verdict {
        Verdict::GuardFalse => "its guard does not hold".to_owned(),
        Verdict::GuardFailed => "its guard fails, which counts as false".to_owned(),
        Verdict::Behind(step) => format!("could be taken; {} stands before it", quoted(&[*step])),
        Verdict::Outside(steps) => {
            format!(
                "could be taken; {}, further inside, {} first",
                quoted(steps),
                if steps.len() == 1 { "goes" } else { "go" }
            )
        }
        Verdict::Conflict(step) => {
            format!("could be taken, but not together with {}, which goes first", quoted(&[*step]))
        }
        Verdict::Ended(rule) => format!("could be taken; the exit rule `{}` goes first", asked.rule(*rule)),
        Verdict::Reentered => "could be taken; the person enters anew first".to_owned(),
        Verdict::Always => "needs no event".to_owned(),
        Verdict::Timer => "fires by time".to_owned(),
        Verdict::Taken => "is taken".to_owned(),
        Verdict::Deaf => "listens to other events".to_owned(),
    }
}

fn listens(asked: Question<'_>, events: &[EventId]) -> String {
    let names: Vec<&str> = events.iter().take(LISTED).map(|&event| called::event(asked.journey, event)).collect();
    match events.len().saturating_sub(LISTED) {
        0 if names.is_empty() => "listens to nothing".to_owned(),
        0 => format!("listens to {}", names.join(", ")),
        more => format!("listens to {} and {more} more", names.join(", ")),
    }
}

fn timer(asked: Question<'_>, timer: &Timer) -> String {
    let names = names(asked.journey);
    let term = |term: &Term| match term {
        Term::Constant(value) => value.to_string(),
        computed => computed.wording(&names),
    };
    let due = match &timer.due {
        Due::After(length) => format!("fires after {}", term(length)),
        Due::At(instant) => format!("fires at {}", term(instant)),
        Due::Every(length, None) => format!("fires every {}", term(length)),
        Due::Every(length, Some(most)) => {
            format!("fires every {}, {} in all", term(length), counted(*most as usize, "time"))
        }
        Due::Gaps(gaps) => format!("fires after {}", gaps.iter().map(term).collect::<Vec<_>>().join(", then ")),
    };
    match timer.within.and_then(|window| asked.journey.windows.get(window.index())) {
        Some(window) => format!("{due}, within {}", window.name.value),
        None => due,
    }
}
