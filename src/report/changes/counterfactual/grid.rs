//! How many people are where in both versions: a row for each place in the old one, a column for each in the new one.

use crate::report::changes::counterfactual::told::end;
use crate::report::table::thousands;
use crate::trial::counterfactual::ends::End;
use crate::trial::counterfactual::outcome::Ends;
use crate::trial::counterfactual::shared::SharedJourney;

/// Counts with the names of their rows and columns.
#[derive(Debug)]
pub struct Grid {
    /// The places in the new version.
    pub columns: Vec<String>,
    /// The places in the old one, with a count for each column; none is empty.
    pub rows: Vec<(String, Vec<Cell>)>,
}

/// How many are in one place in the old version and in another in the new one.
#[derive(Debug)]
pub struct Cell {
    /// How many; empty for none.
    pub count: String,
    /// Whether both places are the same.
    pub same: bool,
}

impl Grid {
    /// The grid of `ends`.
    pub fn of(journey: &SharedJourney, ends: &Ends) -> Self {
        let places = |world: usize| {
            let mut places: Vec<&End> = ends.cells.iter().map(|(ends, _)| &ends[world]).collect();
            places.sort();
            places.dedup();
            places
        };
        let (olds, news) = (places(0), places(1));
        let cell = |old: &End, new: &End| {
            let found = ends.cells.iter().find(|([was, is], _)| was == old && is == new);
            Cell { count: found.map(|(_, count)| thousands(*count)).unwrap_or_default(), same: old == new }
        };
        let row = |old: &&End| (end(old, journey, 0), news.iter().map(|new| cell(old, new)).collect());
        Self { columns: news.iter().map(|new| end(new, journey, 1)).collect(), rows: olds.iter().map(row).collect() }
    }
}

/// From where to where how many go otherwise than before, the most first.
pub fn ways(journey: &SharedJourney, ends: &Ends) -> Vec<(String, u64)> {
    let moved = ends.cells.iter().filter(|([old, new], _)| old != new);
    let mut ways: Vec<(String, u64)> = moved
        .map(|([old, new], count)| (format!("{} → {}", end(old, journey, 0), end(new, journey, 1)), *count))
        .collect();
    ways.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    ways
}
