//! A compiled expression, as the rest of the house holds it.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::evaluation::Run;
use crate::expr::inputs::Inputs;
use crate::expr::node::Node;
use crate::terms::value::Value;

pub use crate::expr::fault::EvalError;

/// A compiled expression.
#[derive(Clone, Debug)]
pub struct Program {
    compiled: Arc<Compiled>,
    quick: bool,
}

/// What runs, and the text that it was compiled from.
#[derive(Debug)]
struct Compiled {
    root: Node,
    written: SmolStr,
}

impl Program {
    /// The program that runs `root`, compiled from the text `written`.
    pub(crate) fn new(root: Node, written: SmolStr) -> Self {
        Self { quick: root.is_quick(), compiled: Arc::new(Compiled { root, written }) }
    }

    /// Its value. Never panics, and ends within the language's limits.
    pub fn eval(&self, inputs: &Inputs<'_>) -> Result<Value, EvalError> {
        self.compiled.root.eval(&Run::new(inputs))
    }

    /// Its value as a condition; anything but `true` and `false` is an error.
    #[inline]
    pub fn test(&self, inputs: &Inputs<'_>) -> Result<bool, EvalError> {
        if self.quick
            && let Some(holds) = self.compiled.root.quick(inputs)
        {
            return Ok(holds);
        }
        self.test_in_full(inputs)
    }

    #[inline(never)]
    fn test_in_full(&self, inputs: &Inputs<'_>) -> Result<bool, EvalError> {
        self.compiled.root.test(&Run::new(inputs))
    }

    /// What runs.
    pub(crate) fn root(&self) -> &Node {
        &self.compiled.root
    }

    /// The text that it was compiled from.
    pub(crate) fn written(&self) -> &str {
        &self.compiled.written
    }

    /// The value, where it is the same for all inputs and known already.
    pub fn constant(&self) -> Option<&Value> {
        match &self.compiled.root {
            Node::Constant(value) => Some(value),
            _ => None,
        }
    }
}
