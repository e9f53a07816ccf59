//! Names that expressions of a journey may use, and that nothing else of it needs once it is compiled.

use std::sync::Arc;

use crate::expr::function::Functions;
use crate::expr::scope::Definition;

/// The definitions and functions of a journey.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Definitions, those of catalogs first.
    pub definitions: Arc<[Definition]>,
    /// Functions, those of catalogs first.
    pub functions: Functions,
}
