//! The people of one thread: found by id, moved one event at a time.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::engine::event::Event;
use crate::graph::fleet::Fleet;
use crate::intake::decode::Rejected;
use crate::orchestrator::person::Person;
use crate::orchestrator::process::{Conductor, Settings};
use crate::orchestrator::record::{Kind, Record};
use crate::runner::collect::Collector;

/// Some of the people, and who is told of them.
pub struct Shard<'f, C> {
    /// Who is told.
    pub collector: C,
    /// Everyone, in the order in which they came.
    pub people: Vec<Person>,
    /// Lines that were not blank.
    pub lines: u64,
    /// The greatest timestamp of an event.
    pub latest: Option<i64>,
    /// Who moves them.
    pub conductor: Conductor<'f>,
    places: HashTable<u32>,
}

/// Who an event is about: a known and an unknown person of one spelling are two.
pub fn who<'e>(event: &'e Event<'_>) -> (&'e str, bool) {
    match (&event.user, &event.anonymous) {
        (Some(user), _) => (user, false),
        (None, Some(anonymous)) => (anonymous, true),
        (None, None) => ("", true),
    }
}

/// The hash by which a person is found, the same in every run.
pub fn hash((id, anonymous): (&str, bool)) -> u64 {
    let mut hasher = FixedState::with_seed(0x77_61_79).build_hasher();
    id.hash(&mut hasher);
    anonymous.hash(&mut hasher);
    hasher.finish()
}

impl<'f, C: Collector> Shard<'f, C> {
    /// A shard without people.
    pub fn new(fleet: &'f Fleet, settings: &'f Settings, collector: C) -> Self {
        let conductor = Conductor::new(fleet, settings);
        Self { collector, people: Vec::new(), lines: 0, latest: None, conductor, places: HashTable::new() }
    }

    /// Takes an event of the person with this hash.
    pub fn event(&mut self, event: &Event<'_>, hash: u64) {
        self.lines += 1;
        self.latest = self.latest.max(Some(event.timestamp));
        let index = self.place(who(event), hash);
        if let Some(person) = self.people.get_mut(index) {
            self.conductor.process(person, event, &mut self.collector);
        }
    }

    /// Takes a line that is no event.
    pub fn rejected(&mut self, rejected: &Rejected, raw: &[u8], line: u64) {
        let kind = Kind::DeadLetter { reason: rejected.reason, detail: &rejected.detail, raw: Some(raw) };
        self.dead_letter(Record {
            user: rejected.user.as_deref(),
            anonymous: rejected.anonymous,
            line,
            ..Record::of(kind)
        });
    }

    /// Takes a line that was too long to be kept.
    pub fn too_long(&mut self, line: u64) {
        let detail = "the line is longer than 16 MiB; an event is one object on one line";
        let kind = Kind::DeadLetter { reason: "not-an-event", detail, raw: None };
        self.dead_letter(Record { line, ..Record::of(kind) });
    }

    fn dead_letter(&mut self, record: Record<'_>) {
        self.lines += 1;
        self.collector.record(&record);
    }

    /// The person of this id, if one came.
    pub fn person(&self, id: &str, anonymous: bool) -> Option<&Person> {
        let is = |person: &Person| person.id == id && person.anonymous == anonymous;
        let people = &self.people;
        let place = self.places.find(hash((id, anonymous)), |&place| people.get(place as usize).is_some_and(is))?;
        people.get(*place as usize)
    }

    /// The place of a person, who is new if there is none of this id.
    fn place(&mut self, who: (&str, bool), hash_of: u64) -> usize {
        let people = &self.people;
        let is = |&place: &u32| {
            people.get(place as usize).is_some_and(|person| person.id == who.0 && person.anonymous == who.1)
        };
        if let Some(&place) = self.places.find(hash_of, is) {
            return place as usize;
        }
        let place = self.people.len();
        self.people.push(Person::new(who.0, who.1));
        let people = &self.people;
        self.places.insert_unique(hash_of, place as u32, |&place| {
            people.get(place as usize).map_or(0, |person| hash((&person.id, person.anonymous)))
        });
        place
    }

    /// Forgets how people are found, which ends the reading.
    pub fn close(&mut self) -> Vec<Person> {
        self.places = HashTable::new();
        std::mem::take(&mut self.people)
    }
}
