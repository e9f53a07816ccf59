//! Deferred effects: decided again when their window opens, each with a record of its own.

use smol_str::format_smolstr;

use crate::engine::decide;
use crate::engine::effect::{Deferral, Verdict, held};
use crate::graph::machine::Machine;
use crate::orchestrator::desk::Desk;
use crate::orchestrator::effects;
use crate::orchestrator::fates::{Fate, Reached, hand_over, reach, visit_of};
use crate::orchestrator::person::Person;
use crate::orchestrator::record::{Cause, Kind, Record, Recorder};
use crate::orchestrator::told::Told;
use crate::orchestrator::waiting::Deferred;
use crate::terms::digest;

/// Everything of a person that is deferred.
pub fn all(person: &Person) -> &[Deferred] {
    person.beside.as_ref().map_or(&[], |beside| &beside.waiting.deferred)
}

/// Where the first deferred effect stands that is due at or before `limit`, or by the last input of its instance.
pub fn next(person: &Person, limit: i64) -> Option<usize> {
    let is_due = |deferred: &Deferred| {
        let visit = visit_of(person, &deferred.owner).and_then(|index| person.visits.get(index));
        deferred.due() <= visit.map_or(limit, |visit| limit.max(visit.instance.last_input))
    };
    let due = all(person).iter().enumerate().filter(|(_, deferred)| is_due(deferred));
    let order = |a: &Deferred, b: &Deferred| {
        let owners = || a.owner.journey.cmp(&b.owner.journey).then_with(|| a.owner.key.total_cmp(&b.owner.key));
        a.due().cmp(&b.due()).then_with(owners).then(a.started().cmp(&b.started()))
    };
    due.min_by(|(_, a), (_, b)| order(a, b)).map(|(place, _)| place)
}

/// Decides the deferred effect at `place`, and tells the instance if it is held back for good.
pub fn decide(desk: &mut Desk<'_>, person: &mut Person, place: usize, line: u64, recorder: &mut dyn Recorder) {
    let fleet = desk.fleet;
    let Some(beside) = person.beside.as_mut().filter(|beside| place < beside.waiting.deferred.len()) else { return };
    let mut deferred = beside.waiting.deferred.remove(place);
    let Some(machine) = fleet.machine(deferred.owner.machine) else { return };
    let at = deferred.due();
    let mut cause_key = std::mem::take(&mut desk.cause);
    cause_key.clear();
    cause_key.push_str("d:");
    digest::push_hex(&deferred.id, &mut cause_key);
    let cause = Cause::Deferred(&cause_key[2..]);
    let told = Told { line, raw: None, cause, cause_key: &cause_key, timestamp: at, refused_traits: &[] };
    judge(desk, person, machine, &mut deferred, at);
    tell(desk, person, machine, &deferred, &told, recorder);
    settle(desk, person, machine, deferred, &told, recorder);
    desk.cause = cause_key;
}

/// What follows from the decision.
fn settle(
    desk: &mut Desk<'_>,
    person: &mut Person,
    machine: &Machine,
    deferred: Deferred,
    told: &Told<'_>,
    recorder: &mut dyn Recorder,
) {
    let fleet = desk.fleet;
    let Deferred { owner, effect, id, .. } = &deferred;
    let Some(action) = machine.journey.actions.get(effect.action.index()) else { return };
    match effect.verdict {
        Verdict::Sent => effects::sent(fleet, person, (effect, action), (owner, *id), told.timestamp),
        Verdict::Deferred => {
            person.due = person.due.min(deferred.due());
            if let Some(beside) = person.beside.as_mut() {
                beside.waiting.deferred.push(deferred);
            }
        }
        Verdict::Exited => {}
        Verdict::NoConsent | Verdict::Capped | Verdict::OutsideWindow => {
            let name = format_smolstr!("held.{}", action.name.value);
            if let Reached::Active(index, event) = reach(desk, person, owner, &name) {
                let payload = held(effect.verdict.held().unwrap_or_default(), &effect.params);
                let fate = Fate { name: &name, id: &told.cause_key[2..], payload: &payload, outside: false };
                hand_over(desk, person, (index, event), &fate, told, recorder);
            }
        }
    }
}

/// Whether the effect goes out now.
fn judge(desk: &mut Desk<'_>, person: &Person, machine: &Machine, deferred: &mut Deferred, at: i64) {
    let Deferred { owner, effect, dropped, .. } = deferred;
    desk.scratch.trace.clear();
    if *dropped {
        (effect.verdict, effect.deferral) = (Verdict::Exited, None);
        return;
    }
    // A context of another version has other slots.
    let visit = visit_of(person, owner).map(|index| &person.visits[index]);
    let instance = visit.filter(|visit| visit.machine == owner.machine).map(|visit| &visit.instance);
    let parts = desk.parts(person, owner.machine);
    let context = instance.map_or(parts.context, |instance| &instance.context);
    let (decision, complaints) = decide::again(&decide::Waiting {
        machine,
        action: effect.action,
        context,
        person: &parts.view,
        ledger: &parts.ledger,
        now: at,
        out: at,
    });
    let at = machine.journey.actions.get(effect.action.index()).map(|action| action.name.value.clone());
    let errors = complaints.into_iter().map(|detail| (at.clone().unwrap_or_default(), detail.to_string()));
    parts.scratch.trace.errors.extend(errors);
    effect.verdict = decision.verdict;
    let started = effect.deferral.map_or(0, |before| before.started);
    effect.deferral = decision.until.map(|until| Deferral { until, started });
}

/// The record of the decision.
fn tell(
    desk: &mut Desk<'_>,
    person: &Person,
    machine: &Machine,
    deferred: &Deferred,
    told: &Told<'_>,
    recorder: &mut dyn Recorder,
) {
    let owner = &deferred.owner;
    desk.scratch.trace.effects.push(deferred.effect.clone());
    let status = visit_of(person, owner).map(|index| person.visits[index].instance.status).or(owner.ended);
    let kind = Kind::Send(&desk.scratch.trace);
    let about = told.about(person, told.timestamp, kind);
    recorder.record(&Record { machine: Some(machine), key: &owner.key, visit: owner.visit, status, ..about });
}
