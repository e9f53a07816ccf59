//! From a level to where everything on it lies.

use crate::picture::layered::cells::Cells;
use crate::picture::layered::level::{Laid, Level};
use crate::picture::layered::order::order;
use crate::picture::layered::place::place;
use crate::picture::layered::ranks::ranks;
use crate::picture::layered::route::route;

/// Lays `level` out.
pub fn solve(level: &Level) -> Laid {
    if level.spots.is_empty() {
        return Laid::default();
    }
    let cells = Cells::cut(level, &ranks(level));
    let layers = order(&cells);
    let axes = place(&cells, &layers);
    route(level, &cells, &axes)
}
