//! The decoder for each time: an event is what the versions say that were in force when it happened.

use crate::engine::event::Event;
use crate::graph::fleet::Fleet;
use crate::intake::decode::{Decoder, Rejected};
use crate::orchestrator::rollout::Rollout;

/// Decodes lines by the contracts of their time.
#[derive(Debug)]
pub struct Decoders {
    /// Those in force in the end.
    last: Decoder,
    /// The others, from the latest on, with the instant at which the next ones take effect.
    earlier: Vec<(i64, Decoder)>,
    /// That of another world, to which the same line may say something else.
    other: Option<Decoder>,
}

/// What a line says; where another world reads it otherwise, what it says there.
pub type Both<'a> = (Result<Event<'a>, Rejected>, Option<Box<Result<Event<'a>, Rejected>>>);

impl Decoders {
    /// Those of `fleet`.
    pub fn new(fleet: &Fleet, rollout: Option<&Rollout>) -> Self {
        let Some(rollout) = rollout else {
            return Self { last: Decoder::new(fleet), earlier: Vec::new(), other: None };
        };
        let mut contracts = fleet.contracts_among(rollout.current(0));
        let mut earlier = Vec::new();
        for (passed, stage) in rollout.stages().iter().enumerate() {
            let next = fleet.contracts_among(rollout.current(passed as u16 + 1));
            if next != contracts {
                earlier.push((stage.at, Decoder::with_contracts(fleet, &contracts)));
                contracts = next;
            }
        }
        earlier.reverse();
        Self { last: Decoder::with_contracts(fleet, &contracts), earlier, other: None }
    }

    /// Those of two worlds.
    pub fn of_two(fleet: &Fleet, other: &Fleet) -> Self {
        let other = if fleet.reads_like(other) { None } else { Some(Decoder::new(other)) };
        Self { other, ..Self::new(fleet, None) }
    }

    /// Decodes the bytes of one line, without its line break; `line` counts from 1.
    pub fn decode<'a>(&self, bytes: &'a [u8], line: u64) -> Both<'a> {
        let other = self.other.as_ref().map(|other| Box::new(other.decode(bytes, line)));
        (self.of_its_time(bytes, line), other)
    }

    fn of_its_time<'a>(&self, bytes: &'a [u8], line: u64) -> Result<Event<'a>, Rejected> {
        let mut decoded = self.last.decode(bytes, line);
        for (until, decoder) in &self.earlier {
            let is_settled = match &decoded {
                Ok(event) => event.timestamp >= *until,
                Err(rejected) => rejected.reason != "contract",
            };
            if is_settled {
                break;
            }
            match decoder.decode(bytes, line) {
                // It broke a contract of its own time, whatever it would have been before.
                Ok(event) if event.timestamp >= *until => break,
                before => decoded = before,
            }
        }
        decoded
    }
}
