//! What is said of an event is what comes of it, and each step that is left alone has its reason.

use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};
use proptest::test_runner::TestCaseError;

use crate::engine::explain::{Explanation, Verdict, explain};
use crate::engine::input::{Input, Rollback, Stimulus};
use crate::engine::instance::{Instance, Status};
use crate::engine::ledger::NothingSent;
use crate::engine::scratch::Scratch;
use crate::engine::supposition::suppose;
use crate::engine::tests::naive::Naive;
use crate::engine::tests::person::{Person, STRANGER, envelope};
use crate::engine::tests::random::Draw;
use crate::expr::inputs::Payload;
use crate::graph::machine::Machine;
use crate::graph::testing::machine;

fn supposed(machine: &Machine, states: &str) -> Option<Instance> {
    let states: Vec<_> = states.split(' ').map(|state| machine.state_named(state).unwrap()).collect();
    suppose(machine, &states, 5)
}

fn told(machine: &Machine, instance: &Instance, event: &str) -> Explanation {
    let number = machine.event_named(event).unwrap();
    let envelope = envelope(event);
    let stimulus = Stimulus::Event { event: number, payload: Payload::EMPTY, envelope: &envelope };
    let input = Input { stimulus, now: 0, person: &STRANGER, ledger: &NothingSent, out: None, cause: "e:1" };
    explain(machine, instance, (number, &input), &mut Scratch::default()).unwrap()
}

/// Every rule and step with its verdict, states outward: `L1: l taken, x deaf | L: …`.
fn verdicts(machine: &Machine, state: &str, event: &str) -> String {
    let explanation = told(machine, &supposed(machine, state).unwrap(), event);
    let id = |step| machine.step(step).id.value.as_str();
    let say = |verdict: &Verdict| match verdict {
        Verdict::Taken => "taken".to_owned(),
        Verdict::GuardFalse => "false".to_owned(),
        Verdict::GuardFailed => "failed".to_owned(),
        Verdict::Behind(step) => format!("behind {}", id(*step)),
        Verdict::Outside(steps) => {
            format!("outside {}", steps.iter().map(|&step| id(step)).collect::<Vec<_>>().join("+"))
        }
        Verdict::Conflict(step) => format!("conflict {}", id(*step)),
        Verdict::Ended(rule) => format!("ended {rule}"),
        Verdict::Reentered => "reentered".to_owned(),
        Verdict::Deaf => "deaf".to_owned(),
        Verdict::Timer => "timer".to_owned(),
        Verdict::Always => "always".to_owned(),
    };
    let rules = explanation.rules.iter().map(|answer| format!("rule {}", say(&answer.verdict)));
    let states = explanation.states.iter().filter(|state| !state.steps.is_empty()).map(|answer| {
        let steps: Vec<String> =
            answer.steps.iter().map(|answer| format!("{} {}", id(answer.step), say(&answer.verdict))).collect();
        format!("{}: {}", machine.state(answer.state).name.value, steps.join(", "))
    });
    rules.chain(states).collect::<Vec<_>>().join(" | ")
}

const CHART: &str = "
J > A
  A
    no on E no
    yes on E to A2
    again on E
    other on F
    later after 10
    at-once always no
  A2
  P parallel
    L > L1
      L1
        l on E,G to L2
      L2
    R > R1
      R1
        r on E to R2
        out on G to A
      R2
    p on E,H to A
    both on E
  all on E,H to A
  rule gone on QUIT
";

#[test]
fn every_step_has_its_reason() {
    let machine = machine(CHART);
    let verdicts = |state, event| verdicts(&machine, state, event);
    assert_eq!(
        verdicts("A", "E"),
        "rule deaf | A: no false, yes taken, again behind yes, other deaf, later timer, at-once always | J: all outside yes"
    );
    assert_eq!(
        verdicts("P", "E"),
        "rule deaf | L1: l taken | R1: r taken, out deaf | P: p outside l+r, both outside l+r | J: all outside l+r"
    );
    assert_eq!(
        verdicts("P", "G"),
        "rule deaf | L1: l taken | R1: r deaf, out conflict l | P: p deaf, both deaf | J: all deaf"
    );
    assert_eq!(
        verdicts("L2", "E"),
        "rule deaf | R1: r taken, out deaf | P: p conflict r, both behind p | J: all outside r"
    );
    assert_eq!(
        verdicts("P", "H"),
        "rule deaf | L1: l deaf | R1: r deaf, out deaf | P: p taken, both deaf | J: all outside p"
    );
    assert!(verdicts("A", "QUIT").starts_with("rule taken | A: no deaf"));
}

#[test]
fn nobody_rests_where_something_leads_on() {
    let machine = machine("J > A\n  A\n    on always to B\n  B\n    e on E to A\n  S split > x:A y:B\n");
    let restless = |state| told(&machine, &supposed(&machine, state).unwrap(), "E").restless;
    assert_eq!(restless("A"), [(machine.state_named("A").unwrap(), machine.step_named("on"))]);
    assert_eq!(restless("B"), []);
    assert_eq!(restless("S"), [(machine.state_named("S").unwrap(), None)]);
}

#[test]
fn who_is_supposed_in_a_state_is_in_those_around_and_inside() {
    let machine =
        machine("J > A\n  A\n  P parallel\n    L > L1\n      L1\n      L2\n    R > R1\n      R1\n  END final\n");
    let active = |state| {
        let instance = supposed(&machine, state).unwrap();
        let names = instance.configuration.iter().map(|active| machine.state(active.state).name.value.as_str());
        format!("{} {}", instance.status.as_str(), names.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(active("P"), "active P L L1 R R1");
    assert_eq!(active("L2"), "active P L L2 R R1");
    assert_eq!(active("R"), "active P L L1 R R1");
    assert_eq!(active("L2 R"), "active P L L2 R R1");
    assert_eq!(active("END"), "completed END");
    assert_eq!((supposed(&machine, "A P"), supposed(&machine, "L1 L2")), (None, None));
}

fn holds(chart: &str, events: &[u8]) -> Result<(), TestCaseError> {
    let mut person = Person::enter(machine(chart));
    for event in events.iter().map(|event| format!("E{}", event % 3)) {
        if person.instance.status != Status::Active {
            break;
        }
        let said = told(&person.machine, &person.instance, &event).taken();
        if let Err(Rollback::Livelock(_)) = person.send(&event) {
            break;
        }
        let steps = &person.scratch.trace.steps;
        prop_assert_eq!(said.is_empty(), steps.is_empty(), "{}\n{}", event, chart);
        let mut first = steps[..said.len()].to_vec();
        first.sort_unstable();
        prop_assert_eq!(said, first, "{}\n{}", event, chart);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_to_be_taken_is_taken(
        chart in proptest::collection::vec(any::<u8>(), 0..400),
        events in proptest::collection::vec(any::<u8>(), 1..12),
    ) {
        let chart = Draw::chart(&chart);
        // Not every chart comes to rest on its own.
        if Naive::start(&machine(&chart).journey).macrostep_from_start() {
            holds(&chart, &events)?;
        }
    }
}
