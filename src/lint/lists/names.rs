//! What expressions of a journey can name: definitions and functions, its own and those of its catalogs.

use std::collections::BTreeMap;

use crate::lint::case::Case;
use crate::lint::definitions::Definitions;
use crate::syntax::declared::FunctionDecl;
use crate::syntax::text::Text;

/// What can be named in an expression that is looked through.
pub struct Names<'c, 'a> {
    definitions: &'c Definitions<'a>,
    functions: BTreeMap<&'a str, &'a FunctionDecl>,
}

impl<'c, 'a> Names<'c, 'a> {
    /// What expressions of `case` can name.
    pub fn of(case: &'c Case<'a>) -> Self {
        let shared = case.catalogs.iter().flat_map(|catalog| &catalog.declares.functions);
        let functions = shared.chain(&case.document.declares.functions).map(|decl| (decl.name.value.as_str(), decl));
        Self { definitions: case.definitions(), functions: functions.collect() }
    }

    /// The definition of a name.
    pub fn definition(&self, name: &str) -> Option<&'a Text> {
        self.definitions.get(name).map(|decl| &decl.body)
    }

    /// The function of a name.
    pub fn function(&self, name: &str) -> Option<&'a FunctionDecl> {
        self.functions.get(name).copied()
    }
}
