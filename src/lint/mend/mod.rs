//! Fixes carried out: texts in, texts out, each fix proven by reading and judging again.

pub mod candidates;
pub mod hopeless;
mod joint;
pub mod look;
mod proof;
mod rewrite;
mod round;
pub mod rounds;
