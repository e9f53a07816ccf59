//! The answer for programs: one object.

use crate::engine::explain::{RuleAnswer, StateAnswer, StepAnswer, Verdict};
use crate::expr::explain::{Found, Made, Part};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Trigger;
use crate::report::explanation::question::Question;
use crate::report::json::{self, Members};
use crate::report::names;

/// The answer and a line break.
pub fn render(asked: Question<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut members = Members::open(&mut out);
    let (journey, explanation) = (asked.journey, asked.explanation);
    members.string("journey", &journey.id.value);
    members.string("version", &journey.version.to_string());
    members.string("event", asked.event);
    members.int("at", asked.at);
    members.string("status", explanation.status.as_str());
    states(asked, &mut members, "from", asked.from);
    members.list("taken", asked.ids(&explanation.taken()), json::string);
    members.string_or_null("ended_by", explanation.rule().map(|rule| asked.rule(rule)));
    members.list("restless", &explanation.restless, |out, &(state, step)| {
        let mut members = Members::open(out);
        members.string("state", names::state(journey, state));
        members.string_or_null("step", step.map(|step| names::step(journey, step)));
        members.close();
    });
    if let Some(answer) = &explanation.entry {
        let mut members = Members::open(members.member("entry"));
        verdict(asked, &answer.verdict, &mut members);
        guard(answer.guard.as_ref(), &mut members);
        members.close();
    }
    members.list("exit", &explanation.rules, |out, answer| rule(asked, answer, out));
    members.list("states", &explanation.states, |out, answer| state(asked, answer, out));
    members.close();
    out.push(b'\n');
    out
}

fn states(asked: Question<'_>, members: &mut Members<'_>, name: &str, states: &[StateId]) {
    members.list(name, states, |out, &state| json::string(out, names::state(asked.journey, state)));
}

fn rule(asked: Question<'_>, answer: &RuleAnswer, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    members.string("rule", asked.rule(answer.rule));
    verdict(asked, &answer.verdict, &mut members);
    guard(answer.guard.as_ref(), &mut members);
    members.close();
}

/// The journey's own steps are those of no state.
fn state(asked: Question<'_>, answer: &StateAnswer, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    let name = (answer.state != StateId(0)).then(|| names::state(asked.journey, answer.state));
    members.string_or_null("state", name);
    members.list("steps", &answer.steps, |out, answer| step(asked, answer, out));
    members.close();
}

fn step(asked: Question<'_>, answer: &StepAnswer, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    members.string("step", names::step(asked.journey, answer.step));
    verdict(asked, &answer.verdict, &mut members);
    if let Some(step) = asked.journey.steps.get(answer.step.index()) {
        if let Trigger::Events(events) = &step.trigger {
            members.list("triggers", events, |out, &event| json::string(out, names::event(asked.journey, event)));
        }
        states(asked, &mut members, "to", &step.to);
    }
    guard(answer.guard.as_ref(), &mut members);
    members.close();
}

fn verdict(asked: Question<'_>, verdict: &Verdict, members: &mut Members<'_>) {
    let mut rivals = |word: &str, steps: &[StepId]| {
        members.string("verdict", word);
        members.list("by", asked.ids(steps), json::string);
    };
    match verdict {
        Verdict::Behind(step) => rivals("behind", &[*step]),
        Verdict::Outside(steps) => rivals("outside", steps),
        Verdict::Conflict(step) => rivals("conflict", &[*step]),
        Verdict::Ended(rule) => {
            members.string("verdict", "ended");
            members.list("by", [asked.rule(*rule)], json::string);
        }
        Verdict::Reentered => members.string("verdict", "reentered"),
        Verdict::Taken => members.string("verdict", "taken"),
        Verdict::GuardFalse => members.string("verdict", "guard-false"),
        Verdict::GuardFailed => members.string("verdict", "guard-failed"),
        Verdict::Deaf => members.string("verdict", "no-match"),
        Verdict::Timer => members.string("verdict", "timer"),
        Verdict::Always => members.string("verdict", "always"),
    }
}

fn guard(guard: Option<&Part>, members: &mut Members<'_>) {
    if let Some(guard) = guard {
        part(guard, members.member("guard"));
    }
}

fn part(of: &Part, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    members.string("text", &of.text);
    match &of.found {
        Found::Holds(holds) => members.bool("holds", *holds),
        Found::Failed(_) | Found::Unasked => members.null("holds"),
    }
    if let Found::Failed(error) = &of.found {
        members.string("error", error);
    }
    match &of.made {
        Made::All(parts) => members.list("all", parts, |out, of| part(of, out)),
        Made::Any(parts) => members.list("any", parts, |out, of| part(of, out)),
        Made::Not(inner) => part(inner, members.member("not")),
        Made::Question(readings, complaints) => {
            members.list("read", readings, |out, reading| {
                let mut members = Members::open(out);
                members.string("text", &reading.text);
                members.value("value", &reading.value);
                members.close();
            });
            if !complaints.is_empty() {
                members.list("complaints", complaints, |out, complaint| json::string(out, complaint));
            }
        }
    }
    members.close();
}
