//! Which values of a set a person would name first: small, round, near the ends.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::expr::solve::floats;
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::spelling::spelled;
use crate::expr::solve::texts::{Open, Test, Texts};
use crate::expr::solve::values::{Scalar, There, Values};
use crate::terms::shape::Field;
use crate::terms::time::{DAY, HOUR, MINUTE, SECOND};
use crate::terms::value::Value;

/// A Monday at nine, as where scenarios begin.
pub(crate) const MONDAY: i64 = 1_767_603_600_000;

/// At most so many values are tried of one thing.
const MOST: usize = 12;
/// Numbers beyond this are no values that a person would name.
const FAR: f64 = 1e15;

/// So many objects are made of fields.
const VARIANTS: usize = 4;

/// Values to try, the friendliest first, each once.
pub(crate) type Candidates = SmallVec<[Value; 4]>;

const TEXTS: [&str; 14] =
    ["a", "b", "x", "", "1", "A", "abc", "ABC", "123", "a@b.co", "UTC", "2026-01-05", "aaaaaaaa", "12345678"];

impl Values {
    /// The friendliest value, where one is found.
    pub(crate) fn friendly(&self) -> Option<Value> {
        match &self.there {
            There::Bools(_, yes) => Some(Value::Bool(*yes)),
            There::Texts(Texts::One(text)) => Some(Value::Str(text.clone())),
            There::Texts(Texts::Some(texts)) => texts.first().cloned().map(Value::Str),
            There::Scalars(kind @ (Scalar::Int | Scalar::Duration), ranges) => {
                let place = [0, 1].into_iter().find(|place| ranges.contains(*place));
                place.or_else(|| nearest(*kind, ranges)).map(|place| kind.value(place))
            }
            There::Lists(lists) if lists.least == 0 => Some(Value::list([])),
            There::Texts(Texts::Open(open)) if open.patterns.is_empty() && !open.tests.iter().any(|test| test.2) => {
                self.first(&[Value::str(TEXTS[0])])
            }
            There::Scalars(Scalar::Number, _) => self.first(&[0.0, 1.0].map(Value::Number)),
            _ => self.first(&[]),
        }
    }

    /// The first of the candidates, which begin with `likely` as far as those are among the values.
    fn first(&self, likely: &[Value]) -> Option<Value> {
        let likely = likely.iter().find(|value| self.contains(value));
        likely.cloned().or_else(|| self.candidates().into_iter().next())
    }

    /// Values to try, the friendliest first.
    pub(crate) fn candidates(&self) -> Candidates {
        let mut found = Candidates::new();
        match &self.there {
            There::Nothing => {}
            There::Bools(..) => self.offer(&mut found, [Value::Bool(true), Value::Bool(false)]),
            There::Scalars(kind, ranges) => {
                self.offer(&mut found, places(*kind, ranges));
                if self.count().is_some() {
                    let all = ranges.pieces().iter().flat_map(|piece| piece.0..=piece.1);
                    self.offer(&mut found, all.map(|place| kind.value(place)));
                }
            }
            There::Texts(texts) => match texts {
                Texts::Open(open) => self.offer(&mut found, spellings(open).into_iter().map(Value::Str)),
                some => found.extend(some.members().into_iter().flatten().take(MOST).cloned().map(Value::Str)),
            },
            There::Lists(lists) => {
                found.extend(lists.friendly());
                for least in [1, 2] {
                    let longer = lists.of_length(least, None).and_then(|lists| lists.friendly());
                    self.offer(&mut found, longer);
                }
                if !matches!(lists.item.there, There::Lists(_)) {
                    self.offer(&mut found, lists.item.candidates().into_iter().map(|item| Value::list([item])));
                }
            }
            There::Objects(fields) => self.offer(&mut found, (0..VARIANTS).filter_map(|nth| object(fields, nth))),
            There::Fixed(values) => found.extend(values.iter().take(MOST).cloned()),
            There::Any => found.extend([
                Value::str("a"),
                Value::Int(0),
                Value::Int(1),
                Value::Bool(true),
                Value::Bool(false),
                Value::Number(0.5),
                Value::list([]),
            ]),
        }
        if self.missing {
            found.push(Value::Unit);
        }
        found
    }

    /// How many values there are, where those are few enough to try each.
    pub(crate) fn count(&self) -> Option<usize> {
        let there = match &self.there {
            There::Nothing => 0,
            There::Bools(no, yes) => usize::from(*no) + usize::from(*yes),
            There::Scalars(_, ranges) => {
                let mut count = 0_u64;
                for piece in ranges.pieces() {
                    count = count.saturating_add(piece.1.abs_diff(piece.0)).saturating_add(1);
                }
                usize::try_from(count).ok()?
            }
            There::Texts(texts) => texts.members()?.len(),
            There::Fixed(values) => values.len(),
            There::Lists(_) | There::Objects(_) | There::Any => return None,
        };
        (there <= MOST).then(|| there + usize::from(self.missing))
    }

    fn offer(&self, found: &mut Candidates, values: impl IntoIterator<Item = Value>) {
        for value in values {
            if found.len() < MOST && self.contains(&value) && !found.contains(&value) {
                found.push(value);
            }
        }
    }
}

/// The end that lies nearer to zero, rounded to what is easily said.
fn nearest(kind: Scalar, ranges: &Ranges) -> Option<i64> {
    let places = ranges.pieces().iter().flat_map(|piece| [piece.0, piece.1]);
    let place = places.min_by_key(|place| (place.unsigned_abs(), *place))?;
    if kind == Scalar::Int {
        return Some(place);
    }
    let units = [DAY, HOUR, MINUTE, SECOND];
    let round = units.into_iter().flat_map(|unit| rounded(place, unit)).find(|round| ranges.contains(*round));
    Some(round.unwrap_or(place))
}

/// The multiples of `unit` on both sides of `place`.
fn rounded(place: i64, unit: i64) -> impl Iterator<Item = i64> {
    let below = place.div_euclid(unit).checked_mul(unit);
    let above = below.filter(|below| *below != place).and_then(|below| below.checked_add(unit));
    [below, above].into_iter().flatten()
}

fn places(kind: Scalar, ranges: &Ranges) -> SmallVec<[Value; 16]> {
    let mut all: SmallVec<[i64; 16]> = SmallVec::new();
    match kind {
        Scalar::Number => return numbers(ranges),
        // At night, in the evening, and on a Saturday at the same hours.
        Scalar::Timestamp => all.extend([0, -6, 13, 120, 114].map(|hours| MONDAY + hours * HOUR)),
        Scalar::Int => all.extend([0, 1]),
        Scalar::Duration => all.extend([0, DAY]),
    }
    all.extend(nearest(kind, ranges));
    for piece in ranges.pieces() {
        if matches!(kind, Scalar::Timestamp | Scalar::Duration) {
            for unit in [DAY, HOUR, MINUTE, SECOND] {
                all.extend(rounded(piece.0, unit).chain(rounded(piece.1, unit)));
            }
        }
        all.extend([piece.0, piece.1]);
    }
    all.extend([2, 3, -1, 10, 100]);
    all.into_iter().map(|place| kind.value(place)).collect()
}

fn numbers(ranges: &Ranges) -> SmallVec<[Value; 16]> {
    let mut all: SmallVec<[f64; 16]> = SmallVec::from_slice(&[0.0, 1.0]);
    let mut far: SmallVec<[f64; 4]> = SmallVec::new();
    for piece in ranges.pieces() {
        let (least, most) = (floats::number(piece.0), floats::number(piece.1));
        let near = |end: f64| end.abs() < FAR;
        match (near(least), near(most)) {
            (true, true) => all.extend([
                least.ceil(),
                most.floor(),
                f64::midpoint(least.ceil(), most.floor()),
                f64::midpoint(least, most),
                least,
                most,
            ]),
            (true, false) => all.extend([least.ceil(), least]),
            (false, true) => all.extend([most.floor(), most]),
            (false, false) => far.extend(rounded_far(least, most)),
        }
        far.extend([least, most]);
    }
    all.extend([10.0, 1e17, -1.0, 0.5]);
    all.into_iter().chain(far).filter(|number| number.is_finite()).map(Value::Number).collect()
}

/// A power of ten between two numbers that are far from zero, the smallest.
fn rounded_far(least: f64, most: f64) -> Option<f64> {
    let (sign, near, end) = if least > 0.0 { (1.0, least, most) } else { (-1.0, -most, -least) };
    let round = 10_f64.powi(near.log10().ceil() as i32);
    (near > 0.0 && round <= end).then_some(sign * round)
}

/// Texts that are made of what they must have, and some others.
fn spellings(open: &Open) -> Vec<SmolStr> {
    let of = |test: Test| open.tests.iter().filter(move |(asked, _, answer)| *asked == test && *answer);
    let longest = |test: Test| of(test).map(|found| found.1.as_str()).max_by_key(|part| part.len()).unwrap_or("");
    let (start, end) = (longest(Test::StartsWith), longest(Test::EndsWith));
    let inside: String = of(Test::Contains).map(|found| found.1.as_str()).collect();
    let mut all: Vec<SmolStr> = Vec::new();
    let must = format!("{start}{inside}{end}");
    if !must.is_empty() {
        all.extend([start.into(), end.into(), inside.as_str().into(), must.as_str().into()]);
        all.extend([format!("{start}{end}").into(), format!("{start}{inside}a{end}").into()]);
    }
    all.extend(open.patterns.iter().filter_map(|pattern| spelled(pattern.as_str()).map(SmolStr::from)));
    all.extend(TEXTS.iter().map(|text| SmolStr::new_static(text)));
    let missing = open.least - must.chars().count() as i64;
    if (1..=1_000).contains(&missing) {
        all.push(format!("{start}{inside}{}{end}", "a".repeat(missing as usize)).into());
    }
    all.extend(open.not.iter().map(|text| SmolStr::from(format!("{text}a"))));
    all
}

/// The object of the fields that must be there, each with a value as friendly as the others.
fn object(fields: &[Field], nth: usize) -> Option<Value> {
    let mut all = Vec::new();
    for field in fields {
        let values = Values::of_field(field);
        if !values.missing {
            let value = if nth == 0 {
                values.friendly()?
            } else {
                let candidates = values.candidates();
                candidates.get(nth).or_else(|| candidates.last())?.clone()
            };
            all.push((field.name.clone(), value));
        }
    }
    Some(Value::object(all))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{MONDAY, Values};
    use crate::expr::solve::floats;
    use crate::expr::solve::ranges::Ranges;
    use crate::expr::solve::texts::{Open, Test, Texts};
    use crate::expr::solve::values::Scalar;

    #[test]
    fn the_friendliest_is_the_first_to_be_tried() {
        let numbers = |least, most| Values::scalars(Scalar::Number, floats::between(least, most));
        let texts = |open| Values::of_texts(Some(Texts::Open(Arc::new(open))));
        let asked = |answer| Open { tests: vec![(Test::StartsWith, "a".into(), answer)], ..Open::default() };
        let sets = [
            numbers(-5.0, 5.0),
            numbers(0.5, 5.0),
            numbers(1.5, 5.0),
            Values::scalars(Scalar::Timestamp, Ranges::one(MONDAY)),
            Values::scalars(Scalar::Int, Ranges::span(-3, 3)),
            Values::texts(),
            texts(asked(true)),
            texts(asked(false)),
            texts(Open { not: vec!["a".into()], ..Open::default() }),
            texts(Open { least: 3, ..Open::default() }),
        ];
        for values in sets {
            let first = values.candidates().first().cloned();
            assert!(first.is_some(), "{values:?}");
            assert_eq!(values.friendly(), first, "{values:?}");
        }
    }
}
