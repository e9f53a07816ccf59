//! Leaving states, innermost and last in document order first.

use crate::engine::effect::List;
use crate::engine::input::Rollback;
use crate::engine::run::{Run, Scene};
use crate::engine::{blocks, history};
use crate::graph::machine::Machine;
use crate::model::ids::StateId;

/// Leaves what is active inside `domain`; history states remember, timers are cancelled.
pub fn leave(run: &mut Run<'_>, domain: StateId, scene: Scene<'_>) -> Result<(), Rollback> {
    let last = run.machine.state(domain).last;
    let states = &run.instance.configuration;
    let start = states.partition_point(|active| active.state <= domain);
    let end = start + states[start..].partition_point(|active| active.state <= last);
    run.work.undo.configuration(run.instance);
    history::record(run, start..end);
    for place in (start..end).rev() {
        let active = run.instance.configuration[place];
        run.work.gap = (place + 1, end);
        run.trace.exited.push(active.state);
        let machine = run.machine;
        let state = machine.state(active.state);
        if !state.on_exit.is_empty() {
            let site = blocks::Site::new(run, List::Exit, active.state.0, &state.name.value);
            blocks::run(run, &state.on_exit, &site, scene.bare().entered(active.entered_at))?;
        }
    }
    run.instance.configuration.drain(start..end);
    run.work.gap = (0, 0);
    cancel_timers(run, domain, last);
    Ok(())
}

/// Leaves everything: no state is active any more, no timer and no scheduled event is pending.
pub fn leave_all(run: &mut Run<'_>, scene: Scene<'_>) -> Result<(), Rollback> {
    leave(run, Machine::ROOT, scene)?;
    drop_pending(run);
    Ok(())
}

/// Leaves everything without any action.
pub fn forget_all(run: &mut Run<'_>) {
    run.work.undo.configuration(run.instance);
    run.trace.exited.extend(run.instance.configuration.iter().rev().map(|active| active.state));
    run.instance.configuration.clear();
    drop_pending(run);
}

/// Drops all timers and scheduled events of an instance that has ended.
pub fn drop_pending(run: &mut Run<'_>) {
    run.work.undo.timers(run.instance);
    run.work.undo.schedules(run.instance);
    run.instance.timers.clear();
    run.instance.schedules.clear();
    run.work.fresh.clear();
}

fn cancel_timers(run: &mut Run<'_>, domain: StateId, last: StateId) {
    let inside = |state: StateId| domain < state && state <= last;
    run.work.fresh.retain(|&state| !inside(state));
    if !run.instance.timers.is_empty() {
        run.work.undo.timers(run.instance);
        let machine = run.machine;
        run.instance.timers.retain(|timer| !inside(machine.step(timer.step).source));
    }
}
