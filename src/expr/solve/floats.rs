//! Finite numbers by their place in their order, so that intervals of them are intervals of whole numbers.
//!
//! Both zeros have one place: nothing in the language tells them apart.

use crate::expr::solve::ranges::Ranges;

/// Whole numbers up to this are numbers exactly, and all their neighbours too.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The place of a finite number.
pub(crate) const fn place(number: f64) -> i64 {
    let bits = number.to_bits() as i64;
    if bits >= 0 { bits } else { i64::MIN.wrapping_sub(bits) }
}

/// The number of a place.
pub(crate) const fn number(place: i64) -> f64 {
    f64::from_bits(if place >= 0 { place } else { i64::MIN.wrapping_sub(place) } as u64)
}

/// Places of all finite numbers.
pub(crate) fn finite() -> Ranges {
    Ranges::span(place(f64::MIN), place(f64::MAX))
}

/// Places of the finite numbers from `least` to `most`; what is no number is no bound.
pub(crate) fn between(least: f64, most: f64) -> Ranges {
    if least == f64::INFINITY || most == f64::NEG_INFINITY {
        return Ranges::none();
    }
    let least = if least.is_finite() { place(least) } else { place(f64::MIN) };
    let most = if most.is_finite() { place(most) } else { place(f64::MAX) };
    Ranges::span(least, most)
}

/// Places of the numbers that ints become.
pub(crate) fn widened(ints: &Ranges) -> Ranges {
    ints.mapped(|least, most| Ranges::span(place(least as f64), place(most as f64)))
}

/// The ints whose numbers have one of `places`.
pub(crate) fn narrowed(places: &Ranges) -> Ranges {
    places.mapped(|least, most| {
        let (from, past) = (first_from(number(least)), first_past(number(most)));
        match (from, past) {
            (None, _) => Ranges::none(),
            (Some(from), None) => Ranges::span(from, i64::MAX),
            (Some(from), Some(past)) => past.checked_sub(1).map_or_else(Ranges::none, |to| Ranges::span(from, to)),
        }
    })
}

/// The least int that is not below `bound` as a number.
fn first_from(bound: f64) -> Option<i64> {
    if bound.abs() < EXACT { Some(bound.ceil() as i64) } else { first(|int| int as f64 >= bound) }
}

/// The least int that is above `bound` as a number.
fn first_past(bound: f64) -> Option<i64> {
    if bound.abs() < EXACT { Some(bound.floor() as i64 + 1) } else { first(|int| int as f64 > bound) }
}

/// The least int of which `holds` is true, which is so for all ints above it.
fn first(holds: impl Fn(i64) -> bool) -> Option<i64> {
    if !holds(i64::MAX) {
        return None;
    }
    let (mut least, mut most) = (i64::MIN, i64::MAX);
    while least < most {
        let middle = (i128::from(least) + i128::from(most)).div_euclid(2) as i64;
        if holds(middle) {
            most = middle;
        } else {
            least = middle + 1;
        }
    }
    Some(least)
}

#[cfg(test)]
mod tests {
    use super::{narrowed, number, place, widened};
    use crate::expr::solve::ranges::Ranges;

    #[test]
    fn places_are_ordered_as_numbers_are() {
        let all = [f64::MIN, -1.5, -f64::MIN_POSITIVE, 0.0, f64::from_bits(1), 1.0, 1e300, f64::MAX];
        assert!(all.windows(2).all(|pair| place(pair[0]) < place(pair[1])));
        assert!(all.iter().all(|n| number(place(*n)).to_bits() == n.to_bits()));
        assert_eq!(place(-0.0), place(0.0));
        assert_eq!(number(place(1.0) + 1), 1.0 + f64::EPSILON);
    }

    #[test]
    fn ints_beyond_53_bits_share_numbers() {
        let most = 9_223_372_036_854_775_808.0;
        assert_eq!(narrowed(&Ranges::one(place(most))), Ranges::span(i64::MAX - 511, i64::MAX));
        assert_eq!(narrowed(&Ranges::one(place(2.5))), Ranges::none());
        assert_eq!(narrowed(&Ranges::span(place(-1.5), place(2.5))), Ranges::span(-1, 2));
        assert_eq!(narrowed(&Ranges::one(place(1e19))), Ranges::none());
        assert_eq!(widened(&Ranges::span(i64::MIN, i64::MAX)), Ranges::span(place(-most), place(most)));
        for int in [(1 << 53) + 1, -(1 << 53) - 1, i64::MAX - 600, i64::MIN, 0, 7] {
            let back = narrowed(&widened(&Ranges::one(int)));
            let (least, most) = back.ends().unwrap();
            assert!(back.contains(int) && least as f64 == int as f64 && most as f64 == int as f64);
        }
    }
}
