//! Anchors and what their aliases stand for, within a budget: a file cannot grow without bound by naming itself.

use std::collections::BTreeMap;

use crate::syntax::node::{MAX_DEPTH, Node, NodeKind};

/// How much aliases may add to one file, in nodes; 64 bytes of text count as one.
const BUDGET: usize = 200_000;

/// What was anchored so far, and what aliases have cost.
#[derive(Debug, Default)]
pub struct Anchors<'s> {
    nodes: BTreeMap<usize, Option<Anchored<'s>>>,
    spent: usize,
}

#[derive(Debug)]
struct Anchored<'s> {
    node: Node<'s>,
    weight: usize,
    height: usize,
}

/// Why an alias stands for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It stands inside the node that it names.
    Itself,
    /// All aliases together would make the file too large.
    TooMuch,
    /// Lists and mappings would be nested too deeply.
    TooDeep,
}

impl<'s> Anchors<'s> {
    /// Remembers `node` under `id`; one that is beyond the budget is not kept.
    pub fn define(&mut self, id: usize, node: &Node<'s>) {
        let (weight, height) = measure(node);
        self.spent = self.spent.saturating_add(weight);
        let kept = (self.spent <= BUDGET).then(|| Anchored { node: node.clone(), weight, height });
        self.nodes.insert(id, kept);
    }

    /// A copy of what `id` names, for a place that is `depth` deep.
    pub fn resolve(&mut self, id: usize, depth: usize) -> Result<Node<'s>, Refusal> {
        let anchored = self.nodes.get(&id).ok_or(Refusal::Itself)?.as_ref().ok_or(Refusal::TooMuch)?;
        if depth + anchored.height > MAX_DEPTH {
            return Err(Refusal::TooDeep);
        }
        self.spent = self.spent.saturating_add(anchored.weight);
        if self.spent > BUDGET { Err(Refusal::TooMuch) } else { Ok(anchored.node.clone()) }
    }
}

/// Whether readers of YAML disagree where the name of the anchor `said` ends: to some, these signs are no part of it but
/// begin what follows.
pub fn is_unclear(said: &str) -> bool {
    said.contains([':', '?', '%', '@', '`'])
}

/// The cost of a copy, and how many levels it has.
fn measure(node: &Node<'_>) -> (usize, usize) {
    let below = |nodes: &mut dyn Iterator<Item = &Node<'_>>| {
        nodes
            .map(measure)
            .fold((1, 0), |(weight, height), (more, deep): (usize, usize)| (weight + more, height.max(deep)))
    };
    match &node.kind {
        NodeKind::Scalar(scalar) => (1 + scalar.text.len() / 64, 0),
        NodeKind::Sequence(items, ..) => {
            let (weight, height) = below(&mut items.iter());
            (weight, height + 1)
        }
        NodeKind::Mapping(mapping) => {
            let (weight, height) = below(&mut mapping.entries.iter().flat_map(|entry| [&entry.key, &entry.value]));
            (weight, height + 1)
        }
        NodeKind::UnknownAlias | NodeKind::Lost => (1, 0),
    }
}
