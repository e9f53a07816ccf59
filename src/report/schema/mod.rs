//! What files may say, as JSON Schemas for editors and for validators of others.

mod definitions;
pub mod document;
mod element;
mod forms;
mod patterns;
mod rules;
mod tree;
