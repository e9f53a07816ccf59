//! Lines and their labels.

use std::fmt::Write as _;

use crate::picture::chart::Line;
use crate::picture::layered::level::Point;
use crate::picture::mark::Mark;
use crate::picture::placed::{Placed, Way};
use crate::picture::told;
use crate::report::picture::escape::Xml;
use crate::report::picture::ink;
use crate::report::picture::svg_mark::{pills, wide};
use crate::report::picture::writer::{Writer, n};

/// The radius of a bend.
const BEND: f64 = 7.0;
/// How far above a label's upper side the middle of its pills is.
const RAISED: f64 = 5.0;
/// How long an arrow's head is, and half of how wide.
const HEAD: (f64, f64) = (8.5, 4.2);

/// Draws a line, with a head where it ends unless that is a bar.
pub fn line(writer: &mut Writer, line: &Line, number: usize, way: &Way, mark: Option<&Mark>, headed: bool) {
    if way.points.len() < 2 {
        return;
    }
    let id = writer.id(&line.element);
    writer.put(format_args!(
        r#"<g class="line" id="{id}" data-element="{}" data-line="{number}" data-from="{}" data-to="{}">"#,
        Xml(&line.element.to_string()),
        line.from,
        line.to
    ));
    let told = line.words.as_ref().map(told::words).unwrap_or_default();
    writer.title(&told, mark.and_then(|mark| mark.note.as_deref()));
    let colour = mark.and_then(|mark| mark.colour).map_or(ink::LINE, |colour| ink::of(colour).0);
    let thick = if mark.is_some_and(|mark| mark.colour.is_some()) { "2.2" } else { "1.5" };
    let dashed = if mark.is_some_and(|mark| mark.gone) { r#" stroke-dasharray="6 4""# } else { "" };
    let paint = writer.paint(None, Some(colour));
    let data = path(&way.points, headed);
    writer.put(format_args!(r#"<path d="{data}" stroke-width="{thick}"{dashed}{paint}/>"#));
    if headed {
        head(writer, &way.points, colour);
    }
    if let (None, Some(mark)) = (&way.label, mark) {
        let (x, y) = middle(&way.points);
        pills(writer, mark, x + wide(mark) / 2.0, y);
    }
    writer.put(format_args!("</g>\n"));
}

/// The middle of the longest stretch.
fn middle(points: &[Point]) -> Point {
    let long = |pair: &&[Point]| (pair[1].0 - pair[0].0).abs() + (pair[1].1 - pair[0].1).abs();
    let longest = points.windows(2).max_by(|a, b| long(a).total_cmp(&long(b)));
    longest.map_or((0.0, 0.0), |pair| (f64::midpoint(pair[0].0, pair[1].0), f64::midpoint(pair[0].1, pair[1].1)))
}

/// Moves from `from` towards `to` by `by`; all stretches are upright or level.
fn towards(from: Point, to: Point, by: f64) -> Point {
    let step = |a: f64, b: f64| a + (b - a).clamp(-by, by);
    (step(from.0, to.0), step(from.1, to.1))
}

fn path(points: &[Point], headed: bool) -> String {
    let mut data = format!("M{} {}", n(points[0].0), n(points[0].1));
    for at in 1..points.len() {
        let (before, here) = (points[at - 1], points[at]);
        let Some(&after) = points.get(at + 1) else {
            let end = if headed { towards(here, before, HEAD.0 - 1.0) } else { here };
            let _ = write!(data, "L{} {}", n(end.0), n(end.1));
            break;
        };
        let span = |a: Point, b: Point| (a.0 - b.0).abs() + (a.1 - b.1).abs();
        let bend = BEND.min(span(before, here) / 2.0).min(span(here, after) / 2.0);
        let (from, to) = (towards(here, before, bend), towards(here, after, bend));
        let _ = write!(data, "L{} {}Q{} {} {} {}", n(from.0), n(from.1), n(here.0), n(here.1), n(to.0), n(to.1));
    }
    data
}

fn head(writer: &mut Writer, points: &[Point], colour: ink::Ink) {
    let [.., before, tip] = points else { return };
    let (long, half) = HEAD;
    let back = towards(*tip, *before, long);
    let upright = (before.0 - tip.0).abs() < (before.1 - tip.1).abs();
    let (dx, dy) = if upright { (half, 0.0) } else { (0.0, half) };
    let paint = writer.paint(Some(colour), None);
    writer.put(format_args!(
        r#"<path d="M{} {}L{} {}L{} {}Z"{paint}/>"#,
        n(tip.0),
        n(tip.1),
        n(back.0 + dx),
        n(back.1 + dy),
        n(back.0 - dx),
        n(back.1 - dy)
    ));
}

/// Draws a line's label on it.
pub fn label(writer: &mut Writer, line: &Line, number: usize, placed: &Placed, mark: Option<&Mark>) {
    writer.put(format_args!(
        r#"<g class="label" data-element="{}" data-line="{number}">"#,
        Xml(&line.element.to_string())
    ));
    let told = placed.card.parts.first().map_or("", |part| part.told.as_str());
    writer.title(told, mark.and_then(|mark| mark.note.as_deref()));
    let (border, fill) = mark.and_then(|mark| mark.colour).map_or((ink::RULE, ink::SURFACE), ink::of);
    let paint = writer.paint(Some(fill), Some(border));
    let gone = mark.is_some_and(|mark| mark.gone);
    let dashed = if gone { r#" stroke-dasharray="6 4""# } else { "" };
    writer.put(format_args!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" rx="6"{dashed}{paint}/>"#,
        n(placed.x),
        n(placed.y),
        n(placed.width),
        n(placed.height)
    ));
    for part in &placed.card.parts {
        writer.part(part, (placed.x, placed.y), gone);
    }
    if let Some(mark) = mark {
        // Above the text: a label may be no wider than what is said beside it.
        pills(writer, mark, placed.x + placed.width + 6.0, placed.y - RAISED);
    }
    writer.put(format_args!("</g>\n"));
}
