//! What a caller paints on a picture: a colour, a count, a badge or a note on any element.

use std::collections::BTreeMap;

use crate::picture::element::Element;

/// A colour by its meaning; what draws it has one for light and one for dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// New, covered, well.
    Green,
    /// Gone, failed.
    Red,
    /// Changed, deserves a look.
    Amber,
    /// Chosen, named.
    Blue,
    /// Of another kind.
    Violet,
    /// Without weight, not touched.
    Grey,
    /// From 0, nobody, to 100, the most.
    Heat(u8),
}

/// What is painted on one element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Its colour, else the usual.
    pub colour: Option<Colour>,
    /// A number beside it, such as how many people are there.
    pub count: Option<u64>,
    /// A short word beside it, such as `new`.
    pub badge: Option<String>,
    /// What is told of it where a picture can tell more.
    pub note: Option<String>,
    /// Whether it is crossed out, as what is no longer there.
    pub gone: bool,
}

/// What is painted, and what the colours mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// By element.
    pub by_element: BTreeMap<Element, Mark>,
    /// What colours mean, in the order in which they are told.
    pub legend: Vec<(Colour, String)>,
}

impl Marks {
    /// What is painted on `element`.
    pub fn of(&self, element: &Element) -> Option<&Mark> {
        self.by_element.get(element)
    }
}
