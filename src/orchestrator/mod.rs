//! One person, all journeys: pure. Duplicates, identity, consent, which instances, in which order.

pub mod person;
pub mod process;
pub mod record;
