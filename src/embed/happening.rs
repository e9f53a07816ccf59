//! What happened, as plain data that belongs to the caller.

use crate::engine::effect::Effect;
use crate::engine::trace::Trace;
use crate::model::ids::StateId;
use crate::model::journey::Journey;
use crate::orchestrator::record::{Kind, Record};
use crate::report::names;
use crate::report::records::jsonl;
use crate::terms::value::Value;

/// One record: what one input did to one person in one journey. Times are milliseconds since the epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// What it was.
    pub what: What,
    /// The person; absent where a line named none.
    pub user: Option<String>,
    /// Whether the person is no known one.
    pub anonymous: bool,
    /// The journey; absent where no journey takes the input.
    pub journey: Option<String>,
    /// What tells one person's instances apart; `Unit` without it.
    pub key: Value,
    /// The input's instant.
    pub at: i64,
    /// Steps taken.
    pub steps: Vec<String>,
    /// Active atomic states before.
    pub from: Vec<String>,
    /// Active atomic states after.
    pub to: Vec<String>,
    /// States left, composite ones too, in order.
    pub exited: Vec<String>,
    /// States entered, composite ones too, in order.
    pub entered: Vec<String>,
    /// Variables assigned, with their last value.
    pub set: Vec<(String, Value)>,
    /// What the outside world is asked to do.
    pub effects: Vec<Request>,
    /// Guards and conditions that failed: the id of the step, and the detail.
    pub errors: Vec<(String, String)>,
    /// `active`, `completed` or `exited`; absent without an instance.
    pub status: Option<&'static str>,
}

/// What a happening tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A person entered.
    Entered,
    /// Steps were taken.
    Stepped,
    /// This exit rule ended an instance.
    Exited(String),
    /// They moved from this version of the journey to another.
    Moved(String),
    /// What waited for its window was decided.
    Decided,
    /// Nothing was done, for this reason.
    Ignored(&'static str),
    /// This person was absorbed: two instances became one.
    Merged(String),
    /// A link to this unknown person was not made.
    LinkRefused(String),
    /// The input could not be processed.
    DeadLetter {
        /// A stable word.
        reason: String,
        /// What is wrong, and where.
        detail: String,
    },
}

/// One action that ran.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The action.
    pub action: String,
    /// Its params, in declared order.
    pub params: Vec<(String, Value)>,
    /// The key under which doing it twice is doing it once.
    pub key: String,
    /// Why it is held back; absent for what is to be done.
    pub held: Option<&'static str>,
}

impl Happening {
    /// `record` as data of its own.
    pub fn of(record: &Record<'_>) -> Self {
        let trace = trace(&record.kind);
        let journey = record.machine.map(|machine| &*machine.journey);
        let states = |of: fn(&Trace) -> &Vec<StateId>| named(journey, trace.map(of), names::state);
        Self {
            what: what(&record.kind),
            user: record.user.map(str::to_owned),
            anonymous: record.anonymous,
            journey: journey.map(|journey| journey.id.value.to_string()),
            key: record.key.clone(),
            at: record.at,
            steps: named(journey, trace.map(|trace| &trace.steps), names::step),
            from: named(before(record), trace.map(|trace| &trace.from), names::state),
            to: states(|trace| &trace.to),
            exited: exited(record, trace),
            entered: states(|trace| &trace.entered),
            set: trace.map(|trace| set(journey, trace)).unwrap_or_default(),
            effects: trace.map(|trace| requests(record, trace)).unwrap_or_default(),
            errors: trace.map(errors).unwrap_or_default(),
            status: record.status.map(crate::engine::instance::Status::as_str),
        }
    }
}

/// The journey that `from` is told of: of a move the version before.
fn before<'a>(record: &Record<'a>) -> Option<&'a Journey> {
    match record.kind {
        Kind::Move(moved) => Some(&moved.from.journey),
        _ => record.machine.map(|machine| &*machine.journey),
    }
}

fn exited(record: &Record<'_>, trace: Option<&Trace>) -> Vec<String> {
    let mut exited = match record.kind {
        Kind::Move(moved) => {
            moved.left.iter().map(|&state| names::state(&moved.from.journey, state).to_owned()).collect()
        }
        _ => Vec::new(),
    };
    let journey = record.machine.map(|machine| &*machine.journey);
    exited.extend(named(journey, trace.map(|trace| &trace.exited), names::state));
    exited
}

fn what(kind: &Kind<'_>) -> What {
    match *kind {
        Kind::Enter(_) => What::Entered,
        Kind::Step(_) => What::Stepped,
        Kind::Exit(rule, _) => What::Exited(rule.to_owned()),
        Kind::Move(moved) => What::Moved(moved.from.journey.version.to_string()),
        Kind::Send(_) => What::Decided,
        Kind::Ignored(reason, _) => What::Ignored(reason),
        Kind::Merge { absorbed, .. } => What::Merged(absorbed.to_owned()),
        Kind::LinkRefused { anonymous, .. } => What::LinkRefused(anonymous.to_owned()),
        Kind::DeadLetter { reason, detail, .. } => {
            What::DeadLetter { reason: reason.to_owned(), detail: detail.to_owned() }
        }
    }
}

const fn trace<'a>(kind: &Kind<'a>) -> Option<&'a Trace> {
    match *kind {
        Kind::Enter(trace) | Kind::Step(trace) | Kind::Exit(_, trace) | Kind::Send(trace) => Some(trace),
        Kind::Move(moved) => Some(moved.trace),
        Kind::Ignored(_, trace) => trace,
        Kind::Merge { .. } | Kind::LinkRefused { .. } | Kind::DeadLetter { .. } => None,
    }
}

fn named<I: Copy>(journey: Option<&Journey>, ids: Option<&Vec<I>>, name: fn(&Journey, I) -> &str) -> Vec<String> {
    let (Some(journey), Some(ids)) = (journey, ids) else { return Vec::new() };
    ids.iter().map(|&id| name(journey, id).to_owned()).collect()
}

fn set(journey: Option<&Journey>, trace: &Trace) -> Vec<(String, Value)> {
    let Some(journey) = journey else { return Vec::new() };
    trace.set.iter().map(|(id, value)| (names::variable(journey, *id).to_owned(), value.clone())).collect()
}

fn requests(record: &Record<'_>, trace: &Trace) -> Vec<Request> {
    let Some(machine) = record.machine else { return Vec::new() };
    let request = |effect: &Effect| Request {
        action: names::action(&machine.journey, effect.action).to_owned(),
        params: effect.params.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
        key: jsonl::effect_key(record, effect),
        held: effect.verdict.held(),
    };
    trace.effects.iter().map(request).collect()
}

fn errors(trace: &Trace) -> Vec<(String, String)> {
    trace.errors.iter().map(|(at, detail)| (at.to_string(), detail.clone())).collect()
}
