//! What runs across between two layers, each on a track of its own, and in which order.

use std::collections::BTreeMap;

use crate::picture::layered::cells::Cells;

/// Between two layers, above the first track.
pub const ABOVE: f64 = 14.0;
/// From one track to the next.
pub const TRACK: f64 = 9.0;
/// Below the last track; an arrow's head has its place here.
pub const BELOW: f64 = 18.0;
/// Between two layers where nothing runs across.
pub const PLAIN: f64 = 26.0;
/// Two verticals nearer than this would be taken for one.
const NEAR: f64 = 5.0;
/// With more nets than this between two layers, their order is not sought.
const MANY: usize = 64;

/// The room between two layers.
pub struct Gap {
    /// Its height.
    pub height: f64,
    /// By piece, how far below the upper layer it runs across.
    pub across: BTreeMap<usize, f64>,
    /// The pieces that run through it, those together that share an end.
    pub nets: Vec<Vec<usize>>,
}

/// The gaps below all layers but the last.
pub fn gaps(cells: &Cells, met: &[[f64; 2]]) -> Vec<Gap> {
    let mut pieces: Vec<Vec<usize>> = vec![Vec::new(); cells.layers.saturating_sub(1)];
    for (number, piece) in cells.pieces.iter().enumerate() {
        pieces[cells.all[cells.ports[piece.upper].cell].layer].push(number);
    }
    pieces.iter().map(|pieces| gap(cells, pieces, met)).collect()
}

/// Pieces that share an end between two layers, and so a track.
struct Net {
    pieces: Vec<usize>,
    upper: Vec<f64>,
    lower: Vec<f64>,
    from: f64,
    to: f64,
}

fn gap(cells: &Cells, pieces: &[usize], met: &[[f64; 2]]) -> Gap {
    let all = nets(cells, pieces, met);
    let together = all.iter().map(|net| net.pieces.clone()).collect();
    let nets: Vec<Net> = all.into_iter().filter(|net| net.to - net.from > 0.01).collect();
    let tracks =
        if nets.len() > MANY { stacked(&nets, (0..nets.len()).collect()) } else { stacked(&nets, sorted(&nets)) };
    let count = tracks.iter().max().map_or(0, |most| most + 1);
    let mut across = BTreeMap::new();
    for (net, &track) in nets.iter().zip(&tracks) {
        across.extend(net.pieces.iter().map(|&piece| (piece, ABOVE + TRACK * track as f64)));
    }
    let height = if count == 0 { PLAIN } else { ABOVE + TRACK * (count - 1) as f64 + BELOW };
    Gap { height, across, nets: together }
}

fn nets(cells: &Cells, pieces: &[usize], met: &[[f64; 2]]) -> Vec<Net> {
    let mut nets: Vec<Net> = Vec::new();
    let mut by_port: BTreeMap<(bool, usize), usize> = BTreeMap::new();
    for &number in pieces {
        let piece = cells.pieces[number];
        let ends = [(false, piece.upper), (true, piece.lower)];
        let known = ends.iter().find_map(|end| by_port.get(end).copied());
        let net = known.unwrap_or_else(|| {
            nets.push(Net { pieces: Vec::new(), upper: Vec::new(), lower: Vec::new(), from: f64::MAX, to: f64::MIN });
            nets.len() - 1
        });
        by_port.extend(ends.map(|end| (end, net)));
        let (upper, lower) = (met[piece.upper][1], met[piece.lower][0]);
        let net = &mut nets[net];
        net.pieces.push(number);
        net.upper.push(upper);
        net.lower.push(lower);
        net.from = net.from.min(upper).min(lower);
        net.to = net.to.max(upper).max(lower);
    }
    nets.sort_by(|a, b| (a.from + a.to).total_cmp(&(b.from + b.to)));
    nets
}

fn overlap(a: &Net, b: &Net) -> bool {
    a.from < b.to + NEAR && b.from < a.to + NEAR
}

/// What it costs when `a` runs above `b`: crossings, and verticals that lie on each other.
fn cost(a: &Net, b: &Net) -> i64 {
    let inside = |x: f64, net: &Net| i64::from(x > net.from && x < net.to);
    let down: i64 = a.lower.iter().map(|&x| inside(x, b)).sum();
    let up: i64 = b.upper.iter().map(|&x| inside(x, a)).sum();
    let same = a.lower.iter().any(|low| b.upper.iter().any(|high| (low - high).abs() < NEAR));
    down + up + if same { 100 } else { 0 }
}

/// The nets from above, so that few cross: next is always the one that loses least above all that are left.
fn sorted(nets: &[Net]) -> Vec<usize> {
    let count = nets.len();
    let worse = |a: usize, b: usize| (cost(&nets[a], &nets[b]) - cost(&nets[b], &nets[a])).max(0);
    let mut losses: Vec<i64> = (0..count)
        .map(|a| (0..count).filter(|&b| b != a && overlap(&nets[a], &nets[b])).map(|b| worse(a, b)).sum())
        .collect();
    let mut left: Vec<usize> = (0..count).collect();
    let mut order = Vec::with_capacity(count);
    while let Some((at, &next)) = left.iter().enumerate().min_by_key(|&(_, &net)| losses[net]) {
        left.remove(at);
        for &other in &left {
            if overlap(&nets[other], &nets[next]) {
                losses[other] -= worse(other, next);
            }
        }
        order.push(next);
    }
    order
}

/// The track of each net: below all that overlap it and come before it.
fn stacked(nets: &[Net], order: Vec<usize>) -> Vec<usize> {
    let mut tracks = vec![0; nets.len()];
    let mut done: Vec<usize> = Vec::with_capacity(order.len());
    for net in order {
        let above =
            done.iter().filter(|&&other| overlap(&nets[other], &nets[net])).map(|&other| tracks[other] + 1).max();
        tracks[net] = above.unwrap_or(0);
        done.push(net);
    }
    tracks
}
