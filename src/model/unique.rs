//! Ids of steps, exit rules and goals: each once in its journey.

use rustc_hash::FxHashMap;

use crate::model::outline::Outline;
use crate::syntax::document::JourneyDocument;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::Name;

/// Reports every id that comes twice within its kind, at the later one.
pub fn ids(journey: &JourneyDocument, outline: &Outline<'_>, findings: &mut Vec<Finding>) {
    let inside = outline.nodes.iter().filter_map(|node| node.decl).flat_map(|state| &state.steps);
    let help = "a step's id is stable for ever: diffs, migrations and effect keys hang on it";
    each_once("steps", journey.steps.iter().chain(inside).map(|step| &step.id), help, findings);
    each_once("exit rules", journey.exit.iter().map(|rule| &rule.id), "records name the rule by its id", findings);
    each_once("goals", journey.goals.iter().map(|goal| &goal.id), "reports name the goal by its id", findings);
}

fn each_once<'a>(kind: &str, names: impl Iterator<Item = &'a Name>, help: &str, findings: &mut Vec<Finding>) {
    let mut first: FxHashMap<&str, &Name> = FxHashMap::default();
    for name in names {
        if let Some(earlier) = first.get(name.value.as_str()) {
            findings.push(
                Finding::new(rule::DUPLICATE_ID, name.span, format!("two {kind} are called `{}`", name.value))
                    .label(earlier.span, "the first is here")
                    .help(help),
            );
        } else {
            first.insert(&name.value, name);
        }
    }
}
