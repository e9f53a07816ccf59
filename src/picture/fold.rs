//! A chart with the insides of some boxes left out: lines that led there lead to the box.

use std::collections::BTreeSet;

use crate::picture::chart::{BoxId, Chart, Line, Node};

/// `chart` without what is inside of `folded`. Lines wholly inside such a box go with it.
pub fn fold(chart: &Chart, folded: &BTreeSet<BoxId>) -> Chart {
    let mut seen: Vec<BoxId> = Vec::with_capacity(chart.boxes.len());
    let mut number: Vec<BoxId> = Vec::with_capacity(chart.boxes.len());
    let mut boxes: Vec<Node> = Vec::new();
    for (id, node) in chart.boxes.iter().enumerate() {
        let around = node.parent.map(|parent| seen[parent]);
        let hidden = around.filter(|&outer| folded.contains(&outer));
        seen.push(hidden.unwrap_or(id));
        number.push(boxes.len());
        if hidden.is_none() {
            boxes.push(Node { parent: around.map(|outer| number[outer]), ..node.clone() });
        }
    }
    let lines = chart.lines.iter().filter_map(|line| {
        let (from, to) = (seen[line.from], seen[line.to]);
        let inside = from == to && (from != line.from || to != line.to);
        (!inside).then(|| Line { from: number[from], to: number[to], ..line.clone() })
    });
    let lines = lines.collect();
    Chart { boxes, lines, ..chart.clone() }
}

/// How many boxes are around each.
pub fn depths(chart: &Chart) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::with_capacity(chart.boxes.len());
    for node in &chart.boxes {
        depths.push(node.parent.map_or(0, |parent| depths[parent] + 1));
    }
    depths
}
