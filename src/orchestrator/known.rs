//! What is known of a person across journeys: answers about consent, and the profile.

use crate::engine::event::Event;
use crate::terms::value::Value;

/// Answers and profile fields, each with the timestamp of the event that said it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    consent: Vec<(u16, Answer)>,
    processing: Option<Answer>,
    profile: Vec<(u16, Value, i64)>,
}

/// An answer, and when it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// A yes.
    pub given: bool,
    /// When.
    pub at: i64,
}

impl Answer {
    /// The later one; of two at one instant the stricter.
    fn or(self, later: Self) -> Self {
        match later.at.cmp(&self.at) {
            std::cmp::Ordering::Less => self,
            std::cmp::Ordering::Equal => Self { given: self.given && later.given, at: self.at },
            std::cmp::Ordering::Greater => later,
        }
    }
}

impl Known {
    /// Whether `event` says anything of this.
    pub fn is_in(event: &Event<'_>) -> bool {
        !event.consent.is_empty() || !event.traits.is_empty() || event.processing.is_some()
    }

    /// Takes what `event` says; the slots of the profile fields that have another value now are added to `changed`.
    pub fn learn(&mut self, event: &Event<'_>, changed: &mut Vec<u16>) {
        let at = event.timestamp;
        for &(purpose, given) in &event.consent {
            self.answer(purpose, Answer { given, at });
        }
        if let Some(given) = event.processing {
            let answer = Answer { given, at };
            self.processing = Some(self.processing.map_or(answer, |before| before.or(answer)));
        }
        for (field, value) in &event.traits {
            match self.profile.iter_mut().find(|(known, ..)| known == field) {
                // Of two at one instant the one that arrived later: no order of values says more.
                Some((_, before, then)) if *then <= at => {
                    if before != value {
                        changed.push(*field);
                        *before = value.clone();
                    }
                    *then = at;
                }
                Some(_) => {}
                None => {
                    changed.push(*field);
                    self.profile.push((*field, value.clone(), at));
                }
            }
        }
    }

    /// Takes over what is known of another person: of answers and fields the later stands; of two at one instant the
    /// stricter answer, the greater value.
    pub fn unite(&mut self, other: Self) {
        for (purpose, answer) in other.consent {
            self.answer(purpose, answer);
        }
        if let Some(answer) = other.processing {
            self.processing = Some(self.processing.map_or(answer, |before| before.or(answer)));
        }
        for (field, value, at) in other.profile {
            match self.profile.iter_mut().find(|(known, ..)| *known == field) {
                Some((_, before, then)) if (*then).cmp(&at).then(before.total_cmp(&value)).is_lt() => {
                    (*before, *then) = (value, at);
                }
                Some(_) => {}
                None => self.profile.push((field, value, at)),
            }
        }
    }

    fn answer(&mut self, purpose: u16, answer: Answer) {
        match self.consent.iter_mut().find(|(known, _)| *known == purpose) {
            Some((_, before)) => *before = before.or(answer),
            None => self.consent.push((purpose, answer)),
        }
    }

    /// Adds the profile fields of the fleet that `other` knows otherwise to `found`.
    pub fn differences(&self, other: Option<&Self>, found: &mut Vec<u16>) {
        let theirs = |field| other.and_then(|other| other.field(field));
        let ours = self.profile.iter().filter(|(field, value, _)| theirs(*field) != Some(value));
        let missing = other.map_or(&[][..], |other| &other.profile);
        let missing = missing.iter().filter(|(field, ..)| self.field(*field).is_none());
        found.extend(ours.chain(missing).map(|(field, ..)| *field));
    }

    /// Whether the person consented to a purpose of the fleet.
    pub fn consents(&self, purpose: u16) -> bool {
        self.consent.iter().any(|(known, answer)| *known == purpose && answer.given)
    }

    /// The answer to `processing`.
    pub const fn processing(&self) -> Option<Answer> {
        self.processing
    }

    /// The value of a profile field of the fleet.
    pub fn field(&self, field: u16) -> Option<&Value> {
        self.profile.iter().find(|(known, ..)| *known == field).map(|(_, value, _)| value)
    }
}
