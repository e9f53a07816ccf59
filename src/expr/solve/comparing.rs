//! What comparisons can come to, and what their answers say of what was compared.

use std::cmp::Ordering;

use crate::expr::arithmetic::{equal, holds};
use crate::expr::solve::floats::{finite, narrowed, widened};
use crate::expr::solve::lists::Lists;
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::terms::Strict;
use crate::expr::solve::texts::Texts;
use crate::expr::solve::values::{Scalar, There, Values};
use crate::expr::tree::BinaryOp;
use crate::terms::value::Value;

/// More pairs of texts than this are not compared one by one.
const PAIRS: usize = 256;

/// Two sets on one scale.
struct Scale {
    a: Ranges,
    b: Ranges,
    /// Whether the places are those of numbers.
    numbers: bool,
}

/// Whether the comparison can be false, and whether it can be true; neither where it can only be an error.
pub(crate) fn answers(op: BinaryOp, strict: Strict, a: &Values, b: &Values) -> (bool, bool) {
    let (a, b) = (&fitting(strict, a), &fitting(strict, b));
    if a.is_empty() || b.is_empty() {
        return (false, false);
    }
    if op.is_equality() {
        let (different, same) = (may_differ(a, b), may_equal(strict, a, b));
        return if op == BinaryOp::Eq { (different, same) } else { (same, different) };
    }
    if a.there == There::Any || b.there == There::Any {
        return (true, true);
    }
    if let Some(scale) = scale(strict, a, b) {
        return ordered(op, &scale);
    }
    match (&a.there, &b.there) {
        (There::Texts(a), There::Texts(b)) => ordered_texts(op, a, b),
        _ => (false, false),
    }
}

/// What `a` and `b` can be where the comparison is `answer`.
pub(crate) fn compared(op: BinaryOp, strict: Strict, answer: bool, a: &Values, b: &Values) -> (Values, Values) {
    let (a, b) = (fitting(strict, a), fitting(strict, b));
    let op = if answer { op } else { opposite(op) };
    match op {
        BinaryOp::Eq => (like(strict, &a, &b), like(strict, &b, &a)),
        BinaryOp::Ne => (unlike(&a, &b), unlike(&b, &a)),
        _ => bounded(op, strict, a, b),
    }
}

/// The operator that is true where `op` is false.
pub(crate) const fn opposite(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Le => BinaryOp::Gt,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Ge => BinaryOp::Lt,
        other => other,
    }
}

/// Whether no value of `values` is an error where a comparison takes operands like that.
pub(crate) fn is_fitting(strict: Strict, values: &Values) -> bool {
    match (strict, &values.there) {
        (Strict::Any, _) => true,
        (_, _) if values.missing => false,
        (Strict::Ints, There::Scalars(Scalar::Int, _)) => true,
        (Strict::Numbers, There::Scalars(Scalar::Int | Scalar::Number, _)) => true,
        _ => false,
    }
}

fn fitting(strict: Strict, values: &Values) -> Values {
    match (strict, &values.there) {
        (Strict::Any, _) => values.clone(),
        (Strict::Ints, There::Any) => Values::scalars(Scalar::Int, Ranges::all()),
        (Strict::Ints, There::Scalars(Scalar::Int, _))
        | (Strict::Numbers, There::Any | There::Scalars(Scalar::Int | Scalar::Number, _)) => values.clone().present(),
        _ => Values::none(),
    }
}

fn scale(strict: Strict, a: &Values, b: &Values) -> Option<Scale> {
    let (There::Scalars(one, some), There::Scalars(other, others)) = (&a.there, &b.there) else { return None };
    let wide = |kind: Scalar, ranges: &Ranges| if kind == Scalar::Int { widened(ranges) } else { ranges.clone() };
    let number = |kind| matches!(kind, Scalar::Int | Scalar::Number);
    if number(*one) && number(*other) && (one != other || strict == Strict::Numbers) {
        return Some(Scale { a: wide(*one, some), b: wide(*other, others), numbers: true });
    }
    let same = one == other;
    same.then(|| Scale { a: some.clone(), b: others.clone(), numbers: *one == Scalar::Number })
}

/// Places of a scale as values of the kind of `values`.
fn back(values: &Values, places: &Ranges, numbers: bool) -> Values {
    match &values.there {
        There::Scalars(Scalar::Int, _) if numbers => Values::scalars(Scalar::Int, narrowed(places)),
        There::Scalars(kind, _) => Values::scalars(*kind, places.clone()),
        _ => values.clone(),
    }
}

fn ordered(op: BinaryOp, scale: &Scale) -> (bool, bool) {
    let (Some(a), Some(b)) = (scale.a.ends(), scale.b.ends()) else { return (false, false) };
    let less = a.0 < b.1;
    let greater = a.1 > b.0;
    let same = a.0 <= b.1 && b.0 <= a.1;
    let found = [(less, Ordering::Less), (same, Ordering::Equal), (greater, Ordering::Greater)];
    let any = |answer: bool| found.iter().any(|(may, order)| *may && holds(op, *order) == answer);
    (any(false), any(true))
}

fn ordered_texts(op: BinaryOp, a: &Texts, b: &Texts) -> (bool, bool) {
    let (Some(a), Some(b)) = (a.members(), b.members()) else { return (true, true) };
    if a.len() * b.len() > PAIRS {
        return (true, true);
    }
    let any = |answer: bool| a.iter().any(|a| b.iter().any(|b| holds(op, a.cmp(b)) == answer));
    (any(false), any(true))
}

fn may_differ(a: &Values, b: &Values) -> bool {
    match (a.single(), b.single()) {
        (Some(a), Some(b)) => !equal(&a, &b),
        _ => true,
    }
}

fn may_equal(strict: Strict, a: &Values, b: &Values) -> bool {
    if a.missing && b.missing {
        return true;
    }
    if let Some(scale) = scale(strict, a, b) {
        return !scale.a.meet(&scale.b).is_empty();
    }
    match (&a.there, &b.there) {
        (There::Nothing, _) | (_, There::Nothing) => false,
        (There::Any, _) | (_, There::Any) | (There::Objects(_), There::Objects(_)) => true,
        (There::Fixed(a), There::Fixed(b)) => a.iter().any(|a| b.iter().any(|b| equal(a, b))),
        (There::Fixed(values), There::Lists(lists)) | (There::Lists(lists), There::Fixed(values)) => {
            values.iter().any(|value| admits_like(lists, value))
        }
        (There::Fixed(values), There::Objects(_)) | (There::Objects(_), There::Fixed(values)) => {
            values.iter().any(|value| matches!(value, Value::Object(_)))
        }
        (There::Lists(a), There::Lists(b)) => {
            let over = |one: &Lists, other: &Lists| other.most.is_some_and(|most| one.least > most);
            !over(a, b) && !over(b, a)
        }
        (There::Bools(a, b), There::Bools(c, d)) => *a && *c || *b && *d,
        (There::Texts(a), There::Texts(b)) => a.meet(b).is_some(),
        _ => false,
    }
}

/// Whether a list that is equal to `value` may be among `lists`.
fn admits_like(lists: &Lists, value: &Value) -> bool {
    let Value::List(items) = value else { return false };
    let count = items.len() as i64;
    let has = |one: &Value| items.iter().any(|item| equal(item, one));
    count >= lists.least
        && lists.most.is_none_or(|most| count <= most)
        && items.iter().all(|item| lists.item.contains_like(item) || matches!(item, Value::List(_) | Value::Object(_)))
        && lists.has.iter().all(has)
        && !lists.lacks.iter().any(has)
}

/// The part of `a` that may be equal to one of `b`.
fn like(strict: Strict, a: &Values, b: &Values) -> Values {
    let missing = a.missing && b.missing;
    if let Some(scale) = scale(strict, a, b) {
        let there = back(a, &scale.a.meet(&scale.b), scale.numbers).there;
        return Values { missing, there };
    }
    let there = match (&a.there, &b.there) {
        (_, There::Nothing) | (There::Nothing, _) => There::Nothing,
        (There::Any, There::Bools(..) | There::Texts(_)) => b.there.clone(),
        (There::Any, There::Scalars(kind @ (Scalar::Timestamp | Scalar::Duration), places)) => {
            There::Scalars(*kind, places.clone())
        }
        (There::Any, _) | (_, There::Any) | (There::Objects(_), _) => a.there.clone(),
        (There::Fixed(values), _) => {
            let like = |value: &&Value| match &b.there {
                There::Fixed(others) => others.iter().any(|other| equal(value, other)),
                There::Lists(lists) => admits_like(lists, value),
                There::Objects(_) => matches!(value, Value::Object(_)),
                _ => false,
            };
            let left: std::sync::Arc<[Value]> = values.iter().filter(like).cloned().collect();
            if left.is_empty() { There::Nothing } else { There::Fixed(left) }
        }
        (There::Lists(lists), There::Fixed(values)) => match values.as_ref() {
            [Value::List(items)] => equal_list(lists, items).there,
            values if values.iter().any(|value| admits_like(lists, value)) => a.there.clone(),
            _ => There::Nothing,
        },
        (There::Lists(a), There::Lists(b)) => Values::of_lists(a.of_length(b.least, b.most)).there,
        (There::Bools(..), There::Bools(..)) | (There::Texts(_), There::Texts(_)) => a.meet(b).there,
        _ => There::Nothing,
    };
    Values { missing, there }
}

/// The lists that are equal to one of `items`.
fn equal_list(lists: &Lists, items: &[Value]) -> Values {
    let exact =
        |item: &Value| matches!(item, Value::Str(_) | Value::Bool(_) | Value::Timestamp(_) | Value::Duration(_));
    if items.iter().all(exact) {
        let value = Value::list(items.to_vec());
        return if lists.admits(&value) { Values::one(&value) } else { Values::none() };
    }
    let count = items.len() as i64;
    let long = lists.of_length(count, Some(count));
    Values::of_lists(items.iter().take(16).fold(long, |lists, item| lists.and_then(|lists| lists.with(item, true))))
}

/// The part of `a` that may differ from one of `b`.
fn unlike(a: &Values, b: &Values) -> Values {
    let Some(other) = b.single() else { return a.clone() };
    if other.is_unit() {
        return a.clone().present();
    }
    let there = match (&a.there, &other) {
        (There::Scalars(Scalar::Int, ranges), Value::Number(_)) => match &b.there {
            There::Scalars(_, places) => {
                let same = narrowed(places);
                let rest = match same.ends() {
                    Some((least, most)) if least == most => ranges.without(least),
                    _ => ranges.clone(),
                };
                Values::scalars(Scalar::Int, rest).there
            }
            _ => a.there.clone(),
        },
        (There::Scalars(Scalar::Number, ranges), Value::Int(int)) => {
            let place = crate::expr::solve::floats::place(*int as f64);
            Values::scalars(Scalar::Number, ranges.without(place)).there
        }
        (There::Scalars(kind, ranges), other) => match Scalar::of(other) {
            Some((its, place)) if its == *kind => Values::scalars(*kind, ranges.without(place)).there,
            _ => a.there.clone(),
        },
        (There::Texts(texts), Value::Str(text)) => Values::of_texts(texts.without(text)).there,
        (There::Bools(no, yes), Value::Bool(truth)) => {
            let (no, yes) = (*no && *truth, *yes && !*truth);
            if no || yes { There::Bools(no, yes) } else { There::Nothing }
        }
        (There::Lists(lists), Value::List(items)) if items.is_empty() => {
            Values::of_lists(lists.of_length(1, None)).there
        }
        (There::Fixed(values), other) => {
            let left: std::sync::Arc<[Value]> = values.iter().filter(|value| !equal(value, other)).cloned().collect();
            if left.is_empty() { There::Nothing } else { There::Fixed(left) }
        }
        _ => a.there.clone(),
    };
    Values { missing: a.missing, there }
}

/// What both sides of `<` and its like can be.
fn bounded(op: BinaryOp, strict: Strict, a: Values, b: Values) -> (Values, Values) {
    let (a, b) = (a.present(), b.present());
    let Some(scale) = scale(strict, &a, &b) else { return (a, b) };
    let (Some(one), Some(other)) = (scale.a.ends(), scale.b.ends()) else { return (Values::none(), Values::none()) };
    let most =
        |end: i64, apart: i64| end.checked_sub(apart).map_or_else(Ranges::none, |end| Ranges::span(i64::MIN, end));
    let least =
        |end: i64, apart: i64| end.checked_add(apart).map_or_else(Ranges::none, |end| Ranges::span(end, i64::MAX));
    let (for_a, for_b) = match op {
        BinaryOp::Lt => (most(other.1, 1), least(one.0, 1)),
        BinaryOp::Le => (most(other.1, 0), least(one.0, 0)),
        BinaryOp::Gt => (least(other.0, 1), most(one.1, 1)),
        _ => (least(other.0, 0), most(one.1, 0)),
    };
    let within = |own: &Ranges, by: &Ranges| {
        let places = own.meet(by);
        if scale.numbers { places.meet(&finite()) } else { places }
    };
    (back(&a, &within(&scale.a, &for_a), scale.numbers), back(&b, &within(&scale.b, &for_b), scale.numbers))
}
