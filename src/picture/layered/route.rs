//! The ways of the lines: down, across between two layers, and down again.

use std::collections::BTreeMap;

use crate::picture::layered::cells::{Cell, Cells, Way, What};
use crate::picture::layered::fold::{Columns, Sheet};
use crate::picture::layered::level::{Laid, Level, Pin, Point};
use crate::picture::layered::ports::ports;
use crate::picture::layered::tracks::{Gap, PLAIN, gaps};
use crate::picture::smooth;

/// In a high layer, a label is so near to where its line begins.
const NEAR: f64 = 24.0;

/// Draws everything of `level` where the axes of its cells are given.
pub fn route(level: &Level, cells: &Cells, axes: &[f64]) -> Laid {
    let met = ports(cells, axes);
    let gaps = gaps(cells, &met);
    let heights = heights(cells);
    let columns = Columns { cells, axes, met: &met, heights: &heights, gaps: &gaps };
    let frame = Frame { level, cells, met: &met, gaps: &gaps, heights: &heights, sheet: columns.folded() };
    let corner = |cell: usize| {
        let of = &cells.all[cell];
        (axes[cell] - of.left + frame.sheet.left[of.layer], frame.top_of(cell))
    };
    let mut trunks = Trunks::default();
    Laid {
        spots: (0..level.spots.len()).map(corner).collect(),
        labels: cells.labels.iter().map(|label| label.map(corner)).collect(),
        ways: cells.ways.iter().map(|way| frame.way(way, &mut trunks)).collect(),
        width: frame.sheet.width,
        height: frame.sheet.height,
    }
}

fn heights(cells: &Cells) -> Vec<f64> {
    let mut heights = vec![0.0_f64; cells.layers];
    for cell in &cells.all {
        heights[cell.layer] = heights[cell.layer].max(cell.height);
    }
    heights
}

struct Frame<'a> {
    level: &'a Level,
    cells: &'a Cells,
    met: &'a [[f64; 2]],
    gaps: &'a [Gap],
    heights: &'a [f64],
    sheet: Sheet,
}

impl Frame<'_> {
    fn top_of(&self, cell: usize) -> f64 {
        match self.level.spots.get(cell).map(|spot| spot.pin) {
            Some(Pin::Top) => return 0.0,
            Some(Pin::Bottom) => return self.sheet.height,
            _ => {}
        }
        let Cell { layer, what, height, .. } = self.cells.all[cell];
        let spare = self.heights[layer] - height;
        let near = NEAR.min(spare / 2.0);
        let down = match what {
            What::Label { rises: false } => near,
            What::Label { rises: true } => spare - near,
            _ => 0.0,
        };
        self.sheet.tops[layer] + down
    }

    /// A link's way as it is read.
    fn way(&self, way: &Way, trunks: &mut Trunks) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        for &number in &way.pieces {
            let piece = self.piece(number, way.rises);
            if let Some(&last) = points.last() {
                points.extend(behind(last, piece[0]));
            }
            points.extend(piece);
        }
        if let Some(lane) = way.joins {
            let ahead = self.ahead(lane, way.rises, trunks);
            points.extend(trunks.from(ahead));
        }
        points
    }

    /// Where the way from a lane's port to its end begins among the trunks.
    fn ahead(&self, lane: usize, rises: bool, trunks: &mut Trunks) -> Option<usize> {
        let mut unknown = Vec::new();
        let mut at = lane;
        let mut ahead = None;
        while let Some(&(piece, next)) = self.cells.onward.get(&at) {
            if let Some(&known) = trunks.by_lane.get(&at) {
                ahead = Some(known);
                break;
            }
            unknown.push((at, piece));
            at = next;
        }
        for (lane, piece) in unknown.into_iter().rev() {
            for point in self.piece(piece, rises).into_iter().rev() {
                ahead = Some(trunks.before(point, ahead));
            }
            trunks.by_lane.extend(ahead.map(|ahead| (lane, ahead)));
        }
        ahead
    }

    fn piece(&self, number: usize, rises: bool) -> Vec<Point> {
        let piece = self.cells.pieces[number];
        let (above, below) = (self.cells.ports[piece.upper].cell, self.cells.ports[piece.lower].cell);
        let layer = self.cells.all[above].layer;
        let upper = self.met[piece.upper][1] + self.sheet.left[layer];
        let lower = self.met[piece.lower][0] + self.sheet.left[layer + 1];
        let mut points = vec![(upper, self.top_of(above) + self.cells.all[above].height)];
        if let Some(bend) = self.sheet.bends.get(&number) {
            points.extend([(upper, bend.down), (bend.x, bend.down), (bend.x, bend.up), (lower, bend.up)]);
        } else {
            let across = self.gaps[layer].across.get(&number).copied().unwrap_or(PLAIN / 2.0);
            let y = self.sheet.tops[layer] + self.heights[layer] + across;
            points.extend([(upper, y), (lower, y)]);
        }
        points.push((lower, self.top_of(below)));
        if rises {
            points.reverse();
        }
        points
    }
}

/// The ways of lines that run together, each point with the one after it, so that what they share is there once.
#[derive(Default)]
struct Trunks {
    points: Vec<(Point, Option<usize>)>,
    by_lane: BTreeMap<usize, usize>,
}

impl Trunks {
    /// Puts a point before another, in its place where that one is on a straight stretch.
    fn before(&mut self, point: Point, next: Option<usize>) -> usize {
        let mut next = next;
        while let Some((middle, Some(after))) = next.map(|at| self.points[at]) {
            if !smooth::straight(point, middle, self.points[after].0) {
                break;
            }
            next = Some(after);
        }
        self.points.push((point, next));
        self.points.len() - 1
    }

    fn from(&self, start: Option<usize>) -> impl Iterator<Item = Point> + '_ {
        std::iter::successors(start, |&at| self.points[at].1).map(|at| self.points[at].0)
    }
}

/// Behind a label that is met at one place and left at another, a line runs across in its middle.
fn behind(from: Point, to: Point) -> [Point; 2] {
    let middle = f64::midpoint(from.1, to.1);
    [(from.0, middle), (to.0, middle)]
}
