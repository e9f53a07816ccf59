//! Names that a question uses, looked up in the journey, with a way out for those that are none.

use crate::cli::failure::Failure;
use crate::graph::machine::Machine;
use crate::intake::given::{self, Misgiven};
use crate::model::ids::{EventId, StateId};
use crate::model::journey::{EventKind, StateKind};
use crate::terms::shape::Shape;
use crate::terms::suggest;
use crate::terms::value::Value;

/// A state that somebody can be in.
pub fn state(machine: &Machine, name: &str) -> Result<StateId, Failure> {
    let states = &machine.journey.states;
    let Some(state) = machine.state_named(name) else {
        let known =
            states.iter().skip(1).filter(|state| is_lasting(&state.kind)).map(|state| state.name.value.as_str());
        let help = suggest::help(name, known).unwrap_or_default();
        return Err(Failure::new(format!("no state is called `{name}`"), help));
    };
    let inside = |targets: &[StateId]| {
        let names: Vec<&str> = targets.iter().map(|&target| machine.state(target).name.value.as_str()).collect();
        names.join("`, `")
    };
    match &machine.state(state).kind {
        StateKind::History(_, default) => {
            let message = format!("nobody is ever in `{name}`: a history stands for the states that it remembers");
            Err(Failure::new(message, format!("ask about one of those, such as `{}`", inside(default))))
        }
        StateKind::Split(split) => {
            let message = format!("nobody stays in `{name}`: a split leads to the person's arm at once");
            let arms: Vec<StateId> = split.arms.iter().flat_map(|arm| arm.to.iter().copied()).collect();
            Err(Failure::new(message, format!("ask about where its arms lead: `{}`", inside(&arms))))
        }
        _ => Ok(state),
    }
}

/// An event that the journey knows.
pub fn event(machine: &Machine, name: &str) -> Result<EventId, Failure> {
    machine.event_named(name).ok_or_else(|| {
        let journey = &machine.journey;
        let heard = |number: usize| machine.dispatch.is_heard(EventId(number as u32));
        let declared = |kind: &EventKind| matches!(kind, EventKind::Declared(..));
        let known = journey.events.iter().enumerate().filter(|(number, event)| heard(*number) || declared(&event.kind));
        let help = suggest::help(name, known.map(|(_, event)| event.name.as_str())).unwrap_or_default();
        Failure::new(format!("`{}` knows no event `{name}`", journey.id.value), help)
    })
}

/// Context variables, by slot.
pub fn variables(machine: &Machine, text: &str) -> Result<Vec<(usize, Value)>, Failure> {
    let context = &machine.journey.context;
    let known: Vec<_> = context.iter().map(|variable| (variable.name.value.as_str(), &variable.shape)).collect();
    fields("context", text, &known, "there is no variable")
}

/// The fields of an object that is given as `--<what>`, by their places in `known`.
pub fn fields(
    what: &str,
    text: &str,
    known: &[(&str, &Shape)],
    stranger: &str,
) -> Result<Vec<(usize, Value)>, Failure> {
    given::fields(what, text, known).map_err(|error| match error {
        Misgiven::Unknown(name) => {
            let help = suggest::help(&name, known.iter().map(|field| field.0));
            Failure::new(format!("{stranger} `{name}`"), help.unwrap_or_else(|| "leave it out".to_owned()))
        }
        Misgiven::NoObject(message) => no_object(what, message),
        Misgiven::Misfit(message) => misfit(what, message),
    })
}

/// The failure of something given as `--<what>` that is no object.
pub fn no_object(what: &str, message: String) -> Failure {
    let help = format!("give an object of JSON, in quotes of the shell: `--{what} '{{\"name\": \"value\"}}'`");
    Failure::new(message, help)
}

/// The failure of a value in it that is not what it should be.
pub fn misfit(what: &str, message: String) -> Failure {
    let help = match what {
        "consent" => "answer `true` or `false` for each purpose",
        "traits" => "give what `profile` declares",
        "payload" => "give what the fate of the action brings: its `result`, or `reason` and `tries`",
        _ => "give what `context` declares",
    };
    Failure::new(message, help)
}

const fn is_lasting(kind: &StateKind) -> bool {
    !matches!(kind, StateKind::History(..) | StateKind::Split(_))
}
