//! One line of JSON becomes one event, or the reason why it is none.

use crate::engine::event::Event;
use crate::graph::fleet::Fleet;

/// Decodes lines for one fleet.
#[derive(Debug)]
pub struct Decoder {}

/// Why a line is no event, or breaks its contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// A stable word: `not-an-event` or `contract`.
    pub reason: &'static str,
    /// What is wrong, and where in the object.
    pub detail: String,
    /// The person that it names, where one could be read.
    pub user: Option<String>,
}

impl Decoder {
    /// A decoder for the events of `fleet`.
    pub fn new(fleet: &Fleet) -> Self {
        let _ = fleet;
        Self {}
    }

    /// Decodes the bytes of one line, without its line break; `line` counts from 1.
    pub fn decode<'a>(&self, bytes: &'a [u8], line: u64) -> Result<Event<'a>, Rejected> {
        let _ = (bytes, line);
        Err(Rejected { reason: "not-an-event", detail: String::new(), user: None })
    }
}
