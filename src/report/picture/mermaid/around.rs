//! A flowchart of what is painted and what is around it: painted boxes first, then their neighbours, then further out.

use crate::picture::chart::{BoxId, Chart, Panel};
use crate::picture::element::Element;
use crate::picture::mark::Marks;
use crate::picture::near;
use crate::report::picture::direction::Direction;
use crate::report::picture::label::Detail;
use crate::report::picture::mermaid::draw::View;
use crate::report::picture::mermaid::limits::{DETAILS, Diagram, Limits, fitting, nothing, words_left_out};

/// No box takes fewer characters.
const LEAST: usize = 16;

/// As much of `chart` as keeps to `limits`, from what `marks` paints outward.
pub fn render(chart: &Chart, marks: &Marks, direction: Direction, limits: Limits) -> Diagram {
    let marked = near::marked(chart, marks);
    let far = near::distances(chart, &marked);
    let mut order: Vec<BoxId> = (0..chart.boxes.len()).collect();
    order.sort_by_key(|&id| far[id].unwrap_or(usize::MAX));
    let painted = marked.iter().filter(|&&is| is).count();
    let reach = Reach { chart, marks, direction, limits, order };
    let whole = reach.order.len();
    if let Some(diagram) = reach.drawn(whole, DETAILS[0]) {
        return diagram;
    }
    for detail in DETAILS {
        if let Some(diagram) = reach.drawn(painted, detail) {
            return reach.most(painted, diagram, whole, detail);
        }
    }
    let least = DETAILS[DETAILS.len() - 1];
    match reach.drawn(0, least) {
        Some(diagram) => reach.most(0, diagram, painted, least),
        None => nothing(),
    }
}

struct Reach<'a> {
    chart: &'a Chart,
    marks: &'a Marks,
    direction: Direction,
    limits: Limits,
    /// Boxes from those that are painted outward.
    order: Vec<BoxId>,
}

impl Reach<'_> {
    /// The first `kept` boxes of the order, if they fit.
    fn drawn(&self, kept: usize, detail: Detail) -> Option<Diagram> {
        if kept > self.limits.characters / LEAST {
            return None;
        }
        let mut left_out = words_left_out(detail);
        let mut part = near::part(self.chart, self.order[..kept].iter().copied());
        let missing = states(self.chart) - states(&part);
        if missing > 0 {
            left_out.push(format!("{missing} states farther from what changed, and the steps from and to them"));
        }
        if part.boxes.len() < self.chart.boxes.len() {
            part.panels = self.painted(&part.panels);
        }
        let (marks, direction) = (self.marks, self.direction);
        let view = View { chart: &part, marks, direction, detail, bundled: false, left_out: &left_out };
        let text = fitting(view, self.limits)?;
        Some(Diagram { text, left_out })
    }

    /// The most boxes that fit, from `fits` on, of which `best` is drawn, and below `too_many`.
    fn most(&self, fits: usize, best: Diagram, too_many: usize, detail: Detail) -> Diagram {
        let (mut fits, mut best, mut too_many) = (fits, best, too_many);
        while too_many.saturating_sub(fits) > 1 {
            let middle = usize::midpoint(fits, too_many);
            match self.drawn(middle, detail) {
                Some(diagram) => (fits, best) = (middle, diagram),
                None => too_many = middle,
            }
        }
        best
    }

    /// The rows of panels that are painted: where a part is drawn, the others are left out as well.
    fn painted(&self, panels: &[Panel]) -> Vec<Panel> {
        let rows =
            |panel: &Panel| panel.rows.iter().filter(|row| self.marks.of(&row.element).is_some()).cloned().collect();
        let panels = panels.iter().map(|panel| Panel { heading: panel.heading, rows: rows(panel) });
        panels.filter(|panel| !panel.rows.is_empty()).collect()
    }
}

fn states(chart: &Chart) -> usize {
    chart.boxes.iter().filter(|node| matches!(node.element.itself(), Element::State(_))).count()
}
