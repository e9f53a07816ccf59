//! Journeys made for the curves, and events that walk through them.

use std::fmt::Write as _;

const HEAD: &str = r"
context:
  laps: { type: int, default: 0 }
entry:
  triggers: STARTED
";

/// Four states in a circle, with guards that read context and payload.
pub fn circle() -> String {
    let mut text = String::from("wayfare: 1\njourney: circle\nversion: 1.0.0\nevents:\n");
    text.push_str("  STARTED: {}\n  MOVED:\n    payload: { total: number, place: string }\n");
    text.push_str(HEAD);
    text.push_str("initial: S0\nstates:\n");
    for state in 0..4 {
        let next = (state + 1) % 4;
        write!(
            text,
            r"  S{state}:
    steps:
      - id: never-{state}
        triggers: MOVED
        guard: ctx.laps < 0 && event.payload.total > 100.0
        to: S{state}
      - id: move-{state}
        triggers: MOVED
        guard: ctx.laps >= 0 && event.payload.total > 0.5
        set: {{ laps: =ctx.laps + 1 }}
        to: S{next}
"
        )
        .unwrap_or_default();
    }
    text
}

/// The circle, and `count - 1` journeys that listen to other events.
pub fn many(count: usize) -> Vec<String> {
    let other = |number: usize| {
        format!(
            "wayfare: 1\njourney: other-{number}\nversion: 1.0.0\nevents: {{ OTHER_{number}: {{}} }}\n\
             entry: {{ triggers: OTHER_{number} }}\ninitial: A\nstates:\n  A:\n    steps:\n      - id: go\n        \
             triggers: OTHER_{number}\n        to: B\n  B: {{ final: true }}\n"
        )
    };
    std::iter::once(circle()).chain((1..count).map(other)).collect()
}

/// The circle with so many states around its own.
pub fn large(states: usize) -> Vec<String> {
    let mut text = circle();
    for state in 4..states {
        let step =
            format!("      - id: move-{state}\n        triggers: MOVED\n        to: S{}\n", (state + 1) % states);
        write!(text, "  S{state}:\n    steps:\n{step}").unwrap_or_default();
    }
    // Without a way there they would be findings, though no errors.
    write!(text, "exit:\n  - id: out\n    triggers: LEFT\n").unwrap_or_default();
    vec![text.replace("  STARTED: {}\n", "  STARTED: {}\n  LEFT: {}\n")]
}

/// So many people who start and then move.
pub fn circle_events(count: usize, people: usize) -> Vec<String> {
    (0..count)
        .map(|number| {
            let person = number % people;
            let kind = if number < people { "STARTED" } else { "MOVED" };
            let at = 1_700_000_000_000 + (number / people) as i64 * 10_000;
            format!(
                r#"{{"type":"{kind}","userId":"user-{person}","eventId":"e-{number}","timestamp":{at},"payload":{{"total":{}.5,"place":"p{}"}}}}"#,
                1 + number % 50,
                number % 9
            )
        })
        .collect()
}
