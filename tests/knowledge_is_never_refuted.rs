//! Whatever is said to be known in a state holds whenever somebody is in it, and no step that is said never to fire is
//! ever taken: random journeys run, and everything that was claimed of them is held against what happens.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod value_writer;

use std::path::PathBuf;

use value_writer::Lot;
use wayfare::engine::instance::{Instance, Status};
use wayfare::engine::ledger::NothingSent;
use wayfare::engine::scratch::Scratch;
use wayfare::engine::step::{Input, Stimulus, enter, step};
use wayfare::expr::inputs::{Envelope, Payload, PersonView};
use wayfare::graph::machine::Machine;
use wayfare::lint::case::Case;
use wayfare::lint::circumstances::Circumstances;
use wayfare::lint::knowledge::activity::{Moment, is_active};
use wayfare::lint::verdicts;
use wayfare::model::ids::{EventId, StateId, VariableId};
use wayfare::model::journey::{EventKind, Trigger};
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;
use wayfare::terms::time::DAY;
use wayfare::terms::value::Value;

/// How often something was claimed and held.
#[derive(Debug, Default)]
struct Held {
    facts: usize,
    narrow: usize,
    states: usize,
    dead: usize,
    steps: usize,
    /// Steps that a completion fired.
    completed: usize,
}

/// One person on the way, and the claims.
struct Walk<'c, 'a> {
    case: &'c Case<'a>,
    lot: Lot,
    instance: Instance,
    scratch: Scratch,
    now: i64,
    anonymous: bool,
}

const EVENTS: [&str; 3] = ["E0", "E1", "E2"];

fn payload(machine: &Machine, event: &str, lot: &mut Lot) -> Vec<Value> {
    let whole = match event {
        "E1" => Value::object([
            ("n".into(), Value::Int(lot.below(11) as i64)),
            ("p".into(), Value::str(["a", "b", "c"][lot.below(3)])),
            ("ok".into(), Value::Bool(lot.below(2) == 0)),
        ]),
        "E2" => Value::object([
            ("n".into(), Value::Number(lot.below(51) as f64 / 2.0 - 5.0)),
            ("ok".into(), Value::Bool(lot.below(2) == 0)),
        ]),
        _ => Value::object([]),
    };
    machine.journey.paths.iter().map(|path| whole.at_path(path).clone()).collect()
}

impl<'c, 'a> Walk<'c, 'a> {
    /// Somebody enters by an event that may; absent where that is rolled back.
    fn begin(case: &'c Case<'a>, mut lot: Lot) -> Option<Self> {
        let machine = &case.machine;
        let triggers = &machine.journey.entry.triggers;
        let event = triggers[lot.below(triggers.len())];
        let kind = machine.journey.events[event.index()].name.clone();
        let slots = payload(machine, &kind, &mut lot);
        let anonymous = lot.below(2) == 0;
        let person = PersonView { id: "u", anonymous, consent: &[], profile: &[] };
        let envelope = Envelope { kind: &kind, id: "1", timestamp: 0, session: None };
        let stimulus = Stimulus::Event { event, payload: Payload { slots: &slots, map: None }, envelope: &envelope };
        let input = Input { stimulus, now: 0, person: &person, ledger: &NothingSent, out: None, cause: "e:1" };
        let mut scratch = Scratch::default();
        let instance = enter(machine, &input, 1, &mut scratch).ok()?;
        Some(Self { case, lot, instance, scratch, now: 0, anonymous })
    }

    /// An event before the next timer is due, or that timer; whether nothing was rolled back. What fails is used up, and
    /// people may stay where they were meant to leave: nothing is claimed of them.
    fn go_on(&mut self) -> bool {
        let machine = &self.case.machine;
        let pending = self.instance.timers.iter().filter(|timer| timer.pending && timer.due < i64::MAX);
        let next = pending.min_by_key(|timer| (timer.due, timer.started)).copied();
        let person = PersonView { id: "u", anonymous: self.anonymous, consent: &[], profile: &[] };
        let fires = next.is_some() && self.lot.below(3) == 0;
        if let (true, Some(timer)) = (fires, next) {
            self.now = timer.due;
            let (stimulus, now) = (Stimulus::Timer(timer.step), self.now);
            let input = Input { stimulus, now, person: &person, ledger: &NothingSent, out: None, cause: "t:1" };
            return step(machine, &mut self.instance, &input, &mut self.scratch).is_ok();
        }
        let until = next.map_or(self.now + DAY, |timer| timer.due);
        self.now += (until - self.now) / 4;
        let name = EVENTS[self.lot.below(3)];
        let Some(event) = machine.event_named(name) else { return true };
        let slots = payload(machine, name, &mut self.lot);
        let envelope = Envelope { kind: name, id: "1", timestamp: self.now, session: None };
        let stimulus = Stimulus::Event { event, payload: Payload { slots: &slots, map: None }, envelope: &envelope };
        let input = Input { stimulus, now: self.now, person: &person, ledger: &NothingSent, out: None, cause: "e:1" };
        let _ = step(machine, &mut self.instance, &input, &mut self.scratch);
        true
    }

    /// Holds what was claimed against what is.
    fn check(&self, held: &mut Held) -> Result<(), String> {
        let (machine, verdicts) = (&self.case.machine, verdicts::of(self.case));
        for &taken in &self.scratch.trace.steps {
            held.steps += 1;
            let done = |event: &EventId| matches!(machine.journey.events[event.index()].kind, EventKind::Done(_));
            let heard = &machine.step(taken).trigger;
            held.completed += usize::from(matches!(heard, Trigger::Events(events) if events.iter().any(done)));
            if let Some(dead) = verdicts.dead.get(&taken) {
                return Err(format!("`{}` is {dead:?} and was taken", machine.step(taken).id.value));
            }
        }
        if self.instance.status != Status::Active {
            return Ok(());
        }
        let mut active: Vec<StateId> = self.instance.configuration.iter().map(|active| active.state).collect();
        active.insert(0, Machine::ROOT);
        for &state in &active {
            self.facts(state, held)?;
            for other in (1..machine.journey.states.len() as u32).map(StateId) {
                let claimed = is_active(machine, Moment::Between(state), other);
                held.states += usize::from(claimed.is_some());
                if claimed.is_some_and(|claimed| claimed != active.contains(&other)) {
                    let [a, b] = [state, other].map(|state| &machine.state(state).name.value);
                    return Err(format!("in `{a}` it is said of `{b}`: {claimed:?}"));
                }
            }
        }
        Ok(())
    }

    fn facts(&self, state: StateId, held: &mut Held) -> Result<(), String> {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let name = &machine.state(state).name.value;
        if !knowledge.is_visited(state) || !verdicts::of(self.case).reached[state.index()] {
            return Err(format!("`{name}` is said to be reached by nobody"));
        }
        for (slot, value) in self.instance.context.iter().enumerate() {
            let values = &knowledge.facts(state)[slot];
            held.facts += usize::from(knowledge.is_tracked(VariableId(slot as u16)));
            held.narrow += usize::from(*values != knowledge.ground().context[slot]);
            if !values.contains(value) {
                let variable = &machine.journey.context[slot].name.value;
                return Err(format!("in `{name}` `{variable}` is {value}, not {}", values.wording()));
            }
        }
        Ok(())
    }
}

fn run(text: &str, seed: u64, held: &mut Held) {
    let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text.to_owned())]);
    let project = &workspace.projects[0];
    let said: Vec<String> = project
        .findings
        .iter()
        .map(|finding| format!("{:?} {}", workspace.sources[0].place(finding.span.start), finding.message))
        .collect();
    assert!(said.is_empty(), "seed {seed}: {said:?}\n{text}");
    let circumstances = Circumstances { sources: &workspace.sources, ..Circumstances::default() };
    let case = &Case::of(project, Subject::all(project).remove(0), &circumstances);
    held.dead += verdicts::of(case).dead.len();
    for person in 0..8 {
        let Some(mut walk) = Walk::begin(case, Lot::new(seed * 1_000 + person)) else { continue };
        for _ in 0..30 {
            if let Err(fault) = walk.check(held) {
                panic!("seed {seed}, person {person}: {fault}\n{text}");
            }
            if walk.instance.status != Status::Active || !walk.go_on() {
                break;
            }
        }
    }
}

#[test]
fn what_is_known_in_a_state_holds_and_what_never_fires_does_not() {
    let mut held = Held::default();
    (1..120).for_each(|seed| run(&value_writer::yaml(seed, 12), seed, &mut held));
    println!("{held:?}");
    // Claims were made, and there was something to hold them against.
    assert!(held.facts > 10_000 && held.narrow > 1_000 && held.states > 10_000, "{held:?}");
    assert!(held.dead > 100 && held.steps > 5_000, "{held:?}");
}

#[test]
fn what_is_known_where_something_is_completed_holds() {
    let mut held = Held::default();
    (1..200).for_each(|seed| run(&value_writer::completing(seed, 12), seed, &mut held));
    println!("{held:?}");
    assert!(held.narrow > 1_000 && held.dead > 100 && held.completed > 50, "{held:?}");
}

#[test]
fn events_have_the_names_that_the_writer_gives() {
    let text = value_writer::yaml(1, 12);
    let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text)]);
    let machine = Machine::new(std::sync::Arc::clone(&workspace.projects[0].journeys[0]));
    for (number, name) in EVENTS.into_iter().enumerate() {
        assert_eq!(machine.event_named(name), Some(EventId(number as u32)));
    }
}
