//! The outside world tells what became of an effect that was sent.

use smol_str::SmolStr;

use crate::engine::event::Event;
use crate::engine::instance::Status;
use crate::model::journey::Action;
use crate::orchestrator::desk::Desk;
use crate::orchestrator::fates::{Fate, Reached, hand_over, reach};
use crate::orchestrator::person::Person;
use crate::orchestrator::record::{Kind, Record, Recorder};
use crate::orchestrator::told::Told;
use crate::orchestrator::waiting::Unanswered;
use crate::terms::digest;
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::time::{parse_duration, parse_instant};
use crate::terms::value::Value;

/// What an event is to the effects that wait for an answer.
#[derive(Debug)]
pub enum Answer {
    /// It answers none.
    NoEffect,
    /// It answers the one at this place, with this payload.
    Of(usize, Value),
    /// It would answer that at this place, but breaks the contract of the action's answers.
    Misfit(usize, String),
}

/// Which effect of `person` the fate `event` answers: the one that it names, else the oldest of the action.
pub fn find(desk: &Desk<'_>, person: &Person, event: &Event<'_>) -> Answer {
    let Some((kind, action)) = event.name.split_once('.').filter(|(kind, _)| *kind != "held") else {
        return Answer::NoEffect;
    };
    let waiting = person.beside.as_ref().map_or(&[][..], |beside| &beside.waiting.unanswered);
    let asked = |unanswered: &Unanswered| declared(desk, unanswered).filter(|declared| declared.name.value == action);
    let is_meant = |unanswered: &&Unanswered| {
        asked(unanswered).is_some()
            && event.effect_key.as_ref().is_none_or(|key| key.eq_ignore_ascii_case(&digest::hex(&unanswered.id)))
    };
    let Some(place) = waiting.iter().position(|unanswered| is_meant(&unanswered)) else { return Answer::NoEffect };
    let unanswered = &waiting[place];
    let Some(declared) = asked(unanswered) else { return Answer::NoEffect };
    match payload(kind, declared, event.fate_payload.as_ref(), unanswered) {
        Ok(payload) => Answer::Of(place, payload),
        Err(misfit) => Answer::Misfit(place, misfit),
    }
}

fn declared<'d>(desk: &'d Desk<'_>, unanswered: &Unanswered) -> Option<&'d Action> {
    let machine = desk.fleet.machine(unanswered.owner.machine)?;
    machine.journey.actions.get(unanswered.action.index())
}

/// The fields of an answer as its action declares them, and the params that it was asked with.
fn payload(kind: &str, action: &Action, said: Option<&Value>, unanswered: &Unanswered) -> Result<Value, String> {
    let said = match said {
        None | Some(Value::Unit) => None,
        Some(Value::Object(fields)) => Some(fields),
        Some(other) => return Err(format!("`payload`: {} where an object was expected", other.describe())),
    };
    let told = |name: &str| said.and_then(|fields| fields.get(name)).filter(|value| !value.is_unit()).cloned();
    let mut fields: Vec<(SmolStr, Value)> = Vec::new();
    let mut admit = |name: &SmolStr, shape: &Shape, value: Value| {
        let value = shape.admit(typed(shape, value)).map_err(|misfit| format!("`payload.{name}`: {misfit}"))?;
        fields.push((name.clone(), value));
        Ok::<(), String>(())
    };
    if kind == "succeeded" {
        for Field { name, shape } in &action.result {
            admit(name, shape, told(name).or_else(|| shape.default.clone()).unwrap_or_default())?;
        }
    } else {
        // Who says nothing of them failed once, for a reason of their own.
        admit(&"reason".into(), &Shape::of(Of::String), told("reason").unwrap_or_else(|| Value::str("failed")))?;
        admit(&"tries".into(), &Shape::of(Of::Int), told("tries").unwrap_or(Value::Int(1)))?;
    }
    fields.push(("params".into(), Value::object(unanswered.params.iter().cloned())));
    Ok(Value::object(fields))
}

/// The dead letter of an answer to the effect at `place` that breaks the contract.
pub fn refuse(
    desk: &Desk<'_>,
    person: &Person,
    (place, detail): (usize, &str),
    told: &Told<'_>,
    recorder: &mut dyn Recorder,
) {
    let kind = Kind::DeadLetter { reason: "contract", detail, raw: told.raw };
    let about = told.about(person, told.timestamp, kind);
    let waiting = person.beside.as_ref().map_or(&[][..], |beside| &beside.waiting.unanswered);
    let Some(Unanswered { owner, .. }) = waiting.get(place) else { return recorder.record(&about) };
    let machine = desk.fleet.machine(owner.machine).map(|machine| &**machine);
    recorder.record(&Record { machine, key: &owner.key, visit: owner.visit, ..about });
}

/// JSON has no instants and no spans of time: texts and numbers become those that `shape` asks for.
fn typed(shape: &Shape, value: Value) -> Value {
    match (&shape.of, value) {
        (Of::Timestamp, Value::Int(millis)) => Value::Timestamp(millis),
        (Of::Timestamp, Value::Str(text)) => parse_instant(&text).map_or(Value::Str(text), Value::Timestamp),
        (Of::Duration, Value::Str(text)) => parse_duration(&text).map_or(Value::Str(text), Value::Duration),
        (Of::List(item), Value::List(items)) => Value::list(items.iter().map(|value| typed(item, value.clone()))),
        (Of::Object(fields), Value::Object(values)) => Value::object(values.iter().map(|(name, value)| {
            let field = fields.iter().find(|field| field.name == *name);
            (name.clone(), field.map_or_else(|| value.clone(), |field| typed(&field.shape, value.clone())))
        })),
        (_, value) => value,
    }
}

/// Takes the effect at `place` as answered and hands the answer to its instance.
pub fn deliver(
    desk: &mut Desk<'_>,
    person: &mut Person,
    (place, payload): (usize, &Value),
    event: &Event<'_>,
    told: &Told<'_>,
    recorder: &mut dyn Recorder,
) {
    let Some(beside) = person.beside.as_mut().filter(|beside| place < beside.waiting.unanswered.len()) else { return };
    let unanswered = beside.waiting.unanswered.remove(place);
    let owner = &unanswered.owner;
    let fate = Fate { name: &event.name, id: &event.id, payload, outside: true };
    let reached = reach(desk, person, owner, &event.name);
    let (index, reason) = match reached {
        Reached::Active(index, number) => {
            person.visits[index].last_event_at = told.timestamp;
            return hand_over(desk, person, (index, number), &fate, told, recorder);
        }
        Reached::Deaf(index) => (Some(index), "no-match"),
        Reached::Ended(index, Status::Completed) => (index, "completed"),
        Reached::Ended(index, _) => (index, "exited"),
    };
    let Some(machine) = desk.fleet.machine(owner.machine) else { return };
    let kind = Kind::Ignored(reason, None);
    let about = told.about(person, told.timestamp, kind);
    let status = index.map(|index| person.visits[index].instance.status).or(owner.ended);
    recorder.record(&Record { machine: Some(machine), key: &owner.key, visit: owner.visit, status, ..about });
    if let Some(index) = index {
        person.visits[index].last_event_at = told.timestamp;
    }
}
