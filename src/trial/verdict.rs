//! What came of a test.

use smol_str::SmolStr;

use crate::terms::finding::Finding;
use crate::terms::span::{Name, Span};

/// A test that was played, or could not be.
#[derive(Debug)]
pub struct Outcome<R> {
    /// What it was to show.
    pub name: Name,
    /// What came of it.
    pub verdict: Verdict<R>,
}

/// What came of a test; `R` has heard all records of the item that failed.
#[derive(Debug)]
pub enum Verdict<R> {
    /// All was as expected.
    Passed,
    /// Something was not.
    Failed(Failure, R),
    /// It speaks of what is not there, so it was not played.
    Broken(Vec<Finding>),
}

/// The first item after which something was not as expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Where the expectation stands; where nothing was said, the item.
    pub span: Span,
    /// Where what happened stands; the expectation's own item, or one before it.
    pub item: Option<Span>,
    /// All that was not as expected.
    pub mismatches: Vec<Mismatch>,
}

/// Something that was not as expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// What: `state`, `context.step_index`.
    pub what: String,
    /// Where it is expected.
    pub span: Span,
    /// Of which instance, where the person has several.
    pub instance: Option<SmolStr>,
    /// What was expected, line by line.
    pub expected: Vec<String>,
    /// What there was instead.
    pub actual: Vec<String>,
}
