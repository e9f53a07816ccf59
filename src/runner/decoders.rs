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
    other: Option<Other>,
}

/// The decoder of another world.
#[derive(Debug)]
struct Other {
    decoder: Decoder,
    /// By event type, whether both worlds read it alike; absent where they read nothing alike.
    alike: Option<Vec<bool>>,
}

impl Other {
    /// What the line that says `said` here says there, if that is another thing.
    fn decode<'a>(
        &self,
        said: &Result<Event<'a>, Rejected>,
        bytes: &'a [u8],
        line: u64,
    ) -> Option<Result<Event<'a>, Rejected>> {
        let is_alike = |alike: &Vec<bool>| match said {
            // What neither declares says the same to both.
            Ok(event) => event.kind.is_none_or(|kind| alike.get(kind.0 as usize) == Some(&true)),
            Err(_) => false,
        };
        (!self.alike.as_ref().is_some_and(is_alike)).then(|| self.decoder.decode(bytes, line))
    }
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
        let alike = fleet.read_alike(other);
        let is_all = alike.as_ref().is_some_and(|alike| alike.iter().all(|alike| *alike));
        let other = (!is_all).then(|| Other { decoder: Decoder::new(other), alike });
        Self { other, ..Self::new(fleet, None) }
    }

    /// Decodes the bytes of one line, without its line break; `line` counts from 1.
    pub fn decode<'a>(&self, bytes: &'a [u8], line: u64) -> Both<'a> {
        let said = self.of_its_time(bytes, line);
        let other = self.other.as_ref().and_then(|other| other.decode(&said, bytes, line));
        (said, other.map(Box::new))
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
