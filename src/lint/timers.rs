//! Timers whose length is the same for everybody or has bounds, and the rings that they make.

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::values_of;
use crate::expr::solve::world::World;
use crate::expr::term::Term;
use crate::graph::machine::Machine;
use crate::graph::questions::Ring;
use crate::lint::blocks;
use crate::lint::case::Case;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Due, EventKind, StateKind, Step, Timer, Trigger, Work};
use crate::terms::time::MINUTE;
use crate::terms::value::Value;

/// The timer of a step, if it is one.
pub const fn of(step: &Step) -> Option<&Timer> {
    match &step.trigger {
        Trigger::Timer(timer) => Some(timer),
        _ => None,
    }
}

/// The duration that `term` is for everybody, in milliseconds.
pub fn length(term: &Term) -> Option<i64> {
    match term.fixed()? {
        Value::Duration(millis) => Some(millis),
        _ => None,
    }
}

/// The durations of a timer, gap by gap; absent are those that may be this or that. An `at` has none.
pub fn lengths(due: &Due) -> Vec<Option<i64>> {
    match due {
        Due::After(term) | Due::Every(term, _) => vec![length(term)],
        Due::Gaps(terms) => terms.iter().map(length).collect(),
        Due::At(_) => Vec::new(),
    }
}

/// The same where variables that nothing sets have their defaults.
fn usual_length(case: &Case<'_>, term: &Term) -> Option<i64> {
    let knowledge = case.knowledge();
    length(term).or_else(|| {
        let world = knowledge.settled(World::of(knowledge.ground()));
        let (least, most) = values_of(term, &world, &mut Budget::default()).durations()?;
        (least == most).then_some(least)
    })
}

/// How many milliseconds after its state was entered a step fires first where variables that nothing sets have their
/// defaults, and whether it is just so many or at most. That nothing sets them is a fault of its own, which makes what
/// goes round no better.
pub fn usual(case: &Case<'_>, step: StepId) -> Option<(i64, bool)> {
    let term = match &of(case.machine.step(step))?.due {
        Due::After(term) | Due::Every(term, _) => term,
        Due::Gaps(gaps) => gaps.first()?,
        Due::At(_) => return None,
    };
    let usual = usual_length(case, term).map(|length| (length, true));
    usual.or_else(|| Some((most(case, step)?, false)))
}

/// How often a timer fires that goes on until its state is left, where variables that nothing sets have their defaults.
pub fn period(case: &Case<'_>, timer: &Timer) -> Option<i64> {
    match &timer.due {
        Due::Every(term, None) => usual_length(case, term),
        _ => None,
    }
}

/// Whether a step is no timer of zero or less, as far as its lengths are the same for everybody.
pub fn is_positive(step: &Step) -> bool {
    let lengths = of(step).map(|timer| lengths(&timer.due));
    lengths.into_iter().flatten().flatten().all(|length| length > 0)
}

/// How many milliseconds after its state was entered a step fires first, if that is known: at least so many.
pub fn wait(machine: &Machine, step: StepId) -> Option<i64> {
    let due = &of(machine.step(step))?.due;
    lengths(due).first().copied().flatten()
}

/// The least and the most milliseconds that a term may be, as far as is known in the state of its step.
fn span(case: &Case<'_>, step: &Step, term: &Term) -> Option<(i64, i64)> {
    if let Some(fixed) = length(term) {
        return Some((fixed, fixed));
    }
    let world = case.knowledge().world(&case.machine, step.source, &step.trigger);
    values_of(term, &world, &mut Budget::default()).durations()
}

/// The least milliseconds after which a timer fires first, once its state was entered; absent where nothing is known.
pub fn least(case: &Case<'_>, step: StepId) -> Option<i64> {
    let of = case.machine.step(step);
    let term = match &self::of(of)?.due {
        Due::After(term) | Due::Every(term, _) => term,
        Due::Gaps(gaps) => gaps.first()?,
        Due::At(_) => return None,
    };
    span(case, of, term).map(|span| span.0)
}

/// The most milliseconds after which a timer has fired; absent where nothing is known. What is set anew when its data
/// change may go on and on, but for an `after`, which still counts from when its state was entered.
pub fn most(case: &Case<'_>, step: StepId) -> Option<i64> {
    let of = case.machine.step(step);
    match &self::of(of)?.due {
        Due::After(term) => span(case, of, term).map(|span| span.1),
        _ => wait(&case.machine, step),
    }
}

/// Rings of timers, and of `always` steps and completions between them, that everybody goes round who comes there, in less than a minute.
pub fn busy_rings(case: &Case<'_>) -> Vec<Ring> {
    let machine = &case.machine;
    let waits = |step: StepId| {
        let wait = certain_wait(case, step)?;
        (wait < MINUTE).then(|| wait.unsigned_abs())
    };
    let short = |&step: &StepId| matches!(waits(step), Some(wait) if wait > 0);
    if !(0..machine.journey.steps.len() as u32).map(StepId).any(|step| short(&step)) {
        return Vec::new();
    }
    machine.quick_rings(&waits, MINUTE.unsigned_abs())
}

/// How long everybody stays in the state of `step` who is not disturbed by an event, if it is this step that they take
/// then; absent where that depends on what is known of a person.
fn certain_wait(case: &Case<'_>, step: StepId) -> Option<i64> {
    let machine = &case.machine;
    if is_taken_when_done(case, step) {
        return Some(0);
    }
    let of = machine.step(step);
    let length = length_of(case, step).filter(|_| machine.leaves_source(step))?;
    let known = !machine.unread.is_uncertain(of.source, machine.state(of.source).last);
    let first = |&other: &StepId| other == step || is_later(case, other, (step, length));
    let alone = machine.state(of.source).steps.iter().all(first);
    let undisturbed = machine.outward(of.source).skip(1).all(|outer| !has_guarded_always(case, outer));
    let mut inside = (of.source.0 + 1..=machine.state(of.source).last.0).map(StateId);
    let calm = inside.all(|inner| !machine.dispatch.is_timed(inner) && machine.dispatch.always(inner).is_empty());
    (known && alone && undisturbed && calm).then_some(length)
}

/// Whether everybody takes `step` in the input in which a state is done, and nothing else comes before it then.
fn is_taken_when_done(case: &Case<'_>, step: StepId) -> bool {
    let (machine, Trigger::Events(events)) = (&case.machine, &case.machine.step(step).trigger) else { return false };
    let [event] = events[..] else { return false };
    let EventKind::Done(done) = machine.journey.events[event.index()].kind else { return false };
    let around = || machine.outward(done);
    let first = around().find_map(|at| machine.dispatch.steps(at, event).first().map(|&(_, first)| first));
    let calm = around().all(|at| machine.dispatch.always(at).is_empty() && !machine.unread.is_uncertain(at, at));
    let mut raises = false;
    blocks::all(&machine.journey, &mut |block| {
        blocks::each(block, &mut |instruction| raises |= matches!(instruction.work, Work::Raise(_)));
    });
    let is_compound = matches!(machine.state(done).kind, StateKind::Compound(_));
    is_compound && calm && !raises && first == Some(step) && case.step_decl(step).guard.is_none()
}

/// The length of a step that fires for everybody: an `always` step at once, a timer when it is due.
fn length_of(case: &Case<'_>, step: StepId) -> Option<i64> {
    if case.step_decl(step).guard.is_some() {
        return None;
    }
    match &case.machine.step(step).trigger {
        Trigger::Events(_) => None,
        Trigger::Always => Some(0),
        Trigger::Timer(timer) if timer.within.is_some() => None,
        Trigger::Timer(_) => Some(usual(case, step)?.0).filter(|&most| most > 0),
    }
}

/// Whether `other` does not come before `step` of the same state, which fires after `length`.
fn is_later(case: &Case<'_>, other: StepId, (step, length): (StepId, i64)) -> bool {
    match &case.machine.step(other).trigger {
        Trigger::Events(_) => true,
        Trigger::Always => length == 0 && step < other,
        Trigger::Timer(_) => {
            let stays = case.machine.step(other).to.is_empty() && case.step_decl(other).guard.is_none();
            let fixed = |step| usual(case, step).filter(|usual| usual.1).map(|usual| usual.0);
            let alike = |least: i64| least == length && step < other && fixed(step).is_some() && fixed(other).is_some();
            let later = |least: i64| least > length || alike(least);
            length == 0 || stays || fixed(other).or_else(|| least(case, other)).is_some_and(later)
        }
    }
}

fn has_guarded_always(case: &Case<'_>, state: StateId) -> bool {
    case.machine.dispatch.always(state).iter().any(|&step| case.step_decl(step).guard.is_some())
}
