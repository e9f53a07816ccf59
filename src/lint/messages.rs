//! Messages: actions on a sink with a purpose. What rules about them ask of a project.

use std::collections::BTreeSet;

use crate::lint::whole::Whole;
use crate::project::config::Config;
use crate::project::workspace::{FileKind, Project};
use crate::syntax::declared::{ActionDecl, Declarations};
use crate::syntax::document::Document;
use crate::terms::span::FileId;

/// The purpose of advertising.
pub const MARKETING: &str = "marketing";

/// What messages on the sink are for; absent where it has no purpose, or is not known.
pub fn purpose<'c>(config: &'c Config, sink: &str) -> Option<&'c str> {
    config.sinks.get(sink)?.purpose.as_deref()
}

/// The actions that the files which were asked for, and the catalogs that they use, declare: each once.
pub fn declared(project: &Project) -> impl Iterator<Item = &ActionDecl> {
    by_file(project).flatten()
}

fn by_file(project: &Project) -> impl Iterator<Item = &[ActionDecl]> {
    let shown = shown(project);
    project.documents.iter().filter_map(move |document| {
        let (file, declares) = declarations(document)?;
        shown.contains(&file).then_some(&*declares.actions)
    })
}

/// Those of them that send advertising.
pub fn advertising(project: &Project) -> impl Iterator<Item = &ActionDecl> {
    declared(project).filter(|action| is_advertising(project, action))
}

/// Those of them that say none of `keys`, not even in a line of which a fault hides that it is theirs.
pub fn advertising_without<'w>(whole: &'w Whole<'_>, keys: &'w [&str]) -> impl Iterator<Item = &'w ActionDecl> {
    let doubts = &whole.usage().doubts;
    by_file(whole.project).flat_map(move |actions| {
        let advertising = actions.iter().enumerate().filter(|(_, action)| is_advertising(whole.project, action));
        let without = advertising.filter(move |(place, action)| {
            let behind = actions.iter().skip(place + 1).find(|other| !other.broken);
            let end = behind.map_or(u32::MAX, |next| next.name.span.start);
            !doubts.may_say_below(&action.name, end, keys)
        });
        without.map(|(_, action)| action)
    })
}

fn is_advertising(project: &Project, action: &ActionDecl) -> bool {
    let sink = action.sink.as_ref().map(|sink| sink.value.as_str());
    !action.broken && sink.and_then(|sink| purpose(&project.config, sink)) == Some(MARKETING)
}

/// The files of which rules speak.
pub fn shown(project: &Project) -> BTreeSet<FileId> {
    let counts = |file: FileId, asked: bool, kind: &FileKind| {
        asked || matches!(kind, FileKind::Catalog(_)) && project.reported.contains(&file)
    };
    project.files.iter().filter(|file| counts(file.id, file.asked, &file.kind)).map(|file| file.id).collect()
}

fn declarations(document: &Document) -> Option<(FileId, &Declarations)> {
    match document {
        Document::Journey(journey) => Some((journey.file, &journey.declares)),
        Document::Catalog(catalog) => Some((catalog.file, &catalog.declares)),
        Document::Scenarios(_) => None,
    }
}
