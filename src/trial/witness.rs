//! What a test remembers of each record, and whoever else wants to hear it.

use smol_str::SmolStr;

use crate::engine::trace::Trace;
use crate::model::journey::Journey;
use crate::orchestrator::record::{Kind, Record, Recorder};
use crate::runner::run::Collector;
use crate::terms::value::Value;
use crate::trial::script::Role;

/// Hears every record of the item that is played.
#[derive(Debug)]
pub struct Witness<R> {
    /// What it heard.
    pub facts: Vec<Fact>,
    /// Who else hears it.
    pub audience: R,
    /// The id of the journey that is tested.
    tested: SmolStr,
}

/// One record.
#[derive(Debug)]
pub struct Fact {
    /// Whose.
    pub who: Role,
    /// Whether it is of the journey that is tested.
    pub tested: bool,
    /// The key of the instance that it is about; absent without one.
    pub instance: Option<Value>,
    /// What it tells.
    pub news: News,
    /// Steps taken in the journey that is tested.
    pub steps: Vec<SmolStr>,
    /// Actions that ran.
    pub effects: Vec<Ran>,
}

/// What a record tells.
#[derive(Debug)]
pub enum News {
    /// Something was done.
    Done(&'static str),
    /// Nothing was done, for this reason; whether the record is of one journey.
    Ignored(&'static str, bool),
    /// It could not be processed.
    Dead {
        /// The reason.
        reason: SmolStr,
        /// What is wrong.
        detail: String,
    },
    /// Something of persons.
    Else,
}

/// An action that ran.
#[derive(Debug)]
pub struct Ran {
    /// Its name.
    pub action: SmolStr,
    /// Its params.
    pub params: Vec<(SmolStr, Value)>,
    /// Why it was held back, if it was.
    pub held: Option<&'static str>,
}

/// Nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl<R> Witness<R> {
    /// A witness of tests of the journey `tested`.
    pub const fn new(tested: SmolStr, audience: R) -> Self {
        Self { facts: Vec::new(), audience, tested }
    }
}

impl<R: Recorder> Recorder for Witness<R> {
    fn record(&mut self, record: &Record<'_>) {
        self.audience.record(record);
        let journey = record.machine.map(|machine| &*machine.journey);
        let tested = journey.is_some_and(|journey| journey.id.value == self.tested);
        let (news, trace) = match record.kind {
            Kind::Step(trace) => (News::Done("stepped"), Some(trace)),
            Kind::Enter(trace) => (News::Done("entered"), Some(trace)),
            Kind::Exit(_, trace) => (News::Done("left by a rule"), Some(trace)),
            Kind::Move(moved) => (News::Done("moved"), Some(moved.trace)),
            Kind::Send(trace) => (News::Done("decided what was deferred"), Some(trace)),
            Kind::Ignored(reason, _) => (News::Ignored(reason, journey.is_some()), None),
            Kind::DeadLetter { reason, detail, .. } => {
                (News::Dead { reason: reason.into(), detail: detail.to_owned() }, None)
            }
            _ => (News::Else, None),
        };
        let of = journey.zip(trace);
        self.facts.push(Fact {
            who: Role { id: record.user.unwrap_or_default().into(), anonymous: record.anonymous },
            tested,
            instance: (record.visit > 0).then(|| record.key.clone()),
            news,
            steps: of.filter(|_| tested).map(|(journey, trace)| steps(journey, trace)).unwrap_or_default(),
            effects: of.map(|(journey, trace)| effects(journey, trace)).unwrap_or_default(),
        });
    }

    fn wants_ignored(&self) -> bool {
        true
    }
}

impl<R: Recorder + Send> Collector for Witness<R> {
    fn waiting(&self) -> (usize, usize) {
        (0, 0)
    }

    fn take(&mut self, _records: &mut Vec<u8>, _dead_letters: &mut Vec<u8>) {}
}

impl Recorder for Nobody {
    fn record(&mut self, _record: &Record<'_>) {}
}

fn steps(journey: &Journey, trace: &Trace) -> Vec<SmolStr> {
    let ids = trace.steps.iter().filter_map(|step| journey.steps.get(step.index()));
    ids.map(|step| step.id.value.clone()).collect()
}

fn effects(journey: &Journey, trace: &Trace) -> Vec<Ran> {
    let ran = trace.effects.iter().filter_map(|effect| {
        let action = journey.actions.get(effect.action.index())?;
        let held = effect.verdict.held();
        Some(Ran { action: action.name.value.clone(), params: effect.params.to_vec(), held })
    });
    ran.collect()
}
