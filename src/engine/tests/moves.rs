//! Which steps run, and in which order what is left and entered.

use crate::engine::tests::person::{Person, check};
use crate::graph::testing::machine;

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
        ([(split, arm)].into(), vec![(split, arm)])
    );
    person.send("E").unwrap();
    assert_eq!(person.story(), format!("split | {first}"));
    assert_eq!(person.instance.arms, [(split, arm)]);
}
