//! What the event of a question says: read as `run` reads it, or as an action's fate is told.

use crate::cli::can::arguments::Can;
use crate::cli::can::named;
use crate::cli::failure::Failure;
use crate::cli::terminal;
use crate::embed::journeys::Journeys;
use crate::engine::step::Stimulus;
use crate::expr::inputs::{Envelope, Payload};
use crate::graph::fleet::{EventType, Fleet};
use crate::graph::machine::Machine;
use crate::intake::decode::Decoder;
use crate::intake::given::{GivenEvent, Misgiven, names};
use crate::model::events::params_shape;
use crate::model::ids::{EventId, StepId};
use crate::model::journey::{Action, Contract, EventKind};
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::suggest;
use crate::terms::value::Value;

/// The event's id, where an expression asks for it.
pub const ID: &str = "asked";

/// What the event says.
#[derive(Debug)]
pub enum Given<'j> {
    /// The slots that the fleet decodes, and the journey's map of them.
    Event(Vec<Value>, Option<&'j [u16]>),
    /// A fate's fields.
    Fate(Value),
    /// Nothing: a completion.
    Done,
}

impl<'j> Given<'j> {
    /// As the question gives it, held against its contract.
    pub fn read(
        journeys: &'j Journeys,
        machine: &Machine,
        event: EventId,
        (command, at): (&Can, i64),
    ) -> anyhow::Result<Self> {
        let text = command.payload.as_deref();
        let action = |id: crate::model::ids::ActionId| &machine.journey.actions[id.index()];
        match &machine.journey.events[event.index()].kind {
            EventKind::Declared(contract, _) => {
                note_strangers(contract, text)?;
                decoded(&journeys.fleet, (command, at))
            }
            EventKind::Done(_) if text.is_some() => {
                let message = format!("`{}` says nothing, so it has no payload", command.event);
                Err(Failure::new(message, "leave `--payload` out").into())
            }
            EventKind::Done(_) => Ok(Self::Done),
            EventKind::Succeeded(of) => fate(action(*of), action(*of).result.clone(), text),
            EventKind::Failed(of) => fate(action(*of), vec![said("reason", "failed"), tries()], text),
            EventKind::Held(of) => fate(action(*of), vec![said("reason", "no-consent")], text),
        }
    }

    /// As the engine takes it.
    pub fn stimulus<'e>(&'e self, event: EventId, envelope: &'e Envelope<'e>) -> Stimulus<'e> {
        match self {
            Self::Event(slots, map) => {
                let payload = map.map_or(Payload::EMPTY, |map| Payload { slots, map: Some(map) });
                Stimulus::Event { event, payload, envelope }
            }
            Self::Fate(payload) => Stimulus::Answer { event, payload, envelope, outside: true },
            // What completed the state is not known; a timer has no envelope either, and nothing looks at which it is.
            Self::Done => Stimulus::Timer(StepId(0)),
        }
    }
}

fn decoded<'j>(fleet: &'j Fleet, (command, at): (&Can, i64)) -> anyhow::Result<Given<'j>> {
    let given = GivenEvent { name: &command.event, at, user: &command.user, payload: command.payload.as_deref() };
    let line = given.line().map_err(misgiven)?;
    let event = Decoder::new(fleet).decode(&line, 1).map_err(|rejected| {
        let help = "give the payload that its contract asks for: `--payload '{\"name\": \"value\"}'`";
        Failure::new(format!("`{}` breaks its contract: {}", command.event, rejected.detail), help)
    })?;
    let hearers = event.kind.and_then(|EventType(kind)| fleet.events.get(kind as usize)).map(|event| &event.hearers);
    let map = hearers.and_then(|hearers| hearers.first()).map(|hearer| &*hearer.map);
    Ok(Given::Event(event.slots, map))
}

/// Fields that no contract declares are allowed through, and nobody sees them: who gives one by hand should know.
fn note_strangers(contract: &Contract, text: Option<&str>) -> Result<(), Failure> {
    if contract.schema.is_some() || contract.closed {
        return Ok(());
    }
    for name in text.map(|text| names("payload", text)).transpose().map_err(misgiven)?.unwrap_or_default() {
        let mut known = contract.fields.iter().map(|field| field.name.as_str());
        if known.clone().all(|known| known != name) {
            let near = suggest::nearest(&name, &mut known).map(|near| format!("; did you mean `{near}`?"));
            let note = format!("note: no contract declares `payload.{name}`, so expressions do not see it");
            terminal::tell(&format!("{note}{}\n", near.unwrap_or_default()));
        }
    }
    Ok(())
}

fn fate<'j>(action: &Action, mut fields: Vec<Field>, text: Option<&str>) -> anyhow::Result<Given<'j>> {
    let params = Shape { optional: true, ..params_shape(action) };
    fields.push(Field { name: "params".into(), shape: params });
    let known: Vec<_> = fields.iter().map(|field| (field.name.as_str(), &field.shape)).collect();
    let given = named::fields("payload", text.unwrap_or("{}"), &known, "the action's fate has no field")?;
    let mut values = Vec::new();
    for (place, field) in fields.iter().enumerate() {
        let value = given.iter().find(|(of, _)| *of == place).map(|(_, value)| value.clone());
        let value = value.or_else(|| field.shape.default.clone());
        if value.is_none() && !field.shape.optional && !matches!(field.shape.of, Of::Any) {
            let message = format!("`payload.{}`: missing; {} was expected", field.name, field.shape);
            return Err(named::misfit("payload", message).into());
        }
        values.push((field.name.clone(), value.unwrap_or_default()));
    }
    Ok(Given::Fate(Value::object(values)))
}

fn said(name: &str, default: &str) -> Field {
    Field { name: name.into(), shape: Shape { default: Some(Value::str(default)), ..Shape::of(Of::String) } }
}

fn tries() -> Field {
    Field { name: "tries".into(), shape: Shape { default: Some(Value::Int(1)), ..Shape::of(Of::Int) } }
}

fn misgiven(error: Misgiven) -> Failure {
    match error {
        Misgiven::Unknown(name) => named::no_object("payload", format!("`payload` has no field `{name}`")),
        Misgiven::NoObject(message) | Misgiven::Misfit(message) => named::no_object("payload", message),
    }
}
