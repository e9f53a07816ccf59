//! The tree of states laid out flat, in document order, before anything of it is compiled.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::model::ground::Notes;
use crate::model::ids::StateId;
use crate::model::unread::{By, To};
use crate::syntax::chart::StateDecl;
use crate::syntax::document::JourneyDocument;
use crate::terms::finding::Finding;
use crate::terms::rule;

/// A state's place in the tree.
#[derive(Debug)]
pub struct Node<'a> {
    /// What was written; the root has none.
    pub decl: Option<&'a StateDecl>,
    /// The state around it.
    pub parent: Option<StateId>,
    /// Its last descendant, or itself.
    pub last: StateId,
    /// How many states are around it.
    pub depth: u32,
    /// States directly inside.
    pub children: Vec<StateId>,
}

/// The states of a journey; 0 is the root. The descendants of a state follow it, up to its `last`.
#[derive(Debug)]
pub struct Outline<'a> {
    /// In document order.
    pub nodes: Vec<Node<'a>>,
    /// The first state of each name.
    pub numbers: FxHashMap<SmolStr, u32>,
}

impl<'a> Outline<'a> {
    /// Lays out the states of `journey`; a name that comes twice is reported, and the second keeps no name.
    pub fn of(journey: &'a JourneyDocument, notes: &mut Notes) -> Self {
        let mut outline = Self { nodes: vec![Node::new(None, None, 0, 0)], numbers: FxHashMap::default() };
        // Not recursive: how deep states may nest is for the reader to say, not for the stack.
        let mut open: Vec<(StateId, std::slice::Iter<'a, StateDecl>)> = vec![(StateId(0), journey.states.iter())];
        while let Some((parent, rest)) = open.last_mut() {
            let parent = *parent;
            let Some(decl) = rest.next() else {
                open.pop();
                outline.nodes[parent.index()].last = StateId(outline.nodes.len() as u32 - 1);
                continue;
            };
            let id = outline.add(decl, parent, notes);
            open.push((id, decl.states.iter()));
        }
        outline
    }

    /// Whether `inner` is a proper descendant of `outer`.
    pub fn inside(&self, inner: StateId, outer: StateId) -> bool {
        outer < inner && inner <= self.nodes[outer.index()].last
    }

    /// The innermost state that has both inside it or is one of them.
    pub fn common(&self, a: StateId, b: StateId) -> StateId {
        let mut outer = a;
        while outer != b && !self.inside(b, outer) {
            outer = self.nodes[outer.index()].parent.unwrap_or_default();
        }
        outer
    }

    /// Whether the state's children are active together.
    pub fn is_parallel(&self, state: StateId) -> bool {
        self.nodes[state.index()].decl.is_some_and(|decl| decl.parallel.is_some())
    }

    /// Whether the state's children are active together, or may be for all that could be read of it.
    pub fn may_be_parallel(&self, state: StateId) -> bool {
        self.is_parallel(state) || self.nodes[state.index()].decl.is_some_and(|decl| decl.hidden.kind)
    }

    /// Whether the state is a history.
    pub fn is_history(&self, state: StateId) -> bool {
        self.nodes[state.index()].decl.is_some_and(|decl| decl.history.is_some())
    }

    /// The states around `state` from the inside out, the root last.
    pub fn ancestors(&self, state: StateId) -> impl Iterator<Item = StateId> {
        std::iter::successors(self.nodes[state.index()].parent, |outer| self.nodes[outer.index()].parent)
    }

    fn add(&mut self, decl: &'a StateDecl, parent: StateId, notes: &mut Notes) -> StateId {
        let id = StateId(self.nodes.len() as u32);
        let depth = self.nodes[parent.index()].depth + 1;
        self.nodes.push(Node::new(Some(decl), Some(parent), id.0, depth));
        self.nodes[parent.index()].children.push(id);
        match self.numbers.get(&decl.id.value) {
            None => {
                self.numbers.insert(decl.id.value.clone(), id.0);
            }
            Some(&first) => {
                let message = format!("two states are called `{}`", decl.id.value);
                let mut finding = Finding::new(rule::DUPLICATE_ID, decl.id.span, message)
                    .help("a state's name is unique in its journey, so that a target needs no path");
                if let Some(first) = self.nodes[first as usize].decl {
                    finding = finding.label(first.id.span, "the first is here");
                }
                notes.findings.push(finding);
                // Who leads to which of them, and what is in which, cannot be told.
                notes.unread.lead(StateId(0), By::Beginning, To::State(id));
                for state in [StateId(first), id] {
                    notes.unread.lead(state, By::Leaving, To::Nowhere);
                    notes.unread.uncertain.insert(state);
                }
            }
        }
        id
    }
}

impl<'a> Node<'a> {
    const fn new(decl: Option<&'a StateDecl>, parent: Option<StateId>, id: u32, depth: u32) -> Self {
        Self { decl, parent, last: StateId(id), depth, children: Vec::new() }
    }
}
