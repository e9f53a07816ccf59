//! One event of one person through all journeys, in the language's order.

use crate::engine::event::Event;
use crate::engine::instance::Status;
use crate::expr::inputs::Envelope;
use crate::graph::fleet::Fleet;
use crate::orchestrator::desk::{Desk, Occurrence, Told};
use crate::orchestrator::emit::Emitted;
use crate::orchestrator::hear::hear;
use crate::orchestrator::person::Person;
use crate::orchestrator::record::{Cause, Kind, Record, Recorder};
use crate::orchestrator::timers::fire_next;
use crate::terms::value::Value;

/// What holds for all people.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long an idempotency key is remembered, in milliseconds of the person's own time.
    pub idempotency_window: i64,
    /// Whether a person is moved only after a yes to `processing`.
    pub processing_opt_in: bool,
    /// The zone where an expression's is none.
    pub default_tz: String,
}

/// Leads people through the journeys of a fleet, one at a time; its memory is reused from input to input.
#[derive(Debug)]
pub struct Conductor<'f> {
    settings: &'f Settings,
    desk: Desk<'f>,
    cause: String,
    slots: Vec<Value>,
}

impl<'f> Conductor<'f> {
    /// A conductor for the journeys of `fleet`.
    pub fn new(fleet: &'f Fleet, settings: &'f Settings) -> Self {
        Self { settings, desk: Desk::new(fleet), cause: String::new(), slots: Vec::new() }
    }

    /// Processes one event of `person`: first what is due by then, then the event in each journey that hears it.
    pub fn process(&mut self, person: &mut Person, event: &Event<'_>, recorder: &mut dyn Recorder) {
        let mut cause_key = std::mem::take(&mut self.cause);
        cause_key.clear();
        cause_key.push_str("e:");
        cause_key.push_str(&event.key);
        let told = Told {
            line: event.line,
            raw: Some(event.raw),
            cause: Cause::Event { event: &event.name, id: &event.id },
            cause_key: &cause_key,
            timestamp: event.timestamp,
            refused_traits: &event.refused_traits,
        };
        let clock = event.timestamp.max(person.clock);
        if person.keys.accept(&event.key, clock, self.settings.idempotency_window) {
            person.clock = clock;
            person.last_event_at = event.timestamp;
            self.accepted(person, event, &told, recorder);
        } else {
            recorder.record(&told.about(person, event.timestamp, Kind::Ignored("duplicate", None)));
        }
        self.cause = cause_key;
    }

    /// Fires everything of `person` that is due at or before `until`, and closes their books.
    pub fn settle(&mut self, person: &mut Person, until: i64, recorder: &mut dyn Recorder) {
        self.catch_up(person, until, 0, recorder);
        for visit in &mut person.visits {
            let machine = self.desk.fleet.machines.get(visit.journey as usize);
            if machine.is_some_and(|machine| machine.journey.entry.key.is_none()) {
                visit.last_event_at = person.last_event_at;
            }
        }
    }

    fn accepted(&mut self, person: &mut Person, event: &Event<'_>, told: &Told<'_>, recorder: &mut dyn Recorder) {
        // Timers come before what the event says of consent: when they were due, it had not been said.
        self.catch_up(person, event.timestamp, event.line, recorder);
        person.learn(event);
        if !event.traits.is_empty() {
            self.desk.follow_profile(person, told, recorder);
        }
        if !self.may_be_moved(person) {
            return self.dismiss_all(person, told, recorder);
        }
        let Some(kind) = event.kind else { return self.stranger(person, event, told, recorder) };
        self.desk.queue.begin();
        let occurrence =
            Occurrence { kind, slots: &event.slots, envelope: event.envelope(), firings: None, told: *told };
        deliver(&mut self.desk, person, &occurrence, recorder);
        self.relay(person, event.line, recorder);
    }

    /// Fires what is due by `limit`, and after each what it emitted.
    fn catch_up(&mut self, person: &mut Person, limit: i64, line: u64, recorder: &mut dyn Recorder) {
        while fire_next(&mut self.desk, person, limit, line, recorder) {
            self.relay(person, line, recorder);
        }
    }

    /// Delivers what was emitted, each event after what is due by then.
    fn relay(&mut self, person: &mut Person, line: u64, recorder: &mut dyn Recorder) {
        while let Some(at) = self.desk.queue.next_at() {
            if fire_next(&mut self.desk, person, at, line, recorder) {
                continue;
            }
            if let Some(emitted) = self.desk.queue.pop() {
                self.emitted(person, &emitted, line, recorder);
            }
        }
    }

    /// Processes an emitted event.
    fn emitted(&mut self, person: &mut Person, emitted: &Emitted, line: u64, recorder: &mut dyn Recorder) {
        let fleet = self.desk.fleet;
        let Some(event) = fleet.events.get(emitted.of.kind.0 as usize) else { return };
        let cause_key = format!("e:{}", emitted.id);
        let cause = Cause::Event { event: &event.name, id: &emitted.id };
        let told =
            Told { line, raw: None, cause, cause_key: &cause_key, timestamp: emitted.of.at, refused_traits: &[] };
        if emitted.surplus {
            let detail = "more than 100 emitted events descend from one input";
            let kind = Kind::DeadLetter { reason: "emit-limit", detail, raw: None };
            return recorder.record(&told.about(person, emitted.of.at, kind));
        }
        let mut slots = std::mem::take(&mut self.slots);
        slots.clear();
        slots.extend(event.slots.iter().map(|way| emitted.of.payload.at_path(way).clone()));
        let envelope = Envelope { kind: &event.name, id: &emitted.id, timestamp: emitted.of.at, session: None };
        let occurrence =
            Occurrence { kind: emitted.of.kind, slots: &slots, envelope, firings: Some(emitted.of.firings), told };
        deliver(&mut self.desk, person, &occurrence, recorder);
        self.slots = slots;
    }

    fn may_be_moved(&self, person: &Person) -> bool {
        let answer = person.known.as_ref().and_then(|known| known.processing());
        answer.map_or(!self.settings.processing_opt_in, |answer| answer.given)
    }

    /// A no to `processing` ends all instances; without any, the event is ignored.
    fn dismiss_all(&mut self, person: &mut Person, told: &Told<'_>, recorder: &mut dyn Recorder) {
        let mut none = true;
        for index in 0..person.visits.len() {
            none &= person.visits[index].instance.status != Status::Active;
            self.desk.dismiss(person, index, told, recorder);
        }
        if none {
            recorder.record(&told.about(person, told.timestamp, Kind::Ignored("no-consent", None)));
        }
    }

    /// An event that no journey declares; fates answer effects, of which none waits yet.
    fn stranger(&mut self, person: &Person, event: &Event<'_>, told: &Told<'_>, recorder: &mut dyn Recorder) {
        if event.fate_payload.is_some() || event.effect_key.is_some() || is_fate(&event.name) {
            return recorder.record(&told.about(person, told.timestamp, Kind::Ignored("no-effect", None)));
        }
        let journeys = self.desk.fleet.machines.len();
        if recorder.wants_ignored() {
            for journey in 0..journeys {
                unheard(&self.desk, person, journey as u32, told, recorder);
            }
        } else {
            recorder.unheard(journeys);
        }
    }
}

fn is_fate(name: &str) -> bool {
    ["succeeded.", "failed.", "held."].iter().any(|prefix| name.starts_with(prefix))
}

/// Hands `occurrence` to each journey, in order; those that do not listen cost nothing unless somebody asks.
fn deliver(desk: &mut Desk<'_>, person: &mut Person, occurrence: &Occurrence<'_>, recorder: &mut dyn Recorder) {
    let fleet = desk.fleet;
    let Some(event) = fleet.events.get(occurrence.kind.0 as usize) else { return };
    let wants_ignored = recorder.wants_ignored();
    let mut next = 0;
    for hearer in &event.hearers {
        if wants_ignored {
            (next..hearer.journey).for_each(|journey| unheard(desk, person, journey, &occurrence.told, recorder));
        }
        next = hearer.journey + 1;
        hear(desk, person, hearer, occurrence, recorder);
    }
    if wants_ignored {
        (next..fleet.machines.len() as u32)
            .for_each(|journey| unheard(desk, person, journey, &occurrence.told, recorder));
    } else if fleet.machines.len() > event.hearers.len() {
        recorder.unheard(fleet.machines.len() - event.hearers.len());
    }
}

/// The record of a journey that does not listen to an event.
fn unheard(desk: &Desk<'_>, person: &Person, journey: u32, told: &Told<'_>, recorder: &mut dyn Recorder) {
    let Some(machine) = desk.fleet.machines.get(journey as usize) else { return };
    let kind = Kind::Ignored("no-match", None);
    recorder.record(&Record { machine: Some(machine), ..told.about(person, told.timestamp, kind) });
}
