//! Ways without points that change nothing.

use crate::picture::layered::level::Point;

/// Nearer than this is the same place.
const SAME: f64 = 0.05;

/// `points` without repetitions and without points on a straight stretch.
pub fn straightened(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        let near = |a: f64, b: f64| (a - b).abs() < SAME;
        if kept.last().is_some_and(|last| near(last.0, point.0) && near(last.1, point.1)) {
            continue;
        }
        if let [.., before, last] = kept[..] {
            let upright = near(before.0, last.0) && near(last.0, point.0);
            let level = near(before.1, last.1) && near(last.1, point.1);
            if upright || level {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}
