//! A journey of a project with all that belongs to it: compiled, as written, with its catalogs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::model::journey::Journey;
use crate::model::unread::Unread;
use crate::project::workspace::Project;
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::document::{CatalogDocument, Document, JourneyDocument};
use crate::terms::span::FileId;

/// What belongs to one journey.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// It as it was compiled.
    pub journey: &'a Arc<Journey>,
    /// What faults leave unknown of it.
    pub unread: &'a Unread,
    /// It as it was written.
    pub document: &'a JourneyDocument,
    /// The catalogs that it uses, in the order of `uses`.
    pub catalogs: Vec<&'a CatalogDocument>,
    /// Whether every catalog that it uses is there, and neither its file nor one of them has an error of the language on
    /// which a run may depend.
    pub whole: bool,
    /// Whether there is no error of the language at all: it says what it means to say.
    pub clean: bool,
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
                let read = || catalogs.iter().map(|catalog| catalog.file).chain([journey.file]);
                let whole =
                    catalogs.len() == document.uses.len() && !read().any(|file| project.unsound.contains(&file));
                let clean = whole && !read().any(|file| faulty.contains(&file));
                Some(Self { journey, unread, document, catalogs, whole, clean })
            })
            .collect();
        subjects.sort_by_key(|subject| subject.journey.file);
        subjects
    }
}

impl<'a> Subject<'a> {
    /// Those of `project` that were asked for, by path.
    pub fn asked(project: &'a Project) -> Vec<Self> {
        let mut subjects = Self::all(project);
        subjects.retain(|subject| project.reported.contains(&subject.journey.file));
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
pub fn laid_out(document: &JourneyDocument) -> (Vec<Option<&StateDecl>>, Vec<&StepDecl>) {
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
