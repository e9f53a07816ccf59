//! Names that a test uses and that nothing has.

use crate::terms::finding::Finding;
use crate::terms::rule::RuleName;
use crate::terms::span::Name;
use crate::terms::suggest;

/// The rule that a test breaks which names something unknown.
pub const RULE: RuleName = RuleName("scenario-drift");

/// `name` is none of the `candidates`, said as `no event is called` or `greet has no param`.
pub fn unknown<'a>(name: &Name, none: &str, candidates: impl IntoIterator<Item = &'a str>) -> Finding {
    let finding = Finding::new(RULE, name.span, format!("{none} `{}`", name.value));
    match suggest::help(&name.value, candidates) {
        Some(help) => finding.help(help),
        None => finding.help("there is none at all"),
    }
}
