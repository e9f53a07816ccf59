//! One person in a journey of a test, and the story of what the inputs did.

use smol_str::SmolStr;

use crate::engine::instance::Instance;
use crate::engine::ledger::{Counter, Ledger, NothingSent};
use crate::engine::scratch::Scratch;
use crate::engine::step::{Input, Outcome, Rollback, Stimulus, enter, step};
use crate::expr::inputs::{Envelope, Payload, PersonView};
use crate::graph::machine::Machine;
use crate::graph::testing::machine;
use crate::model::ids::{EventId, StateId};

/// One person and what the inputs did.
pub struct Person {
    /// The journey.
    pub machine: Machine,
    /// Where the person stands.
    pub instance: Instance,
    /// Working memory, with the last trace.
    pub scratch: Scratch,
    /// The present.
    pub now: i64,
    /// When effects go, where that is another instant.
    pub out: Option<i64>,
    /// Whether they consent to everything.
    pub consents: bool,
    /// What was sent to them.
    pub ledger: Sent,
}

/// Sends, with what they count against and when they were.
#[derive(Debug, Default)]
pub struct Sent(pub Vec<(Counter, i64)>);

impl Ledger for Sent {
    fn sent(&self, counter: Counter, after: i64) -> u32 {
        self.0.iter().filter(|&&(of, at)| of == counter && at > after).count() as u32
    }
}

impl Person {
    /// Enters at instant 0 by the event `ENTER`, which nothing else hears.
    pub fn enter(machine: Machine) -> Self {
        let mut scratch = Scratch::default();
        let input =
            |stimulus| Input { stimulus, now: 0, person: &STRANGER, ledger: &NothingSent, out: None, cause: "e:0" };
        let stimulus = Stimulus::Event { event: EventId(0), payload: Payload::EMPTY, envelope: &envelope("ENTER") };
        let instance = enter(&machine, &input(stimulus), 1, &mut scratch).unwrap();
        Self { machine, instance, scratch, now: 0, out: None, consents: false, ledger: Sent::default() }
    }

    /// Sends an event now.
    pub fn send(&mut self, event: &str) -> Result<Outcome, Rollback> {
        let number = self.machine.event_named(event).unwrap();
        let envelope = envelope(event);
        self.step(Stimulus::Event { event: number, payload: Payload::EMPTY, envelope: &envelope })
    }

    /// Fires the timer of a step now.
    pub fn fire(&mut self, id: &str) -> Result<Outcome, Rollback> {
        let number = self.machine.step_named(id).unwrap();
        self.step(Stimulus::Timer(number))
    }

    /// Processes an input now.
    pub fn step(&mut self, stimulus: Stimulus<'_>) -> Result<Outcome, Rollback> {
        let person = PersonView { consent: if self.consents { &[true] } else { &[] }, ..STRANGER };
        let (now, out) = (self.now, self.out);
        let input = Input { stimulus, now, person: &person, ledger: &self.ledger, out, cause: "e:1" };
        step(&self.machine, &mut self.instance, &input, &mut self.scratch)
    }

    /// The actions of the last input, in order, and the active atomic states: `x y | A B`.
    pub fn story(&self) -> String {
        let said = self
            .scratch
            .trace
            .effects
            .iter()
            .map(|effect| self.machine.journey.actions[effect.action.index()].name.value.clone());
        let said: Vec<SmolStr> = said.collect();
        format!("{} | {}", said.join(" "), self.names(&self.scratch.trace.to))
    }

    /// The names of states.
    pub fn names(&self, states: &[StateId]) -> String {
        let names: Vec<&str> = states.iter().map(|&state| self.machine.state(state).name.value.as_str()).collect();
        names.join(" ")
    }

    /// The active states, composite ones too.
    pub fn active(&self) -> String {
        self.names(&self.instance.configuration.iter().map(|active| active.state).collect::<Vec<_>>())
    }
}

/// Someone who gave no consent.
pub const STRANGER: PersonView<'static> = PersonView { id: "u-1", anonymous: false, consent: &[], profile: &[] };

/// The envelope of an event of this name.
pub const fn envelope(kind: &str) -> Envelope<'_> {
    Envelope { kind, id: "1", timestamp: 0, session: None }
}

/// Sends each event and compares the story: `actions in order | active atomic states`.
#[track_caller]
pub fn check(chart: &str, inputs: &[(&str, &str)]) -> Person {
    let mut person = Person::enter(machine(chart));
    for &(event, story) in inputs {
        person.send(event).unwrap();
        assert_eq!(person.story(), story, "after {event}");
    }
    person
}
