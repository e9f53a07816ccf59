//! One person: their instances and what is remembered of them.

use smol_str::SmolStr;

use crate::engine::instance::Instance;
use crate::terms::value::Value;

/// Everything that is known of one person.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The canonical id.
    pub id: SmolStr,
    /// Whether it is no known one.
    pub anonymous: bool,
    /// Their instances, sorted by journey number, then key.
    pub visits: Vec<Visit>,
}

/// An instance and where it belongs.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The journey's number in the fleet.
    pub journey: u32,
    /// The key that tells it from others; `Unit` without one.
    pub key: Value,
    /// The instance.
    pub instance: Instance,
    /// The timestamp of the last accepted event that was meant for it.
    pub last_event_at: i64,
}
