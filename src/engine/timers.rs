//! Timers as data: started when their state is entered, computed again when the data that they read changes.

use crate::engine::input::Rollback;
use crate::engine::instance::PendingTimer;
use crate::engine::run::Run;
use crate::expr::term::Term;
use crate::model::ids::{StateId, StepId, WindowId};
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
    if let Some(due) = compute(run, step, timer, old.fired)? {
        run.work.undo.timers(run.instance);
        run.instance.timers[place] = PendingTimer { due, pending: true, started: next_start(run), ..old };
    }
    Ok(())
}

/// Sets the timer of `step` to `delay` from now, whatever it says itself; how often it fired stands.
pub fn arm(run: &mut Run<'_>, step: StepId, delay: i64) {
    let Some(timer) = timer_of(run, step) else { return };
    let due = opening(timer.within, run.now.saturating_add(delay));
    run.work.undo.timers(run.instance);
    let started = next_start(run);
    let place = run.instance.timers.iter().position(|timer| timer.step == step);
    let fired = place.map_or(0, |place| run.instance.timers.remove(place).fired);
    run.instance.timers.push(PendingTimer { step, due, fired, pending: true, started });
}

fn start_all(run: &mut Run<'_>, state: StateId) -> Result<(), Rollback> {
    let machine = run.machine;
    for &step in machine.dispatch.timers(state) {
        let Some(timer) = timer_of(run, step) else { continue };
        // Only a move enters a state whose timers run already.
        if run.instance.timers.iter().any(|timer| timer.step == step) {
            continue;
        }
        let due = compute(run, step, timer, 0)?;
        run.work.undo.timers(run.instance);
        let pending = due.is_some();
        let due = due.unwrap_or(i64::MAX);
        let started = next_start(run);
        run.instance.timers.push(PendingTimer { step, due, fired: 0, pending, started });
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
        let due = compute(run, old.step, timer, old.fired)?;
        let new = renewed(run, old, due, timer);
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

/// `old`, computed again as `due`. One that fired is set again only for another instant that lies ahead.
fn renewed(run: &mut Run<'_>, old: PendingTimer, due: Option<i64>, timer: &Timer) -> PendingTimer {
    let used_up = !old.pending && old.fired > 0;
    match due {
        None if used_up => old,
        None => PendingTimer { due: i64::MAX, pending: false, ..old },
        Some(_) if used_up && matches!(timer.due, Due::Every(..) | Due::Gaps(_)) => old,
        Some(due) if used_up && (due <= run.now || due == old.due) => old,
        Some(due) if old.pending => PendingTimer { due, ..old },
        Some(due) => PendingTimer { due, pending: true, started: next_start(run), ..old },
    }
}

/// When the timer of `step`, which fired so often, is due next; absent for never (again).
fn compute(run: &mut Run<'_>, step: StepId, timer: &Timer, fired: u32) -> Result<Option<i64>, Rollback> {
    let entered_at = run.entered_at(run.machine.step(step).source);
    let due = match &timer.due {
        Due::After(term) => Some(entered_at.saturating_add(duration(run, step, term)?)),
        Due::At(term) => instant(run, step, term)?,
        Due::Every(_, Some(limit)) if fired >= *limit => None,
        Due::Every(period, _) => Some(next_multiple(run, step, period, entered_at)?),
        Due::Gaps(gaps) => match gaps.get(..=fired as usize) {
            Some(passing) => Some(after_gaps(run, step, passing, entered_at)?),
            None => None,
        },
    };
    Ok(due.map(|due| opening(timer.within, due).max(run.now)))
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

fn after_gaps(run: &mut Run<'_>, step: StepId, gaps: &[Term], entered_at: i64) -> Result<i64, Rollback> {
    gaps.iter().try_fold(entered_at, |due, gap| Ok(due.saturating_add(duration(run, step, gap)?)))
}

/// The first instant from `due` on at which the window is open. Windows are not asked yet: without one every
/// instant is open.
const fn opening(window: Option<WindowId>, due: i64) -> i64 {
    let _ = window;
    due
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

fn next_start(run: &mut Run<'_>) -> u32 {
    let started = run.instance.next_start;
    run.instance.next_start = started.wrapping_add(1);
    started
}
