//! One person: their instances and what is remembered of them.

use smol_str::{SmolStr, format_smolstr};

use crate::engine::due::next_due;
use crate::engine::event::Event;
use crate::engine::instance::Instance;
use crate::orchestrator::keys::Keys;
use crate::orchestrator::known::Known;
use crate::orchestrator::sends::Sends;
use crate::orchestrator::waiting::{Owner, Waiting};
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
    /// How many stages of a rollout have taken effect for them.
    pub(crate) stage: u16,
    /// Nothing of theirs is due before; it may lie too early, never too late.
    pub(crate) due: i64,
    pub(crate) keys: Keys,
    /// Consent and profile, once an event has said something of them.
    pub known: Option<Box<Known>>,
    /// What most people have none of.
    pub(crate) beside: Option<Box<Beside>>,
}

/// What most people have none of: other ids, messages that are counted, effects that wait.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    /// Unknown people who turned out to be this one, sorted.
    pub aliases: Vec<SmolStr>,
    /// What was sent, as caps count it.
    pub sends: Sends,
    /// Effects that wait.
    pub waiting: Waiting,
}

/// An instance and where it belongs.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The journey's number in the fleet.
    pub journey: u32,
    /// The number of the version that the person is on.
    pub machine: u32,
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
            stage: 0,
            due: i64::MAX,
            keys: Keys::default(),
            known: None,
            beside: None,
        }
    }

    /// The place of the instance of a journey and key: where it is, or where it would stand.
    pub fn find(&self, journey: u32, key: &Value) -> Result<usize, usize> {
        let place = |visit: &Visit| visit.journey.cmp(&journey).then_with(|| visit.key.total_cmp(key));
        self.visits.binary_search_by(place)
    }

    /// Whether one calls this person by `id`.
    pub fn is_called(&self, id: &str, anonymous: bool) -> bool {
        (self.id == id && self.anonymous == anonymous) || (anonymous && self.aliases().iter().any(|alias| alias == id))
    }

    /// The unknown people who turned out to be this one.
    pub fn aliases(&self) -> &[SmolStr] {
        self.beside.as_ref().map_or(&[], |beside| &beside.aliases)
    }

    /// This unknown person turns out to be the same.
    pub(crate) fn add_alias(&mut self, anonymous: &str) {
        let aliases = &mut self.beside.get_or_insert_default().aliases;
        if let Err(place) = aliases.binary_search_by(|alias| alias.as_str().cmp(anonymous)) {
            aliases.insert(place, SmolStr::new(anonymous));
        }
    }

    /// The places of all instances of a journey.
    pub fn of_journey(&self, journey: u32) -> std::ops::Range<usize> {
        let start = self.visits.partition_point(|visit| visit.journey < journey);
        let end = self.visits.partition_point(|visit| visit.journey <= journey);
        start..end
    }

    /// Consent and traits of `event`; the profile fields that changed are added to `changed`.
    pub(crate) fn learn(&mut self, event: &Event<'_>, changed: &mut Vec<u16>) {
        if Known::is_in(event) {
            self.known.get_or_insert_default().learn(event, changed);
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
                let before = &self.visits[index];
                let ended = Some(before.instance.status);
                if let Some(beside) = &mut self.beside {
                    let of_before = |owner: &&mut Owner| owner.is(before.journey, &before.key, before.instance.visit);
                    let lasting = beside.waiting.owners().filter(of_before).filter(|owner| owner.ended.is_none());
                    lasting.for_each(|owner| owner.ended = ended);
                }
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

/// An instance's key as text; an int in decimal, empty without one.
pub fn key_text(key: &Value) -> SmolStr {
    match key {
        Value::Unit => SmolStr::default(),
        Value::Str(text) => text.clone(),
        Value::Int(number) => format_smolstr!("{number}"),
        other => format_smolstr!("{other}"),
    }
}
