//! `git:REF` and `git:REF:PATH` are read from the commit, whole and alone, and what cannot be read is told with a way out.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use std::fmt::Write as _;

use harness::{Ran, Wayfare};
use insta::assert_snapshot;

const JOURNEY: &str = include_str!("harness/welcome.yaml");
const EVENTS: &str = include_str!("harness/events.jsonl");
const CATALOG: &str = "wayfare: 1\ncatalog: shop\nevents:\n  LEFT: { schema: ../schemas/left.json }\n";
const SCHEMA: &str = r#"{"type": "object", "properties": {"why": {"type": "string"}}, "required": ["why"]}"#;

/// The sample journey with its exit event in a catalog, and a fault if `broken`.
fn journey(broken: bool) -> String {
    let guard = if broken { "event.payload.wy" } else { "event.payload.why" };
    JOURNEY
        .replace("title:", "uses: shop\ntitle:")
        .replace("  LEFT: {}\n", "")
        .replace("triggers: LEFT\n", &format!("triggers: LEFT\n    guard: {guard} == \"bored\"\n"))
}

/// Two commits: a project with a fault, and the same moved to another folder without it. Nothing of it is on the disk.
fn two_commits(arguments: &str) -> Wayfare {
    Wayfare::new(arguments)
        .file("wayfare.toml", "[project]\njourneys = [\"flows\"]\n")
        .file("flows/welcome.yaml", journey(true))
        .file("flows/shop.yaml", CATALOG)
        .file("schemas/left.json", SCHEMA)
        .file("flows/.gitignore", "draft.yaml\n")
        .file("docs/a.txt", "no journey")
        .commit("one")
        .git(&["mv", "flows", "journeys"])
        .file("wayfare.toml", "")
        .file("journeys/welcome.yaml", journey(false))
        .commit("two")
        .without("journeys")
        .without("wayfare.toml")
        .without("schemas")
}

fn files(ran: &Ran) -> Vec<String> {
    let tree: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
    tree["findings"].as_array().unwrap().iter().map(|finding| finding["file"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn everything_comes_from_the_commit() {
    assert_snapshot!(two_commits("check git:HEAD~1:flows/welcome.yaml").exits(1).snapshot());
    assert_eq!(two_commits("check git:HEAD:journeys/welcome.yaml").exits(0).stderr(), "no findings in 1 file\n");
}

#[test]
fn without_a_path_the_project_of_that_commit_is_meant() {
    let ran = two_commits("check git:HEAD~1 --format json").exits(1);
    assert_eq!(files(&ran), ["git:HEAD~1:flows/welcome.yaml"]);
    for same in ["git:HEAD", "git:main", "git:main@{0}", "git:HEAD:", "git:HEAD:.", "git:HEAD:journeys/", "git:@"] {
        let ran = two_commits(&format!("check {same}")).exits(0);
        assert_eq!(ran.stderr(), "no findings in 2 files\n", "{same}");
    }
}

#[test]
fn a_file_that_stood_alone_takes_the_catalogs_beside_it() {
    let check = |arguments: &str| {
        Wayfare::new(arguments)
            .file("flows/welcome.yaml", journey(false))
            .file("flows/shop.yaml", CATALOG)
            .file("schemas/left.json", SCHEMA)
            .commit("one")
            .without("flows/shop.yaml")
            .commit("two")
    };
    assert_eq!(check("check git:HEAD~1:flows/welcome.yaml").exits(0).stderr(), "no findings in 1 file\n");
    let ran = check("check git:HEAD:flows/welcome.yaml").exits(1);
    assert!(ran.stdout().contains("`shop`"), "{}", ran.stdout());
}

#[test]
fn a_file_counts_once_under_all_names_of_its_commit() {
    let ran = two_commits("check git:HEAD git:main git:HEAD:journeys/../journeys/shop.yaml").exits(0);
    assert_eq!(ran.stderr(), "no findings in 2 files\n");
    let ran = two_commits("check git:HEAD~1 git:main --format json").exits(1);
    assert_eq!(files(&ran), ["git:HEAD~1:flows/welcome.yaml"]);
}

#[test]
fn today_and_another_time_stand_side_by_side() {
    let ran = two_commits("check flows git:HEAD~1 --format json").file("flows/x.yaml", "wayfare: 1").exits(1);
    let mut files = files(&ran);
    files.dedup();
    assert_eq!(files, ["flows/x.yaml", "git:HEAD~1:flows/welcome.yaml"]);
}

#[test]
fn paths_are_git_s() {
    for path in ["git:HEAD~1:./welcome.yaml", "git:HEAD~1:../flows/welcome.yaml", "git:HEAD~1:flows/welcome.yaml"] {
        let ran = two_commits(&format!("check {path} --format json")).file("flows/here", "").within("flows").exits(1);
        assert_eq!(files(&ran), ["git:HEAD~1:flows/welcome.yaml"], "{path}");
    }
    let ran = two_commits("check git:HEAD~1 --format json").file("flows/here", "").within("flows").exits(1);
    assert_eq!(files(&ran), ["git:HEAD~1:flows/welcome.yaml"], "the project around the current folder");
    let ran = two_commits("check git:HEAD").file("flows/here", "").within("flows").exits(0);
    assert_eq!(ran.stderr(), "no findings in 2 files\n", "the folder is not there at that commit, the project is");
}

#[test]
fn events_run_through_journeys_of_another_time() {
    let ran = two_commits("run git:HEAD:journeys/welcome.yaml --events events.jsonl").file("events.jsonl", EVENTS);
    let ran = ran.exits(0);
    assert!(ran.json_lines().iter().any(|line| line["kind"] == "enter"), "{}", ran.stdout());
    assert!(ran.json_lines().iter().any(|line| line["kind"] == "dead_letter"), "the schema holds: {}", ran.stdout());
    let ran = two_commits("run git:HEAD~1 --events -").stdin(EVENTS).exits(2);
    assert!(ran.stderr().contains("git:HEAD~1:flows/welcome.yaml:"), "{}", ran.stderr());
}

#[test]
fn a_folder_is_looked_through_as_on_the_disk() {
    let check = |arguments: &str| {
        let repository = Wayfare::new(arguments)
            .file("j/a.yaml", JOURNEY)
            .file("j/k/.hidden.yaml", "wayfare: 1")
            .file("j/k/out/b.yaml", "wayfare: 1")
            .file("j/k/other.yaml", "services: {}")
            .file("j/lfs.yaml", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
            .file("j/new\nline \"ü\".yaml", JOURNEY.replace("journey: welcome", "journey: other"));
        std::os::unix::fs::symlink("a.yaml", repository.path("j/link.yaml")).unwrap();
        std::os::unix::fs::symlink("j", repository.path("linked")).unwrap();
        std::os::unix::fs::symlink("nowhere", repository.path("j/broken.yaml")).unwrap();
        repository.commit("all").file(".gitignore", "out/\n").commit("ignored")
    };
    for (disk, past) in
        [("check j", "check git:HEAD:j"), ("check linked", "check git:HEAD:linked"), ("check", "check git:@")]
    {
        let expected = check(disk).exits(0).stderr();
        assert_eq!(expected, "no findings in 2 files\n", "{disk}");
        assert_eq!(check(past).exits(0).stderr(), expected, "{past}");
    }
    check("check git:HEAD:j/lfs.yaml").exits(1);
    check("check git:HEAD:linked/link.yaml").exits(0);
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let ran = Wayfare::new("check git:HEAD:a.yaml --format json").file("a.yaml", b"wayfare: 1\njourney: caf\xe9\n");
    assert_eq!(files(&ran.commit("one").exits(1)), ["git:HEAD:a.yaml"]);
}

#[test]
fn what_is_not_in_the_commit_is_not_read() {
    let absolute = JOURNEY.replace("  LEFT: {}", "  LEFT: { schema: ../../etc/left.json }");
    let repository = |path: &str| {
        let repository = Wayfare::new(&format!("check {path}")).file("j/a.yaml", &absolute);
        std::os::unix::fs::symlink("/etc/hosts", repository.path("j/out.yaml")).unwrap();
        std::os::unix::fs::symlink("../../up.yaml", repository.path("j/up.yaml")).unwrap();
        std::os::unix::fs::symlink("nothing.yaml", repository.path("j/void.yaml")).unwrap();
        std::os::unix::fs::symlink("ring.yaml", repository.path("j/ring.yaml")).unwrap();
        repository.commit("one")
    };
    let mut all = repository("git:HEAD:j/a.yaml").exits(1).stdout();
    for path in ["j/out.yaml", "j/up.yaml", "j/ring.yaml", "j/void.yaml", "../a.yaml", "/etc/hosts", "j/a.yaml/b"] {
        let path = format!("git:HEAD:{path}");
        write!(all, "$ wayfare check {path}\n{}\n", repository(&path).exits(2).stderr()).unwrap();
    }
    assert_snapshot!(all);
}

#[test]
fn what_cannot_be_read_is_told_with_a_way_out() {
    let mut all = String::new();
    for argument in [
        "git:",
        "git::journeys",
        "git:mian",
        "git:v1^^",
        "git:HEAD~9",
        "git:--all",
        "git:-x:journeys",
        "git:HEAD^{tree}",
        "git:HEAD..main",
        "git:HEAD:welcome.yaml",
        "git:HEAD~1:flows/welcom.yaml",
        "git:HEAD:flows/welcome.yaml",
        "git:HEAD:journey",
        "git:HEAD:nothing/like/it.yaml",
        "git:HEAD:docs",
        "git:HEAD:wayfare.yaml",
    ] {
        let ran = two_commits("").git(&["tag", "v1.0"]).args(&["check", argument]).exits(2);
        assert_eq!(ran.stdout(), "");
        write!(all, "$ wayfare check {argument}\n{}\n", ran.stderr()).unwrap();
    }
    let ran = two_commits("check git:HEAD~1:welcome.yaml").file("flows/here", "").within("flows").exits(2);
    write!(all, "flows$ wayfare check git:HEAD~1:welcome.yaml\n{}\n", ran.stderr()).unwrap();
    let ran = two_commits("").args(&["check", "git:HEAD\n--all"]).exits(2);
    write!(all, "$ wayfare check 'git:HEAD\\n--all'\n{}\n", ran.stderr()).unwrap();
    assert_snapshot!(all);
}

#[test]
fn git_s_own_troubles_are_told_in_its_words() {
    let plain = |arguments: &str| Wayfare::new(arguments).file("a.yaml", JOURNEY);
    let outside = plain("check git:HEAD");
    let above = outside.path("").parent().unwrap().to_str().unwrap().to_owned();
    let cases = [
        (outside.env("GIT_CEILING_DIRECTORIES", &above), "git says: not a git repository", "in a git repository"),
        (
            plain("check git:HEAD").commit("one").env("GIT_DIR", "nowhere"),
            "git says: not a git repository",
            "'nowhere'",
        ),
        (plain("check git:HEAD:a.yaml").env("PATH", "/nonexistent"), "the program `git` is not there", "install git"),
        (
            plain("check git:HEAD").commit("one").env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"),
            "git says: ",
            "git config --global --add safe.directory",
        ),
        (plain("check git:HEAD").git(&["init", "-q"]), "there is no commit `HEAD`", "commit something first"),
    ];
    for (repository, reason, help) in cases {
        let ran = repository.exits(2);
        assert!(ran.stderr().contains(reason) && ran.stderr().contains(help), "{}", ran.stderr());
    }
}

#[test]
fn the_environment_says_where_the_repository_is() {
    let ran = two_commits("check git:HEAD~1 --format json").git(&["clone", "-q", "--bare", ".", "bare.git"]);
    assert_eq!(files(&ran.without(".git").env("GIT_DIR", "bare.git").exits(1)), ["git:HEAD~1:flows/welcome.yaml"]);
    let ran = two_commits("check git:HEAD").git(&["clone", "-q", "--bare", ".", "bare.git"]).within("bare.git");
    assert_eq!(ran.exits(0).stderr(), "no findings in 2 files\n");
}

#[test]
fn ids_may_be_long_ones() {
    let repository = Wayfare::new("check git:HEAD").git(&["init", "-q", "--object-format=sha256"]);
    assert_eq!(repository.file("j/a.yaml", JOURNEY).commit("one").exits(0).stderr(), "no findings in 1 file\n");
}

#[test]
fn a_shallow_clone_says_that_it_is_one() {
    let clone = |arguments: &str| {
        let repository = two_commits(arguments);
        let url = format!("file://{}", repository.path("").display());
        repository.git(&["clone", "-q", "--depth", "1", &url, "clone"]).within("clone")
    };
    clone("check git:HEAD").exits(0);
    let error = clone("check git:HEAD~1").exits(2).stderr();
    assert!(error.contains("`git fetch --unshallow`"), "{error}");
}

#[test]
fn a_submodule_is_another_repository() {
    let repository = |arguments: &str| {
        let inner = Wayfare::new("").file("j/a.yaml", JOURNEY).commit("inner");
        let url = inner.path("").to_str().unwrap().to_owned();
        Wayfare::new(arguments)
            .file("b.yaml", JOURNEY)
            .commit("one")
            .git(&["submodule", "-q", "add", &url, "sub"])
            .commit("two")
    };
    assert_eq!(repository("check git:HEAD:").exits(0).stderr(), "no findings in 1 file\n");
    assert_snapshot!(repository("check git:HEAD:sub/j/a.yaml").exits(2).stderr());
}

#[test]
fn a_damaged_repository_is_a_failure_and_no_finding() {
    let damaged = |text: Option<&[u8]>| {
        let repository = Wayfare::new("check git:HEAD:a.yaml").file("a.yaml", JOURNEY).commit("one");
        let id = repository.git_says(&["rev-parse", "HEAD:a.yaml"]);
        let object = repository.path(format!(".git/objects/{}/{}", &id[..2], &id[2..]));
        std::fs::remove_file(&object).unwrap();
        if let Some(text) = text {
            std::fs::write(object, text).unwrap();
        }
        repository.exits(2).stderr().replace(&id, "ID")
    };
    let missing = damaged(None);
    assert_eq!(missing, damaged(Some(b"no object")));
    assert_snapshot!(missing);
}
