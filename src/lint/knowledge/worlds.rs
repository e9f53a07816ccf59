//! What an expression can read at one place of a journey, as the value solver takes it.

use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Ground, Thing, World};
use crate::graph::machine::Machine;
use crate::lint::knowledge::payloads::Payloads;
use crate::model::ids::EventId;
use crate::model::journey::{EventKind, Trigger};

/// Where `trigger` has fired.
pub fn triggered<'g>(machine: &Machine, ground: &'g Ground, payloads: &'g Payloads, trigger: &Trigger) -> World<'g> {
    match trigger {
        Trigger::Events(events) => heard(machine, ground, payloads, events),
        Trigger::Timer(_) => World::of(ground).no_event(),
        // An event, a timer or a move may have begun it.
        Trigger::Always => World::of(ground),
    }
}

/// Where one of `events` has come.
pub fn heard<'g>(machine: &Machine, ground: &'g Ground, payloads: &'g Payloads, events: &[EventId]) -> World<'g> {
    let known = &machine.journey.events;
    let completes = |event: &EventId| matches!(known[event.index()].kind, EventKind::Done(_));
    if events.is_empty() || events.iter().any(completes) {
        return World::of(ground);
    }
    let types = events.iter().map(|event| known[event.index()].name.clone());
    World::of(ground).payload(payloads.get(events)).event(types)
}

/// Where a person enters.
pub fn entering<'g>(machine: &Machine, ground: &'g Ground, payloads: &'g Payloads) -> World<'g> {
    heard(machine, ground, payloads, &machine.journey.entry.triggers)
}

/// `world` where variables are as `facts` say, by slot.
pub fn knowing<'g>(mut world: World<'g>, ground: &Ground, facts: &[Values]) -> World<'g> {
    for (slot, (known, all)) in (0..).zip(facts.iter().zip(&ground.context)) {
        if known != all {
            world.set(Thing::Context(slot), known.clone());
        }
    }
    world
}
