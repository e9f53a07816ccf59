//! What the expressions of a journey use, for whoever asks what nothing uses.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::expr::function::Functions;
use crate::expr::mentioned::{fields, reads, words};
use crate::expr::reads::Reads;
use crate::terms::span::Span;
use crate::terms::suggest;

/// What the expressions of a journey use; of those that have faults, or depend on what has, whatever they may.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// Slots of context variables that are read, other than to set the same variable.
    pub context: BTreeSet<u16>,
    /// Names of definitions, those that only other definitions use among them.
    pub definitions: BTreeSet<SmolStr>,
    /// Names of functions, those that only other functions call among them.
    pub functions: BTreeSet<SmolStr>,
    /// Places of names that nothing has, where that may only follow from what could not be read.
    pub strangers: Vec<Span>,
    setting: Option<u16>,
    /// What stands in expressions that could not be compiled, each with the variable whose new value it makes.
    lost: Vec<(SmolStr, Option<u16>)>,
}

/// A definition or function by its text.
#[derive(Clone, Copy, Debug)]
pub enum Named<'a> {
    /// A definition.
    Definition(&'a str),
    /// A function.
    Function(&'a str),
}

impl Uses {
    /// Adds what an expression reads.
    pub fn add(&mut self, reads: &Reads) {
        let setting = self.setting;
        self.context.extend(reads.context.iter().filter(|&&slot| Some(slot) != setting));
        self.definitions.extend(reads.definitions.iter().cloned());
        self.functions.extend(reads.functions.iter().cloned());
    }

    /// From here on, what is read makes the new value of `variable`; absent, of none.
    pub const fn sets(&mut self, variable: Option<u16>) {
        self.setting = variable;
    }

    /// Adds an expression that could not be compiled: what it uses is only told from its words.
    pub fn lose(&mut self, text: &str) {
        self.lost.push((text.into(), self.setting));
    }

    /// Adds what the expressions may use that could not be compiled, where `named` is what they may name and `variables`
    /// are those of the context, by slot.
    pub fn suppose<'a>(&mut self, named: &BTreeMap<&'a str, Named<'a>>, variables: &[&str]) {
        for (text, setting) in std::mem::take(&mut self.lost) {
            let mut known = BTreeSet::new();
            let mut open: Vec<&str> = vec![&text];
            while let Some(text) = open.pop() {
                let slots = (0..).zip(variables).filter(|(slot, name)| Some(*slot) != setting && may_read(text, name));
                self.context.extend(slots.map(|(slot, _)| slot));
                // A word that nothing is called most probably means what is called most like it.
                let near = |word| {
                    named
                        .get_key_value(word)
                        .map_or_else(|| suggest::nearest(word, named.keys().copied()), |it| Some(*it.0))
                };
                for name in words(text).filter_map(near) {
                    if let Some(entry) = named.get(name).filter(|_| known.insert(name)) {
                        open.push(self.name(name, *entry));
                    }
                }
            }
        }
    }

    /// Adds one name; what its text says.
    fn name<'a>(&mut self, name: &str, entry: Named<'a>) -> &'a str {
        let (all, body) = match entry {
            Named::Definition(body) => (&mut self.definitions, body),
            Named::Function(body) => (&mut self.functions, body),
        };
        all.insert(name.into());
        body
    }

    /// Adds what is called by functions that are called.
    pub fn follow(&mut self, functions: &Functions) {
        let mut open: Vec<SmolStr> = self.functions.iter().cloned().collect();
        while let Some(name) = open.pop() {
            for called in functions.called_by(&name) {
                if self.functions.insert(called.clone()) {
                    open.push(called.clone());
                }
            }
        }
    }
}

/// Whether `text` reads the variable `name`, or a misspelt one that is like it.
fn may_read(text: &str, name: &str) -> bool {
    reads(text, name) || fields(text).any(|field| suggest::nearest(field, [name]).is_some())
}
