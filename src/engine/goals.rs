//! Goals: noted when they are first reached, never steering.

use smol_str::SmolStr;

use crate::engine::input::Rollback;
use crate::engine::instance::GoalReached;
use crate::engine::run::{Run, Scene};
use crate::expr::term::Term;
use crate::model::ids::{EventId, StateId};
use crate::model::journey::GoalBy;
use crate::terms::value::Value;

/// Notes the goals that are reached by entering `state`.
pub fn state_entered(run: &mut Run<'_>, state: StateId, scene: Scene<'_>) -> Result<(), Rollback> {
    for (number, goal) in run.machine.journey.goals.iter().enumerate() {
        if matches!(goal.by, GoalBy::State(of) if of == state) && is_open(run, number as u16) {
            note(run, number as u16, scene.bare())?;
        }
    }
    Ok(())
}

/// Notes the goals that `event` reaches.
pub fn event_met(run: &mut Run<'_>, event: EventId, scene: Scene<'_>) -> Result<(), Rollback> {
    if !run.machine.dispatch.reaches_goal(event) {
        return Ok(());
    }
    let machine = run.machine;
    for (number, goal) in machine.journey.goals.iter().enumerate() {
        if let GoalBy::Events(events, guard) = &goal.by
            && events.binary_search(&event).is_ok()
            && is_open(run, number as u16)
            && run.test(guard.as_ref(), scene.entered(run.instance.entered_at), &goal.id.value)
        {
            note(run, number as u16, scene)?;
        }
    }
    Ok(())
}

/// Whether a goal was not reached yet and still may be.
fn is_open(run: &Run<'_>, number: u16) -> bool {
    let within = run.machine.journey.goals[usize::from(number)].within;
    let in_time = within.is_none_or(|within| run.now.saturating_sub(run.instance.entered_at) <= within);
    in_time && run.instance.goals.iter().all(|reached| reached.goal != number)
}

fn note(run: &mut Run<'_>, number: u16, scene: Scene<'_>) -> Result<(), Rollback> {
    let machine = run.machine;
    let goal = &machine.journey.goals[usize::from(number)];
    let value = match &goal.value {
        Some(term) => Some(worth(run, term, scene.entered(run.instance.entered_at), &goal.id.value)?),
        None => None,
    };
    let reached = GoalReached { goal: number, at: run.now, value };
    run.work.undo.goals(run.instance);
    run.instance.goals.push(reached);
    run.trace.goals.push(reached);
    Ok(())
}

fn worth(run: &mut Run<'_>, term: &Term, scene: Scene<'_>, at: &SmolStr) -> Result<f64, Rollback> {
    match run.eval(term, scene, at)? {
        Value::Number(number) => Ok(number),
        Value::Int(int) => Ok(int as f64),
        other => Err(Rollback::at(at, &format!("{} where a number was expected", other.describe()))),
    }
}
