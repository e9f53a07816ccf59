//! The one interpreter: a macrostep as in the W3C's SCXML algorithm, in the words of the language's semantics.

use smol_str::SmolStr;

use crate::engine::due::MAX_FIRINGS;
use crate::engine::instance::{Instance, Status};
use crate::engine::run::{Run, Scene};
use crate::engine::scratch::Raised;
use crate::engine::{assign, entry, exit, goals, macrostep, microstep, rules, selection, timers};
use crate::expr::inputs::{Envelope, Payload};
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::Variable;
use crate::syntax::lifecycle::MergeVariable;
use crate::terms::value::Value;

pub use crate::engine::input::{Input, Outcome, Rollback, Stimulus};
pub use crate::engine::scratch::Scratch;

/// Enters a person: `entry.set`, the initial macrostep, then the entering event as an input of its own.
pub fn enter(machine: &Machine, input: &Input<'_>, visit: u32, scratch: &mut Scratch) -> Result<Instance, Rollback> {
    let mut instance = Instance {
        visit,
        entered_as: SmolStr::new(input.person.id),
        entered_anonymous: input.person.anonymous,
        context: machine.journey.context.iter().map(|variable| variable.default.clone()).collect(),
        set_at: never_set(machine),
        entered_at: input.now,
        last_input: input.now,
        ..Instance::default()
    };
    match conduct(machine, &mut instance, input, scratch, begin) {
        Ok(_) => Ok(instance),
        Err(rollback) => Err(rollback),
    }
}

/// Room for when each variable was set, where a merge asks for it.
fn never_set(machine: &Machine) -> Box<[i64]> {
    let variables = &machine.journey.context;
    let asks = |variable: &Variable| matches!(variable.merge, MergeVariable::Newest | MergeVariable::Oldest);
    if variables.iter().any(asks) { vec![i64::MIN; variables.len()].into() } else { Box::default() }
}

/// Moves `instance` by one input. On an error it is as it was, but for a timer that is used up.
pub fn step(
    machine: &Machine,
    instance: &mut Instance,
    input: &Input<'_>,
    scratch: &mut Scratch,
) -> Result<Outcome, Rollback> {
    if instance.status != Status::Active {
        scratch.trace.clear();
        return Ok(Outcome::NoMatch);
    }
    if !is_outside(input.stimulus) && instance.firings >= MAX_FIRINGS {
        scratch.trace.clear();
        instance.firings = MAX_FIRINGS + 1;
        return Err(Rollback::Suspended(MAX_FIRINGS));
    }
    let result = conduct(machine, instance, input, scratch, |run| {
        collect_atomic(run.machine, run.instance, &mut run.trace.from);
        proceed(run)
    });
    if let (Err(_), Stimulus::Timer(step)) = (&result, input.stimulus) {
        use_up(machine, instance, input, step, scratch);
    }
    result
}

/// Whether an input begins the count of firings anew.
const fn is_outside(stimulus: Stimulus<'_>) -> bool {
    matches!(stimulus, Stimulus::Event { .. } | Stimulus::Answer { outside: true, .. })
}

/// For data that changed from outside (`scratch.profile_changed`, `scratch.context_changed`) where no input of the
/// instance follows: computes the timers again that read it.
pub fn follow_data(
    machine: &Machine,
    instance: &mut Instance,
    input: &Input<'_>,
    scratch: &mut Scratch,
) -> Result<(), Rollback> {
    conduct(machine, instance, input, scratch, |run| close(run, 0).map(|()| Outcome::NoMatch)).map(|_| ())
}

/// Runs `process` on an instance and tidies up after it: what was touched is put back after an error.
pub(in crate::engine) fn conduct(
    machine: &Machine,
    instance: &mut Instance,
    input: &Input<'_>,
    scratch: &mut Scratch,
    process: impl FnOnce(&mut Run<'_>) -> Result<Outcome, Rollback>,
) -> Result<Outcome, Rollback> {
    scratch.trace.clear();
    scratch.work.clear();
    scratch.work.undo.begin(instance);
    let scheduled = scheduled_envelope(machine, input);
    let envelope = match input.stimulus {
        Stimulus::Event { envelope, .. } | Stimulus::Answer { envelope, .. } => Some(envelope),
        Stimulus::Scheduled { .. } => scheduled.as_ref(),
        Stimulus::Timer(_) => None,
    };
    let Scratch { trace, profile_changed, context_changed, work } = scratch;
    let now = input.now.max(instance.last_input);
    let mut run = Run { machine, instance, input, now, envelope, profile_changed, context_changed, trace, work };
    let result = process(&mut run);
    if result.is_ok() {
        report(&mut run);
    } else {
        run.work.undo.revert(run.instance);
        run.trace.forget_all_but_errors();
    }
    scratch.profile_changed.clear();
    scratch.context_changed.clear();
    result
}

/// The first macrostep of a person, to its end, and then the entering event.
fn begin(run: &mut Run<'_>) -> Result<Outcome, Rollback> {
    let machine = run.machine;
    with_event_scene(run, |run, scene| {
        if machine.journey.entry.set.is_empty() {
            return Ok(());
        }
        assign::set(run, &machine.journey.entry.set, scene, &machine.journey.id.value)
    })?;
    if machine.dispatch.is_timed(Machine::ROOT) {
        run.work.fresh.push(Machine::ROOT);
    }
    entry::enter_targets(run, Machine::ROOT, &[Machine::ROOT], run.bare_scene())?;
    macrostep::finish(run)?;
    close(run, 0)?;
    collect_atomic(machine, run.instance, &mut run.trace.initial);
    run.work.microsteps = 0;
    if run.instance.status == Status::Active {
        proceed(run)?;
    }
    Ok(Outcome::Stepped)
}

/// One input of an active instance.
fn proceed(run: &mut Run<'_>) -> Result<Outcome, Rollback> {
    let since = run.work.undo.assignments();
    match run.input.stimulus {
        Stimulus::Timer(step) => fire(run, step, since),
        Stimulus::Event { event, .. } => {
            run.instance.firings = 0;
            with_event_scene(run, |run, scene| receive(run, event, scene, since))
        }
        Stimulus::Answer { event, outside, .. } => {
            run.instance.firings = if outside { 0 } else { run.instance.firings + 1 };
            with_event_scene(run, |run, scene| receive(run, event, scene, since))
        }
        Stimulus::Scheduled { event, .. } => {
            run.instance.firings += 1;
            run.instance.last_input = run.now;
            with_event_scene(run, |run, scene| receive(run, event, scene, since))
        }
    }
}

/// An event: goals, exit rules, steps, and what follows from them.
fn receive(run: &mut Run<'_>, event: EventId, scene: Scene<'_>, since: usize) -> Result<Outcome, Rollback> {
    goals::event_met(run, event, scene)?;
    if rules::end(run, event, scene)? {
        run.instance.last_input = run.now;
        return Ok(Outcome::Exited);
    }
    raise_answer(run, event);
    let heard = selection::for_event(run, event, scene)? || run.machine.dispatch.may_exit(event);
    conclude(run, heard, scene, since)
}

/// A timer: its own step, if it may be taken.
fn fire(run: &mut Run<'_>, step: StepId, since: usize) -> Result<Outcome, Rollback> {
    timers::fire(run, step);
    run.instance.firings += 1;
    run.instance.last_input = run.now;
    let scene = run.bare_scene();
    selection::one(run, step, scene);
    let outcome = conclude(run, true, scene, since)?;
    timers::rearm(run, step)?;
    Ok(outcome)
}

/// Takes what is enabled, runs the macrostep to its end, and says what became of the input.
fn conclude(run: &mut Run<'_>, heard: bool, scene: Scene<'_>, since: usize) -> Result<Outcome, Rollback> {
    if !run.work.enabled.is_empty() {
        microstep::take(run, scene)?;
    }
    macrostep::finish(run)?;
    close(run, since)?;
    if run.work.microsteps > 0 {
        run.instance.last_input = run.now;
        return Ok(Outcome::Stepped);
    }
    Ok(if heard { Outcome::GuardFalse } else { Outcome::NoMatch })
}

/// The end of a macrostep: timers are set, or dropped with an instance that completed.
pub(in crate::engine) fn close(run: &mut Run<'_>, since: usize) -> Result<(), Rollback> {
    match run.instance.status {
        Status::Active => timers::settle(run, since),
        Status::Completed | Status::Exited => {
            exit::drop_pending(run);
            Ok(())
        }
    }
}

/// After an action's fate, the event that its declaration names is raised.
fn raise_answer(run: &mut Run<'_>, event: EventId) {
    if let Some(event) = run.machine.dispatch.answer(&run.machine.journey, event) {
        let payload = Some(Value::object([]));
        run.work.queue.push_back(Raised { event, payload });
    }
}

/// Hands `read` the event of the input; a timer has none.
pub(in crate::engine) fn with_event_scene<T>(run: &mut Run<'_>, read: impl FnOnce(&mut Run<'_>, Scene<'_>) -> T) -> T {
    let bare = run.bare_scene();
    match run.input.stimulus {
        Stimulus::Event { payload, .. } => read(run, Scene { payload, ..bare }),
        Stimulus::Timer(_) => read(run, bare),
        Stimulus::Scheduled { payload, .. } | Stimulus::Answer { payload, .. } => {
            let mut slots = std::mem::take(&mut run.work.input_slots);
            slots.clear();
            slots.extend(run.machine.journey.paths.iter().map(|path| payload.at_path(path).clone()));
            let read = read(run, Scene { payload: Payload { slots: &slots, map: None }, ..bare });
            run.work.input_slots = slots;
            read
        }
    }
}

/// A scheduled event's envelope: its own type, the cause as its id, the instant at which it is due.
fn scheduled_envelope<'a>(machine: &'a Machine, input: &Input<'a>) -> Option<Envelope<'a>> {
    let Stimulus::Scheduled { event, .. } = input.stimulus else {
        return None;
    };
    let kind = &machine.journey.events[event.index()].name;
    Some(Envelope { kind, id: input.cause, timestamp: input.now, session: None })
}

/// What the trace says of the result.
fn report(run: &mut Run<'_>) {
    collect_atomic(run.machine, run.instance, &mut run.trace.to);
    let mut variables = std::mem::take(&mut run.work.variables);
    run.work.undo.assigned(&mut variables);
    for &variable in &variables {
        run.trace.set.push((variable, run.instance.context[variable.index()].clone()));
    }
    run.work.variables = variables;
}

/// Adds the active atomic states of `instance` to `found`.
pub(in crate::engine) fn collect_atomic(machine: &Machine, instance: &Instance, found: &mut Vec<StateId>) {
    let states = instance.configuration.iter().map(|active| active.state);
    found.extend(states.filter(|&state| machine.dispatch.is_atomic(state)));
}

/// A timer whose input was rolled back has fired all the same; a repeated one goes on.
fn use_up(machine: &Machine, instance: &mut Instance, input: &Input<'_>, step: StepId, scratch: &mut Scratch) {
    timers::mark_fired(&mut instance.timers, step);
    instance.firings += 1;
    let Scratch { trace, work, .. } = scratch;
    work.clear();
    work.undo.begin(instance);
    let now = input.now.max(instance.last_input);
    let (profile_changed, context_changed) = (&[][..], &[][..]);
    let mut run = Run { machine, instance, input, now, envelope: None, profile_changed, context_changed, trace, work };
    // Where its next instant cannot be computed either, it stays used up.
    let _ = timers::rearm(&mut run, step);
}
