//! A comment that allows findings, and what it was good for.

use crate::syntax::allow::Allow;

/// A comment, and which of its names have silenced something.
pub struct Voucher<'a> {
    /// The comment.
    pub allow: &'a Allow,
    /// For each of its names, whether there was such a finding.
    pub used: Vec<bool>,
}
