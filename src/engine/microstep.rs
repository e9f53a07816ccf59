//! One microstep: what is left is left, the steps' contents run, what is entered is entered.

use crate::engine::effect::List;
use crate::engine::input::Rollback;
use crate::engine::run::{Run, Scene};
use crate::engine::scratch::{Selected, Taken};
use crate::engine::{assign, blocks, conflicts, entry, exit, livelock, splits};
use crate::model::journey::StateKind;

/// Takes the enabled steps together, as far as they do not conflict. Their domains lie apart, in document order.
pub fn take(run: &mut Run<'_>, scene: Scene<'_>) -> Result<(), Rollback> {
    livelock::count(run)?;
    conflicts::resolve(run.machine, run.work);
    let enabled = std::mem::take(&mut run.work.enabled);
    let taken = take_all(run, &enabled, scene);
    run.work.enabled = enabled;
    taken
}

fn take_all(run: &mut Run<'_>, enabled: &[Selected], scene: Scene<'_>) -> Result<(), Rollback> {
    for domain in enabled.iter().rev().filter_map(|selected| selected.domain) {
        exit::leave(run, domain, scene)?;
    }
    for selected in enabled {
        content(run, selected, scene.entered(selected.entered_at))?;
    }
    for selected in enabled {
        if let Some(domain) = selected.domain {
            entry::enter(run, *selected, domain, scene)?;
        }
    }
    Ok(())
}

fn content(run: &mut Run<'_>, selected: &Selected, scene: Scene<'_>) -> Result<(), Rollback> {
    let machine = run.machine;
    match selected.what {
        Taken::Step(number) => {
            let step = machine.step(number);
            run.trace.steps.push(number);
            if !step.set.is_empty() {
                assign::set(run, &step.set, scene, &step.id.value)?;
            }
            if !step.actions.is_empty() {
                let site = blocks::Site::new(run, List::Step, number.0, &step.id.value);
                blocks::run(run, &step.actions, &site, scene)?;
            }
        }
        Taken::Arm(arm) => {
            splits::note(run, selected.source, arm);
            let state = machine.state(selected.source);
            if let StateKind::Split(split) = &state.kind {
                assign::set(run, &split.arms[usize::from(arm)].set, scene, &state.name.value)?;
            }
        }
    }
    Ok(())
}
