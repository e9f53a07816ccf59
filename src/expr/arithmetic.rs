//! What the operators do to values: checked, finite, and the same for every way of running.

use std::cmp::Ordering;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::fault::EvalError;
use crate::expr::sizes::{few, short, sized};
use crate::expr::tree::BinaryOp;
use crate::terms::value::Value;

/// `a op b` for ints.
pub(crate) fn ints(op: BinaryOp, a: i64, b: i64) -> Result<i64, EvalError> {
    let value = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::Div | BinaryOp::Rem if b == 0 => return Err(EvalError::new("division by zero")),
        BinaryOp::Div => a.checked_div(b),
        BinaryOp::Rem => a.checked_rem(b),
        BinaryOp::Pow => u32::try_from(b).map_err(|_| EvalError::new("negative exponent")).map(|b| a.checked_pow(b))?,
        BinaryOp::Shl => Some(shift(a, b)),
        BinaryOp::Shr => Some(shift(a, b.checked_neg().unwrap_or(i64::MAX))),
        BinaryOp::BitAnd => Some(a & b),
        BinaryOp::BitOr => Some(a | b),
        BinaryOp::BitXor => Some(a ^ b),
        _ => None,
    };
    value.ok_or_else(|| EvalError::new("integer overflow"))
}

/// `a op b` for numbers, which must stay finite.
pub(crate) fn numbers(op: BinaryOp, a: f64, b: f64) -> Result<f64, EvalError> {
    let value = match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div | BinaryOp::Rem if b == 0.0 => return Err(EvalError::new("division by zero")),
        BinaryOp::Div => a / b,
        BinaryOp::Rem => a % b,
        // The same bits on every machine, which the platform's own power function does not promise.
        BinaryOp::Pow => libm::pow(a, b),
        _ => return Err(EvalError::new(format!("`{}` is not defined for numbers", op.sign()))),
    };
    finite(value)
}

/// `value`, if it is finite.
pub(crate) fn finite(value: f64) -> Result<f64, EvalError> {
    if value.is_finite() { Ok(value) } else { Err(EvalError::new("the number is not finite")) }
}

/// `a op b` for values of any kind.
pub(crate) fn values(op: BinaryOp, a: &Value, b: &Value) -> Result<Value, EvalError> {
    use BinaryOp as B;
    match (a, b) {
        _ if op.is_equality() => Ok(Value::Bool(equal(a, b) == (op == B::Eq))),
        _ if op.is_order() => order(a, b).map(|found| Value::Bool(holds(op, found))),
        (Value::Int(a), Value::Int(b)) => ints(op, *a, *b).map(Value::Int),
        (Value::Number(a), Value::Number(b)) => numbers(op, *a, *b).map(Value::Number),
        (Value::Int(a), Value::Number(b)) => numbers(op, *a as f64, *b).map(Value::Number),
        (Value::Number(a), Value::Int(b)) => numbers(op, *a, *b as f64).map(Value::Number),
        (Value::Bool(a), Value::Bool(b)) => match op {
            B::BitAnd => Ok(Value::Bool(a & b)),
            B::BitOr => Ok(Value::Bool(a | b)),
            B::BitXor => Ok(Value::Bool(a ^ b)),
            _ => Err(undefined(op, &Value::Bool(*a), &Value::Bool(*b))),
        },
        (Value::Str(a), Value::Str(b)) if op == B::Add => text(&[a, b]),
        (Value::List(a), Value::List(b)) if op == B::Add => {
            few(a.len() + b.len())?;
            sized(Value::List(Arc::new(a.iter().chain(b.iter()).cloned().collect())))
        }
        (Value::Timestamp(a), Value::Duration(b)) | (Value::Duration(b), Value::Timestamp(a)) if op == B::Add => {
            ints(op, *a, *b).map(Value::Timestamp)
        }
        (Value::Timestamp(a), Value::Duration(b)) if op == B::Sub => ints(op, *a, *b).map(Value::Timestamp),
        (Value::Timestamp(a), Value::Timestamp(b)) if op == B::Sub => ints(op, *a, *b).map(Value::Duration),
        (Value::Duration(a), Value::Duration(b)) => match op {
            B::Add | B::Sub | B::Rem => ints(op, *a, *b).map(Value::Duration),
            B::Div => ints(op, *a, *b).map(Value::Int),
            _ => Err(undefined(op, &Value::Duration(*a), &Value::Duration(*b))),
        },
        (Value::Duration(a), Value::Int(b)) if matches!(op, B::Mul | B::Div) => ints(op, *a, *b).map(Value::Duration),
        (Value::Int(a), Value::Duration(b)) if op == B::Mul => ints(op, *a, *b).map(Value::Duration),
        _ => Err(undefined(op, a, b)),
    }
}

/// Whether two values are the same; an int and a number by their value, what is of two kinds never.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Int(a), Value::Number(b)) | (Value::Number(b), Value::Int(a)) => same(*a as f64, *b),
        (Value::Number(a), Value::Number(b)) => same(*a, *b),
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.0 == b.0 && equal(a.1, b.1))
        }
        (a, b) => a == b,
    }
}

/// How two values of one ordered kind stand to each other.
pub(crate) fn order(a: &Value, b: &Value) -> Result<Ordering, EvalError> {
    match (a, b) {
        (Value::Int(_) | Value::Number(_), Value::Int(_) | Value::Number(_))
        | (Value::Str(_), Value::Str(_))
        | (Value::Timestamp(_), Value::Timestamp(_))
        | (Value::Duration(_), Value::Duration(_)) => Ok(numeric(a, b).unwrap_or_else(|| a.total_cmp(b))),
        _ => Err(EvalError::new(format!("{} and {} have no order", a.describe(), b.describe()))),
    }
}

/// Whether `op` holds for operands that stand so to each other.
#[inline]
pub(crate) const fn holds(op: BinaryOp, found: Ordering) -> bool {
    // One bit each for less, equal and greater: a table instead of a branch for each operator.
    let holding = match op {
        BinaryOp::Lt => 0b001,
        BinaryOp::Le => 0b011,
        BinaryOp::Gt => 0b100,
        BinaryOp::Ge => 0b110,
        BinaryOp::Eq => 0b010,
        _ => 0b101_u8,
    };
    (holding >> (found as i8 + 1)) & 1 == 1
}

/// `-value`.
pub(crate) fn negated(value: &Value) -> Result<Value, EvalError> {
    let overflow = || EvalError::new("integer overflow");
    match value {
        Value::Int(int) => int.checked_neg().map(Value::Int).ok_or_else(overflow),
        Value::Number(number) => Ok(Value::Number(-number)),
        Value::Duration(length) => length.checked_neg().map(Value::Duration).ok_or_else(overflow),
        other => Err(EvalError::new(format!("{} has no negative", other.describe()))),
    }
}

/// `+value`.
pub(crate) fn signed(value: Value) -> Result<Value, EvalError> {
    match value {
        Value::Int(_) | Value::Number(_) | Value::Duration(_) => Ok(value),
        other => Err(EvalError::new(format!("{} has no sign", other.describe()))),
    }
}

/// Whether `item` is in `whole`: an item of a list, a part of a text, a field of an object.
pub(crate) fn contains(whole: &Value, item: &Value) -> Result<bool, EvalError> {
    match (whole, item) {
        (Value::List(items), item) => Ok(items.iter().any(|one| equal(one, item))),
        (Value::Str(text), Value::Str(part)) => Ok(text.contains(part.as_str())),
        (Value::Object(fields), Value::Str(name)) => Ok(fields.contains_key(name)),
        _ => Err(EvalError::new(format!("{} cannot be in {}", item.describe(), whole.describe()))),
    }
}

/// The texts one after the other.
pub(crate) fn text(parts: &[&str]) -> Result<Value, EvalError> {
    short(parts.iter().map(|part| part.len()).sum())?;
    Ok(Value::Str(SmolStr::from(parts.concat())))
}

/// How a scalar prints in a text.
pub(crate) fn display(value: &Value, out: &mut String) -> Result<(), EvalError> {
    match value {
        Value::Str(text) => out.push_str(text),
        Value::Number(number) => display_number(*number, out),
        Value::Bool(_) | Value::Int(_) | Value::Timestamp(_) | Value::Duration(_) => out.push_str(&value.to_string()),
        Value::Unit | Value::List(_) | Value::Object(_) => {
            return Err(EvalError::new(format!("{} cannot stand in a text", value.describe())));
        }
    }
    short(out.len())
}

/// As Rhai prints a float: with a point always, and an exponent where it would be long.
fn display_number(number: f64, out: &mut String) {
    let size = number.abs();
    let digits = if size == 0.0 {
        "0.0".to_owned()
    } else if size > f64::from(10_000_000_000_000.0_f32) || size < f64::from(0.000_000_000_000_1_f32) {
        format!("{number:e}")
    } else if number.fract() == 0.0 {
        format!("{number}.0")
    } else {
        number.to_string()
    };
    out.push_str(&digits);
}

/// Equality of floats is what the language's `==` asks for; a lint warns of it.
#[allow(clippy::float_cmp, reason = "the language's own equality")]
fn same(a: f64, b: f64) -> bool {
    a == b
}

/// Zeros of both signs are equal, other than in the total order.
fn numeric(a: &Value, b: &Value) -> Option<Ordering> {
    let float = |value: &Value| match value {
        Value::Int(int) => Some(*int as f64),
        Value::Number(number) => Some(*number),
        _ => None,
    };
    if let (Value::Int(_), Value::Int(_)) = (a, b) {
        return None;
    }
    float(a)?.partial_cmp(&float(b)?)
}

fn shift(a: i64, by: i64) -> i64 {
    let width = by.unsigned_abs();
    match (by >= 0, width < 64) {
        (true, true) => a << width,
        (true, false) => 0,
        (false, true) => a >> width,
        (false, false) => a >> 63,
    }
}

fn undefined(op: BinaryOp, a: &Value, b: &Value) -> EvalError {
    EvalError::new(format!("`{}` is not defined for {} and {}", op.sign(), a.describe(), b.describe()))
}
