//! Timers and scheduled events.

use crate::engine::due::{Which, next_due, take_scheduled};
use crate::engine::ledger::NothingSent;
use crate::engine::step::{Input, Outcome, Rollback, Stimulus, follow_data};
use crate::engine::tests::person::{Person, STRANGER};
use crate::graph::testing::machine;
use crate::model::ids::StepId;

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

/// The same chart where one instant is another: what its timer says once the variable that it reads has changed.
#[track_caller]
fn moved(before: &str, after: &str) -> Person {
    let chart = |timer: &str| {
        machine(&format!(
            "
J > A
  A
    t {timer} do t
    v on V do v=1
"
        ))
    };
    let mut person = Person::enter(chart(before));
    person.machine = chart(after);
    person
}

fn due(person: &Person) -> Option<i64> {
    next_due(&person.instance).map(|due| due.at)
}

#[test]
fn a_pending_timer_moves_with_the_data_that_it_reads() {
    let mut person = moved("at 50", "at 80");
    person.now = 10;
    person.send("V").unwrap();
    assert_eq!(due(&person), Some(80));
    person.send("V").unwrap();
    assert_eq!(due(&person), Some(80), "nothing changed");
    let mut person = moved("at 50", "at 5");
    person.now = 10;
    person.send("V").unwrap();
    assert_eq!(due(&person), Some(10), "a past instant is due now");
    let mut person = moved("at 50", "at never");
    person.send("V").unwrap();
    assert_eq!(due(&person), None);
    let mut person = moved("at never", "at 50");
    person.send("V").unwrap();
    assert_eq!(due(&person), Some(50));
}

#[test]
fn data_that_changed_from_outside_moves_timers_too() {
    let mut person = moved("at 50", "at 80");
    person.scratch.context_changed.push(0);
    let input = Input {
        stimulus: Stimulus::Timer(StepId(0)),
        now: 3,
        person: &STRANGER,
        ledger: &NothingSent,
        out: None,
        cause: "e:2",
    };
    follow_data(&person.machine, &mut person.instance, &input, &mut person.scratch).unwrap();
    assert_eq!((due(&person), person.scratch.context_changed.len()), (Some(80), 0));
}

#[test]
fn a_timer_that_fired_is_set_again_only_for_another_instant_ahead() {
    for (after, expected) in [("at 80", Some(80)), ("at 50", None), ("at 55", None), ("after 90", Some(90))] {
        let mut person = moved("at 50", after);
        person.now = 50;
        person.fire("t").unwrap();
        assert_eq!(due(&person), None);
        person.now = 60;
        person.send("V").unwrap();
        assert_eq!(due(&person), expected, "{after}");
    }
}

#[test]
fn a_repeated_timer_goes_on_with_the_first_multiple_ahead() {
    let mut person = moved("every 10 x3", "every 7 x3");
    person.now = 10;
    person.fire("t").unwrap();
    assert_eq!(due(&person), Some(14), "set again as the chart now says");
    person.now = 12;
    person.send("V").unwrap();
    assert_eq!(due(&person), Some(14));
    for (now, next) in [(14, Some(21)), (21, None)] {
        person.now = now;
        person.fire("t").unwrap();
        assert_eq!(due(&person), next, "its firings count on");
    }
}

#[test]
fn gaps_follow_one_another() {
    let mut person = moved("gaps 1 3 5", "gaps 1 3 5");
    for (now, next) in [(1, Some(4)), (4, Some(9)), (9, None)] {
        assert_eq!(due(&person), Some(now));
        person.now = now;
        person.fire("t").unwrap();
        assert_eq!(due(&person), next);
    }
}

#[test]
fn of_two_that_are_due_the_one_that_was_started_first_comes_first() {
    let person = Person::enter(machine(
        "
J > A
  A
    b after 10
    a after 10
  c after 10
",
    ));
    let mut order: Vec<_> = person.instance.timers.iter().map(|timer| (timer.due, timer.started, timer.step)).collect();
    order.sort_unstable();
    let ids: Vec<_> = order.iter().map(|&(.., step)| person.machine.step(step).id.value.as_str()).collect();
    // The journey's own come first in document order; here they stand last in the file, but were entered outermost.
    assert_eq!(ids, ["c", "b", "a"]);
    assert_eq!(next_due(&person.instance).map(|due| due.started), Some(0));
}

#[test]
fn a_scheduled_event_is_an_input_with_its_own_name() {
    let mut person = Person::enter(machine(
        "
J > A
  A
    e on E do schedule:S@10
    s on S to B do s
  B
",
    ));
    person.send("E").unwrap();
    let pending = take_scheduled(&mut person.instance, 0).unwrap();
    person.now = pending.due;
    let stimulus = Stimulus::Scheduled { event: pending.event, payload: &pending.payload };
    assert_eq!(person.step(stimulus), Ok(Outcome::Stepped));
    assert_eq!((person.story().as_str(), person.instance.firings, person.instance.last_input), ("s | B", 1, 10));
}
