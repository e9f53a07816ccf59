//! Where lines meet the cells, from left to right.

use crate::picture::layered::cells::{Cells, What};

/// From one line to the next at a spot, where there is room.
const APART: f64 = 18.0;

/// A line keeps so far from one that comes through the same side.
const NEAR: f64 = 12.0;

/// Where each port is met from above and from below.
pub fn ports(cells: &Cells, axes: &[f64]) -> Vec<[f64; 2]> {
    let mut met: Vec<[f64; 2]> =
        cells.ports.iter().map(|port| [axes[port.cell] + port.fixed.unwrap_or(0.0); 2]).collect();
    let wishes = wishes(cells, axes);
    spots(cells, axes, &wishes, &mut met);
    labels(cells, axes, &mut met);
    met
}

/// What a port can see on the other side: a place, or anything between two.
#[derive(Clone, Copy)]
struct Sight {
    from: f64,
    to: f64,
}

/// By port, what its lines lead to.
fn wishes(cells: &Cells, axes: &[f64]) -> Vec<Option<Sight>> {
    let mut wishes: Vec<Option<Sight>> = vec![None; cells.ports.len()];
    let mut see = |port: usize, other: usize| {
        let other = cells.ports[other];
        let cell = &cells.all[other.cell];
        let middle = axes[other.cell];
        let (from, to) = match other.fixed {
            Some(fixed) => (middle + fixed, middle + fixed),
            None => (middle + cell.reach.0, middle + cell.reach.1),
        };
        let seen = wishes[port].get_or_insert(Sight { from, to });
        seen.from = seen.from.min(from);
        seen.to = seen.to.max(to);
    };
    for piece in &cells.pieces {
        see(piece.upper, piece.lower);
        see(piece.lower, piece.upper);
    }
    wishes
}

/// Gives the free ports of each spot their places: where a line is straight, else where it is nearly so.
fn spots(cells: &Cells, axes: &[f64], wishes: &[Option<Sight>], met: &mut [[f64; 2]]) {
    let mut sides: Vec<[Vec<usize>; 2]> = vec![[Vec::new(), Vec::new()]; cells.all.len()];
    for piece in &cells.pieces {
        for (port, side) in [(piece.lower, 0), (piece.upper, 1)] {
            let at = cells.ports[port];
            if cells.all[at.cell].what == What::Spot {
                sides[at.cell][side].push(port);
            }
        }
    }
    for (cell, sides) in sides.iter_mut().enumerate() {
        for side in sides {
            side.sort_unstable();
            side.dedup();
            let reach = cells.all[cell].reach;
            side_of(axes[cell], (axes[cell] + reach.0, axes[cell] + reach.1), cells, side, wishes, met);
        }
    }
}

fn side_of(
    axis: f64,
    (from, to): (f64, f64),
    cells: &Cells,
    side: &[usize],
    wishes: &[Option<Sight>],
    met: &mut [[f64; 2]],
) {
    let mut free: Vec<(f64, f64, usize)> = side
        .iter()
        .filter(|&&port| cells.ports[port].fixed.is_none())
        .map(|&port| {
            let sight = wishes[port].unwrap_or(Sight { from: axis, to: axis });
            (f64::midpoint(sight.from, sight.to), axis.clamp(sight.from, sight.to).clamp(from, to), port)
        })
        .collect();
    free.sort_by(|a, b| a.0.total_cmp(&b.0));
    let apart = APART.min((to - from) / (free.len().max(2) - 1) as f64);
    let places: Vec<f64> = free.iter().map(|&(_, at, _)| at).collect();
    for (&(_, _, port), at) in free.iter().zip(spread(&places, apart, (from, to))) {
        let taken = side.iter().filter(|&&other| cells.ports[other].fixed.is_some()).map(|&other| met[other][0]);
        met[port] = [beside(at, taken.collect(), to); 2];
    }
}

/// The first place from `at` to the right that is not too near to one that is taken; `at` itself where there is none.
fn beside(at: f64, mut taken: Vec<f64>, to: f64) -> f64 {
    taken.sort_by(f64::total_cmp);
    let mut place = at;
    for other in taken {
        if (place - other).abs() < NEAR {
            place = other + NEAR;
        }
    }
    if place > to { at } else { place }
}

/// Places nearest to `wished`, in the same order, `apart` from each other, between two bounds: pools of neighbours that
/// push each other share their mean.
fn spread(wished: &[f64], apart: f64, (from, to): (f64, f64)) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (number, wish) in wished.iter().enumerate() {
        pools.push((wish - apart * number as f64, 1));
        while let [.., before, last] = pools[..]
            && before.0 > last.0
        {
            let count = before.1 + last.1;
            let mean = (before.0 * before.1 as f64 + last.0 * last.1 as f64) / count as f64;
            pools.truncate(pools.len() - 2);
            pools.push((mean, count));
        }
    }
    let last = to - apart * wished.len().saturating_sub(1) as f64;
    let flat = pools.iter().flat_map(|&(mean, count)| std::iter::repeat_n(mean.min(last).max(from), count));
    flat.enumerate().map(|(number, mean)| mean + apart * number as f64).collect()
}

/// Lets lines meet labels where they are straight.
fn labels(cells: &Cells, axes: &[f64], met: &mut [[f64; 2]]) {
    let label = |port: usize| {
        let cell = cells.ports[port].cell;
        let reach = cells.all[cell].reach;
        (matches!(cells.all[cell].what, What::Label { .. })).then(|| (axes[cell] + reach.0, axes[cell] + reach.1))
    };
    for piece in &cells.pieces {
        match (label(piece.upper), label(piece.lower)) {
            (Some((from, to)), None) => met[piece.upper][1] = met[piece.lower][0].clamp(from, to),
            (None, Some((from, to))) => met[piece.lower][0] = met[piece.upper][1].clamp(from, to),
            _ => {}
        }
    }
}
