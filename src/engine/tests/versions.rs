//! Moves between random versions: what must hold of all of them.

use std::sync::Arc;

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;
use semver::Version;

use crate::engine::instance::{Instance, Status};
use crate::engine::ledger::NothingSent;
use crate::engine::moves::plan;
use crate::engine::relocation::{Relocated, relocate};
use crate::engine::step::{Input, Rollback, Scratch, Stimulus};
use crate::engine::tests::agreement::is_legal;
use crate::engine::tests::naive::Naive;
use crate::engine::tests::person::{Person, STRANGER};
use crate::engine::tests::random::Draw;
use crate::graph::machine::Machine;
use crate::graph::testing::journey;
use crate::model::ids::StepId;
use crate::model::journey::Journey;

fn version(chart: &str, patch: u64) -> Arc<Machine> {
    let timers = "  t0 after 50\n  t1 every 7 x3\n  mind on REMIND do x\n  plan on PLAN do schedule:REMIND@9\n";
    let journey = journey(&format!("{chart}{timers}"));
    Arc::new(Machine::new(Journey { version: Version::new(1, 0, patch), ..journey }))
}

fn moved(person: &Person, from: &Arc<Machine>, to: &Arc<Machine>) -> Result<Relocated, Rollback> {
    let input = Input {
        stimulus: Stimulus::Timer(StepId(0)),
        now: person.now,
        person: &STRANGER,
        ledger: &NothingSent,
        out: None,
        cause: "m:1.0.1",
    };
    relocate(&plan(from, to), &person.instance, &input, &mut Scratch::default())
}

/// Somebody who entered and took some steps, and still is on the way.
fn walked(machine: &Arc<Machine>, events: &[u8]) -> Option<Person> {
    let mut person = Person::enter(Machine::clone(machine));
    person.send("PLAN").ok();
    for (place, event) in events.iter().enumerate() {
        person.now = place as i64;
        person.send(&format!("E{}", event % 3)).ok();
    }
    person.now = events.len() as i64;
    (person.instance.status == Status::Active).then_some(person)
}

/// The chart with its top states in another order and a new one in front, and its steps as they were.
fn shuffled(chart: &str) -> String {
    let mut lines = chart.lines();
    let head = lines.next().unwrap_or_default();
    let mut blocks: Vec<Vec<&str>> = vec![vec![]];
    for line in lines {
        if line.starts_with("  S") || !line.starts_with("   ") {
            blocks.push(Vec::new());
        }
        blocks.last_mut().unwrap().push(line);
    }
    blocks.reverse();
    format!("{head}\n  NEW\n{}\n", blocks.concat().join("\n"))
}

#[track_caller]
fn arrived(relocated: Result<Relocated, Rollback>) -> Result<Instance, TestCaseError> {
    match relocated {
        Ok(Relocated::Moved { instance, .. }) => Ok(*instance),
        other => Err(TestCaseError::fail(format!("{other:?}"))),
    }
}

/// Random charts may go round for ever when they are entered; then there is nobody to move.
fn is_entered(chart: &str) -> bool {
    let journey = journey(chart);
    Naive::start(&journey).macrostep_from_start()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_under_another_number_is_the_same_place(
        chart in proptest::collection::vec(any::<u8>(), 0..400),
        events in proptest::collection::vec(any::<u8>(), 0..8),
    ) {
        let chart = Draw::chart(&chart);
        if !is_entered(&chart) {
            return Ok(());
        }
        let (a, b) = (version(&chart, 0), version(&chart, 1));
        if let Some(person) = walked(&a, &events) {
            let expected = Instance { last_input: person.now, ..person.instance.clone() };
            prop_assert_eq!(arrived(moved(&person, &a, &b))?, expected, "{}", chart);
        }
    }

    #[test]
    fn there_and_back_again_by_name_is_the_same_place(
        chart in proptest::collection::vec(any::<u8>(), 0..400),
        events in proptest::collection::vec(any::<u8>(), 0..8),
    ) {
        let chart = Draw::chart(&chart);
        if !is_entered(&chart) {
            return Ok(());
        }
        let (a, b) = (version(&chart, 0), version(&shuffled(&chart), 1));
        if let Some(mut person) = walked(&a, &events) {
            let expected = Instance { last_input: person.now, ..person.instance.clone() };
            person.instance = arrived(moved(&person, &a, &b))?;
            prop_assert!(is_legal(&b, &person), "{}", chart);
            prop_assert_eq!(arrived(moved(&person, &b, &a))?, expected, "{}", chart);
        }
    }

    #[test]
    fn whoever_moves_stands_in_a_legal_place(
        charts in proptest::array::uniform2(proptest::collection::vec(any::<u8>(), 0..400)),
        events in proptest::collection::vec(any::<u8>(), 0..8),
    ) {
        let [old, new] = charts.map(|bytes| Draw::chart(&bytes));
        if !is_entered(&old) {
            return Ok(());
        }
        let (a, b) = (version(&old, 0), version(&new, 1));
        if let Some(mut person) = walked(&a, &events) {
            match moved(&person, &a, &b) {
                Ok(Relocated::Moved { instance, .. }) => {
                    person.instance = *instance;
                    prop_assert!(is_legal(&b, &person), "{}\n{}", old, new);
                    let places = person.instance.timers.iter().map(|timer| timer.step.index());
                    prop_assert!(places.into_iter().all(|step| step < b.journey.steps.len()));
                }
                Ok(Relocated::Ended(_)) => return Err(TestCaseError::fail("nothing says so")),
                Err(Rollback::Unmovable(_) | Rollback::Livelock(_)) => {}
                Err(other) => return Err(TestCaseError::fail(other.to_string())),
            }
        }
    }
}
