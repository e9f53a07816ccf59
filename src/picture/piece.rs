//! The pieces into which the borders of boxes cut lines.

use crate::picture::chart::BoxId;

/// A level's number: 0 is the whole picture, else one more than the box that holds it.
pub type LevelId = usize;

/// A piece of a line, as it is read.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The line.
    pub line: usize,
    /// Where it begins.
    pub from: End,
    /// Where it leads.
    pub to: End,
    /// Whether it is drawn upward.
    pub rises: bool,
}

/// An end of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A box of the level.
    Box(BoxId),
    /// The level's own border.
    Border,
    /// A sign that names where the line leads: it leads too far to be drawn.
    Sign,
}
