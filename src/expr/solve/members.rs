//! Whether something can be in something else: an item in a list, a part in a text.

use crate::expr::arithmetic::{contains, equal};
use crate::expr::solve::texts::{Test, Texts};
use crate::expr::solve::values::{Scalar, There, Values};
use crate::terms::value::Value;

/// Whether `item` can be outside `whole`, and whether inside.
pub(crate) fn inside(item: &Values, whole: &Values) -> (bool, bool) {
    if let (Some(item), Some(whole)) = (item.single(), whole.single()) {
        return contains(&whole, &item).map_or((false, false), |found| (!found, found));
    }
    match &whole.there {
        There::Lists(lists) => {
            let found = item.single().map(|item| {
                let known = |all: &[Value]| all.iter().any(|one| equal(one, &item));
                (!known(&lists.has), !known(&lists.lacks) && lists.item.contains_like(&item))
            });
            let (out, within) = found.unwrap_or((true, true));
            (out, within && lists.most != Some(0))
        }
        There::Fixed(wholes) => {
            let mut may = (false, false);
            for whole in wholes.iter() {
                let Value::List(items) = whole else { return (true, true) };
                let fits = |one: &Value| item.contains_like(one) || matches!(one, Value::List(_) | Value::Object(_));
                may.1 |= items.iter().any(fits);
                may.0 |= match item.single() {
                    Some(item) => !items.iter().any(|one| equal(one, &item)),
                    None => left_out(item, items),
                };
            }
            may
        }
        There::Texts(_) => tested_both(Test::Contains, whole, item),
        There::Objects(_) | There::Any => (true, true),
        _ => (false, false),
    }
}

/// Whether the text can fail the test, and whether it can pass.
pub(crate) fn tested_both(test: Test, whole: &Values, part: &Values) -> (bool, bool) {
    let (There::Texts(texts), There::Texts(parts)) = (&whole.there, &part.there) else {
        let open = |values: &Values| matches!(values.there, There::Texts(_) | There::Any);
        return if open(whole) && open(part) { (true, true) } else { (false, false) };
    };
    match (texts.members(), parts) {
        (_, Texts::One(part)) => (texts.tested(test, part, false).is_some(), texts.tested(test, part, true).is_some()),
        (Some(texts), parts) => match parts.members() {
            Some(parts) => {
                let any = |answer: bool| texts.iter().any(|one| parts.iter().any(|part| test.of(one, part) == answer));
                (any(false), any(true))
            }
            None => (true, true),
        },
        _ => (true, true),
    }
}

/// Whether `item` can be none of `items`.
fn left_out(item: &Values, items: &[Value]) -> bool {
    let rest = items.iter().fold(item.clone(), |rest, one| match (&rest.there, one) {
        (There::Texts(texts), Value::Str(text)) => {
            Values { there: Values::of_texts(texts.without(text)).there, ..rest }
        }
        (There::Scalars(kind, ranges), one) => match Scalar::of(one) {
            Some((its, place)) if its == *kind => {
                Values { there: Values::scalars(*kind, ranges.without(place)).there, ..rest }
            }
            _ => rest,
        },
        (There::Bools(no, yes), Value::Bool(truth)) => {
            Values { there: Values::either(*no && *truth, *yes && !*truth).there, ..rest }
        }
        (_, Value::Unit) => rest.present(),
        _ => rest,
    });
    !rest.is_empty()
}
