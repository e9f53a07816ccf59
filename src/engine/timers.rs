//! Timers as data: started when their state is entered, computed again when the data that they read changes.

use crate::engine::input::Rollback;
use crate::engine::instance::{Instance, PendingTimer};
use crate::engine::run::Run;
use crate::expr::term::Term;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Due, Timer, Trigger};
use crate::terms::value::Value;

/// At the end of an input: starts the timers of the states that it entered, and computes the others again whose
/// data changed since the assignment of this number.
pub fn settle(run: &mut Run<'_>, since: usize) -> Result<(), Rollback> {
    if !run.instance.timers.is_empty() {
        recompute(run, since)?;
    }
    if !run.work.fresh.is_empty() {
        let mut fresh = std::mem::take(&mut run.work.fresh);
        fresh.sort_unstable();
        let started = fresh.drain(..).try_for_each(|state| start_all(run, state));
        run.work.fresh = fresh;
        started?;
    }
    Ok(())
}

/// Notes that the timer of `step` fires: it is used up, unless it is set again.
pub fn fire(run: &mut Run<'_>, step: StepId) {
    run.work.undo.timers(run.instance);
    mark_fired(&mut run.instance.timers, step);
}

/// Marks the timer of `step` as fired.
pub fn mark_fired(timers: &mut [PendingTimer], step: StepId) {
    if let Some(timer) = timers.iter_mut().find(|timer| timer.step == step) {
        timer.pending = false;
        timer.fired += 1;
    }
}

/// Sets a repeated timer that fired again, if its state is still the one that it was started for.
pub fn rearm(run: &mut Run<'_>, step: StepId) -> Result<(), Rollback> {
    let fired = run.instance.timers.iter().position(|timer| timer.step == step && !timer.pending);
    let (Some(place), Some(timer)) = (fired, timer_of(run, step)) else {
        return Ok(());
    };
    if !matches!(timer.due, Due::Every(..) | Due::Gaps(_)) {
        return Ok(());
    }
    let old = run.instance.timers[place];
    if let Some(next) = compute(run, step, timer, Progress::Later(old.fired))? {
        run.work.undo.timers(run.instance);
        run.instance.timers[place] = next.started(run.instance, step);
    }
    Ok(())
}

/// Sets the timer of `step` to `delay` from now, whatever it says itself; how often it fired stands.
pub fn arm(run: &mut Run<'_>, step: StepId, delay: i64) -> Result<(), Rollback> {
    let Some(timer) = timer_of(run, step) else { return Ok(()) };
    let at = run.now.saturating_add(delay);
    let due = match timer.within {
        None => Some(at),
        Some(window) => run.opening(window, at, &run.machine.step(step).id.value)?,
    };
    run.work.undo.timers(run.instance);
    let place = run.instance.timers.iter().position(|timer| timer.step == step);
    let fired = place.map_or(0, |place| run.instance.timers.remove(place).fired);
    let next = Next { due: due.unwrap_or(i64::MAX), fired, is_ahead: true };
    let started = next.started(run.instance, step);
    run.instance.timers.push(PendingTimer { pending: due.is_some(), ..started });
    Ok(())
}

fn start_all(run: &mut Run<'_>, state: StateId) -> Result<(), Rollback> {
    let machine = run.machine;
    for &step in machine.dispatch.timers(state) {
        let Some(timer) = timer_of(run, step) else { continue };
        // Only a move enters a state whose timers run already.
        if run.instance.timers.iter().any(|timer| timer.step == step) {
            continue;
        }
        let next = compute(run, step, timer, Progress::Start)?;
        run.work.undo.timers(run.instance);
        let never = Next { due: i64::MAX, fired: 0, is_ahead: false };
        let started = next.unwrap_or(never).started(run.instance, step);
        run.instance.timers.push(PendingTimer { pending: next.is_some(), ..started });
    }
    Ok(())
}

fn recompute(run: &mut Run<'_>, since: usize) -> Result<(), Rollback> {
    let untouched = run.profile_changed.is_empty() && run.context_changed.is_empty();
    if untouched && run.work.undo.assignments() == since {
        return Ok(());
    }
    for place in 0..run.instance.timers.len() {
        let old = run.instance.timers[place];
        let Some(timer) = timer_of(run, old.step).filter(|timer| reads_changed(run, timer, since)) else {
            continue;
        };
        let next = compute(run, old.step, timer, Progress::Later(old.fired))?;
        let new = renewed(run.instance, old, next);
        if new != old {
            run.work.undo.timers(run.instance);
            run.instance.timers[place] = new;
        }
    }
    Ok(())
}

/// Whether what a timer reads has changed: by an assignment since the one of this number, or from outside.
fn reads_changed(run: &Run<'_>, timer: &Timer, since: usize) -> bool {
    let among = |read: &[u16], changed: &[u16]| changed.iter().any(|slot| read.binary_search(slot).is_ok());
    among(&timer.reads.profile, run.profile_changed)
        || among(&timer.reads.context, run.context_changed)
        || run.work.undo.changed(run.instance, &timer.reads.context, since)
}

/// `old`, computed again as `next`. One that fired is set only for an instant that lies ahead: then the instant is
/// another than that at which it fired.
fn renewed(instance: &mut Instance, old: PendingTimer, next: Option<Next>) -> PendingTimer {
    let has_fired = old.fired > 0;
    match next.filter(|next| !has_fired || next.is_ahead) {
        Some(next) if old.pending => PendingTimer { due: next.due, fired: next.fired, ..old },
        Some(next) => next.started(instance, old.step),
        None if has_fired && !old.pending => old,
        None => PendingTimer { due: i64::MAX, pending: false, ..old },
    }
}

/// How far a timer has come.
#[derive(Clone, Copy)]
enum Progress {
    /// Its state was entered by this input.
    Start,
    /// It fired so often, and goes on with what lies ahead.
    Later(u32),
}

/// What a timer does next.
#[derive(Clone, Copy)]
struct Next {
    due: i64,
    fired: u32,
    /// Whether the instant that it asks for, before its window has a say, is later than the present.
    is_ahead: bool,
}

impl Next {
    /// The timer of `step`, started for it.
    fn started(self, instance: &mut Instance, step: StepId) -> PendingTimer {
        PendingTimer { step, due: self.due, fired: self.fired, pending: true, started: instance.take_start() }
    }
}

/// When the timer of `step` is due next; absent for never (again).
fn compute(run: &mut Run<'_>, step: StepId, timer: &Timer, progress: Progress) -> Result<Option<Next>, Rollback> {
    let entered_at = run.entered_at(run.machine.step(step).source);
    let fired = match progress {
        Progress::Start => 0,
        Progress::Later(fired) => fired,
    };
    let asked = match &timer.due {
        Due::After(term) => Some((entered_at.saturating_add(duration(run, step, term)?), fired)),
        Due::At(term) => instant(run, step, term)?.map(|at| (at, fired)),
        Due::Every(_, Some(limit)) if fired >= *limit => None,
        Due::Every(period, _) => Some((next_multiple(run, step, period, entered_at)?, fired)),
        Due::Gaps(gaps) => next_gap(run, step, gaps, (entered_at, progress))?,
    };
    let Some((at, fired)) = asked else {
        return Ok(None);
    };
    let first = at.max(run.now);
    let due = match timer.within {
        None => Some(first),
        Some(window) => run.opening(window, first, &run.machine.step(step).id.value)?,
    };
    Ok(due.map(|due| Next { due, fired, is_ahead: at > run.now }))
}

/// The first multiple of a period that is later than the present.
fn next_multiple(run: &mut Run<'_>, step: StepId, period: &Term, entered_at: i64) -> Result<i64, Rollback> {
    let period = duration(run, step, period)?;
    if period <= 0 {
        return Err(Rollback::at(&run.machine.step(step).id.value, &"`every` must be longer than nothing"));
    }
    let passed = run.now.saturating_sub(entered_at).div_euclid(period);
    Ok(entered_at.saturating_add(period.saturating_mul(passed.saturating_add(1))))
}

/// When the next gap has passed, and how many have before it. Those that passed while the timer waited for its window
/// count as fired, so that the list does not stretch.
fn next_gap(
    run: &mut Run<'_>,
    step: StepId,
    gaps: &[Term],
    (entered_at, progress): (i64, Progress),
) -> Result<Option<(i64, u32)>, Rollback> {
    let mut at = entered_at;
    for (number, gap) in (0..).zip(gaps) {
        at = at.saturating_add(duration(run, step, gap)?);
        let is_next = match progress {
            Progress::Start => true,
            Progress::Later(fired) => number >= fired && at > run.now,
        };
        if is_next {
            return Ok(Some((at, number)));
        }
    }
    Ok(None)
}

fn duration(run: &mut Run<'_>, step: StepId, term: &Term) -> Result<i64, Rollback> {
    match value(run, step, term)? {
        Value::Duration(length) => Ok(length),
        other => Err(unexpected(run, step, &other, "a duration")),
    }
}

fn instant(run: &mut Run<'_>, step: StepId, term: &Term) -> Result<Option<i64>, Rollback> {
    match value(run, step, term)? {
        Value::Timestamp(instant) => Ok(Some(instant)),
        Value::Unit => Ok(None),
        other => Err(unexpected(run, step, &other, "a timestamp")),
    }
}

fn value(run: &mut Run<'_>, step: StepId, term: &Term) -> Result<Value, Rollback> {
    let of = run.machine.step(step);
    let scene = run.bare_scene().entered(run.entered_at(of.source));
    run.eval(term, scene, &of.id.value)
}

fn unexpected(run: &Run<'_>, step: StepId, value: &Value, wanted: &str) -> Rollback {
    Rollback::at(&run.machine.step(step).id.value, &format!("{} where {wanted} was expected", value.describe()))
}

fn timer_of<'a>(run: &Run<'a>, step: StepId) -> Option<&'a Timer> {
    match &run.machine.step(step).trigger {
        Trigger::Timer(timer) => Some(timer),
        _ => None,
    }
}
