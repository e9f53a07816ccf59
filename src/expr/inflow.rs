//! What a value is made of, as values.

use smol_str::SmolStr;

/// A slot, or a part of one, of which a value is made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Inflow {
    /// The slot.
    pub from: Spring,
    /// The fields below it, from the outside in; an item of a list counts as the list.
    pub path: Vec<SmolStr>,
    /// The fields of the value in which it comes to stand; none where it is all of it.
    pub to: Vec<SmolStr>,
    /// Whether it is there as it was, so that its fields are still its fields.
    pub whole: bool,
}

/// A slot that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spring {
    /// A context variable.
    Context(u16),
    /// A context variable before a move.
    Old(u16),
    /// A profile field.
    Profile(u16),
    /// A payload path of the journey's [`crate::expr::paths::Paths`].
    Payload(u16),
    /// A parameter or variable of a function; none is left in what a term is made of.
    Local(u16),
}

/// Longer paths are cut off: what is meant then is all that lies below.
const DEEPEST: usize = 16;

impl Inflow {
    /// All of a part of a slot.
    pub(crate) fn of(from: Spring, path: &[SmolStr]) -> Self {
        Self { from, path: path.to_vec(), to: Vec::new(), whole: true }
    }

    /// Made into something else.
    #[must_use]
    pub(crate) fn derived(mut self) -> Self {
        self.to.clear();
        self.whole = false;
        self
    }

    /// What of it is in the field `name` of the value; absent where nothing is.
    pub(crate) fn inside(mut self, name: &SmolStr) -> Option<Self> {
        if !self.to.is_empty() {
            return (self.to.remove(0) == *name).then_some(self);
        }
        if self.whole && self.path.len() < DEEPEST {
            self.path.push(name.clone());
        }
        Some(self)
    }

    /// The same where the value is the field `name` of another.
    #[must_use]
    pub fn under(mut self, name: &SmolStr) -> Self {
        if self.to.len() < DEEPEST {
            self.to.insert(0, name.clone());
        }
        self
    }
}
