//! Which lines would lead so far that nobody could follow them: they end in a sign that names where they lead.

use std::collections::BTreeMap;

use crate::picture::chart::BoxId;
use crate::picture::piece::{End, Piece};

/// A line through more borders than this is cut.
pub const BORDERS: usize = 12;
/// Layers that lines may pass on one level, whatever is on it.
const LAYERS: usize = 600;
/// The same for each box and each line.
const LAYERS_EACH: usize = 8;

/// The lines of a level to cut, so that the others together pass no more layers than the level's size allows. Lines into
/// the same box run together and share what they pass; those that cost most for each line go first.
pub fn far(boxes: &[BoxId], pieces: &[Piece], place: &[usize], to: impl Fn(usize) -> BoxId) -> Vec<usize> {
    let ranks = ranks(boxes.len(), pieces, place);
    let mut bundles: BTreeMap<(BoxId, bool), (usize, Vec<usize>)> = BTreeMap::new();
    for piece in pieces {
        if let (End::Box(one), End::Box(other)) = (piece.from, piece.to) {
            let passed = ranks[place[one]].abs_diff(ranks[place[other]]).saturating_sub(1);
            let bundle = bundles.entry((to(piece.line), piece.rises)).or_default();
            bundle.0 = bundle.0.max(passed);
            bundle.1.push(piece.line);
        }
    }
    let mut bundles: Vec<(usize, Vec<usize>)> = bundles.into_values().collect();
    bundles.sort_by(|a, b| (b.0 * a.1.len()).cmp(&(a.0 * b.1.len())));
    let mut sum: usize = bundles.iter().map(|bundle| bundle.0).sum();
    let most = LAYERS + LAYERS_EACH * (boxes.len() + pieces.len());
    let mut cut = Vec::new();
    for (passed, lines) in bundles {
        if sum <= most {
            break;
        }
        sum -= passed;
        cut.extend(lines);
    }
    cut
}

/// About how far down each box of a level will lie: two layers for each line before it.
fn ranks(count: usize, pieces: &[Piece], place: &[usize]) -> Vec<usize> {
    let mut below = vec![Vec::new(); count];
    let mut waits = vec![0_usize; count];
    for piece in pieces {
        if let (End::Box(from), End::Box(to)) = (piece.from, piece.to) {
            let (upper, lower) = if piece.rises { (to, from) } else { (from, to) };
            below[place[upper]].push(place[lower]);
            waits[place[lower]] += 1;
        }
    }
    let mut ranks = vec![0; count];
    let mut order: Vec<usize> = (0..count).filter(|&at| waits[at] == 0).collect();
    let mut next = 0;
    while let Some(&at) = order.get(next) {
        next += 1;
        for &lower in &below[at] {
            ranks[lower] = ranks[lower].max(ranks[at] + 2);
            waits[lower] -= 1;
            if waits[lower] == 0 {
                order.push(lower);
            }
        }
    }
    ranks
}
