//! The guards that most steps have, compared slots under `&&`, `||` and `!`, decided without the state of a full run.

use crate::expr::arithmetic::holds;
use crate::expr::inputs::Inputs;
use crate::expr::node::{Node, Source};
use crate::expr::tree::BinaryOp;
use crate::terms::value::Value;

impl Node {
    /// Whether [`Node::quick`] knows every part of it.
    pub(crate) fn is_quick(&self) -> bool {
        match self {
            Self::Constant(Value::Bool(_)) | Self::Consent(_) | Self::UserAnonymous | Self::InState(_) => true,
            Self::Read(source)
            | Self::SlotInt(_, source, _)
            | Self::SlotNumber(_, source, _)
            | Self::SlotText(_, source, _) => !matches!(source, Source::Local(_)),
            Self::And(parts) | Self::Or(parts) => parts.iter().all(Self::is_quick),
            Self::Not(one) => one.is_quick(),
            _ => false,
        }
    }

    /// Whether it holds; absent where only a full run can say.
    #[inline]
    pub(crate) fn quick(&self, inputs: &Inputs<'_>) -> Option<bool> {
        match self {
            Self::And(parts) => all(parts, inputs),
            Self::Or(parts) => any(parts, inputs),
            Self::Not(one) => one.nested(inputs).map(|holds| !holds),
            leaf => leaf.leaf(inputs),
        }
    }

    /// The same for what stands inside another: most guards nest no deeper than this, and need no call for it.
    #[inline]
    fn nested(&self, inputs: &Inputs<'_>) -> Option<bool> {
        match self {
            Self::And(_) | Self::Or(_) | Self::Not(_) => self.deeper(inputs),
            leaf => leaf.leaf(inputs),
        }
    }

    #[inline(never)]
    fn deeper(&self, inputs: &Inputs<'_>) -> Option<bool> {
        self.quick(inputs)
    }

    #[inline]
    fn leaf(&self, inputs: &Inputs<'_>) -> Option<bool> {
        match self {
            Self::SlotInt(op, source, constant) => match source.read(inputs) {
                Value::Int(int) => Some(holds(*op, int.cmp(constant))),
                _ => None,
            },
            Self::SlotNumber(op, source, constant) => match source.read(inputs) {
                Value::Number(number) => number.partial_cmp(constant).map(|found| holds(*op, found)),
                _ => None,
            },
            Self::SlotText(op, source, constant) => {
                let same = matches!(source.read(inputs), Value::Str(text) if text == constant);
                Some(same == (*op == BinaryOp::Eq))
            }
            Self::Constant(Value::Bool(value)) => Some(*value),
            Self::Read(source) => match source.read(inputs) {
                Value::Bool(value) => Some(*value),
                _ => None,
            },
            Self::Consent(slot) => Some(inputs.person.consent.get(usize::from(*slot)).copied().unwrap_or(false)),
            Self::UserAnonymous => Some(inputs.person.anonymous),
            Self::InState(state) => Some(inputs.active.is_active(*state)),
            _ => None,
        }
    }
}

#[inline]
fn all(parts: &[Node], inputs: &Inputs<'_>) -> Option<bool> {
    for part in parts {
        if !part.nested(inputs)? {
            return Some(false);
        }
    }
    Some(true)
}

#[inline]
fn any(parts: &[Node], inputs: &Inputs<'_>) -> Option<bool> {
    for part in parts {
        if part.nested(inputs)? {
            return Some(true);
        }
    }
    Some(false)
}

impl Source {
    /// The value of a slot of the inputs; a local is in none.
    #[inline]
    pub(crate) fn read<'i>(self, inputs: &'i Inputs<'_>) -> &'i Value {
        const MISSING: &Value = &Value::Unit;
        match self {
            Self::Context(slot) => inputs.context.get(usize::from(slot)).unwrap_or(MISSING),
            Self::Payload(path) => inputs.payload.get(path),
            Self::Profile(slot) => inputs.person.profile.get(usize::from(slot)).unwrap_or(MISSING),
            Self::Old(slot) => inputs.old.get(usize::from(slot)).unwrap_or(MISSING),
            Self::Local(_) => MISSING,
        }
    }
}
