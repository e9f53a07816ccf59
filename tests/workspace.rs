//! Files are found, put into their projects and reported as a command asks for them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use wayfare::project::workspace::{FileKind, Project, Workspace, WorkspaceError};

const JOURNEY: &str = "wayfare: 1\njourney: ID\nversion: 1.0.0\nUSESevents:\n  GO: {}\ninitial: A\nstates:\n  A:\n    \
                       steps:\n      - { id: go, triggers: GO, to: B }\n  B: { final: true }\n";
const CATALOG: &str = "wayfare: 1\ncatalog: ID\nevents:\n  STOP: {}\n";

fn journey(id: &str) -> String {
    JOURNEY.replace("ID", id).replace("USES", "")
}

fn using(id: &str, catalog: &str) -> String {
    JOURNEY.replace("ID", id).replace("USES", &format!("uses: {catalog}\n"))
}

fn broken(id: &str) -> String {
    journey(id).replace("to: B", "to: C")
}

fn catalog(id: &str) -> String {
    CATALOG.replace("ID", id)
}

struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, String)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            let path = folder.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    #[track_caller]
    fn open(&self, paths: &[&str]) -> Workspace {
        self.try_open(paths).unwrap()
    }

    fn try_open(&self, paths: &[&str]) -> Result<Workspace, WorkspaceError> {
        Workspace::open(&paths.iter().map(|path| self.path(path)).collect::<Vec<_>>())
    }

    fn names(&self, workspace: &Workspace) -> Vec<String> {
        let short = |path: &Path| path.strip_prefix(self.0.path()).unwrap_or(path).display().to_string();
        workspace.sources.iter().map(|source| short(&source.path)).collect()
    }
}

fn rules(project: &Project) -> Vec<&str> {
    project.findings.iter().map(|finding| finding.rule.0).collect()
}

fn ids(project: &Project) -> Vec<&str> {
    project.journeys.iter().map(|journey| journey.id.value.as_str()).collect()
}

#[test]
fn a_file_alone_takes_the_catalogs_beside_it_that_it_uses() {
    let folder = Folder::new(&[
        ("a.yaml", using("a", "shop")),
        ("catalogs.yml", catalog("shop")),
        ("other.yaml", catalog("other")),
        ("b.yaml", broken("b")),
    ]);
    let workspace = folder.open(&["a.yaml"]);
    let [project] = workspace.projects.as_slice() else { panic!("{workspace:?}") };
    assert_eq!(rules(project), [""; 0]);
    assert_eq!(
        (ids(project), folder.names(&workspace)),
        (vec!["a"], vec!["a.yaml".to_owned(), "catalogs.yml".to_owned()])
    );
    assert!(project.config.root.is_none() && project.config.judged_sinks().is_none());
}

#[test]
fn files_alone_do_not_meet() {
    let other = journey("a").replace("GO: {}", "GO: { payload: { n: int } }");
    let folder = Folder::new(&[("v1.yaml", journey("a")), ("v2.yaml", other)]);
    let workspace = folder.open(&["v1.yaml", "v2.yaml"]);
    assert_eq!((workspace.projects.len(), rules(&workspace.projects[0])), (1, vec![]));
    assert_eq!(ids(&workspace.projects[0]), ["a", "a"]);
}

#[test]
fn a_project_is_compiled_whole_and_only_what_was_asked_for_is_reported() {
    let folder = Folder::new(&[
        ("wayfare.toml", "[sinks.email]\n".to_owned()),
        ("journeys/a.yaml", using("a", "shop")),
        ("journeys/deep/b.yaml", broken("b")),
        ("journeys/shop.yaml", catalog("shop").replace("{}", "{ pay: 1 }")),
    ]);
    let workspace = folder.open(&["journeys/a.yaml"]);
    let project = &workspace.projects[0];
    assert_eq!(
        folder.names(&workspace),
        ["wayfare.toml", "journeys/a.yaml", "journeys/deep/b.yaml", "journeys/shop.yaml"]
    );
    assert_eq!(rules(project), ["unknown-key"], "a used catalog's finding, and not that of `b`");
    assert_eq!((ids(project), project.others.len()), (vec!["a"], 1));
    assert_eq!(project.config.judged_sinks().unwrap().len(), 1);

    let workspace = folder.open(&["journeys"]);
    assert_eq!(rules(&workspace.projects[0]).len(), 2);
}

#[test]
fn a_file_counts_once_however_often_it_is_meant() {
    let folder = Folder::new(&[("j/a.yaml", journey("a")), ("j/k/b.yaml", journey("b"))]);
    let workspace = folder.open(&["j", "j/a.yaml", "j/../j/k", "."]);
    assert_eq!(folder.names(&workspace), ["j/a.yaml", "j/k/b.yaml"]);
}

#[test]
fn each_file_belongs_to_the_nearest_config() {
    let folder = Folder::new(&[
        ("wayfare.toml", "[project]\njourneys = [\".\"]\n".to_owned()),
        ("a.yaml", journey("a")),
        ("inner/wayfare.toml", "[project]\nname = \"inner\"\n".to_owned()),
        ("inner/journeys/b.yaml", journey("a")),
    ]);
    let workspace = folder.open(&["."]);
    let [outer, inner] = workspace.projects.as_slice() else { panic!("{workspace:?}") };
    assert_eq!((ids(outer), ids(inner)), (vec!["a"], vec!["a"]));
    assert_eq!(inner.config.name.as_deref(), Some("inner"));
    assert!(outer.findings.is_empty() && inner.findings.is_empty(), "one id in two projects is no duplicate");
}

#[test]
fn what_is_none_of_the_language_is_passed_by_unless_it_is_named() {
    let folder = Folder::new(&[
        ("a.yaml", journey("a")),
        ("docker-compose.yml", "services:\n  x: {}\n".to_owned()),
        ("notes.txt", "wayfare: 1\n".to_owned()),
        (".hidden/c.yaml", journey("c")),
        (".gitignore", "out/\n".to_owned()),
        ("out/d.yaml", journey("d")),
    ]);
    assert_eq!(folder.names(&folder.open(&["."])), ["a.yaml"]);
    let workspace = folder.open(&["docker-compose.yml"]);
    assert_eq!(workspace.projects[0].files[0].kind, FileKind::Unknown);
    assert!(!workspace.projects[0].findings.is_empty());
}

#[test]
fn a_file_with_a_broken_first_line_does_not_vanish() {
    let scenarios = "scenarios: a\ntests:\n  - { name: x, steps: [{ send: GO }] }\n".to_owned();
    let first_lines =
        ["", "wayfair: 1\n", "Wayfare: 1\n", "wayfare 1\n", "- wayfare: 1\n", "\u{200b}wayfare: 1\n", "\0wayfare: 1\n"];
    for first in first_lines {
        let broken = |text: String| text.replace("wayfare: 1\n", first);
        let folder = Folder::new(&[
            ("wayfare.toml", String::new()),
            ("journeys/a.yaml", using("a", "shop")),
            ("journeys/b.yaml", broken(journey("b"))),
            ("journeys/shop.yaml", broken(catalog("shop"))),
            ("journeys/a.scenarios.yaml", format!("{first}{scenarios}")),
        ]);
        let workspace = folder.open(&["."]);
        let [project] = workspace.projects.as_slice() else { panic!("{first:?}: {workspace:?}") };
        let faulty: Vec<u32> = project.findings.iter().map(|finding| finding.span.file.0).collect();
        let names = folder.names(&workspace);
        let faulty: std::collections::BTreeSet<&str> =
            faulty.iter().map(|&file| names[file as usize].as_str()).collect();
        assert_eq!(
            faulty.into_iter().collect::<Vec<_>>(),
            ["journeys/a.scenarios.yaml", "journeys/b.yaml", "journeys/shop.yaml"],
            "{first:?}: {:?}",
            project.findings
        );
    }
}

#[test]
fn in_a_folder_of_journeys_an_empty_file_is_a_fault() {
    let folder = Folder::new(&[
        ("wayfare.toml", String::new()),
        ("journeys/a.yaml", journey("a")),
        ("journeys/b.yaml", String::new()),
        ("journeys/c.scenarios.yaml", "tests: []\n".to_owned()),
        ("charts/values.yaml", String::new()),
    ]);
    fs::write(folder.path("journeys/d.yaml"), b"\xff\xfew\0a\0y\0f\0a\0r\0e\0:\0 \x001\0\n\0").unwrap();
    let workspace = folder.open(&["."]);
    let names = folder.names(&workspace);
    let findings = &workspace.projects[0].findings;
    let mut faulty: Vec<&str> = findings.iter().map(|finding| names[finding.span.file.0 as usize].as_str()).collect();
    faulty.dedup();
    assert_eq!(faulty, ["journeys/b.yaml", "journeys/c.scenarios.yaml", "journeys/d.yaml"]);
}

#[test]
fn what_cannot_be_read_is_an_error_and_what_cannot_be_understood_a_finding() {
    let folder = Folder::new(&[("empty.yaml", String::new()), ("folder/x.txt", String::new())]);
    fs::write(folder.path("latin.yaml"), b"wayfare: 1\njourney: caf\xe9\n").unwrap();
    assert!(matches!(folder.try_open(&["none.yaml"]), Err(WorkspaceError::Unreadable { .. })));
    assert!(matches!(folder.try_open(&["folder"]), Err(WorkspaceError::Nothing(_))));
    assert_eq!(rules(&folder.open(&["empty.yaml"]).projects[0]), ["yaml-syntax"]);
    assert_eq!(rules(&folder.open(&["latin.yaml"]).projects[0]), ["yaml-syntax"]);
}

#[test]
fn one_id_twice_in_a_project_is_shown_at_both_places() {
    let folder = Folder::new(&[
        ("wayfare.toml", String::new()),
        ("journeys/a.yaml", journey("a")),
        ("journeys/b.yaml", journey("a")),
        ("journeys/c.yaml", journey("a").replace("1.0.0", "2.0.0")),
    ]);
    for asked in ["journeys/a.yaml", "journeys/b.yaml"] {
        let workspace = folder.open(&[asked]);
        let finding = &workspace.projects[0].findings[0];
        assert_eq!((finding.rule.0, finding.labels.len()), ("duplicate-id", 1));
    }
    let workspace = folder.open(&["journeys"]);
    assert_eq!(rules(&workspace.projects[0]), ["duplicate-id", "duplicate-id"]);
}

#[test]
fn two_versions_that_are_both_named_stand_beside_each_other() {
    let folder = Folder::new(&[
        ("wayfare.toml", String::new()),
        ("journeys/v1.yaml", journey("a")),
        ("journeys/v2.yaml", journey("a").replace("1.0.0", "2.0.0")),
    ]);
    let workspace = folder.open(&["journeys/v1.yaml", "journeys/v2.yaml"]);
    assert_eq!((rules(&workspace.projects[0]), ids(&workspace.projects[0])), (vec![], vec!["a", "a"]));
}

#[test]
fn a_schema_that_is_not_there_is_shown_where_it_is_named() {
    let text = journey("a").replace("GO: {}", "GO: { schema: ../s/go.json }");
    let folder = Folder::new(&[("j/a.yaml", text)]);
    let workspace = folder.open(&["j/a.yaml"]);
    let finding = &workspace.projects[0].findings[0];
    assert_eq!(workspace.sources[0].slice(finding.span), "../s/go.json");
    assert_eq!(finding.rule.0, "unknown-name");
}

#[test]
fn texts_make_one_project() {
    let texts = |config: &str| {
        let mut texts =
            vec![(PathBuf::from("j/a.yaml"), using("a", "shop")), (PathBuf::from("c/shop.yaml"), catalog("shop"))];
        texts.extend((!config.is_empty()).then(|| (PathBuf::from("wayfare.toml"), config.to_owned())));
        Workspace::from_texts(&texts)
    };
    let alone = texts("");
    assert_eq!((rules(&alone.projects[0]), ids(&alone.projects[0])), (vec![], vec!["a"]));
    assert!(alone.projects[0].config.root.is_none());
    let project = texts("[project]\njourneys = [\"j\", \"c\"]\n[time]\ndefault_tz = \"Asia/Tokyo\"\n");
    assert_eq!(project.projects[0].config.default_tz, "Asia/Tokyo");
    assert!(project.projects[0].config.root.is_some() && project.projects[0].findings.is_empty());
}
