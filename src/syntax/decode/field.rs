//! Typed fields: context variables, payloads, profiles, params and results.

use crate::syntax::declared::FieldDecl;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::fields::entries;
use crate::syntax::decode::names;
use crate::syntax::decode::shape::declared;
use crate::syntax::decode::value::literal;
use crate::syntax::node::Node;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::{Of, Shape};
use crate::terms::span::Name;

/// Where fields stand, and so what holds of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the engine remembers: without `?` it needs a default.
    Context,
    /// What is known of a person: every field may be missing.
    Profile,
    /// Params of a function: read by their bare names.
    Function,
    /// Payloads, results and params of actions.
    Data,
}

/// The fields of `node`, in file order.
pub fn fields(cx: &mut Cx<'_>, node: &Node<'_>, role: Role) -> Vec<FieldDecl> {
    let pairs = entries(cx, node, "names with their types");
    pairs.into_iter().map(|(name, node)| field(cx, name, node, role)).collect()
}

/// The field `name`, whose type `node` is.
pub fn field(cx: &mut Cx<'_>, name: Name, node: &Node<'_>, role: Role) -> FieldDecl {
    match role {
        Role::Context => names::check_word(cx, &name, "a context variable"),
        Role::Function => names::check_word(cx, &name, "a param of a function"),
        Role::Profile | Role::Data => {}
    }
    let mark = cx.mark();
    let read = declared(cx, node);
    let default = read.as_ref().and_then(|read| read.default).filter(|_| !cx.broken(mark));
    let default = default.and_then(|node| literal(cx, node));
    let mut shape = read.map_or_else(|| Shape::of(Of::Any), |read| read.shape);
    shape.optional |= role == Role::Profile;
    if role == Role::Context && !shape.optional && default.is_none() && !cx.broken(mark) {
        missing_default(cx, &name, node);
    }
    let broken = cx.broken(mark);
    cx.forget_lost(mark);
    FieldDecl { name, shape, span: cx.span(node), default, broken }
}

fn missing_default(cx: &mut Cx<'_>, name: &Name, node: &Node<'_>) {
    let first = node.mapping().and_then(|mapping| mapping.entries.first()).map(|entry| cx.span(&entry.key));
    let message = format!("the context variable `{}` needs a `default`", name.value);
    let finding = Finding::new(rule::MISSING_KEY, first.unwrap_or(name.span), message);
    cx.report(finding.help("write `{ type: T, default: … }`, or `T?` for one that begins as `()`"));
}
