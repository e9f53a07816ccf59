//! What is expected held against what happened and where people stand.

use smol_str::SmolStr;

use crate::engine::instance::{Instance, Status};
use crate::graph::fleet::Fleet;
use crate::model::journey::{Journey, StateKind};
use crate::orchestrator::person::{Person, Visit, key_text};
use crate::syntax::scenarios::{DueDecl, HeldDecl, StatusWord, TimerDecl};
use crate::terms::span::{Name, Span, Spanned};
use crate::terms::time::format_instant;
use crate::terms::value::Value;
use crate::trial::script::{Call, Expectation, Valued};
use crate::trial::verdict::Mismatch;
use crate::trial::witness::{Fact, News, Ran};

/// What there is to see of one person after an item.
#[derive(Debug)]
pub struct Look<'a> {
    /// The journeys.
    pub fleet: &'a Fleet,
    /// The person, if one came.
    pub person: Option<&'a Person>,
    /// Their instances of the journey that is tested.
    pub visits: &'a [Visit],
    /// The keys of those that an item reached last.
    pub reached: Option<&'a [Value]>,
    /// What was told of them.
    pub facts: Vec<&'a Fact>,
    /// The present.
    pub present: i64,
}

/// All that is not as `expect` says.
pub fn judge(expect: &Expectation, look: &Look<'_>) -> Vec<Mismatch> {
    let mut judge = Judge { look, mismatches: Vec::new() };
    judge.standing(expect);
    judge.profile(&expect.profile);
    judge.happened(expect);
    judge.mismatches
}

/// The mismatch of dead letters that nobody expected.
pub fn dead_letters<'a>(facts: impl Iterator<Item = &'a Fact>, span: Span) -> Option<Mismatch> {
    let dead = facts.filter_map(|fact| match &fact.news {
        News::Dead { reason, detail } => Some(format!("{reason}: {detail}")),
        _ => None,
    });
    let actual: Vec<String> = dead.collect();
    let what = "dead_letter".to_owned();
    (!actual.is_empty()).then(|| Mismatch { what, span, instance: None, expected: vec![nothing()], actual })
}

/// The mismatch of an answer that answered nothing.
pub fn unanswered(facts: &[Fact], action: &Name) -> Option<Mismatch> {
    let nothing_waits = facts.iter().any(|fact| matches!(fact.news, News::Ignored("no-effect", _)));
    nothing_waits.then(|| Mismatch {
        what: "answer".to_owned(),
        span: action.span,
        instance: None,
        expected: vec![format!("an unanswered effect of `{}`", action.value)],
        actual: vec!["ignored: no-effect".to_owned()],
    })
}

/// An instance, and the version of the journey that it is on.
type Standing<'a> = (&'a Journey, &'a Instance);

struct Judge<'l, 'a> {
    look: &'l Look<'a>,
    mismatches: Vec<Mismatch>,
}

impl<'a> Judge<'_, 'a> {
    fn standing_of(&self, visit: &'a Visit) -> Option<Standing<'a>> {
        let machine = self.look.fleet.machines.get(visit.machine as usize)?;
        Some((&machine.journey, &visit.instance))
    }

    fn wrong(&mut self, what: impl Into<String>, span: Span, expected: Vec<String>, actual: Vec<String>) {
        self.mismatches.push(Mismatch { what: what.into(), span, instance: None, expected, actual });
    }

    /// Of the only instance; of several, of each that an item reached last.
    fn standing(&mut self, expect: &Expectation) {
        let visits = self.look.visits;
        let is_meant = |visit: &&Visit| self.look.reached.is_none_or(|keys| keys.contains(&visit.key));
        if visits.len() <= 1 {
            return self.instance(expect, visits.first().and_then(|visit| self.standing_of(visit)));
        }
        for visit in visits.iter().filter(is_meant) {
            let before = self.mismatches.len();
            self.instance(expect, self.standing_of(visit));
            for mismatch in &mut self.mismatches[before..] {
                mismatch.instance = Some(key_text(&visit.key));
            }
        }
    }

    fn instance(&mut self, expect: &Expectation, standing: Option<Standing<'_>>) {
        if let Some(said) = &expect.state {
            self.state(said, standing);
        }
        if let Some(said) = &expect.status {
            let actual = status(standing);
            if actual != said.value {
                self.wrong("status", said.span, one(said.value.as_str()), one(actual.as_str()));
            }
        }
        for valued in &expect.context {
            self.variable(valued, standing);
        }
        if let Some(said) = &expect.timers {
            self.timers(said, standing);
        }
    }

    fn state(&mut self, said: &Spanned<Vec<SmolStr>>, standing: Option<Standing<'_>>) {
        let actual = standing.map(states).unwrap_or_default();
        let same = actual.len() == said.value.len() && actual.iter().all(|state| said.value.contains(state));
        if !same {
            let shown = match standing {
                None => one(NOT_ENTERED),
                Some((_, instance)) if actual.is_empty() => one(instance.status.as_str()),
                Some(_) => actual.iter().map(ToString::to_string).collect(),
            };
            self.wrong("state", said.span, named(&said.value), shown);
        }
    }

    fn variable(&mut self, valued: &Valued, standing: Option<Standing<'_>>) {
        let name = &valued.name;
        let actual = standing.and_then(|(journey, instance)| {
            let slot = journey.context.iter().position(|variable| variable.name.value == name.value)?;
            instance.context.get(slot)
        });
        // An int of one version is a number of another.
        if !actual.is_some_and(|actual| actual.total_cmp(&valued.value).is_eq()) {
            let shown = actual.map_or_else(|| NOT_ENTERED.to_owned(), show);
            self.wrong(format!("context.{}", name.value), name.span, one(show(&valued.value)), one(shown));
        }
    }

    fn profile(&mut self, said: &[(u16, Valued)]) {
        let known = self.look.person.and_then(|person| person.known.as_deref());
        for (slot, valued) in said {
            let actual = known.and_then(|known| known.field(*slot)).unwrap_or(&Value::Unit);
            if *actual != valued.value {
                let what = format!("profile.{}", valued.name.value);
                self.wrong(what, valued.name.span, one(show(&valued.value)), one(show(actual)));
            }
        }
    }

    fn timers(&mut self, said: &Spanned<Vec<TimerDecl>>, standing: Option<Standing<'_>>) {
        let due = standing.map(due).unwrap_or_default();
        if said.value.is_empty() && !due.is_empty() {
            let actual = due.iter().map(|(name, at)| format!("{name}: {}", format_instant(*at))).collect();
            self.wrong("timers", said.span, one(nothing()), actual);
        }
        for (name, when) in &said.value {
            let actual: Vec<i64> = due.iter().filter(|(timer, _)| **timer == name.value).map(|(_, at)| *at).collect();
            let wanted = match when.value {
                DueDecl::Never => None,
                DueDecl::At(at) => Some(at),
                DueDecl::In(length) => Some(self.look.present.saturating_add(length)),
            };
            if wanted.map_or_else(|| actual.is_empty(), |wanted| actual.contains(&wanted)) {
                continue;
            }
            let actual = actual.iter().map(|&at| format_instant(at)).collect();
            let expected = one(wanted.map_or_else(|| NOT_PENDING.to_owned(), format_instant));
            self.wrong(format!("timers.{}", name.value), when.span, expected, or(actual, NOT_PENDING));
        }
    }

    fn happened(&mut self, expect: &Expectation) {
        if let Some(said) = &expect.actions {
            self.actions(said);
        }
        if let Some(said) = &expect.actions_include {
            self.some_actions(said);
        }
        if let Some(said) = &expect.held {
            self.held(said);
        }
        let steps: Vec<SmolStr> = self.look.facts.iter().flat_map(|fact| fact.steps.iter().cloned()).collect();
        if let Some(said) = expect.steps.as_ref().filter(|said| said.value != steps) {
            self.wrong("steps", said.span, or(named(&said.value), NOTHING), or(named(&steps), NOTHING));
        }
        if let Some(said) = expect.no_step.as_ref().filter(|said| said.value != steps.is_empty()) {
            let expected = if said.value { "no step" } else { "a step" };
            self.wrong("no_step", said.span, one(expected), or(named(&steps), "no step"));
        }
        if let Some(said) = &expect.ignored {
            self.ignored(said);
        }
        if let Some(said) = &expect.dead_letter {
            self.dead_letter(said);
        }
    }

    fn sent(&self) -> Vec<&Ran> {
        let ran = self.look.facts.iter().flat_map(|fact| &fact.effects);
        ran.filter(|ran| ran.held.is_none()).collect()
    }

    fn actions(&mut self, said: &Spanned<Vec<Call>>) {
        let sent = self.sent();
        let same = sent.len() == said.value.len() && said.value.iter().zip(&sent).all(|(call, ran)| is(call, ran));
        if !same {
            let actual = sent.iter().map(|ran| call_of(&ran.action, &ran.params)).collect();
            self.wrong("actions", said.span, or(calls(&said.value), NOTHING), or(actual, NOTHING));
        }
    }

    /// Each of them was sent, as often as it is named, in whatever order.
    fn some_actions(&mut self, said: &Spanned<Vec<Call>>) {
        let sent = self.sent();
        if !matched(&said.value, &sent) {
            let actual = sent.iter().map(|ran| call_of(&ran.action, &ran.params)).collect();
            self.wrong("actions_include", said.span, calls(&said.value), or(actual, NOTHING));
        }
    }

    fn held(&mut self, said: &Spanned<Vec<HeldDecl>>) {
        let held = self.look.facts.iter().flat_map(|fact| &fact.effects);
        let held: Vec<(&SmolStr, &str)> = held.filter_map(|ran| Some((&ran.action, ran.held?))).collect();
        let has = |(name, reason): &HeldDecl| held.contains(&(&name.value, reason.value.as_str()));
        let same = if said.value.is_empty() { held.is_empty() } else { said.value.iter().all(has) };
        if !same {
            let expected =
                said.value.iter().map(|(name, reason)| format!("{}: {}", name.value, reason.value)).collect();
            let actual = held.iter().map(|(name, reason)| format!("{name}: {reason}")).collect();
            self.wrong("held", said.span, or(expected, NOTHING), or(actual, NOTHING));
        }
    }

    fn ignored(&mut self, said: &Spanned<SmolStr>) {
        let own = || self.look.facts.iter().filter(|fact| fact.tested || matches!(fact.news, News::Ignored(_, false)));
        if own().any(|fact| matches!(fact.news, News::Ignored(reason, _) if reason == said.value)) {
            return;
        }
        let told = own().filter_map(|fact| match &fact.news {
            News::Ignored(reason, _) => Some((*reason).to_owned()),
            News::Done(what) if fact.steps.is_empty() => Some((*what).to_owned()),
            News::Done(what) => Some(format!("{what}: {}", fact.steps.join(", "))),
            News::Dead { reason, .. } => Some(format!("dead letter: {reason}")),
            News::Else => None,
        });
        let told = told.collect();
        self.wrong("ignored", said.span, one(said.value.as_str()), or(told, NOTHING));
    }

    fn dead_letter(&mut self, said: &Spanned<SmolStr>) {
        let dead = self.look.facts.iter().filter_map(|fact| match &fact.news {
            News::Dead { reason, detail } => Some((reason, detail)),
            _ => None,
        });
        let dead: Vec<_> = dead.collect();
        if !dead.iter().any(|(reason, _)| **reason == said.value) {
            let actual = dead.iter().map(|(reason, detail)| format!("{reason}: {detail}")).collect();
            self.wrong("dead_letter", said.span, one(said.value.as_str()), or(actual, NOTHING));
        }
    }
}

const NOT_ENTERED: &str = "not entered";
const NOT_PENDING: &str = "not pending";
const NOTHING: &str = "nothing";

fn nothing() -> String {
    NOTHING.to_owned()
}

fn one(line: impl Into<String>) -> Vec<String> {
    vec![line.into()]
}

fn or(lines: Vec<String>, otherwise: &str) -> Vec<String> {
    if lines.is_empty() { one(otherwise) } else { lines }
}

fn named(names: &[SmolStr]) -> Vec<String> {
    or(names.iter().map(ToString::to_string).collect(), NOTHING)
}

fn show(value: &Value) -> String {
    if value.is_unit() { nothing() } else { value.to_string() }
}

fn calls(calls: &[Call]) -> Vec<String> {
    calls.iter().map(|call| call_of(&call.action, &call.params)).collect()
}

fn call_of(action: &str, params: &[(SmolStr, Value)]) -> String {
    let params: Vec<String> = params.iter().map(|(name, value)| format!("{name}: {}", show(value))).collect();
    if params.is_empty() { action.to_owned() } else { format!("{action} ({})", params.join(", ")) }
}

/// Whether `ran` is what `call` asks: params that it does not name are not compared.
fn is(call: &Call, ran: &Ran) -> bool {
    let value = |name: &SmolStr| ran.params.iter().find(|(param, _)| param == name).map(|(_, value)| value);
    let fits = |(name, wanted): &(SmolStr, Value)| value(name).unwrap_or(&Value::Unit) == wanted;
    call.action == ran.action && call.params.iter().all(fits)
}

/// Whether each call finds one that ran for itself alone.
fn matched(calls: &[Call], sent: &[&Ran]) -> bool {
    let mut taken: Vec<Option<usize>> = vec![None; sent.len()];
    (0..calls.len()).all(|call| finds(call, calls, sent, &mut taken, &mut vec![false; sent.len()]))
}

/// Finds one for `call`, moving those that were found before to others where need be.
fn finds(call: usize, calls: &[Call], sent: &[&Ran], taken: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for place in 0..sent.len() {
        if tried[place] || !is(&calls[call], sent[place]) {
            continue;
        }
        tried[place] = true;
        if taken[place].is_none_or(|other| finds(other, calls, sent, taken, tried)) {
            taken[place] = Some(call);
            return true;
        }
    }
    false
}

fn status(standing: Option<Standing<'_>>) -> StatusWord {
    match standing.map(|(_, instance)| instance.status) {
        None => StatusWord::NotEntered,
        Some(Status::Active) => StatusWord::Active,
        Some(Status::Completed) => StatusWord::Completed,
        Some(Status::Exited) => StatusWord::Exited,
    }
}

/// The active atomic states; none once a rule ended the instance.
fn states((journey, instance): Standing<'_>) -> Vec<&SmolStr> {
    if instance.status == Status::Exited {
        return Vec::new();
    }
    let active = instance.configuration.iter().filter_map(|active| journey.states.get(active.state.index()));
    let atomic = active.filter(|state| !matches!(state.kind, StateKind::Compound(_) | StateKind::Parallel));
    atomic.map(|state| &state.name.value).collect()
}

/// All that is pending, by the name that records call it.
fn due((journey, instance): Standing<'_>) -> Vec<(&SmolStr, i64)> {
    if instance.status != Status::Active {
        return Vec::new();
    }
    let pending = instance.timers.iter().filter(|timer| timer.pending && timer.due != i64::MAX);
    let timers = pending.filter_map(|timer| Some((&journey.steps.get(timer.step.index())?.id.value, timer.due)));
    let schedules = instance.schedules.iter().filter_map(|of| {
        let event = journey.events.get(of.event.index()).map(|event| &event.name);
        Some((of.id.as_ref().or(event)?, of.due))
    });
    timers.chain(schedules).collect()
}
