//! Boxes inside boxes: which lines run on which level, and which of them are read upward.

use std::collections::BTreeSet;

use crate::picture::chart::{BoxId, Chart, Shape};
use crate::picture::far;
use crate::picture::piece::{End, LevelId, Piece};

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

impl Nest {
    /// Sorts the boxes and lines of `chart` by level, and cuts lines that lead too far.
    pub fn of(chart: &Chart) -> Self {
        let mut sorter = Sorter::new(chart);
        let nest = sorter.sorted();
        let mut cut = sorter.far(&nest);
        if cut.is_empty() {
            return nest;
        }
        sorter.cut.append(&mut cut);
        sorter.sorted()
    }
}

struct Sorter<'a> {
    chart: &'a Chart,
    /// By box, how many are around it.
    depth: Vec<usize>,
    /// By level, its boxes.
    boxes: Vec<Vec<BoxId>>,
    /// By box, its place among those of its level.
    place: Vec<usize>,
    /// Lines that lead too far.
    cut: BTreeSet<usize>,
}

impl<'a> Sorter<'a> {
    fn new(chart: &'a Chart) -> Self {
        let count = chart.boxes.len();
        let mut sorter = Self {
            chart,
            depth: vec![0; count],
            boxes: vec![Vec::new(); count + 1],
            place: vec![0; count],
            cut: BTreeSet::new(),
        };
        for (number, node) in chart.boxes.iter().enumerate() {
            sorter.depth[number] = node.parent.map_or(0, |parent| sorter.depth[parent] + 1);
            sorter.boxes[level(node.parent)].push(number);
        }
        for boxes in &mut sorter.boxes {
            boxes.sort_by_key(|&number| chart.boxes[number].shape != Shape::Start);
            for (at, &number) in boxes.iter().enumerate() {
                sorter.place[number] = at;
            }
        }
        sorter
    }

    fn sorted(&mut self) -> Nest {
        let mut nest = Nest {
            boxes: self.boxes.clone(),
            pieces: vec![Vec::new(); self.boxes.len()],
            ways: vec![Vec::new(); self.chart.lines.len()],
            loops: vec![Vec::new(); self.chart.boxes.len()],
        };
        for number in 0..self.chart.lines.len() {
            self.line(&mut nest, number);
        }
        nest.turn(&self.place);
        nest
    }

    /// The lines that lead too far on some level.
    fn far(&self, nest: &Nest) -> BTreeSet<usize> {
        let levels = nest.boxes.iter().zip(&nest.pieces);
        let to = |line: usize| self.chart.lines[line].to;
        levels.flat_map(|(boxes, pieces)| far::far(boxes, pieces, &self.place, to)).collect()
    }

    /// Cuts a line at the borders it crosses.
    fn line(&mut self, nest: &mut Nest, number: usize) {
        let (chart, line) = (self.chart, &self.chart.lines[number]);
        if line.from == line.to {
            return nest.loops[line.from].push(number);
        }
        let piece = |from, to| Piece { line: number, from, to, rises: false };
        let around = innermost(chart, &self.depth, line.from, line.to);
        let out = climb(chart, line.from, around);
        let into = climb(chart, line.to, around);
        if out.len() + into.len() > far::BORDERS {
            self.cut.insert(number);
        }
        if self.cut.contains(&number) {
            return nest.push(level(chart.boxes[line.from].parent), piece(End::Box(line.from), End::Sign));
        }
        let (crossed, last) = out.split_at(out.len().saturating_sub(1));
        for &at in crossed {
            nest.push(level(chart.boxes[at].parent), piece(End::Box(at), End::Border));
        }
        let end = |at: Option<&BoxId>| at.map_or(End::Border, |&at| End::Box(at));
        nest.push(level(around), piece(end(last.first()), end(into.last())));
        for &at in into.iter().rev().skip(1) {
            nest.push(level(chart.boxes[at].parent), piece(End::Border, End::Box(at)));
        }
    }
}

impl Nest {
    /// Whether a line ends in a sign.
    pub fn is_cut(&self, line: usize) -> bool {
        self.ways[line].iter().any(|&(level, number)| self.pieces[level][number].to == End::Sign)
    }

    fn push(&mut self, level: LevelId, piece: Piece) {
        self.ways[piece.line].push((level, self.pieces[level].len()));
        self.pieces[level].push(piece);
    }

    /// Decides which lines are read upward: those that close a circle, seen from where a level begins. A piece that
    /// crosses a border goes the way its line goes outside.
    fn turn(&mut self, place: &[usize]) {
        for level in 0..self.boxes.len() {
            rising(&self.boxes[level], &mut self.pieces[level], place);
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
fn rising(boxes: &[BoxId], pieces: &mut [Piece], place: &[usize]) {
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
