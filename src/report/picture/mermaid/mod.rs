//! The picture as a Mermaid flowchart, within the limits of the forges that render it.

mod draw;
mod escape;
pub mod limits;
