//! What the expressions of a journey use, for whoever asks what nothing uses.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::expr::function::Functions;
use crate::expr::reads::Reads;
use crate::terms::span::Span;

/// What the expressions of a journey use, as far as they have no faults.
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
