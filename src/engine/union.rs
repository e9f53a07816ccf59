//! Two instances of one journey become one.

use crate::engine::instance::Instance;
use crate::graph::machine::Machine;

/// What became of two instances.
#[derive(Debug)]
pub struct Merged {
    /// The instance that is left.
    pub instance: Instance,
    /// Whether the first of the two was kept.
    pub first: bool,
    /// The context slots that have another value than in the kept one.
    pub changed: Vec<u16>,
}

/// Makes two instances one.
pub fn merge((_, a): (&Machine, Instance), (_, _b): (&Machine, Instance)) -> Merged {
    Merged { instance: a, first: true, changed: Vec::new() }
}
