//! Ways without points that change nothing.

use crate::picture::layered::level::Point;

/// Nearer than this is the same place.
const SAME: f64 = 0.05;

/// `points` without repetitions and without points on a straight stretch.
pub fn straightened(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if kept.last().is_some_and(|last| near(last.0, point.0) && near(last.1, point.1)) {
            continue;
        }
        if let [.., before, last] = kept[..]
            && straight(before, last, point)
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

/// Whether the point in the middle is on an upright or a level line through the others.
pub fn straight(before: Point, middle: Point, after: Point) -> bool {
    let upright = near(before.0, middle.0) && near(middle.0, after.0);
    let level = near(before.1, middle.1) && near(middle.1, after.1);
    upright || level
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < SAME
}
