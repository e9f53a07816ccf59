//! The working memory of one thread, and one step of one instance with what is told of it.

use std::sync::Arc;

use crate::engine::ending::{Leaving, end};
use crate::engine::instance::Status;
use crate::engine::step::{Input, Outcome, Rollback, Scratch, Stimulus, follow_data, step};
use crate::engine::trace::Trace;
use crate::expr::inputs::PersonView;
use crate::graph::fleet::{Fleet, PersonSlots};
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StepId};
use crate::orchestrator::effects;
use crate::orchestrator::emit::{Emission, Queue};
use crate::orchestrator::known::Known;
use crate::orchestrator::person::{Person, Visit, key_text};
use crate::orchestrator::record::{Kind, Record, Recorder};
use crate::orchestrator::sends::Counted;
use crate::orchestrator::told::Told;
use crate::terms::value::Value;

/// What is reused from input to input.
#[derive(Debug)]
pub struct Desk<'f> {
    /// The journeys.
    pub fleet: &'f Fleet,
    /// The machine on which people enter, by journey.
    pub current: Vec<u32>,
    /// The engine's memory, with the trace of the last input.
    pub scratch: Scratch,
    /// What journeys emitted.
    pub queue: Queue,
    /// Where a timer's cause is written.
    pub cause: String,
    view: View,
    /// The context of one who has not entered, by machine.
    contexts: Vec<Vec<Value>>,
}

/// What a journey sees of a person, by its own slots.
#[derive(Debug, Default)]
struct View {
    consent: Vec<bool>,
    profile: Vec<Value>,
}

/// The engine's memory beside what a journey may ask of a person.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The engine's memory.
    pub scratch: &'a mut Scratch,
    /// What is known of them.
    pub view: PersonView<'a>,
    /// What was sent to them.
    pub ledger: Counted<'a>,
    /// The context of one who has not entered.
    pub context: &'a [Value],
}

impl View {
    /// What a journey with `slots` sees of `person`.
    fn of<'a>(
        &'a mut self,
        (id, anonymous): (&'a str, bool),
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

impl<'f> Desk<'f> {
    /// A desk for the journeys of `fleet`, of each the newest version.
    pub fn new(fleet: &'f Fleet) -> Self {
        let defaults = |machine: &Arc<Machine>| machine.journey.context.iter().map(|var| var.default.clone()).collect();
        Self {
            fleet,
            current: fleet.journeys.iter().map(|versions| versions.machines.end.saturating_sub(1)).collect(),
            scratch: Scratch::default(),
            queue: Queue::default(),
            cause: String::new(),
            view: View::default(),
            contexts: fleet.machines.iter().map(defaults).collect(),
        }
    }

    /// What the engine needs to know of `person` in a machine, before they are in it.
    pub fn parts<'a>(&'a mut self, person: &'a Person, machine: u32) -> Parts<'a> {
        let slots = self.fleet.slots_of(machine);
        let view = self.view.of((&person.id, person.anonymous), person.known.as_deref(), slots);
        let ledger = Counted { sends: person.beside.as_ref().map(|beside| &beside.sends), slots: &slots.counters };
        let context = self.contexts.get(machine as usize).map_or(&[][..], Vec::as_slice);
        Parts { scratch: &mut self.scratch, view, ledger, context }
    }

    /// Runs `work` on the instance at `index` with an input of `told`.
    fn engage<T>(
        &mut self,
        person: &mut Person,
        index: usize,
        (stimulus, told): (Stimulus<'_>, &Told<'_>),
        work: impl FnOnce(&Machine, &mut Visit, &Input<'_>, &mut Scratch) -> T,
    ) -> Option<(T, &'f Machine)> {
        let Person { id, anonymous, visits, known, due, beside, .. } = person;
        let visit = visits.get_mut(index)?;
        let machine = self.fleet.machine(visit.machine)?;
        let slots = self.fleet.slots_of(visit.machine);
        let view = self.view.of((id, *anonymous), known.as_deref(), slots);
        let ledger = Counted { sends: beside.as_ref().map(|beside| &beside.sends), slots: &slots.counters };
        let now = told.timestamp.max(visit.instance.last_input);
        let input = Input { stimulus, now, person: &view, ledger: &ledger, out: None, cause: told.cause_key };
        let result = work(machine, visit, &input, &mut self.scratch);
        visit.refresh();
        *due = (*due).min(visit.due);
        Some((result, machine))
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
        let before = person.visits.get(index).map_or(i64::MIN, |visit| visit.instance.last_input);
        let result = self.engage(person, index, (stimulus, told), |machine, visit, input, scratch| {
            step(machine, &mut visit.instance, input, scratch)
        });
        let Some((result, machine)) = result else { return };
        let now = told.timestamp.max(before);
        let visit = &person.visits[index];
        match result {
            Ok(outcome) => {
                let kind = outcome_kind(outcome, machine, &self.scratch.trace);
                recorder.record(&Record { at: now, ..told.about_visit(person, visit, machine, kind) });
                self.keep_effects(person, index, (told, now));
                if outcome == Outcome::Exited {
                    effects::drop_deferred(person, index);
                }
            }
            Err(rollback) => told.dead_letter(&rollback, |kind| {
                recorder.record(&Record { at: now, ..told.about_visit(person, visit, machine, kind) });
            }),
        }
        self.collect(machine, person, index, now, told);
    }

    /// Computes the timers of the instance at `index` again that read a profile field of the fleet's slots `profile`
    /// or a context variable of its own slots `context`; those were changed from outside.
    pub fn follow(
        &mut self,
        person: &mut Person,
        index: usize,
        (profile, context): (&[u16], &[u16]),
        told: &Told<'_>,
        recorder: &mut dyn Recorder,
    ) {
        let Some(visit) = person.visits.get(index) else { return };
        if visit.instance.status != Status::Active || visit.instance.timers.is_empty() {
            return;
        }
        let own = self.fleet.slots_of(visit.machine).profile.iter().enumerate();
        let changed = own.filter(|(_, field)| profile.contains(field)).map(|(slot, _)| slot as u16);
        self.scratch.profile_changed.clear();
        self.scratch.profile_changed.extend(changed);
        self.scratch.context_changed.clear();
        self.scratch.context_changed.extend_from_slice(context);
        // No step is taken, so the stimulus is nothing but a place.
        let result = self.engage(person, index, (NOTHING, told), |machine, visit, input, scratch| {
            follow_data(machine, &mut visit.instance, input, scratch)
        });
        if let Some((Err(rollback), machine)) = result {
            let visit = &person.visits[index];
            told.dead_letter(&rollback, |kind| {
                recorder.record(&told.about_visit(person, visit, machine, kind));
            });
        }
    }

    /// Keeps the effects of the last input, of the instance at `index`, that anything is still asked of.
    pub fn keep_effects(&self, person: &mut Person, index: usize, (told, out): (&Told<'_>, i64)) {
        effects::keep(self.fleet, &self.scratch.trace.effects, (person, index), (told.cause_key, out));
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
        let key = key_text(&visit.key);
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
        (stimulus, told): (Stimulus<'_>, &Told<'_>),
    ) -> Result<(), Rollback> {
        let ended = self.engage(person, index, (stimulus, told), |machine, visit, input, scratch| {
            end(machine, &mut visit.instance, input, leaving, scratch)
        });
        ended.map_or(Ok(()), |(ended, _)| ended)
    }

    /// Ends the instance at `index` without actions, because its person is not to be moved any more.
    pub fn dismiss(&mut self, person: &mut Person, index: usize, told: &Told<'_>, recorder: &mut dyn Recorder) {
        let active = |visit: &&Visit| visit.instance.status == Status::Active;
        let Some(visit) = person.visits.get(index).filter(active) else { return };
        let Some(machine) = self.fleet.machine(visit.machine) else { return };
        // Nothing is evaluated without actions, so the stimulus is nothing but a place.
        let ended = self.end(person, index, Leaving::Silently, (NOTHING, told));
        let visit = &person.visits[index];
        match ended {
            Ok(()) => {
                let kind = Kind::Exit("no-consent", &self.scratch.trace);
                recorder.record(&told.about_visit(person, visit, machine, kind));
                effects::drop_deferred(person, index);
            }
            Err(rollback) => told.dead_letter(&rollback, |kind| {
                recorder.record(&told.about_visit(person, visit, machine, kind));
            }),
        }
    }
}

/// Stands where the engine needs a stimulus and looks at none.
pub const NOTHING: Stimulus<'static> = Stimulus::Timer(StepId(0));

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
