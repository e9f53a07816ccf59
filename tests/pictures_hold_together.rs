//! Where things lie in a picture: boxes within boxes, nothing on top of anything else, lines from border to border.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

#[path = "support/charts.rs"]
mod charts;
#[path = "support/lifecycle.rs"]
mod lifecycle;

use charts::{any, chart, line, node, of_samples, of_text};
use lifecycle::lifecycle;
use wayfare::picture::chart::{Chart, Line, Shape};
use wayfare::picture::layout;
use wayfare::picture::placed::{Layout, Placed};
use wayfare::picture::text;

/// Coordinates may differ by so much and be the same.
const SAME: f64 = 0.2;

#[test]
fn the_sample_journeys_do() {
    for chart in of_samples() {
        holds(&chart, &chart.journey);
    }
}

#[test]
fn journeys_of_any_size_do() {
    for states in [5, 12, 40, 90, 150] {
        holds(&of_text(&lifecycle(states)), &format!("lifecycle of {states}"));
    }
}

#[test]
fn charts_of_any_shape_do() {
    for seed in 0..250 {
        holds(&any(seed, 4 + seed as usize % 30), &format!("seed {seed}"));
    }
}

#[test]
fn large_charts_of_any_shape_do() {
    for seed in 1_000..1_003 {
        holds(&any(seed, 250), &format!("seed {seed}"));
    }
}

#[test]
fn a_picture_of_nothing_is_one() {
    holds(&chart(Vec::new(), Vec::new()), "nothing");
}

#[test]
fn a_thousand_boxes_in_each_other_are_drawn() {
    let boxes = (0_usize..1_000).map(|number| {
        let parent = number.checked_sub(1);
        node(number, parent, if number == 999 { Shape::Atomic } else { Shape::Compound })
    });
    let lines = vec![line(999, 0, "OUT"), line(0, 999, "IN"), line(500, 999, "DEEPER")];
    holds(&chart(boxes.collect(), lines), "a thousand deep");
}

#[test]
fn a_chain_of_a_thousand_with_time_outs_into_one_end_is_drawn() {
    let boxes = (0..1_001).map(|number| node(number, None, if number == 1_000 { Shape::Final } else { Shape::Atomic }));
    let onward = (0..999).map(|number| line(number, number + 1, "DONE"));
    let out = (0..1_000).map(|number| line(number, 1_000, "after 30d"));
    let chart = chart(boxes.collect(), onward.chain(out).collect());
    let layout = layout::layout(&chart);
    within(&chart, &layout, "chain");
    labels_are_free(&chart, &layout, "chain");
    // The time-outs run together, so each column is no wider than a few boxes.
    assert!(layout.width < 5_000.0, "{} wide", layout.width);
}

#[test]
fn text_is_as_wide_as_its_card_at_most() {
    for seed in 0..200 {
        let chart = any(seed, 20);
        let layout = layout::layout(&chart);
        let labels = layout.lines.iter().filter_map(|way| way.label.as_ref());
        for placed in layout.boxes.iter().chain(labels) {
            for line in placed.card.parts.iter().flat_map(|part| &part.lines) {
                let right = line.x + text::width(&line.text, line.style);
                assert!(
                    right <= placed.width + SAME,
                    "seed {seed}: `{}` ends at {right} of {}",
                    line.text,
                    placed.width
                );
                assert!(line.y <= placed.height, "seed {seed}: `{}` is below its card", line.text);
            }
        }
    }
}

fn holds(chart: &Chart, name: &str) {
    let layout = layout::layout(chart);
    assert_eq!((layout.boxes.len(), layout.lines.len()), (chart.boxes.len(), chart.lines.len()));
    assert_eq!(layout, layout::layout(&chart.clone()), "{name}: the same again");
    within(chart, &layout, name);
    siblings_are_apart(chart, &layout, name);
    labels_are_free(chart, &layout, name);
    lines_lead_from_border_to_border(chart, &layout, name);
    panels_are_apart(&layout, name);
}

/// Everything is where numbers can say, inside the picture and inside its parent.
fn within(chart: &Chart, layout: &Layout, name: &str) {
    let all = Placed { width: layout.width, height: layout.height, ..Placed::default() };
    let labels = layout.lines.iter().filter_map(|way| way.label.as_ref());
    for placed in layout.boxes.iter().chain(labels).chain(&layout.panels).chain([&layout.masthead]) {
        assert!([placed.x, placed.y, placed.width, placed.height].iter().all(|number| number.is_finite()), "{name}");
        assert!(inside(placed, &all), "{name}: {placed:?} is outside the picture");
    }
    for &(x, y) in layout.lines.iter().flat_map(|way| &way.points) {
        assert!(x >= 0.0 && x <= layout.width && y >= 0.0 && y <= layout.height, "{name}: a line leaves the picture");
    }
    for (number, node) in chart.boxes.iter().enumerate() {
        if let Some(parent) = node.parent {
            let (own, around) = (&layout.boxes[number], &layout.boxes[parent]);
            assert!(inside(own, around), "{name}: box {number} is outside box {parent}");
            assert!(own.y >= around.y + around.card.height - SAME, "{name}: box {number} lies on the head of {parent}");
        }
    }
}

fn siblings_are_apart(chart: &Chart, layout: &Layout, name: &str) {
    let mut order: Vec<usize> = (0..chart.boxes.len()).collect();
    order.sort_by_key(|&number| (chart.boxes[number].parent, number));
    for siblings in order.chunk_by(|&a, &b| chart.boxes[a].parent == chart.boxes[b].parent) {
        for (at, &one) in siblings.iter().enumerate() {
            for &other in &siblings[at + 1..] {
                assert!(!meet(&layout.boxes[one], &layout.boxes[other]), "{name}: boxes {one} and {other} overlap");
            }
        }
    }
}

/// No label lies on another, or on a box unless inside one that holds the label's line.
fn labels_are_free(chart: &Chart, layout: &Layout, name: &str) {
    let labels: Vec<(usize, &Placed)> =
        layout.lines.iter().enumerate().filter_map(|(number, way)| Some((number, way.label.as_ref()?))).collect();
    for (at, &(line, label)) in labels.iter().enumerate() {
        for &(other, second) in &labels[at + 1..] {
            assert!(!meet(label, second), "{name}: labels of lines {line} and {other} overlap");
        }
        let from = chart.lines[line].from;
        for (number, placed) in layout.boxes.iter().enumerate().filter(|(_, placed)| meet(label, placed)) {
            let holds = around(chart, from).any(|outer| outer == number);
            let below = label.y >= placed.y + placed.card.height - SAME;
            assert!(holds && below && inside(label, placed), "{name}: the label of line {line} lies on box {number}");
        }
        let near = layout.lines[line].points.iter().any(|&(x, y)| gap(label, (x, y)) < 1.0);
        assert!(
            near || layout.lines[line].points.windows(2).any(|pair| passes(label, pair)),
            "{name}: label {line} is alone"
        );
    }
}

/// Lines are upright or level, end at the borders of their boxes, and pass through no box that holds nothing.
fn lines_lead_from_border_to_border(chart: &Chart, layout: &Layout, name: &str) {
    let mut holds = vec![false; chart.boxes.len()];
    for parent in chart.boxes.iter().filter_map(|node| node.parent) {
        holds[parent] = true;
    }
    for (number, (line, way)) in chart.lines.iter().zip(&layout.lines).enumerate() {
        let (first, last) = (way.points.first().unwrap(), way.points.last().unwrap());
        let begins = on_border(&layout.boxes[line.from], *first) || below_head(chart, layout, line, *first);
        assert!(begins, "{name}: line {number} begins beside its box: {first:?}");
        let end = if way.cut { way.label.as_ref().unwrap() } else { &layout.boxes[line.to] };
        assert!(on_border(end, *last), "{name}: line {number} ends beside its box: {last:?}");
        for pair in way.points.windows(2) {
            let (dx, dy) = ((pair[0].0 - pair[1].0).abs(), (pair[0].1 - pair[1].1).abs());
            assert!(dx < SAME || dy < SAME, "{name}: line {number} is slanted");
            for (other, placed) in layout.boxes.iter().enumerate().filter(|&(other, _)| !holds[other]) {
                assert!(!passes(placed, pair), "{name}: line {number} passes through box {other}");
            }
        }
    }
}

/// Whether a line into the box that it comes from begins where that one's head ends.
fn below_head(chart: &Chart, layout: &Layout, line: &Line, (x, y): (f64, f64)) -> bool {
    let of = &layout.boxes[line.from];
    let inward = around(chart, line.to).any(|outer| outer == line.from);
    inward && gap(of, (x, y)) < SAME && (y - of.y - of.card.height).abs() < SAME
}

fn panels_are_apart(layout: &Layout, name: &str) {
    for (at, panel) in layout.panels.iter().enumerate() {
        for other in layout.boxes.iter().chain(&layout.panels[at + 1..]).chain([&layout.masthead]) {
            assert!(!meet(panel, other), "{name}: panel {at} lies on something");
        }
    }
}

fn around(chart: &Chart, of: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(of), |&at| chart.boxes[at].parent)
}

fn inside(inner: &Placed, outer: &Placed) -> bool {
    inner.x >= outer.x - SAME
        && inner.y >= outer.y - SAME
        && inner.x + inner.width <= outer.x + outer.width + SAME
        && inner.y + inner.height <= outer.y + outer.height + SAME
}

fn meet(a: &Placed, b: &Placed) -> bool {
    a.x + a.width > b.x + SAME
        && b.x + b.width > a.x + SAME
        && a.y + a.height > b.y + SAME
        && b.y + b.height > a.y + SAME
}

fn gap(placed: &Placed, (x, y): (f64, f64)) -> f64 {
    let beyond = |at: f64, low: f64, long: f64| (low - at).max(at - low - long).max(0.0);
    beyond(x, placed.x, placed.width).max(beyond(y, placed.y, placed.height))
}

fn on_border(placed: &Placed, (x, y): (f64, f64)) -> bool {
    let upright = (x - placed.x).abs().min((x - placed.x - placed.width).abs());
    let level = (y - placed.y).abs().min((y - placed.y - placed.height).abs());
    gap(placed, (x, y)) < SAME && upright.min(level) < SAME
}

/// Whether a stretch runs through the inside of a box.
fn passes(placed: &Placed, pair: &[(f64, f64)]) -> bool {
    let (low, high) = (pair[0].0.min(pair[1].0), pair[0].0.max(pair[1].0));
    let (top, bottom) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
    high > placed.x + SAME
        && low < placed.x + placed.width - SAME
        && bottom > placed.y + SAME
        && top < placed.y + placed.height - SAME
}
