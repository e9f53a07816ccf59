//! Boxes inside boxes: which lines run on which level, and which of them are read upward.

use crate::picture::chart::{BoxId, Chart, Shape};

/// A level's number: 0 is the whole picture, else one more than the box that holds it.
pub type LevelId = usize;

/// Which boxes and which pieces of lines are on which level.
#[derive(Debug)]
pub struct Nest {
    /// By level, its boxes: beginnings first, then in document order.
    pub boxes: Vec<Vec<BoxId>>,
    /// By level, its pieces of lines.
    pub pieces: Vec<Vec<Piece>>,
    /// By line, its pieces as (level, number) from where it begins to where it leads.
    pub ways: Vec<Vec<(LevelId, usize)>>,
    /// By box, the lines that lead from it to itself.
    pub loops: Vec<Vec<usize>>,
}

/// A piece of a line, as it is read.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// The line.
    pub line: usize,
    /// Where it begins.
    pub from: End,
    /// Where it leads.
    pub to: End,
    /// Whether it is drawn upward.
    pub rises: bool,
}

/// An end of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A box of the level.
    Box(BoxId),
    /// The level's own border.
    Border,
}

impl Nest {
    /// Sorts the boxes and lines of `chart` by level.
    pub fn of(chart: &Chart) -> Self {
        let count = chart.boxes.len();
        let mut nest = Self {
            boxes: vec![Vec::new(); count + 1],
            pieces: vec![Vec::new(); count + 1],
            ways: vec![Vec::new(); chart.lines.len()],
            loops: vec![Vec::new(); count],
        };
        let mut depth = vec![0_usize; count];
        for (number, node) in chart.boxes.iter().enumerate() {
            depth[number] = node.parent.map_or(0, |parent| depth[parent] + 1);
            nest.boxes[level(node.parent)].push(number);
        }
        for boxes in &mut nest.boxes {
            boxes.sort_by_key(|&number| chart.boxes[number].shape != Shape::Start);
        }
        for line in 0..chart.lines.len() {
            nest.line(chart, &depth, line);
        }
        nest.turn(chart);
        nest
    }

    /// Cuts a line at the borders it crosses.
    fn line(&mut self, chart: &Chart, depth: &[usize], number: usize) {
        let line = &chart.lines[number];
        if line.from == line.to {
            return self.loops[line.from].push(number);
        }
        let around = innermost(chart, depth, line.from, line.to);
        let out = climb(chart, line.from, around);
        let into = climb(chart, line.to, around);
        let piece = |from, to| Piece { line: number, from, to, rises: false };
        let (crossed, last) = out.split_at(out.len().saturating_sub(1));
        for &at in crossed {
            self.push(level(chart.boxes[at].parent), piece(End::Box(at), End::Border));
        }
        let end = |at: Option<&BoxId>| at.map_or(End::Border, |&at| End::Box(at));
        self.push(level(around), piece(end(last.first()), end(into.last())));
        for &at in into.iter().rev().skip(1) {
            self.push(level(chart.boxes[at].parent), piece(End::Border, End::Box(at)));
        }
    }

    fn push(&mut self, level: LevelId, piece: Piece) {
        self.ways[piece.line].push((level, self.pieces[level].len()));
        self.pieces[level].push(piece);
    }

    /// Decides which lines are read upward: those that close a circle, seen from where a level begins. A piece that
    /// crosses a border goes the way its line goes outside.
    fn turn(&mut self, chart: &Chart) {
        let mut place = vec![0; chart.boxes.len()];
        for level in 0..self.boxes.len() {
            rising(&self.boxes[level], &mut self.pieces[level], &mut place);
        }
        for way in &self.ways {
            let rises = way.iter().any(|&(level, number)| self.pieces[level][number].rises);
            for &(level, number) in way {
                self.pieces[level][number].rises = rises;
            }
        }
    }
}

fn level(parent: Option<BoxId>) -> LevelId {
    parent.map_or(0, |parent| parent + 1)
}

/// The innermost box that is or holds both of two.
fn innermost(chart: &Chart, depth: &[usize], one: BoxId, other: BoxId) -> Option<BoxId> {
    let (mut one, mut other) = (Some(one), Some(other));
    while one != other {
        let deep = |at: Option<BoxId>| at.map_or(0, |at| depth[at] + 1);
        let (down, up) = (deep(one), deep(other));
        if down >= up {
            one = one.and_then(|at| chart.boxes[at].parent);
        }
        if up >= down {
            other = other.and_then(|at| chart.boxes[at].parent);
        }
    }
    one
}

/// From a box outward, without the box `around` all of it; empty where that is the box itself.
fn climb(chart: &Chart, from: BoxId, around: Option<BoxId>) -> Vec<BoxId> {
    std::iter::successors(Some(from), |&at| chart.boxes[at].parent).take_while(|&at| Some(at) != around).collect()
}

/// Marks the pieces between two boxes of a level that lead back to where a walk came from.
fn rising(boxes: &[BoxId], pieces: &mut [Piece], place: &mut [usize]) {
    for (at, &number) in boxes.iter().enumerate() {
        place[number] = at;
    }
    let mut out: Vec<Vec<(usize, usize)>> = vec![Vec::new(); boxes.len()];
    for (number, piece) in pieces.iter().enumerate() {
        if let (End::Box(from), End::Box(to)) = (piece.from, piece.to) {
            out[place[from]].push((place[to], number));
        }
    }
    let mut met = vec![Met::Not; boxes.len()];
    for root in 0..boxes.len() {
        if met[root] != Met::Not {
            continue;
        }
        met[root] = Met::OnTheWay;
        let mut stack = vec![(root, 0)];
        while let Some((at, next)) = stack.last_mut() {
            let Some(&(to, piece)) = out[*at].get(*next) else {
                met[*at] = Met::Left;
                stack.pop();
                continue;
            };
            *next += 1;
            match met[to] {
                Met::OnTheWay => pieces[piece].rises = true,
                Met::Not => {
                    met[to] = Met::OnTheWay;
                    stack.push((to, 0));
                }
                Met::Left => {}
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Met {
    Not,
    OnTheWay,
    Left,
}
