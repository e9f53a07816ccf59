//! Arithmetic of intervals: what results can be, and from which operands they can come.
//!
//! Ints are exact and what overflows is no result; numbers are rounded outward on the way back.

use crate::expr::arithmetic::{ints, numbers};
use crate::expr::solve::floats::{between, number};
use crate::expr::solve::ranges::Ranges;
use crate::expr::tree::BinaryOp;

/// What `a op b` can be for ints.
pub(crate) fn int_results(op: BinaryOp, a: &Ranges, b: &Ranges) -> Ranges {
    if let (Some(a), Some(b)) = (a.single(), b.single()) {
        return ints(op, a, b).map_or_else(|_| Ranges::none(), Ranges::one);
    }
    let (Some(ends), Some(others)) = (a.ends(), b.ends()) else { return Ranges::none() };
    match op {
        BinaryOp::Add => match b.single() {
            Some(by) => shifted(a, i128::from(by)),
            None => sums(ends, others),
        },
        BinaryOp::Sub => match b.single() {
            Some(by) => shifted(a, -i128::from(by)),
            None => sums(ends, (flip(others.1), flip(others.0))),
        },
        BinaryOp::Mul => {
            let all = corners(ends, others, |a, b| a * b);
            Ranges::clipped(all.0, all.1)
        }
        BinaryOp::Div => {
            let below = b.meet(&Ranges::span(i64::MIN, -1));
            let above = b.meet(&Ranges::span(1, i64::MAX));
            [below, above].iter().filter_map(Ranges::ends).fold(Ranges::none(), |all, part| {
                let some = corners(ends, part, |a, b| a / b);
                all.join(&Ranges::clipped(some.0, some.1))
            })
        }
        BinaryOp::Rem => {
            let size = i128::from(others.0).abs().max(i128::from(others.1).abs()) - 1;
            let least = if ends.0 < 0 { i128::from(ends.0).max(-size) } else { 0 };
            let most = if ends.1 > 0 { i128::from(ends.1).min(size) } else { 0 };
            Ranges::clipped(least, most)
        }
        BinaryOp::BitAnd if others.0 >= 0 => Ranges::span(0, others.1),
        BinaryOp::BitAnd if ends.0 >= 0 => Ranges::span(0, ends.1),
        _ => Ranges::all(),
    }
}

/// Whether `a op b` is a result for all of these ints.
pub(crate) fn int_is_safe(op: BinaryOp, a: &Ranges, b: &Ranges) -> bool {
    let (Some(ends), Some(others)) = (a.ends(), b.ends()) else { return true };
    let fits = |all: (i128, i128)| all.0 >= i128::from(i64::MIN) && all.1 <= i128::from(i64::MAX);
    match op {
        BinaryOp::Add => fits(corners(ends, others, |a, b| a + b)),
        BinaryOp::Sub => fits(corners(ends, others, |a, b| a - b)),
        BinaryOp::Mul => fits(corners(ends, others, |a, b| a * b)),
        BinaryOp::Div | BinaryOp::Rem => !b.contains(0) && !(a.contains(i64::MIN) && b.contains(-1)),
        BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor | BinaryOp::Shl | BinaryOp::Shr => true,
        _ => match (a.single(), b.single()) {
            (Some(a), Some(b)) => ints(op, a, b).is_ok(),
            _ => false,
        },
    }
}

/// From which `a` and `b` the results `c` of `a op b` can come; `all` where nothing is known.
pub(crate) fn int_operands(op: BinaryOp, c: &Ranges, a: &Ranges, b: &Ranges) -> (Ranges, Ranges) {
    let all = Ranges::all;
    let (Some(ends), Some(one), Some(other)) = (c.ends(), a.ends(), b.ends()) else { return (all(), all()) };
    match op {
        BinaryOp::Add => (difference(c, ends, b, other), difference(c, ends, a, one)),
        BinaryOp::Sub => {
            let first = match b.single() {
                Some(by) => shifted(c, i128::from(by)),
                None => sums(ends, other),
            };
            (first, sums(one, (flip(ends.1), flip(ends.0))))
        }
        BinaryOp::Mul => (factor(ends, b.single()), factor(ends, a.single())),
        BinaryOp::Div => (dividend(ends, b.single()), all()),
        BinaryOp::Rem if ends.0 > 0 => (Ranges::span(1, i64::MAX), all()),
        BinaryOp::Rem if ends.1 < 0 => (Ranges::span(i64::MIN, -1), all()),
        _ => (all(), all()),
    }
}

/// What `a op b` can be for numbers, by their places.
pub(crate) fn number_results(op: BinaryOp, a: &Ranges, b: &Ranges) -> Ranges {
    let (Some(one), Some(other)) = (ends(a), ends(b)) else { return Ranges::none() };
    if a.single().is_some() && b.single().is_some() {
        return numbers(op, one.0, other.0).map_or_else(|_| Ranges::none(), |found| between(found, found));
    }
    // Rounding keeps the order, so the ends of what is rounded are the rounded ends.
    match op {
        BinaryOp::Add => between(one.0 + other.0, one.1 + other.1),
        BinaryOp::Sub => between(one.0 - other.1, one.1 - other.0),
        BinaryOp::Mul => hull([one.0 * other.0, one.0 * other.1, one.1 * other.0, one.1 * other.1]),
        BinaryOp::Div if !b.contains(0) && (other.0 > 0.0 || other.1 < 0.0) => {
            hull([one.0 / other.0, one.0 / other.1, one.1 / other.0, one.1 / other.1])
        }
        BinaryOp::Rem => {
            let size = other.0.abs().max(other.1.abs());
            between(one.0.max(-size).min(0.0), one.1.min(size).max(0.0))
        }
        _ => between(f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// Whether `a op b` is a finite number for all of these.
pub(crate) fn number_is_safe(op: BinaryOp, a: &Ranges, b: &Ranges) -> bool {
    let (Some(one), Some(other)) = (ends(a), ends(b)) else { return true };
    let finite = |all: [f64; 4]| all.iter().all(|end| end.is_finite());
    match op {
        BinaryOp::Add => finite([one.0 + other.0, one.1 + other.1, 0.0, 0.0]),
        BinaryOp::Sub => finite([one.0 - other.1, one.1 - other.0, 0.0, 0.0]),
        BinaryOp::Mul => finite([one.0 * other.0, one.0 * other.1, one.1 * other.0, one.1 * other.1]),
        BinaryOp::Div => {
            (other.0 > 0.0 || other.1 < 0.0)
                && finite([one.0 / other.0, one.0 / other.1, one.1 / other.0, one.1 / other.1])
        }
        BinaryOp::Rem => !b.contains(0),
        _ => a.single().is_some() && b.single().is_some() && numbers(op, one.0, other.0).is_ok(),
    }
}

/// From which numbers the results `c` of `a op b` can come.
pub(crate) fn number_operands(op: BinaryOp, c: &Ranges, a: &Ranges, b: &Ranges) -> (Ranges, Ranges) {
    let all = || between(f64::NEG_INFINITY, f64::INFINITY);
    let (Some(found), Some(one), Some(other)) = (c.ends(), ends(a), ends(b)) else { return (all(), all()) };
    // What was rounded to an end lies no farther out than its neighbour.
    let (low, high) = (number(found.0 - 1), number(found.1 + 1));
    match op {
        BinaryOp::Add => (outward(low - other.1, high - other.0), outward(low - one.1, high - one.0)),
        BinaryOp::Sub => (outward(low + other.0, high + other.1), outward(one.0 - high, one.1 - low)),
        BinaryOp::Mul => (quotient((low, high), other), quotient((low, high), one)),
        BinaryOp::Div if other.0 > 0.0 || other.1 < 0.0 => {
            let all = [low * other.0, low * other.1, high * other.0, high * other.1];
            (outward(lowest(all), highest(all)), Ranges::all())
        }
        _ => (all(), all()),
    }
}

fn quotient((low, high): (f64, f64), by: (f64, f64)) -> Ranges {
    if by.0 <= 0.0 && by.1 >= 0.0 {
        return between(f64::NEG_INFINITY, f64::INFINITY);
    }
    let all = [low / by.0, low / by.1, high / by.0, high / by.1];
    outward(lowest(all), highest(all))
}

/// One number farther on both sides than was computed.
fn outward(low: f64, high: f64) -> Ranges {
    between(low, high).mapped(|least, most| between(number(least - 1), number(most + 1)))
}

fn ends(ranges: &Ranges) -> Option<(f64, f64)> {
    ranges.ends().map(|(least, most)| (number(least), number(most)))
}

fn hull(all: [f64; 4]) -> Ranges {
    between(lowest(all), highest(all))
}

/// What is no number is no bound.
fn lowest(all: [f64; 4]) -> f64 {
    if all.iter().any(|end| end.is_nan()) { f64::NEG_INFINITY } else { all.into_iter().fold(f64::INFINITY, f64::min) }
}

fn highest(all: [f64; 4]) -> f64 {
    if all.iter().any(|end| end.is_nan()) { f64::INFINITY } else { all.into_iter().fold(f64::NEG_INFINITY, f64::max) }
}

fn shifted(ranges: &Ranges, by: i128) -> Ranges {
    ranges.mapped(|least, most| Ranges::clipped(i128::from(least) + by, i128::from(most) + by))
}

fn flip(end: i64) -> i128 {
    -i128::from(end)
}

fn sums<T: Into<i128>>(a: (i64, i64), b: (T, T)) -> Ranges {
    Ranges::clipped(i128::from(a.0) + b.0.into(), i128::from(a.1) + b.1.into())
}

/// `c - part`, piece by piece where that is one value.
fn difference(c: &Ranges, ends: (i64, i64), part: &Ranges, of: (i64, i64)) -> Ranges {
    match part.single() {
        Some(by) => shifted(c, -i128::from(by)),
        None => sums(ends, (flip(of.1), flip(of.0))),
    }
}

fn corners(a: (i64, i64), b: (i64, i64), of: impl Fn(i128, i128) -> i128) -> (i128, i128) {
    let all = [(a.0, b.0), (a.0, b.1), (a.1, b.0), (a.1, b.1)].map(|(a, b)| of(a.into(), b.into()));
    let least = all.iter().copied().fold(i128::MAX, i128::min);
    (least, all.into_iter().fold(i128::MIN, i128::max))
}

/// What makes `ends` when multiplied by `by`.
fn factor((least, most): (i64, i64), by: Option<i64>) -> Ranges {
    let Some(by) = by.filter(|by| *by != 0).map(i128::from) else { return Ranges::all() };
    let (low, high) = if by > 0 { (least, most) } else { (most, least) };
    let (low, high) = (i128::from(low), i128::from(high));
    // Rounded into the interval, whatever the signs.
    let up = -((-low * by.signum()).div_euclid(by.abs()));
    let down = (high * by.signum()).div_euclid(by.abs());
    Ranges::clipped(up, down)
}

/// What gives `ends` when divided by `by` and cut off.
fn dividend((least, most): (i64, i64), by: Option<i64>) -> Ranges {
    let Some(by) = by.filter(|by| *by != 0).map(i128::from) else { return Ranges::all() };
    let size = by.abs();
    let (least, most) = (i128::from(least), i128::from(most));
    let (least, most) = if by > 0 { (least, most) } else { (-most, -least) };
    let low = if least > 0 { least * size } else { least * size - (size - 1) };
    let high = if most < 0 { most * size } else { most * size + (size - 1) };
    Ranges::clipped(low, high)
}

#[cfg(test)]
mod tests {
    use super::{int_is_safe, int_operands, int_results, number_operands, number_results};
    use crate::expr::arithmetic::{ints, numbers};
    use crate::expr::solve::floats::{between, place};
    use crate::expr::solve::ranges::Ranges;
    use crate::expr::tree::BinaryOp;

    const INTS: [i64; 16] =
        [i64::MIN, i64::MIN + 1, -9, -7, -3, -2, -1, 0, 1, 2, 3, 5, 8, 1 << 40, i64::MAX - 1, i64::MAX];
    const NUMBERS: [f64; 14] =
        [f64::MIN, -1e17, -3.5, -0.1, -5e-324, 0.0, 5e-324, 0.1, 0.3, 1.0, 3.0, 1e17, 1.5e300, f64::MAX];

    fn operators() -> impl Iterator<Item = BinaryOp> {
        BinaryOp::all().filter(|op| !op.is_order() && !op.is_equality())
    }

    #[test]
    fn no_result_of_ints_is_outside_and_none_came_from_outside() {
        for op in operators() {
            for (at, &a) in INTS.iter().enumerate() {
                for (and, &b) in INTS.iter().enumerate() {
                    for (more, less) in [(0, 0), (2, 0), (0, 3), (1, 4)] {
                        let wide = |index: usize, by: usize| Ranges::span(INTS[index], INTS[(index + by).min(15)]);
                        let (left, right) = (wide(at, more), wide(and, less));
                        let found = ints(op, a, b);
                        assert!(found.is_ok() || !int_is_safe(op, &left, &right), "{a} {op:?} {b}");
                        let Ok(found) = found else { continue };
                        assert!(int_results(op, &left, &right).contains(found), "{a} {op:?} {b}");
                        let back = int_operands(op, &Ranges::one(found), &left, &right);
                        assert!(back.0.contains(a) && back.1.contains(b), "{a} {op:?} {b}: {back:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_result_of_numbers_is_outside_and_none_came_from_outside() {
        for op in [BinaryOp::Add, BinaryOp::Sub, BinaryOp::Mul, BinaryOp::Div, BinaryOp::Rem, BinaryOp::Pow] {
            for (at, &a) in NUMBERS.iter().enumerate() {
                for (and, &b) in NUMBERS.iter().enumerate() {
                    for (more, less) in [(0, 0), (2, 0), (0, 3), (1, 4)] {
                        let wide = |index: usize, by: usize| between(NUMBERS[index], NUMBERS[(index + by).min(13)]);
                        let (left, right) = (wide(at, more), wide(and, less));
                        let Ok(found) = numbers(op, a, b) else { continue };
                        let results = number_results(op, &left, &right);
                        assert!(results.contains(place(found)), "{a} {op:?} {b}: {results:?}");
                        let back = number_operands(op, &Ranges::one(place(found)), &left, &right);
                        assert!(back.0.contains(place(a)) && back.1.contains(place(b)), "{a} {op:?} {b}: {back:?}");
                    }
                }
            }
        }
    }
}
