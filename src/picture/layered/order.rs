//! The order of the cells within their layers, so that few lines cross.

use crate::picture::layered::cells::{Cells, Port};

/// Sweeps over all layers, down and up in turn.
const SWEEPS: usize = 10;
/// Rounds in which neighbours change places.
const SWAPS: usize = 4;
/// In wider layers neighbours are left where the sweeps put them.
const WIDE: usize = 200;

/// The cells of each layer from left to right.
pub fn order(cells: &Cells) -> Vec<Vec<usize>> {
    let nets = Nets::of(cells);
    let mut layers = walked(cells, &nets);
    let mut best = layers.clone();
    let mut least = nets.crossings(&layers);
    for sweep in 0..SWEEPS {
        if least == 0 {
            break;
        }
        sweep_once(&nets, &mut layers, sweep);
        let crossings = nets.crossings(&layers);
        if crossings < least {
            least = crossings;
            best.clone_from(&layers);
        }
    }
    for _ in 0..SWAPS {
        if least == 0 || !swap(&nets, &mut best) {
            break;
        }
    }
    best
}

/// A neighbour and where on it the line ends: left of its middle or right of it.
type End = (usize, f64);

struct Nets {
    up: Vec<Vec<End>>,
    down: Vec<Vec<End>>,
    /// By upper cell, the pieces that begin there.
    pieces: Vec<Vec<(f64, usize, f64)>>,
}

impl Nets {
    fn of(cells: &Cells) -> Self {
        let count = cells.all.len();
        let mut nets =
            Self { up: vec![Vec::new(); count], down: vec![Vec::new(); count], pieces: vec![Vec::new(); count] };
        for piece in &cells.pieces {
            let (above, below) = (cells.ports[piece.upper], cells.ports[piece.lower]);
            let part = |port: Port| {
                let cell = &cells.all[port.cell];
                let whole = (cell.left + cell.right).max(1.0);
                port.fixed.map_or(0.0, |fixed| fixed / whole * 0.9)
            };
            let (upper, lower) = (part(above), part(below));
            nets.up[below.cell].push((above.cell, upper));
            nets.down[above.cell].push((below.cell, lower));
            nets.pieces[above.cell].push((upper, below.cell, lower));
        }
        nets
    }

    fn crossings(&self, layers: &[Vec<usize>]) -> u64 {
        let mut place = vec![0; self.up.len()];
        for layer in layers {
            for (at, &cell) in layer.iter().enumerate() {
                place[cell] = at;
            }
        }
        layers.windows(2).map(|pair| self.crossings_between(&pair[0], pair[1].len(), &place)).sum()
    }

    /// Counts inversions: each piece crosses those before it that end further right.
    fn crossings_between(&self, upper: &[usize], lower: usize, place: &[usize]) -> u64 {
        let mut tree = vec![0_u64; lower + 1];
        let mut ends: Vec<(f64, usize)> = Vec::new();
        let mut seen = 0;
        let mut crossings = 0;
        for &cell in upper {
            ends.clear();
            ends.extend(self.pieces[cell].iter().map(|&(from, to, _)| (from, place[to])));
            ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            for &(_, end) in &ends {
                crossings += seen - counted(&tree, end + 1);
                seen += 1;
                count(&mut tree, end + 1);
            }
        }
        crossings
    }
}

/// How many ends lie at or before the place `at`, from 1.
fn counted(tree: &[u64], mut at: usize) -> u64 {
    let mut sum = 0;
    while at > 0 {
        sum += tree[at];
        at &= at - 1;
    }
    sum
}

fn count(tree: &mut [u64], mut at: usize) {
    while at < tree.len() {
        tree[at] += 1;
        at += at & at.wrapping_neg();
    }
}

/// The order in which a walk along the lines meets the cells.
fn walked(cells: &Cells, nets: &Nets) -> Vec<Vec<usize>> {
    let mut layers = vec![Vec::new(); cells.layers];
    let mut met = vec![false; cells.all.len()];
    let mut roots: Vec<usize> = (0..cells.all.len()).collect();
    roots.sort_by_key(|&cell| cells.all[cell].layer);
    let mut stack = Vec::new();
    for root in roots {
        stack.push(root);
        while let Some(cell) = stack.pop() {
            if std::mem::replace(&mut met[cell], true) {
                continue;
            }
            layers[cells.all[cell].layer].push(cell);
            stack.extend(nets.down[cell].iter().rev().map(|&(below, _)| below));
        }
    }
    layers
}

fn sweep_once(nets: &Nets, layers: &mut [Vec<usize>], sweep: usize) {
    let mut place = vec![0.0; nets.up.len()];
    for layer in layers.iter() {
        for (at, &cell) in layer.iter().enumerate() {
            place[cell] = at as f64;
        }
    }
    let downward = sweep.is_multiple_of(2);
    let turned = sweep % 4 > 1;
    let ends = if downward { &nets.up } else { &nets.down };
    let numbers: Vec<usize> = if downward { (0..layers.len()).collect() } else { (0..layers.len()).rev().collect() };
    for number in numbers {
        let layer = &mut layers[number];
        sort_layer(layer, ends, &place, turned);
        for (at, &cell) in layer.iter().enumerate() {
            place[cell] = at as f64;
        }
    }
}

/// Sorts the cells that have neighbours by the middle of them; the others keep their places.
fn sort_layer(layer: &mut [usize], ends: &[Vec<End>], place: &[f64], turned: bool) {
    let middle = |cell: usize| {
        let ends = &ends[cell];
        ends.iter().map(|&(other, part)| place[other] + part).sum::<f64>() / ends.len() as f64
    };
    let slots: Vec<usize> = (0..layer.len()).filter(|&at| !ends[layer[at]].is_empty()).collect();
    let mut moving: Vec<(f64, usize)> = slots.iter().map(|&at| (middle(layer[at]), layer[at])).collect();
    if turned {
        moving.reverse();
    }
    moving.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (slot, (_, cell)) in slots.into_iter().zip(moving) {
        layer[slot] = cell;
    }
}

/// Lets neighbours change places where fewer lines cross then; whether any did.
fn swap(nets: &Nets, layers: &mut [Vec<usize>]) -> bool {
    let mut place = vec![0.0; nets.up.len()];
    for layer in layers.iter() {
        for (at, &cell) in layer.iter().enumerate() {
            place[cell] = at as f64;
        }
    }
    let mut any = false;
    for layer in layers.iter_mut().filter(|layer| layer.len() <= WIDE) {
        for at in 1..layer.len() {
            let (a, b) = (layer[at - 1], layer[at]);
            let now = crossed(&nets.up, a, b, &place) + crossed(&nets.down, a, b, &place);
            let then = crossed(&nets.up, b, a, &place) + crossed(&nets.down, b, a, &place);
            if then < now {
                layer.swap(at - 1, at);
                place[b] = (at - 1) as f64;
                place[a] = at as f64;
                any = true;
            }
        }
    }
    any
}

/// How often lines of `left` cross lines of `right`, to one side.
fn crossed(ends: &[Vec<End>], left: usize, right: usize, place: &[f64]) -> usize {
    let at = |&(other, part): &End| place[other] + part;
    ends[left].iter().map(|a| ends[right].iter().filter(|b| at(b) < at(a)).count()).sum()
}
