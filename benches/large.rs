//! A journey of as many states as one likes, each with three steps.

use std::fmt::Write as _;

/// Its text.
pub fn journey(id: &str, states: usize) -> String {
    let mut text = format!(
        "wayfare: 1\njourney: {id}\nversion: 1.0.0\nevents:\n  GO: {{ payload: {{ total: number }} }}\n  BACK: {{}}\n\
         context:\n  n: {{ type: int, default: 0 }}\nactions:\n  mail: {{ params: {{ template: string }} }}\n\
         initial: S0\nstates:\n"
    );
    for state in 0..states {
        let next = (state + 1) % (states + 1);
        let next = if state + 1 == states { "END".to_owned() } else { format!("S{next}") };
        write!(
            text,
            "  S{state}:\n    steps:\n      - id: go-{state}\n        triggers: GO\n        guard: ctx.n >= 3 && event.payload.total > 100.0\n        \
             set: {{ n: =ctx.n + 1 }}\n        to: {next}\n      - id: back-{state}\n        triggers: BACK\n        \
             set: {{ n: =ctx.n + 1 }}\n        to: S0\n      - id: wait-{state}\n        after: 3d\n"
        )
        .unwrap();
    }
    text.push_str("  END: { final: true }\n");
    text
}
