//! A journey with everything that is computed from it once: structure, exit and entry sets, dispatch tables.

use std::sync::Arc;

use crate::model::journey::Journey;

/// A journey ready to run.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The journey.
    pub journey: Arc<Journey>,
}

impl Machine {
    /// Computes the tables of `journey`.
    pub fn new(journey: Journey) -> Self {
        Self { journey: Arc::new(journey) }
    }
}
