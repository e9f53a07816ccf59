//! Timers and scheduled events.

use crate::engine::due::{Which, next_due};
use crate::engine::step::{Outcome, Rollback};
use crate::engine::tests::person::Person;
use crate::graph::testing::machine;

#[test]
fn timers_start_with_their_state_and_end_with_it() {
    let chart = "
J > A
  A
    a after 10 to B do a
    b on E to B
    stay on STAY to A
    anew on ANEW to A reenter
  B
    back on BACK to A
  always-on after 100 do journey
";
    let mut person = Person::enter(machine(chart));
    let due = |person: &Person| next_due(&person.instance).map(|due| due.at);
    assert_eq!(due(&person), Some(10));
    person.now = 4;
    person.send("STAY").unwrap();
    assert_eq!(due(&person), Some(10), "a self target keeps the timer");
    person.send("ANEW").unwrap();
    assert_eq!(due(&person), Some(14), "entering again starts it anew");
    person.send("E").unwrap();
    assert_eq!(due(&person), Some(100), "leaving cancels it");
    person.now = 5;
    person.send("BACK").unwrap();
    person.now = 15;
    person.fire("a").unwrap();
    assert_eq!(person.story(), "a | B");
    person.now = 100;
    assert_eq!(person.fire("always-on"), Ok(Outcome::Stepped));
    assert_eq!(due(&person), None, "a timer that fired is used up");
}

#[test]
fn repeated_timers_fire_so_often() {
    let mut person = Person::enter(machine(
        "
J > A
  A
    a every 10 x3 no do a
",
    ));
    for (now, outcome, next) in
        [(10, Outcome::GuardFalse, Some(20)), (20, Outcome::GuardFalse, Some(30)), (30, Outcome::GuardFalse, None)]
    {
        person.now = now;
        assert_eq!(person.fire("a"), Ok(outcome));
        assert_eq!(next_due(&person.instance).map(|due| due.at), next);
    }
}

#[test]
fn what_is_scheduled_is_replaced_and_cancelled() {
    let chart = "
J > A
  A
    one on ONE do schedule:S@10
    later on LATER do schedule:S@20
    off on OFF do cancel:S, cancel:T
    s on S do s
";
    let mut person = Person::enter(machine(chart));
    let due = |person: &Person| next_due(&person.instance).map(|due| (due.at, due.what));
    person.send("ONE").unwrap();
    assert_eq!(due(&person), Some((10, Which::Schedule(0))));
    person.send("LATER").unwrap();
    assert_eq!(due(&person), Some((20, Which::Schedule(0))));
    person.send("OFF").unwrap();
    assert_eq!(due(&person), None);
}

#[test]
fn timers_without_end_suspend_until_the_next_event() {
    let mut person = Person::enter(machine(
        "
J > A
  A
    tick every 1 do tick
    e on E do e
",
    ));
    for now in 1..=10_000 {
        person.now = now;
        assert_eq!(person.fire("tick"), Ok(Outcome::Stepped));
    }
    person.now = 10_001;
    assert!(matches!(person.fire("tick"), Err(Rollback::Suspended(_))));
    assert_eq!(next_due(&person.instance), None);
    person.send("E").unwrap();
    assert_eq!(next_due(&person.instance).map(|due| due.at), Some(10_001));
}
