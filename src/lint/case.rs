//! A journey under examination: as it was compiled, and as it was written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::lint::circumstances::Circumstances;
use crate::lint::definitions::Definitions;
use crate::lint::knowledge::known::Knowledge;
use crate::lint::verdicts::verdict::Verdicts;
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
    /// Whether neither its file nor a catalog that it uses has an error of the language.
    whole: bool,
    definitions: OnceLock<Definitions<'a>>,
    knowledge: OnceLock<Knowledge>,
    /// What [`crate::lint::verdicts::of`] found out.
    pub(in crate::lint) verdicts: OnceLock<Verdicts>,
    steps: Vec<&'a StepDecl>,
    states: Vec<Option<&'a StateDecl>>,
    reached: OnceLock<Vec<bool>>,
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
            whole: subject.whole,
            definitions: OnceLock::new(),
            knowledge: OnceLock::new(),
            verdicts: OnceLock::new(),
            steps,
            states,
            reached: OnceLock::new(),
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

    /// The definitions that its expressions may use.
    pub fn definitions(&self) -> &Definitions<'a> {
        self.definitions.get_or_init(|| Definitions::of(self.document, &self.catalogs))
    }

    /// What is known of its states, found out when it is first asked for.
    pub fn knowledge(&self) -> &Knowledge {
        self.knowledge.get_or_init(|| Knowledge::of(&self.machine, self.document, self.whole))
    }

    /// By state number, whether a person can come to be in it, if every guard can hold.
    pub fn reached(&self) -> &[bool] {
        self.reached.get_or_init(|| self.machine.reachable(&|_| true))
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
    /// Whether neither its file nor a catalog that it uses has an error of the language.
    whole: bool,
}

impl<'a> Subject<'a> {
    /// Every journey of `project` of which something can be asked, by path.
    pub fn all(project: &'a Project) -> Vec<Self> {
        let files = Files::of(project);
        let faulty: BTreeSet<FileId> = project.faults.iter().map(|(_, span)| span.file).collect();
        let journeys = [&project.journeys, &project.others, &project.guests].into_iter().flatten();
        let mut subjects: Vec<Self> = journeys
            .filter_map(|journey| {
                let unread = project.unread.get(&journey.file)?;
                let document = *files.journeys.get(&journey.file)?;
                let catalogs = document.uses.iter().filter_map(|name| files.catalogs.get(&name.value));
                let catalogs: Vec<&CatalogDocument> = catalogs.copied().collect();
                let mut read = catalogs.iter().map(|catalog| catalog.file).chain([journey.file]);
                let whole = !read.any(|file| faulty.contains(&file));
                Some(Self { journey, unread, document, catalogs, whole })
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

    use super::{Case, Subject};
    use crate::lint::circumstances::Circumstances;
    use crate::project::workspace::Workspace;

    #[test]
    fn limits_are_those_of_the_project() {
        let config = "[lint.limits]\ntoo-many-states = 3\nmessage-fatigue-window = \"2h\"\n";
        let journey = "wayfare: 1\njourney: a\nversion: 1.0.0\ninitial: A\nstates:\n  A: { final: true }\n";
        let files = [("wayfare.toml", config), ("journeys/a.yaml", journey)];
        let workspace = Workspace::from_texts(&files.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
        let circumstances = Circumstances::default();
        let project = &workspace.projects[0];
        let case = Case::of(project, Subject::all(project).remove(0), &circumstances);
        let limits = [("too-many-states", 60), ("message-fatigue-window", 1), ("too-many-branches", 12)];
        assert_eq!(limits.map(|(name, default)| case.limit(name, default)), [3, 7_200_000, 12]);
    }
}
