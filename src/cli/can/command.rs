//! The command itself: a question becomes an instance, an input and an answer.

use std::time::SystemTime;

use crate::cli::can::arguments::{AnswerFormat, Can};
use crate::cli::can::world::World;
use crate::cli::can::{named, payload};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::{journeys, terminal};
use crate::embed::journeys::Journeys;
use crate::engine::explain::{Explanation, explain};
use crate::engine::instance::Instance;
use crate::engine::ledger::NothingSent;
use crate::engine::scratch::Scratch;
use crate::engine::step::Input;
use crate::engine::supposition::suppose;
use crate::expr::inputs::Envelope;
use crate::graph::machine::Machine;
use crate::model::ids::StateId;
use crate::report::explanation::question::Question;
use crate::report::explanation::{json, text};

/// Asks, prints the answer and says whether a step would be taken.
pub fn can(command: &Can) -> anyhow::Result<Exit> {
    let Some(journeys) = journeys::open(std::slice::from_ref(&command.journey))? else { return Ok(Exit::Failed) };
    let machine = only(&journeys, command)?;
    let at = command.at.unwrap_or_else(now);
    let instance = standing(machine, command, at)?;
    let explanation = ask(&journeys, machine, &instance, (command, at))?;
    let atomic = |&state: &StateId| machine.dispatch.is_atomic(state);
    let from: Vec<StateId> = instance.configuration.iter().map(|active| active.state).filter(atomic).collect();
    let question =
        Question { journey: &machine.journey, event: &command.event, from: &from, at, explanation: &explanation };
    match command.format {
        AnswerFormat::Text => terminal::print(text::render(question, terminal::paint_of_output()).as_bytes())?,
        AnswerFormat::Json => terminal::print(&json::render(question))?,
    }
    Ok(if explanation.taken().is_empty() { Exit::Findings } else { Exit::Done })
}

fn only<'j>(journeys: &'j Journeys, command: &Can) -> anyhow::Result<&'j Machine> {
    match journeys.fleet.machines.as_slice() {
        [one] => Ok(one),
        several => {
            let ids: Vec<&str> = several.iter().map(|machine| machine.journey.id.value.as_str()).collect();
            let path = command.journey.display();
            let message = format!("there are {} journeys under `{path}`: `{}`", ids.len(), ids.join("`, `"));
            Err(Failure::new(message, "ask about one of them: name its file").into())
        }
    }
}

/// The person where the question puts them, with the context that it gives.
fn standing(machine: &Machine, command: &Can, at: i64) -> anyhow::Result<Instance> {
    let entered = command.entered.unwrap_or(at);
    if entered > at {
        let message = "the event would happen before the person was there";
        return Err(Failure::new(message, "let `--entered` be no later than `--at`").into());
    }
    let states = command.states.iter().map(|name| named::state(machine, name)).collect::<Result<Vec<_>, _>>()?;
    let mut instance = suppose(machine, &states, entered).ok_or_else(|| {
        let message = format!("nobody is in `{}` at once", command.states.join("` and `"));
        Failure::new(message, "name one state, or one in each of several regions of a parallel state")
    })?;
    if let Some(text) = &command.context {
        for (slot, value) in named::variables(machine, text)? {
            instance.context[slot] = value;
        }
    }
    Ok(instance)
}

fn ask(
    journeys: &Journeys,
    machine: &Machine,
    instance: &Instance,
    (command, at): (&Can, i64),
) -> anyhow::Result<Explanation> {
    let event = named::event(machine, &command.event)?;
    let world = World::given(machine, command)?;
    let given = payload::Given::read(journeys, machine, event, (command, at))?;
    let envelope = Envelope { kind: &command.event, id: payload::ID, timestamp: at, session: None };
    let stimulus = given.stimulus(event, &envelope);
    let person = world.person();
    let input = Input { stimulus, now: at, person: &person, ledger: &NothingSent, out: None, cause: "" };
    explain(machine, instance, (event, &input), &mut Scratch::default())
        .map_err(|rollback| Failure::new(rollback.to_string(), "put the expression right that fails").into())
}

#[allow(clippy::disallowed_methods, reason = "a question without `--at` is about the present")]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
