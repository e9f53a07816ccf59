//! A journey under examination: as it was compiled, and as it was written.

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::lint::circumstances::Circumstances;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Journey;
use crate::model::unread::Unread;
use crate::project::config::Config;
use crate::project::workspace::Project;
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::document::{CatalogDocument, Document, JourneyDocument};
use crate::terms::span::FileId;

/// A journey of which something can be asked.
pub struct Case<'a> {
    /// The compiled journey and its structure.
    pub machine: Machine,
    /// The same as it was written.
    pub document: &'a JourneyDocument,
    /// The catalogs that it uses, in the order of `uses`.
    pub catalogs: Vec<&'a CatalogDocument>,
    /// The config of its project.
    pub config: &'a Config,
    /// What the check was told.
    pub circumstances: &'a Circumstances<'a>,
    /// Whether its findings are shown.
    pub asked: bool,
    steps: Vec<&'a StepDecl>,
    states: Vec<Option<&'a StateDecl>>,
}

impl<'a> Case<'a> {
    /// The journey that `subject` is about, made ready to be asked.
    pub fn of(project: &'a Project, subject: Subject<'a>, circumstances: &'a Circumstances<'a>) -> Self {
        let (states, steps) = laid_out(subject.document);
        Self {
            machine: Machine::partial(Arc::clone(subject.journey), subject.unread.clone()),
            document: subject.document,
            catalogs: subject.catalogs,
            config: &project.config,
            circumstances,
            asked: project.reported.contains(&subject.journey.file),
            steps,
            states,
        }
    }

    /// A step as it was written.
    pub fn step_decl(&self, step: StepId) -> &'a StepDecl {
        self.steps[step.index()]
    }

    /// A state as it was written; the journey itself has no such declaration.
    pub fn state_decl(&self, state: StateId) -> Option<&'a StateDecl> {
        self.states[state.index()]
    }

    /// A limit of `[lint.limits]`: a count, or a duration in milliseconds.
    pub fn limit(&self, name: &str, default: i64) -> i64 {
        self.config.limits.get(name).copied().unwrap_or(default)
    }
}

/// What belongs to one journey.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    journey: &'a Arc<Journey>,
    unread: &'a Unread,
    document: &'a JourneyDocument,
    catalogs: Vec<&'a CatalogDocument>,
}

impl<'a> Subject<'a> {
    /// Every journey of `project` of which something can be asked, by path.
    pub fn all(project: &'a Project) -> Vec<Self> {
        let files = Files::of(project);
        let journeys = [&project.journeys, &project.others, &project.guests].into_iter().flatten();
        let mut subjects: Vec<Self> = journeys
            .filter_map(|journey| {
                let unread = project.unread.get(&journey.file)?;
                let document = *files.journeys.get(&journey.file)?;
                let catalogs = document.uses.iter().filter_map(|name| files.catalogs.get(&name.value));
                Some(Self { journey, unread, document, catalogs: catalogs.copied().collect() })
            })
            .collect();
        subjects.sort_by_key(|subject| subject.journey.file);
        subjects
    }
}

/// What was written, by what it is found by.
#[derive(Default)]
struct Files<'a> {
    journeys: BTreeMap<FileId, &'a JourneyDocument>,
    /// The first of each id.
    catalogs: BTreeMap<&'a SmolStr, &'a CatalogDocument>,
}

impl<'a> Files<'a> {
    fn of(project: &'a Project) -> Self {
        let mut files = Self::default();
        for document in &project.documents {
            match &**document {
                Document::Journey(journey) => {
                    files.journeys.insert(journey.file, journey);
                }
                Document::Catalog(catalog) => {
                    files.catalogs.entry(&catalog.id.value).or_insert(catalog);
                }
                Document::Scenarios(_) => {}
            }
        }
        files
    }
}

/// States and steps in the order of their numbers, which is that of the file; the journey itself is state 0.
fn laid_out(document: &JourneyDocument) -> (Vec<Option<&StateDecl>>, Vec<&StepDecl>) {
    let mut states = vec![None];
    let mut steps: Vec<&StepDecl> = document.steps.iter().collect();
    let mut open: Vec<&StateDecl> = document.states.iter().rev().collect();
    while let Some(state) = open.pop() {
        states.push(Some(state));
        steps.extend(&state.steps);
        open.extend(state.states.iter().rev());
    }
    (states, steps)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Case;
    use crate::lint::circumstances::Circumstances;
    use crate::project::workspace::Workspace;

    #[test]
    fn limits_are_those_of_the_project() {
        let config = "[lint.limits]\ntoo-many-states = 3\nmessage-fatigue-window = \"2h\"\n";
        let journey = "wayfare: 1\njourney: a\nversion: 1.0.0\ninitial: A\nstates:\n  A: { final: true }\n";
        let files = [("wayfare.toml", config), ("journeys/a.yaml", journey)];
        let workspace = Workspace::from_texts(&files.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
        let circumstances = Circumstances::default();
        let cases = Case::all(&workspace.projects[0], &circumstances);
        let limits = [("too-many-states", 60), ("message-fatigue-window", 1), ("too-many-branches", 12)];
        assert_eq!(limits.map(|(name, default)| cases[0].limit(name, default)), [3, 7_200_000, 12]);
    }
}
