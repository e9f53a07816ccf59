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
    /// Whether its file has no error of the language.
    whole: bool,
    definitions: OnceLock<Definitions<'a>>,
    knowledge: OnceLock<Knowledge>,
    /// What [`crate::lint::verdicts::of`] found out.
    pub(in crate::lint) verdicts: OnceLock<Verdicts>,
    steps: Vec<&'a StepDecl>,
    states: Vec<Option<&'a StateDecl>>,
}

impl<'a> Case<'a> {
    /// Every journey of `project` of which something can be asked, by path.
    pub fn all(project: &'a Project, circumstances: &'a Circumstances<'a>) -> Vec<Self> {
        let files = Files::of(project);
        let journeys = [&project.journeys, &project.others, &project.guests].into_iter().flatten();
        let mut journeys: Vec<&Arc<Journey>> = journeys.collect();
        journeys.sort_by_key(|journey| journey.file);
        let known = journeys.into_iter().filter_map(|journey| Some((journey, project.unread.get(&journey.file)?)));
        known.filter_map(|(journey, unread)| Self::of(project, (journey, unread), (&files, circumstances))).collect()
    }

    fn of(
        project: &'a Project,
        (journey, unread): (&Arc<Journey>, &Unread),
        (files, circumstances): (&Files<'a>, &'a Circumstances<'a>),
    ) -> Option<Self> {
        let document = files.journeys.get(&journey.file)?;
        let catalogs = document.uses.iter().filter_map(|name| files.catalogs.get(&name.value)).copied().collect();
        let (states, steps) = laid_out(document);
        Some(Self {
            machine: Machine::partial(Arc::clone(journey), unread.clone()),
            document,
            catalogs,
            config: &project.config,
            circumstances,
            asked: project.reported.contains(&journey.file),
            whole: !files.faulty.contains(&journey.file),
            definitions: OnceLock::new(),
            knowledge: OnceLock::new(),
            verdicts: OnceLock::new(),
            steps,
            states,
        })
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

    /// A limit of `[lint.limits]`: a count, or a duration in milliseconds.
    pub fn limit(&self, name: &str, default: i64) -> i64 {
        self.config.limits.get(name).copied().unwrap_or(default)
    }
}

/// What was written, by what it is found by.
#[derive(Default)]
struct Files<'a> {
    journeys: BTreeMap<FileId, &'a JourneyDocument>,
    /// The first of each id.
    catalogs: BTreeMap<&'a SmolStr, &'a CatalogDocument>,
    /// Those in which something was found before any rule asked.
    faulty: BTreeSet<FileId>,
}

impl<'a> Files<'a> {
    fn of(project: &'a Project) -> Self {
        let faulty = project.findings.iter().map(|finding| finding.span.file).collect();
        let mut files = Self { faulty, ..Self::default() };
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
