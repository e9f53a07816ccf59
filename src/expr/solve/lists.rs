//! Sets of lists: how long they are, what their items are, what is in them and what is not.

use crate::expr::arithmetic::equal;
use crate::expr::parse::MAX_ITEMS;
use crate::expr::solve::values::Values;
use crate::terms::value::Value;

/// More than this is not remembered of what is in a list and what is not.
const MANY: usize = 32;

/// What is known of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lists {
    /// The least number of items.
    pub(crate) least: i64,
    /// The greatest; absent where there is none.
    pub(crate) most: Option<i64>,
    /// What each item is.
    pub(crate) item: Values,
    /// What is in it; no two are equal.
    pub(crate) has: Vec<Value>,
    /// What is not.
    pub(crate) lacks: Vec<Value>,
}

impl Lists {
    /// All lists of `item`s.
    pub(crate) const fn of(item: Values) -> Self {
        Self { least: 0, most: None, item, has: Vec::new(), lacks: Vec::new() }
    }

    pub(crate) fn admits(&self, value: &Value) -> bool {
        let Value::List(items) = value else { return false };
        let count = items.len() as i64;
        let has = |one: &Value| items.iter().any(|item| equal(item, one));
        count >= self.least
            && self.most.is_none_or(|most| count <= most)
            && items.iter().all(|item| self.item.contains(item))
            && self.has.iter().all(has)
            && !self.lacks.iter().any(has)
    }

    /// What both admit.
    pub(crate) fn meet(&self, other: &Self) -> Option<Self> {
        let mut met = self.clone();
        met.item = self.item.meet(&other.item);
        met.least = self.least.max(other.least);
        met.most = match (self.most, other.most) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, another) => one.or(another),
        };
        remember(&mut met.has, &other.has);
        remember(&mut met.lacks, &other.lacks);
        met.settled()
    }

    /// What one of both admits, and perhaps more.
    pub(crate) fn join(&self, other: &Self) -> Self {
        let common = |a: &[Value], b: &[Value]| {
            a.iter().filter(|one| b.iter().any(|other| equal(one, other))).cloned().collect::<Vec<_>>()
        };
        Self {
            least: self.least.min(other.least),
            most: self.most.zip(other.most).map(|(a, b)| a.max(b)),
            item: self.item.join(&other.item),
            has: common(&self.has, &other.has),
            lacks: common(&self.lacks, &other.lacks),
        }
    }

    /// Those in which `value` is, or is not.
    pub(crate) fn with(&self, value: &Value, inside: bool) -> Option<Self> {
        let mut some = self.clone();
        remember(if inside { &mut some.has } else { &mut some.lacks }, std::slice::from_ref(value));
        some.settled()
    }

    /// Those of `least` to `most` items.
    pub(crate) fn of_length(&self, least: i64, most: Option<i64>) -> Option<Self> {
        self.meet(&Self { least, most, ..Self::of(Values::any()) })
    }

    /// The same with what follows from it; absent where no list is like that.
    fn settled(mut self) -> Option<Self> {
        if self.item.is_empty() {
            self.most = Some(0);
        }
        self.least = self.least.max(self.has.len() as i64);
        let clash = self
            .has
            .iter()
            .any(|one| !self.item.contains_like(one) || self.lacks.iter().any(|other| equal(one, other)));
        (!clash && self.most.is_none_or(|most| self.least <= most)).then_some(self)
    }

    /// A short list that is admitted, where one is found.
    pub(crate) fn friendly(&self) -> Option<Value> {
        if self.least > MAX_ITEMS as i64 {
            return None;
        }
        let mut items = self.has.clone();
        let fillers = self.item.candidates();
        let lacking = |one: &&Value| !self.lacks.iter().any(|other| equal(one, other));
        while (items.len() as i64) < self.least {
            items.push(fillers.iter().find(lacking)?.clone());
        }
        let list = Value::list(items.into_iter().map(|item| self.item.like(item)));
        self.admits(&list).then_some(list)
    }
}

fn remember(known: &mut Vec<Value>, more: &[Value]) {
    for value in more {
        if known.len() < MANY && !known.iter().any(|one| equal(one, value)) {
            known.push(value.clone());
        }
    }
}
