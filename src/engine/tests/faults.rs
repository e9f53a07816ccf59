//! What goes wrong leaves no trace on the person.

use crate::engine::due::next_due;
use crate::engine::step::Rollback;
use crate::engine::tests::person::Person;
use crate::graph::testing::machine;
use crate::terms::value::Value;

#[test]
fn always_goes_round_at_most_a_thousand_times() {
    let chart = "
J > A
  entry x
  A
    e on E to B do v=7
    timer after 5 to C
  B
    there always to C
  C
    back always to B
";
    let mut person = Person::enter(machine(chart));
    let before = person.instance.clone();
    let rollback = person.send("E").unwrap_err();
    let Rollback::Livelock(text) = &rollback else { panic!("{rollback:?}") };
    assert!(text.contains("`there` → `back`") && text.contains("`B` → `C`"), "{text}");
    assert_eq!(person.instance, before);
}

#[test]
fn a_failure_leaves_everything_untouched() {
    let chart = "
J > A
  goal won at B2
  A > A1
    H deep > A1
    A1
      exit gone
      e on E to B do v=5, raise:R, schedule:S@5, fail
      timer after 10 to B do v=6, fail
      twice every 4 do fail
  B > B2
    B2
";
    let mut person = Person::enter(machine(chart));
    let before = person.instance.clone();
    let rollback = person.send("E").unwrap_err();
    assert_eq!(rollback.to_string(), "e: the variable `v`: a value is missing; int was expected");
    assert_eq!(person.instance, before);
    assert_eq!(person.scratch.trace, crate::engine::trace::Trace::default());
    person.now = 4;
    person.fire("twice").unwrap_err();
    assert_eq!(next_due(&person.instance).map(|due| due.at), Some(8), "a repeated timer goes on");
    person.now = 10;
    person.fire("timer").unwrap_err();
    assert_eq!((person.active().as_str(), &person.instance.context[0]), ("A A1", &Value::Int(0)));
    assert!(person.instance.timers.iter().any(|timer| !timer.pending && timer.fired == 1), "the timer is used up");
}
