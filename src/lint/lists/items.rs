//! Items of lists that expressions say outright.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::expr::parse;
use crate::expr::tree::{BinaryOp, LinkKind, Tree, TreeKind, UnaryOp};
use crate::syntax::text::Text;
use crate::terms::value::Value;

/// By list, all that is ever added to it; absent for one to which something is added that is no literal.
pub type Added = BTreeMap<SmolStr, Vec<Value>>;

/// What `text` adds to the list `ctx.<variable>`, where it says that outright.
pub fn added(text: &Text, variable: &str) -> Option<Vec<Value>> {
    let parsed = parse::parse(text, &mut Vec::new())?;
    let TreeKind::Binary(BinaryOp::Add, both) = &parsed.tree.kind else { return None };
    let is_list = self::variable(&both.0).is_some_and(|(name, alone)| alone && name == variable);
    if is_list { literals(&both.1) } else { None }
}

/// The items of a list of literals.
pub fn literals(tree: &Tree) -> Option<Vec<Value>> {
    let TreeKind::List(items) = &tree.kind else { return None };
    items.iter().map(literal).collect()
}

/// The value of a literal.
pub fn literal(tree: &Tree) -> Option<Value> {
    match &tree.kind {
        TreeKind::Bool(one) => Some(Value::Bool(*one)),
        TreeKind::Int(one) => Some(Value::Int(*one)),
        TreeKind::Number(one) => Some(Value::Number(*one)),
        TreeKind::Str(one) => Some(Value::Str(one.clone())),
        TreeKind::Unary(UnaryOp::Minus, one) => match literal(one)? {
            Value::Int(one) => Some(Value::Int(one.checked_neg()?)),
            Value::Number(one) => Some(Value::Number(-one)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two literals are equal: an int and a number may be.
pub fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Int(int), Value::Number(number)) | (Value::Number(number), Value::Int(int)) => {
            (*int as f64).total_cmp(number).is_eq()
        }
        _ => a == b,
    }
}

/// The variable of `ctx.variable`, and whether nothing follows.
pub fn variable(tree: &Tree) -> Option<(&SmolStr, bool)> {
    let TreeKind::Chain(base, links) = &tree.kind else { return None };
    match (&base.kind, links.first().map(|link| &link.kind)) {
        (TreeKind::Name(root), Some(LinkKind::Field(name))) if root == "ctx" => Some((name, links.len() == 1)),
        _ => None,
    }
}
