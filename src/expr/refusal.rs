//! A fault of one expression before it becomes a finding: which rule, where, what, and the way out.

use crate::expr::tokens::Place;
use crate::syntax::text::Text;
use crate::terms::finding::Finding;
use crate::terms::rule::RuleName;

/// Why an expression is refused.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) rule: RuleName,
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Refusal {
    /// A fault of `rule` at `place`.
    pub(crate) fn new(rule: RuleName, place: Place, message: impl Into<String>) -> Self {
        Self { rule, place, message: message.into(), help: None }
    }

    /// With a way out.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The finding, in the file that `text` was read from.
    pub(crate) fn finding(self, text: &Text) -> Finding {
        let finding = Finding::new(self.rule, self.place.span(text), self.message);
        match self.help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }
}
