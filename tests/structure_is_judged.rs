//! Rules about structure find what is certain, once for each cause, and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod markers;

use markers::{Expected, expected, same};

/// The rules that this is about.
const RULES: [&str; 3] = ["unreachable-state", "dead-end-state", "eventless-cycle"];

fn found(text: &str) -> Vec<Expected> {
    markers::found(text).into_iter().filter(|(rule, ..)| RULES.contains(&rule.as_str())).collect()
}

/// States, with expectations under them.
const CASES: &[(&str, &str)] = &[
    (
        "what is cut off only by something cut off is a label",
        "
  A: { steps: [{ id: a, triggers: GO, to: END }] }
  B: { steps: [{ id: b, triggers: GO, to: C }] }
# ^ unreachable-state
  C: { steps: [{ id: c, triggers: GO, to: END }] }
",
    ),
    (
        "a ring that nobody enters is one finding",
        "
  A: { steps: [{ id: a, triggers: GO, to: END }] }
  B: { steps: [{ id: b, triggers: GO, to: C }] }
# ^ unreachable-state
  C: { steps: [{ id: c, triggers: GO, to: B }] }
",
    ),
    (
        "the children of what is cut off are no findings of their own",
        "
  A: { steps: [{ id: a, triggers: GO, to: END }] }
  B:
# ^ unreachable-state
    initial: C
    states: { C: { steps: [{ id: c, triggers: GO, to: END }] } }
",
    ),
    (
        "a step of a state around it is a way out",
        "
  A:
    initial: B
    steps: [{ id: a, triggers: GO, to: END }]
    states: { B: {} }
",
    ),
    (
        "a region is left when another one leaves",
        "
  A:
    parallel: true
    states:
      L: { initial: L1, states: { L1: {} } }
      R: { initial: R1, states: { R1: { steps: [{ id: r, triggers: GO, to: END }] } } }
",
    ),
    (
        "a step that stays is no way out",
        "
  A: { steps: [{ id: a, triggers: GO, to: END }, { id: x, triggers: STOP, to: B }] }
  B: { steps: [{ id: b, triggers: GO }] }
# ^ dead-end-state
",
    ),
    (
        "a split is left by its arms",
        "
  A:
    split:
      key: =user.id
      salt: s
      arms: [{ id: x, weight: 1, to: END }, { id: y, weight: 1, to: B }]
  B: { steps: [{ id: b, triggers: GO, to: END }] }
",
    ),
    (
        "a guard may end a ring",
        "
  A: { steps: [{ id: a, triggers: GO, to: B }, { id: e, triggers: STOP, to: END }] }
  B: { steps: [{ id: b, always: true, to: C }] }
  C: { steps: [{ id: c, always: true, guard: ctx.n > 3, to: B }, { id: d, triggers: GO, to: END }] }
",
    ),
    (
        "a guarded step that is asked first may end a ring",
        "
  A: { steps: [{ id: a, triggers: GO, to: B }, { id: e, triggers: STOP, to: END }] }
  B: { steps: [{ id: b, always: true, set: { n: =ctx.n + 1 }, to: C }] }
  C: { steps: [{ id: c, always: true, guard: ctx.n > 3, to: END }, { id: d, always: true, to: B }] }
",
    ),
    (
        "a guarded step that is asked last does not",
        "
  A: { steps: [{ id: a, triggers: GO, to: B }, { id: e, triggers: STOP, to: END }] }
  B: { steps: [{ id: b, always: true, to: C }] }
# ^ eventless-cycle
  C: { steps: [{ id: d, always: true, to: B }, { id: c, always: true, guard: ctx.n > 3, to: END }] }
",
    ),
    (
        "a state that leads to itself goes round",
        "
  A: { steps: [{ id: a, always: true, to: A }, { id: e, triggers: STOP, to: END }] }
# ^ eventless-cycle
",
    ),
    (
        "a step that stays goes round as well",
        "
  A: { steps: [{ id: a, always: true, set: { n: 1 } }, { id: e, triggers: STOP, to: END }] }
# ^ eventless-cycle
",
    ),
];

#[test]
fn every_case_holds() {
    let mut faults = Vec::new();
    for (name, states) in CASES {
        let text = format!(
            "wayfare: 1\njourney: a\nversion: 1.0.0\nevents: {{ GO: {{}}, STOP: {{}} }}\ncontext: {{ n: {{ type: int, \
             default: 0 }} }}\ninitial: A\nstates:{states}  END: {{ final: true }}\n"
        );
        let (said, is) = (expected(&text), found(&text));
        if !same(&said, &is) {
            faults.push(format!("{name}: {said:?} is said, {is:?} is found"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_exit_rule_is_a_way_out_of_everything() {
    let text = "wayfare: 1\njourney: a\nversion: 1.0.0\nevents: { GO: {} }\nexit: [{ id: gone, triggers: GO }]\ninitial: A\n\
                states:\n  A: {}\n";
    assert_eq!(found(text), []);
}
