//! What the body of a function has of its own: its variables, their types, and what its result must be.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::terms::types::Type;

/// A parameter or variable in sight.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub(crate) name: SmolStr,
    pub(crate) slot: u16,
    pub(crate) ty: Type,
}

/// What is carried through the statements of a body; nothing outside of one.
#[derive(Default)]
pub(crate) struct Frame {
    /// The function's name.
    pub(crate) function: SmolStr,
    /// The type of the result; absent outside a body.
    pub(crate) returns: Option<Type>,
    /// The type of each variable, by where its `let` stands.
    pub(crate) types: BTreeMap<usize, Type>,
    /// Where the `let` of each slot stands.
    pub(crate) declared: Vec<Option<usize>>,
    /// Names that are set and that no `let` declares, which has been told.
    pub(crate) undeclared: Vec<SmolStr>,
    /// How many loops there are around a statement.
    pub(crate) loops: usize,
}
