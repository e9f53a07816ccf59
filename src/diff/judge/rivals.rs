//! Steps that a new one is taken instead of.

use smol_str::SmolStr;

use crate::diff::guards::are_disjoint;
use crate::diff::judge::known::{Known, events};
use crate::model::ids::{EventId, StepId};
use crate::model::journey::Trigger;

/// A step that both versions have, of the same state or of one around it, in whose stead `step` may be taken; by
/// that of `by` alone, where one is given.
pub(in crate::diff) fn wins_over(known: &Known<'_>, step: StepId, by: Option<&str>) -> Option<SmolStr> {
    let pair = known.pair;
    let machine = &pair.new.machine;
    let of = machine.step(step);
    let is_always = matches!(of.trigger, Trigger::Always);
    let later = |other: StepId| {
        let source = machine.step(other).source;
        source != of.source || other > step
    };
    let meets = |other: &StepId| {
        let both = is_always && matches!(machine.step(*other).trigger, Trigger::Always);
        let counts = |event: &EventId| by.is_none_or(|by| machine.journey.events[event.index()].name == by);
        let mut own = events(machine, step).iter().filter(|event| counts(event));
        let shared = own.any(|event| events(machine, *other).contains(event));
        (both || shared) && !are_disjoint(pair, step, *other)
    };
    let around = machine.outward(of.source).flat_map(|state| machine.state(state).steps.iter().copied());
    let mut others = around.filter(|&other| other != step && later(other));
    let other = others.find(|other| pair.old_step(&machine.step(*other).id.value).is_some() && meets(other))?;
    Some(machine.step(other).id.value.clone())
}
