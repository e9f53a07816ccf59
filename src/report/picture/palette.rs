//! The colours of marks on light ground, for formats that know no themes.

use crate::picture::mark::Colour;

/// A colour as its three shades, each `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tint {
    /// Behind text.
    pub fill: String,
    /// Borders and lines.
    pub stroke: String,
    /// Text upon `fill`.
    pub ink: String,
}

/// The shades of `colour`.
pub fn tint(colour: Colour) -> Tint {
    let (fill, stroke, ink) = match colour {
        Colour::Green => ("#dcf3e3", "#2f855a", "#173f2b"),
        Colour::Red => ("#fbe1df", "#c53030", "#5a1414"),
        Colour::Amber => ("#fdf0cf", "#b7791f", "#4f340a"),
        Colour::Blue => ("#dceafb", "#2b6cb0", "#15314f"),
        Colour::Violet => ("#e9e2fa", "#6b46c1", "#2f1d5b"),
        Colour::Grey => ("#eeeeee", "#9a9a9a", "#5f5f5f"),
        Colour::Heat(percent) => return heat(percent),
    };
    Tint { fill: fill.to_owned(), stroke: stroke.to_owned(), ink: ink.to_owned() }
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

/// From nearly white to a deep orange; the text turns white where the ground is dark.
fn heat(percent: u8) -> Tint {
    let part = f64::from(percent.min(100)) / 100.0;
    let between = |low: f64, high: f64| (low + (high - low) * part).round() as u8;
    let hex = |rgb: [u8; 3]| format!("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
    let fill = [between(255.0, 192.0), between(247.0, 66.0), between(237.0, 0.0)];
    let stroke = [between(200.0, 124.0), between(150.0, 45.0), between(110.0, 18.0)];
    let ink = if percent > 60 { "#ffffff" } else { "#3b1d0a" };
    Tint { fill: hex(fill), stroke: hex(stroke), ink: ink.to_owned() }
}
