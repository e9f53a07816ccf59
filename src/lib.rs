//! Journeys as code: customer journeys written in YAML, compiled to a checked state graph, run on events.

pub mod cli;
pub mod embed;
pub mod engine;
pub mod expr;
pub mod graph;
pub mod intake;
pub mod lint;
pub mod model;
pub mod orchestrator;
pub mod project;
pub mod report;
pub mod runner;
pub mod syntax;
pub mod terms;
