//! Marks: pills at the upper right corner, what the colours mean.

use crate::picture::mark::{Colour, Mark, Marks};
use crate::picture::text::{Style, width};
use crate::report::picture::ink;
use crate::report::picture::writer::{Writer, n};

/// The height of a pill.
const PILL: f64 = 17.0;
/// Between two pills.
const BETWEEN: f64 = 3.0;

/// How wide a mark's badge and count are beside each other.
pub fn wide(mark: &Mark) -> f64 {
    texts(mark).iter().map(|text| pill(text) + BETWEEN).sum::<f64>() - BETWEEN
}

/// Draws a mark's badge and count so that the last ends at `right`, their middle at `y`.
pub fn pills(writer: &mut Writer, mark: &Mark, right: f64, y: f64) {
    let colour = ink::of(mark.colour.unwrap_or(Colour::Grey)).0;
    let mut right = right;
    for text in texts(mark).iter().rev() {
        let wide = pill(text);
        let paint = writer.paint(Some(colour), Some(ink::CANVAS));
        let (x, top) = (n(right - wide), n(y - PILL / 2.0));
        writer.put(format_args!(
            r#"<rect x="{x}" y="{top}" width="{}" height="{PILL}" rx="{}" stroke-width="1.5"{paint}/>"#,
            n(wide),
            PILL / 2.0
        ));
        let middle = r#" text-anchor="middle""#;
        writer.line(text, (right - wide / 2.0, y + 3.7), Style::Tag, ink::SURFACE, middle);
        right -= wide + BETWEEN;
    }
}

fn texts(mark: &Mark) -> Vec<String> {
    mark.badge.iter().cloned().chain(mark.count.map(grouped)).collect()
}

fn pill(text: &str) -> f64 {
    width(text, Style::Tag) + 13.0
}

/// A number in groups of three.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How high the legend is; nothing where there is none.
pub fn legend_height(marks: &Marks) -> f64 {
    if marks.legend.is_empty() { 0.0 } else { 30.0 }
}

/// Draws what the colours mean, from the left.
pub fn legend(writer: &mut Writer, marks: &Marks, left: f64, y: f64) {
    let mut x = left;
    for (colour, text) in &marks.legend {
        let (own, tint) = ink::of(*colour);
        let paint = writer.paint(Some(tint), Some(own));
        writer.put(format_args!(
            r#"<rect x="{}" y="{}" width="14" height="14" rx="4" stroke-width="1.5"{paint}/>"#,
            n(x),
            n(y)
        ));
        writer.line(text, (x + 21.0, y + 11.2), Style::Prose, ink::MUTED, "");
        x += 21.0 + width(text, Style::Prose) + 24.0;
    }
}
