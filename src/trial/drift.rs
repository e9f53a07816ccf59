//! Names that a test uses and that nothing has.

use crate::terms::finding::Finding;
use crate::terms::rule::SCENARIO_DRIFT;
use crate::terms::span::Name;
use crate::terms::suggest;

/// `name` is none of the `candidates`, said as `no event is called` or `greet has no param`.
pub fn unknown<'a>(name: &Name, none: &str, candidates: impl IntoIterator<Item = &'a str>) -> Finding {
    let finding = Finding::new(SCENARIO_DRIFT, name.span, format!("{none} `{}`", name.value));
    match suggest::help(&name.value, candidates) {
        Some(help) => finding.help(help),
        None => finding.help("there is none at all"),
    }
}
