//! The value solver: whether conditions can hold, with a world in which they do or the proof that there is none.

pub mod budget;
mod comparing;
mod differences;
mod enter;
mod erring;
mod floats;
mod forward;
mod friendly;
mod functions;
mod instants;
mod intervals;
mod joining;
mod lists;
mod members;
mod narrow;
pub mod proof;
pub mod question;
mod ranges;
mod search;
mod shapes;
mod spelling;
mod state;
mod terms;
#[cfg(test)]
mod tests;
mod texts;
mod trying;
pub mod values;
pub mod witness;
mod words;
pub mod world;
