//! One slip in a journey that is right never makes its structure wrong as well.
//!
//! Every line of clean journeys is damaged in every way that a hand slips. Where that is a fault of the language, a
//! finding about structure, or about what is declared and used, beside it could only be a consequence.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

use std::path::PathBuf;

use wayfare::lint::levels::Judged;
use wayfare::project::workspace::Workspace;
use wayfare::terms::rule::Level;
use wayfare::trial::check::judged;

const STRUCTURE: [&str; 19] = [
    "unreachable-state",
    "dead-end-state",
    "eventless-cycle",
    "journey-cycle",
    "failure-unhandled",
    "event-without-key",
    "event-unused",
    "event-unhandled",
    "context-never-read",
    "context-never-written",
    "define-unused",
    "function-unused",
    "action-unused",
    "window-unused",
    "cap-unused",
    "any-type",
    "entry-counts-twice",
    "parallel-never-done",
    "target-no-effect",
];

const REGIONS: &str = r"wayfare: 1
journey: regions
version: 1.0.0
events:
  GO: {}
  STOP: {}
context:
  n: { type: int, default: 0 }
initial: START
states:
  START:
    split:
      key: =user.id
      salt: regions
      arms:
        - id: one
          weight: 1
          to: BOTH
        - id: two
          weight: 1
          to: PING
  BOTH:
    parallel: true
    states:
      LEFT:
        initial: L1
        states:
          L1:
            steps:
              - id: l1
                triggers: GO
                to: L2
          L2:
            final: true
          BACK:
            history: deep
            default: L1
      RIGHT:
        initial: R1
        states:
          R1:
            on_entry:
              - set: { n: 1 }
            steps:
              - id: r1
                triggers: [GO, STOP]
                guard: ctx.n > 3
                to: WAIT
              - id: r2
                every: [1d, 2d]
                set:
                  n: =ctx.n + 1
          R2:
            steps:
              - id: r3
                triggers: GO
                to: BACK
    steps:
      - id: to-r2
        triggers: STOP
        to: [L1, R2]
  PING:
    steps:
      - id: ping
        always: true
        guard: ctx.n > 5
        to: PONG
      - id: rest
        after: 1d
        to: WAIT
  PONG:
    steps:
      - id: pong
        always: true
        to: PING
  WAIT:
    steps:
      - id: timeout
        after: 3d
        to: GONE
  GONE:
    final: true
";

#[test]
fn a_slip_in_regions_splits_and_histories_is_no_fault_of_structure() {
    judge(REGIONS);
}

#[test]
fn a_slip_in_a_long_journey_is_no_fault_of_structure() {
    judge(include_str!("../journeys/subscription.yaml"));
}

const SHARED: &str = r"wayfare: 1
catalog: shop
events:
  BOUGHT:
    payload: { order: string, n: int }
actions:
  mail:
    description: Writes a mail
    params: { text: string, language: { type: string, default: en } }
    timeout: 1m
  call:
    description: Calls
    params: { text: string }
    timeout: 1m
";

const USER: &str = r"wayfare: 1
journey: user
version: 1.0.0
uses: shop
events:
  LOST: {}
functions:
  half:
    params: { n: int }
    returns: int
    body: n / 2
actions:
  charge:
    description: Takes money
    params: { n: int }
    timeout: 1m
    retry: { max: 3, backoff: 1m }
  pay:
    description: Gives money
    timeout: 1m
    retry: { max: 2, backoff: 1m }
entry:
  triggers: BOUGHT
  key: { BOUGHT: =event.payload.order }
initial: A
states:
  A:
    on_entry:
      - mail: { text: a }
      - charge: { n: =half(3) }
      - pay
    steps:
      - { id: a, triggers: BOUGHT, guard: event.payload.n > 3, actions: [call: { text: b }], to: B }
  B:
    on_entry:
      - raise: LOST
    steps:
      - { id: b, triggers: LOST, to: C }
  C: { final: true }
";

#[test]
fn one_slip_makes_one_finding_wherever_its_name_is_used() {
    let all = |catalog: &str, journey: &str| {
        let texts =
            [("shop.yaml", catalog), ("user.yaml", journey)].map(|(name, text)| (PathBuf::from(name), text.to_owned()));
        let errors = judged(&Workspace::from_texts(&texts)).into_iter().filter(|it| it.level == Level::Error);
        errors.map(|it| it.finding.message).collect::<Vec<_>>()
    };
    assert_eq!(all(SHARED, USER), [""; 0]);
    for (right, wrong) in [
        ("default: en", "deault: en"),
        ("{ type: string, default", "{ type: strng, default"),
        ("{ type: string, default", "{ tye: string, default"),
        ("payload: {", "payload:{"),
        ("payload: {", "payloda: {"),
        ("  call:\n", ""),
    ] {
        assert!(SHARED.contains(right));
        let found = all(&SHARED.replacen(right, wrong, 1), USER);
        assert_eq!(found.len(), 1, "{right} becomes {wrong}: {found:#?}");
    }
    for (right, wrong) in [
        ("uses: shop", "use: shop"),
        ("uses: shop", "uses: \"shop"),
        ("uses: shop", "uses: [shop"),
        ("uses: shop", "uses shop"),
        ("uses: shop", " uses: shop"),
        ("uses: shop", "uses:"),
        ("actions:\n  charge", "  charge"),
        ("  pay:\n", ""),
        ("  B:\n", ""),
        ("  B:\n", "\tB:\n"),
        ("      - raise: LOST\n    steps:\n      - {", "      - raise: LOST\n      - {"),
        ("      - raise", "      - rase"),
        ("wayfare: 1", " wayfare: 1"),
    ] {
        assert!(USER.contains(right));
        let found = all(SHARED, &USER.replacen(right, wrong, 1));
        assert_eq!(found.len(), 1, "{right} becomes {wrong}: {found:#?}");
    }
}

fn judge(clean: &str) {
    assert_eq!(rules(clean).iter().filter(|rule| is_structural(rule)).count(), 0);
    let mut wrong = Vec::new();
    let (mut slips, mut faults) = (0, 0);
    for (line, damaged) in damages(clean) {
        let rules = rules(&damaged);
        let structural = rules.iter().filter(|rule| is_structural(rule)).count();
        slips += 1;
        faults += usize::from(structural < rules.len());
        if structural > 0 && structural < rules.len() {
            wrong.push(format!("{line}: {rules:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {faults} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert!(faults > slips / 3, "only {faults} of {slips} slips are faults");
}

fn is_structural(rule: &str) -> bool {
    STRUCTURE.contains(&rule)
}

/// The rules of what is found in the journey `text`.
fn rules(text: &str) -> Vec<String> {
    let workspace = Workspace::from_texts(&[(PathBuf::from("journey.yaml"), text.to_owned())]);
    let all = judged(&workspace).into_iter();
    all.map(|Judged { finding, .. }| finding.rule.0.to_owned()).collect()
}

/// Every line of `text` damaged in every way: what became of the line, and the text.
fn damages(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut damaged = slips(line);
        damaged.sort();
        damaged.dedup();
        for slip in damaged.into_iter().filter(|slip| slip != line) {
            let with = lines.iter().enumerate().map(|(at, old)| if at == number { slip.as_str() } else { old });
            all.push((
                format!("{}: `{line}` becomes `{slip}`", number + 1),
                with.collect::<Vec<_>>().join("\n") + "\n",
            ));
        }
    }
    all
}

fn slips(line: &str) -> Vec<String> {
    let indent = line.len() - line.trim_start().len();
    let mut all = vec![
        line.replacen(':', "", 1),
        line.replacen(": ", ":", 1),
        line.replacen(": ", ": \"", 1),
        line.replacen(['{', '['], "", 1),
        line.replacen(['}', ']'], "", 1),
        line.replacen(": ", ": [", 1),
        line.replacen("- ", "", 1),
        line.replacen("- ", "-", 1),
        format!("{line}\n{line}"),
        format!(" {line}"),
        format!("\t{}", line.trim_start()),
        format!("{line} :"),
        format!("{line} {{"),
    ];
    if indent > 0 {
        all.push(line[1..].to_owned());
    }
    // A letter too few in each word.
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words = line.split(|c| !is_word(c)).filter(|word| word.chars().all(char::is_alphabetic) && word.len() > 1);
    for word in words {
        let at = word.as_ptr() as usize - line.as_ptr() as usize;
        all.push(format!("{}{}", &line[..=at], &line[at + 2..]));
        all.push(format!("{}x{}", &line[..at], &line[at..]));
    }
    all
}
