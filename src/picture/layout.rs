//! From a chart to where everything of it lies: each box's inside first, then the box within its own.

use std::collections::BTreeMap;

use crate::picture::card::{self, Card};
use crate::picture::chart::{BoxId, Chart, Shape};
use crate::picture::layered::level::{Laid, Level, Link, Pin, Point, Spot};
use crate::picture::layered::solve::solve;
use crate::picture::nest::Nest;
use crate::picture::piece::{End, LevelId, Piece};
use crate::picture::placed::{Layout, Placed, Way};
use crate::picture::{arrange, smooth};

/// Between a box's sides and what is inside.
const INSIDE: f64 = 18.0;
/// The same where lines come in through the side.
const CROSSED: f64 = 4.0;
/// How far a line that leads to its own box stands out.
const LOOP: f64 = 22.0;
/// Nearer to a side than this is on it.
const NEAR: f64 = 0.5;
/// From such a line to the next.
const BETWEEN: f64 = 8.0;
/// How high such a line is without a label.
const LONE: f64 = 24.0;

/// Lays `chart` out.
pub fn layout(chart: &Chart) -> Layout {
    let heads = chart.boxes.iter().map(card::node).collect();
    let mut layout = drawing(chart, heads, &|number, cut| label(chart, number, cut));
    let panels = chart.panels.iter().map(card::panel).collect();
    arrange::around(|room| card::masthead(chart, room), panels, &mut layout);
    layout
}

/// The card of a line by its number and whether it is cut; none where it has no words.
pub type Labels<'a> = &'a dyn Fn(usize, bool) -> Option<Card>;

/// Lays the boxes and lines of `chart` out from the origin, with these cards on them.
pub fn drawing(chart: &Chart, heads: Vec<Card>, labels: Labels<'_>) -> Layout {
    let nest = Nest::of(chart);
    let mut maker = Maker {
        chart,
        nest: &nest,
        heads,
        labels: (0..chart.lines.len()).map(|line| labels(line, nest.is_cut(line))).collect(),
        sizes: vec![(0.0, 0.0); chart.boxes.len()],
        levels: vec![Inner::default(); chart.boxes.len() + 1],
    };
    for number in (0..chart.boxes.len()).rev() {
        maker.size(number);
    }
    maker.solve(0);
    maker.placed()
}

/// A level laid out.
#[derive(Clone, Debug, Default)]
struct Inner {
    laid: Laid,
    /// By line that comes through the border, its spot there.
    pins: BTreeMap<usize, usize>,
    /// By line that is cut, the spot of its sign.
    signs: BTreeMap<usize, usize>,
    /// By box of the level, its spot.
    spots: BTreeMap<BoxId, usize>,
    /// From the corner of the box around it to its own.
    origin: Point,
}

struct Maker<'a> {
    chart: &'a Chart,
    nest: &'a Nest,
    heads: Vec<Card>,
    labels: Vec<Option<Card>>,
    sizes: Vec<(f64, f64)>,
    levels: Vec<Inner>,
}

impl Maker<'_> {
    /// How large a box is, once all inside of it are known.
    fn size(&mut self, number: BoxId) {
        let loops = self.nest.loops[number].iter().map(|&line| self.labels[line].as_ref());
        let stacked = loops.map(|card| card.map_or(LONE, |card| card.height) + BETWEEN).sum();
        let head = (self.heads[number].width, self.heads[number].height.max(stacked));
        let level = number + 1;
        if self.nest.boxes[level].is_empty() {
            self.sizes[number] = head;
            return;
        }
        self.solve(level);
        let crossed = |pin: Pin| self.crossed(level, pin);
        let above = if crossed(Pin::Top) { CROSSED } else { INSIDE };
        let below = if crossed(Pin::Bottom) { CROSSED } else { INSIDE };
        let inner = &mut self.levels[level];
        let width = head.0.max(inner.laid.width + 2.0 * INSIDE);
        inner.origin = (((width - inner.laid.width) / 2.0).round(), head.1 + above);
        self.sizes[number] = (width, head.1 + above + inner.laid.height + below);
    }

    fn crossed(&self, level: LevelId, pin: Pin) -> bool {
        self.nest.pieces[level].iter().any(|piece| border(piece) == Some(pin))
    }

    fn solve(&mut self, number: LevelId) {
        let mut level = Level::default();
        let mut inner = Inner::default();
        for &of in &self.nest.boxes[number] {
            inner.spots.insert(of, level.spots.len());
            level.spots.push(self.spot(of));
        }
        let mut borders: BTreeMap<(bool, usize, Option<usize>), usize> = BTreeMap::new();
        for piece in &self.nest.pieces[number] {
            let to = self.chart.lines[piece.line].to;
            if let Some(pin) = border(piece) {
                let begins = (piece.from == End::Border && self.first(number, piece)).then_some(piece.line);
                let spot = *borders.entry((pin == Pin::Top, to, begins)).or_insert_with(|| {
                    let spot = Spot { width: 0.0, height: 0.0, axis: 0.0, reach: (0.0, 0.0), pin };
                    level.spots.push(spot);
                    level.spots.len() - 1
                });
                inner.pins.insert(piece.line, spot);
            }
            if piece.to == End::Sign {
                inner.signs.insert(piece.line, level.spots.len());
                level.spots.extend(self.labels[piece.line].as_ref().map(sign));
            }
            let link = self.link(number, piece, &inner);
            level.links.push(link);
        }
        inner.laid = solve(&level);
        self.levels[number] = inner;
    }

    /// Whether a piece is where its line begins.
    fn first(&self, level: LevelId, piece: &Piece) -> bool {
        self.nest.ways[piece.line]
            .first()
            .is_some_and(|&(at, number)| at == level && self.nest.pieces[level][number].from == piece.from)
    }

    fn spot(&self, of: BoxId) -> Spot {
        let (width, height) = self.sizes[of];
        let cards = self.nest.loops[of].iter().map(|&line| self.labels[line].as_ref());
        let beside = cards.map(|card| LOOP + card.map_or(0.0, |card| card.width)).fold(0.0, f64::max);
        let dot = matches!(self.chart.boxes[of].shape, Shape::Start | Shape::Exit | Shape::History { .. });
        let axis = if matches!(self.chart.boxes[of].shape, Shape::History { .. }) { 15.0 } else { width / 2.0 };
        Spot {
            width: width + beside,
            height,
            axis,
            reach: if dot { (axis, axis) } else { (0.0, width) },
            pin: Pin::Free,
        }
    }

    fn link(&self, number: LevelId, piece: &Piece, inner: &Inner) -> Link {
        let end = |end: End| match end {
            End::Box(of) => (inner.spots[&of], self.port(of, piece.line)),
            End::Border => (inner.pins[&piece.line], None),
            End::Sign => (inner.signs[&piece.line], None),
        };
        let (from, to) = (end(piece.from), end(piece.to));
        let (upper, lower) = if piece.rises { (to, from) } else { (from, to) };
        let label = self.labels[piece.line].as_ref().filter(|_| piece.to != End::Sign && self.first(number, piece));
        Link {
            upper: upper.0,
            lower: lower.0,
            rises: piece.rises,
            key: self.chart.lines[piece.line].to,
            label: label.map(|card| (card.width, card.height)),
            upper_port: upper.1,
            lower_port: lower.1,
        }
    }

    /// Where a line that goes on inside a box comes through its side, from its left.
    fn port(&self, of: BoxId, line: usize) -> Option<f64> {
        let inner = &self.levels[of + 1];
        inner.pins.get(&line).map(|&pin| inner.origin.0 + inner.laid.spots[pin].0)
    }

    /// Adds up the corners from outside inward.
    fn placed(self) -> Layout {
        let mut layout =
            Layout { width: self.levels[0].laid.width, height: self.levels[0].laid.height, ..Layout::default() };
        let mut origins = vec![(0.0, 0.0); self.levels.len()];
        for (number, card) in self.heads.iter().enumerate() {
            let level = self.chart.boxes[number].parent.map_or(0, |parent| parent + 1);
            let inner = &self.levels[level];
            let corner = inner.laid.spots[inner.spots[&number]];
            let (x, y) = (origins[level].0 + corner.0, origins[level].1 + corner.1);
            let origin = self.levels[number + 1].origin;
            origins[number + 1] = (x + origin.0, y + origin.1);
            let (width, height) = self.sizes[number];
            layout.boxes.push(Placed { x, y, width, height, card: card.clone() });
        }
        self.stretched(&mut layout);
        for line in 0..self.chart.lines.len() {
            let way = self.way(line, &origins, &layout.boxes);
            layout.lines.push(way);
        }
        for (number, placed) in layout.boxes.iter().enumerate() {
            let mut y = placed.y;
            for &line in &self.nest.loops[number] {
                layout.lines[line] = looped(placed, self.labels[line].as_ref(), &mut y);
            }
        }
        layout
    }

    /// Makes the regions of a row equally high.
    fn stretched(&self, layout: &mut Layout) {
        let parallel = |number: &usize| self.chart.boxes[*number].shape == Shape::Parallel;
        for number in (0..self.chart.boxes.len()).filter(parallel) {
            let regions = self.nest.boxes[number + 1].iter().filter(|&&of| !self.nest.boxes[of + 1].is_empty());
            let mut lowest: BTreeMap<i64, f64> = BTreeMap::new();
            let row = |placed: &Placed| placed.y.round() as i64;
            for &of in regions.clone() {
                let low = lowest.entry(row(&layout.boxes[of])).or_default();
                *low = low.max(layout.boxes[of].height);
            }
            for &of in regions {
                layout.boxes[of].height = lowest[&row(&layout.boxes[of])];
            }
        }
    }

    /// Puts the ends of a line on the borders of its boxes: a line into the box that it comes from begins below that one's
    /// head, one out to the box around it ends at that one's lower side, and a region may have become higher.
    fn to_borders(&self, line: usize, boxes: &[Placed], points: &mut [Point]) {
        let piece = |&(level, number): &(LevelId, usize)| self.nest.pieces[level][number];
        let (way, line) = (&self.nest.ways[line], &self.chart.lines[line]);
        let (Some(first), Some(last)) = (way.first().map(piece), way.last().map(piece)) else { return };
        let ends = [(first.from, line.from, 0), (last.to, line.to, points.len().saturating_sub(1))];
        for (number, (end, of, at)) in ends.into_iter().enumerate() {
            let (of, Some(point)) = (&boxes[of], points.get_mut(at)) else { continue };
            let bottom = of.y + of.height;
            match end {
                End::Border if number == 0 => point.1 = of.y + of.card.height,
                End::Border => point.1 = bottom,
                End::Box(_) if point.1 > of.y + NEAR && point.1 < bottom => point.1 = bottom,
                End::Box(_) | End::Sign => {}
            }
        }
    }

    fn way(&self, line: usize, origins: &[Point], boxes: &[Placed]) -> Way {
        let mut points = Vec::new();
        let mut label = None;
        let mut cut = false;
        for &(level, number) in &self.nest.ways[line] {
            let (laid, origin) = (&self.levels[level].laid, origins[level]);
            let moved = |&(x, y): &Point| (x + origin.0, y + origin.1);
            let way = &laid.ways[number];
            points.extend(way.iter().map(moved));
            let sign = self.levels[level].signs.get(&line).map(|&spot| laid.spots[spot]);
            cut |= sign.is_some();
            let corner = laid.labels[number].or(sign).as_ref().map(moved);
            if let Some(((x, y), card)) = corner.zip(self.labels[line].as_ref()) {
                label = Some(Placed { x, y, width: card.width, height: card.height, card: card.clone() });
            }
        }
        self.to_borders(line, boxes, &mut points);
        Way { points: smooth::straightened(points), label, cut }
    }
}

/// The card of a line's label, or of the sign where it is cut.
pub fn label(chart: &Chart, number: usize, cut: bool) -> Option<Card> {
    let line = &chart.lines[number];
    if cut {
        return Some(card::cut(line.words.as_ref(), &chart.boxes[line.to]));
    }
    line.words.as_ref().map(card::label)
}

/// The spot of the sign where a line is cut.
fn sign(card: &Card) -> Spot {
    let (width, height) = (card.width, card.height);
    Spot { width, height, axis: width / 2.0, reach: (0.0, width), pin: Pin::Free }
}

/// Where a piece meets the border of its level.
fn border(piece: &Piece) -> Option<Pin> {
    match (piece.from, piece.to) {
        (End::Border, _) => Some(if piece.rises { Pin::Bottom } else { Pin::Top }),
        (_, End::Border) => Some(if piece.rises { Pin::Top } else { Pin::Bottom }),
        _ => None,
    }
}

/// A line from a box's right side to its label and back.
fn looped(of: &Placed, card: Option<&Card>, y: &mut f64) -> Way {
    let right = of.x + of.width;
    let (width, height) = card.map_or((0.0, LONE), |card| (card.width, card.height));
    let out = right + LOOP;
    let (from, to) = (*y + height * 0.25, *y + height * 0.75);
    let label = card.map(|card| Placed { x: out - 6.0, y: *y, width, height, card: card.clone() });
    *y += height + BETWEEN;
    Way { points: vec![(right, from), (out, from), (out, to), (right, to)], label, cut: false }
}
