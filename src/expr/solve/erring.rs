//! Whether a part can be an error, given what its arguments can be.

use crate::expr::solve::comparing::is_fitting;
use crate::expr::solve::floats::widened;
use crate::expr::solve::forward::{kind_of, numeric, unit};
use crate::expr::solve::intervals::{int_is_safe, number_is_safe};
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::state::State;
use crate::expr::solve::terms::{Id, Op, Strict, Terms};
use crate::expr::solve::values::{Scalar, There, Values};
use crate::expr::tree::BinaryOp;
use crate::terms::types::Kind;

/// Whether evaluating `id` may end in an error, in so many looks at parts; it may where there are too few. Work without
/// end is left out of account: no condition of a journey does a million things.
pub(crate) fn may_err(terms: &Terms<'_>, state: &State, id: Id, looks: &mut u32) -> bool {
    if state.needed[id as usize] {
        return false;
    }
    if *looks == 0 {
        return true;
    }
    *looks -= 1;
    let args = &terms.get(id).args;
    args.iter().any(|arg| may_err(terms, state, *arg, looks)) || own(terms, &state.doms, id)
}

/// Whether the part itself may be an error though its arguments have values.
fn own(terms: &Terms<'_>, doms: &[Values], id: Id) -> bool {
    let term = terms.get(id);
    let arg = |place: usize| &doms[term.args[place] as usize];
    let bools = |values: &Values| !values.missing && matches!(values.there, There::Bools(..));
    match &term.op {
        Op::Int(_) | Op::Number(_) | Op::Text(_) | Op::Constant(_) | Op::Read(..) | Op::Coalesce | Op::After => false,
        Op::Not | Op::And | Op::Or => !term.args.iter().all(|id| bools(&doms[*id as usize])),
        Op::If => !bools(arg(0)),
        Op::Compare(op, strict) if op.is_equality() => !(is_fitting(*strict, arg(0)) && is_fitting(*strict, arg(1))),
        Op::Compare(_, strict) => !ordered(*strict, arg(0), arg(1)),
        Op::Ints(op) => match (ints(arg(0)), ints(arg(1))) {
            (Some(a), Some(b)) => !int_is_safe(*op, a, b),
            _ => true,
        },
        Op::Numbers(op) => {
            let both = is_fitting(Strict::Numbers, arg(0)) && is_fitting(Strict::Numbers, arg(1));
            !(both && number_is_safe(*op, &numeric(arg(0)), &numeric(arg(1))))
        }
        Op::Binary(op) => !is_safe(*op, arg(0), arg(1)),
        Op::Negate => match &arg(0).there {
            There::Scalars(Scalar::Number, _) => arg(0).missing,
            There::Scalars(Scalar::Int | Scalar::Duration, places) => arg(0).missing || places.contains(i64::MIN),
            _ => true,
        },
        Op::Signed => {
            arg(0).missing
                || !matches!(arg(0).there, There::Scalars(Scalar::Int | Scalar::Number | Scalar::Duration, _))
        }
        Op::In(_) => arg(1).missing || !holds_items(arg(0), arg(1)),
        Op::InRange(..) => !(0..3).all(|place| ints(arg(place)).is_some()),
        Op::Widen => ints(arg(0)).is_none(),
        Op::Convert(want) => {
            let values = arg(0);
            let same = matches!(
                (&want.kind, &values.there),
                (Kind::Any, _)
                    | (_, There::Nothing)
                    | (Kind::Bool, There::Bools(..))
                    | (Kind::Int, There::Scalars(Scalar::Int, _))
                    | (Kind::Number, There::Scalars(Scalar::Int | Scalar::Number, _))
                    | (Kind::String, There::Texts(_))
                    | (Kind::Timestamp, There::Scalars(Scalar::Timestamp, _))
                    | (Kind::Duration, There::Scalars(Scalar::Duration, _))
            );
            !(same && (!values.missing || want.optional || matches!(want.kind, Kind::Any | Kind::Null)))
        }
        Op::Call(known) => call(known.0.name, &term.args, doms),
        Op::List | Op::Template | Op::Function(_) | Op::Opaque(_) => true,
    }
}

fn ints(values: &Values) -> Option<&Ranges> {
    match &values.there {
        There::Scalars(Scalar::Int, ranges) if !values.missing => Some(ranges),
        _ => None,
    }
}

fn ordered(strict: Strict, a: &Values, b: &Values) -> bool {
    let fit = is_fitting(strict, a) && is_fitting(strict, b) && !a.missing && !b.missing;
    fit && match (&a.there, &b.there) {
        (There::Scalars(a, _), There::Scalars(b, _)) => {
            a == b || matches!((a, b), (Scalar::Int | Scalar::Number, Scalar::Int | Scalar::Number))
        }
        (There::Texts(_), There::Texts(_)) => true,
        _ => false,
    }
}

fn is_safe(op: BinaryOp, a: &Values, b: &Values) -> bool {
    let (There::Scalars(one, some), There::Scalars(other, others)) = (&a.there, &b.there) else { return false };
    if a.missing || b.missing {
        return false;
    }
    match kind_of(op, *one, *other) {
        Some(Scalar::Number) => number_is_safe(op, &numeric(a), &numeric(b)),
        Some(_) => int_is_safe(op, some, others),
        None => false,
    }
}

/// Whether asking for `item` in `whole` is no error.
fn holds_items(item: &Values, whole: &Values) -> bool {
    match &whole.there {
        There::Lists(_) => true,
        There::Fixed(wholes) => wholes.iter().all(|whole| matches!(whole, crate::terms::value::Value::List(_))),
        There::Texts(_) => !item.missing && matches!(item.there, There::Texts(_)),
        _ => false,
    }
}

fn call(name: &str, args: &[Id], doms: &[Values]) -> bool {
    let arg = |place: usize| &doms[args[place] as usize];
    let text = |values: &Values| !values.missing && matches!(values.there, There::Texts(_));
    match name {
        "has" => false,
        "days" | "hours" | "minutes" | "seconds" => match ints(arg(0)) {
            Some(count) => !int_is_safe(BinaryOp::Mul, count, &Ranges::one(unit(name))),
            None => true,
        },
        "len" => arg(0).missing || !holds_items(&Values::texts(), arg(0)),
        "contains" => arg(0).missing || !holds_items(arg(1), arg(0)),
        "starts_with" | "ends_with" => !(text(arg(0)) && text(arg(1))),
        "hash" | "trim" => !text(arg(0)),
        "bucket" => !(text(arg(0)) && ints(arg(1)).and_then(Ranges::ends).is_some_and(|ends| ends.0 > 0)),
        "min" | "max" => {
            let scalar = |values: &Values| matches!(values.there, There::Scalars(..));
            !(scalar(arg(0)) && scalar(arg(1)) && ordered(Strict::Any, arg(0), arg(1)))
        }
        "abs" => match &arg(0).there {
            There::Scalars(Scalar::Number, _) => arg(0).missing,
            There::Scalars(Scalar::Int | Scalar::Duration, places) => arg(0).missing || places.contains(i64::MIN),
            _ => true,
        },
        "timestamp" => ints(arg(0)).is_none(),
        "round" | "floor" | "ceil" => match &arg(0).there {
            There::Scalars(Scalar::Int, _) => arg(0).missing,
            There::Scalars(Scalar::Number, places) => {
                let inside = widened(&Ranges::span(i64::MIN, i64::MAX - 1_024));
                arg(0).missing || places.meet(&inside) != *places
            }
            _ => true,
        },
        _ => true,
    }
}
