//! The picture as a Mermaid flowchart, within the limits of the forges that render it.

pub mod around;
mod draw;
mod escape;
pub mod limits;
