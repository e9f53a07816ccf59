//! What becomes of the effects that an input asked for: counted against caps, kept until a window opens or until an
//! answer comes, dropped with an instance that a rule ended.

use crate::engine::effect::{Effect, Origin, Verdict};
use crate::graph::fleet::{Fleet, PersonSlots};
use crate::model::journey::Action;
use crate::orchestrator::person::{Beside, Person, key_text};
use crate::orchestrator::waiting::{Deferred, Owner, Unanswered};

/// Keeps those of `effects`, which the instance at `index` asked for at `out`, that anything is still asked of.
pub fn keep(fleet: &Fleet, effects: &[Effect], (person, index): (&mut Person, usize), (cause, out): (&str, i64)) {
    if effects.is_empty() {
        return;
    }
    let Person { id: who, visits, beside, due, .. } = person;
    let Some(visit) = visits.get(index) else { return };
    let Some(machine) = fleet.machine(visit.machine) else { return };
    let slots = fleet.slots_of(visit.machine);
    let key = key_text(&visit.key);
    let origin = Origin { journey: &machine.journey.id.value, person: who, key: &key, cause };
    for effect in effects {
        let Some(action) = machine.journey.actions.get(effect.action.index()) else { continue };
        if !is_kept(effect, action, slots) {
            continue;
        }
        let beside = beside.get_or_insert_default();
        let answerable = slots.answerable.get(effect.action.index()) == Some(&true);
        if effect.deferral.is_none() {
            count(beside, (effect, action), who, (slots, &fleet.periods, out));
        }
        if effect.deferral.is_none() && !answerable {
            continue;
        }
        let owner = Owner {
            journey: visit.journey,
            machine: visit.machine,
            key: visit.key.clone(),
            visit: visit.instance.visit,
            ended: None,
        };
        let id = effect.key(origin);
        if let Some(deferral) = effect.deferral {
            *due = (*due).min(deferral.until);
            beside.waiting.deferred.push(Deferred { owner, id, effect: effect.clone(), dropped: false });
        } else {
            await_answer(beside, effect, (owner, id), out);
        }
    }
}

fn is_kept(effect: &Effect, action: &Action, slots: &PersonSlots) -> bool {
    match effect.verdict {
        Verdict::Deferred => effect.deferral.is_some(),
        Verdict::Sent => {
            action.cap.is_some()
                || !action.caps.is_empty()
                || slots.answerable.get(effect.action.index()) == Some(&true)
        }
        _ => false,
    }
}

/// Counts an effect that was sent to `person` at `out` against its caps.
fn count(
    beside: &mut Beside,
    (effect, action): (&Effect, &Action),
    person: &str,
    (slots, periods, out): (&PersonSlots, &[i64], i64),
) {
    let own = slots.counters.of_action(effect.action);
    let shared = action.caps.iter().filter_map(|&cap| slots.counters.of_cap(cap));
    for counter in own.into_iter().chain(shared) {
        let period = periods.get(usize::from(counter)).copied().unwrap_or_default();
        beside.sends.count(counter, period, out, person);
    }
}

/// Keeps an effect that was sent until its fate is told.
fn await_answer(beside: &mut Beside, effect: &Effect, (owner, id): (Owner, [u8; 16]), at: i64) {
    let (action, params) = (effect.action, effect.params.clone());
    beside.waiting.unanswered.push(Unanswered { owner, id, at, action, params });
}

/// The deferred effect of this key was sent at `out` after all.
pub fn sent(
    fleet: &Fleet,
    person: &mut Person,
    (effect, action): (&Effect, &Action),
    (owner, id): (&Owner, [u8; 16]),
    out: i64,
) {
    let Person { id: who, beside, .. } = person;
    let Some(beside) = beside else { return };
    let slots = fleet.slots_of(owner.machine);
    count(beside, (effect, action), who, (slots, &fleet.periods, out));
    if slots.answerable.get(effect.action.index()) == Some(&true) {
        await_answer(beside, effect, (owner.clone(), id), out);
    }
}

/// The deferred effects of the instance at `index`, which a rule ended, will not be sent.
pub fn drop_deferred(person: &mut Person, index: usize) {
    let Person { visits, beside, .. } = person;
    let (Some(visit), Some(beside)) = (visits.get(index), beside) else { return };
    for deferred in &mut beside.waiting.deferred {
        if deferred.owner.is(visit.journey, &visit.key, visit.instance.visit) {
            deferred.dropped = true;
        }
    }
}
