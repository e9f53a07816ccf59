//! A flowchart that a forge renders: GitHub and GitLab refuse more than 500 lines and 50,000 characters.
//!
//! Where a journey is larger, effects and then guards are not told, the deepest boxes are closed, lines between the same
//! boxes become one, and at last the end of the journey is cut off. What is left out is said in the diagram and returned.

use std::collections::BTreeSet;

use crate::picture::chart::Chart;
use crate::picture::fold::{depths, fold};
use crate::picture::mark::Marks;
use crate::report::picture::direction::Direction;
use crate::report::picture::label::Detail;
use crate::report::picture::mermaid::draw::{View, arrows, draw};

/// A forge renders at most so many lines.
pub const MOST_LINES: usize = 500;
/// A forge renders at most so many characters, in UTF-16 units as JavaScript counts them.
pub const MOST_CHARACTERS: usize = 50_000;

/// A flowchart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// Its text.
    pub text: String,
    /// What it does not show for its limits, in words; empty where it shows all.
    pub left_out: Vec<String>,
}

const DETAILS: [Detail; 3] = [Detail::Effects, Detail::Guard, Detail::Cause];

/// `chart` with `marks`.
pub fn render(chart: &Chart, marks: &Marks, direction: Direction) -> Diagram {
    let depths = depths(chart);
    let deepest = depths.iter().copied().max().unwrap_or_default();
    for open in (0..=deepest).rev() {
        let closed = (0..chart.boxes.len()).filter(|&id| depths[id] == open).collect::<BTreeSet<_>>();
        let folded = fold(chart, &closed);
        if arrows(&folded) > MOST_LINES {
            continue;
        }
        let shrunk = chart.boxes.len() - folded.boxes.len();
        let inside = (shrunk > 0).then(|| format!("what is inside of states at depth {} ({shrunk} boxes)", open + 1));
        for detail in DETAILS {
            let left_out: Vec<String> = words_left_out(detail).into_iter().chain(inside.clone()).collect();
            let view = View { chart: &folded, marks, direction, detail, bundled: false, left_out: &left_out };
            if let Some(text) = fitting(view) {
                return Diagram { text, left_out };
            }
        }
    }
    let top = fold(chart, &(0..chart.boxes.len()).filter(|&id| depths[id] == 0).collect());
    let inside = (top.boxes.len() < chart.boxes.len())
        .then(|| format!("what is inside of other states ({} boxes)", chart.boxes.len() - top.boxes.len()));
    let mut left_out: Vec<String> = words_left_out(Detail::Cause).into_iter().chain(inside).collect();
    left_out.push("steps between the same two states, but for their number".to_owned());
    let view = View { chart: &top, marks, direction, detail: Detail::Cause, bundled: true, left_out: &left_out };
    match fitting(view) {
        Some(text) => Diagram { text, left_out },
        None => beginning(view),
    }
}

/// As many boxes from the first as fit, with the lines between them.
fn beginning(view: View<'_>) -> Diagram {
    let whole = view.chart.boxes.len();
    let drawn = |kept: usize| {
        let chart = cut(view.chart, kept);
        let what = format!("the last {} of {whole} states, and the steps from and to them", whole - kept);
        let left_out: Vec<String> = view.left_out.iter().cloned().chain([what]).collect();
        fitting(View { chart: &chart, left_out: &left_out, ..view }).map(|text| Diagram { text, left_out })
    };
    let (mut fits, mut best) = (0, drawn(0));
    let mut too_many = whole;
    while too_many - fits > 1 {
        let middle = usize::midpoint(fits, too_many);
        match drawn(middle) {
            Some(diagram) => (fits, best) = (middle, Some(diagram)),
            None => too_many = middle,
        }
    }
    best.unwrap_or_else(|| {
        let left_out = vec!["everything: its notes alone are too long".to_owned()];
        let text =
            format!("%% left out: {}\nflowchart TB\n  note_left_out[\"too large for a picture\"]\n", left_out[0]);
        Diagram { text, left_out }
    })
}

fn cut(chart: &Chart, kept: usize) -> Chart {
    let mut chart = chart.clone();
    chart.boxes.truncate(kept);
    chart.lines.retain(|line| line.from < kept && line.to < kept);
    chart
}

fn words_left_out(detail: Detail) -> Vec<String> {
    match detail {
        Detail::Effects => Vec::new(),
        Detail::Guard => vec!["what steps do".to_owned()],
        Detail::Cause => vec!["what steps do".to_owned(), "guards".to_owned()],
    }
}

fn fitting(view: View<'_>) -> Option<String> {
    let (text, lines) = draw(view);
    (lines <= MOST_LINES && text.encode_utf16().count() <= MOST_CHARACTERS).then_some(text)
}
