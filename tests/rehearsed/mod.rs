//! Two versions of a journey beside a third that hears its news, and events of invented people.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::fmt::Write as _;

/// What people are on.
pub const OLD: &str = r"wayfare: 1
journey: trial
version: 1.2.0
context:
  visits: { type: int, default: 0, min: 0, max: 1000 }
events:
  SIGNED_UP: { payload: { seats: int } }
  VISITED: {}
  PURCHASED: { payload: { total: number } }
  CANCELLED: {}
  BOUGHT_ONE: {}
actions:
  send_tips: { params: { template: string }, cap: { max: 1, per: 3d } }
  send_thanks: {}
  send_reminder: {}
entry: { triggers: [SIGNED_UP, VISITED] }
initial: TRYING
states:
  TRYING:
    on_entry: [send_tips: { template: welcome }]
    steps:
      - id: visit
        triggers: VISITED
        set: { visits: =ctx.visits + 1 }
      - id: buy
        triggers: PURCHASED
        guard: event.payload.total >= 10
        to: BOUGHT
        actions: [send_thanks, emit: BOUGHT_ONE]
      - id: remind
        after: 7d
        to: REMINDED
        actions: [send_reminder, send_tips: { template: again }]
  REMINDED:
    steps:
      - { id: buy-late, triggers: PURCHASED, to: BOUGHT, actions: [emit: BOUGHT_ONE] }
      - { id: give-up, after: 14d, to: LOST }
  BOUGHT: { final: true }
  LOST: { final: true }
goals: [{ id: bought, state: BOUGHT }]
exit: [{ id: cancelled, triggers: CANCELLED }]
";

/// The journey beside it.
pub const NEWS: &str = r"wayfare: 1
journey: news
version: 1.0.0
events: { BOUGHT_ONE: {} }
actions: { send_news: {} }
entry: { triggers: BOUGHT_ONE }
initial: IN
states:
  IN:
    steps: [{ id: monthly, after: 10d, to: OUT, actions: [send_news] }]
  OUT: { final: true }
";

/// Edits of the old version, each with the new text.
pub const EDITS: [(&str, &str); 8] = [
    ("event.payload.total >= 10", "event.payload.total >= 50 || ctx.visits >= 3"),
    ("after: 7d", "after: 5d"),
    ("ctx.visits + 1", "ctx.visits + 2"),
    ("template: welcome", "template: hello"),
    ("max: 1, per: 3d", "max: 1, per: 9d"),
    ("total: number", "total: { type: number, max: 70 }"),
    ("LOST", "ASLEEP"),
    ("default: 0", "default: 2"),
];

/// The old version with the edits of these numbers, as another version on which nobody moves.
pub fn edited(numbers: impl IntoIterator<Item = usize>) -> String {
    let text = OLD.replace("version: 1.2.0", "version: 2.0.0");
    let text = numbers.into_iter().fold(text, |text, number| text.replace(EDITS[number].0, EDITS[number].1));
    format!("{text}migrate: [{{ from: 1.x, finish: true }}]\n")
}

/// Events of so many people, some lines broken or twice; with `linked`, unknown people turn out to be known ones.
pub fn events(seed: u64, people: u64, linked: bool) -> String {
    let mut state = seed;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut lines: Vec<(u64, String)> = Vec::new();
    for person in 0..people {
        let mut at = 1_767_225_600_000 + draw(20 * 86_400_000);
        for number in 0..=draw(6) {
            let (kind, payload) = match draw(10) {
                _ if number == 0 && draw(5) > 0 => ("SIGNED_UP", format!("{{\"seats\":{}}}", draw(9))),
                0..=4 => ("VISITED", "{}".to_owned()),
                5..=8 => ("PURCHASED", format!("{{\"total\":{}}}", draw(90))),
                _ => ("CANCELLED", "{}".to_owned()),
            };
            let who = match draw(6) {
                _ if !linked => format!("\"userId\":\"u-{person}\""),
                0 => format!("\"anonymousId\":\"a-{person}\""),
                1 => format!("\"userId\":\"u-{person}\",\"anonymousId\":\"a-{person}\""),
                2 if draw(8) == 0 => format!("\"userId\":\"u-{person}\",\"anonymousId\":\"a-{}\"", draw(people)),
                _ => format!("\"userId\":\"u-{person}\""),
            };
            let line = format!(
                "{{\"eventId\":\"e-{person}-{number}\",\"type\":\"{kind}\",{who},\"timestamp\":{at},\"payload\":{payload}}}"
            );
            if draw(20) == 0 {
                lines.push((at + draw(1_000), line.clone()));
            }
            lines.push((at, line));
            at += draw(8 * 86_400_000);
        }
    }
    lines.sort();
    let mut text = String::new();
    for (at, line) in lines {
        writeln!(text, "{line}").unwrap();
        if at % 40 == 0 {
            text.push_str("{\"type\":\"VISITED\",broken\n\n");
        }
    }
    text
}
