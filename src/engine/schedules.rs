//! Events that an instance schedules for itself.

use smol_str::SmolStr;

use crate::engine::input::Rollback;
use crate::engine::instance::PendingEvent;
use crate::engine::run::{Run, Scene};
use crate::model::journey::{Schedule, ScheduleTime};
use crate::terms::value::Value;

/// Schedules an event; one that is pending under the same id is replaced.
pub fn add(
    run: &mut Run<'_>,
    schedule: &Schedule,
    payload: Value,
    (scene, at): (Scene<'_>, &SmolStr),
) -> Result<(), Rollback> {
    let due = match &schedule.when {
        ScheduleTime::After(term) => match run.eval(term, scene, at)? {
            Value::Duration(length) => run.now.saturating_add(length),
            other => return Err(Rollback::at(at, &format!("{} where a duration was expected", other.describe()))),
        },
        ScheduleTime::At(term) => match run.eval(term, scene, at)? {
            Value::Timestamp(instant) => instant,
            other => return Err(Rollback::at(at, &format!("{} where a timestamp was expected", other.describe()))),
        },
    };
    if let Some(id) = &schedule.id {
        cancel(run, id);
    }
    run.work.undo.schedules(run.instance);
    let started = run.instance.take_start();
    let (id, event, due) = (schedule.id.clone(), schedule.call.event, due.max(run.now));
    run.instance.schedules.push(PendingEvent { id, event, payload, due, started });
    Ok(())
}

/// Takes the scheduled event of this id back; does nothing where there is none.
pub fn cancel(run: &mut Run<'_>, id: &str) {
    let is_meant = |pending: &PendingEvent| pending.id.as_deref() == Some(id);
    if run.instance.schedules.iter().any(is_meant) {
        run.work.undo.schedules(run.instance);
        run.instance.schedules.retain(|pending| !is_meant(pending));
    }
}
