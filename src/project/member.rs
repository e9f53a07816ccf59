//! A file of a project with what was read from it, and what may not be there twice.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::project::workspace::FileKind;
use crate::syntax::document::Document;
use crate::terms::finding::Finding;
use crate::terms::rule::DUPLICATE_ID;
use crate::terms::span::{FileId, Name};

/// A file of which nothing could be read, or not what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It probably is the catalog of this id.
    Catalog(SmolStr),
    /// Not even its bytes are there.
    All,
}

/// A file of a project.
#[derive(Debug)]
pub struct Member {
    /// Its id.
    pub id: FileId,
    /// Its path, as the files that it was read from know it.
    pub path: PathBuf,
    /// Whether the command means it.
    pub asked: bool,
    /// Whether the command names it itself.
    pub named: bool,
    /// Whether it lies in a folder of its project, and is not left out there.
    pub inside: bool,
    /// What it says; absent where not even that could be read.
    pub document: Option<Arc<Document>>,
    /// What is known of it all the same where nothing of it could be read, or not what it is.
    pub unread: Option<Unread>,
}

impl Member {
    /// What it is.
    pub fn kind(&self) -> FileKind {
        match self.document.as_deref() {
            Some(Document::Journey(journey)) => FileKind::Journey(journey.id.value.clone()),
            Some(Document::Catalog(catalog)) => FileKind::Catalog(catalog.id.value.clone()),
            Some(Document::Scenarios(scenarios)) => FileKind::Scenarios(scenarios.journey.value.clone()),
            None => FileKind::Unknown,
        }
    }

    /// The id of the catalog that it probably is, where that could not be read.
    pub fn unread_catalog(&self) -> Option<&SmolStr> {
        match &self.unread {
            Some(Unread::Catalog(id)) => Some(id),
            _ => None,
        }
    }

    /// Whether it is a catalog that is asked for, and of no id that could be read.
    pub fn is_some_catalog(&self) -> bool {
        self.asked && matches!(self.kind(), FileKind::Catalog(id) if id.starts_with('?'))
    }

    /// Whether not even its bytes are there.
    pub fn is_lost(&self) -> bool {
        self.unread == Some(Unread::All)
    }

    /// The ids of the catalogs that it uses.
    pub fn uses(&self) -> &[Name] {
        match self.document.as_deref() {
            Some(Document::Journey(journey)) => &journey.uses,
            _ => &[],
        }
    }

    fn version(&self) -> Option<&SmolStr> {
        match self.document.as_deref() {
            Some(Document::Journey(journey)) => journey.version.as_ref().map(|version| &version.value),
            _ => None,
        }
    }

    fn id_name(&self) -> Option<(&'static str, &Name)> {
        match self.document.as_deref() {
            Some(Document::Journey(journey)) => Some(("journey", &journey.id)),
            Some(Document::Catalog(catalog)) => Some(("catalog", &catalog.id)),
            _ => None,
        }
    }

    /// Whether the command asks for this version of `first` beside it.
    fn is_other_version_of(&self, first: &Self) -> bool {
        let versions = self.version().zip(first.version());
        self.named && first.named && versions.is_some_and(|(mine, its)| mine != its)
    }
}

/// The positions of members whose id another one has, those inside the project coming first. Two versions of one journey
/// that are both named are no fault, nor is what a command names outside the project's folders.
pub fn second_ones(members: &[Member], findings: &mut Vec<Finding>) -> Vec<usize> {
    let mut first: BTreeMap<(&str, &SmolStr), (usize, &Name)> = BTreeMap::new();
    let mut second = Vec::new();
    let inside = members.iter().enumerate().filter(|(_, member)| member.inside);
    let outside = members.iter().enumerate().filter(|(_, member)| !member.inside);
    for (index, member) in inside.chain(outside) {
        let Some((kind, name)) = member.id_name() else { continue };
        let Some(&(earlier, place)) = first.get(&(kind, &name.value)) else {
            first.insert((kind, &name.value), (index, name));
            continue;
        };
        second.push(index);
        let apart = member.inside != members[earlier].inside;
        if !apart && !member.is_other_version_of(&members[earlier]) {
            let message = format!("the {kind} `{}` is there twice", name.value);
            findings.push(
                Finding::new(DUPLICATE_ID, name.span, message)
                    .label(place.span, "the first one")
                    .help("give one of both another id, or take it out of the project"),
            );
        }
    }
    second
}
