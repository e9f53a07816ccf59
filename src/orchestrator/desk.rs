//! The working memory of one thread, and one step of one instance with what is told of it.

use std::sync::{Arc, LazyLock};

use crate::engine::ending::{Leaving, end};
use crate::engine::instance::Status;
use crate::engine::ledger::NothingSent;
use crate::engine::step::{Input, Outcome, Rollback, Scratch, Stimulus, follow_data, step};
use crate::engine::trace::Trace;
use crate::expr::inputs::{Envelope, PersonView};
use crate::graph::fleet::{EventType, Fleet, PersonSlots};
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StepId};
use crate::orchestrator::emit::{Emission, Queue};
use crate::orchestrator::known::Known;
use crate::orchestrator::person::{Person, Visit};
use crate::orchestrator::record::{Cause, Kind, Record, Recorder};
use crate::terms::value::Value;

/// What is reused from input to input.
#[derive(Debug)]
pub struct Desk<'f> {
    /// The journeys.
    pub fleet: &'f Fleet,
    /// The engine's memory, with the trace of the last input.
    pub scratch: Scratch,
    /// What journeys emitted.
    pub queue: Queue,
    /// Where a timer's cause is written.
    pub cause: String,
    view: View,
    /// The context of one who has not entered, by journey.
    contexts: Vec<Vec<Value>>,
}

/// What a journey sees of a person, by its own slots.
#[derive(Debug, Default)]
pub struct View {
    consent: Vec<bool>,
    profile: Vec<Value>,
}

/// What all records of one input have in common.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The line, from 1; 0 after the last one.
    pub line: u64,
    /// The line's bytes, where the input is one.
    pub raw: Option<&'a [u8]>,
    /// What the input is.
    pub cause: Cause<'a>,
    /// The same as in effect keys.
    pub cause_key: &'a str,
    /// Its own instant.
    pub timestamp: i64,
    /// Traits that were left out.
    pub refused_traits: &'a [String],
}

/// An event on its way through the journeys.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'a> {
    /// Its type.
    pub kind: EventType,
    /// Its payload by the fleet's slots.
    pub slots: &'a [Value],
    /// The rest of it.
    pub envelope: Envelope<'a>,
    /// For one that a journey emitted, how often the emitter's timers had fired since the last outside event.
    pub firings: Option<u32>,
    /// What is told of it.
    pub told: Told<'a>,
}

impl View {
    /// What a journey with `slots` sees of `person`.
    pub fn of<'a>(
        &'a mut self,
        id: &'a str,
        anonymous: bool,
        known: Option<&Known>,
        slots: &PersonSlots,
    ) -> PersonView<'a> {
        self.consent.clear();
        self.profile.clear();
        if let Some(known) = known {
            self.consent.extend(slots.purposes.iter().map(|&purpose| known.consents(purpose)));
            let fields = slots.profile.iter().map(|&field| known.field(field).cloned().unwrap_or_default());
            self.profile.extend(fields);
        }
        PersonView { id, anonymous, consent: &self.consent, profile: &self.profile }
    }
}

impl<'a> Told<'a> {
    /// A record about `person` at `now`, who is in no journey as far as it says.
    pub fn about(&self, person: &'a Person, now: i64, kind: Kind<'a>) -> Record<'a> {
        Record {
            user: Some(&person.id),
            anonymous: person.anonymous,
            cause: Some(self.cause),
            at: now,
            timestamp: (self.timestamp != now).then_some(self.timestamp),
            line: self.line,
            cause_key: self.cause_key,
            refused_traits: self.refused_traits,
            ..Record::of(kind)
        }
    }

    /// The same about one instance of theirs.
    pub fn about_visit(
        &self,
        person: &'a Person,
        visit: &'a Visit,
        machine: &'a Machine,
        kind: Kind<'a>,
    ) -> Record<'a> {
        Record {
            machine: Some(machine),
            key: &visit.key,
            visit: visit.instance.visit,
            status: Some(visit.instance.status),
            ..self.about(person, self.timestamp.max(visit.instance.last_input), kind)
        }
    }

    /// An input that was rolled back.
    pub fn dead_letter(&self, rollback: &Rollback, then: impl FnOnce(Kind<'_>)) {
        let detail = rollback.to_string();
        let reason = match rollback {
            Rollback::Runtime { .. } => "runtime-error",
            Rollback::Livelock(_) => "livelock",
            Rollback::Suspended(_) => "suspended",
        };
        then(Kind::DeadLetter { reason, detail: &detail, raw: self.raw });
    }
}

impl<'f> Desk<'f> {
    /// A desk for the journeys of `fleet`.
    pub fn new(fleet: &'f Fleet) -> Self {
        let defaults = |machine: &Arc<Machine>| machine.journey.context.iter().map(|var| var.default.clone()).collect();
        let contexts = fleet.machines.iter().map(defaults).collect();
        Self {
            fleet,
            scratch: Scratch::default(),
            queue: Queue::default(),
            cause: String::new(),
            view: View::default(),
            contexts,
        }
    }

    /// The engine's memory and what a journey sees of `person`, side by side.
    pub fn parts<'a>(&'a mut self, person: &'a Person, journey: u32) -> (&'a mut Scratch, PersonView<'a>) {
        let slots = slots(self.fleet, journey);
        let view = self.view.of(&person.id, person.anonymous, person.known.as_deref(), slots);
        (&mut self.scratch, view)
    }

    /// What an expression sees that belongs to no instance yet.
    pub fn outside<'a>(&'a mut self, person: &'a Person, journey: u32) -> (&'a [Value], PersonView<'a>) {
        let slots = slots(self.fleet, journey);
        let view = self.view.of(&person.id, person.anonymous, person.known.as_deref(), slots);
        (self.contexts.get(journey as usize).map_or(&[], Vec::as_slice), view)
    }

    /// Moves the instance at `index` by one input and tells of it.
    pub fn advance(
        &mut self,
        person: &mut Person,
        index: usize,
        stimulus: Stimulus<'_>,
        told: &Told<'_>,
        recorder: &mut dyn Recorder,
    ) {
        let Person { id, anonymous, visits, known, due, .. } = person;
        let Some(visit) = visits.get_mut(index) else { return };
        let Some(machine) = self.fleet.machines.get(visit.journey as usize) else { return };
        let view = self.view.of(id, *anonymous, known.as_deref(), slots(self.fleet, visit.journey));
        let now = told.timestamp.max(visit.instance.last_input);
        let input = Input { stimulus, now, person: &view, ledger: &NothingSent, out: None, cause: told.cause_key };
        let result = step(machine, &mut visit.instance, &input, &mut self.scratch);
        visit.refresh();
        *due = (*due).min(visit.due);
        let visit = &person.visits[index];
        let mut tell = |kind| recorder.record(&Record { at: now, ..told.about_visit(person, visit, machine, kind) });
        match result {
            Ok(outcome) => tell(outcome_kind(outcome, machine, &self.scratch.trace)),
            Err(rollback) => told.dead_letter(&rollback, |kind| {
                recorder.record(&Record { at: now, ..told.about_visit(person, visit, machine, kind) });
            }),
        }
        self.collect(machine, person, index, now, told);
    }

    /// Computes timers again that read a profile field which `event` changed.
    pub fn follow_profile(&mut self, person: &mut Person, told: &Told<'_>, recorder: &mut dyn Recorder) {
        for index in 0..person.visits.len() {
            let Person { id, anonymous, visits, known, due, .. } = &mut *person;
            let visit = &mut visits[index];
            let Some(machine) = self.fleet.machines.get(visit.journey as usize) else { continue };
            if visit.instance.status != Status::Active || visit.instance.timers.is_empty() {
                continue;
            }
            let slots = slots(self.fleet, visit.journey);
            self.scratch.profile_changed.clear();
            self.scratch.profile_changed.extend(0..slots.profile.len() as u16);
            let view = self.view.of(id, *anonymous, known.as_deref(), slots);
            let now = told.timestamp.max(visit.instance.last_input);
            // No step is taken, so the stimulus is nothing but the place of an event.
            let stimulus = Stimulus::Timer(StepId(0));
            let input = Input { stimulus, now, person: &view, ledger: &NothingSent, out: None, cause: told.cause_key };
            let result = follow_data(machine, &mut visit.instance, &input, &mut self.scratch);
            visit.refresh();
            *due = (*due).min(visit.due);
            if let Err(rollback) = result {
                let visit = &person.visits[index];
                told.dead_letter(&rollback, |kind| {
                    recorder.record(&told.about_visit(person, visit, machine, kind));
                });
            }
        }
    }

    /// Puts what the last input emitted into the queue.
    pub fn collect(&mut self, machine: &Machine, person: &Person, index: usize, now: i64, told: &Told<'_>) {
        if self.scratch.trace.emitted.is_empty() {
            return;
        }
        let mut emitted = std::mem::take(&mut self.scratch.trace.emitted);
        self.enqueue(&mut emitted, (machine, person, index), now, told);
        self.scratch.trace.emitted = emitted;
    }

    /// Puts what one instance emitted into the queue.
    pub fn enqueue(
        &mut self,
        emitted: &mut Vec<(EventId, Value)>,
        (machine, person, index): (&Machine, &Person, usize),
        now: i64,
        told: &Told<'_>,
    ) {
        let Some(visit) = person.visits.get(index) else { return };
        let key = visit.key.to_string();
        let firings = visit.instance.firings;
        for (event, payload) in emitted.drain(..) {
            let name = machine.journey.events.get(event.index()).map(|event| &event.name);
            if let Some(&kind) = name.and_then(|name| self.fleet.by_name.get(name)) {
                let emission = Emission { kind, payload, at: now, firings };
                self.queue.push(emission, [&machine.journey.id.value, &person.id, &key, told.cause_key]);
            }
        }
    }

    /// Ends the instance at `index`, if it runs; the trace of the engine's memory says how.
    pub fn end(
        &mut self,
        person: &mut Person,
        index: usize,
        leaving: Leaving,
        stimulus: Stimulus<'_>,
        told: &Told<'_>,
    ) -> Result<(), Rollback> {
        let Person { id, anonymous, visits, known, .. } = person;
        let Some(visit) = visits.get_mut(index) else { return Ok(()) };
        let Some(machine) = self.fleet.machines.get(visit.journey as usize) else { return Ok(()) };
        let view = self.view.of(id, *anonymous, known.as_deref(), slots(self.fleet, visit.journey));
        let now = told.timestamp.max(visit.instance.last_input);
        let input = Input { stimulus, now, person: &view, ledger: &NothingSent, out: None, cause: told.cause_key };
        let ended = end(machine, &mut visit.instance, &input, leaving, &mut self.scratch);
        visit.refresh();
        ended
    }

    /// Ends the instance at `index` without actions, because its person is not to be moved any more.
    pub fn dismiss(&mut self, person: &mut Person, index: usize, told: &Told<'_>, recorder: &mut dyn Recorder) {
        let active = |visit: &&Visit| visit.instance.status == Status::Active;
        let Some(visit) = person.visits.get(index).filter(active) else { return };
        let Some(machine) = self.fleet.machines.get(visit.journey as usize) else { return };
        // Nothing is evaluated without actions, so the stimulus is nothing but a place.
        let ended = self.end(person, index, Leaving::Silently, Stimulus::Timer(StepId(0)), told);
        let visit = &person.visits[index];
        match ended {
            Ok(()) => {
                let kind = Kind::Exit("no-consent", &self.scratch.trace);
                recorder.record(&told.about_visit(person, visit, machine, kind));
            }
            Err(rollback) => told.dead_letter(&rollback, |kind| {
                recorder.record(&told.about_visit(person, visit, machine, kind));
            }),
        }
    }
}

fn slots(fleet: &Fleet, journey: u32) -> &PersonSlots {
    static NONE: LazyLock<PersonSlots> = LazyLock::new(PersonSlots::default);
    fleet.slots.get(journey as usize).unwrap_or(&NONE)
}

fn outcome_kind<'a>(outcome: Outcome, machine: &'a Machine, trace: &'a Trace) -> Kind<'a> {
    let errors = (!trace.errors.is_empty()).then_some(trace);
    match outcome {
        Outcome::Stepped => Kind::Step(trace),
        Outcome::Exited => {
            let rule = trace.rule.and_then(|rule| machine.journey.exit.get(usize::from(rule)));
            Kind::Exit(rule.map_or("", |rule| &rule.id.value), trace)
        }
        Outcome::NoMatch => Kind::Ignored("no-match", errors),
        Outcome::GuardFalse => Kind::Ignored("guard-false", errors),
    }
}
