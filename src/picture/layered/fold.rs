//! Long levels in columns, as a newspaper sets long texts: lines lead on from below one column to above the next.

use std::collections::BTreeMap;

use crate::picture::layered::cells::{Cells, What};
use crate::picture::layered::tracks::{ABOVE, BELOW, Gap, TRACK};

/// A level that is not higher than this is never folded.
const HIGH: f64 = 2_400.0;
/// Wished for: so many times as wide as high.
const WISHED: f64 = 1.4;
/// No more columns than this.
const MOST: usize = 12;
/// No more lines than this lead from a column to the next.
const LINES: usize = 24;
/// Beside the lines between two columns.
const BESIDE: f64 = 30.0;
/// A line that leads to the next column weighs as much as so many pixels between columns' heights.
const LINE: f64 = 40.0;

/// Where the layers lie.
#[derive(Debug, Default)]
pub struct Sheet {
    /// By layer, what to add to an axis.
    pub left: Vec<f64>,
    /// By layer, its upper side.
    pub tops: Vec<f64>,
    /// By piece that leads from one column to the next, its way.
    pub bends: BTreeMap<usize, Bend>,
    /// The width of all.
    pub width: f64,
    /// The height of all.
    pub height: f64,
}

/// The way from one column to the next: across below the one, up between them, across above the other.
#[derive(Clone, Copy, Debug)]
pub struct Bend {
    /// How far down it runs across below.
    pub down: f64,
    /// Where it leads up.
    pub x: f64,
    /// How far down it runs across above.
    pub up: f64,
}

/// What is to be folded.
pub struct Columns<'a> {
    /// The cells.
    pub cells: &'a Cells,
    /// Their axes.
    pub axes: &'a [f64],
    /// Where ports are met from above and from below.
    pub met: &'a [[f64; 2]],
    /// The layers' heights.
    pub heights: &'a [f64],
    /// The gaps below all layers but the last.
    pub gaps: &'a [Gap],
}

impl Columns<'_> {
    /// The layers in as many columns as make the level most like a page.
    pub fn folded(&self) -> Sheet {
        let spans = self.spans();
        let plain = self.sheet(&spans, &[]);
        if plain.height <= HIGH || plain.height < plain.width {
            return plain;
        }
        let odd = |sheet: &Sheet| (sheet.width / sheet.height / WISHED).ln().abs();
        let mut best = plain;
        for count in 2..=MOST {
            let sheet = self.sheet(&spans, &self.cuts(count));
            if odd(&sheet) >= odd(&best) {
                break;
            }
            best = sheet;
        }
        best
    }

    /// By layer, from where to where its cells lie.
    fn spans(&self) -> Vec<(f64, f64)> {
        let mut spans = vec![(f64::MAX, f64::MIN); self.heights.len()];
        for (cell, axis) in self.cells.all.iter().zip(self.axes) {
            let span = &mut spans[cell.layer];
            *span = (span.0.min(axis - cell.left), span.1.max(axis + cell.right));
        }
        spans
    }

    /// The layers with which the columns after the first begin, so that columns are about equally high and few lines lead
    /// from one to the next; a column begins with a box.
    fn cuts(&self, count: usize) -> Vec<usize> {
        let mut boxes = vec![false; self.heights.len()];
        for cell in self.cells.all.iter().filter(|cell| cell.what == What::Spot && cell.height > 0.0) {
            boxes[cell.layer] = true;
        }
        let mut tops = Vec::with_capacity(self.heights.len());
        let mut y = 0.0;
        for (layer, height) in self.heights.iter().enumerate() {
            tops.push(y);
            y += height + self.gaps.get(layer).map_or(0.0, |gap| gap.height);
        }
        let mut cuts: Vec<usize> = Vec::new();
        for number in 1..count {
            let wished = y * number as f64 / count as f64;
            let first = cuts.last().map_or(1, |last| last + 1);
            let fits = |&layer: &usize| boxes[layer] && self.gaps[layer - 1].nets.len() <= LINES;
            let cost = |layer: &usize| (tops[*layer] - wished).abs() + LINE * self.gaps[*layer - 1].nets.len() as f64;
            let cut = (first..self.heights.len()).filter(fits).min_by(|a, b| cost(a).total_cmp(&cost(b)));
            cuts.extend(cut);
        }
        cuts
    }

    fn sheet(&self, spans: &[(f64, f64)], cuts: &[usize]) -> Sheet {
        let mut sheet = Sheet::default();
        let (mut x, mut y) = (0.0, 0.0);
        let starts: Vec<usize> = std::iter::once(0).chain(cuts.iter().copied()).collect();
        for (number, &first) in starts.iter().enumerate() {
            let end = starts.get(number + 1).copied().unwrap_or(self.heights.len());
            let low = spans[first..end].iter().map(|span| span.0).fold(f64::MAX, f64::min);
            let high = spans[first..end].iter().map(|span| span.1).fold(f64::MIN, f64::max);
            for layer in first..end {
                sheet.left.push(x - low.min(high));
                sheet.tops.push(y);
                y += self.heights[layer];
                if layer + 1 < end {
                    y += self.gaps[layer].height;
                }
            }
            x += (high - low).max(0.0);
            sheet.height = sheet.height.max(y);
            if end < self.heights.len() {
                (x, y) = self.turn(&mut sheet, end - 1, (x, y));
            }
        }
        sheet.width = x;
        sheet
    }

    /// Leads lines from below the column that ends with `layer` to above the next; where that one begins.
    fn turn(&self, sheet: &mut Sheet, layer: usize, (x, y): (f64, f64)) -> (f64, f64) {
        let right = |net: &Vec<usize>| {
            let ends = net.iter().map(|&piece| self.met[self.cells.pieces[piece].upper][1]);
            ends.fold(f64::MIN, f64::max)
        };
        let mut nets: Vec<&Vec<usize>> = self.gaps[layer].nets.iter().collect();
        nets.sort_by(|a, b| right(b).total_cmp(&right(a)));
        let tracks = TRACK * nets.len().saturating_sub(1) as f64;
        for (number, net) in nets.iter().enumerate() {
            let by = TRACK * number as f64;
            let bend = Bend { down: y + ABOVE + by, x: x + BESIDE + by, up: by };
            sheet.bends.extend(net.iter().map(|&piece| (piece, bend)));
        }
        sheet.height = sheet.height.max(y + ABOVE + tracks);
        (x + 2.0 * BESIDE + tracks, tracks + BELOW)
    }
}
