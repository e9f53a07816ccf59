//! A small journey made by hand, with people and records, for the tests of this room.

use std::sync::Arc;

use semver::Version;
use smol_str::SmolStr;

use crate::engine::effect::{Deferral, Effect, List, Site, Verdict};
use crate::engine::instance::{Active, GoalReached, Instance, Status};
use crate::engine::trace::Trace;
use crate::expr::paths::Paths;
use crate::expr::term::Term;
use crate::graph::fleet::Fleet;
use crate::graph::machine::Machine;
use crate::model::ids::{ActionId, EventId, StateId, StepId, VariableId};
use crate::model::journey::{
    Action, Arm, Contract, Entry, Event, EventKind, Goal, GoalBy, Journey, Split, State, StateKind, Step, Trigger,
    Variable,
};
use crate::model::prose::Prose;
use crate::orchestrator::person::{Person, Visit};
use crate::orchestrator::record::{Cause, Kind, Moved, Record};
use crate::syntax::lifecycle::{MergeInstance, MergeVariable, Reentry};
use crate::terms::shape::{Of, Shape};
use crate::terms::span::{FileId, Name, Span, Spanned};
use crate::terms::value::Value;

/// The journey alone.
pub struct Sample {
    /// In a fleet of its own.
    pub fleet: Fleet,
}

/// `subscription` 1.4.0: ONBOARDING, a split, BROWSING, DONE.
pub fn sample() -> Sample {
    Sample { fleet: Fleet::new(vec![Arc::new(Machine::new(journey()))]) }
}

impl Sample {
    /// A record of `kind` for `u-1`, caused by an event.
    pub fn record<'a>(&'a self, kind: Kind<'a>) -> Record<'a> {
        Record {
            kind,
            user: Some("u-1"),
            anonymous: false,
            machine: self.fleet.machines.first().map(|machine| &**machine),
            key: &Value::Unit,
            visit: 1,
            cause: Some(Cause::Event { event: "PROFILE_COMPLETED", id: "e-1" }),
            cause_key: "e:k-1",
            at: 1_700_000_000_000,
            timestamp: None,
            status: Some(Status::Active),
            line: 17,
            refused_traits: &[],
        }
    }
}

/// A line that was no event.
pub fn dead_letter<'a>(sample: &'a Sample, raw: Option<&'a [u8]>) -> Record<'a> {
    let kind = Kind::DeadLetter { reason: "not-an-event", detail: "expected `,` or `}` at column 9", raw };
    Record {
        user: None,
        machine: None,
        visit: 0,
        cause: None,
        cause_key: "",
        at: 0,
        status: None,
        ..sample.record(kind)
    }
}

/// ONBOARDING to BROWSING by `activation`, with a variable and an effect.
pub fn activation() -> Trace {
    Trace {
        steps: vec![StepId(0)],
        from: vec![StateId(1)],
        to: vec![StateId(3)],
        exited: vec![StateId(1)],
        entered: vec![StateId(3)],
        set: vec![(VariableId(0), Value::Int(2))],
        effects: vec![effect(0, [("template", Value::str("w1"))], Verdict::Sent)],
        ..Trace::default()
    }
}

/// Everything that a trace can hold.
pub fn rich() -> Trace {
    Trace {
        initial: vec![StateId(1)],
        arms: vec![(StateId(2), 1)],
        entered: vec![StateId(1), StateId(2), StateId(3)],
        exited: vec![StateId(1), StateId(2)],
        from: Vec::new(),
        set: vec![
            (VariableId(0), Value::Int(2)),
            (VariableId(1), Value::str("a\"b\u{1b}")),
            (VariableId(2), Value::list([Value::Number(1.0), Value::Unit])),
        ],
        effects: vec![
            effect(0, [("template", Value::str("w1"))], Verdict::Sent),
            effect(1, [("amount", Value::Number(9.5)), ("wait", Value::Duration(5_400_000))], Verdict::NoConsent),
            effect(1, [], Verdict::Deferred),
        ],
        emitted: vec![(EventId(0), Value::Unit)],
        errors: vec![("vip".into(), "division by zero".into())],
        goals: vec![GoalReached { goal: 0, at: 1_767_603_600_000, value: Some(29.0) }],
        ..activation()
    }
}

/// An effect of the `number`-th action.
pub fn effect<const N: usize>(number: u32, params: [(&str, Value); N], verdict: Verdict) -> Effect {
    Effect {
        action: ActionId(number),
        params: params.into_iter().map(|(name, value)| (SmolStr::new(name), value)).collect(),
        site: Site { list: List::Step, owner: "activation".into(), position: "0".into(), run: 0 },
        verdict,
        deferral: (verdict == Verdict::Deferred).then_some(Deferral { until: 1_700_030_000_000, started: 0 }),
    }
}

/// Three people out of order, one of them with two instances.
pub fn people() -> Vec<Person> {
    let person = |id: &str, anonymous, visits| Person { visits, ..Person::new(id, anonymous) };
    vec![
        person(
            "u-2",
            false,
            vec![visit(Value::Int(9), Status::Completed, 4), visit(Value::Int(10), Status::Exited, 3)],
        ),
        person("u-1, \"the first\"", false, vec![visit(Value::Unit, Status::Active, 3)]),
        person("anon-7", true, vec![visit(Value::str("order-1"), Status::Active, 1)]),
        person("u-3", false, Vec::new()),
    ]
}

/// A visit that stands in one state.
pub fn visit(key: Value, status: Status, state: u32) -> Visit {
    let configuration = match status {
        Status::Exited => Vec::new(),
        _ => vec![Active { state: StateId(state), entered_at: 0 }],
    };
    let context = vec![Value::Int(2), Value::str("ads, \"paid\""), Value::Unit];
    let instance = Instance { status, visit: 1, configuration: configuration.into(), context, ..Instance::default() };
    Visit { journey: 0, machine: 0, key, instance, last_event_at: 1_700_000_000_000, due: i64::MAX }
}

fn journey() -> Journey {
    Journey {
        id: name("subscription"),
        file: FileId(0),
        version: Version::new(1, 4, 0),
        prose: Prose::default(),
        context: ["step_index", "source", "basket"].map(variable).into(),
        events: vec![Event {
            name: "PROFILE_COMPLETED".into(),
            kind: EventKind::Declared(Contract::default(), Span::default()),
        }],
        profile: Vec::new(),
        purposes: Vec::new(),
        paths: Paths::default(),
        states: vec![
            state("subscription", StateKind::Compound(vec![StateId(1)])),
            state("ONBOARDING", StateKind::Atomic),
            state("WELCOME_TEST", StateKind::Split(split())),
            state("BROWSING", StateKind::Atomic),
            state("DONE", StateKind::Final),
        ],
        steps: vec![step()],
        actions: ["send_welcome_email", "send_offer"].map(action).into(),
        windows: Vec::new(),
        caps: Vec::new(),
        entry: Entry { triggers: Vec::new(), guard: None, set: Vec::new(), key: None, reentry: Reentry::Never },
        exit: Vec::new(),
        goals: vec![Goal { id: name("activated"), by: GoalBy::State(StateId(3)), within: None, value: None }],
        merge: MergeInstance::Furthest,
        migrate: Vec::new(),
        default_tz: "UTC".into(),
        words: crate::expr::words::Words::default(),
    }
}

fn name(text: &str) -> Name {
    Spanned::new(text.into(), Span::default())
}

fn variable(text: &str) -> Variable {
    Variable { name: name(text), shape: Shape::of(Of::Any), default: Value::Unit, merge: MergeVariable::Kept }
}

fn state(text: &str, kind: StateKind) -> State {
    State {
        name: name(text),
        parent: None,
        last: StateId(0),
        depth: 1,
        kind,
        children: Vec::new(),
        steps: Vec::new(),
        on_entry: Vec::new(),
        on_exit: Vec::new(),
    }
}

fn split() -> Split {
    let term = || Term::Constant(Value::str("x"));
    let arm = |id| Arm { id: name(id), weight: 1.0, to: Vec::new(), set: Vec::new() };
    Split { key: term(), salt: term(), arms: vec![arm("plain"), arm("warm")] }
}

fn step() -> Step {
    Step {
        id: name("activation"),
        source: StateId(1),
        trigger: Trigger::Always,
        guard: None,
        set: Vec::new(),
        actions: Vec::new(),
        to: vec![StateId(3)],
        reenter: false,
    }
}

fn action(text: &str) -> Action {
    Action {
        name: name(text),
        catalog: None,
        sink: "log".into(),
        params: Vec::new(),
        consent: None,
        basis: None,
        cap: None,
        caps: Vec::new(),
        window: None,
        timeout: None,
        retry: None,
        on_success: None,
        on_failure: None,
        result: Vec::new(),
    }
}

/// Tells `tell` a record of every kind, with and without what may be missing.
pub fn every_record(mut tell: impl FnMut(&Record<'_>)) {
    let (sample, plain, rich) = (sample(), activation(), rich());
    let stayed = Trace { steps: vec![StepId(0)], from: vec![StateId(3)], to: vec![StateId(3)], ..Trace::default() };
    let gone = Trace { from: vec![StateId(3)], exited: vec![StateId(3)], ..Trace::default() };
    let failed = Trace { errors: vec![("activation".into(), "division by zero".into())], ..Trace::default() };
    let kept = visit(Value::Unit, Status::Active, 3).instance;
    let order = Value::str("order-1");
    let record = |kind| sample.record(kind);
    let timer = Some(Cause::Timer { timer: "give_up", due: 1_700_000_000_000 });
    let key = "6f0c000000000000000000000000000a";
    tell(&Record { anonymous: true, user: Some("anon-7"), ..record(Kind::Enter(&rich)) });
    let refused = ["`age` is a string; an int was expected".to_owned()];
    tell(&Record {
        key: &order,
        visit: 2,
        refused_traits: &refused,
        timestamp: Some(1_600_000_000_000),
        ..record(Kind::Step(&plain))
    });
    tell(&Record { cause: timer, status: Some(Status::Completed), ..record(Kind::Step(&stayed)) });
    tell(&Record { status: Some(Status::Exited), ..record(Kind::Exit("unsubscribed", &gone)) });
    tell(&Record { cause: Some(Cause::Deferred(key)), ..record(Kind::Send(&plain)) });
    let to = Some(Cause::Move("1.4.0"));
    let before = Machine::new(Journey { version: Version::new(1, 3, 0), ..journey() });
    let moved = |left, trace| Kind::Move(Moved { from: &before, left, trace });
    let stood = Trace { from: vec![StateId(1)], to: vec![StateId(3)], ..Trace::default() };
    tell(&Record { cause: to, cause_key: "m:1.4.0", line: 0, ..record(moved(&[], &stood)) });
    let gone_on = Trace { exited: vec![StateId(2)], ..plain.clone() };
    tell(&Record { cause: to, cause_key: "m:1.4.0", line: 0, ..record(moved(&[StateId(1)], &gone_on)) });
    tell(&Record {
        cause: to,
        cause_key: "m:1.4.0",
        line: 0,
        status: Some(Status::Exited),
        ..record(Kind::Exit("migrated", &gone))
    });
    tell(&record(Kind::Ignored("guard-false", Some(&failed))));
    tell(&Record { machine: None, visit: 0, status: None, ..record(Kind::Ignored("duplicate", None)) });
    tell(&record(Kind::Merge { absorbed: "anon-7", kept: &kept }));
    let refused = Kind::LinkRefused { anonymous: "anon-7", kept_by: "u-0" };
    tell(&Record { machine: None, visit: 0, status: None, ..record(refused) });
    tell(&dead_letter(&sample, Some(b"{\"a\" 1}")));
    let livelock = Kind::DeadLetter { reason: "livelock", detail: "A → B → A", raw: Some(b"{}") };
    tell(&record(livelock));
    tell(&Record { cause: timer, line: 0, key: &order, ..record(livelock) });
}
