//! Goals: noted when they are first reached, never steering.

use crate::engine::instance::GoalReached;
use crate::engine::run::{Run, Scene};
use crate::model::ids::{EventId, StateId};
use crate::model::journey::GoalBy;

/// Notes the goals that are reached by entering `state`.
pub fn state_entered(run: &mut Run<'_>, state: StateId) {
    for (number, goal) in run.machine.journey.goals.iter().enumerate() {
        if matches!(goal.by, GoalBy::State(of) if of == state) {
            note(run, number as u16);
        }
    }
}

/// Notes the goals that `event` reaches.
pub fn event_met(run: &mut Run<'_>, event: EventId, scene: Scene<'_>) {
    if !run.machine.dispatch.reaches_goal(event) {
        return;
    }
    let machine = run.machine;
    let scene = scene.entered(run.instance.entered_at);
    for (number, goal) in machine.journey.goals.iter().enumerate() {
        if let GoalBy::Events(events, guard) = &goal.by
            && events.binary_search(&event).is_ok()
            && is_open(run, number as u16)
            && run.test(guard.as_ref(), scene, &goal.id.value)
        {
            note(run, number as u16);
        }
    }
}

/// Whether a goal was not reached yet and still may be.
fn is_open(run: &Run<'_>, number: u16) -> bool {
    let within = run.machine.journey.goals[usize::from(number)].within;
    let in_time = within.is_none_or(|within| run.now.saturating_sub(run.instance.entered_at) <= within);
    in_time && run.instance.goals.iter().all(|reached| reached.goal != number)
}

fn note(run: &mut Run<'_>, number: u16) {
    if is_open(run, number) {
        run.work.undo.goals(run.instance);
        run.instance.goals.push(GoalReached { goal: number, at: run.now, value: None });
        run.trace.goals.push(number);
    }
}
