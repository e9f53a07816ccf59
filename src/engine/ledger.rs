//! What was sent to the person so far, as caps count it: the engine asks, whoever holds the person answers.

use std::fmt::Debug;

use crate::model::ids::{ActionId, CapId};

/// What a cap counts, by the journey's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// The sends of one action.
    Action(ActionId),
    /// The sends of all actions that name a cap.
    Cap(CapId),
}

/// The sends of one person over all journeys, before the present input.
pub trait Ledger: Debug {
    /// How many sends later than `after`, in milliseconds, count against `counter`.
    fn sent(&self, counter: Counter, after: i64) -> u32;
}

/// The ledger of somebody to whom nothing was sent.
#[derive(Clone, Copy, Debug)]
pub struct NothingSent;

impl Ledger for NothingSent {
    fn sent(&self, _: Counter, _: i64) -> u32 {
        0
    }
}
