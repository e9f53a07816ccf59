//! Steps without an id, as findings call them: by what they are. The name that stands for their id nobody has written.

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::document::Document;
use crate::terms::finding::Finding;
use crate::terms::span::FileId;

/// What begins a name that stands for one that is missing.
const PLACEHOLDER: char = '?';

/// Puts words in the place of the names that stand for missing ids of steps in `documents`.
pub fn call(findings: &mut [Finding], documents: &[Arc<Document>]) {
    let mut words = BTreeMap::new();
    for document in documents {
        if let Document::Journey(journey) = document.as_ref() {
            note(journey.file, &journey.steps, "in every state", &mut words);
            journey.states.iter().for_each(|state| note_inside(journey.file, state, &mut words));
        }
    }
    for ((file, name), words) in &words {
        for finding in findings.iter_mut().filter(|finding| finding.span.file == *file) {
            for text in texts(finding) {
                if text.contains(name.as_str()) {
                    *text = text.replace(&format!("the step `{name}`"), words).replace(&format!("`{name}`"), words);
                }
            }
        }
    }
}

fn texts(finding: &mut Finding) -> impl Iterator<Item = &mut String> {
    let labels = finding.labels.iter_mut().map(|label| &mut label.message);
    let rest = finding.help.iter_mut().chain(finding.fix.iter_mut().map(|fix| &mut fix.message));
    std::iter::once(&mut finding.message).chain(labels).chain(&mut finding.notes).chain(rest)
}

fn note_inside(file: FileId, state: &StateDecl, words: &mut BTreeMap<(FileId, SmolStr), String>) {
    note(file, &state.steps, &format!("in `{}`", state.id.value), words);
    state.states.iter().for_each(|inner| note_inside(file, inner, words));
}

fn note(file: FileId, steps: &[StepDecl], place: &str, words: &mut BTreeMap<(FileId, SmolStr), String>) {
    for (number, step) in steps.iter().enumerate().filter(|(_, step)| step.id.value.starts_with(PLACEHOLDER)) {
        let said = match step.events().and_then(<[_]>::first) {
            Some(event) => format!("the step by `{}` {place}", event.value),
            None => format!("step {} {place}", number + 1),
        };
        words.insert((file, step.id.value.clone()), said);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::call;
    use crate::syntax::document::Document;
    use crate::syntax::read::read;
    use crate::syntax::source::Source;
    use crate::terms::finding::Finding;
    use crate::terms::rule::MISSING_KEY;
    use crate::terms::span::FileId;

    #[test]
    fn a_step_without_an_id_is_called_by_its_event_or_its_place() {
        let text = "wayfare: 1\njourney: a\nversion: 1.0.0\ninitial: A\nsteps:\n  - { triggers: E }\nstates:\n  A:\n    \
                    steps:\n      - { id: a, triggers: F }\n      - { after: 1d }\n";
        let document = read(&Source::new(FileId(0), "a.yaml", text.to_owned()), &mut Vec::new()).unwrap();
        let Document::Journey(journey) = &document else { panic!("{document:?}") };
        let [first, second] = [&journey.steps[0], &journey.states[0].steps[1]];
        let message = format!("the step `{}` is never taken", first.id.value);
        let help = format!("take `{}` out", second.id.value);
        let mut findings = [Finding::new(MISSING_KEY, first.id.span, message).label(second.id.span, "here").help(help)];
        call(&mut findings, &[Arc::new(document)]);
        assert_eq!(findings[0].message, "the step by `E` in every state is never taken");
        assert_eq!(findings[0].help.as_deref(), Some("take step 2 in `A` out"));
    }
}
