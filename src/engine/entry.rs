//! Entering states, outermost and first in document order first.

use crate::engine::effect::List;
use crate::engine::input::Rollback;
use crate::engine::instance::{Active, Status};
use crate::engine::run::{Remembered, Run, Scene};
use crate::engine::scratch::{Selected, Taken};
use crate::engine::{blocks, completion, goals};
use crate::graph::routes::Route;
use crate::graph::sets;
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

/// Enters what `selected` leads to inside `domain`.
pub fn enter(run: &mut Run<'_>, selected: Selected, domain: StateId, scene: Scene<'_>) -> Result<(), Rollback> {
    let machine = run.machine;
    let targets = match selected.what {
        Taken::Step(step) => match machine.dispatch.route(step) {
            Route::Simple { target, .. } => {
                run.work.entering.clear();
                run.work.entering.push(target);
                return enter_listed(run, domain, scene);
            }
            _ => machine.step(step).to.as_slice(),
        },
        Taken::Arm(arm) => match &machine.state(selected.source).kind {
            StateKind::Split(split) => split.arms[usize::from(arm)].to.as_slice(),
            _ => &[],
        },
    };
    enter_targets(run, domain, targets, scene)
}

/// Enters `targets` and what comes along inside `domain`; a domain as its own target means its initial states.
pub fn enter_targets(
    run: &mut Run<'_>,
    domain: StateId,
    targets: &[StateId],
    scene: Scene<'_>,
) -> Result<(), Rollback> {
    let mut entering = std::mem::take(&mut run.work.entering);
    entering.clear();
    let memory = Remembered(&run.instance.history);
    sets::entry_set(&run.machine.journey, domain, targets, &memory, (&mut run.work.sets, &mut entering));
    run.work.entering = entering;
    enter_listed(run, domain, scene)
}

fn enter_listed(run: &mut Run<'_>, domain: StateId, scene: Scene<'_>) -> Result<(), Rollback> {
    run.work.undo.configuration(run.instance);
    let (now, count) = (run.now, run.work.entering.len());
    let start = run.instance.configuration.partition_point(|active| active.state <= domain);
    let new = run.work.entering.iter().map(|&state| Active { state, entered_at: now });
    if start == run.instance.configuration.len() {
        run.instance.configuration.extend(new);
    } else {
        run.instance.configuration.insert_many(start, new);
    }
    for place in start..start + count {
        run.work.gap = (place + 1, start + count);
        let state = run.instance.configuration[place].state;
        arrive(run, state, scene)?;
    }
    run.work.gap = (0, 0);
    Ok(())
}

fn arrive(run: &mut Run<'_>, number: StateId, scene: Scene<'_>) -> Result<(), Rollback> {
    let machine = run.machine;
    let state = machine.state(number);
    run.trace.entered.push(number);
    if machine.dispatch.is_timed(number) {
        run.work.fresh.push(number);
    }
    if machine.dispatch.is_goal(number) {
        goals::state_entered(run, number, scene)?;
    }
    if !state.on_entry.is_empty() {
        let site = blocks::Site::new(run, List::Entry, number.0, &state.name.value);
        blocks::run(run, &state.on_entry, &site, scene.bare().entered(run.now))?;
    }
    if matches!(state.kind, StateKind::Final) && completion::of_final(run, number) {
        run.instance.status = Status::Completed;
        run.instance.ended_at = Some(run.now);
    }
    Ok(())
}
