//! One input on its way through the journeys: what is told of it, and what they hear.

use crate::engine::step::Rollback;
use crate::expr::inputs::Envelope;
use crate::graph::fleet::EventType;
use crate::graph::machine::Machine;
use crate::orchestrator::person::{Person, Visit};
use crate::orchestrator::record::{Cause, Kind, Record};
use crate::terms::value::Value;

/// What all records of one input have in common.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The line, from 1; 0 after the last one.
    pub line: u64,
    /// The line's bytes, where the input is one.
    pub raw: Option<&'a [u8]>,
    /// What the input is.
    pub cause: Cause<'a>,
    /// The same as in effect keys.
    pub cause_key: &'a str,
    /// Its own instant.
    pub timestamp: i64,
    /// Traits that were left out.
    pub refused_traits: &'a [String],
}

/// An event on its way through the journeys.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'a> {
    /// Its type.
    pub kind: EventType,
    /// Its payload by the fleet's slots.
    pub slots: &'a [Value],
    /// The rest of it.
    pub envelope: Envelope<'a>,
    /// For one that a journey emitted, how often the emitter's timers had fired since the last outside event.
    pub firings: Option<u32>,
    /// What is told of it.
    pub told: Told<'a>,
}

impl<'a> Told<'a> {
    /// A record about `person` at `now`, who is in no journey as far as it says.
    pub fn about(&self, person: &'a Person, now: i64, kind: Kind<'a>) -> Record<'a> {
        Record {
            user: Some(&person.id),
            anonymous: person.anonymous,
            cause: Some(self.cause),
            at: now,
            timestamp: (self.timestamp != now).then_some(self.timestamp),
            line: self.line,
            cause_key: self.cause_key,
            refused_traits: self.refused_traits,
            ..Record::of(kind)
        }
    }

    /// The same about one instance of theirs.
    pub fn about_visit(
        &self,
        person: &'a Person,
        visit: &'a Visit,
        machine: &'a Machine,
        kind: Kind<'a>,
    ) -> Record<'a> {
        Record {
            machine: Some(machine),
            key: &visit.key,
            visit: visit.instance.visit,
            status: Some(visit.instance.status),
            ..self.about(person, self.timestamp.max(visit.instance.last_input), kind)
        }
    }

    /// An input that was rolled back.
    pub fn dead_letter(&self, rollback: &Rollback, then: impl FnOnce(Kind<'_>)) {
        let detail = rollback.to_string();
        then(Kind::DeadLetter { reason: rollback.reason(), detail: &detail, raw: self.raw });
    }
}
