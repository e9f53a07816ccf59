//! Exit rules: from any state, at once, before any step.

use crate::engine::effect::List;
use crate::engine::input::Rollback;
use crate::engine::instance::Status;
use crate::engine::run::{Run, Scene};
use crate::engine::{blocks, exit};
use crate::model::ids::EventId;
use crate::model::journey::ExitRule;

/// Ends the instance if an exit rule listens to `event` and its guard holds; whether one did.
pub fn end(run: &mut Run<'_>, event: EventId, scene: Scene<'_>) -> Result<bool, Rollback> {
    if !run.machine.dispatch.may_exit(event) {
        return Ok(false);
    }
    let machine = run.machine;
    let scene = scene.entered(run.instance.entered_at);
    let matches = |run: &mut Run<'_>, rule: &ExitRule| {
        rule.triggers.binary_search(&event).is_ok() && run.test(rule.guard.as_ref(), scene, &rule.id.value)
    };
    let Some(number) = machine.journey.exit.iter().position(|rule| matches(run, rule)) else {
        return Ok(false);
    };
    exit::leave_all(run, scene)?;
    let rule = &machine.journey.exit[number];
    if !rule.actions.is_empty() {
        let site = blocks::Site::new(run, List::Rule, number as u32, &rule.id.value);
        blocks::run(run, &rule.actions, &site, scene)?;
    }
    run.work.queue.clear();
    exit::drop_pending(run);
    run.instance.status = Status::Exited;
    run.instance.ended_at = Some(run.now);
    run.trace.rule = Some(number as u16);
    Ok(true)
}
