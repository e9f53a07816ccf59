//! One journey hears one event: which instances it is for, and whether it enters.

use crate::engine::ending::Leaving;
use crate::engine::instance::{Instance, Status};
use crate::engine::step::{Input, Rollback, Stimulus, enter};
use crate::expr::inputs::{Complaints, Inputs, Nowhere, Payload};
use crate::expr::program::EvalError;
use crate::graph::fleet::Hearer;
use crate::graph::machine::Machine;
use crate::orchestrator::desk::Desk;
use crate::orchestrator::effects;
use crate::orchestrator::person::{Person, Visit};
use crate::orchestrator::record::{Kind, Record, Recorder};
use crate::orchestrator::told::Occurrence;
use crate::syntax::lifecycle::Reentry;
use crate::terms::value::Value;

/// Hands `occurrence` to the instances of one journey that it is meant for, or lets the person enter. `hearers` are
/// the versions of the journey that listen to it.
pub fn hear(
    desk: &mut Desk<'_>,
    person: &mut Person,
    hearers: &[Hearer],
    occurrence: &Occurrence<'_>,
    recorder: &mut dyn Recorder,
) {
    let fleet = desk.fleet;
    let Some(last) = hearers.last() else { return };
    let Some(&current) = desk.current.get(last.journey as usize) else { return };
    // Where the version of the day does not listen, the newest one that does says who is meant.
    let hearer = hearers.iter().find(|hearer| hearer.machine == current).unwrap_or(last);
    let enters = hearer.machine == current && hearer.enters;
    let Some(machine) = fleet.machine(hearer.machine) else { return };
    let mut hearing = Hearing { desk, machine, hearer, hearers, enters, occurrence, recorder };
    let Some(key) = &machine.journey.entry.key else { return hearing.one(person, Value::Unit) };
    let Ok(place) = key.by_event.binary_search_by_key(&hearer.event, |(event, _)| *event) else {
        return hearing.all(person);
    };
    let value = hearing.outside(person, |inputs| key.by_event[place].1.eval(inputs));
    match value {
        Ok(Value::Unit) => hearing.ignore(person, "no-key"),
        Ok(value) => hearing.one(person, value),
        Err(error) => hearing.fail(person, &Rollback::Runtime { at: "key".to_owned(), detail: error.to_string() }),
    }
}

struct Hearing<'h, 'f, 'o> {
    desk: &'h mut Desk<'f>,
    /// The version that says who is meant, and whom it lets in.
    machine: &'f Machine,
    hearer: &'h Hearer,
    hearers: &'h [Hearer],
    enters: bool,
    occurrence: &'h Occurrence<'o>,
    recorder: &'h mut dyn Recorder,
}

impl<'h> Hearing<'h, '_, '_> {
    fn payload(&self, hearer: &'h Hearer) -> Payload<'h> {
        Payload { slots: self.occurrence.slots, map: Some(&hearer.map) }
    }

    fn stimulus(&self, hearer: &'h Hearer) -> Stimulus<'h> {
        let envelope = &self.occurrence.envelope;
        Stimulus::Event { event: hearer.event, payload: self.payload(hearer), envelope }
    }

    /// All of the person's instances of the journey.
    fn all(&mut self, person: &mut Person) {
        let places = person.of_journey(self.hearer.journey);
        if places.is_empty() {
            return self.ignore(person, "not-entered");
        }
        for index in places {
            self.visit(person, index);
        }
    }

    /// The instance of one key.
    fn one(&mut self, person: &mut Person, key: Value) {
        match person.find(self.hearer.journey, &key) {
            Ok(index) => self.known(person, index),
            Err(_) if self.enters => self.enter(person, key, None),
            Err(_) => self.ignore(person, "not-entered"),
        }
    }

    /// An instance that is there: it takes the event, unless the event lets the person enter anew.
    fn known(&mut self, person: &mut Person, index: usize) {
        let instance = &person.visits[index].instance;
        let active = instance.status == Status::Active;
        let again = self.enters
            && match self.machine.journey.entry.reentry {
                Reentry::Never => false,
                Reentry::AfterEnd => !active,
                Reentry::Always => true,
                Reentry::After(wait) => {
                    let ready = instance.ended_at.map(|ended| ended.saturating_add(wait));
                    !active && ready.is_some_and(|ready| self.occurrence.told.timestamp >= ready)
                }
            };
        if !again || (active && !matches!(self.admits(person), Ok(true))) {
            return self.visit(person, index);
        }
        if active { self.anew(person, index) } else { self.again(person, index) }
    }

    /// Ends a running visit and begins another: one input, so both or neither.
    fn anew(&mut self, person: &mut Person, index: usize) {
        let before = (person.visits[index].clone(), person.beside.clone());
        let told = &self.occurrence.told;
        let old = self.hearers.iter().find(|hearer| hearer.machine == before.0.machine).unwrap_or(self.hearer);
        let ended = self.desk.end(person, index, Leaving::WithActions, (self.stimulus(old), told));
        let exit = ended.map(|()| {
            let out = person.visits[index].instance.last_input;
            self.desk.keep_effects(person, index, (told, out));
            effects::drop_deferred(person, index);
            std::mem::take(&mut self.desk.scratch.trace)
        });
        let begun = exit.and_then(|exit| Ok((exit, self.begin(person, Some(index))?)));
        match begun {
            Ok((mut exit, instance)) => {
                let visit = &person.visits[index];
                let now = visit.instance.last_input;
                if let Some(machine) = self.desk.fleet.machine(visit.machine) {
                    let kind = Kind::Exit("reentered", &exit);
                    self.recorder.record(&Record { at: now, ..told.about_visit(person, visit, machine, kind) });
                    self.desk.enqueue(&mut exit.emitted, (machine, person, index), now, told);
                }
                let key = person.visits[index].key.clone();
                self.entered(person, key, instance);
            }
            Err(rollback) => {
                (person.visits[index], person.beside) = before;
                self.fail(person, &rollback);
            }
        }
    }

    /// Begins another visit after one that has ended.
    fn again(&mut self, person: &mut Person, index: usize) {
        let key = person.visits[index].key.clone();
        self.enter(person, key, Some(index));
    }

    /// The instance takes the event as an input, if it still runs.
    fn visit(&mut self, person: &mut Person, index: usize) {
        let told = &self.occurrence.told;
        let visit = &mut person.visits[index];
        visit.last_event_at = told.timestamp;
        let reason = match visit.instance.status {
            Status::Active => {
                let firings = self.firings(visit.instance.firings);
                let machine = visit.machine;
                let Some(hearer) = self.hearers.iter().find(|hearer| hearer.machine == machine) else {
                    return self.tell_of(person, index, "no-match");
                };
                self.desk.advance(person, index, self.stimulus(hearer), told, self.recorder);
                return person.set_firings(index, firings);
            }
            Status::Completed => "completed",
            Status::Exited => "exited",
        };
        self.tell_of(person, index, reason);
    }

    fn tell_of(&mut self, person: &Person, index: usize, reason: &'static str) {
        let visit = &person.visits[index];
        let Some(machine) = self.desk.fleet.machine(visit.machine) else { return };
        let told = &self.occurrence.told;
        self.recorder.record(&told.about_visit(person, visit, machine, Kind::Ignored(reason, None)));
    }

    /// How often timers fired since the last outside event: emitting does not begin the count anew, or two journeys
    /// could go on for ever.
    fn firings(&self, own: u32) -> u32 {
        self.occurrence.firings.map_or(0, |emitter| emitter.max(own))
    }

    /// Lets the person enter, for the first time or after the visit at `before`.
    fn enter(&mut self, person: &mut Person, key: Value, before: Option<usize>) {
        match self.admits(person) {
            Ok(true) => {}
            Ok(false) => return self.ignore(person, "guard-false"),
            Err(error) => return self.refuse(person, &error),
        }
        match self.begin(person, before) {
            Ok(instance) => self.entered(person, key, instance),
            Err(rollback) => self.fail(person, &rollback),
        }
    }

    /// The instance of a new visit.
    fn begin(&mut self, person: &Person, before: Option<usize>) -> Result<Instance, Rollback> {
        let last = before.map(|index| &person.visits[index].instance);
        let number = last.map_or(1, |instance| instance.visit.saturating_add(1));
        let told = &self.occurrence.told;
        let now = last.map_or(told.timestamp, |instance| told.timestamp.max(instance.last_input));
        let stimulus = self.stimulus(self.hearer);
        let parts = self.desk.parts(person, self.hearer.machine);
        let (view, ledger) = (&parts.view, &parts.ledger);
        let input = Input { stimulus, now, person: view, ledger, out: None, cause: told.cause_key };
        let mut instance = enter(self.machine, &input, number, parts.scratch)?;
        instance.firings = self.firings(last.map_or(0, |instance| instance.firings));
        Ok(instance)
    }

    /// Puts a new visit at its place and tells of it.
    fn entered(&mut self, person: &mut Person, key: Value, instance: Instance) {
        let told = &self.occurrence.told;
        let now = instance.entered_at;
        let journey = self.hearer.journey;
        let machine = self.hearer.machine;
        let mut visit = Visit { journey, machine, key, instance, last_event_at: told.timestamp, due: i64::MAX };
        visit.refresh();
        let index = person.put(visit);
        let visit = &person.visits[index];
        let kind = Kind::Enter(&self.desk.scratch.trace);
        self.recorder.record(&Record { at: now, ..told.about_visit(person, visit, self.machine, kind) });
        self.desk.keep_effects(person, index, (told, now));
        self.desk.collect(self.machine, person, index, now, told);
    }

    /// Whether the entry guard holds.
    fn admits(&mut self, person: &Person) -> Result<bool, EvalError> {
        match &self.machine.journey.entry.guard {
            None => Ok(true),
            Some(guard) => self.outside(person, |inputs| guard.test(inputs)),
        }
    }

    /// Evaluates something that belongs to no instance yet.
    fn outside<T>(&mut self, person: &Person, eval: impl FnOnce(&Inputs<'_>) -> T) -> T {
        let envelope = &self.occurrence.envelope;
        let payload = self.payload(self.hearer);
        let complaints = Complaints::default();
        let parts = self.desk.parts(person, self.hearer.machine);
        eval(&Inputs {
            context: parts.context,
            old: &[],
            payload,
            envelope: Some(envelope),
            person: &parts.view,
            now: envelope.timestamp,
            entered_at: envelope.timestamp,
            active: &Nowhere,
            default_tz: &self.machine.journey.default_tz,
            complaints: &complaints,
        })
    }

    fn ignore(&mut self, person: &Person, reason: &'static str) {
        self.tell(person, Kind::Ignored(reason, None));
    }

    /// An entry guard that failed counts as false, and is reported.
    fn refuse(&mut self, person: &Person, error: &EvalError) {
        let mut trace = std::mem::take(&mut self.desk.scratch.trace);
        trace.clear();
        trace.errors.push(("entry".into(), error.to_string()));
        self.tell(person, Kind::Ignored("guard-false", Some(&trace)));
        self.desk.scratch.trace = trace;
    }

    fn fail(&mut self, person: &Person, rollback: &Rollback) {
        let told = self.occurrence.told;
        told.dead_letter(rollback, |kind| self.tell(person, kind));
    }

    fn tell(&mut self, person: &Person, kind: Kind<'_>) {
        let told = &self.occurrence.told;
        let record = told.about(person, told.timestamp, kind);
        self.recorder.record(&Record { machine: Some(self.machine), ..record });
    }
}
