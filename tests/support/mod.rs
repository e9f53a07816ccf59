//! Small journeys made by hand, and a collector that writes what it is told, a line each.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;
use std::sync::Arc;

use semver::Version;
use smol_str::SmolStr;
use wayfare::engine::trace::Trace;
use wayfare::expr::check::Reads;
use wayfare::expr::paths::Paths;
use wayfare::expr::term::Term;
use wayfare::graph::fleet::Fleet;
use wayfare::graph::machine::Machine;
use wayfare::model::ids::{EventId, StateId, StepId};
use wayfare::model::journey::{
    Contract, Due, Entry, Event, EventCall, EventKind, ExitRule, Instruction, Journey, Schedule, ScheduleTime, State,
    StateKind, Step, Timer, Trigger, Work,
};
use wayfare::model::prose::Prose;
use wayfare::orchestrator::record::{Cause, Kind, Record, Recorder};
use wayfare::runner::run::{Collector, Output};
use wayfare::syntax::lifecycle::{MergeInstance, Reentry};
use wayfare::terms::shape::Field;
use wayfare::terms::span::{FileId, Name, Span, Spanned};
use wayfare::terms::value::Value;

/// A flat journey in the making; the first state is where it begins.
pub struct Draft(pub Journey);

pub fn name(text: &str) -> Name {
    Spanned::new(text.into(), Span::default())
}

fn state(text: &str, kind: StateKind) -> State {
    State {
        name: name(text),
        parent: Some(StateId(0)),
        last: StateId(0),
        depth: 1,
        kind,
        children: Vec::new(),
        steps: Vec::new(),
        on_entry: Vec::new(),
        on_exit: Vec::new(),
    }
}

impl Draft {
    pub fn new(id: &str, states: &[&str]) -> Self {
        let mut all = vec![State { parent: None, depth: 0, ..state(id, StateKind::Compound(vec![StateId(1)])) }];
        for (number, text) in states.iter().enumerate() {
            let kind = if text.starts_with("END") { StateKind::Final } else { StateKind::Atomic };
            all.push(State { last: StateId(number as u32 + 1), ..state(text, kind) });
            all[0].children.push(StateId(number as u32 + 1));
        }
        all[0].last = StateId(states.len() as u32);
        Self(Journey {
            id: name(id),
            file: FileId(0),
            version: Version::new(1, 0, 0),
            prose: Prose::default(),
            context: Vec::new(),
            events: Vec::new(),
            profile: Vec::new(),
            purposes: Vec::new(),
            paths: Paths::default(),
            states: all,
            steps: Vec::new(),
            actions: Vec::new(),
            windows: Vec::new(),
            caps: Vec::new(),
            entry: Entry { triggers: Vec::new(), guard: None, set: Vec::new(), key: None, reentry: Reentry::Never },
            exit: Vec::new(),
            goals: Vec::new(),
            merge: MergeInstance::Furthest,
            migrate: Vec::new(),
            default_tz: "UTC".into(),
            words: wayfare::expr::words::Words::default(),
        })
    }

    pub fn event(&mut self, text: &str) -> EventId {
        if let Some(known) = self.0.events.iter().position(|event| event.name == text) {
            return EventId(known as u32);
        }
        self.contract(text, Vec::new())
    }

    pub fn contract(&mut self, text: &str, fields: Vec<Field>) -> EventId {
        let contract = Contract { fields, closed: false, schema: None };
        self.0.events.push(Event { name: text.into(), kind: EventKind::Declared(contract, Span::default()) });
        EventId(self.0.events.len() as u32 - 1)
    }

    pub fn entry(mut self, events: &[&str]) -> Self {
        self.0.entry.triggers = events.iter().map(|text| self.event(text)).collect();
        self.0.entry.triggers.sort_unstable();
        self
    }

    pub fn reentry(mut self, reentry: Reentry) -> Self {
        self.0.entry.reentry = reentry;
        self
    }

    pub fn exit(mut self, id: &str, text: &str) -> Self {
        let triggers = vec![self.event(text)];
        self.0.exit.push(ExitRule { id: name(id), triggers, guard: None, actions: Vec::new() });
        self
    }

    fn step(mut self, source: &str, id: &str, trigger: Trigger, to: &str) -> Self {
        let place = |text: &str| self.0.states.iter().position(|state| state.name.value == text);
        let source = place(source).unwrap();
        let to = place(to).map(|state| StateId(state as u32)).into_iter().collect();
        self.0.states[source].steps.push(StepId(self.0.steps.len() as u32));
        self.0.steps.push(Step {
            id: name(id),
            source: StateId(source as u32),
            trigger,
            guard: None,
            set: Vec::new(),
            actions: Vec::new(),
            to,
            reenter: false,
        });
        self
    }

    /// A step on an event; an empty target stays.
    pub fn on(mut self, source: &str, id: &str, text: &str, to: &str) -> Self {
        let event = self.event(text);
        self.step(source, id, Trigger::Events(vec![event]), to)
    }

    pub fn after(self, source: &str, id: &str, millis: i64, to: &str) -> Self {
        let due = Due::After(Term::Constant(Value::Duration(millis)));
        self.step(source, id, Trigger::Timer(Timer { due, within: None, reads: Reads::default() }), to)
    }

    /// Something that the last step does.
    pub fn act(mut self, work: impl FnOnce(&mut Self) -> Work) -> Self {
        let work = work(&mut self);
        let actions = &mut self.0.steps.last_mut().unwrap().actions;
        actions.push(Instruction { position: actions.len().to_string().into(), work });
        self
    }

    pub fn emit(self, text: &str) -> Self {
        self.act(|draft| Work::Emit(EventCall { event: draft.event(text), payload: Vec::new() }))
    }

    pub fn schedule(self, text: &str, after: i64) -> Self {
        self.act(|draft| {
            let call = EventCall { event: draft.event(text), payload: Vec::new() };
            let when = ScheduleTime::After(Term::Constant(Value::Duration(after)));
            Work::Schedule(Schedule { call, when, id: None })
        })
    }
}

pub fn fleet(drafts: Vec<Draft>) -> Fleet {
    Fleet::new(drafts.into_iter().map(|draft| Arc::new(Machine::new(draft.0))).collect())
}

/// Writes each record as a line.
#[derive(Default)]
pub struct Notes {
    pub text: Vec<u8>,
    pub letters: Vec<u8>,
    pub trace: bool,
    pub unheard: usize,
}

impl Notes {
    pub fn lines(&self) -> Vec<&str> {
        std::str::from_utf8(&self.text).unwrap().lines().collect()
    }
}

pub fn tell(record: &Record<'_>) -> String {
    let mut text = String::new();
    let journey = record.machine.map_or("-", |machine| &machine.journey.id.value);
    write!(text, "{}{}", record.user.unwrap_or("?"), if record.anonymous { "~" } else { "" }).unwrap();
    write!(text, " {journey} ").unwrap();
    match record.cause {
        Some(Cause::Event { event, id }) if id.len() == 32 => write!(text, "{event}*"),
        Some(Cause::Event { event, id }) => write!(text, "{event}#{id}"),
        Some(Cause::Timer { timer, due }) => write!(text, "{timer}@{due}"),
        Some(Cause::Deferred(key)) => write!(text, "{key}"),
        Some(Cause::Move(version)) => write!(text, "to {version}"),
        None => write!(text, "line {}", record.line),
    }
    .unwrap();
    let states = |states: &[StateId]| -> Vec<SmolStr> {
        let all = &record.machine.unwrap().journey.states;
        states.iter().map(|state| all[state.0 as usize].name.value.clone()).collect()
    };
    let way = |trace: &Trace| format!("{} > {}", states(&trace.from).join(","), states(&trace.to).join(","));
    match &record.kind {
        Kind::Step(trace) => write!(text, " step {}", way(trace)),
        Kind::Enter(trace) => write!(text, " enter {}", way(trace)),
        Kind::Exit(rule, trace) => write!(text, " exit {rule} {}", way(trace)),
        Kind::Ignored(reason, _) => write!(text, " ignored {reason}"),
        Kind::DeadLetter { reason, detail, .. } => write!(text, " dead {reason}: {detail}"),
        other => write!(text, " {other:?}"),
    }
    .unwrap();
    text
}

impl Recorder for Notes {
    fn record(&mut self, record: &Record<'_>) {
        let line = tell(record);
        let skipped = matches!(record.kind, Kind::Ignored(..)) && !self.trace;
        if !skipped {
            self.text.extend(line.as_bytes());
            self.text.push(b'\n');
        }
        if let Kind::DeadLetter { raw, .. } = record.kind {
            self.letters.extend(raw.unwrap_or(b"-"));
            self.letters.push(b'\n');
        }
    }

    fn wants_ignored(&self) -> bool {
        self.trace
    }

    fn unheard(&mut self, journeys: usize) {
        self.unheard += journeys;
    }
}

impl Collector for Notes {
    fn waiting(&self) -> (usize, usize) {
        (self.text.len(), self.letters.len())
    }

    fn take(&mut self, records: &mut Vec<u8>, dead_letters: &mut Vec<u8>) {
        records.append(&mut self.text);
        dead_letters.append(&mut self.letters);
    }
}

/// Everything that was written.
#[derive(Default, Debug, PartialEq)]
pub struct Written {
    pub records: Vec<u8>,
    pub letters: Vec<u8>,
}

impl Output for Written {
    fn records(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.records.extend(bytes);
        Ok(())
    }

    fn dead_letters(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.letters.extend(bytes);
        Ok(())
    }

    fn progress(&mut self, _: u64, _: u64) {}
}
