//! The phrases that records are told in: where, because of what, from where to where, with what.

use std::fmt;

use crate::engine::effect::Effect;
use crate::engine::trace::Trace;
use crate::model::ids::StateId;
use crate::model::journey::Journey;
use crate::orchestrator::person::key_text;
use crate::orchestrator::record::{Cause, Record};
use crate::report::names;
use crate::report::paint::Tame;
use crate::terms::value::Value;

/// The journey, with the instance's key in brackets where it has one.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a>(pub &'a Record<'a>);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(machine) = self.0.machine else { return f.write_str("every journey") };
        write!(f, "{}", Tame(&machine.journey.id.value))?;
        if self.0.key.is_unit() { Ok(()) } else { write!(f, "[{}]", Tame(&key_text(self.0.key))) }
    }
}

/// What caused it.
#[derive(Clone, Copy, Debug)]
pub struct Because<'a>(pub Option<Cause<'a>>);

impl fmt::Display for Because<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Cause::Event { event, .. }) => write!(f, "{}", Tame(event)),
            Some(Cause::Timer { timer, .. }) => write!(f, "the timer {}", Tame(timer)),
            Some(Cause::Move(version)) => write!(f, "the move to {version}"),
            Some(Cause::Deferred(_)) => f.write_str("the opening of its window"),
            None => f.write_str("nothing"),
        }
    }
}

/// States side by side.
#[derive(Clone, Copy, Debug)]
pub struct States<'a>(pub Option<&'a Journey>, pub &'a [StateId]);

impl fmt::Display for States<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(journey) = self.0 else { return Ok(()) };
        let names = self.1.iter().map(|&id| names::state(journey, id));
        if self.1.is_empty() { f.write_str("nowhere") } else { separated(f, " + ", names) }
    }
}

/// The steps taken, with a comma behind; nothing where only a split was passed.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'a>(pub Option<&'a Journey>, pub &'a Trace);

impl fmt::Display for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(journey) = self.0 else { return Ok(()) };
        separated(f, ", then ", self.1.steps.iter().map(|&id| names::step(journey, id)))?;
        f.write_str(if self.1.steps.is_empty() { "" } else { ", " })
    }
}

/// From where to where.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// The journey.
    pub journey: Option<&'a Journey>,
    /// Before.
    pub from: &'a [StateId],
    /// After.
    pub to: &'a [StateId],
}

impl fmt::Display for Move<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = States(self.journey, self.to);
        if self.from == self.to {
            write!(f, "stays in {to}")
        } else {
            write!(f, "{} → {to}", States(self.journey, self.from))
        }
    }
}

/// The arm taken in a split.
#[derive(Clone, Copy, Debug)]
pub struct Arm<'a>(pub Option<&'a Journey>, pub StateId, pub u16);

impl fmt::Display for Arm<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(journey) = self.0 else { return Ok(()) };
        write!(f, "{} of {}", names::arm(journey, self.1, self.2), names::state(journey, self.1))
    }
}

/// The variables assigned, with their values.
#[derive(Clone, Copy, Debug)]
pub struct Assigned<'a>(pub Option<&'a Journey>, pub &'a Trace);

impl fmt::Display for Assigned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(journey) = self.0 else { return Ok(()) };
        let pairs = self.1.set.iter().map(|(id, value)| Pair(names::variable(journey, *id), " = ", value));
        separated(f, ", ", pairs)
    }
}

/// An action with its params.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a>(pub Option<&'a Journey>, pub &'a Effect);

impl fmt::Display for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(journey) = self.0 else { return Ok(()) };
        f.write_str(names::action(journey, self.1.action))?;
        if self.1.params.is_empty() {
            return Ok(());
        }
        f.write_str(" (")?;
        separated(f, ", ", self.1.params.iter().map(|(name, value)| Pair(name, ": ", value)))?;
        f.write_str(")")
    }
}

struct Pair<'a>(&'a str, &'static str, &'a Value);

impl fmt::Display for Pair<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missing = self.2.is_unit();
        write!(f, "{}{}", self.0, self.1)?;
        if missing { f.write_str("nothing") } else { write!(f, "{}", self.2) }
    }
}

/// What a reason for doing nothing means, after a colon; nothing where the word is not known here.
pub fn meaning(reason: &str) -> &'static str {
    match reason {
        "duplicate" => ": it was already seen",
        "not-entered" => ": the person is not on this journey",
        "no-match" => ": no step listens to it here",
        "no-key" => ": it does not say which instance is meant",
        "no-effect" => ": it answers nothing that was asked",
        "guard-false" => ": no guard held",
        "completed" => ": the journey was already completed",
        "exited" => ": the person had already left",
        "no-consent" => ": the person has not consented to being moved",
        _ => "",
    }
}

fn separated<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    between: &str,
    items: impl Iterator<Item = T>,
) -> fmt::Result {
    for (index, item) in items.enumerate() {
        f.write_str(if index == 0 { "" } else { between })?;
        write!(f, "{item}")?;
    }
    Ok(())
}
