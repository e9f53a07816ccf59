//! Which steps are enabled: for each active atomic state, outward, the first state with a matching step supplies it.

use crate::engine::run::{Remembered, Run, Scene};
use crate::engine::scratch::{Selected, Taken};
use crate::engine::{input::Rollback, splits};
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::graph::sets;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::StateKind;

/// Fills `enabled` with the steps that `event` takes; whether any step listens to it.
pub fn for_event(run: &mut Run<'_>, event: EventId, scene: Scene<'_>) -> Result<bool, Rollback> {
    let mut heard = false;
    let machine = run.machine;
    each_atomic(run, |run, atomic, alone| {
        for at in machine.outward(atomic) {
            if !alone && !run.work.asked.insert(at) {
                return Ok(());
            }
            let steps = machine.dispatch.steps(at, event);
            heard |= !steps.is_empty();
            if let Some(selected) = steps.iter().find_map(|&(_, step)| enabled(run, at, step, scene)) {
                run.work.enabled.push(selected);
                return Ok(());
            }
        }
        Ok(())
    })?;
    Ok(heard)
}

/// Fills `enabled` with the `always` steps whose guards hold, and with the arms of active splits.
pub fn eventless(run: &mut Run<'_>) -> Result<(), Rollback> {
    let (machine, scene) = (run.machine, run.bare_scene());
    each_atomic(run, |run, atomic, alone| {
        if !machine.dispatch.is_eventless(atomic) {
            return Ok(());
        }
        if let StateKind::Split(split) = &machine.state(atomic).kind {
            let selected = splits::selected(run, atomic, split)?;
            run.work.enabled.push(selected);
            return Ok(());
        }
        for at in machine.outward(atomic) {
            if !alone && !run.work.asked.insert(at) {
                return Ok(());
            }
            let steps = machine.dispatch.always(at);
            if let Some(selected) = steps.iter().find_map(|&step| enabled(run, at, step, scene)) {
                run.work.enabled.push(selected);
                return Ok(());
            }
        }
        Ok(())
    })
}

/// Fills `enabled` with `step` alone, if its owner is active and its guard holds.
pub fn one(run: &mut Run<'_>, step: StepId, scene: Scene<'_>) {
    run.work.enabled.clear();
    let source = run.machine.step(step).source;
    let active = run.instance.configuration.binary_search_by_key(&source, |active| active.state).is_ok();
    if (active || source == Machine::ROOT)
        && let Some(selected) = enabled(run, source, step, scene)
    {
        run.work.enabled.push(selected);
    }
}

/// Asks `ask` for each active atomic state, in document order, and tells it whether there is only one.
fn each_atomic(
    run: &mut Run<'_>,
    mut ask: impl FnMut(&mut Run<'_>, StateId, bool) -> Result<(), Rollback>,
) -> Result<(), Rollback> {
    run.work.enabled.clear();
    let alone = run.instance.configuration.len() == 1;
    if !alone {
        run.work.asked.clear(run.machine.journey.states.len());
    }
    for place in 0..run.instance.configuration.len() {
        let state = run.instance.configuration[place].state;
        if run.machine.dispatch.is_atomic(state) {
            ask(run, state, alone)?;
        }
    }
    Ok(())
}

fn enabled(run: &mut Run<'_>, source: StateId, number: StepId, scene: Scene<'_>) -> Option<Selected> {
    let machine = run.machine;
    let step = machine.step(number);
    let entered_at = run.entered_at(source);
    let holds = run.test(step.guard.as_ref(), scene.entered(entered_at), &step.id.value);
    let domain = match machine.dispatch.route(number) {
        _ if !holds => return None,
        Route::Stay => None,
        Route::Simple { domain, .. } | Route::Inside(domain) => Some(domain),
        Route::Remembering => {
            let memory = Remembered(&run.instance.history);
            sets::domain(&machine.journey, source, (&step.to, step.reenter), &memory, &mut run.work.sets)
        }
    };
    Some(Selected { what: Taken::Step(number), source, domain, entered_at })
}
