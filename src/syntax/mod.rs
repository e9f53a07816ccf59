//! The document as written, every node with its span: the only room that knows YAML.

pub mod document;
pub mod read;
pub mod schema;
pub mod source;
pub mod text;
