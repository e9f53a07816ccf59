//! The definitions of one schema: what stands in several places or in itself is written once.

use std::collections::VecDeque;

use crate::report::schema::tree::{Object, Tree, object};
use crate::terms::element::Element;

/// Definitions in the order of their first use.
#[derive(Debug, Default)]
pub struct Definitions {
    all: Vec<(String, Object)>,
    open: VecDeque<Open>,
}

/// An element that is referred to and not defined yet.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    place: usize,
    /// The element.
    pub element: &'static Element,
    /// The element whose keys may stand in place of one key of the first.
    pub or: Option<&'static Element>,
}

impl Definitions {
    /// A reference to the definition `name`, which is made by `make` at its first use.
    pub fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Object) -> Object {
        if let Some(place) = self.take(name) {
            let definition = make(self);
            self.all[place].1 = definition;
        }
        reference(name)
    }

    /// A reference to `element`, or to one key of it or the keys of `or`; it is open until it is filled.
    pub fn element(&mut self, element: &'static Element, or: Option<&'static Element>) -> Object {
        if let Some(place) = self.take(element.id) {
            self.open.push_back(Open { place, element, or });
        }
        reference(element.id)
    }

    /// The next element that is open.
    pub fn next_open(&mut self) -> Option<Open> {
        self.open.pop_front()
    }

    /// Gives `open` its definition.
    pub fn fill(&mut self, open: Open, definition: Object) {
        self.all[open.place].1 = definition;
    }

    /// The member `$defs`.
    pub fn finish(self) -> Tree {
        let all = self.all.into_iter();
        all.fold(Object::default(), |all, (name, definition)| all.with(name, definition)).into()
    }

    /// The place of `name`, unless it has one: taken before it is made, for what is defined may refer to itself.
    fn take(&mut self, name: &str) -> Option<usize> {
        if self.all.iter().any(|(known, _)| known == name) {
            return None;
        }
        self.all.push((name.to_owned(), Object::default()));
        Some(self.all.len() - 1)
    }
}

fn reference(name: &str) -> Object {
    object("$ref", format!("#/$defs/{name}"))
}
