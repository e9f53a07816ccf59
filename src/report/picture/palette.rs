//! The colours of marks on light ground, for formats that know no themes.

use crate::picture::mark::Colour;
use crate::report::picture::ink;

/// A colour as its three shades, each `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tint {
    /// Behind text.
    pub fill: &'static str,
    /// Borders and lines.
    pub stroke: &'static str,
    /// Text upon `fill`.
    pub ink: &'static str,
}

/// The shades of `colour`.
pub fn tint(colour: Colour) -> Tint {
    let (own, under) = ink::of(colour);
    Tint { fill: under.light, stroke: own.light, ink: ink::TEXT.light }
}

/// A word for `colour` that is a name in every format.
pub fn name(colour: Colour) -> String {
    match colour {
        Colour::Green => "green".to_owned(),
        Colour::Red => "red".to_owned(),
        Colour::Amber => "amber".to_owned(),
        Colour::Blue => "blue".to_owned(),
        Colour::Violet => "violet".to_owned(),
        Colour::Grey => "grey".to_owned(),
        Colour::Heat(percent) => format!("heat{}", percent.min(100)),
    }
}
