//! The cells of a level's layers: spots, labels, and the places where a line passes through a layer.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::picture::layered::level::{Level, Link, Spot};

/// So near a corner no line meets a spot.
const CORNER: f64 = 12.0;
/// So near its side no line meets a label.
const LABEL: f64 = 6.0;
/// Lines that begin nearer to each other than this begin together.
const TIGHT: f64 = 12.0;
/// The room of a line that passes.
const LANE: f64 = 10.0;

/// What lies in one layer.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Its layer, from above.
    pub layer: usize,
    /// What it is.
    pub what: What,
    /// How far it reaches to the left of its axis.
    pub left: f64,
    /// How far it reaches to the right of its axis.
    pub right: f64,
    /// Its height.
    pub height: f64,
    /// Where lines may meet it, from its axis.
    pub reach: (f64, f64),
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A spot.
    Spot,
    /// A link's label; whether the link is read upward, so that it begins below.
    Label {
        /// Read upward.
        rises: bool,
    },
    /// Where one or several lines pass.
    Lane,
}

/// Where pieces of lines meet a cell.
#[derive(Clone, Copy, Debug)]
pub struct Port {
    /// The cell.
    pub cell: usize,
    /// Where it must be, from the cell's axis.
    pub fixed: Option<f64>,
}

/// A piece of a line from one layer to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Piece {
    /// The port above.
    pub upper: usize,
    /// The port below.
    pub lower: usize,
}

/// A link's way, as it is read.
#[derive(Clone, Debug)]
pub struct Way {
    /// Its own pieces.
    pub pieces: Vec<usize>,
    /// Whether they are read upward.
    pub rises: bool,
    /// The lane's port where it runs together with others that were there before, and goes on as they do.
    pub joins: Option<usize>,
}

/// A level cut into cells.
#[derive(Debug, Default)]
pub struct Cells {
    /// The spots first, in their order, then labels and lanes.
    pub all: Vec<Cell>,
    /// The ports.
    pub ports: Vec<Port>,
    /// The pieces, none twice.
    pub pieces: Vec<Piece>,
    /// By piece, whether it is part of a link that is as short as it can be.
    pub short: Vec<bool>,
    /// By link, its way.
    pub ways: Vec<Way>,
    /// By a lane's port, the piece that leads on from it and the port where that one ends.
    pub onward: BTreeMap<usize, (usize, usize)>,
    /// By link, the cell of its label.
    pub labels: Vec<Option<usize>>,
    /// How many layers there are.
    pub layers: usize,
}

impl Cells {
    /// Cuts `level`, whose spots lie in the layers `rank`.
    pub fn cut(level: &Level, rank: &[usize]) -> Self {
        let mut cutter = Cutter {
            done: Self::default(),
            ports: FxHashMap::default(),
            lanes: FxHashMap::default(),
            known: FxHashMap::default(),
            crowded: crowded(level),
        };
        cutter.done.all = level.spots.iter().zip(rank).map(|(spot, &layer)| spot_cell(spot, layer)).collect();
        cutter.done.layers = rank.iter().max().map_or(0, |deepest| deepest + 1);
        for (number, link) in level.links.iter().enumerate() {
            cutter.link(number, link, rank);
        }
        cutter.done
    }
}

fn crowded(level: &Level) -> Vec<[bool; 2]> {
    let mut begin = vec![[0_usize; 2]; level.spots.len()];
    for link in &level.links {
        let (spot, port) = if link.rises { (link.lower, link.lower_port) } else { (link.upper, link.upper_port) };
        begin[spot][usize::from(link.rises)] += usize::from(port.is_none());
    }
    let room = |spot: &Spot| ((spot.reach.1 - spot.reach.0 - 2.0 * CORNER).max(0.0) / TIGHT) as usize + 1;
    begin.iter().zip(&level.spots).map(|(counts, spot)| counts.map(|count| count > room(spot))).collect()
}

fn spot_cell(spot: &Spot, layer: usize) -> Cell {
    let (from, to) = spot.reach;
    let inset = CORNER.min((to - from) / 2.0);
    Cell {
        layer,
        what: What::Spot,
        left: spot.axis,
        right: spot.width - spot.axis,
        height: spot.height,
        reach: (from + inset - spot.axis, to - inset - spot.axis),
    }
}

/// The end of a spot at which a port is, and for whom.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    /// Below, for all lines of a key that come up into the spot.
    Joined { spot: usize, below: bool, key: usize },
    /// For one link.
    Own { spot: usize, below: bool, link: usize },
    /// For all links that begin there, where there are too many for ports of their own.
    Shared { spot: usize, below: bool },
}

/// What is asked for by name is never gone through, so that no order of hashes reaches the picture.
struct Cutter {
    done: Cells,
    ports: FxHashMap<Side, usize>,
    /// By the spot where they run together, key and layer.
    lanes: FxHashMap<(usize, usize, usize, bool), usize>,
    known: FxHashMap<Piece, usize>,
    /// By spot, whether more lines begin below it, and above it, than have room.
    crowded: Vec<[bool; 2]>,
}

impl Cutter {
    /// Cuts a link from where it begins to be read until it runs together with others, or to its end.
    fn link(&mut self, number: usize, link: &Link, rank: &[usize]) {
        let (first, last) = self.ends(number, link);
        let short = rank[link.lower] - rank[link.upper] == link.least();
        let between = rank[link.upper] + 1..rank[link.lower];
        let between: Vec<usize> = if link.rises { between.rev().collect() } else { between.collect() };
        let mut way = Way { pieces: Vec::new(), rises: link.rises, joins: None };
        let mut label_cell = None;
        let mut at = first;
        let mut lane = None;
        for (step, layer) in between.into_iter().enumerate() {
            let (next, known) = match link.label.filter(|_| step == 0) {
                Some(size) => {
                    let cell = self.label(layer, size, link.rises);
                    label_cell = Some(cell);
                    (self.loose(cell), false)
                }
                None => self.lane(link, layer),
            };
            self.go(&mut way, (at, next), lane, short);
            at = next;
            lane = (link.label.is_none() || step > 0).then_some(next);
            if known {
                way.joins = lane;
                break;
            }
        }
        if way.joins.is_none() {
            self.go(&mut way, (at, last), lane, short);
        }
        self.done.ways.push(way);
        self.done.labels.push(label_cell);
    }

    /// The ports where a link begins to be read and where it ends.
    fn ends(&mut self, number: usize, link: &Link) -> (usize, usize) {
        let upper = (link.upper, link.upper_port, true);
        let lower = (link.lower, link.lower_port, false);
        let (from, to) = if link.rises { (lower, upper) } else { (upper, lower) };
        let ((spot, fixed, below), (target, target_fixed, target_below)) = (from, to);
        let crowded = self.crowded[spot][usize::from(link.rises)];
        let begin = if crowded { Side::Shared { spot, below } } else { Side::Own { spot, below, link: number } };
        let end = Side::Joined { spot: target, below: target_below, key: link.key };
        (self.port(begin, spot, fixed), self.port(end, target, target_fixed))
    }

    /// Adds the piece from one port to the next to a way, and remembers it as what leads on from a lane.
    fn go(&mut self, way: &mut Way, (from, to): (usize, usize), lane: Option<usize>, short: bool) {
        let (upper, lower) = if way.rises { (to, from) } else { (from, to) };
        let piece = self.piece(upper, lower, short);
        way.pieces.push(piece);
        if let Some(lane) = lane {
            self.done.onward.insert(lane, (piece, to));
        }
    }

    fn port(&mut self, side: Side, spot: usize, fixed: Option<f64>) -> usize {
        let fixed = fixed.map(|from_left| from_left - self.done.all[spot].left);
        let ports = &mut self.done.ports;
        *self.ports.entry(side).or_insert_with(|| {
            ports.push(Port { cell: spot, fixed });
            ports.len() - 1
        })
    }

    /// A label is met above and below at places of their own, which are told apart by the piece they end.
    fn loose(&mut self, cell: usize) -> usize {
        self.done.ports.push(Port { cell, fixed: None });
        self.done.ports.len() - 1
    }

    fn label(&mut self, layer: usize, (width, height): (f64, f64), rises: bool) -> usize {
        let half = width / 2.0;
        let reach = (LABEL - half).min(0.0);
        self.done.all.push(Cell {
            layer,
            what: What::Label { rises },
            left: half,
            right: half,
            height,
            reach: (reach, -reach),
        });
        self.done.all.len() - 1
    }

    /// The port where lines to the same end pass a layer, and whether another was there before.
    fn lane(&mut self, link: &Link, layer: usize) -> (usize, bool) {
        let end = if link.rises { link.upper } else { link.lower };
        let place = (end, link.key, layer, link.rises);
        if let Some(&port) = self.lanes.get(&place) {
            return (port, true);
        }
        let half = LANE / 2.0;
        let (left, right, reach) = (half, half, (0.0, 0.0));
        self.done.all.push(Cell { layer, what: What::Lane, left, right, height: 0.0, reach });
        let cell = self.done.all.len() - 1;
        self.done.ports.push(Port { cell, fixed: Some(0.0) });
        self.lanes.insert(place, self.done.ports.len() - 1);
        (self.done.ports.len() - 1, false)
    }

    fn piece(&mut self, upper: usize, lower: usize, short: bool) -> usize {
        let piece = Piece { upper, lower };
        let done = &mut self.done;
        let number = *self.known.entry(piece).or_insert_with(|| {
            done.pieces.push(piece);
            done.short.push(false);
            done.pieces.len() - 1
        });
        self.done.short[number] |= short;
        number
    }
}
