//! Takes down what happens in one world.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::engine::effect::List;
use crate::engine::instance::Instance;
use crate::engine::trace::Trace;
use crate::graph::machine::Machine;
use crate::orchestrator::record::{Cause as Told, Kind, Record, Recorder};
use crate::runner::collect::Collector;
use crate::terms::value::Value;
use crate::trial::counterfactual::note::{Asked, Cause, Deed, Ids, Note, What};
use crate::trial::counterfactual::shared::{Numbers, World};

/// Takes down what one input does.
pub struct Scribe<'w> {
    world: &'w World,
    /// What happened, in order.
    pub notes: Vec<Note>,
    /// Variables that were assigned, with their last value.
    pub set: Vec<Assigned>,
}

/// A variable that was assigned.
#[derive(Debug, PartialEq)]
pub struct Assigned {
    /// The number of the note that tells of it.
    pub note: usize,
    /// The variable.
    pub variable: u32,
    /// Its value afterwards.
    pub value: Value,
}

impl<'w> Scribe<'w> {
    /// A scribe in this world.
    pub const fn new(world: &'w World) -> Self {
        Self { world, notes: Vec::new(), set: Vec::new() }
    }

    /// Whether somebody entered.
    pub fn has_entered(&self) -> bool {
        self.notes.iter().any(|note| note.deed.what == What::Entered)
    }

    /// Forgets the input before.
    pub fn clear(&mut self) {
        self.notes.clear();
        self.set.clear();
    }
}

impl Recorder for Scribe<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let numbers = record.machine.and_then(|machine| self.world.numbers(machine));
        let mut detail = None;
        let (what, trace) = match record.kind {
            Kind::Enter(trace) => (What::Entered, Some(trace)),
            Kind::Step(trace) => (What::Stepped, Some(trace)),
            Kind::Exit(rule, trace) => (What::Exited(SmolStr::new(rule)), Some(trace)),
            Kind::Move(moved) => (What::Stepped, Some(moved.trace)),
            Kind::Send(trace) => (What::Decided, Some(trace)),
            Kind::Merge { .. } => (What::Merged, None),
            Kind::LinkRefused { .. } => (What::LinkRefused, None),
            Kind::DeadLetter { reason, detail: why, .. } => {
                detail = Some(SmolStr::new(why));
                (What::DeadLetter(reason), None)
            }
            Kind::Ignored(..) => return,
        };
        let deed = deed(what, record, numbers, trace);
        if let (Some(trace), Some(numbers)) = (trace, numbers) {
            let note = self.notes.len();
            let set = trace.set.iter().filter_map(|(variable, value)| {
                let variable = *numbers.variables.get(variable.index())?;
                Some(Assigned { note, variable, value: value.clone() })
            });
            self.set.extend(set);
        }
        self.notes.push(Note { deed, cause: cause(record.cause), detail });
    }
}

impl Collector for Scribe<'_> {
    fn waiting(&self) -> (usize, usize) {
        (0, 0)
    }

    fn take(&mut self, _records: &mut Vec<u8>, _dead_letters: &mut Vec<u8>) {}
}

fn cause(cause: Option<Told<'_>>) -> Cause {
    match cause {
        Some(Told::Event { event, .. }) => Cause::Event(SmolStr::new(event)),
        Some(Told::Timer { timer, .. }) => Cause::Timer(SmolStr::new(timer)),
        Some(Told::Deferred(_) | Told::Move(_)) | None => Cause::Other,
    }
}

fn deed(what: What, record: &Record<'_>, numbers: Option<&Numbers>, trace: Option<&Trace>) -> Deed {
    let mut deed = Deed {
        what,
        journey: numbers.map(|numbers| numbers.journey),
        key: record.key.clone(),
        at: record.at,
        steps: Ids::new(),
        from: Ids::new(),
        to: Ids::new(),
        entered: Ids::new(),
        effects: SmallVec::new(),
        emitted: Ids::new(),
        goals: Ids::new(),
        status: record.status,
    };
    if let (Some(trace), Some(numbers)) = (trace, numbers) {
        number(&mut deed.steps, &trace.steps, &numbers.steps, |step| step.index());
        for (to, states) in
            [(&mut deed.from, &trace.from), (&mut deed.to, &trace.to), (&mut deed.entered, &trace.entered)]
        {
            number(to, states, &numbers.states, |state| state.index());
        }
        for effect in &trace.effects {
            let Some(&action) = numbers.actions.get(effect.action.index()) else { continue };
            deed.effects.push(Asked { action, held: effect.verdict.held(), params: effect.params.clone() });
        }
        number(&mut deed.emitted, &trace.emitted, &numbers.events, |(event, _)| event.index());
        number(&mut deed.goals, &trace.goals, &numbers.goals, |reached| usize::from(reached.goal));
    }
    if let (Some(machine), Some(numbers)) = (record.machine, numbers) {
        match record.kind {
            Kind::Send(trace) => deed.steps = askers(machine, trace, numbers),
            Kind::Merge { kept, .. } => deed.to = active(kept, numbers),
            _ => {}
        }
    }
    deed
}

/// Adds to `to` the shared numbers of `own`, which `shared` has by their own: a loop, for this is most of what is written.
#[inline]
fn number<T>(to: &mut Ids, own: &[T], shared: &[u32], of: impl Fn(&T) -> usize) {
    for one in own {
        if let Some(&number) = shared.get(of(one)) {
            to.push(number);
        }
    }
}

/// The steps that asked for what waited.
fn askers(machine: &Machine, trace: &Trace, numbers: &Numbers) -> Ids {
    let owners = trace.effects.iter().filter(|effect| effect.site.list == List::Step).map(|effect| &effect.site.owner);
    let own = owners.filter_map(|owner| machine.journey.steps.iter().position(|step| step.id.value == *owner));
    own.filter_map(|step| numbers.steps.get(step).copied()).collect()
}

/// All states that an instance is in.
fn active(instance: &Instance, numbers: &Numbers) -> Ids {
    let states = instance.configuration.iter();
    let mut states: Ids = states.filter_map(|at| numbers.states.get(at.state.index()).copied()).collect();
    states.sort_unstable();
    states
}
