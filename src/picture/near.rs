//! Which part of a chart is near to something, and that part as a chart of its own.

use std::collections::BTreeSet;

use crate::picture::chart::{BoxId, Chart, Line, Node};
use crate::picture::element::Element;
use crate::picture::mark::Marks;

/// The boxes on which, or at a line of which, something is painted.
pub fn marked(chart: &Chart, marks: &Marks) -> Vec<bool> {
    let is_marked = |element: &Element| marks.of(element).is_some();
    let own = |node: &Node| is_marked(&node.element) || node.rows.iter().any(|row| is_marked(&row.element));
    let mut marked: Vec<bool> = chart.boxes.iter().map(own).collect();
    for line in chart.lines.iter().filter(|line| is_marked(&line.element)) {
        marked[line.from] = true;
        marked[line.to] = true;
    }
    marked
}

/// From a box with more lines than this everything seems near.
const HUB: usize = 12;
/// How much farther what is beside such a box is.
const DETOUR: usize = 4;

/// By box, how far it is from the next one of `from`, along lines and over borders, whatever their direction; absent
/// where none leads there.
pub fn distances(chart: &Chart, from: &[bool]) -> Vec<Option<usize>> {
    let mut beside: Vec<Vec<BoxId>> = vec![Vec::new(); chart.boxes.len()];
    let borders = chart.boxes.iter().enumerate().filter_map(|(id, node)| Some((id, node.parent?)));
    for (one, other) in chart.lines.iter().map(|line| (line.from, line.to)).chain(borders) {
        beside[one].push(other);
        beside[other].push(one);
    }
    let mut far: Vec<Option<usize>> = vec![None; chart.boxes.len()];
    let mut waiting: BTreeSet<(usize, BoxId)> = (0..far.len()).filter(|&id| from[id]).map(|id| (0, id)).collect();
    while let Some((way, id)) = waiting.pop_first() {
        if far[id].is_some() {
            continue;
        }
        far[id] = Some(way);
        let next = way + if beside[id].len() > HUB { DETOUR } else { 1 };
        waiting.extend(beside[id].iter().filter(|&&other| far[other].is_none()).map(|&other| (next, other)));
    }
    far
}

/// `chart` with the boxes of `kept`, those around them, and the lines between these.
pub fn part(chart: &Chart, kept: impl IntoIterator<Item = BoxId>) -> Chart {
    let mut keeps = vec![false; chart.boxes.len()];
    for id in kept {
        let around = std::iter::successors(Some(id), |&at| chart.boxes[at].parent);
        for at in around {
            if std::mem::replace(&mut keeps[at], true) {
                break;
            }
        }
    }
    let mut numbers: Vec<Option<BoxId>> = Vec::with_capacity(keeps.len());
    let mut boxes: Vec<Node> = Vec::new();
    for (id, node) in chart.boxes.iter().enumerate() {
        numbers.push(keeps[id].then_some(boxes.len()));
        if keeps[id] {
            boxes.push(Node { parent: node.parent.and_then(|parent| numbers[parent]), ..node.clone() });
        }
    }
    let line = |line: &Line| Some(Line { from: numbers[line.from]?, to: numbers[line.to]?, ..line.clone() });
    let lines = chart.lines.iter().filter_map(line).collect();
    Chart {
        boxes,
        lines,
        journey: chart.journey.clone(),
        version: chart.version.clone(),
        title: chart.title.clone(),
        description: chart.description.clone(),
        owner: chart.owner.clone(),
        tags: chart.tags.clone(),
        panels: chart.panels.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{distances, marked, part};
    use crate::graph::testing::journey;
    use crate::picture::chart::Chart;
    use crate::picture::compose;
    use crate::picture::element::Element;
    use crate::picture::mark::{Mark, Marks};

    fn far(chart: &Chart, from: &str) -> Vec<(String, Option<usize>)> {
        let from: Vec<bool> = chart.boxes.iter().map(|node| node.label == from).collect();
        let far = distances(chart, &from).into_iter();
        let labelled = chart.boxes.iter().zip(far).filter(|(node, _)| !node.label.is_empty());
        labelled.map(|(node, far)| (node.label.to_string(), far)).collect()
    }

    #[test]
    fn a_hub_brings_nothing_near() {
        let mut text = "J > S0\n".to_owned();
        for number in 0..20 {
            let next = (number + 1).min(19);
            let _ = write!(text, "  S{number}\n    n{number} on E to S{next}\n    o{number} on F to END\n");
        }
        let chart = compose::chart(&journey(&format!("{text}  END final\n  ALONE\n")));
        let far = far(&chart, "S10");
        let of = |name: &str| far.iter().find(|(label, _)| label == name).unwrap().1;
        assert_eq!((of("S9"), of("S11"), of("END")), (Some(1), Some(1), Some(1)));
        assert_eq!((of("S8"), of("S0")), (Some(2), Some(5)));
        assert_eq!(of("ALONE"), None);
    }

    #[test]
    fn a_part_has_what_is_around_its_boxes_and_what_is_painted_is_marked() {
        let text = "J > A\n  A\n    go on E to IN\n  OUT > IN\n    IN\n      on on E to B\n  B final\n";
        let chart = compose::chart(&journey(text));
        let marks = Marks { by_element: [(Element::Step("on".into()), Mark::default())].into(), ..Marks::default() };
        let marked = marked(&chart, &marks);
        let kept = part(&chart, (0..chart.boxes.len()).filter(|&id| marked[id]));
        let labels: Vec<&str> = kept.boxes.iter().map(|node| node.label.as_str()).collect();
        assert_eq!(labels, ["OUT", "IN", "B"]);
        assert_eq!((kept.boxes[1].parent, kept.lines.len()), (Some(0), 1));
    }
}
