//! Both versions of a difference as pictures.

use crate::diff::change::Change;
use crate::diff::compare::Difference;
use crate::model::journey::Journey;
use crate::picture::chart::{BoxId, Chart};
use crate::picture::element::Element;
use crate::picture::mark::{Colour, Marks};
use crate::picture::pair::{Pair, pair};
use crate::picture::union::{Union, union};
use crate::picture::{compose, near};
use crate::report::changes::marks::{marks, on_both};
use crate::report::changes::written::shown;
use crate::report::picture::beside;
use crate::report::picture::direction::Direction;
use crate::report::picture::mermaid::around;
use crate::report::picture::mermaid::limits::{Diagram, Limits};
use crate::report::picture::svg::Settings;

/// More boxes than this nobody looks through twice, and a browser is slow with them.
const MOST: usize = 1_000;

/// Both versions, ready to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Pictured<'d> {
    /// What differs.
    pub difference: &'d Difference,
    /// The version that people are on.
    pub old: &'d Journey,
    /// The version that they would move to.
    pub new: &'d Journey,
    /// Whether changes are painted that nobody notices.
    pub all: bool,
}

impl Pictured<'_> {
    /// The changes that are painted.
    pub fn changes(&self) -> Vec<&Change> {
        shown(&self.difference.changes, self.all).0
    }

    /// Both versions as one flowchart: what changed, then what is around it, as far as `limits` allow.
    pub fn mermaid(&self, limits: Limits) -> Diagram {
        let union = self.union();
        let marks = marks(self.changes(), &union);
        around::render(&union.chart, &marks, Direction::Down, limits)
    }

    /// Whether a picture shows any of it.
    pub fn is_seen(&self) -> bool {
        !marks(self.changes(), &self.union()).by_element.is_empty()
    }

    /// Both versions side by side, and what is painted on them; of large ones, what changed and what is next to it.
    pub fn pair(&self) -> (Pair, Marks) {
        let mut charts = self.charts();
        let changes = self.changes();
        let union = union(&charts[0], &charts[1], &self.difference.renames);
        let painted = marks(changes, &union);
        // What is told beside and is the same takes room from what is not.
        let differs = |heading: &str| {
            let rows = union.chart.panels.iter().filter(|panel| panel.heading == heading).flat_map(|panel| &panel.rows);
            rows.into_iter().any(|row| painted.of(&row.element).is_some())
        };
        for chart in &mut charts {
            chart.panels.retain(|panel| differs(panel.heading));
        }
        let mut marks = on_both(&painted, &union);
        if let Some(kept) = nearest(&union.chart, &painted) {
            let missing = states(&union.chart) - states(&near::part(&union.chart, kept.iter().copied()));
            let said = format!("{missing} states farther from what changed are not drawn");
            marks.legend.push((Colour::Grey, said));
            charts = [0, 1].map(|side| {
                let own = kept.iter().filter_map(|&id| union.boxes[id].numbers()[side]);
                near::part(&charts[side], own)
            });
        }
        (pair(&charts[0], &charts[1], &self.difference.renames), marks)
    }

    /// Both versions side by side as one file.
    pub fn svg(&self, settings: Settings) -> String {
        let (pair, marks) = self.pair();
        beside::svg(&pair, &marks, settings)
    }

    fn union(&self) -> Union {
        let [old, new] = self.charts();
        union(&old, &new, &self.difference.renames)
    }

    fn charts(&self) -> [Chart; 2] {
        [compose::chart(self.old), compose::chart(self.new)]
    }
}

/// Of a chart that is too large to be looked at, the boxes next to what is painted.
fn nearest(chart: &Chart, painted: &Marks) -> Option<Vec<BoxId>> {
    if chart.boxes.len() <= MOST {
        return None;
    }
    let far = near::distances(chart, &near::marked(chart, painted));
    let mut order: Vec<BoxId> = (0..chart.boxes.len()).collect();
    order.sort_by_key(|&id| far[id].unwrap_or(usize::MAX));
    order.truncate(MOST);
    Some(order)
}

fn states(chart: &Chart) -> usize {
    chart.boxes.iter().filter(|node| matches!(node.element.itself(), Element::State(_))).count()
}
