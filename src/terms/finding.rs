//! A finding: one fault of a file, as a value. How grave it is, the lint's registry says.

use crate::terms::rule::RuleName;
use crate::terms::span::Span;

/// A second place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there.
    pub message: String,
}

/// A replacement of one range of the source text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A way out that a program can take. It is proven before a file is written: its finding must be gone, no error may come
/// but what an error of the language hid, and nothing but what its edits touch may be read differently.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// What the fix does, as an instruction.
    pub message: String,
    /// The edits, none of which touches another.
    pub edits: Vec<Edit>,
    /// Whether `check --fix` may carry it out without asking. Only where no reader could take the text for anything
    /// else than what the fix makes of it, whatever the rest of the project says; where the fix is a guess at a name, a
    /// number or a choice among several ways out, it is not. Other than that a person on the journey may well be treated
    /// differently afterwards: as the text has said all along. A fix takes no comment away unless it is about that
    /// comment, and its edits cover no more than what changes.
    pub safe: bool,
}

/// One fault, where it stands, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The place that the rule points at.
    pub span: Span,
    /// The rule that it breaks.
    pub rule: RuleName,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// Facts that help to understand it.
    pub notes: Vec<String>,
    /// What to do next.
    pub help: Option<String>,
    /// The same as edits, where a program can do it.
    pub fix: Option<Fix>,
    /// Whether no run depends on what is wrong, so that nothing else is in doubt because of it.
    pub idle: bool,
}

impl Finding {
    /// A finding of `rule` at `span`; the rest is added by the methods below.
    pub fn new(rule: RuleName, span: Span, message: impl Into<String>) -> Self {
        let (labels, notes) = (Vec::new(), Vec::new());
        Self { span, rule, message: message.into(), labels, notes, help: None, fix: None, idle: false }
    }

    /// With another place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: message.into() });
        self
    }

    /// With a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With a way out in words.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a way out as edits.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}
