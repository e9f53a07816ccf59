//! The ways of the lines: down, across between two layers, and down again.

use crate::picture::layered::cells::{Cell, Cells, What};
use crate::picture::layered::fold::{Columns, Sheet};
use crate::picture::layered::level::{Laid, Level, Pin, Point};
use crate::picture::layered::ports::ports;
use crate::picture::layered::tracks::{Gap, PLAIN, gaps};

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
    Laid {
        spots: (0..level.spots.len()).map(corner).collect(),
        labels: cells.labels.iter().map(|label| label.map(corner)).collect(),
        ways: cells.ways.iter().map(|way| frame.way(way)).collect(),
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

    fn way(&self, pieces: &[usize]) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        for &number in pieces {
            let piece = self.cells.pieces[number];
            let (above, below) = (self.cells.ports[piece.upper].cell, self.cells.ports[piece.lower].cell);
            let layer = self.cells.all[above].layer;
            let upper = self.met[piece.upper][1] + self.sheet.left[layer];
            let lower = self.met[piece.lower][0] + self.sheet.left[layer + 1];
            let begin = (upper, self.top_of(above) + self.cells.all[above].height);
            if let Some(&last) = points.last() {
                points.extend(behind(last, begin));
            }
            points.push(begin);
            if let Some(bend) = self.sheet.bends.get(&number) {
                points.extend([(upper, bend.down), (bend.x, bend.down), (bend.x, bend.up), (lower, bend.up)]);
            } else {
                let across = self.gaps[layer].across.get(&number).copied().unwrap_or(PLAIN / 2.0);
                let y = self.sheet.tops[layer] + self.heights[layer] + across;
                points.extend([(upper, y), (lower, y)]);
            }
            points.push((lower, self.top_of(below)));
        }
        points
    }
}

/// Behind a label that is met at one place and left at another, a line runs across in its middle.
fn behind(from: Point, to: Point) -> [Point; 2] {
    let middle = f64::midpoint(from.1, to.1);
    [(from.0, middle), (to.0, middle)]
}
