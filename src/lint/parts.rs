//! An expression as it was written: every part of it.

use crate::expr::tree::{LinkKind, Tree, TreeKind};

/// Hands `visit` the expression and every part of it, in the order of the text; lines of functions are no part.
pub fn each<'t>(tree: &'t Tree, visit: &mut dyn FnMut(&'t Tree)) {
    visit(tree);
    let mut all = |trees: &'t [Tree]| trees.iter().for_each(|tree| each(tree, visit));
    match &tree.kind {
        TreeKind::Template(parts)
        | TreeKind::List(parts)
        | TreeKind::And(parts)
        | TreeKind::Or(parts)
        | TreeKind::Coalesce(parts) => all(parts),
        TreeKind::Map(fields) => fields.iter().for_each(|field| each(&field.2, visit)),
        TreeKind::Chain(base, links) => {
            each(base, visit);
            for link in links {
                match &link.kind {
                    LinkKind::Field(_) => {}
                    LinkKind::Index(index) => each(index, visit),
                    LinkKind::Method(_, args) => args.iter().for_each(|arg| each(arg, visit)),
                }
            }
        }
        TreeKind::Call(call) => all(&call.args),
        TreeKind::Unary(_, one) => each(one, visit),
        TreeKind::Binary(_, both) | TreeKind::In(_, both) | TreeKind::Range(_, both) => {
            each(&both.0, visit);
            each(&both.1, visit);
        }
        TreeKind::If(parts) => {
            each(&parts.0, visit);
            each(&parts.1, visit);
            each(&parts.2, visit);
        }
        TreeKind::Block(_)
        | TreeKind::Unit
        | TreeKind::Bool(_)
        | TreeKind::Int(_)
        | TreeKind::Number(_)
        | TreeKind::Str(_)
        | TreeKind::Name(_) => {}
    }
}
