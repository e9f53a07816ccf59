//! What the result of a part says of its arguments, where it must have one.

use crate::expr::arithmetic::equal;
use crate::expr::solve::comparing::compared;
use crate::expr::solve::floats::narrowed;
use crate::expr::solve::forward::{int, kind_of, numeric, truths, unit};
use crate::expr::solve::intervals::{int_operands, number_operands};
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::state::{Clash, Ground, State};
use crate::expr::solve::terms::{Id, Op, Strict};
use crate::expr::solve::texts::{Test, Texts};
use crate::expr::solve::values::{Scalar, There, Values};
use crate::expr::tree::BinaryOp;
use crate::terms::types::Kind;
use crate::terms::value::Value;

impl State {
    /// Narrows the arguments of `id`, which must have a value.
    pub(crate) fn narrow(&mut self, ground: &Ground<'_, '_>, id: Id) -> Result<(), Clash> {
        let term = ground.terms.get(id);
        match &term.op {
            Op::Not => self.narrow_not(ground, id),
            Op::And | Op::Or => self.narrow_joined(ground, id, matches!(term.op, Op::And)),
            Op::If => self.narrow_if(ground, id),
            Op::Coalesce => self.narrow_coalesce(ground, id),
            Op::Opaque(_) => Ok(()),
            Op::After => {
                self.need_all(ground, id)?;
                let Some(&last) = term.args.last() else { return Ok(()) };
                let values = self.dom(id).clone();
                self.restrict(ground, last, &values)
            }
            _ => {
                self.need_all(ground, id)?;
                self.narrow_strict(ground, id)
            }
        }
    }

    fn need_all(&mut self, ground: &Ground<'_, '_>, id: Id) -> Result<(), Clash> {
        ground.terms.get(id).args.iter().try_for_each(|arg| self.need(*arg))
    }

    /// A part all of whose arguments have values.
    fn narrow_strict(&mut self, ground: &Ground<'_, '_>, id: Id) -> Result<(), Clash> {
        let term = ground.terms.get(id);
        match &term.op {
            Op::Compare(op, strict) => {
                let Some(answer) = answer(self.dom(id)) else { return Ok(()) };
                let (a, b) = (term.args[0], term.args[1]);
                let (left, right) = compared(*op, *strict, answer, self.dom(a), self.dom(b));
                self.restrict(ground, a, &left)?;
                self.restrict(ground, b, &right)
            }
            Op::Ints(_) | Op::Numbers(_) | Op::Binary(_) => self.narrow_arithmetic(ground, id),
            Op::Negate => self.narrow_negate(ground, id),
            Op::In(not) => match answer(self.dom(id)) {
                Some(answer) => self.narrow_inside(ground, term.args[0], term.args[1], answer != *not),
                None => Ok(()),
            },
            Op::InRange(not, inclusive) => match answer(self.dom(id)) {
                Some(answer) => self.narrow_range(ground, &term.args, answer != *not, *inclusive),
                None => Ok(()),
            },
            Op::Widen => {
                let ints = narrowed(&numeric(self.dom(id)));
                self.restrict(ground, term.args[0], &Values::scalars(Scalar::Int, ints))
            }
            Op::Convert(want) => self.narrow_converted(ground, id, &want.kind),
            Op::Call(known) => self.narrow_call(ground, id, known.0.name),
            _ => Ok(()),
        }
    }

    fn narrow_not(&mut self, ground: &Ground<'_, '_>, id: Id) -> Result<(), Clash> {
        let (no, yes) = truths(self.dom(id));
        let values = Values::there(There::Bools(yes, no));
        self.require(ground, ground.terms.arg(id, 0), &values)
    }

    /// `&&` that is true, `||` that is false, and what has only one part left to be otherwise.
    fn narrow_joined(&mut self, ground: &Ground<'_, '_>, id: Id, and: bool) -> Result<(), Clash> {
        let args = &ground.terms.get(id).args;
        if let Some(&first) = args.first() {
            self.need(first)?;
        }
        if answer(self.dom(id)) == Some(and) {
            return args.iter().try_for_each(|arg| self.require(ground, *arg, &Values::truth(and)));
        }
        Ok(())
    }

    fn narrow_if(&mut self, ground: &Ground<'_, '_>, id: Id) -> Result<(), Clash> {
        let [condition, then, other] = ground.terms.get(id).args[..] else { return Ok(()) };
        self.require(ground, condition, &Values::bools())?;
        let values = self.dom(id).clone();
        if answer(self.dom(condition)).is_none() {
            let may = (!self.dom(other).meet(&values).is_empty(), !self.dom(then).meet(&values).is_empty());
            match may {
                (false, false) => return Err(Clash),
                (true, true) => return Ok(()),
                (_, then) => self.restrict(ground, condition, &Values::truth(then))?,
            }
        }
        match answer(self.dom(condition)) {
            Some(true) => self.require(ground, then, &values),
            Some(false) => self.require(ground, other, &values),
            None => Ok(()),
        }
    }

    fn narrow_coalesce(&mut self, ground: &Ground<'_, '_>, id: Id) -> Result<(), Clash> {
        let args = &ground.terms.get(id).args;
        let values = self.dom(id).clone();
        for (place, &arg) in args.iter().enumerate() {
            self.need(arg)?;
            let last = place + 1 == args.len();
            if last {
                return self.restrict(ground, arg, &values);
            }
            if !self.dom(arg).missing {
                return self.restrict(ground, arg, &values);
            }
            // Where it is there, it is the value of the whole.
            let there = self.dom(arg).meet(&values).there;
            self.restrict(ground, arg, &Values { missing: true, there })?;
            let rest = args[place + 1..].iter().any(|arg| !self.dom(*arg).meet(&values).is_empty());
            if !rest {
                return self.restrict(ground, arg, &values.clone().present());
            }
            if self.dom(arg).there != There::Nothing {
                return Ok(());
            }
        }
        Ok(())
    }

    fn narrow_arithmetic(&mut self, ground: &Ground<'_, '_>, id: Id) -> Result<(), Clash> {
        let term = ground.terms.get(id);
        let (Op::Ints(op) | Op::Numbers(op) | Op::Binary(op)) = term.op else { return Ok(()) };
        let (a, b) = (term.args[0], term.args[1]);
        if matches!(term.op, Op::Numbers(_)) {
            return self.narrow_numbers(ground, id, op);
        }
        let kinds = match (&self.dom(a).there, &self.dom(b).there) {
            (There::Scalars(one, _), There::Scalars(other, _)) => Some((*one, *other)),
            _ if matches!(term.op, Op::Ints(_)) => Some((Scalar::Int, Scalar::Int)),
            _ => None,
        };
        let Some((one, other)) = kinds else { return Ok(()) };
        if kind_of(op, one, other) == Some(Scalar::Number) {
            return self.narrow_numbers(ground, id, op);
        }
        let places = |id: Id| places(self.dom(id));
        let (left, right) = int_operands(op, &places(id), &places(a), &places(b));
        self.restrict(ground, a, &Values::scalars(one, left))?;
        self.restrict(ground, b, &Values::scalars(other, right))
    }

    fn narrow_numbers(&mut self, ground: &Ground<'_, '_>, id: Id, op: BinaryOp) -> Result<(), Clash> {
        let (a, b) = (ground.terms.arg(id, 0), ground.terms.arg(id, 1));
        let of = |id: Id| numeric(self.dom(id));
        let (left, right) = number_operands(op, &of(id), &of(a), &of(b));
        for (arg, places) in [(a, left), (b, right)] {
            let values = match &self.dom(arg).there {
                There::Scalars(Scalar::Int, _) => Values::scalars(Scalar::Int, narrowed(&places)),
                There::Scalars(Scalar::Number, _) => Values::scalars(Scalar::Number, places),
                _ => continue,
            };
            self.restrict(ground, arg, &values)?;
        }
        Ok(())
    }

    fn narrow_negate(&mut self, ground: &Ground<'_, '_>, id: Id) -> Result<(), Clash> {
        let There::Scalars(kind, places) = &self.dom(id).there else { return Ok(()) };
        let back = places.mapped(|least, most| Ranges::clipped(-i128::from(most), -i128::from(least)));
        let values = Values::scalars(*kind, back);
        self.restrict(ground, ground.terms.arg(id, 0), &values)
    }

    fn narrow_inside(&mut self, ground: &Ground<'_, '_>, item: Id, whole: Id, inside: bool) -> Result<(), Clash> {
        if let There::Texts(_) = self.dom(whole).there {
            return self.narrow_tested(ground, whole, item, Test::Contains, inside);
        }
        if let Some(wanted) = self.dom(item).single()
            && let There::Lists(lists) = &self.dom(whole).there
        {
            let values = Values::of_lists(lists.with(&wanted, inside));
            return self.restrict(ground, whole, &values);
        }
        match (&self.dom(whole).there, inside) {
            (There::Lists(lists), true) => {
                let longer = Values::of_lists(lists.of_length(1, None));
                self.restrict(ground, whole, &longer)?;
            }
            (There::Fixed(wholes), true) => {
                let items = wholes.iter().flat_map(|whole| match whole {
                    Value::List(items) => items.as_slice(),
                    _ => &[],
                });
                if let Some(values) = equals_of(self.dom(item), items) {
                    self.restrict(ground, item, &values)?;
                }
            }
            (There::Fixed(wholes), false) => {
                if let [Value::List(items)] = wholes.as_ref() {
                    let rest = items.iter().fold(self.dom(item).clone(), |rest, one| {
                        compared(BinaryOp::Ne, Strict::Any, true, &rest, &Values::one(one)).0
                    });
                    self.restrict(ground, item, &rest)?;
                }
            }
            _ => {}
        }
        if matches!(ground.terms.get(whole).op, Op::List) && inside {
            return self.narrow_listed(ground, item, whole);
        }
        Ok(())
    }

    /// An item of a written list is one of what is written.
    fn narrow_listed(&mut self, ground: &Ground<'_, '_>, item: Id, whole: Id) -> Result<(), Clash> {
        let all = ground.terms.get(whole).args.iter().fold(Values::none(), |all, one| all.join(self.dom(*one)));
        let alike = match (&all.there, &self.dom(item).there) {
            (There::Scalars(a, _), There::Scalars(b, _)) => a == b,
            (There::Texts(_), There::Texts(_)) | (There::Bools(..), There::Bools(..)) => true,
            _ => false,
        };
        if alike { self.restrict(ground, item, &all) } else { Ok(()) }
    }

    fn narrow_range(
        &mut self,
        ground: &Ground<'_, '_>,
        args: &[Id],
        inside: bool,
        inclusive: bool,
    ) -> Result<(), Clash> {
        let &[item, from, to] = args else { return Ok(()) };
        for arg in [item, from, to] {
            self.restrict(ground, arg, &Values::scalars(Scalar::Int, Ranges::all()))?;
        }
        let ends = |id: Id| int(self.dom(id)).ends();
        let (Some(first), Some(last)) = (ends(from), ends(to)) else { return Err(Clash) };
        let apart = i64::from(!inclusive);
        let Some(most) = last.1.checked_sub(apart) else { return if inside { Err(Clash) } else { Ok(()) } };
        if inside {
            return self.restrict(ground, item, &Values::scalars(Scalar::Int, Ranges::span(first.0, most)));
        }
        if first.0 == first.1 && last.0 == last.1 {
            let below = first.0.checked_sub(1).map_or_else(Ranges::none, |end| Ranges::span(i64::MIN, end));
            let above = most.checked_add(1).map_or_else(Ranges::none, |end| Ranges::span(end.max(first.0), i64::MAX));
            return self.restrict(ground, item, &Values::scalars(Scalar::Int, below.join(&above)));
        }
        Ok(())
    }

    fn narrow_converted(&mut self, ground: &Ground<'_, '_>, id: Id, want: &Kind) -> Result<(), Clash> {
        let arg = ground.terms.arg(id, 0);
        let values = match (want, &self.dom(arg).there) {
            (Kind::Number, There::Scalars(Scalar::Int, _)) => Values {
                missing: self.dom(id).missing,
                there: Values::scalars(Scalar::Int, narrowed(&numeric(self.dom(id)))).there,
            },
            (Kind::Number, There::Any) | (Kind::List(_) | Kind::Object(_), _) => return Ok(()),
            _ => self.dom(id).clone(),
        };
        self.restrict(ground, arg, &values)
    }

    fn narrow_call(&mut self, ground: &Ground<'_, '_>, id: Id, name: &str) -> Result<(), Clash> {
        let term = ground.terms.get(id);
        let arg = |place: usize| term.args[place];
        let told = answer(self.dom(id));
        match (name, told) {
            ("has", Some(true)) => self.restrict(ground, arg(0), &Values::any().present()),
            ("has", Some(false)) => self.restrict(ground, arg(0), &Values::none().or_missing()),
            ("contains", Some(inside)) => self.narrow_inside(ground, arg(1), arg(0), inside),
            ("starts_with", Some(answer)) => self.narrow_tested(ground, arg(0), arg(1), Test::StartsWith, answer),
            ("ends_with", Some(answer)) => self.narrow_tested(ground, arg(0), arg(1), Test::EndsWith, answer),
            ("days" | "hours" | "minutes" | "seconds", _) => {
                let unit = Ranges::one(unit(name));
                let (count, _) = int_operands(BinaryOp::Mul, &places(self.dom(id)), &places(self.dom(arg(0))), &unit);
                self.restrict(ground, arg(0), &Values::scalars(Scalar::Int, count))
            }
            ("len", _) => self.narrow_length(ground, id, arg(0)),
            ("abs", _) => {
                let There::Scalars(kind, places) = &self.dom(id).there else { return Ok(()) };
                let below = places.mapped(|least, most| Ranges::clipped(-i128::from(most), -i128::from(least)));
                let values = Values::scalars(*kind, places.join(&below));
                self.restrict(ground, arg(0), &values)
            }
            ("min" | "max", _) => self.narrow_picked(ground, id, name == "max"),
            _ => Ok(()),
        }
    }

    fn narrow_tested(
        &mut self,
        ground: &Ground<'_, '_>,
        text: Id,
        part: Id,
        test: Test,
        answer: bool,
    ) -> Result<(), Clash> {
        if let There::Texts(Texts::One(part)) = &self.dom(part).there
            && let There::Texts(texts) = &self.dom(text).there
        {
            let values = Values::of_texts(texts.tested(test, part, answer));
            return self.restrict(ground, text, &values);
        }
        Ok(())
    }

    fn narrow_length(&mut self, ground: &Ground<'_, '_>, id: Id, whole: Id) -> Result<(), Clash> {
        let Some((least, most)) = int(self.dom(id)).ends() else { return Err(Clash) };
        let most = (most < i64::MAX).then_some(most);
        let values = match &self.dom(whole).there {
            There::Texts(texts) => Values::of_texts(texts.of_length(least, most)),
            There::Lists(lists) => Values::of_lists(lists.of_length(least, most)),
            There::Fixed(some) => {
                let count = |value: &&Value| matches!(value, Value::List(items) if int(self.dom(id)).contains(items.len() as i64));
                let left: std::sync::Arc<[Value]> = some.iter().filter(count).cloned().collect();
                if left.is_empty() { Values::none() } else { Values::there(There::Fixed(left)) }
            }
            _ => return Ok(()),
        };
        self.restrict(ground, whole, &values)
    }

    /// What the greater (or the smaller) of two is, neither of them is beyond.
    fn narrow_picked(&mut self, ground: &Ground<'_, '_>, id: Id, greater: bool) -> Result<(), Clash> {
        let (a, b) = (ground.terms.arg(id, 0), ground.terms.arg(id, 1));
        let (There::Scalars(kind, found), There::Scalars(one, first), There::Scalars(other, second)) =
            (&self.dom(id).there, &self.dom(a).there, &self.dom(b).there)
        else {
            return Ok(());
        };
        if kind != one || kind != other {
            return Ok(());
        }
        let Some(ends) = found.ends() else { return Err(Clash) };
        let bound = if greater { Ranges::span(i64::MIN, ends.1) } else { Ranges::span(ends.0, i64::MAX) };
        let kind = *kind;
        let only = |own: &Ranges, against: &Ranges| {
            let own = own.meet(&bound);
            // Where the other is never picked, this one is.
            if against.meet(found).is_empty() { own.meet(found) } else { own }
        };
        let (left, right) = (only(first, second), only(second, first));
        self.restrict(ground, a, &Values::scalars(kind, left))?;
        self.restrict(ground, b, &Values::scalars(kind, right))
    }
}

/// `true` or `false`, where it can be only one.
pub(crate) fn answer(values: &Values) -> Option<bool> {
    match truths(values) {
        (no, yes) if no != yes => Some(yes),
        _ => None,
    }
}

fn places(values: &Values) -> Ranges {
    match &values.there {
        There::Scalars(_, places) => places.clone(),
        There::Any => Ranges::all(),
        _ => Ranges::none(),
    }
}

/// The part of `item` that may be equal to one of `items`; absent where that cannot be told.
fn equals_of<'v>(item: &Values, items: impl Iterator<Item = &'v Value>) -> Option<Values> {
    let mut all = Values::none();
    for one in items {
        match (&item.there, one) {
            (_, Value::Unit) => all = all.or_missing(),
            (There::Scalars(kind, _), one) => {
                if let Some((its, place)) = Scalar::of(one) {
                    let places = match (kind, its) {
                        (Scalar::Int, Scalar::Number) => narrowed(&Ranges::one(place)),
                        (Scalar::Number, Scalar::Int) => numeric(&Values::one(one)),
                        _ if *kind == its => Ranges::one(place),
                        _ => continue,
                    };
                    all = all.join(&Values::scalars(*kind, places));
                }
            }
            (There::Texts(_) | There::Bools(..), Value::Str(_) | Value::Bool(_)) => all = all.join(&Values::one(one)),
            (There::Texts(_) | There::Bools(..), _) => {}
            (There::Fixed(some), one) => {
                let like: Vec<&Value> = some.iter().filter(|value| equal(value, one)).collect();
                all = all.join(&Values::some(like));
            }
            _ => return None,
        }
    }
    Some(all)
}
