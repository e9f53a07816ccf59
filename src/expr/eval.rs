//! How a compiled expression gets its value.

use smol_str::SmolStr;

use crate::expr::arithmetic::{contains, display, finite, holds, ints, negated, numbers, signed, values};
use crate::expr::evaluation::Run;
use crate::expr::fault::EvalError;
use crate::expr::kinds::convert;
use crate::expr::node::{Member, Node};
use crate::expr::sizes::{few, sized, weight};
use crate::expr::tree::BinaryOp;
use crate::terms::value::Value;

impl Node {
    /// Its value.
    pub(crate) fn eval(&self, run: &Run<'_>) -> Result<Value, EvalError> {
        Ok(match self {
            Self::Constant(value) => value.clone(),
            Self::Read(source) => run.with(*source, Value::clone),
            Self::ReadPath(source, path) => run.with(*source, |value| value.at_path(path).clone()),
            Self::Asked(_, read) => return read.eval(run),
            Self::Consent(slot) => {
                Value::Bool(run.inputs.person.consent.get(usize::from(*slot)).copied().unwrap_or(false))
            }
            Self::Envelope(member) => envelope(run, *member),
            Self::UserId => Value::str(run.inputs.person.id),
            Self::Now => Value::Timestamp(run.inputs.now),
            Self::EnteredAt => Value::Timestamp(run.inputs.entered_at),
            Self::If(parts) => return if parts.0.test(run)? { parts.1.eval(run) } else { parts.2.eval(run) },
            Self::Coalesce(parts) => {
                for part in parts {
                    let value = part.eval(run)?;
                    if !value.is_unit() {
                        return Ok(value);
                    }
                }
                Value::Unit
            }
            Self::Binary(op, both) if !op.is_equality() && !op.is_order() => {
                let (a, b) = operands(run, both)?;
                return values(*op, &a, &b);
            }
            Self::Ints(..) => Value::Int(self.int(run)?),
            Self::Numbers(..) | Self::Widen(_) => Value::Number(self.number(run)?),
            Self::Negate(one) => return negated(&one.eval(run)?),
            Self::Signed(one) => return signed(one.eval(run)?),
            Self::Convert(want, one) => {
                let value = one.eval(run)?;
                run.charge(weight(&value))?;
                return convert(value, want);
            }
            Self::Chain(_) | Self::Field(..) | Self::Index(..) | Self::Call(..) | Self::Function(..) => {
                return self.link(run);
            }
            Self::Block(lines) => return Self::block(run, lines),
            Self::Template(parts) => return template(run, parts),
            Self::List(items) => {
                few(items.len())?;
                let items = items.iter().map(|item| item.eval(run)).collect::<Result<Vec<_>, _>>()?;
                return built(run, Value::list(items));
            }
            Self::Object(fields) => return built(run, object(run, fields)?),
            _ => Value::Bool(self.test(run)?),
        })
    }

    /// Its value as a condition.
    pub(crate) fn test(&self, run: &Run<'_>) -> Result<bool, EvalError> {
        match self {
            Self::Constant(Value::Bool(value)) => Ok(*value),
            Self::SlotInt(op, source, constant) => run.with(*source, |value| match value {
                Value::Int(int) => Ok(holds(*op, int.cmp(constant))),
                other => compare(*op, other, &Value::Int(*constant)),
            }),
            Self::SlotNumber(op, source, constant) => run.with(*source, |value| match value {
                Value::Number(number) => Ok(float_holds(*op, *number, *constant)),
                other => compare(*op, other, &Value::Number(*constant)),
            }),
            Self::SlotText(op, source, constant) => Ok(run
                .with(*source, |value| matches!(value, Value::Str(text) if text == constant))
                == (*op == BinaryOp::Eq)),
            Self::And(parts) => {
                for part in parts {
                    if !part.test(run)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Or(parts) => {
                for part in parts {
                    if part.test(run)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Not(one) => one.test(run).map(|holds| !holds),
            Self::CompareInts(op, both) => Ok(holds(*op, both.0.int(run)?.cmp(&both.1.int(run)?))),
            Self::CompareNumbers(op, both) => Ok(float_holds(*op, both.0.number(run)?, both.1.number(run)?)),
            Self::Binary(op, both) if op.is_equality() || op.is_order() => {
                let (a, b) = operands(run, both)?;
                compare(*op, &a, &b)
            }
            Self::In(negated, both) => {
                let item = both.0.eval(run)?;
                let whole = both.1.eval(run)?;
                run.charge(weight(&whole))?;
                contains(&whole, &item).map(|found| found != *negated)
            }
            Self::InRange(negated, inclusive, parts) => {
                let (item, from, to) = (parts.0.int(run)?, parts.1.int(run)?, parts.2.int(run)?);
                let found = item >= from && if *inclusive { item <= to } else { item < to };
                Ok(found != *negated)
            }
            Self::UserAnonymous => Ok(run.inputs.person.anonymous),
            Self::InState(state) => Ok(run.inputs.active.is_active(*state)),
            Self::Read(source) => run.with(*source, condition),
            other if other.is_test() => Err(EvalError::new("a condition is expected")),
            other => condition(&other.eval(run)?),
        }
    }

    /// Whether only [`Node::test`] knows how to run it.
    const fn is_test(&self) -> bool {
        matches!(
            self,
            Self::SlotInt(..)
                | Self::SlotNumber(..)
                | Self::SlotText(..)
                | Self::And(_)
                | Self::Or(_)
                | Self::Not(_)
                | Self::CompareInts(..)
                | Self::CompareNumbers(..)
                | Self::In(..)
                | Self::InRange(..)
                | Self::UserAnonymous
                | Self::InState(_)
        )
    }

    /// Its value as an int.
    fn int(&self, run: &Run<'_>) -> Result<i64, EvalError> {
        let not = |value: &Value| EvalError::new(format!("{} where an int is expected", value.describe()));
        match self {
            Self::Constant(Value::Int(int)) => Ok(*int),
            Self::Read(source) => {
                run.with(*source, |value| if let Value::Int(int) = value { Ok(*int) } else { Err(not(value)) })
            }
            Self::Ints(op, both) => ints(*op, both.0.int(run)?, both.1.int(run)?),
            other => match other.eval(run)? {
                Value::Int(int) => Ok(int),
                value => Err(not(&value)),
            },
        }
    }

    /// Its value as a number.
    fn number(&self, run: &Run<'_>) -> Result<f64, EvalError> {
        let as_number = |value: &Value| match value {
            Value::Number(number) => Ok(*number),
            Value::Int(int) => Ok(*int as f64),
            other => Err(EvalError::new(format!("{} where a number is expected", other.describe()))),
        };
        match self {
            Self::Constant(value) => as_number(value),
            Self::Read(source) => run.with(*source, as_number),
            Self::Widen(one) => one.int(run).map(|int| int as f64),
            Self::Numbers(op, both) => numbers(*op, both.0.number(run)?, both.1.number(run)?).and_then(finite),
            other => as_number(&other.eval(run)?),
        }
    }
}

fn condition(value: &Value) -> Result<bool, EvalError> {
    match value {
        Value::Bool(holds) => Ok(*holds),
        other => Err(EvalError::new(format!("{} where a condition is expected", other.describe()))),
    }
}

#[allow(clippy::float_cmp, reason = "the language's own equality")]
fn float_holds(op: BinaryOp, a: f64, b: f64) -> bool {
    match op {
        BinaryOp::Lt => a < b,
        BinaryOp::Le => a <= b,
        BinaryOp::Gt => a > b,
        BinaryOp::Ge => a >= b,
        BinaryOp::Eq => a == b,
        _ => a != b,
    }
}

fn compare(op: BinaryOp, a: &Value, b: &Value) -> Result<bool, EvalError> {
    values(op, a, b).map(|value| value == Value::Bool(true))
}

fn envelope(run: &Run<'_>, member: Member) -> Value {
    let Some(envelope) = run.inputs.envelope else { return Value::Unit };
    match member {
        Member::Kind => Value::str(envelope.kind),
        Member::Id => Value::str(envelope.id),
        Member::Timestamp => Value::Timestamp(envelope.timestamp),
        Member::Session => envelope.session.map_or(Value::Unit, Value::str),
    }
}

fn template(run: &Run<'_>, parts: &[Node]) -> Result<Value, EvalError> {
    let mut text = String::new();
    for part in parts {
        display(&part.eval(run)?, &mut text)?;
    }
    built(run, Value::Str(text.into()))
}

/// Both sides of an operator, whose work is to look at all of them.
fn operands(run: &Run<'_>, both: &(Node, Node)) -> Result<(Value, Value), EvalError> {
    let (a, b) = (both.0.eval(run)?, both.1.eval(run)?);
    run.charge(weight(&a) + weight(&b))?;
    Ok((a, b))
}

/// A value that was made of others.
fn built(run: &Run<'_>, value: Value) -> Result<Value, EvalError> {
    let value = sized(value)?;
    run.charge(weight(&value))?;
    Ok(value)
}

/// Null and absent are the same, so a field without a value is left out.
fn object(run: &Run<'_>, fields: &[(SmolStr, Node)]) -> Result<Value, EvalError> {
    let mut all = std::collections::BTreeMap::new();
    for (name, node) in fields {
        let value = node.eval(run)?;
        if !value.is_unit() {
            all.insert(name.clone(), value);
        }
    }
    Ok(Value::Object(std::sync::Arc::new(all)))
}
