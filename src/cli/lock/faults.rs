//! Versions that were published with other content, as findings.

use crate::lint::levels::Judged;
use crate::lint::rule::Group;
use crate::project::subject::Subject;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

const RULE: RuleName = RuleName("version-not-bumped");

/// That the version of `subject` is recorded in the lock `path` with other content.
pub fn other_content(subject: &Subject<'_>, path: &std::path::Path) -> Judged {
    let journey = subject.journey;
    let (id, version) = (&journey.id.value, &journey.version);
    let span = subject.document.version.as_ref().map_or(journey.id.span, |version| version.span);
    let message = format!("`{id}` {version} was published with other content");
    let help =
        format!("raise the version; if {version} was never published, take its line out of `{}`", path.display());
    Judged { finding: Finding::new(RULE, span, message).help(help), level: Level::Error, group: Group::Versions }
}
