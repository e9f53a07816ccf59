//! What follows from an input: completions, raised events, ends, goals, effects.

use crate::engine::due::next_due;
use crate::engine::ending::{Leaving, end};
use crate::engine::instance::Status;
use crate::engine::ledger::NothingSent;
use crate::engine::step::{Input, Outcome, Stimulus};
use crate::engine::tests::person::{Person, STRANGER, check};
use crate::graph::machine::Machine;
use crate::graph::testing::{journey, machine};
use crate::model::ids::{EventId, StepId};

#[test]
fn completions_are_raised_outward() {
    let chart = "
J > P
  P parallel
    L > L1
      L1
        l on L to LF
      LF final
        entry lf
      l-done on done.L do l-done
    Q parallel
      R > R1
        R1
          r on R,BOTH to RF
        RF final
          entry rf
        r-done on done.R do r-done
      S > S1
        S1
          s on S,BOTH to SF
        SF final
          entry sf
      q-done on done.Q do q-done
    p-done on done.P to END do p-done
  END final
    entry end
";
    check(chart, &[("R", "rf r-done | L1 RF S1"), ("L", "lf l-done | LF RF S1"), ("S", "sf q-done p-done end | END")]);
    check(chart, &[("BOTH", "rf sf r-done q-done | L1 RF SF"), ("L", "lf l-done p-done end | END")]);
}

#[test]
fn raised_events_come_before_the_next_event_and_after_always() {
    let chart = "
J > A
  A
    e on E to B do x, raise:R1, raise:R2, y
  B
    auto always to C do auto
  C
    r1 on R1 do r1, raise:R3
    r2 on R2 do r2
    r3 on R3 do r3
";
    let person = check(chart, &[("E", "x y auto r1 r2 r3 | C")]);
    assert_eq!(person.scratch.trace.microsteps, 5);
}

#[test]
fn a_final_state_at_the_top_ends_everything() {
    let chart = "
J > A
  A
    e on E to END do raise:R
    slow after 9 to A
  END final
    entry end, raise:R
  late on R do late
  auto always no do auto
  timer after 3 do late
";
    let mut person = check(chart, &[("E", "end | END")]);
    assert_eq!(person.instance.status, Status::Completed);
    assert!(person.instance.timers.is_empty() && next_due(&person.instance).is_none());
    assert_eq!(person.send("R"), Ok(Outcome::NoMatch));
}

#[test]
fn exit_rules_come_before_any_step() {
    let chart = "
J > A
  rule no on QUIT no do no
  rule gone on QUIT do bye
  A > A1
    exit -A
    A1
      exit -A1, raise:R
      quit on QUIT do step
  r on R do r
";
    let mut person = Person::enter(machine(chart));
    assert_eq!(person.send("QUIT"), Ok(Outcome::Exited));
    assert_eq!(person.story(), "-A1 -A bye | ");
    assert_eq!((person.instance.status, person.scratch.trace.rule), (Status::Exited, Some(1)));
    assert!(person.instance.configuration.is_empty());
}

#[test]
fn an_exit_rule_whose_guard_does_not_hold_has_heard_the_event() {
    let chart = "
J > A
  rule no on QUIT no do no
  A
    e on E do e
";
    let mut person = Person::enter(machine(chart));
    assert_eq!(person.send("QUIT"), Ok(Outcome::GuardFalse));
    assert_eq!(person.send("E"), Ok(Outcome::Stepped));
}

#[test]
fn what_consent_holds_back_is_told() {
    let chart = "
J > A
  A
    e on E do mail, other
    h on held.mail do sorry
";
    let person = check(chart, &[("E", "mail other sorry | A")]);
    let sent: Vec<_> = person.scratch.trace.effects.iter().map(|effect| effect.verdict.held()).collect();
    assert_eq!(sent, [Some("no-consent"), None, None]);
}

#[test]
fn goals_are_noted_once() {
    let chart = "
J > A
  goal won at B
  goal saw on done.C
  A
    e on E to B
  B
    f on F to C
  C > C1
    C1
      g on G to CF
    CF final
    h on H to B
";
    let mut person = Person::enter(machine(chart));
    for (now, event) in [(1, "E"), (2, "F"), (3, "G"), (4, "H"), (5, "F"), (6, "G")] {
        person.now = now;
        person.send(event).unwrap();
    }
    let reached: Vec<_> = person.instance.goals.iter().map(|reached| (reached.goal, reached.at)).collect();
    assert_eq!(reached, [(0, 1), (1, 3)]);
}

#[test]
fn every_list_counts_how_often_it_ran() {
    let chart = "
J > A
  A
    e on E to B do x
  B
    entry in, raise:R
    again on R to C
  C
    entry raise:R
    back on R to D
  D
    auto always to B2
  B2
    entry in
";
    let person = check(chart, &[("E", "x in in | B2")]);
    let sites = person.scratch.trace.effects.iter().map(|effect| (effect.site.owner.as_str(), effect.site.run));
    assert_eq!(sites.collect::<Vec<_>>(), [("e", 0), ("B", 0), ("B2", 0)]);
    let twice = "
J > A
  A
    e on E do raise:R, raise:R
    r on R do r
";
    let person = check(twice, &[("E", "r r | A")]);
    assert_eq!(person.scratch.trace.effects.iter().map(|effect| effect.site.run).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn an_instance_can_be_ended_from_outside() {
    let chart = "
J > A
  A > A1
    exit -A
    A1
      exit -A1, raise:R
      timer after 5 do r
      r on R do r
";
    for (leaving, story) in [(Leaving::WithActions, "-A1 -A | "), (Leaving::Silently, " | ")] {
        let mut person = Person::enter(machine(chart));
        let input = Input {
            stimulus: Stimulus::Timer(StepId(0)),
            now: 3,
            person: &STRANGER,
            ledger: &NothingSent,
            out: None,
            cause: "e:2",
        };
        end(&person.machine, &mut person.instance, &input, leaving, &mut person.scratch).unwrap();
        assert_eq!(person.story(), story);
        assert_eq!(person.names(&person.scratch.trace.exited), "A1 A");
        assert_eq!((person.instance.status, person.instance.ended_at), (Status::Exited, Some(3)));
        assert!(person.instance.timers.is_empty() && person.instance.configuration.is_empty());
    }
}

#[test]
fn what_an_action_names_is_raised_after_its_fate() {
    let mut journey = journey(
        "
J > A
  A
    e on E do charge
    other on succeeded.charge do fate, raise:LATE
    paid on PAID do paid
    late on LATE do late
",
    );
    journey.actions[0].on_success =
        journey.events.iter().position(|event| event.name == "PAID").map(|n| EventId(n as u32));
    let mut person = Person::enter(Machine::new(journey));
    person.send("succeeded.charge").unwrap();
    assert_eq!(person.story(), "fate paid late | A");
}
