//! What the functions of the language give, given what their arguments can be.

use crate::expr::builtin::{Sort, Surroundings};
use crate::expr::inputs::Complaints;
use crate::expr::solve::floats;
use crate::expr::solve::forward::{Doms, int, kind_of, numeric, unit};
use crate::expr::solve::intervals::int_results;
use crate::expr::solve::members::{inside, tested_both};
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::terms::{Known, Term};
use crate::expr::solve::texts::{Test, Texts};
use crate::expr::solve::values::{Scalar, There, Values};
use crate::expr::tree::BinaryOp;
use crate::terms::shape::{Of, Shape};
use crate::terms::value::Value;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Doms<'_> {
    /// What a call can come to.
    pub(crate) fn call(&self, Known(builtin): Known, term: &Term<'_>) -> Values {
        let args: Option<Vec<Value>> = term.args.iter().map(|id| self.of(*id).single()).collect();
        if let Some(args) = args {
            let complaints = Complaints::default();
            let surroundings = Surroundings { default_tz: self.default_tz, complaints: &complaints };
            return (builtin.run)(surroundings, &args).map_or_else(|_| Values::none(), |value| Values::one(&value));
        }
        let arg = |place: usize| self.of(term.args[place]);
        match builtin.name {
            "has" => Values::either(arg(0).missing, arg(0).there != There::Nothing),
            "days" | "hours" | "minutes" | "seconds" => {
                let unit = Ranges::one(unit(builtin.name));
                Values::scalars(Scalar::Duration, int_results(BinaryOp::Mul, &int(arg(0)), &unit))
            }
            "len" => length(arg(0)),
            "contains" => {
                let (no, yes) = inside(arg(1), arg(0));
                Values::either(no, yes)
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

fn tested(test: Test, whole: &Values, part: &Values) -> Values {
    let (no, yes) = tested_both(test, whole, part);
    Values::either(no, yes)
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
