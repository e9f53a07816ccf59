//! One event of one person through all journeys, in the language's order.

use crate::engine::event::{Event, is_fate};
use crate::engine::instance::Status;
use crate::expr::inputs::Envelope;
use crate::graph::fleet::{Fleet, Hearer};
use crate::orchestrator::answers::{self, Answer};
use crate::orchestrator::desk::Desk;
use crate::orchestrator::emit::Emitted;
use crate::orchestrator::hear::hear;
use crate::orchestrator::link::Link;
use crate::orchestrator::moves::{Plans, shift};
use crate::orchestrator::person::Person;
use crate::orchestrator::record::{Cause, Kind, Record, Recorder};
use crate::orchestrator::rollout::Rollout;
use crate::orchestrator::timers::fire_next;
use crate::orchestrator::told::{Occurrence, Told};
use crate::orchestrator::unite::unite;
use crate::terms::finding::Finding;
use crate::terms::value::Value;

/// What holds for all people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long an idempotency key is remembered, in milliseconds of the person's own time.
    pub idempotency_window: i64,
    /// Whether a person is moved only after a yes to `processing`.
    pub processing_opt_in: bool,
}

/// Leads people through the journeys of a fleet, one at a time; its memory is reused from input to input.
#[derive(Debug)]
pub struct Conductor<'f> {
    settings: &'f Settings,
    rollout: Option<&'f Rollout>,
    desk: Desk<'f>,
    plans: Plans,
    cause: String,
    slots: Vec<Value>,
    /// Profile fields that the event at hand changed.
    changed: Vec<u16>,
}

impl<'f> Conductor<'f> {
    /// A conductor for the journeys of `fleet`.
    pub fn new(fleet: &'f Fleet, settings: &'f Settings) -> Self {
        let (desk, plans) = (Desk::new(fleet), Plans::default());
        Self { settings, rollout: None, desk, plans, cause: String::new(), slots: Vec::new(), changed: Vec::new() }
    }

    /// The same, with versions that take effect one after the other, for each person in their own time.
    #[must_use]
    pub fn with_rollout(self, rollout: Option<&'f Rollout>) -> Self {
        Self { rollout, ..self }
    }

    /// From now on people enter the journey of this machine on that version; at first it is the newest.
    pub fn open(&mut self, machine: u32) {
        let versions = self.desk.fleet.journeys.iter().position(|versions| versions.machines.contains(&machine));
        if let Some(current) = versions.and_then(|journey| self.desk.current.get_mut(journey)) {
            *current = machine;
        }
    }

    /// What in the `migrate` of this machine does not fit the older versions that its people may be on; where there is
    /// something, none of those can move.
    pub fn misfits(&mut self, machine: u32) -> Vec<Finding> {
        self.plans.findings(self.desk.fleet, machine)
    }

    /// The version of this machine takes effect for `person` at `at`: first what is due by then fires, then their
    /// instances on other versions of the journey move, or finish where they are.
    pub fn deploy(&mut self, person: &mut Person, machine: u32, at: i64, recorder: &mut dyn Recorder) {
        let versions = self.desk.fleet.journeys.iter().position(|versions| versions.machines.contains(&machine));
        let Some(journey) = versions else { return };
        self.catch_up(person, at, 0, recorder);
        self.desk.queue.begin();
        for index in person.of_journey(journey as u32) {
            shift(&mut self.desk, &mut self.plans, person, (index, machine, at), recorder);
        }
        self.relay(person, 0, recorder);
    }

    /// Whether `event` of `person` came before: then it says nothing, not even who is who.
    pub fn is_duplicate(&self, person: &Person, event: &Event<'_>) -> bool {
        let clock = event.timestamp.max(person.clock);
        person.keys.knows(&event.key, clock, self.settings.idempotency_window)
    }

    /// Processes one event of `person`: first what is due by then, then the event in each journey that hears it.
    pub fn process(&mut self, person: &mut Person, event: &Event<'_>, link: Link<'_>, recorder: &mut dyn Recorder) {
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
        if event.kind.is_none() && is_fate(&event.name) {
            self.fate(person, event, link, &told, recorder);
        } else if self.accepts(person, event) {
            self.accepted(person, event, link, &told, recorder);
        } else {
            recorder.record(&told.about(person, event.timestamp, Kind::Ignored("duplicate", None)));
        }
        self.cause = cause_key;
    }

    /// Fires everything of `person` that is due at or before `until`, and closes their books.
    pub fn settle(&mut self, person: &mut Person, until: i64, recorder: &mut dyn Recorder) {
        self.catch_up(person, until, 0, recorder);
        for visit in &mut person.visits {
            let machine = self.desk.fleet.machine(visit.machine);
            if machine.is_some_and(|machine| machine.journey.entry.key.is_none()) {
                visit.last_event_at = person.last_event_at;
            }
        }
    }

    /// Remembers the event's key, unless it is remembered already.
    fn accepts(&self, person: &mut Person, event: &Event<'_>) -> bool {
        let clock = event.timestamp.max(person.clock);
        let fresh = person.keys.accept(&event.key, clock, self.settings.idempotency_window);
        if fresh {
            person.clock = clock;
            person.last_event_at = event.timestamp;
        }
        fresh
    }

    fn accepted(
        &mut self,
        person: &mut Person,
        event: &Event<'_>,
        link: Link<'_>,
        told: &Told<'_>,
        recorder: &mut dyn Recorder,
    ) {
        let mut changed = std::mem::take(&mut self.changed);
        changed.clear();
        self.prepare(person, (event, link), &mut changed, told, recorder);
        if self.may_be_moved(person) {
            self.desk.queue.begin();
            match event.kind {
                Some(kind) => {
                    let envelope = event.envelope();
                    let occurrence = Occurrence { kind, slots: &event.slots, envelope, firings: None, told: *told };
                    deliver(&mut self.desk, person, &occurrence, recorder);
                }
                None => self.stranger(person, told, recorder),
            }
            self.follow(person, &changed, told, recorder);
            self.relay(person, event.line, recorder);
        } else {
            self.dismiss_all(person, told, recorder);
        }
        self.changed = changed;
    }

    /// What comes before an event itself: what is due by then, who is who, consent and traits.
    fn prepare(
        &mut self,
        person: &mut Person,
        (event, link): (&Event<'_>, Link<'_>),
        changed: &mut Vec<u16>,
        told: &Told<'_>,
        recorder: &mut dyn Recorder,
    ) {
        // Timers come before what the event says of consent: when they were due, it had not been said.
        self.catch_up(person, event.timestamp, event.line, recorder);
        match link {
            Link::None => {}
            Link::New(anonymous) => person.add_alias(anonymous),
            Link::Absorbed(mut other) => {
                // What has taken effect for one of them has for both.
                let stage = person.stage.max(other.stage);
                let since = self.rollout.map_or(i64::MIN, |rollout| rollout.since(stage));
                self.catch_up(&mut other, event.timestamp.max(since), event.line, recorder);
                if person.stage < stage {
                    self.catch_up(person, since, event.line, recorder);
                }
                unite(&mut self.desk, person, *other, told, recorder);
            }
            Link::Refused { anonymous, kept_by } => {
                recorder.record(&told.about(person, event.timestamp, Kind::LinkRefused { anonymous, kept_by }));
            }
        }
        person.learn(event, changed);
    }

    /// Timers that read the profile fields in `changed` are computed again.
    fn follow(&mut self, person: &mut Person, changed: &[u16], told: &Told<'_>, recorder: &mut dyn Recorder) {
        if !changed.is_empty() {
            let all = 0..person.visits.len();
            all.for_each(|index| self.desk.follow(person, index, (changed, &[]), told, recorder));
        }
    }

    /// What became of an effect: an event of the one instance that asked for it. What breaks the contract of the
    /// action's answers was not accepted, like any such event, so the effect goes on waiting.
    fn fate(
        &mut self,
        person: &mut Person,
        event: &Event<'_>,
        link: Link<'_>,
        told: &Told<'_>,
        recorder: &mut dyn Recorder,
    ) {
        if self.is_duplicate(person, event) {
            return recorder.record(&told.about(person, event.timestamp, Kind::Ignored("duplicate", None)));
        }
        let mut changed = Vec::new();
        self.prepare(person, (event, link), &mut changed, told, recorder);
        let answer = answers::find(&self.desk, person, event);
        if let Answer::Misfit(place, detail) = &answer {
            answers::refuse(&self.desk, person, (*place, detail), told, recorder);
            return self.follow(person, &changed, told, recorder);
        }
        self.accepts(person, event);
        if !self.may_be_moved(person) {
            return self.dismiss_all(person, told, recorder);
        }
        self.desk.queue.begin();
        if let Answer::Of(place, payload) = &answer {
            answers::deliver(&mut self.desk, person, (*place, payload), event, told, recorder);
        } else {
            recorder.record(&told.about(person, told.timestamp, Kind::Ignored("no-effect", None)));
        }
        self.follow(person, &changed, told, recorder);
        self.relay(person, event.line, recorder);
    }

    /// What is due by `limit` fires, and what takes effect by then does, in order.
    fn catch_up(&mut self, person: &mut Person, limit: i64, line: u64, recorder: &mut dyn Recorder) {
        if let Some(rollout) = self.rollout {
            self.roll_out(rollout, person, limit, line, recorder);
        }
        self.fire(person, limit, line, recorder);
    }

    #[cold]
    fn roll_out(&mut self, rollout: &Rollout, person: &mut Person, limit: i64, line: u64, recorder: &mut dyn Recorder) {
        self.desk.current.copy_from_slice(rollout.current(person.stage));
        while let Some(stage) = rollout.next(person.stage).filter(|stage| stage.at <= limit) {
            self.fire(person, stage.at, line, recorder);
            person.stage += 1;
            self.desk.current.copy_from_slice(rollout.current(person.stage));
            for &machine in &stage.machines {
                self.deploy(person, machine, stage.at, recorder);
            }
        }
    }

    /// Fires what is due by `limit`, and after each what it emitted.
    fn fire(&mut self, person: &mut Person, limit: i64, line: u64, recorder: &mut dyn Recorder) {
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

    /// An event that no journey declares.
    fn stranger(&mut self, person: &mut Person, told: &Told<'_>, recorder: &mut dyn Recorder) {
        let journeys = self.desk.fleet.journeys.len();
        if recorder.wants_ignored() {
            for journey in 0..journeys {
                unheard(&self.desk, person, journey as u32, told, recorder);
            }
        } else {
            recorder.unheard(journeys);
        }
        meant_for_all(&self.desk, person, &[], told.timestamp);
    }
}

/// Hands `occurrence` to each journey, in order; those that do not listen cost nothing unless somebody asks.
fn deliver(desk: &mut Desk<'_>, person: &mut Person, occurrence: &Occurrence<'_>, recorder: &mut dyn Recorder) {
    let fleet = desk.fleet;
    let Some(event) = fleet.events.get(occurrence.kind.0 as usize) else { return };
    let wants_ignored = recorder.wants_ignored();
    let (mut next, mut heard) = (0, 0);
    meant_for_all(desk, person, &event.hearers, occurrence.told.timestamp);
    for versions in event.hearers.chunk_by(|a, b| a.journey == b.journey) {
        let Some(journey) = versions.first().map(|hearer| hearer.journey) else { continue };
        if wants_ignored {
            (next..journey).for_each(|journey| unheard(desk, person, journey, &occurrence.told, recorder));
        }
        next = journey + 1;
        heard += 1;
        hear(desk, person, versions, occurrence, recorder);
    }
    let journeys = fleet.journeys.len();
    if wants_ignored {
        (next..journeys as u32).for_each(|journey| unheard(desk, person, journey, &occurrence.told, recorder));
    } else if journeys > heard {
        recorder.unheard(journeys - heard);
    }
}

/// An event that a journey with keys does not listen to, and that has no key there, is meant for all instances.
fn meant_for_all(desk: &Desk<'_>, person: &mut Person, hearers: &[Hearer], timestamp: i64) {
    if !desk.fleet.keyed {
        return;
    }
    for visit in &mut person.visits {
        let keyed = desk.fleet.journeys.get(visit.journey as usize).is_some_and(|versions| versions.keyed);
        if keyed && hearers.binary_search_by_key(&visit.journey, |hearer| hearer.journey).is_err() {
            visit.last_event_at = timestamp;
        }
    }
}

/// The record of a journey that does not listen to an event.
fn unheard(desk: &Desk<'_>, person: &Person, journey: u32, told: &Told<'_>, recorder: &mut dyn Recorder) {
    let current = desk.current.get(journey as usize).and_then(|&machine| desk.fleet.machine(machine));
    let Some(machine) = current else { return };
    let kind = Kind::Ignored("no-match", None);
    recorder.record(&Record { machine: Some(machine), ..told.about(person, told.timestamp, kind) });
}
