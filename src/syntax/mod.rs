//! The document as written, every node with its span: the only room that knows YAML.

pub mod allow;
mod anchors;
mod brackets;
mod builder;
pub mod chart;
mod conflict;
pub mod content;
mod core_schema;
mod coverage;
mod dashes;
pub mod declared;
mod decode;
pub mod document;
mod doubles;
pub mod edits;
pub mod elements;
mod fault;
mod fault_words;
mod holes;
pub mod layout;
pub mod lifecycle;
pub mod lines;
mod misread;
mod node;
mod places;
pub mod quoting;
pub mod read;
mod reader;
mod repair;
mod restart;
#[cfg(test)]
mod robustness;
pub mod scenarios;
pub mod schema;
pub mod source;
mod tags;
pub mod text;
