//! The definitions of one schema: what stands in several places or in itself is written once.

use crate::report::schema::tree::{Object, Tree, object};

/// Definitions in the order of their first use.
#[derive(Debug, Default)]
pub struct Definitions(Vec<(String, Object)>);

impl Definitions {
    /// A reference to the definition `name`, which is made by `make` at its first use.
    pub fn refer(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Object) -> Object {
        if !self.0.iter().any(|(known, _)| known == name) {
            // The place is taken first: what is defined may refer to itself.
            let place = self.0.len();
            self.0.push((name.to_owned(), Object::default()));
            let made = make(self);
            self.0[place].1 = made;
        }
        object("$ref", format!("#/$defs/{name}"))
    }

    /// The member `$defs`.
    pub fn finish(self) -> Tree {
        let all = self.0.into_iter().fold(Object::default(), |all, (name, made)| all.with(name, made));
        all.into()
    }
}
