//! What a part can come to, given what its arguments can be. What has no value counts nothing here.

use crate::expr::arithmetic::{contains, equal, signed, values};
use crate::expr::builtin::{Sort, Surroundings};
use crate::expr::inputs::Complaints;
use crate::expr::kinds;
use crate::expr::solve::comparing::answers;
use crate::expr::solve::floats::{self, widened};
use crate::expr::solve::intervals::{int_results, number_results};
use crate::expr::solve::lists::Lists;
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::terms::{Id, Known, Op, Term};
use crate::expr::solve::texts::{Test, Texts};
use crate::expr::solve::values::{Scalar, There, Values};
use crate::expr::tree::BinaryOp;
use crate::terms::shape::{Of, Shape};
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// What the parts before a part can be.
#[derive(Clone, Copy)]
pub(crate) struct Doms<'d> {
    pub(crate) doms: &'d [Values],
    pub(crate) default_tz: &'d str,
}

impl Doms<'_> {
    fn of(&self, id: Id) -> &Values {
        &self.doms[id as usize]
    }

    /// What `term` can come to. A thing that is read can be anything: the world knows better.
    pub(crate) fn results(&self, term: &Term<'_>) -> Values {
        let arg = |place: usize| self.of(term.args[place]);
        match &term.op {
            Op::Int(int) => Values::scalars(Scalar::Int, Ranges::one(*int)),
            Op::Number(number) => Values::scalars(Scalar::Number, Ranges::one(floats::place(*number))),
            Op::Text(text) => Values::there(There::Texts(Texts::One((*text).clone()))),
            Op::Constant(value) => Values::one(value),
            Op::Read(..) | Op::Opaque(_) => Values::any(),
            Op::Not => {
                let (no, yes) = truths(arg(0));
                bools(yes, no)
            }
            Op::And => {
                let all = || term.args.iter().map(|id| truths(self.of(*id)));
                bools(all().any(|may| may.0), all().all(|may| may.1))
            }
            Op::Or => {
                let all = || term.args.iter().map(|id| truths(self.of(*id)));
                bools(all().all(|may| may.0), all().any(|may| may.1))
            }
            Op::If => match truths(arg(0)) {
                (true, true) => arg(1).join(arg(2)),
                (false, true) => arg(1).clone(),
                (true, false) => arg(2).clone(),
                (false, false) => Values::none(),
            },
            Op::Coalesce => self.first_there(&term.args),
            Op::Compare(op, strict) => {
                let (no, yes) = answers(*op, *strict, arg(0), arg(1));
                bools(no, yes)
            }
            Op::Ints(op) => Values::scalars(Scalar::Int, int_results(*op, &int(arg(0)), &int(arg(1)))),
            Op::Numbers(op) => Values::scalars(Scalar::Number, number_results(*op, &numeric(arg(0)), &numeric(arg(1)))),
            Op::Binary(op) => computed(*op, arg(0), arg(1)),
            Op::Negate => negated(arg(0)),
            Op::Signed => match arg(0).single() {
                Some(value) => signed(value).map_or_else(|_| Values::none(), |value| Values::one(&value)),
                None => arg(0).clone().present(),
            },
            Op::In(not) => self.membership(*not, term),
            Op::InRange(not, inclusive) => in_range(*not, *inclusive, &int(arg(0)), &int(arg(1)), &int(arg(2))),
            Op::Widen => Values::scalars(Scalar::Number, widened(&int(arg(0)))),
            Op::Convert(want) => converted(want, arg(0)),
            Op::List => self.list(term),
            Op::Template => self.template(term),
            Op::Call(known) => self.call(*known, term),
            Op::Function(shared) => match &shared.0.result {
                Some(shape) => Values::of_shape(shape),
                None => Values::of_type(&shared.0.returns),
            },
            Op::After => term.args.last().map_or_else(Values::none, |last| self.of(*last).clone()),
        }
    }

    fn first_there(&self, parts: &[Id]) -> Values {
        let mut all = Values::none();
        for &part in parts {
            all = all.present().join(self.of(part));
            if !self.of(part).missing {
                return all.present();
            }
        }
        all
    }

    fn membership(&self, not: bool, term: &Term<'_>) -> Values {
        let (item, whole) = (self.of(term.args[0]), self.of(term.args[1]));
        let (no, yes) = inside(item, whole);
        if not { bools(yes, no) } else { bools(no, yes) }
    }

    fn list(&self, term: &Term<'_>) -> Values {
        let items: Option<Vec<Value>> = term.args.iter().map(|id| self.of(*id).single()).collect();
        if let Some(items) = items {
            return Values::one(&Value::list(items));
        }
        let count = term.args.len() as i64;
        let item = term.args.iter().fold(Values::none(), |all, id| all.join(self.of(*id)));
        Values::of_lists(Some(Lists { least: count, most: Some(count), ..Lists::of(item) }))
    }

    fn template(&self, term: &Term<'_>) -> Values {
        let mut text = String::new();
        for id in &term.args {
            let Some(value) = self.of(*id).single() else { return Values::texts() };
            if crate::expr::arithmetic::display(&value, &mut text).is_err() {
                return Values::none();
            }
        }
        Values::one(&Value::Str(text.into()))
    }

    fn call(&self, Known(builtin): Known, term: &Term<'_>) -> Values {
        let args: Option<Vec<Value>> = term.args.iter().map(|id| self.of(*id).single()).collect();
        if let Some(args) = args {
            let complaints = Complaints::default();
            let surroundings = Surroundings { default_tz: self.default_tz, complaints: &complaints };
            return (builtin.run)(surroundings, &args).map_or_else(|_| Values::none(), |value| Values::one(&value));
        }
        let arg = |place: usize| self.of(term.args[place]);
        match builtin.name {
            "has" => bools(arg(0).missing, arg(0).there != There::Nothing),
            "days" | "hours" | "minutes" | "seconds" => {
                let unit = Ranges::one(unit(builtin.name));
                Values::scalars(Scalar::Duration, int_results(BinaryOp::Mul, &int(arg(0)), &unit))
            }
            "len" => length(arg(0)),
            "contains" => {
                let (no, yes) = inside(arg(1), arg(0));
                bools(no, yes)
            }
            "starts_with" => tested(Test::StartsWith, arg(0), arg(1)),
            "ends_with" => tested(Test::EndsWith, arg(0), arg(1)),
            "min" | "max" => picked(builtin.name == "max", arg(0), arg(1)),
            "abs" => absolute(arg(0)),
            "round" | "floor" | "ceil" => whole(builtin.name, arg(0)),
            "bucket" => match int(arg(1)).ends() {
                Some((_, most)) if most > 0 => Values::scalars(Scalar::Int, Ranges::span(0, most - 1)),
                _ => Values::none(),
            },
            "hour" => Values::scalars(Scalar::Int, Ranges::span(0, 23)),
            "timestamp" => match &arg(0).there {
                There::Scalars(Scalar::Int, ranges) => Values::scalars(Scalar::Timestamp, ranges.clone()),
                _ => Values::instants(),
            },
            _ => declared(builtin.signatures.iter().map(|one| one.result)),
        }
    }
}

/// Whether it can be `false`, and whether `true`.
pub(crate) const fn truths(values: &Values) -> (bool, bool) {
    match values.there {
        There::Bools(no, yes) => (no, yes),
        There::Any => (true, true),
        _ => (false, false),
    }
}

/// The ints of `values`.
pub(crate) fn int(values: &Values) -> Ranges {
    match &values.there {
        There::Scalars(Scalar::Int, ranges) => ranges.clone(),
        There::Any => Ranges::all(),
        _ => Ranges::none(),
    }
}

/// The numbers of `values`, ints as numbers.
pub(crate) fn numeric(values: &Values) -> Ranges {
    match &values.there {
        There::Scalars(Scalar::Number, ranges) => ranges.clone(),
        There::Scalars(Scalar::Int, ranges) => widened(ranges),
        There::Any => floats::finite(),
        _ => Ranges::none(),
    }
}

/// What `op` makes of two scalars; absent where it makes none.
pub(crate) const fn kind_of(op: BinaryOp, a: Scalar, b: Scalar) -> Option<Scalar> {
    use Scalar as S;
    Some(match (op, a, b) {
        (BinaryOp::Add, S::Timestamp, S::Duration) | (BinaryOp::Add, S::Duration, S::Timestamp) => S::Timestamp,
        (BinaryOp::Sub, S::Timestamp, S::Duration) => S::Timestamp,
        (BinaryOp::Sub, S::Timestamp, S::Timestamp) => S::Duration,
        (BinaryOp::Add | BinaryOp::Sub | BinaryOp::Rem, S::Duration, S::Duration) => S::Duration,
        (BinaryOp::Div, S::Duration, S::Duration) => S::Int,
        (BinaryOp::Mul | BinaryOp::Div, S::Duration, S::Int) | (BinaryOp::Mul, S::Int, S::Duration) => S::Duration,
        (_, S::Int, S::Int) => S::Int,
        (_, S::Int | S::Number, S::Int | S::Number) => S::Number,
        _ => return None,
    })
}

pub(crate) fn unit(name: &str) -> i64 {
    use crate::terms::time::{DAY, HOUR, MINUTE, SECOND};
    match name {
        "days" => DAY,
        "hours" => HOUR,
        "minutes" => MINUTE,
        _ => SECOND,
    }
}

const fn bools(no: bool, yes: bool) -> Values {
    if no || yes { Values::there(There::Bools(no, yes)) } else { Values::none() }
}

fn computed(op: BinaryOp, a: &Values, b: &Values) -> Values {
    if let (There::Scalars(one, some), There::Scalars(other, others)) = (&a.there, &b.there) {
        return match kind_of(op, *one, *other) {
            Some(Scalar::Number) => Values::scalars(Scalar::Number, number_results(op, &numeric(a), &numeric(b))),
            Some(kind) => Values::scalars(kind, int_results(op, some, others)),
            None => Values::none(),
        };
    }
    if let (Some(a), Some(b)) = (a.single(), b.single()) {
        return values(op, &a, &b).map_or_else(|_| Values::none(), |value| Values::one(&value));
    }
    match (&a.there, &b.there) {
        (There::Texts(_), There::Texts(_)) if op == BinaryOp::Add => Values::texts(),
        (There::Lists(_) | There::Fixed(_), There::Lists(_) | There::Fixed(_)) if op == BinaryOp::Add => joined(a, b),
        (There::Bools(..), There::Bools(..)) => Values::bools(),
        (There::Nothing, _) | (_, There::Nothing) => Values::none(),
        _ => Values::any(),
    }
}

/// One list behind the other.
fn joined(a: &Values, b: &Values) -> Values {
    let (Some(a), Some(b)) = (as_lists(a), as_lists(b)) else { return Values::any() };
    let mut both = Lists {
        least: a.least.saturating_add(b.least),
        most: a.most.zip(b.most).map(|(a, b)| a.saturating_add(b)),
        item: a.item.join(&b.item),
        has: a.has.clone(),
        lacks: a.lacks.iter().filter(|one| b.lacks.iter().any(|other| equal(one, other))).cloned().collect(),
    };
    for value in &b.has {
        if !both.has.iter().any(|one| equal(one, value)) {
            both.has.push(value.clone());
        }
    }
    Values::of_lists(Some(both))
}

/// The same as lists of which something is known; absent where something else is among them.
fn as_lists(values: &Values) -> Option<Lists> {
    match &values.there {
        There::Lists(lists) => Some((**lists).clone()),
        There::Fixed(some) => {
            let none = Values::of_lists(Some(Lists { most: Some(0), ..Lists::of(Values::none()) }));
            let empty = some.iter().any(|value| *value == Value::list([]));
            let rest = some.iter().filter(|value| **value != Value::list([]));
            let start = if empty { none } else { Values::none() };
            match rest.fold(start, |all, value| all.join(&Values::lists_like(value))).there {
                There::Lists(lists) => Some((*lists).clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

fn negated(values: &Values) -> Values {
    match &values.there {
        There::Scalars(Scalar::Number, places) => {
            Values::scalars(Scalar::Number, places.mapped(|least, most| Ranges::span(-most, -least)))
        }
        There::Scalars(kind @ (Scalar::Int | Scalar::Duration), places) => {
            Values::scalars(*kind, int_results(BinaryOp::Sub, &Ranges::one(0), places))
        }
        There::Any => Values::any().present(),
        _ => Values::none(),
    }
}

/// Whether `item` can be outside `whole`, and whether inside.
fn inside(item: &Values, whole: &Values) -> (bool, bool) {
    if let (Some(item), Some(whole)) = (item.single(), whole.single()) {
        return contains(&whole, &item).map_or((false, false), |found| (!found, found));
    }
    match &whole.there {
        There::Nothing => (false, false),
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
            Values { there: bools(*no && *truth, *yes && !*truth).there, ..rest }
        }
        (_, Value::Unit) => rest.present(),
        _ => rest,
    });
    !rest.is_empty()
}

fn tested(test: Test, text: &Values, part: &Values) -> Values {
    let (no, yes) = tested_both(test, text, part);
    bools(no, yes)
}

/// Whether the text can fail the test, and whether it can pass.
fn tested_both(test: Test, text: &Values, part: &Values) -> (bool, bool) {
    let (There::Texts(texts), There::Texts(parts)) = (&text.there, &part.there) else {
        let open = |values: &Values| matches!(values.there, There::Texts(_) | There::Any);
        return if open(text) && open(part) { (true, true) } else { (false, false) };
    };
    match (texts.members(), parts) {
        (_, Texts::One(part)) => (texts.tested(test, part, false).is_some(), texts.tested(test, part, true).is_some()),
        (Some(texts), parts) => match parts.members() {
            Some(parts) => {
                let any =
                    |answer: bool| texts.iter().any(|text| parts.iter().any(|part| test.of(text, part) == answer));
                (any(false), any(true))
            }
            None => (true, true),
        },
        _ => (true, true),
    }
}

fn in_range(not: bool, inclusive: bool, item: &Ranges, from: &Ranges, to: &Ranges) -> Values {
    let (Some(item), Some(from), Some(to)) = (item.ends(), from.ends(), to.ends()) else { return Values::none() };
    let below = |value: i64, end: i64| if inclusive { value <= end } else { value < end };
    let within = item.1 >= from.0 && below(item.0.max(from.0), to.1);
    let out = item.0 < from.1 || !below(item.1, to.0);
    if not { bools(within, out) } else { bools(out, within) }
}

/// What an int, a number and the like become where another type is asked.
fn converted(want: &Type, values: &Values) -> Values {
    if let Some(value) = values.single() {
        return kinds::convert(value, want).map_or_else(|_| Values::none(), |value| Values::one(&value));
    }
    match (&want.kind, &values.there) {
        (Kind::Number, There::Scalars(Scalar::Int, ranges)) => Values {
            missing: values.missing && want.optional,
            there: Values::scalars(Scalar::Number, widened(ranges)).there,
        },
        (Kind::List(_) | Kind::Object(_), There::Lists(_) | There::Fixed(_) | There::Objects(_)) => {
            Values::of_type(want)
        }
        _ => values.meet(&Values::of_type(want)),
    }
}

fn length(values: &Values) -> Values {
    let (least, most) = match &values.there {
        There::Texts(texts) => texts.length(),
        There::Lists(lists) => (lists.least, lists.most),
        There::Fixed(some) => {
            let counts = || {
                some.iter()
                    .filter_map(|value| if let Value::List(items) = value { Some(items.len() as i64) } else { None })
            };
            (counts().min().unwrap_or(0), counts().max())
        }
        There::Any => (0, None),
        _ => return Values::none(),
    };
    Values::scalars(Scalar::Int, Ranges::span(least, most.unwrap_or(i64::MAX)))
}

fn picked(greater: bool, a: &Values, b: &Values) -> Values {
    let (There::Scalars(one, some), There::Scalars(other, others)) = (&a.there, &b.there) else {
        let none = a.there == There::Nothing || b.there == There::Nothing;
        return if none { Values::none() } else { Values::any().present() };
    };
    let of = |kind: Scalar, some: &Ranges, others: &Ranges| {
        let (Some(a), Some(b)) = (some.ends(), others.ends()) else { return Values::none() };
        let both = some.join(others);
        let (least, most) = if greater { (a.0.max(b.0), a.1.max(b.1)) } else { (a.0.min(b.0), a.1.min(b.1)) };
        Values::scalars(kind, both.meet(&Ranges::span(least, most)))
    };
    if one == other {
        return of(*one, some, others);
    }
    match kind_of(BinaryOp::Add, *one, *other) {
        Some(Scalar::Number) => of(Scalar::Number, &numeric(a), &numeric(b)),
        _ => Values::none(),
    }
}

fn absolute(values: &Values) -> Values {
    let There::Scalars(kind, places) = &values.there else {
        return if values.there == There::Any { Values::any().present() } else { Values::none() };
    };
    let above = places.meet(&Ranges::span(0, i64::MAX));
    let below = places.meet(&Ranges::span(i64::MIN + 1, -1));
    Values::scalars(*kind, above.join(&below.mapped(|least, most| Ranges::span(-most, -least))))
}

/// The ints that numbers are cut or rounded to.
fn whole(name: &str, values: &Values) -> Values {
    match &values.there {
        There::Scalars(Scalar::Int, _) => values.clone().present(),
        There::Scalars(Scalar::Number, places) => {
            let Some((least, most)) = places.ends() else { return Values::none() };
            let to = match name {
                "round" => f64::round,
                "floor" => f64::floor,
                _ => f64::ceil,
            };
            // What is beyond 64 bits is no result; the cast stops at the ends.
            let (least, most) = (to(floats::number(least)), to(floats::number(most)));
            Values::scalars(Scalar::Int, Ranges::span(least as i64, most as i64))
        }
        There::Any => Values::scalars(Scalar::Int, Ranges::all()),
        _ => Values::none(),
    }
}

/// What a function of the language gives whatever it is asked.
fn declared(sorts: impl Iterator<Item = Sort>) -> Values {
    sorts.fold(Values::none(), |all, sort| {
        all.join(&match sort {
            Sort::Bool => Values::bools(),
            Sort::Int => Values::of_shape(&Shape::of(Of::Int)),
            Sort::Text => Values::texts(),
            Sort::Weekday => Values::of_texts(Texts::of(DAYS.map(Into::into))),
            Sort::Timestamp => Values::instants(),
            Sort::Duration => Values::of_shape(&Shape::of(Of::Duration)),
            Sort::Number => Values::of_shape(&Shape::of(Of::Number)),
            _ => Values::any(),
        })
    })
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
