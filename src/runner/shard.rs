//! The people of one thread: found by id, moved one event at a time.

use crate::engine::event::Event;
use crate::graph::fleet::Fleet;
use crate::intake::decode::Rejected;
use crate::orchestrator::link::Link;
use crate::orchestrator::person::Person;
use crate::orchestrator::process::{Conductor, Settings};
use crate::orchestrator::record::{Kind, Record};
use crate::orchestrator::rollout::Rollout;
use crate::runner::collect::Collector;
use crate::runner::heard::{Heard, Said, linked, who};
use crate::runner::lane::Lane;
use crate::runner::roster::{Roster, Who, hash};

/// Some of the people, and who is told of them.
pub struct Shard<'f, C> {
    /// Who is told.
    pub collector: C,
    /// Everyone.
    pub roster: Roster,
    /// Lines that were not blank.
    pub lines: u64,
    /// The greatest timestamp of an event.
    pub latest: Option<i64>,
    /// Who moves them.
    pub conductor: Conductor<'f>,
}

impl<'f, C: Collector> Shard<'f, C> {
    /// A shard without people.
    pub fn new(fleet: &'f Fleet, settings: &'f Settings, collector: C) -> Self {
        let conductor = Conductor::new(fleet, settings);
        Self { collector, roster: Roster::default(), lines: 0, latest: None, conductor }
    }

    /// The same, with versions that take effect one after the other.
    #[must_use]
    pub fn with_rollout(mut self, rollout: Option<&'f Rollout>) -> Self {
        self.conductor = self.conductor.with_rollout(rollout);
        self
    }

    /// Takes an event of the person with this hash.
    pub fn event(&mut self, event: &Event<'_>, hash: u64) {
        self.event_near(event, hash, None);
    }

    /// The same of somebody who may be found at the place `near`; where they were.
    fn event_near(&mut self, event: &Event<'_>, hash: u64, near: Option<usize>) -> usize {
        self.lines += 1;
        self.latest = self.latest.max(Some(event.timestamp));
        let place = self.roster.place(who(event), hash, near);
        match linked(event) {
            None => self.pass(event, place, Link::None),
            Some(other) => self.link(event, place, other),
        }
        place
    }

    fn pass(&mut self, event: &Event<'_>, place: usize, link: Link<'_>) {
        if let Some(person) = self.roster.people.get_mut(place) {
            self.conductor.process(person, event, link, &mut self.collector);
        }
    }

    /// Takes an event of the known person at `place` that names an unknown one as well.
    #[cold]
    fn link(&mut self, event: &Event<'_>, place: usize, (anonymous, _): Who<'_>) {
        let Some(person) = self.roster.people.get(place) else { return };
        let other = self.roster.find((anonymous, true), hash((anonymous, true)));
        if other == Some(place) || self.conductor.is_duplicate(person, event) {
            return self.pass(event, place, Link::None);
        }
        match other.and_then(|other| Some((other, self.roster.people.get(other)?))) {
            None => {
                self.pass(event, place, Link::New(anonymous));
                self.rename(place);
            }
            Some((_, kept_by)) if !kept_by.anonymous => {
                let kept_by = kept_by.id.clone();
                self.pass(event, place, Link::Refused { anonymous, kept_by: &kept_by });
            }
            Some((other, _)) => {
                let moves = place == self.roster.people.len() - 1;
                let absorbed = self.roster.take_out(other);
                let place = if moves { other } else { place };
                self.pass(event, place, Link::Absorbed(Box::new(absorbed)));
                self.rename(place);
            }
        }
    }

    /// Whoever stands at `place` is found by all their names.
    fn rename(&mut self, place: usize) {
        let names = self.roster.people.get(place).map(|person| person.aliases().to_vec());
        self.roster.call(place, &names.unwrap_or_default());
    }

    /// Takes a line that says this of somebody who may be found at the place `near`; where they were, if it is an event.
    pub fn said(&mut self, said: &Said<'_>, heard: &Heard<'_>, near: Option<usize>) -> Option<usize> {
        match said {
            Ok(event) => Some(self.event_near(event, heard.hash, near)),
            Err(rejected) => {
                self.rejected(rejected, heard.text, heard.line);
                None
            }
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

    fn dead_letter(&mut self, record: Record<'_>) {
        self.lines += 1;
        self.collector.record(&record);
    }
}

impl<C: Collector> Lane for Shard<'_, C> {
    type Person = Person;

    fn hear(&mut self, heard: &Heard<'_>) {
        self.said(&heard.said, heard, None);
    }

    fn too_long(&mut self, line: u64) {
        let detail = "the line is longer than 16 MiB; an event is one object on one line";
        let kind = Kind::DeadLetter { reason: "not-an-event", detail, raw: None };
        self.dead_letter(Record { line, ..Record::of(kind) });
    }

    fn lines(&self) -> u64 {
        self.lines
    }

    fn latest(&self) -> Option<i64> {
        self.latest
    }

    fn waiting(&self) -> (usize, usize) {
        self.collector.waiting()
    }

    fn take(&mut self, records: &mut Vec<u8>, dead_letters: &mut Vec<u8>) {
        self.collector.take(records, dead_letters);
    }

    fn depart(&mut self, hash: u64) -> Vec<Person> {
        self.roster.take_all(hash)
    }

    fn arrive(&mut self, person: Person) {
        self.roster.take_in(person);
    }

    fn close(&mut self) -> Vec<Person> {
        self.roster.close()
    }

    fn settle(&mut self, person: &mut Person, until: i64) {
        self.conductor.settle(person, until, &mut self.collector);
    }

    fn who(person: &Person) -> Who<'_> {
        (&person.id, person.anonymous)
    }
}
