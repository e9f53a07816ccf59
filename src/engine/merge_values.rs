//! One variable of two instances becomes one, as the journey's `identity.context` says.

use std::cmp::Ordering;

use crate::engine::instance::Instance;
use crate::model::journey::Variable;
use crate::syntax::lifecycle::MergeVariable;
use crate::terms::shape::{Of, Shape};
use crate::terms::value::Value;

/// A value, and when it was set, in milliseconds; `i64::MIN` for never.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The value.
    pub value: Value,
    /// When it was set.
    pub set_at: i64,
}

impl Held {
    /// What `instance` has in `slot`.
    pub fn of(instance: &Instance, slot: usize) -> Option<Self> {
        let value = instance.context.get(slot)?.clone();
        Some(Self { value, set_at: instance.set_at.get(slot).copied().unwrap_or(i64::MIN) })
    }

    /// The same as `shape` holds it; absent where it does not.
    pub fn admitted(self, shape: &Shape) -> Option<Self> {
        let set_at = self.set_at;
        shape.admit(self.value).ok().map(|value| Self { value, set_at })
    }
}

/// What becomes of `variable`. But for `kept`, what is missing counts for nothing.
pub fn combine(variable: &Variable, kept: &Held, other: &Held) -> Held {
    let shape = &variable.shape;
    let policy = fitting(variable.merge, shape);
    if policy == MergeVariable::Kept || other.value.is_unit() {
        return kept.clone();
    }
    if kept.value.is_unit() {
        return other.clone();
    }
    let order = order(shape, &other.value, &kept.value);
    let one = |is_other: bool| if is_other { other } else { kept };
    let value = match policy {
        MergeVariable::Kept => return kept.clone(),
        MergeVariable::Newest => return one(other.set_at.cmp(&kept.set_at).then(order).is_gt()).clone(),
        MergeVariable::Oldest => return one(first_set(other).cmp(&first_set(kept)).then(order).is_lt()).clone(),
        MergeVariable::Max => one(order.is_gt()).value.clone(),
        MergeVariable::Min => one(order.is_lt()).value.clone(),
        MergeVariable::Union => union(&kept.value, &other.value),
        MergeVariable::Sum => sum(shape, &kept.value, &other.value),
    };
    Held { value, set_at: kept.set_at.max(other.set_at) }
}

/// The policy, or `kept` where the type has no such thing.
fn fitting(policy: MergeVariable, shape: &Shape) -> MergeVariable {
    let fits = match policy {
        MergeVariable::Kept | MergeVariable::Newest | MergeVariable::Oldest => true,
        MergeVariable::Max | MergeVariable::Min => {
            matches!(shape.of, Of::Int | Of::Number | Of::Timestamp | Of::Duration | Of::Enum(_))
        }
        MergeVariable::Union => matches!(shape.of, Of::List(_)),
        MergeVariable::Sum => matches!(shape.of, Of::Int | Of::Duration),
    };
    if fits { policy } else { MergeVariable::Kept }
}

/// A default that nothing replaced was not set first.
const fn first_set(held: &Held) -> i64 {
    if held.set_at == i64::MIN { i64::MAX } else { held.set_at }
}

/// Members of an enum in declared order, other values in their own.
fn order(shape: &Shape, a: &Value, b: &Value) -> Ordering {
    let Of::Enum(members) = &shape.of else {
        return a.total_cmp(b);
    };
    let place = |value: &Value| match value {
        Value::Str(text) => members.iter().position(|member| member == text).unwrap_or(members.len()),
        _ => members.len(),
    };
    place(a).cmp(&place(b)).then_with(|| a.total_cmp(b))
}

fn union(kept: &Value, other: &Value) -> Value {
    let (Value::List(a), Value::List(b)) = (kept, other) else {
        return kept.clone();
    };
    let mut all: Vec<Value> = a.iter().chain(b.iter()).cloned().collect();
    all.sort_by(Value::total_cmp);
    all.dedup();
    Value::list(all)
}

/// The sum, or the nearest that the variable may hold.
fn sum(shape: &Shape, kept: &Value, other: &Value) -> Value {
    let total = match (kept, other) {
        (Value::Int(a), Value::Int(b)) => Value::Int(a.saturating_add(*b)),
        (Value::Duration(a), Value::Duration(b)) => Value::Duration(a.saturating_add(*b)),
        _ => return kept.clone(),
    };
    match (&shape.min, &shape.max) {
        (Some(min), _) if total.total_cmp(min).is_lt() => min.clone(),
        (_, Some(max)) if total.total_cmp(max).is_gt() => max.clone(),
        _ => total,
    }
}
