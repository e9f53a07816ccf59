//! Files of another time: what stood in a commit, read from git's objects, never checked out.

pub mod argument;
mod bytes;
pub mod commit;
mod ignored;
mod lost;
mod objects;
pub mod process;
pub mod repository;
