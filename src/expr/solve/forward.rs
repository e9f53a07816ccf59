//! What a part can come to, given what its arguments can be. What has no value counts nothing here.

use crate::expr::arithmetic::{display, equal, signed, values};
use crate::expr::kinds;
use crate::expr::solve::comparing::answers;
use crate::expr::solve::floats::{self, widened};
use crate::expr::solve::intervals::{int_results, number_results};
use crate::expr::solve::members::inside;
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::terms::{Id, Op, Term};
use crate::expr::solve::texts::Texts;
use crate::expr::solve::values::{Lists, Scalar, There, Values};
use crate::expr::tree::BinaryOp;
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// What the parts before a part can be.
#[derive(Clone, Copy)]
pub(crate) struct Doms<'d> {
    pub(crate) doms: &'d [Values],
    pub(crate) default_tz: &'d str,
}

impl Doms<'_> {
    pub(crate) fn of(&self, id: Id) -> &Values {
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
                Values::either(yes, no)
            }
            Op::And => {
                let all = || term.args.iter().map(|id| truths(self.of(*id)));
                Values::either(all().any(|may| may.0), all().all(|may| may.1))
            }
            Op::Or => {
                let all = || term.args.iter().map(|id| truths(self.of(*id)));
                Values::either(all().all(|may| may.0), all().any(|may| may.1))
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
                Values::either(no, yes)
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
        if not { Values::either(yes, no) } else { Values::either(no, yes) }
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
            if display(&value, &mut text).is_err() {
                return Values::none();
            }
        }
        Values::one(&Value::Str(text.into()))
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
        (BinaryOp::Add | BinaryOp::Sub, S::Timestamp, S::Duration) | (BinaryOp::Add, S::Duration, S::Timestamp) => {
            S::Timestamp
        }
        (BinaryOp::Sub, S::Timestamp, S::Timestamp)
        | (BinaryOp::Add | BinaryOp::Sub | BinaryOp::Rem, S::Duration, S::Duration)
        | (BinaryOp::Mul | BinaryOp::Div, S::Duration, S::Int)
        | (BinaryOp::Mul, S::Int, S::Duration) => S::Duration,
        (BinaryOp::Div, S::Duration, S::Duration) | (_, S::Int, S::Int) => S::Int,
        (_, S::Int | S::Number, S::Int | S::Number) => S::Number,
        _ => return None,
    })
}

/// The milliseconds that `days` and the like count.
pub(crate) fn unit(name: &str) -> i64 {
    use crate::terms::time::{DAY, HOUR, MINUTE, SECOND};
    match name {
        "days" => DAY,
        "hours" => HOUR,
        "minutes" => MINUTE,
        _ => SECOND,
    }
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

fn in_range(not: bool, inclusive: bool, item: &Ranges, from: &Ranges, to: &Ranges) -> Values {
    let (Some(item), Some(from), Some(to)) = (item.ends(), from.ends(), to.ends()) else { return Values::none() };
    let below = |value: i64, end: i64| if inclusive { value <= end } else { value < end };
    let within = item.1 >= from.0 && below(item.0.max(from.0), to.1);
    let out = item.0 < from.1 || !below(item.1, to.0);
    if not { Values::either(within, out) } else { Values::either(out, within) }
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
