//! A compiled expression, as the rest of the house holds it.

use std::sync::Arc;

use crate::expr::evaluation::Run;
use crate::expr::inputs::Inputs;
use crate::expr::node::Node;
use crate::terms::value::Value;

pub use crate::expr::fault::EvalError;

/// A compiled expression.
#[derive(Clone, Debug)]
pub struct Program {
    root: Arc<Node>,
    quick: bool,
}

impl Program {
    /// The program that runs `root`.
    pub(crate) fn new(root: Node) -> Self {
        Self { quick: root.is_quick(), root: Arc::new(root) }
    }

    /// Its value. Never panics, and ends within the language's limits.
    pub fn eval(&self, inputs: &Inputs<'_>) -> Result<Value, EvalError> {
        self.root.eval(&Run::new(inputs))
    }

    /// Its value as a condition; anything but `true` and `false` is an error.
    #[inline]
    pub fn test(&self, inputs: &Inputs<'_>) -> Result<bool, EvalError> {
        if self.quick
            && let Some(holds) = self.root.quick(inputs)
        {
            return Ok(holds);
        }
        self.test_in_full(inputs)
    }

    #[inline(never)]
    fn test_in_full(&self, inputs: &Inputs<'_>) -> Result<bool, EvalError> {
        self.root.test(&Run::new(inputs))
    }

    /// What runs.
    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    /// The value, where it is the same for all inputs and known already.
    pub fn constant(&self) -> Option<&Value> {
        match &*self.root {
            Node::Constant(value) => Some(value),
            _ => None,
        }
    }
}
