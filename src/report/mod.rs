//! What Wayfare says: records and findings as text and JSON.

pub mod changes;
pub mod dead_letters;
pub mod difference;
pub mod explanation;
pub mod final_state;
pub mod findings;
pub mod json;
pub mod names;
pub mod paint;
pub mod picture;
pub mod records;
pub mod rules;
pub mod schema;
pub mod summary;
pub mod table;
pub mod tally;
pub mod wrap;

#[cfg(test)]
mod sample;
pub mod trial;
