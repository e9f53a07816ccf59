//! The files of one home become a project: read, put together with their catalogs and schemas, compiled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use smol_str::SmolStr;

use crate::model::compile::{Compiled, compile};
use crate::model::material::Material;
use crate::model::unread::Unread as Unknown;
use crate::model::uses::Uses;
use crate::project::casting;
use crate::project::config::Config;
use crate::project::config_reader::read_config;
use crate::project::discovery::Entry;
use crate::project::files::Files;
use crate::project::head::{id_after, id_meant};
use crate::project::member::{Member, Unread, second_ones};
use crate::project::passes::{apart, together};
use crate::project::schemas::Schemas;
use crate::project::text::{decode, take_text};
use crate::project::workspace::{FileKind, Meant, Project, ProjectFile, ScenarioFile};
use crate::syntax::document::Document;
use crate::syntax::read::read;
use crate::syntax::source::Source;
use crate::terms::crew::in_order;
use crate::terms::finding::Finding;
use crate::terms::name::is_id;
use crate::terms::rule::{DUPLICATE_ID, WRONG_SHAPE, YAML_SYNTAX};
use crate::terms::span::FileId;

/// What a project is made of.
#[derive(Debug, Default)]
pub struct Lot {
    /// Its config.
    pub config: Config,
    /// The file of its config.
    pub config_file: Option<FileId>,
    /// Its files, by path.
    pub entries: Vec<Entry>,
    /// Whether each journey stands alone, with the catalogs beside it that it uses.
    pub apart: bool,
    /// Whether the tests of a journey that is asked for are asked for as well.
    pub tests: bool,
    /// Findings so far.
    pub findings: Vec<Finding>,
}

/// Puts projects together.
pub struct Assembly<'a> {
    files: &'a dyn Files,
    sources: &'a mut Vec<Source>,
    threads: usize,
}

impl<'a> Assembly<'a> {
    /// Takes further files from `files`, and adds every file to `sources`; reads and compiles on up to `threads` threads.
    pub fn new(files: &'a dyn Files, sources: &'a mut Vec<Source>, threads: usize) -> Self {
        Self { files, sources, threads }
    }

    /// Reads the `wayfare.toml` at `path` into `lot`.
    pub fn configure(&mut self, lot: &mut Lot, path: &Path, bytes: Vec<u8>) {
        let root = path.parent().unwrap_or(path).to_owned();
        lot.config_file = Some(FileId(self.sources.len() as u32));
        lot.config = Config { root: Some(root.clone()), ..Config::default() };
        let read = take_text((&self.files.shown(path), bytes), WRONG_SHAPE, self.sources, &mut lot.findings);
        if let (Some(_), Some(source)) = (read, self.sources.last()) {
            lot.config = read_config(source, root, self.files, &mut lot.findings);
        }
    }

    /// The project that `lot` makes.
    pub fn assemble(&mut self, lot: Lot) -> Project {
        let Lot { config, config_file, entries, apart: stand_apart, tests, mut findings } = lot;
        let mut members = self.members(entries, &mut findings);
        if stand_apart {
            let wanted = casting::missing(&members);
            self.add_beside(&mut members, &mut findings, |text| {
                id_after(text, "journey").is_some_and(|id| wanted.contains(id.as_str()))
            });
        }
        if tests {
            self.ask_for_tests(&mut members, stand_apart, &mut findings);
        }
        let own = members.len();
        self.add_guests(&mut members, &mut findings);
        let guests = own..members.len();
        if stand_apart {
            let used: BTreeSet<SmolStr> =
                members.iter().flat_map(Member::uses).map(|name| name.value.clone()).collect();
            self.add_beside(&mut members, &mut findings, |text| {
                id_meant(text, "catalog").is_some_and(|id| used.contains(id.as_str()))
            });
        }
        let schemas = self.schemas(&members, &mut findings);
        let mut second = if stand_apart { Vec::new() } else { second_ones(&members[..own], &mut findings) };
        second.extend(guests.clone());
        let scenarios = casting::scenarios(&members, &mut findings);
        let reported = reported(config_file, &members, &schemas, &scenarios);
        let asked: BTreeSet<FileId> = members.iter().filter(|member| member.asked).map(|member| member.id).collect();
        let guests: BTreeSet<FileId> = members[guests].iter().map(|member| member.id).collect();
        let files =
            members.iter().map(|member| ProjectFile { id: member.id, asked: member.asked, kind: member.kind() });
        let files = files.collect();

        let passes = if stand_apart { apart(&members) } else { together(&members, &second) };
        let unread = unread_catalogs(&members);
        let shared = Shared { config: &config, schemas: &schemas, unread: &unread };
        let mut journeys = compile_passes(&passes, shared, self.threads, &mut findings);
        let (unread, uses) = known(&mut journeys);
        let journeys = journeys.into_iter().map(|compiled| Arc::new(compiled.journey));
        let (journeys, others): (Vec<_>, Vec<_>) = journeys.partition(|journey| asked.contains(&journey.file));
        let (guests, others) = others.into_iter().partition(|journey| guests.contains(&journey.file));
        let errors: Vec<&Finding> = findings.iter().filter(|finding| !finding.rule.is_remark()).collect();
        let faults = errors.iter().map(|finding| (finding.rule, finding.span)).collect();
        let unsound = unsound(&errors);
        findings.retain(|finding| is_reported(finding, &reported, &asked));
        findings.sort();
        findings.dedup();
        let documents = members.into_iter().filter_map(|member| member.document).collect();
        Project {
            config,
            config_file,
            config_meant: Meant::No,
            lock: None,
            files,
            documents,
            journeys,
            others,
            guests,
            scenarios,
            unread,
            uses,
            faults,
            unsound,
            reported,
            findings,
        }
    }

    /// Reads files, each on any thread, and adds them in their order.
    fn members(&mut self, entries: Vec<Entry>, findings: &mut Vec<Finding>) -> Vec<Member> {
        let files = self.files;
        let numbered = (self.sources.len() as u32..).zip(entries);
        let files: Vec<_> = numbered.map(|(id, entry)| (FileId(id), files.shown(&entry.path), entry)).collect();
        let read = in_order(files, self.threads, |(id, shown, entry)| {
            let mut findings = Vec::new();
            let (member, source) = read_member(id, (shown, entry), &mut findings);
            (member, source, findings)
        });
        let mut members = Vec::with_capacity(read.len());
        for (member, source, mut faults) in read {
            members.push(member);
            self.sources.push(source);
            findings.append(&mut faults);
        }
        members
    }

    fn member(&mut self, entry: Entry, findings: &mut Vec<Finding>) -> Member {
        let shown = self.files.shown(&entry.path);
        let (member, source) = read_member(FileId(self.sources.len() as u32), (shown, entry), findings);
        self.sources.push(source);
        member
    }

    /// Adds the files in the folder of a file that stands alone whose text is `wanted`.
    fn add_beside(&mut self, members: &mut Vec<Member>, findings: &mut Vec<Finding>, wanted: impl Fn(&str) -> bool) {
        let known: BTreeSet<PathBuf> = members.iter().map(|member| member.path.clone()).collect();
        let Some(folder) = known.first().and_then(|path| path.parent()).map(Path::to_owned) else { return };
        let beside = self.files.beside(&folder).into_iter().filter(|path| !known.contains(path));
        for path in beside.collect::<Vec<_>>() {
            let bytes = self.files.read(&path).unwrap_or_default();
            if wanted(&String::from_utf8_lossy(&bytes)) {
                let member = self
                    .member(Entry { path, bytes: Some(bytes), asked: false, named: false, inside: false }, findings);
                members.push(member);
            }
        }
    }

    /// Asks for the tests of each journey that is asked for.
    fn ask_for_tests(&mut self, members: &mut Vec<Member>, stand_apart: bool, findings: &mut Vec<Finding>) {
        let asked = members.iter().filter(|member| member.asked).map(Member::kind);
        let asked: BTreeSet<SmolStr> = asked
            .filter_map(|kind| match kind {
                FileKind::Journey(id) => Some(id),
                _ => None,
            })
            .collect();
        if stand_apart {
            self.add_beside(members, findings, |text| {
                id_after(text, "scenarios").is_some_and(|id| asked.contains(id.as_str()))
            });
        }
        for member in members {
            member.asked |= matches!(member.kind(), FileKind::Scenarios(id) if asked.contains(&id));
        }
    }

    /// Adds the files that tests name and that are no members, compiled apart from the others.
    fn add_guests(&mut self, members: &mut Vec<Member>, findings: &mut Vec<Finding>) {
        for path in casting::strangers(members) {
            if let Ok(bytes) = self.files.read(&path) {
                let member = self
                    .member(Entry { path, bytes: Some(bytes), asked: false, named: false, inside: false }, findings);
                members.push(member);
            }
        }
    }

    fn schemas(&mut self, members: &[Member], findings: &mut Vec<Finding>) -> Schemas {
        let mut schemas = Schemas::default();
        for member in members {
            if let Some(document) = &member.document {
                schemas.read_all((document, &member.path), self.files, self.sources, findings);
            }
        }
        schemas
    }
}

/// The files of `errors` on which a run may depend.
fn unsound(errors: &[&Finding]) -> BTreeSet<FileId> {
    errors.iter().filter(|finding| !finding.idle).map(|finding| finding.span.file).collect()
}

/// The ids of catalogs of which nothing could be read; where a whole file could not, or says no id, any that is used may be
/// it.
fn unread_catalogs(members: &[Member]) -> BTreeSet<SmolStr> {
    let told = members.iter().filter_map(Member::unread_catalog).cloned();
    let lost = members.iter().any(|member| member.is_lost() || member.is_some_catalog());
    let used = members.iter().flat_map(Member::uses).map(|name| name.value.clone()).filter(|_| lost);
    told.chain(used).collect()
}

/// What faults leave unknown of each journey, and what its expressions use.
fn known(journeys: &mut [Compiled]) -> (BTreeMap<FileId, Unknown>, BTreeMap<FileId, Uses>) {
    let unread = journeys.iter_mut().filter_map(|it| Some((it.journey.file, it.unread.take()?))).collect();
    let uses = journeys.iter_mut().map(|it| (it.journey.file, std::mem::take(&mut it.uses))).collect();
    (unread, uses)
}

/// What the file of an entry says.
fn read_member(id: FileId, (shown, entry): (PathBuf, Entry), findings: &mut Vec<Finding>) -> (Member, Source) {
    let Entry { path, bytes, asked, named, inside } = entry;
    let Some(bytes) = bytes else {
        let unread = Some(Unread::All);
        return (Member { id, path, asked, named, inside, document: None, unread }, Source::unread(id, &shown));
    };
    let source = decode(id, (&shown, bytes), YAML_SYNTAX, findings);
    let document = read(&source, findings).map(Arc::new);
    let is_unknown = match document.as_deref() {
        Some(Document::Catalog(catalog)) => !is_id(&catalog.id.value),
        document => document.is_none(),
    };
    let catalog = id_meant(&source.text, "catalog").filter(|_| is_unknown);
    let unread = catalog.map(|id| Unread::Catalog(id.into()));
    (Member { id, path, asked, named, inside, document, unread }, source)
}

/// What every pass is compiled with.
#[derive(Clone, Copy)]
struct Shared<'a> {
    config: &'a Config,
    schemas: &'a Schemas,
    /// Ids of catalogs of which nothing could be read.
    unread: &'a BTreeSet<SmolStr>,
}

/// Compiles each of `passes`, or the journeys inside them where they are few, on several threads.
fn compile_passes(
    passes: &[Vec<Arc<Document>>],
    Shared { config, schemas, unread }: Shared<'_>,
    threads: usize,
    findings: &mut Vec<Finding>,
) -> Vec<Compiled> {
    let sinks = config.judged_sinks();
    let few = passes.first().is_some_and(|first| first.len() > passes.len());
    let (outside, inside) = if few { (1, threads) } else { (threads, 1) };
    let compiled = in_order(passes.iter().collect(), outside, |documents| {
        let material = Material {
            documents,
            sinks: sinks.as_ref(),
            purposes: &config.purposes,
            default_tz: &config.default_tz,
            threads: inside,
            schemas: &schemas.by_place,
            unread,
        };
        let mut findings = Vec::new();
        (compile(&material, &mut findings), findings)
    });
    let mut journeys = Vec::new();
    for (compiled, mut faults) in compiled {
        journeys.extend(compiled);
        findings.append(&mut faults);
    }
    journeys.sort_by_key(|compiled| compiled.journey.file);
    journeys
}

/// The files whose findings are shown: those that were asked for, with the config, catalogs and schemas that they use,
/// and the journeys that tests are about.
fn reported(
    config: Option<FileId>,
    members: &[Member],
    schemas: &Schemas,
    scenarios: &[ScenarioFile],
) -> BTreeSet<FileId> {
    let tested: BTreeSet<FileId> = scenarios.iter().flat_map(ScenarioFile::journeys).collect();
    let asked = || members.iter().filter(|member| member.asked || tested.contains(&member.id));
    let used: BTreeSet<&SmolStr> = asked().flat_map(Member::uses).map(|name| &name.value).collect();
    let is_used = |member: &&Member| {
        let said = matches!(member.kind(), FileKind::Catalog(id) if used.contains(&id));
        said || member.unread_catalog().is_some_and(|id| used.contains(id))
    };
    let mut reported: BTreeSet<FileId> = asked().map(|member| member.id).chain(config).collect();
    reported.extend(members.iter().filter(is_used).map(|member| member.id));
    let named: BTreeMap<FileId, FileId> = schemas.named_in.iter().map(|&(by, schema)| (schema, by)).collect();
    let shown = |by: &FileId| reported.contains(by);
    let schemas: Vec<FileId> = named.iter().filter(|(_, by)| shown(by)).map(|(schema, _)| *schema).collect();
    reported.extend(schemas);
    reported
}

fn is_reported(finding: &Finding, reported: &BTreeSet<FileId>, asked: &BTreeSet<FileId>) -> bool {
    let touches = || finding.labels.iter().any(|label| asked.contains(&label.span.file));
    reported.contains(&finding.span.file) || (finding.rule == DUPLICATE_ID && touches())
}
