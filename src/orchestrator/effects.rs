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
        let owner = Owner {
            journey: visit.journey,
            machine: visit.machine,
            key: visit.key.clone(),
            visit: visit.instance.visit,
            ended: None,
        };
        let id = effect.key(origin);
        let beside = beside.get_or_insert_default();
        match effect.deferral {
            Some(deferral) => {
                *due = (*due).min(deferral.until);
                beside.waiting.deferred.push(Deferred { owner, id, effect: effect.clone(), dropped: false });
            }
            None => sent(beside, (effect, action), (owner, id), (slots, &fleet.periods, out)),
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

/// Counts an effect that was sent at `out` against its caps, and keeps it where something waits for its fate.
pub fn sent(
    beside: &mut Beside,
    (effect, action): (&Effect, &Action),
    (owner, id): (Owner, [u8; 16]),
    (slots, periods, out): (&PersonSlots, &[i64], i64),
) {
    let own = slots.counters.of_action(effect.action);
    let shared = action.caps.iter().filter_map(|&cap| slots.counters.of_cap(cap));
    for counter in own.into_iter().chain(shared) {
        let period = periods.get(usize::from(counter)).copied().unwrap_or_default();
        beside.sends.count(counter, period, out, id);
    }
    if slots.answerable.get(effect.action.index()) == Some(&true) {
        let (action, params) = (effect.action, effect.params.clone());
        beside.waiting.unanswered.push(Unanswered { owner, id, at: out, action, params });
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
