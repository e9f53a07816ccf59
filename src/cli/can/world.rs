//! The person that a question is about.

use crate::cli::can::arguments::Can;
use crate::cli::can::named;
use crate::cli::failure::Failure;
use crate::expr::inputs::PersonView;
use crate::graph::machine::Machine;
use crate::terms::shape::{Of, Shape};
use crate::terms::value::Value;

/// What is known of the person, by the journey's slots.
#[derive(Debug)]
pub struct World<'c> {
    user: &'c str,
    anonymous: bool,
    consent: Vec<bool>,
    profile: Vec<Value>,
}

impl<'c> World<'c> {
    /// As the question gives it.
    pub fn given(machine: &Machine, command: &'c Can) -> Result<Self, Failure> {
        let journey = &machine.journey;
        let mut consent = vec![false; journey.purposes.len()];
        if let Some(text) = &command.consent {
            let answer = Shape::of(Of::Bool);
            let known: Vec<_> = journey.purposes.iter().map(|purpose| (purpose.as_str(), &answer)).collect();
            for (slot, value) in named::fields("consent", text, &known, "nothing in the journey asks for the purpose")?
            {
                consent[slot] = value == Value::Bool(true);
            }
        }
        let mut profile = vec![Value::Unit; journey.profile.len()];
        if let Some(text) = &command.traits {
            let known: Vec<_> = journey.profile.iter().map(|field| (field.name.as_str(), &field.shape)).collect();
            for (slot, value) in named::fields("traits", text, &known, "the profile has no field")? {
                profile[slot] = value;
            }
        }
        Ok(Self { user: &command.user, anonymous: command.anonymous, consent, profile })
    }

    /// As expressions see it.
    pub fn person(&self) -> PersonView<'_> {
        PersonView { id: self.user, anonymous: self.anonymous, consent: &self.consent, profile: &self.profile }
    }
}
