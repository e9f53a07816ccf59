//! Values that are made by adding: to what, and how much.

use crate::expr::node::{Node, Source};
use crate::expr::term::Term;
use crate::expr::tree::BinaryOp;
use crate::expr::wording::Names;

impl Term {
    /// The text of what is added to the context variable of `slot`, where the value is that variable and something added
    /// to it.
    pub fn added_to(&self, slot: u16, names: &Names<'_>) -> Option<String> {
        let Self::Expression(program) = self else { return None };
        let mut parts = Vec::new();
        flatten(program.root(), &mut parts);
        let own = |node: &&Node| matches!(node, Node::Read(Source::Context(of)) if *of == slot);
        let place = parts.iter().position(own)?;
        parts.remove(place);
        (!parts.is_empty()).then(|| joined(&parts, names))
    }

    /// The text of the value, written as [`Self::added_to`] writes what is added.
    pub fn summed(&self, names: &Names<'_>) -> String {
        match self {
            Self::Expression(program) => {
                let mut parts = Vec::new();
                flatten(program.root(), &mut parts);
                joined(&parts, names)
            }
            other => other.wording(names),
        }
    }
}

/// What is added up in `node`, in the order of the text.
fn flatten<'n>(node: &'n Node, parts: &mut Vec<&'n Node>) {
    match node {
        Node::Ints(BinaryOp::Add, both) | Node::Numbers(BinaryOp::Add, both) | Node::Binary(BinaryOp::Add, both) => {
            flatten(&both.0, parts);
            flatten(&both.1, parts);
        }
        Node::Widen(one) | Node::Asked(_, one) | Node::Convert(_, one) => flatten(one, parts),
        other => parts.push(other),
    }
}

fn joined(parts: &[&Node], names: &Names<'_>) -> String {
    let texts: Vec<String> = parts.iter().map(|part| part.wording(names)).collect();
    texts.join(" + ")
}
