//! How far right each cell lies, after Brandes and Köpf: lines straight where they can be, cells close together.

use crate::picture::layered::cells::{Cells, What};

/// A mean that is so many times as wide as the narrowest is not worth its balance.
const WIDER: f64 = 1.15;

/// Where the axis of each cell lies.
pub fn place(cells: &Cells, layers: &[Vec<usize>]) -> Vec<f64> {
    let sights = Sights::of(cells, layers);
    let mut four: Vec<Vec<f64>> = Vec::with_capacity(4);
    for turn in [
        Turn { down: true, flip: false },
        Turn { down: true, flip: true },
        Turn { down: false, flip: false },
        Turn { down: false, flip: true },
    ] {
        four.push(one_way(cells, layers, &sights, turn));
    }
    balanced(cells, &mut four)
}

/// Which way cells are lined up.
#[derive(Clone, Copy)]
struct Turn {
    /// With those above.
    down: bool,
    /// From right to left.
    flip: bool,
}

/// A neighbour, where the line between them meets it and where it meets us, from the axes.
#[derive(Clone, Copy)]
struct Sight {
    other: usize,
    there: f64,
    here: f64,
    /// Another line that must be straight crosses this one.
    barred: bool,
}

struct Sights {
    up: Vec<Vec<Sight>>,
    down: Vec<Vec<Sight>>,
    place: Vec<usize>,
}

impl Sights {
    fn of(cells: &Cells, layers: &[Vec<usize>]) -> Self {
        let mut place = vec![0; cells.all.len()];
        for layer in layers {
            for (at, &cell) in layer.iter().enumerate() {
                place[cell] = at;
            }
        }
        let count = cells.all.len();
        let mut sights = Self { up: vec![Vec::new(); count], down: vec![Vec::new(); count], place };
        let mut barred = sights.barred(cells, layers);
        sights.prefer(cells, &mut barred);
        for (piece, &barred) in cells.pieces.iter().zip(&barred) {
            let (above, below) = (cells.ports[piece.upper], cells.ports[piece.lower]);
            let (upper, lower) = (above.fixed.unwrap_or(0.0), below.fixed.unwrap_or(0.0));
            sights.up[below.cell].push(Sight { other: above.cell, there: upper, here: lower, barred });
            sights.down[above.cell].push(Sight { other: below.cell, there: lower, here: upper, barred });
        }
        for ends in sights.up.iter_mut().chain(&mut sights.down) {
            ends.sort_by(|a, b| sights.place[a.other].cmp(&sights.place[b.other]).then(a.there.total_cmp(&b.there)));
        }
        sights
    }

    /// Bars, where several lines meet a cell on one side, all but the one that had best be straight there: the one of its
    /// lane, or the middle one of those that lead to what is next.
    fn prefer(&self, cells: &Cells, barred: &mut [bool]) {
        let mut sides: Vec<[Vec<usize>; 2]> = vec![[Vec::new(), Vec::new()]; cells.all.len()];
        for (number, piece) in cells.pieces.iter().enumerate().filter(|&(number, _)| !barred[number]) {
            sides[cells.ports[piece.lower].cell][0].push(number);
            sides[cells.ports[piece.upper].cell][1].push(number);
        }
        for (cell, sides) in sides.iter().enumerate() {
            for (side, numbers) in sides.iter().enumerate().filter(|(_, numbers)| numbers.len() > 1) {
                let other = |number: usize| {
                    let piece = cells.pieces[number];
                    cells.ports[if side == 0 { piece.upper } else { piece.lower }].cell
                };
                let lane = |number: &usize| cells.all[other(*number)].what == What::Lane;
                let best = |number: &usize| match cells.all[cell].what {
                    What::Lane => lane(number),
                    _ => cells.short[*number],
                };
                let mut best: Vec<usize> = numbers.iter().copied().filter(best).collect();
                best.sort_by_key(|&number| self.place[other(number)]);
                // Of an even number the one that was written first is the way that most take.
                let chosen = match best.len() {
                    0 => continue,
                    count if count % 2 == 1 => best[count / 2],
                    _ => best.iter().copied().min().unwrap_or(best[0]),
                };
                for &number in numbers.iter().filter(|&&number| number != chosen) {
                    barred[number] = true;
                }
            }
        }
    }

    /// By piece, whether it crosses a piece between two lanes, which stays straight.
    fn barred(&self, cells: &Cells, layers: &[Vec<usize>]) -> Vec<bool> {
        let lane = |port: usize| cells.all[cells.ports[port].cell].what == What::Lane;
        let mut by_layer: Vec<Vec<usize>> = vec![Vec::new(); layers.len()];
        for (number, piece) in cells.pieces.iter().enumerate() {
            by_layer[cells.all[cells.ports[piece.upper].cell].layer].push(number);
        }
        let mut barred = vec![false; cells.pieces.len()];
        for numbers in by_layer {
            let ends = |number: usize| {
                let piece = cells.pieces[number];
                (self.place[cells.ports[piece.upper].cell], self.place[cells.ports[piece.lower].cell])
            };
            let inner = |number: &usize| lane(cells.pieces[*number].upper) && lane(cells.pieces[*number].lower);
            let mut straight: Vec<(usize, usize)> =
                numbers.iter().filter(|number| inner(number)).map(|&n| ends(n)).collect();
            straight.sort_unstable();
            let least = suffixes(&straight);
            let mut most = 0;
            let prefix: Vec<usize> = straight
                .iter()
                .map(|&(_, low)| {
                    most = most.max(low);
                    most
                })
                .collect();
            for &number in numbers.iter().filter(|number| !inner(number)) {
                let (high, low) = ends(number);
                let before = straight.partition_point(|&(other, _)| other < high);
                let after = straight.partition_point(|&(other, _)| other <= high);
                barred[number] =
                    (before > 0 && prefix[before - 1] > low) || least.get(after).is_some_and(|&least| least < low);
            }
        }
        barred
    }
}

/// From each place on, the least lower end.
fn suffixes(straight: &[(usize, usize)]) -> Vec<usize> {
    let mut least: Vec<usize> = straight.iter().map(|&(_, low)| low).collect();
    for at in (1..least.len()).rev() {
        least[at - 1] = least[at - 1].min(least[at]);
    }
    least
}

/// Cells in blocks: those of a block lie so that the lines between them are straight.
struct Blocks {
    root: Vec<usize>,
    /// From the root's axis to the cell's.
    shift: Vec<f64>,
}

fn one_way(cells: &Cells, layers: &[Vec<usize>], sights: &Sights, turn: Turn) -> Vec<f64> {
    let blocks = lined_up(cells, layers, sights, turn);
    let axes = packed(cells, layers, &blocks, turn.flip);
    (0..cells.all.len())
        .map(|cell| {
            let at = axes[blocks.root[cell]] + blocks.shift[cell];
            if turn.flip { -at } else { at }
        })
        .collect()
}

fn lined_up(cells: &Cells, layers: &[Vec<usize>], sights: &Sights, turn: Turn) -> Blocks {
    let count = cells.all.len();
    let mut blocks = Blocks { root: (0..count).collect(), shift: vec![0.0; count] };
    let sign = if turn.flip { -1.0 } else { 1.0 };
    let numbers: Vec<usize> = if turn.down { (0..layers.len()).collect() } else { (0..layers.len()).rev().collect() };
    for number in numbers {
        let layer = &layers[number];
        let mut limit: Option<usize> = None;
        let cells_in_turn: Vec<usize> = if turn.flip { layer.iter().rev().copied().collect() } else { layer.clone() };
        for cell in cells_in_turn {
            let ends = if turn.down { &sights.up[cell] } else { &sights.down[cell] };
            let ends: Vec<Sight> = ends.iter().copied().filter(|sight| !sight.barred).collect();
            for middle in medians(ends.len(), turn.flip) {
                let sight = ends[middle];
                let at = sights.place[sight.other];
                let beyond = limit.is_none_or(|limit| if turn.flip { at < limit } else { at > limit });
                if !beyond {
                    continue;
                }
                blocks.root[cell] = blocks.root[sight.other];
                blocks.shift[cell] = blocks.shift[sight.other] + sign * (sight.there - sight.here);
                limit = Some(at);
                break;
            }
        }
    }
    blocks
}

/// The one or two in the middle, the nearer side first.
fn medians(count: usize, flip: bool) -> impl Iterator<Item = usize> {
    let (low, high) = (count.saturating_sub(1) / 2, count / 2);
    let both = if flip { [high, low] } else { [low, high] };
    both.into_iter().take(if count == 0 { 0 } else { 1 + usize::from(low != high) })
}

/// Where the blocks lie: as far left as those before them allow, then as far right as those behind them do.
fn packed(cells: &Cells, layers: &[Vec<usize>], blocks: &Blocks, flip: bool) -> Vec<f64> {
    let count = cells.all.len();
    let mut behind: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
    let mut waits = vec![0_usize; count];
    for layer in layers {
        for pair in layer.windows(2) {
            let (before, after) = if flip { (pair[1], pair[0]) } else { (pair[0], pair[1]) };
            let apart = blocks.shift[before] - blocks.shift[after] + apart(cells, pair[0], pair[1]);
            behind[blocks.root[before]].push((blocks.root[after], apart));
            waits[blocks.root[after]] += 1;
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|&cell| blocks.root[cell] == cell && waits[cell] == 0).collect();
    let mut axes = vec![0.0_f64; count];
    let mut next = 0;
    while let Some(&block) = order.get(next) {
        next += 1;
        for &(after, apart) in &behind[block] {
            axes[after] = axes[after].max(axes[block] + apart);
            waits[after] -= 1;
            if waits[after] == 0 {
                order.push(after);
            }
        }
    }
    for &block in order.iter().rev() {
        let room = behind[block].iter().map(|&(after, apart)| axes[after] - apart).min_by(f64::total_cmp);
        axes[block] = room.map_or(axes[block], |room| room.max(axes[block]));
    }
    axes
}

/// From one axis to the next in a layer, at least.
fn apart(cells: &Cells, left: usize, right: usize) -> f64 {
    let (left, right) = (&cells.all[left], &cells.all[right]);
    let gap = match (left.what, right.what) {
        (What::Spot, What::Spot) => 32.0,
        (What::Lane, What::Lane) => 6.0,
        (What::Label { .. }, What::Label { .. }) => 14.0,
        _ => 16.0,
    };
    left.right + gap + right.left
}

/// The mean of the two middle ones of the four, laid over the narrowest; that one itself where the mean is much wider, as
/// where lines that part again and again would lead further and further to one side.
fn balanced(cells: &Cells, four: &mut [Vec<f64>]) -> Vec<f64> {
    let extents = |axes: &[f64]| {
        let sides = axes.iter().zip(&cells.all);
        sides.fold((f64::MAX, f64::MIN), |(low, high), (&axis, cell)| {
            (low.min(axis - cell.left), high.max(axis + cell.right))
        })
    };
    let wide = |(low, high): (f64, f64)| high - low;
    let spans: Vec<(f64, f64)> = four.iter().map(|axes| extents(axes)).collect();
    let best = (0..four.len()).min_by(|&a, &b| wide(spans[a]).total_cmp(&wide(spans[b]))).unwrap_or(0);
    let narrowest = spans[best];
    for (number, axes) in four.iter_mut().enumerate() {
        let flip = number % 2 == 1;
        let by = if flip { narrowest.1 - spans[number].1 } else { narrowest.0 - spans[number].0 };
        for axis in axes {
            *axis += by;
        }
    }
    let mean: Vec<f64> = (0..cells.all.len())
        .map(|cell| {
            let mut at: Vec<f64> = four.iter().map(|axes| axes[cell]).collect();
            at.sort_by(f64::total_cmp);
            f64::midpoint(at[1], at[2])
        })
        .collect();
    if wide(extents(&mean)) > WIDER * wide(narrowest) { four[best].clone() } else { mean }
}
