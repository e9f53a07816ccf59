//! The document as written, every node with its span: the only room that knows YAML.

mod anchors;
mod builder;
mod core_schema;
mod decode;
pub mod document;
mod fault;
mod lines;
mod misread;
mod node;
mod places;
mod quoting;
pub mod read;
mod reader;
mod repair;
#[cfg(test)]
mod robustness;
pub mod schema;
pub mod source;
pub mod text;
