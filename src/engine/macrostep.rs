//! From one microstep to the next until nothing is left to do without a new input.

use crate::engine::input::Rollback;
use crate::engine::instance::Status;
use crate::engine::run::{Run, Scene};
use crate::engine::scratch::Raised;
use crate::engine::{goals, microstep, selection};
use crate::expr::inputs::{Envelope, Payload};

/// Takes the enabled `always` steps, then the oldest raised event, until neither is left or the instance has ended.
pub fn finish(run: &mut Run<'_>) -> Result<(), Rollback> {
    while run.instance.status == Status::Active {
        selection::eventless(run)?;
        if !run.work.enabled.is_empty() {
            microstep::take(run, run.bare_scene())?;
        } else if let Some(raised) = run.work.queue.pop_front() {
            handle(run, &raised)?;
        } else {
            break;
        }
    }
    run.work.queue.clear();
    Ok(())
}

/// A raised event has an envelope of its own: its type, and the rest from the input that it descends from.
fn handle(run: &mut Run<'_>, raised: &Raised) -> Result<(), Rollback> {
    let Some(payload) = &raised.payload else {
        return react(run, raised, run.bare_scene());
    };
    let machine = run.machine;
    let mut slots = std::mem::take(&mut run.work.slots);
    slots.clear();
    slots.extend(machine.journey.paths.iter().map(|path| payload.at_path(path).clone()));
    let envelope = Envelope {
        kind: &machine.journey.events[raised.event.index()].name,
        id: run.envelope.map_or(run.input.cause, |envelope| envelope.id),
        timestamp: run.now,
        session: run.envelope.and_then(|envelope| envelope.session),
    };
    let scene = Scene {
        payload: Payload { slots: &slots, map: None },
        envelope: Some(&envelope),
        entered_at: run.instance.entered_at,
        old: &[],
    };
    let reaction = react(run, raised, scene);
    run.work.slots = slots;
    reaction
}

fn react(run: &mut Run<'_>, raised: &Raised, scene: Scene<'_>) -> Result<(), Rollback> {
    goals::event_met(run, raised.event, scene)?;
    selection::for_event(run, raised.event, scene)?;
    if run.work.enabled.is_empty() { Ok(()) } else { microstep::take(run, scene) }
}
