//! Where lines lead.

/// Where lines of a picture lead for the most part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From the top down.
    #[default]
    Down,
    /// From the left to the right.
    Right,
}
