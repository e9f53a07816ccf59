//! Which journeys tests are about, and the files that they name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use smol_str::SmolStr;

use crate::project::files::plain;
use crate::project::head::valid;
use crate::project::member::Member;
use crate::project::workspace::{FileKind, ScenarioFile};
use crate::syntax::document::Document;
use crate::syntax::scenarios::{Deed, ScenariosDocument, TestDecl};
use crate::terms::finding::Finding;
use crate::terms::name::is_id;
use crate::terms::rule::UNKNOWN_NAME;
use crate::terms::span::{FileId, Name};
use crate::terms::suggest;

/// The ids of the journeys that tests which are asked for are about and that are not among `members`.
pub fn missing(members: &[Member]) -> BTreeSet<SmolStr> {
    let tested: BTreeSet<SmolStr> =
        members.iter().filter_map(asked).map(|scenarios| scenarios.journey.value.clone()).collect();
    tested.into_iter().filter(|id| tested_by(members, id, &BTreeSet::new()).is_none()).collect()
}

/// The paths of the files that tests which are asked for name and that are no members, each once.
pub fn strangers(members: &[Member]) -> BTreeSet<PathBuf> {
    let known = by_path(members);
    let all = members.iter().flat_map(named);
    all.map(|(_, path)| path).filter(|path| !known.contains_key(path.as_path())).collect()
}

/// The tests that are asked for, with the places of what they speak of; what is nowhere is a finding.
pub fn scenarios(members: &[Member], findings: &mut Vec<Finding>) -> Vec<ScenarioFile> {
    let paths = by_path(members);
    let unread = members.iter().any(|member| member.is_lost() || (member.asked && member.document.is_none()));
    let mut files = Vec::new();
    for member in members {
        let Some(document) = asked(member) else { continue };
        let later = document.tests.iter().flat_map(deployed).map(|name| path_of(member, name)).collect();
        let is_misnamed = is_misnamed(members, &document.journey.value);
        // Of one that only tests name, another version is rather meant.
        let is_meant = |id: &FileId| !is_misnamed || members.iter().any(|member| member.id == *id && member.asked);
        let tested = tested_by(members, &document.journey.value, &later).filter(is_meant);
        let told = unread || is_misnamed;
        if tested.is_none() && !told && !document.journey.value.starts_with('?') {
            findings.push(no_journey(&document.journey, members));
        }
        let mut named_files = BTreeMap::new();
        for (name, path) in named(member) {
            match paths.get(path.as_path()) {
                // What could not be read has findings of its own.
                Some((id, FileKind::Journey(_) | FileKind::Unknown)) => {
                    named_files.insert(name.value.clone(), *id);
                }
                Some(_) => findings.push(no_file(name, "is no journey")),
                None => findings.push(no_file(name, "cannot be read")),
            }
        }
        files.push(ScenarioFile { document: document.clone(), tested, named: named_files });
    }
    files
}

fn asked(member: &Member) -> Option<&ScenariosDocument> {
    match member.document.as_deref() {
        Some(Document::Scenarios(document)) if member.asked => Some(document),
        _ => None,
    }
}

/// The files that the tests of `member` name, with their paths.
fn named(member: &Member) -> Vec<(&Name, PathBuf)> {
    let Some(document) = asked(member) else { return Vec::new() };
    let names = document.tests.iter().flat_map(|test| test.journeys.iter().chain(deployed(test)));
    names.map(|name| (name, path_of(member, name))).collect()
}

/// The path of a file that `member` names.
fn path_of(member: &Member, name: &Name) -> PathBuf {
    plain(&member.path.parent().unwrap_or(Path::new("")).join(name.value.as_str()))
}

fn deployed(test: &TestDecl) -> impl Iterator<Item = &Name> {
    test.steps.iter().filter_map(|item| match item.deed.as_ref().map(|deed| &deed.value) {
        Some(Deed::Deploy(file)) => Some(file),
        _ => None,
    })
}

/// The first journey of this id, but for those that take effect `later` if there is another; one inside the project
/// before any that was only named.
fn tested_by(members: &[Member], id: &SmolStr, later: &BTreeSet<PathBuf>) -> Option<FileId> {
    let all = || members.iter().filter(|member| matches!(member.kind(), FileKind::Journey(own) if own == *id));
    let rank = |member: &&Member| (later.contains(&member.path), !member.inside);
    all().min_by_key(rank).map(|member| member.id)
}

/// Whether a journey that is asked for was probably meant to have this id, and has none that can be one.
fn is_misnamed(members: &[Member], id: &SmolStr) -> bool {
    let means = |own: &str| !is_id(own) && (valid(own) == id || suggest::nearest(own, [id.as_str()]).is_some());
    members.iter().any(|member| member.asked && matches!(member.kind(), FileKind::Journey(own) if means(&own)))
}

fn by_path(members: &[Member]) -> BTreeMap<&Path, (FileId, FileKind)> {
    members.iter().map(|member| (member.path.as_path(), (member.id, member.kind()))).collect()
}

fn no_journey(name: &Name, members: &[Member]) -> Finding {
    let id = |member: &Member| match member.kind() {
        FileKind::Journey(id) => Some(id),
        _ => None,
    };
    let ids: BTreeSet<SmolStr> = members.iter().filter_map(id).collect();
    let finding = Finding::new(UNKNOWN_NAME, name.span, format!("no journey is called `{}`", name.value));
    let help = suggest::help(&name.value, ids.iter().map(SmolStr::as_str));
    finding.help(help.unwrap_or_else(|| "tests stand in the project of their journey, or beside its file".to_owned()))
}

fn no_file(name: &Name, why: &str) -> Finding {
    let finding = Finding::new(UNKNOWN_NAME, name.span, format!("`{}` {why}", name.value));
    finding.help("name the file of a journey, as seen from the folder of this file")
}
