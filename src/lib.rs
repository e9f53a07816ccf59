//! Journeys as code: customer journeys written in YAML, compiled to a checked state graph, run on events.

pub mod terms;
