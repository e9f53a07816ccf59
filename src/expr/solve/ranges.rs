//! Sets of whole numbers as a few intervals: ints, instants, spans, lengths, and numbers by their place in the order.

use smallvec::SmallVec;

/// More intervals than this become fewer and wider.
const MOST: usize = 12;

/// Intervals with both ends inside: sorted, apart from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ranges(SmallVec<[(i64, i64); 1]>);

impl Ranges {
    /// Nothing.
    pub(crate) const fn none() -> Self {
        Self(SmallVec::new_const())
    }

    /// Everything from `least` to `most`.
    pub(crate) fn span(least: i64, most: i64) -> Self {
        let mut ranges = Self::none();
        if least <= most {
            ranges.0.push((least, most));
        }
        ranges
    }

    /// `one` alone.
    pub(crate) fn one(one: i64) -> Self {
        Self::span(one, one)
    }

    /// Everything.
    pub(crate) fn all() -> Self {
        Self::span(i64::MIN, i64::MAX)
    }

    /// The part of `least` to `most` that fits 64 bits.
    pub(crate) fn clipped(least: i128, most: i128) -> Self {
        let (low, high) = (i128::from(i64::MIN), i128::from(i64::MAX));
        if most < low || least > high {
            return Self::none();
        }
        Self::span(least.max(low) as i64, most.min(high) as i64)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The least and the greatest.
    pub(crate) fn ends(&self) -> Option<(i64, i64)> {
        Some((self.0.first()?.0, self.0.last()?.1))
    }

    /// The only one.
    pub(crate) fn single(&self) -> Option<i64> {
        match self.0.as_slice() {
            [(least, most)] if least == most => Some(*least),
            _ => None,
        }
    }

    pub(crate) fn contains(&self, one: i64) -> bool {
        self.0.iter().any(|range| range.0 <= one && one <= range.1)
    }

    /// The intervals, the least first.
    pub(crate) fn pieces(&self) -> &[(i64, i64)] {
        &self.0
    }

    /// What both have.
    pub(crate) fn meet(&self, other: &Self) -> Self {
        let mut met = Self::none();
        for a in &self.0 {
            for b in &other.0 {
                let (least, most) = (a.0.max(b.0), a.1.min(b.1));
                if least <= most {
                    met.0.push((least, most));
                }
            }
        }
        met.0.sort_unstable();
        met.few()
    }

    /// What one of both has, and what lies between where there would be too many pieces.
    pub(crate) fn join(&self, other: &Self) -> Self {
        let mut all: SmallVec<[(i64, i64); 4]> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let mut joined = Self::none();
        for (least, most) in all {
            match joined.0.last_mut() {
                Some(last) if least <= last.1.saturating_add(1) => last.1 = last.1.max(most),
                _ => joined.0.push((least, most)),
            }
        }
        joined.few()
    }

    /// The same without `one`.
    pub(crate) fn without(&self, one: i64) -> Self {
        let mut rest = Self::none();
        for &(least, most) in &self.0 {
            if one < least || most < one {
                rest.0.push((least, most));
                continue;
            }
            if least < one {
                rest.0.push((least, one - 1));
            }
            if one < most {
                rest.0.push((one + 1, most));
            }
        }
        rest.few()
    }

    /// Each interval by `map`, which keeps their order.
    pub(crate) fn mapped(&self, map: impl Fn(i64, i64) -> Self) -> Self {
        let mut pieces = self.0.iter().map(|&(least, most)| map(least, most));
        let Some(first) = pieces.next() else { return Self::none() };
        pieces.fold(first, |all, piece| all.join(&piece))
    }

    fn few(mut self) -> Self {
        while self.0.len() > MOST {
            let last = self.0.pop();
            if let (Some(last), Some(before)) = (last, self.0.last_mut()) {
                before.1 = last.1;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Ranges;

    #[test]
    fn pieces_are_kept_apart_and_in_order() {
        let some = Ranges::span(0, 10).without(5).without(0);
        assert_eq!(some.pieces(), [(1, 4), (6, 10)]);
        assert_eq!(some.join(&Ranges::one(5)).pieces(), [(1, 10)]);
        assert_eq!(some.meet(&Ranges::span(4, 6)).pieces(), [(4, 4), (6, 6)]);
        assert!(Ranges::span(3, 2).is_empty() && some.meet(&Ranges::one(5)).is_empty());
        assert_eq!(Ranges::clipped(i128::from(i64::MAX), i128::MAX).single(), Some(i64::MAX));
    }

    #[test]
    fn too_many_pieces_become_wider() {
        let holes = (0..40).fold(Ranges::span(-1, 100), |all, n| all.without(n * 2));
        assert!(holes.pieces().len() <= super::MOST);
        assert!((0..=100).filter(|n| *n > 79 || n % 2 == 1).all(|n| holes.contains(n)));
    }
}
