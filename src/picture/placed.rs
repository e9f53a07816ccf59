//! Where everything of a picture lies: plain numbers, in pixels, the same for the same chart.

use crate::picture::card::Card;
use crate::picture::layered::level::Point;

/// A picture laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The picture's width.
    pub width: f64,
    /// The picture's height.
    pub height: f64,
    /// What stands above it.
    pub masthead: Placed,
    /// By box.
    pub boxes: Vec<Placed>,
    /// By line.
    pub lines: Vec<Way>,
    /// By panel.
    pub panels: Vec<Placed>,
}

impl Layout {
    /// Everything that is written.
    pub fn cards(&mut self) -> impl Iterator<Item = &mut Card> {
        let labels = self.lines.iter_mut().filter_map(|way| way.label.as_mut());
        let all = self.boxes.iter_mut().chain(labels).chain(&mut self.panels).chain([&mut self.masthead]);
        all.map(|placed| &mut placed.card)
    }
}

/// A box at its place, with what is written in its upper part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// Its left side.
    pub x: f64,
    /// Its upper side.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What is written; as wide as the box at most.
    pub card: Card,
}

/// A line at its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// From where it begins to where it leads; straight between these.
    pub points: Vec<Point>,
    /// Its label.
    pub label: Option<Placed>,
    /// Whether it ends at its label, which names where it leads: it leads too far to be drawn.
    pub cut: bool,
}
