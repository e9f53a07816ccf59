//! The head above the drawing, and the panels below or beside it.

use crate::picture::card::Card;
use crate::picture::placed::{Layout, Placed};

/// Around everything.
const MARGIN: f64 = 32.0;
/// Between head, drawing and panels.
const GAP: f64 = 28.0;
/// Between panels.
const BETWEEN: f64 = 16.0;

/// Sets the head, as wide as `masthead` is told at most, and the panels around a drawing that begins at the origin.
pub fn around(masthead: impl FnOnce(f64) -> Card, panels: Vec<Card>, layout: &mut Layout) {
    let head = masthead(layout.width.max(560.0));
    let (drawn, deep) = (layout.width, layout.height);
    let top = MARGIN + head.height + GAP;
    moved(layout, (MARGIN, top));
    let beside = drawn * 1.1 < deep;
    let (x, y, room) = if beside { (MARGIN + drawn + GAP * 1.5, top, deep) } else { (MARGIN, top + deep + GAP, 0.0) };
    let (right, bottom) =
        if beside { columns(layout, panels, (x, y), room) } else { rows(layout, panels, (x, y), drawn) };
    layout.width = right.max(MARGIN + drawn).max(MARGIN + head.width) + MARGIN;
    layout.height = bottom.max(top + deep) + MARGIN;
    layout.masthead = Placed { x: MARGIN, y: MARGIN, width: head.width, height: head.height, card: head };
}

fn moved(layout: &mut Layout, (x, y): (f64, f64)) {
    let labels = layout.lines.iter_mut().filter_map(|line| line.label.as_mut());
    for placed in labels.chain(&mut layout.boxes) {
        placed.x += x;
        placed.y += y;
    }
    for point in layout.lines.iter_mut().flat_map(|line| &mut line.points) {
        *point = (point.0 + x, point.1 + y);
    }
}

fn set(card: Card, x: f64, y: f64) -> Placed {
    Placed { x, y, width: card.width, height: card.height, card }
}

/// One under the other, in further columns where the drawing ends.
fn columns(layout: &mut Layout, panels: Vec<Card>, (left, top): (f64, f64), room: f64) -> (f64, f64) {
    let (mut x, mut y) = (left, top);
    let (mut right, mut bottom) = (left, top);
    for card in panels {
        if y > top && y + card.height > top + room {
            x = right + BETWEEN;
            y = top;
        }
        right = right.max(x + card.width);
        bottom = bottom.max(y + card.height);
        let high = card.height;
        layout.panels.push(set(card, x, y));
        y += high + BETWEEN;
    }
    (right, bottom)
}

/// Side by side: each goes where the columns, as many as fit, are shortest so far.
fn rows(layout: &mut Layout, panels: Vec<Card>, (left, top): (f64, f64), room: f64) -> (f64, f64) {
    let wide = panels.first().map_or(1.0, |card| card.width) + BETWEEN;
    let count = (((room + BETWEEN) / wide) as usize).clamp(2, 6);
    let mut ends = vec![top; count];
    let (mut right, mut bottom) = (left, top);
    for card in panels {
        let shortest = (0..count).min_by(|&a, &b| ends[a].total_cmp(&ends[b])).unwrap_or(0);
        let x = left + wide * shortest as f64;
        right = right.max(x + card.width);
        bottom = bottom.max(ends[shortest] + card.height);
        let y = ends[shortest];
        ends[shortest] += card.height + BETWEEN;
        layout.panels.push(set(card, x, y));
    }
    (right, bottom)
}
