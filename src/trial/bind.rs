//! A test as written becomes one that can be played, or the faults that keep it from that.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::syntax::content::ValueDecl;
use crate::syntax::scenarios::{AnswerDecl, Deed, ItemDecl, SendDecl, TestDecl};
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::{SCENARIO_DRIFT, WRONG_SHAPE};
use crate::terms::shape::Field;
use crate::terms::span::{FileId, Name, Span};
use crate::terms::suggest;
use crate::terms::time::{format_instant, parse_instant};
use crate::trial::bind_expect::{expectation, variable};
use crate::trial::drift;
use crate::trial::line::{Line, Payload, write};
use crate::trial::literal::typed;
use crate::trial::persons::Persons;
use crate::trial::script::{Act, Role, Scene, Script};
use crate::trial::stage::{Stage, sorted};

/// When a test begins that does not say when: 2026-01-05T09:00:00Z, a Monday.
const START: i64 = 1_767_603_600_000;

/// The type of the event that tells of people before the start: no journey can declare one with spaces.
const PROLOGUE: &str = "before the start";

/// What is known where a test stands.
#[derive(Clone, Copy, Debug)]
pub struct Scenery<'a> {
    /// The journeys.
    pub stage: &'a Stage,
    /// The file that it stands in.
    pub source: &'a Source,
    /// The files that tests name.
    pub named: &'a BTreeMap<SmolStr, FileId>,
}

/// The script of `test`, or everything that it says and that is not so.
pub fn bind(test: &TestDecl, scenery: Scenery<'_>) -> Result<Script, Vec<Finding>> {
    let present = test.start.as_ref().map_or(START, |start| start.value);
    let persons = Persons::of(test);
    let script = Script {
        name: test.name.clone(),
        defaults: Vec::new(),
        prologue: None,
        scenes: Vec::with_capacity(test.steps.len()),
        lines: Vec::new(),
    };
    let mut binder = Binder { scenery, persons, present, script, number: 0, findings: Vec::new() };
    binder.defaults(test);
    binder.prologue(test);
    for item in &test.steps {
        binder.scene(item);
    }
    if binder.findings.is_empty() {
        return Ok(binder.script);
    }
    if test.journeys_hidden {
        // What seems unknown may be of a journey that could not be read.
        binder.findings.retain(|finding| finding.rule != SCENARIO_DRIFT);
    }
    binder.findings.sort();
    Err(binder.findings)
}

struct Binder<'a> {
    scenery: Scenery<'a>,
    persons: Persons,
    present: i64,
    script: Script,
    number: usize,
    findings: Vec<Finding>,
}

impl Binder<'_> {
    fn defaults(&mut self, test: &TestDecl) {
        let stage = self.scenery.stage;
        for (name, decl) in &test.context {
            match variable(name, decl, stage) {
                Ok(value) => self.script.defaults.push((name.value.clone(), value)),
                Err(finding) => self.findings.push(*finding),
            }
        }
    }

    fn prologue(&mut self, test: &TestDecl) {
        self.told(&test.user.consent, &test.user.profile);
        if test.user.consent.is_empty() && test.user.profile.is_empty() && self.persons.link.is_none() {
            return;
        }
        let line = Line {
            event: PROLOGUE,
            number: 0,
            key: None,
            timestamp: self.present.saturating_sub(1),
            of: &self.persons.user,
            link: self.persons.link.as_ref(),
            consent: &test.user.consent,
            traits: &test.user.profile,
            payload: Payload::Fields(&[]),
        };
        self.script.prologue = Some(write(&line, &mut self.script.lines));
    }

    fn scene(&mut self, item: &ItemDecl) {
        let act = match &item.deed {
            None => Some(Act::Look),
            Some(deed) => match &deed.value {
                Deed::Send(send) => self.send(send),
                Deed::Answer(answer) => self.answer(answer),
                Deed::Wait(length) => self.pass(self.present.saturating_add(*length), deed.span),
                Deed::Until(instant) => self.pass(*instant, deed.span),
                Deed::Deploy(name) => self.deploy(name),
            },
        };
        // Beside an event, what is expected is expected of whoever sent it.
        let sender = match item.deed.as_ref().map(|deed| &deed.value) {
            Some(Deed::Send(send)) => self.persons.sender(send).0,
            Some(Deed::Answer(answer)) => self.answerer(answer),
            _ => self.persons.user.clone(),
        };
        let expect = item.expect.as_ref();
        let expect =
            expect.map(|decl| expectation(decl, self.scenery.stage, &self.persons, sender, &mut self.findings));
        if let Some(act) = act {
            let line = self.scenery.source.place(item.span.start).line as u64;
            self.script.scenes.push(Scene { span: item.span, line, present: self.present, act, expect });
        }
    }

    fn send(&mut self, send: &SendDecl) -> Option<Act> {
        self.number += 1;
        let before = self.findings.len();
        let stage = self.scenery.stage;
        if !stage.hears(&send.event.value) {
            let known = sorted(stage.fleet.events.iter().map(|event| &event.name));
            self.findings.push(drift::unknown(&send.event, "no event is called", known));
        }
        self.payload(send);
        self.told(&send.consent, &send.traits);
        let (of, unknown) = self.persons.sender(send);
        let said = Line {
            event: &send.event.value,
            number: self.number,
            key: send.key.as_ref().map(|key| &key.value),
            timestamp: send.at.as_ref().map_or(self.present, |at| at.value),
            of: &of,
            link: unknown,
            consent: &send.consent,
            traits: &send.traits,
            payload: Payload::Fields(&send.payload),
        };
        let line = write(&said, &mut self.script.lines);
        (self.findings.len() == before).then_some(Act::Send { line })
    }

    /// What an event's contract does not declare is allowed and seen by nobody; what is nearly declared is a slip.
    fn payload(&mut self, send: &SendDecl) {
        let fleet = &self.scenery.stage.fleet;
        let event = fleet.by_name.get(&send.event.value).and_then(|kind| fleet.events.get(kind.0 as usize));
        let Some(contract) = event.map(|event| &event.contract).filter(|contract| contract.schema.is_none()) else {
            return;
        };
        let given = |field: &Field| send.payload.iter().any(|(name, _)| name.value == field.name);
        for (name, _) in &send.payload {
            if contract.closed || contract.fields.iter().any(|field| field.name == name.value) {
                continue;
            }
            let free = contract.fields.iter().filter(|field| !given(field)).map(|field| field.name.as_str());
            if let Some(near) = suggest::nearest(&name.value, free) {
                let what = format!("`{}` has no field `{}`", send.event.value, name.value);
                let finding = Finding::new(SCENARIO_DRIFT, name.span, what).help(format!("did you mean `{near}`?"));
                self.findings.push(finding);
            }
        }
    }

    /// Answers about consent and profile fields, wherever a person tells them.
    fn told(&mut self, consent: &[(Name, bool)], traits: &[(Name, ValueDecl)]) {
        let stage = self.scenery.stage;
        for (name, _) in consent.iter().filter(|(name, _)| !stage.has_purpose(&name.value)) {
            self.findings.push(drift::unknown(name, "no consent purpose is called", stage.purpose_names()));
        }
        let profile = &stage.fleet.profile;
        for (name, decl) in traits {
            let Some(field) = profile.iter().find(|field| field.name == name.value) else {
                let known = profile.iter().map(|field| field.name.as_str());
                self.findings.push(drift::unknown(name, "no profile field is called", known));
                continue;
            };
            let typed = typed(decl, &field.shape, &format!("the profile field `{}`", name.value));
            self.findings.extend(typed.err().map(|finding| *finding));
        }
    }

    fn answerer(&mut self, answer: &AnswerDecl) -> Role {
        answer.as_.as_ref().and_then(|name| self.persons.named(name).ok()).unwrap_or_else(|| self.persons.user.clone())
    }

    fn answer(&mut self, answer: &AnswerDecl) -> Option<Act> {
        self.number += 1;
        let before = self.findings.len();
        let stage = self.scenery.stage;
        if let Some(name) = &answer.as_ {
            self.findings.extend(self.persons.named(name).err().map(|finding| *finding));
        }
        let Some(action) = stage.action(&answer.action.value) else {
            self.findings.push(drift::unknown(&answer.action, "no action is called", stage.action_names()));
            return None;
        };
        for (name, decl) in &answer.result {
            let Some(field) = action.result.iter().find(|field| field.name == name.value) else {
                let known = action.result.iter().map(|field| field.name.as_str());
                self.findings.push(drift::unknown(
                    name,
                    &format!("the answer of `{}` has no field", answer.action.value),
                    known,
                ));
                continue;
            };
            let typed = typed(decl, &field.shape, &format!("the answer's field `{}`", name.value));
            self.findings.extend(typed.err().map(|finding| *finding));
        }
        let fate = if answer.succeeded { "succeeded" } else { "failed" };
        let reason = answer.reason.as_deref().unwrap_or("failed");
        let line = Line {
            event: &format!("{fate}.{}", answer.action.value),
            number: self.number,
            key: None,
            timestamp: self.present,
            of: &self.answerer(answer),
            link: None,
            consent: &[],
            traits: &[],
            payload: if answer.succeeded { Payload::Fields(&answer.result) } else { Payload::Reason(reason) },
        };
        let line = write(&line, &mut self.script.lines);
        (self.findings.len() == before).then(|| Act::Answer { line, action: answer.action.clone() })
    }

    fn pass(&mut self, until: i64, span: Span) -> Option<Act> {
        if until < self.present {
            let message = format!("time does not run backwards: it is {} already", format_instant(self.present));
            let finding = Finding::new(WRONG_SHAPE, span, message);
            self.findings.push(finding.help("name a later instant, or send a late event with `at`"));
            return None;
        }
        // Beyond the years that RFC 3339 can write no event could be sent any more.
        if until > parse_instant("9999-12-31T00:00:00Z").unwrap_or(i64::MAX) {
            let finding = Finding::new(WRONG_SHAPE, span, "time would run beyond the year 9999");
            self.findings.push(finding.help("wait for a shorter time"));
            return None;
        }
        self.present = until;
        Some(Act::Pass)
    }

    fn deploy(&mut self, name: &Name) -> Option<Act> {
        // What is no file has a finding of the project.
        let stage = self.scenery.stage;
        let machine = stage.number(*self.scenery.named.get(&name.value)?)?;
        let id = &stage.fleet.machine(machine)?.journey.id.value;
        let runs = |opened: &u32| stage.fleet.machine(*opened).is_some_and(|machine| machine.journey.id.value == *id);
        if !stage.opened.iter().any(runs) {
            let message = format!("`{}` is the journey `{id}`, which does not run in this test", name.value);
            let finding = Finding::new(SCENARIO_DRIFT, name.span, message);
            self.findings.push(finding.help("name a version of the journey that is tested"));
            return None;
        }
        Some(Act::Deploy { machine })
    }
}
