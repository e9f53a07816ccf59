//! Values for everything that is read: the friendliest of each, then one after the other; the engine has the last word.

use smol_str::SmolStr;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::friendly::{Candidates, MONDAY};
use crate::expr::solve::instants::{fits, instants, is_zone};
use crate::expr::solve::narrow::answer;
use crate::expr::solve::state::{Ground, State};
use crate::expr::solve::terms::{Id, Op};
use crate::expr::solve::values::{Scalar, There, Values};
use crate::expr::solve::witness::{Comes, Outcome, Witness};
use crate::expr::solve::world::Thing;
use crate::expr::term::Condition;
use crate::expr::tree::BinaryOp;
use crate::terms::value::Value;

/// At most so many of the values that conditions name are tried of one thing.
const NAMED: usize = 8;

/// Functions of which a result does not say what they were given.
const BLIND: [&str; 12] = [
    "hash",
    "lower",
    "upper",
    "trim",
    "bucket",
    "without",
    "date",
    "hour",
    "weekday",
    "next_time",
    "start_of_day",
    "add_workdays",
];

/// What is read, and what must come of it.
pub(crate) struct Trying<'s, 'a> {
    pub(crate) holds: &'s [&'a Condition],
    pub(crate) fails: &'s [&'a Condition],
    /// Whether an error counts as failing.
    pub(crate) errors: bool,
    pub(crate) comes: &'s [Comes<'a>],
    pub(crate) reads: Vec<(Id, Thing, &'a [SmolStr])>,
}

impl<'a> Trying<'_, 'a> {
    /// The world in which everything has its friendliest value, if that is one in which all is as it must be.
    pub(crate) fn friendliest(&self, ground: &Ground<'_, 'a>, state: &State, budget: &mut Budget) -> Option<Witness> {
        let values = self.reads.iter().map(|(id, thing, _)| friendliest(ground, (*id, *thing), state.dom(*id)));
        let mut values: Vec<Value> = values.collect::<Option<_>>()?;
        self.keep_apart(ground, state, &mut values);
        match self.replay(ground, values, budget) {
            Replayed::Right(witness) => Some(*witness),
            Replayed::Erring | Replayed::Wrong => None,
        }
    }

    /// Gives things that must differ other values than each other: the friendliest of two texts is the same.
    fn keep_apart(&self, ground: &Ground<'_, 'a>, state: &State, values: &mut [Value]) {
        let place = |id: Id| self.reads.iter().position(|read| read.0 == id);
        for (id, term) in ground.terms.all.iter().enumerate() {
            let differ = match term.op {
                Op::Compare(BinaryOp::Ne, _) => answer(state.dom(id as Id)) == Some(true),
                Op::Compare(BinaryOp::Eq, _) => answer(state.dom(id as Id)) == Some(false),
                _ => false,
            };
            let (true, &[one, other]) = (differ, term.args.as_slice()) else { continue };
            let (Some(first), Some(second)) = (place(one), place(other)) else { continue };
            if values[first] == values[second] {
                let mut others = candidates(ground, (other, self.reads[second].1), state.dom(other)).into_iter();
                values[second] = others.find(|value| *value != values[first]).unwrap_or_default();
            }
        }
    }

    /// Tries values of one thing after the other; what each says of the others is known before they are tried.
    pub(crate) fn one_by_one(&self, ground: &Ground<'_, 'a>, state: &State, budget: &mut Budget) -> Outcome {
        let order = order(ground, &self.reads);
        self.deeper(ground, state, &order, budget)
    }

    fn deeper(&self, ground: &Ground<'_, 'a>, state: &State, order: &[(Id, Thing)], budget: &mut Budget) -> Outcome {
        let Some((&(id, thing), rest)) = order.split_first() else {
            let values: Option<Vec<Value>> = self.reads.iter().map(|read| state.dom(read.0).single()).collect();
            let exact = values.is_some();
            return match values.map_or(Replayed::Wrong, |values| self.replay(ground, values, budget)) {
                Replayed::Right(witness) => Outcome::Yes(witness),
                // Every value was the only one, and together they were refused by the engine itself.
                Replayed::Wrong if exact && !budget.is_out() && ground.terms.inside.is_empty() => Outcome::No,
                Replayed::Erring | Replayed::Wrong => Outcome::Unknown,
            };
        };
        let values = state.dom(id);
        let candidates = candidates(ground, (id, thing), values);
        let mut unknown = values.count().is_none_or(|count| count > candidates.len());
        let usual = candidates.len();
        for (place, value) in candidates.into_iter().chain(instants(ground, state, id)).enumerate() {
            if !budget.take(1) {
                return Outcome::Unknown;
            }
            if place >= usual && !fits(ground, state, id, &value) {
                continue;
            }
            if !budget.take(state.doms.len() as u32 / 8) {
                return Outcome::Unknown;
            }
            let mut state = state.clone();
            if state.restrict(ground, id, &Values::one(&value)).is_err() {
                continue;
            }
            match state.propagate(ground, budget) {
                None => return Outcome::Unknown,
                Some(Err(_)) => continue,
                Some(Ok(())) => {}
            }
            match self.deeper(ground, &state, rest, budget) {
                Outcome::Yes(witness) => return Outcome::Yes(witness),
                Outcome::No => {}
                Outcome::Unknown => unknown = true,
            }
        }
        if unknown { Outcome::Unknown } else { Outcome::No }
    }

    /// What the engine finds in the world of these values.
    fn replay(&self, ground: &Ground<'_, 'a>, values: Vec<Value>, budget: &mut Budget) -> Replayed {
        if !budget.take(1 + self.reads.len() as u32) {
            return Replayed::Wrong;
        }
        let reads: Vec<(Thing, &[SmolStr], Value)> =
            self.reads.iter().zip(values).map(|((_, thing, path), value)| (*thing, *path, value)).collect();
        let Some(witness) = Witness::of(ground.world, &reads) else { return Replayed::Wrong };
        match self.judge(&witness) {
            None => {
                // It takes too long to find out, here and wherever else it would be tried.
                budget.take(u32::MAX);
                Replayed::Erring
            }
            Some(Fit::Wrong) => Replayed::Wrong,
            Some(Fit::Erring) => Replayed::Erring,
            Some(Fit::Right) => Replayed::Right(Box::new(witness)),
        }
    }

    /// What the engine finds in the world of `witness`; absent where that would take long.
    fn judge(&self, witness: &Witness) -> Option<Fit> {
        for condition in self.holds {
            if witness.tried(condition)? != Ok(true) {
                return Some(Fit::Wrong);
            }
        }
        for (term, value) in self.comes {
            if witness.tried_value(term)?.as_ref() != Ok(*value) {
                return Some(Fit::Wrong);
            }
        }
        let mut erring = false;
        for condition in self.fails {
            match witness.tried(condition)? {
                Ok(true) => return Some(Fit::Wrong),
                Ok(false) => {}
                Err(_) => erring = !self.errors,
            }
        }
        Some(if erring { Fit::Erring } else { Fit::Right })
    }
}

/// Whether all is in a world as it must be.
enum Fit {
    Right,
    Erring,
    Wrong,
}

/// What the engine found in a world.
enum Replayed {
    /// All is as it must be.
    Right(Box<Witness>),
    /// It is, but that something which must fail is an error.
    Erring,
    /// It is not.
    Wrong,
}

/// What is read, in the order in which it is tried: first what goes into parts whose result does not say what it was.
fn order(ground: &Ground<'_, '_>, reads: &[(Id, Thing, &[SmolStr])]) -> Vec<(Id, Thing)> {
    let terms = &ground.terms.all;
    let mut inside = vec![false; terms.len()];
    for (id, term) in terms.iter().enumerate().rev() {
        let blind = match &term.op {
            Op::Call(known) => BLIND.contains(&known.0.name),
            Op::Function(_) | Op::Opaque(_) | Op::Template => true,
            _ => false,
        };
        if blind || inside[id] {
            term.args.iter().for_each(|arg| inside[*arg as usize] = true);
        }
    }
    let (mut first, then): (Vec<_>, Vec<_>) =
        reads.iter().map(|(id, thing, _)| (*id, *thing)).partition(|(id, _)| inside[*id as usize]);
    // Which instants the calendar allows is known once the zone is.
    first.sort_by_key(|(_, thing)| matches!(thing, Thing::Now | Thing::EnteredAt | Thing::EventTime));
    first.into_iter().chain(then).collect()
}

fn friendliest(ground: &Ground<'_, '_>, read: (Id, Thing), values: &Values) -> Option<Value> {
    match usual(ground, read, values) {
        Some(usual) if values.contains(&usual) => Some(usual),
        _ if values.there == There::Nothing => values.missing.then_some(Value::Unit),
        _ => values.friendly(),
    }
}

/// What a thing is where nothing speaks against it.
fn usual(ground: &Ground<'_, '_>, (id, thing): (Id, Thing), values: &Values) -> Option<Value> {
    Some(match thing {
        Thing::UserId => Value::Str(SmolStr::new_static("u-1")),
        Thing::EventId => Value::Str(SmolStr::new_static("e-1")),
        Thing::Session => Value::Str(SmolStr::new_static("s-1")),
        Thing::Now | Thing::EnteredAt | Thing::EventTime => Value::Timestamp(MONDAY),
        Thing::Anonymous => Value::Bool(false),
        _ if matches!(values.there, There::Texts(_)) && is_zone(ground, id) => Value::Str(SmolStr::new_static("UTC")),
        _ => return None,
    })
}

/// Values to try: the usual one, friendly ones, and those that conditions name with their neighbours.
fn candidates(ground: &Ground<'_, '_>, read: (Id, Thing), values: &Values) -> Candidates {
    let mut all = Candidates::new();
    all.extend(usual(ground, read, values).filter(|usual| values.contains(usual)));
    for value in values.candidates() {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    if values.count().is_none() {
        let most = all.len() + NAMED;
        for value in named(ground, values) {
            if all.len() < most && values.contains(&value) && !all.contains(&value) {
                all.push(value);
            }
        }
    }
    all
}

fn named(ground: &Ground<'_, '_>, values: &Values) -> Vec<Value> {
    let mut all = Vec::new();
    for term in &ground.terms.all {
        match (&term.op, &values.there) {
            (Op::Int(int), There::Scalars(Scalar::Number, _)) => all.push(Value::Number(*int as f64)),
            (Op::Int(int), _) => {
                for value in [Some(*int), int.checked_add(1), int.checked_sub(1)].into_iter().flatten() {
                    all.push(Value::Int(value));
                }
            }
            (Op::Number(number), There::Scalars(Scalar::Int, _)) => all.push(Value::Int(*number as i64)),
            (Op::Number(number), _) => all.push(Value::Number(*number)),
            (Op::Text(text), _) => all.push(Value::Str((*text).clone())),
            (Op::Constant(value), _) => all.push((*value).clone()),
            _ => {}
        }
    }
    all
}
