//! Two people turn out to be one: what is known of both is united, instances of one journey and key become one.

use crate::engine::instance::Status;
use crate::engine::merge::{self, Kept, Side};
use crate::orchestrator::desk::Desk;
use crate::orchestrator::person::{Beside, Person, Visit};
use crate::orchestrator::record::{Kind, Recorder};
use crate::orchestrator::told::Told;
use crate::orchestrator::waiting::Owner;

/// Makes `other`, of whom everything due was done, a part of `person`.
pub fn unite(desk: &mut Desk<'_>, person: &mut Person, other: Person, told: &Told<'_>, recorder: &mut dyn Recorder) {
    let absorbed = other.id.clone();
    let Person { id, anonymous, visits, clock, last_event_at, keys, known, beside, .. } = other;
    let mut theirs = beside.map_or_else(Beside::default, |beside| *beside);
    if anonymous {
        theirs.aliases.push(id);
    }
    // Of both, what the other one knew otherwise.
    let mut profile = Vec::new();
    if let Some(ours) = &person.known {
        ours.differences(known.as_deref(), &mut profile);
    } else if let Some(known) = &known {
        known.differences(None, &mut profile);
    }
    if let Some(known) = known {
        person.known.get_or_insert_default().unite(*known);
    }
    person.keys.unite(keys);
    person.clock = person.clock.max(clock);
    person.last_event_at = person.last_event_at.max(last_event_at);
    let beside = person.beside.get_or_insert_default();
    beside.aliases.append(&mut theirs.aliases);
    beside.aliases.sort_unstable();
    beside.aliases.dedup();
    beside.sends.unite(std::mem::take(&mut theirs.sends));
    beside.waiting.unite(std::mem::take(&mut theirs.waiting));
    let mut merged = Vec::new();
    for visit in visits {
        match person.find(visit.journey, &visit.key) {
            Ok(index) => merged.push((visit.journey, visit.key.clone(), merge_at(desk, person, index, visit))),
            Err(_) => {
                person.put(visit);
            }
        }
    }
    person.due = i64::MIN;
    for (journey, key, changed) in &merged {
        if let Ok(index) = person.find(*journey, key) {
            desk.follow(person, index, (&[], changed), told, recorder);
            let visit = &person.visits[index];
            if let Some(machine) = desk.fleet.machine(visit.machine) {
                let kind = Kind::Merge { absorbed: &absorbed, kept: &visit.instance };
                recorder.record(&told.about_visit(person, visit, machine, kind));
            }
        }
    }
    if !profile.is_empty() {
        (0..person.visits.len()).for_each(|index| desk.follow(person, index, (&profile, &[]), told, recorder));
    }
}

/// Makes `theirs` and the visit at `index` one; the context slots whose values changed by that.
fn merge_at(desk: &Desk<'_>, person: &mut Person, index: usize, theirs: Visit) -> Vec<u16> {
    let ours = &mut person.visits[index];
    let (Some(our_machine), Some(their_machine)) =
        (desk.fleet.machine(ours.machine), desk.fleet.machine(theirs.machine))
    else {
        return Vec::new();
    };
    let (our_visit, their_visit) = (ours.instance.visit, theirs.instance.visit);
    let first = Side { machine: our_machine, instance: std::mem::take(&mut ours.instance) };
    let merged = merge::merge(first, Side { machine: their_machine, instance: theirs.instance });
    if merged.kept == Kept::Second {
        ours.machine = theirs.machine;
    }
    ours.last_event_at = ours.last_event_at.max(theirs.last_event_at);
    ours.instance = merged.instance;
    ours.refresh();
    let kept = ours.instance.visit;
    if let Some(beside) = &mut person.beside {
        let ours = &person.visits[index];
        let of_either = |owner: &&mut Owner| {
            owner.journey == ours.journey
                && owner.key == ours.key
                && owner.ended.is_none()
                && (owner.visit == our_visit || owner.visit == their_visit)
        };
        beside.waiting.owners().filter(of_either).for_each(|owner| owner.visit = kept);
    }
    if person.visits[index].instance.status == Status::Active { merged.context_changed } else { Vec::new() }
}
