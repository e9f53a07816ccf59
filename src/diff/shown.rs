//! What was and what is, as the language would write it.

use smol_str::SmolStr;

use crate::diff::pair::{Delta, Pair};
use crate::diff::plain::plain;
use crate::expr::term::Term;
use crate::graph::content::said::{Line, Said};
use crate::model::ids::StepId;
use crate::model::journey::{Block, Due, Journey, Migration};
use crate::model::naming::names;
use crate::picture::words;
use crate::terms::shape::Shape;
use crate::terms::time::format_duration;
use crate::terms::value::Value;

/// Both sides of `delta`. Where both are written alike, what their definitions stand for is put in.
pub(in crate::diff) fn both(pair: &Pair<'_>, delta: &Delta<'_>) -> (Option<String>, Option<String>) {
    let journeys = [&*pair.old.machine.journey, &*pair.new.machine.journey];
    let text =
        |line: Option<&Line<'_>>, journey: &Journey, whole: bool| line.map(|line| said(&line.said, journey, whole));
    let written = (text(delta.was, journeys[0], false), text(delta.is, journeys[1], false));
    if written.0 == written.1 {
        return (text(delta.was, journeys[0], true), text(delta.is, journeys[1], true));
    }
    written
}

/// What is said; `whole` puts definitions in.
pub(in crate::diff) fn said(said: &Said<'_>, journey: &Journey, whole: bool) -> String {
    let term = |term: &Term| if whole { term.wording(&names(journey)) } else { term.written() };
    match said {
        Said::Plain(form) => plain(form),
        Said::Names(all) => list(all),
        Said::Text(text) => text.to_string(),
        Said::Length(length) => format_duration(*length),
        // What a variable begins with is told apart.
        Said::Shape(of) => shape(of),
        Said::Term(of) => term(of),
        Said::Condition(of) if whole => of.wording(&names(journey)),
        Said::Condition(of) => of.written(),
        Said::Block(of) => block(of, journey, whole),
        Said::Call(call) => journey.events[call.event.index()].name.to_string(),
        Said::Due(Due::After(of)) => format!("after {}", term(of)),
        Said::Due(Due::At(of)) => format!("at {}", term(of)),
        Said::Due(Due::Every(of, None)) => format!("every {}", term(of)),
        Said::Due(Due::Every(of, Some(times))) => format!("every {}, {times} times", term(of)),
        Said::Due(Due::Gaps(all)) => format!("after {}", all.iter().map(term).collect::<Vec<_>>().join(", then ")),
        Said::Migrations(all) => all.iter().map(|entry| migration(entry, journey)).collect::<Vec<_>>().join("; "),
    }
}

/// One entry of `migrate`: `from 1.x: OLD to NEW, step call to talk`.
fn migration(entry: &Migration, journey: &Journey) -> String {
    let step = |id: StepId| &journey.steps[id.index()].id.value;
    let mut parts = Vec::new();
    parts.extend(entry.finish.then(|| "finish".to_owned()));
    parts.extend(entry.states.iter().map(|(old, new)| {
        let new = new.map_or("exit", |id| journey.states[id.index()].name.value.as_str());
        format!("{old} to {new}")
    }));
    parts.extend(entry.set.iter().map(|assign| format!("set {}: {}", assign.variable.value, assign.value)));
    let timer = |&(id, delay): &(StepId, i64)| format!("timer {} after {}", step(id), format_duration(delay));
    parts.extend(entry.timers.iter().map(timer));
    parts.extend(entry.steps.iter().map(|(old, new)| format!("step {old} to {}", step(*new))));
    let moves = if parts.is_empty() { "all by name".to_owned() } else { parts.join(", ") };
    format!("from {}: {moves}", entry.from.to_string().replace(".*", ".x"))
}

fn list(all: &[SmolStr]) -> String {
    all.iter().map(SmolStr::as_str).collect::<Vec<_>>().join(", ")
}

/// A list of things to do, on one line.
fn block(of: &Block, journey: &Journey, whole: bool) -> String {
    let mut effects = Vec::new();
    if whole {
        words::whole_block(journey, of, &mut effects);
    } else {
        words::block(journey, of, 0, &mut effects);
    }
    effects.into_iter().map(|effect| effect.full).collect::<Vec<_>>().join("; ")
}

/// A type with its limits: `int, from 0 to 9`.
pub(in crate::diff) fn shape(of: &Shape) -> String {
    let mut text = of.to_string();
    let more = [
        ("min", of.min.as_ref().map(Value::to_string)),
        ("max", of.max.as_ref().map(Value::to_string)),
        ("pattern", of.pattern.as_ref().map(|pattern| pattern.as_str().to_owned())),
        ("pii", of.pii.as_ref().map(SmolStr::to_string)),
        ("default", of.default.as_ref().map(Value::to_string)),
    ];
    for (what, value) in more {
        if let Some(value) = value {
            text.extend([", ", what, " ", &value]);
        }
    }
    text
}
