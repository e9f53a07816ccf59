//! One person moves to another version of their journey.

use crate::engine::arrangement::{self, Arrangement};
use crate::engine::ending::{Leaving, end};
use crate::engine::input::{Input, Outcome, Rollback};
use crate::engine::instance::{Instance, Status};
use crate::engine::luggage::{self, Luggage};
use crate::engine::moves::Plan;
use crate::engine::run::{Run, Scene};
use crate::engine::scratch::Scratch;
use crate::engine::{assign, completion, macrostep, step, timers};
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

/// What became of somebody who was to move. The trace of the engine's memory says what they did.
#[derive(Debug)]
pub enum Relocated {
    /// They are on the new version. The trace has its numbers, but for `from`, which has the old version's.
    Moved {
        /// Where they stand there.
        instance: Box<Instance>,
        /// States of the old version that have no place there, innermost first.
        left: Vec<StateId>,
    },
    /// Their state had `exit` as its image: the instance ended, on the old version, and the trace has its numbers.
    Ended(Box<Instance>),
}

/// Moves an active instance as `plan` says; `input` is the move, whose stimulus is not looked at. On an error the
/// person stays, untouched, on the old version.
pub fn relocate(
    plan: &Plan,
    instance: &Instance,
    input: &Input<'_>,
    scratch: &mut Scratch,
) -> Result<Relocated, Rollback> {
    scratch.trace.clear();
    if let Some(finding) = plan.findings.first() {
        let version = &plan.from.journey.version;
        return Err(Rollback::Unmovable(format!("the migration does not fit version {version}: {}", finding.message)));
    }
    let states: Vec<StateId> = instance.configuration.iter().map(|active| active.state).collect();
    if arrangement::ends(plan, &states) {
        let mut ended = Box::new(instance.clone());
        end(&plan.from, &mut ended, input, Leaving::Silently, scratch)?;
        return Ok(Relocated::Ended(ended));
    }
    let now = input.now.max(instance.last_input);
    let history = arrangement::remembered(plan, instance);
    let Arrangement { configuration, entered, left } = arrangement::arrange(plan, instance, &history, now)?;
    let Luggage { context, set_at, timers, schedules, arms, goals, mut lost } =
        luggage::pack(plan, instance, &configuration)?;
    let mut moved = Box::new(Instance {
        status: Status::Active,
        entered_as: instance.entered_as.clone(),
        configuration: configuration.into(),
        context,
        set_at,
        history: history.into(),
        timers,
        schedules: schedules.into(),
        arms: arms.into(),
        goals: goals.into(),
        ..*instance
    });
    step::conduct(&plan.to, &mut moved, input, scratch, |run| {
        step::collect_atomic(&plan.from, instance, &mut run.trace.from);
        run.trace.entered.extend_from_slice(&entered);
        run.trace.errors.append(&mut lost);
        settle(run, (plan, instance), &entered)
    })?;
    Ok(Relocated::Moved { instance: moved, left })
}

/// What the move itself does, in the language's order.
fn settle(run: &mut Run<'_>, (plan, old): (&Plan, &Instance), entered: &[StateId]) -> Result<Outcome, Rollback> {
    run.instance.last_input = run.now;
    let scene = Scene { old: &old.context, ..run.bare_scene() };
    assign::set(run, &plan.set, scene, &"migrate".into())?;
    timers::settle(run, 0)?;
    let machine = run.machine;
    for &(step, delay) in &plan.timers {
        if luggage::stands(machine, step, |state| luggage::is_active(&run.instance.configuration, state)) {
            timers::arm(run, step, delay)?;
        }
    }
    run.work.fresh.extend(entered.iter().filter(|state| machine.dispatch.is_timed(**state)));
    let since = run.work.undo.assignments();
    complete(run, (plan, old));
    macrostep::finish(run)?;
    step::close(run, since)?;
    Ok(Outcome::Stepped)
}

/// Final states that were none before complete what is around them.
fn complete(run: &mut Run<'_>, (plan, old): (&Plan, &Instance)) {
    let was_final = |state: StateId| {
        let before = old.configuration.iter().filter(|active| plan.image(active.state).own() == Some(state));
        before.into_iter().any(|active| matches!(plan.from.state(active.state).kind, StateKind::Final))
    };
    for place in 0..run.instance.configuration.len() {
        let state = run.instance.configuration[place].state;
        let is_new = matches!(run.machine.state(state).kind, StateKind::Final) && !was_final(state);
        if is_new && completion::of_final(run, state) {
            run.instance.status = Status::Completed;
            run.instance.ended_at = Some(run.now);
        }
    }
    // Two regions that are done both complete what is around them, which is raised once, after the later one.
    let raised = std::mem::take(&mut run.work.queue);
    for (place, one) in raised.iter().enumerate() {
        if raised.iter().skip(place + 1).all(|later| later.event != one.event) {
            run.work.queue.push_back(one.clone());
        }
    }
}
