//! What rules find, and what they could not decide.

use crate::terms::finding::Finding;

/// What rules found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The findings, in any order.
    pub findings: Vec<Finding>,
    /// How many questions about values were left open: nobody knows whether there is a finding.
    pub open: usize,
}

impl Found {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
