//! The journey's own typed functions, callable from expressions.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::node::Body;
use crate::terms::shape::Field;
use crate::terms::types::Type;

/// The functions that are callable, in file order.
#[derive(Clone, Debug, Default)]
pub struct Functions {
    pub(crate) all: Vec<Function>,
    /// Names of those that are declared further down in the same file.
    pub(crate) later: Vec<SmolStr>,
}

/// One function.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: SmolStr,
    pub(crate) params: Vec<Field>,
    /// As it was written, for the reference.
    pub(crate) source: SmolStr,
    /// How deep running it goes, functions below it included.
    pub(crate) depth: usize,
    /// What runs; absent where it has faults, which have been reported.
    pub(crate) body: Option<Arc<Body>>,
    /// The functions of the journey that its body calls.
    pub(crate) calls: Vec<SmolStr>,
    /// Its result, where it is declared.
    pub(crate) returns: Option<Type>,
    /// Whether it may have other parameters, of which nothing is known.
    pub(crate) open: bool,
}

impl Functions {
    /// From here on `names` are those of one file, which are added one by one.
    pub fn expect(&mut self, names: impl Iterator<Item = SmolStr>) {
        self.later = names.collect();
    }

    /// The names of all, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|function| function.name.as_str())
    }

    /// The names of the functions that the body of `name` calls, as far as it has no faults.
    pub fn called_by(&self, name: &str) -> &[SmolStr] {
        self.find(name).map_or(&[], |function| &function.calls)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Function> {
        self.all.iter().find(|function| function.name == name)
    }
}

impl Function {
    /// Its name with its parameters.
    pub(crate) fn written(&self) -> String {
        let params: Vec<String> = self.params.iter().map(|p| format!("{}: {}", p.name, p.shape)).collect();
        format!("{}({})", self.name, params.join(", "))
    }
}
