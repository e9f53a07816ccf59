//! Why an expression has no value.

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// Anything that went wrong, in words a product manager can follow ("integer overflow", "division by zero").
    #[error("{0}")]
    Failed(String),
}

impl EvalError {
    /// The error of `words`.
    #[cold]
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self::Failed(words.into())
    }
}
