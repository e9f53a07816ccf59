//! On random charts and events the interpreter does what the recommendation's algorithm does.

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

use crate::engine::instance::Status;
use crate::engine::step::Rollback;
use crate::engine::tests::naive::Naive;
use crate::engine::tests::person::Person;
use crate::engine::tests::random::Draw;
use crate::graph::machine::Machine;
use crate::graph::testing::machine;
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

/// Whether the active states of `person` can be active together, and nothing is missing.
pub fn is_legal(machine: &Machine, person: &Person) -> bool {
    let active: Vec<StateId> = person.instance.configuration.iter().map(|active| active.state).collect();
    let in_order = active.windows(2).all(|pair| pair[0] < pair[1]);
    let is_active = |state: StateId| state == Machine::ROOT || active.contains(&state);
    let full = |&state: &StateId| {
        let of = machine.state(state);
        let regions = of.children.iter().filter(|child| !matches!(machine.state(**child).kind, StateKind::History(..)));
        let count = regions.clone().filter(|child| is_active(**child)).count();
        let inside = match of.kind {
            StateKind::Compound(_) => count == 1,
            StateKind::Parallel => count == regions.count(),
            _ => count == 0,
        };
        inside && of.parent.is_none_or(is_active)
    };
    in_order && full(&Machine::ROOT) && active.iter().all(full)
}

fn compare(chart: &str, events: &[u8]) -> Result<(), TestCaseError> {
    let machine = machine(chart);
    let mut naive = Naive::start(&machine.journey);
    // The entering event is heard by nothing, so entering is the initial macrostep alone.
    if !naive.macrostep_from_start() {
        return Ok(());
    }
    let mut person = Person::enter(machine.clone());
    prop_assert_eq!(full_story(&person), naive.story(), "entering\n{}", chart);
    for event in events.iter().map(|event| format!("E{}", event % 3)) {
        let mut twin = person.instance.clone();
        let Some(number) = person.machine.event_named(&event) else { continue };
        if person.instance.status != Status::Active {
            break;
        }
        let before = person.instance.clone();
        let ended = naive.macrostep(number);
        let outcome = person.send(&event);
        if !ended {
            prop_assert!(matches!(outcome, Err(Rollback::Livelock(_))), "{:?}\n{}", outcome, chart);
            prop_assert_eq!(&person.instance, &before);
            break;
        }
        prop_assert!(outcome.is_ok(), "{:?}\n{}", outcome, chart);
        prop_assert_eq!(full_story(&person), naive.story(), "{}\n{}", event, chart);
        prop_assert!(is_legal(&person.machine, &person), "{}\n{}", event, chart);
        std::mem::swap(&mut twin, &mut person.instance);
        person.send(&event).ok();
        prop_assert_eq!(&twin, &person.instance, "the same again");
    }
    Ok(())
}

fn full_story(person: &Person) -> String {
    let story = person.story();
    let (said, _) = story.split_once(" | ").unwrap_or_default();
    format!("{said} | {}", person.active())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_interpreter_agrees_with_the_recommendation(
        chart in proptest::collection::vec(any::<u8>(), 0..400),
        events in proptest::collection::vec(any::<u8>(), 1..12),
    ) {
        compare(&Draw::chart(&chart), &events)?;
    }
}
