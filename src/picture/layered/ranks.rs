//! In which layer each spot lies.

use std::cmp::Ordering;

use crate::picture::layered::level::{Level, Pin};

/// Rounds in which spots move towards what they are linked with.
const ROUNDS: usize = 6;

/// The layer of each spot, from above: as high as its links allow, then towards most of its links.
pub fn ranks(level: &Level) -> Vec<usize> {
    let order = sorted(level);
    let (ups, downs) = neighbours(level);
    let crowned = level.spots.iter().any(|spot| spot.pin == Pin::Top);
    let mut rank: Vec<usize> = level.spots.iter().map(|spot| usize::from(crowned && spot.pin != Pin::Top)).collect();
    for &spot in &order {
        for &(above, least) in &ups[spot] {
            rank[spot] = rank[spot].max(rank[above] + least);
        }
    }
    for round in 0..ROUNDS {
        tighten(level, &order, (&ups, &downs), round, &mut rank);
    }
    close_up(level, &mut rank);
    rank
}

type Neighbours = Vec<Vec<(usize, usize)>>;

/// By spot, what is linked above it and below it, each with the least distance.
fn neighbours(level: &Level) -> (Neighbours, Neighbours) {
    let mut ups = vec![Vec::new(); level.spots.len()];
    let mut downs = vec![Vec::new(); level.spots.len()];
    for link in &level.links {
        ups[link.lower].push((link.upper, link.least()));
        downs[link.upper].push((link.lower, link.least()));
    }
    (ups, downs)
}

/// The spots so that each comes after those above it.
fn sorted(level: &Level) -> Vec<usize> {
    let mut waits = vec![0_usize; level.spots.len()];
    let mut downs = vec![Vec::new(); level.spots.len()];
    for link in &level.links {
        waits[link.lower] += 1;
        downs[link.upper].push(link.lower);
    }
    let mut order: Vec<usize> = (0..waits.len()).filter(|&spot| waits[spot] == 0).collect();
    let mut next = 0;
    while let Some(&spot) = order.get(next) {
        next += 1;
        for &below in &downs[spot] {
            waits[below] -= 1;
            if waits[below] == 0 {
                order.push(below);
            }
        }
    }
    order
}

/// Moves each spot as far as it can go to the side where more of its links are.
fn tighten(level: &Level, order: &[usize], (ups, downs): (&Neighbours, &Neighbours), round: usize, rank: &mut [usize]) {
    let mut visit = |spot: usize| {
        if level.spots[spot].pin != Pin::Free {
            return;
        }
        let (above, below) = (&ups[spot], &downs[spot]);
        let target = match below.len().cmp(&above.len()) {
            Ordering::Greater => below.iter().map(|&(to, least)| rank[to] - least).min(),
            Ordering::Less => above.iter().map(|&(from, least)| rank[from] + least).max(),
            Ordering::Equal => None,
        };
        rank[spot] = target.unwrap_or(rank[spot]);
    };
    if round.is_multiple_of(2) {
        for &spot in order.iter().rev() {
            visit(spot);
        }
    } else {
        for &spot in order {
            visit(spot);
        }
    }
}

/// Removes layers without anything in them, and puts what is pinned to the lower border below all.
fn close_up(level: &Level, rank: &mut [usize]) {
    let deepest = rank.iter().copied().max().unwrap_or(0);
    let low = (0..rank.len()).filter(|&spot| level.spots[spot].pin != Pin::Bottom).map(|spot| rank[spot]).max();
    let bottom = low.map_or(0, |low| low + 1).max(deepest);
    for (spot, rank) in rank.iter_mut().enumerate() {
        if level.spots[spot].pin == Pin::Bottom {
            *rank = bottom;
        }
    }
    let Some(&first) = rank.iter().min() else { return };
    for rank in rank {
        *rank -= first;
    }
}
