//! One person: their instances and what is remembered of them.

use smol_str::SmolStr;

use crate::engine::due::next_due;
use crate::engine::event::Event;
use crate::engine::instance::Instance;
use crate::orchestrator::keys::Keys;
use crate::orchestrator::known::Known;
use crate::terms::value::Value;

/// Everything that is known of one person.
#[derive(Clone, Debug)]
pub struct Person {
    /// The canonical id.
    pub id: SmolStr,
    /// Whether it is no known one.
    pub anonymous: bool,
    /// Their instances, sorted by journey number, then key.
    pub visits: Vec<Visit>,
    /// The greatest timestamp of an accepted event: the person's own time.
    pub clock: i64,
    /// The timestamp of the last accepted event.
    pub last_event_at: i64,
    /// Nothing of theirs is due before; it may lie too early, never too late.
    pub(crate) due: i64,
    pub(crate) keys: Keys,
    /// Consent and profile, once an event has said something of them.
    pub known: Option<Box<Known>>,
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
    /// The timestamp of the last accepted event that was meant for it; for one without a key set by `settle`, as all
    /// events of the person are.
    pub last_event_at: i64,
    /// When the next timer or schedule is due; `i64::MAX` for never.
    pub(crate) due: i64,
}

impl Person {
    /// Someone of whom nothing is known but the id.
    pub fn new(id: &str, anonymous: bool) -> Self {
        Self {
            id: SmolStr::new(id),
            anonymous,
            visits: Vec::new(),
            clock: i64::MIN,
            last_event_at: i64::MIN,
            due: i64::MAX,
            keys: Keys::default(),
            known: None,
        }
    }

    /// The place of the instance of a journey and key: where it is, or where it would stand.
    pub fn find(&self, journey: u32, key: &Value) -> Result<usize, usize> {
        let place = |visit: &Visit| visit.journey.cmp(&journey).then_with(|| visit.key.total_cmp(key));
        self.visits.binary_search_by(place)
    }

    /// The places of all instances of a journey.
    pub fn of_journey(&self, journey: u32) -> std::ops::Range<usize> {
        let start = self.visits.partition_point(|visit| visit.journey < journey);
        let end = self.visits.partition_point(|visit| visit.journey <= journey);
        start..end
    }

    /// Consent and traits of `event`.
    pub(crate) fn learn(&mut self, event: &Event<'_>) {
        if Known::is_in(event) {
            self.known.get_or_insert_default().learn(event);
        }
    }

    /// Sets how often the timers of an instance fired since the last outside event.
    pub(crate) fn set_firings(&mut self, index: usize, firings: u32) {
        let Some(visit) = self.visits.get_mut(index).filter(|visit| visit.instance.firings != firings) else { return };
        visit.instance.firings = firings;
        visit.refresh();
        self.due = self.due.min(visit.due);
    }

    /// Puts `visit` at its place, instead of an earlier one of the same journey and key; which place.
    pub(crate) fn put(&mut self, visit: Visit) -> usize {
        self.due = self.due.min(visit.due);
        match self.find(visit.journey, &visit.key) {
            Ok(index) => {
                self.visits[index] = visit;
                index
            }
            Err(index) => {
                // One at a time: an instance is large, and most people have one.
                self.visits.reserve_exact(1);
                self.visits.insert(index, visit);
                index
            }
        }
    }
}

impl Visit {
    /// Brings `due` up to what the instance says.
    pub(crate) fn refresh(&mut self) {
        self.due = next_due(&self.instance).map_or(i64::MAX, |due| due.at);
    }
}
