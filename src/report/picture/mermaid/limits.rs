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

/// How large a flowchart may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many lines it has at most.
    pub lines: usize,
    /// How many characters it has at most, in UTF-16 units.
    pub characters: usize,
}

impl Limits {
    /// What forges render.
    pub const FORGE: Self = Self { lines: MOST_LINES, characters: MOST_CHARACTERS };
}

/// A flowchart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// Its text.
    pub text: String,
    /// What it does not show for its limits, in words; empty where it shows all.
    pub left_out: Vec<String>,
}

/// From all that is told of a step to the least.
pub(in crate::report::picture::mermaid) const DETAILS: [Detail; 3] = [Detail::Effects, Detail::Guard, Detail::Cause];

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
            if let Some(text) = fitting(view, Limits::FORGE) {
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
    match fitting(view, Limits::FORGE) {
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
        let view = View { chart: &chart, left_out: &left_out, ..view };
        fitting(view, Limits::FORGE).map(|text| Diagram { text, left_out })
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
    best.unwrap_or_else(nothing)
}

/// What is drawn where nothing fits.
pub(in crate::report::picture::mermaid) fn nothing() -> Diagram {
    let left_out = vec!["everything: its notes alone are too long".to_owned()];
    let text = format!("%% left out: {}\nflowchart TB\n  note_left_out[\"too large for a picture\"]\n", left_out[0]);
    Diagram { text, left_out }
}

fn cut(chart: &Chart, kept: usize) -> Chart {
    let mut chart = chart.clone();
    chart.boxes.truncate(kept);
    chart.lines.retain(|line| line.from < kept && line.to < kept);
    chart
}

/// What is not told of steps.
pub(in crate::report::picture::mermaid) fn words_left_out(detail: Detail) -> Vec<String> {
    match detail {
        Detail::Effects => Vec::new(),
        Detail::Guard => vec!["what steps do".to_owned()],
        Detail::Cause => vec!["what steps do".to_owned(), "guards".to_owned()],
    }
}

/// The flowchart, where it keeps to `limits`.
pub(in crate::report::picture::mermaid) fn fitting(view: View<'_>, limits: Limits) -> Option<String> {
    let (text, lines) = draw(view);
    (lines <= limits.lines && text.encode_utf16().count() <= limits.characters).then_some(text)
}
