//! What two sets of values have in common, and what they are together.

use std::sync::Arc;

use crate::expr::arithmetic::equal;
use crate::expr::solve::ranges::Ranges;
use crate::expr::solve::texts::Texts;
use crate::expr::solve::values::{Lists, There, Values};
use crate::terms::value::Value;

impl Values {
    /// The lists that are as long as the list `value` and have its items.
    pub(crate) fn lists_like(value: &Value) -> Self {
        Self::there(list_like(value))
    }

    /// What both have.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        Self { missing: self.missing && other.missing, there: self.there.meet(&other.there) }
    }

    /// What one of both has, and perhaps more.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        Self { missing: self.missing || other.missing, there: self.there.join(&other.there) }
    }

    /// A set with all of both which stops growing after a few turns: what `next` has more has no bound any more.
    #[must_use]
    pub fn widen(&self, next: &Self) -> Self {
        let joined = self.join(next);
        if joined == *self {
            return joined;
        }
        let there = match (&self.there, &joined.there) {
            (There::Scalars(kind, old), There::Scalars(_, new)) => {
                let (old, new) = (old.ends().unwrap_or_default(), new.ends().unwrap_or_default());
                let all = kind.all().ends().unwrap_or_default();
                let least = if new.0 < old.0 { all.0 } else { new.0 };
                let most = if new.1 > old.1 { all.1 } else { new.1 };
                There::Scalars(*kind, Ranges::span(least, most))
            }
            (There::Texts(_), There::Texts(new)) if new.members().is_none_or(|all| all.len() > 8) => {
                There::Texts(Texts::all())
            }
            (There::Lists(_) | There::Fixed(_), There::Lists(new)) => {
                There::Lists(Arc::new(Lists { item: new.item.kind(), ..Lists::of(Self::any()) }))
            }
            (There::Fixed(_), There::Fixed(_)) => There::Any,
            (_, joined) => joined.clone(),
        };
        Self { missing: joined.missing, there }
    }

    /// All values of the kinds that are in it.
    #[must_use]
    pub(crate) fn kind(&self) -> Self {
        let there = match &self.there {
            There::Scalars(kind, _) => There::Scalars(*kind, kind.all()),
            There::Texts(_) => There::Texts(Texts::all()),
            There::Bools(..) => There::Bools(true, true),
            There::Lists(lists) => There::Lists(Arc::new(Lists::of(lists.item.kind()))),
            other => other.clone(),
        };
        Self { missing: self.missing, there }
    }
}

impl There {
    fn meet(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Any, one) | (one, Self::Any) => one.clone(),
            (Self::Bools(a, b), Self::Bools(c, d)) if *a && *c || *b && *d => Self::Bools(*a && *c, *b && *d),
            (Self::Scalars(a, some), Self::Scalars(b, others)) if a == b => {
                Values::scalars(*a, some.meet(others)).there
            }
            (Self::Texts(a), Self::Texts(b)) => Values::of_texts(a.meet(b)).there,
            (Self::Lists(a), Self::Lists(b)) if Arc::ptr_eq(a, b) => Self::Lists(Arc::clone(a)),
            (Self::Lists(a), Self::Lists(b)) => Values::of_lists(a.meet(b)).there,
            (Self::Objects(fields), Self::Objects(_)) => Self::Objects(Arc::clone(fields)),
            (Self::Fixed(values), other) | (other, Self::Fixed(values)) => {
                let other = Values::there(other.clone());
                let left: Arc<[Value]> = values.iter().filter(|value| other.contains(value)).cloned().collect();
                if left.is_empty() { Self::Nothing } else { Self::Fixed(left) }
            }
            _ => Self::Nothing,
        }
    }

    fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Nothing, one) | (one, Self::Nothing) => one.clone(),
            (Self::Bools(a, b), Self::Bools(c, d)) => Self::Bools(*a || *c, *b || *d),
            (Self::Scalars(a, some), Self::Scalars(b, others)) if a == b => Self::Scalars(*a, some.join(others)),
            (Self::Texts(a), Self::Texts(b)) => Self::Texts(a.join(b)),
            (Self::Lists(a), Self::Lists(b)) => Self::Lists(Arc::new(a.join(b))),
            (Self::Fixed(a), Self::Fixed(b)) if a.len() + b.len() <= 8 => {
                let more = b.iter().filter(|value| !a.iter().any(|one| one == *value));
                Self::Fixed(a.iter().chain(more).cloned().collect())
            }
            (Self::Fixed(values), lists @ Self::Lists(_)) | (lists @ Self::Lists(_), Self::Fixed(values)) => {
                values.iter().fold(lists.clone(), |all, value| all.join(&list_like(value)))
            }
            (Self::Fixed(a), Self::Fixed(b)) if a.iter().chain(b.iter()).all(|one| matches!(one, Value::List(_))) => {
                a.iter().chain(b.iter()).fold(Self::Nothing, |all, value| all.join(&list_like(value)))
            }
            (Self::Objects(a), Self::Objects(b)) if a == b => Self::Objects(Arc::clone(a)),
            (Self::Objects(fields), Self::Fixed(values)) | (Self::Fixed(values), Self::Objects(fields))
                if values.iter().all(|value| Values::there(Self::Objects(Arc::clone(fields))).contains(value)) =>
            {
                Self::Objects(Arc::clone(fields))
            }
            _ => Self::Any,
        }
    }
}

/// The lists that are as long as `value` and have its items.
fn list_like(value: &Value) -> There {
    let Value::List(items) = value else { return There::Any };
    let mut has: Vec<Value> = Vec::new();
    for item in items.iter().take(16) {
        if !has.iter().any(|one| equal(one, item)) {
            has.push(item.clone());
        }
    }
    let count = items.len() as i64;
    let lists = Lists { least: count, most: Some(count), item: Values::some(items.iter()), has, lacks: Vec::new() };
    There::Lists(Arc::new(lists))
}
