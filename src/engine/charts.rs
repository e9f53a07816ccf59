//! Tests of the interpreter as given, when and then: a chart, the events, the actions that ran and where it stands.

use crate::engine::due::{Which, next_due};
use crate::engine::instance::Status;
use crate::engine::step::{Outcome, Rollback};
use crate::engine::testing::{Person, machine};
use crate::terms::value::Value;

/// Sends each event and compares the story: `actions in order | active atomic states`.
#[track_caller]
fn check(chart: &str, inputs: &[(&str, &str)]) -> Person {
    let mut person = Person::enter(machine(chart));
    for &(event, story) in inputs {
        person.send(event).unwrap();
        assert_eq!(person.story(), story, "after {event}");
    }
    person
}

const NESTED: &str = "
J > A
  A > A1
    entry +A
    exit -A
    A1
      entry +A1
      exit -A1
      out on OUT to B1 do out
      self on SELF to A1 do self
      again on AGAIN to A1 reenter do again
    up on UP to A do up
    anew on ANEW to A reenter do anew
    inner on BOTH to A1 do outer
  B > B1
    entry +B
    exit -B
    B1
      entry +B1
      exit -B1
      back on BACK to A do back
  nothing on NOTHING do stay
  all on ALL to B do all
";

#[test]
fn exits_are_innermost_first_and_entries_outermost_first() {
    check(NESTED, &[("OUT", "-A1 -A out +B +B1 | B1"), ("BACK", "-B1 -B back +A +A1 | A1")]);
}

#[test]
fn self_targets_stay_unless_they_reenter() {
    check(
        NESTED,
        &[
            ("SELF", "self | A1"),
            ("AGAIN", "-A1 again +A1 | A1"),
            ("UP", "-A1 up +A1 | A1"),
            ("ANEW", "-A1 -A anew +A +A1 | A1"),
        ],
    );
}

#[test]
fn steps_of_the_journey_hold_everywhere() {
    check(NESTED, &[("NOTHING", "stay | A1"), ("ALL", "-A1 -A all +B +B1 | B1"), ("ALL", "-B1 -B all +B +B1 | B1")]);
}

#[test]
fn the_first_step_in_file_order_wins_and_the_inner_state_is_asked_first() {
    let chart = "
J > A
  A > A1
    A1
      no on E no do no
      one on E do one
      two on E do two
    outer on E,F do outer
";
    check(chart, &[("E", "one | A1"), ("F", "outer | A1")]);
}

const PARALLEL: &str = "
J > P
  P parallel
    entry +P
    exit -P
    L > L1
      entry +L
      exit -L
      L1
        entry +L1
        exit -L1
        l on MOVE to L2 do l
        leave on LEAVE to X do leave
        both on EACH to R2 do cross
      L2
        entry +L2
        exit -L2
      l-outer on OUTER to L2 do l-outer
    R > R1
      entry +R
      exit -R
      R1
        entry +R1
        exit -R1
        r on MOVE,LEAVE to R2 do r
        inner on OUTER to R2 do r-inner
      R2
        entry +R2
        exit -R2
    p on OUTER,SELF to P do p
    here on HERE to R2 do here
    anew on ANEW to P reenter do anew
  X
    to-both on TWO to L2,R2 do two
    to-one on ONE to R2 do one
";

#[test]
fn regions_step_together() {
    check(PARALLEL, &[("MOVE", "-R1 -L1 l r +L2 +R2 | L2 R2")]);
}

#[test]
fn the_earlier_of_two_conflicting_steps_wins() {
    check(PARALLEL, &[("LEAVE", "-R1 -R -L1 -L -P leave | X")]);
}

#[test]
fn a_target_in_another_region_leaves_the_parallel_state() {
    check(PARALLEL, &[("EACH", "-R1 -R -L1 -L -P cross +P +L +L1 +R +R2 | L1 R2")]);
}

#[test]
fn an_inner_step_wins_over_the_one_around_it() {
    check(PARALLEL, &[("OUTER", "-R1 -L1 l-outer r-inner +L2 +R2 | L2 R2")]);
    let chart = "
J > P
  P parallel
    L > L1
      L1
    R > R1
      R1
        r on E to R2 do r
      R2
    p on E to P reenter do p
";
    check(chart, &[("E", "r | L1 R2")]);
}

#[test]
fn a_parallel_state_as_its_own_target_enters_all_regions_again() {
    check(
        PARALLEL,
        &[
            ("MOVE", "-R1 -L1 l r +L2 +R2 | L2 R2"),
            ("SELF", "-R2 -R -L2 -L p +L +L1 +R +R1 | L1 R1"),
            ("ANEW", "-R1 -R -L1 -L -P anew +P +L +L1 +R +R1 | L1 R1"),
            ("HERE", "-R1 -R -L1 -L -P here +P +L +L1 +R +R2 | L1 R2"),
        ],
    );
}

#[test]
fn targets_in_regions_bring_the_other_regions_along() {
    check(PARALLEL, &[("LEAVE", "-R1 -R -L1 -L -P leave | X"), ("TWO", "two +P +L +L2 +R +R2 | L2 R2")]);
    check(PARALLEL, &[("LEAVE", "-R1 -R -L1 -L -P leave | X"), ("ONE", "one +P +L +L1 +R +R2 | L1 R2")]);
}

const HISTORY: &str = "
J > OUT
  OUT
    shallow on SHALLOW to H
    deep on DEEP to D
  IN > IN1
    H shallow > IN2
    D deep > IN22
    IN1
      next on NEXT to IN22
    IN2 > IN21
      IN21
      IN22
        next2 on NEXT to IN1
    leave on LEAVE to OUT
";

#[test]
fn history_leads_to_its_default_and_then_to_what_it_remembers() {
    check(
        HISTORY,
        &[
            ("SHALLOW", " | IN21"),
            ("LEAVE", " | OUT"),
            ("DEEP", " | IN21"),
            ("LEAVE", " | OUT"),
            ("SHALLOW", " | IN21"),
        ],
    );
    check(HISTORY, &[("DEEP", " | IN22"), ("LEAVE", " | OUT"), ("SHALLOW", " | IN21"), ("LEAVE", " | OUT")]);
    check(
        HISTORY,
        &[
            ("DEEP", " | IN22"),
            ("LEAVE", " | OUT"),
            ("DEEP", " | IN22"),
            ("NEXT", " | IN1"),
            ("LEAVE", " | OUT"),
            ("SHALLOW", " | IN1"),
        ],
    );
}

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

#[test]
fn a_split_leads_to_the_arm_of_the_person() {
    let chart = "
J > S
  S split > a:A b:B
    entry split
  A
    e on E to S
  B
    f on E to S
";
    let mut person = Person::enter(machine(chart));
    let first = person.names(&person.scratch.trace.initial);
    assert_eq!(person.names(&person.scratch.trace.entered), format!("S {first}"));
    let arm = u16::from(first == "B");
    let split = person.machine.state_named("S").unwrap();
    assert_eq!(
        (person.instance.arms.clone(), person.scratch.trace.arms.clone()),
        (vec![(split, arm)], vec![(split, arm)])
    );
    person.send("E").unwrap();
    assert_eq!(person.story(), format!("split | {first}"));
    assert_eq!(person.instance.arms, [(split, arm)]);
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
    assert_eq!(person.instance.goals, [(0, 1), (1, 3)]);
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
    let chart = "
J > A
  A
    e on E do x, raise:R
    r on R do y, raise:S
    s on S do x, raise:T
    t on T do raise:U
    u on U to A reenter do u
  auto always no
";
    check(chart, &[("E", "x y x u | A")]);
    let twice = "
J > A
  A
    e on E do raise:R, raise:R
    r on R do r
";
    let person = check(twice, &[("E", "r r | A")]);
    assert_eq!(person.scratch.trace.effects.iter().map(|effect| effect.site.run).collect::<Vec<_>>(), [0, 1]);
}
