//! `fmt`: which files it lays out, what it tells, and what it leaves alone.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod harness;

use std::fs;

use harness::Wayfare;
use insta::assert_snapshot;

const LOOSE: &str = "wayfare: 1\njourney: a\nevents: {GO: {}}   # one\ninitial: A\nstates:\n    A: {final: true}\n";
const LAID: &str = "wayfare: 1\njourney: a\nevents: { GO: {} }  # one\ninitial: A\nstates:\n  A: { final: true }\n";
const BROKEN: &str = "wayfare: 1\njourney: b\nstates: [\n";
const OTHER: &str = "version: '3'\nservices:   {}\n";

#[test]
fn files_are_laid_out_where_they_stand() {
    let project = Wayfare::new("fmt").file("wayfare.toml", "[project]\njourneys = [\"flows\"]\n");
    let ran = project
        .file("flows/a.yaml", LOOSE)
        .file("flows/deep/b.yml", LOOSE.replace("journey: a", "journey: b"))
        .file("flows/c.yaml", LAID)
        .file("flows/compose.yaml", OTHER)
        .file("flows/left-out/d.yaml", LOOSE)
        .file("flows/.gitignore", "left-out\n")
        .file("elsewhere/e.yaml", LOOSE)
        .exits(0);
    assert_eq!((ran.stdout().as_str(), ran.stderr().as_str()), ("", "2 files reformatted, 1 file left unchanged\n"));
    assert_eq!(ran.read("flows/a.yaml"), LAID);
    assert_eq!(ran.read("flows/deep/b.yml"), LAID.replace("journey: a", "journey: b"));
    assert_eq!(ran.read("flows/compose.yaml"), OTHER);
    assert_eq!((ran.read("flows/left-out/d.yaml").as_str(), ran.read("elsewhere/e.yaml").as_str()), (LOOSE, LOOSE));
}

#[test]
fn a_file_that_is_named_twice_is_laid_out_once() {
    let ran = Wayfare::new("fmt a.yaml . ./a.yaml").file("a.yaml", LOOSE).exits(0);
    assert_eq!(ran.stderr(), "1 file reformatted\n");
}

#[test]
fn a_check_writes_nothing_and_names_the_files() {
    let files = |arguments: &str| Wayfare::new(arguments).file("a.yaml", LOOSE).file("b/b.yaml", LAID);
    let ran = files("fmt --check").exits(1);
    assert_eq!(ran.stdout(), "a.yaml\n");
    assert_eq!(ran.stderr(), "1 file would be reformatted, 1 file already formatted\n");
    assert_eq!(ran.read("a.yaml"), LOOSE);
    let ran = files("fmt --check b").exits(0);
    assert_eq!((ran.stdout().as_str(), ran.stderr().as_str()), ("", "1 file already formatted\n"));
}

#[test]
fn a_difference_is_a_patch() {
    let ran = Wayfare::new("fmt --diff").file("a.yaml", LOOSE).file("b.yaml", LAID).exits(1);
    assert_eq!(ran.read("a.yaml"), LOOSE);
    assert_snapshot!(ran.snapshot());
    let coloured = Wayfare::new("fmt --diff --color always").file("a.yaml", LOOSE).exits(1);
    assert!(coloured.stdout().contains("\u{1b}[32m+states") || coloured.stdout().contains("\u{1b}[32m+  A"));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let ran = Wayfare::new("fmt -").stdin(LOOSE).exits(0);
    assert_eq!((ran.stdout().as_str(), ran.stderr().as_str()), (LAID, ""));
    let ran = Wayfare::new("fmt -").stdin("steps:\n- id: a part of a file\n").exits(0);
    assert_eq!(ran.stdout(), "steps:\n  - id: a part of a file\n");
    let ran = Wayfare::new("fmt - --check").stdin(LOOSE).exits(1);
    assert_eq!(ran.stdout(), "<stdin>\n");
    let ran = Wayfare::new("fmt --diff -").stdin(LAID).exits(0);
    assert_eq!((ran.stdout().as_str(), ran.stderr().as_str()), ("", "1 file already formatted\n"));
    let ran = Wayfare::new("fmt -").stdin(BROKEN).exits(2);
    assert_eq!(ran.stdout(), "", "what cannot be laid out is not handed on as if it were");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_laid_out() {
    let ran = Wayfare::new("fmt")
        .file("a.yaml", LOOSE)
        .file("b.yaml", BROKEN)
        .file("c.yaml", b"wayfare: 1\njourney: \xff\n")
        .exits(2);
    assert_eq!((ran.read("a.yaml").as_str(), ran.read("b.yaml").as_str()), (LAID, BROKEN));
    assert_snapshot!(ran.snapshot());
}

#[test]
fn what_makes_no_sense_is_told_with_a_way_out() {
    let mut all = String::new();
    for arguments in
        ["fmt missing.yaml", "fmt compose.yaml", "fmt wayfare.toml", "fmt empty", "fmt git:HEAD", "fmt - a.yaml"]
    {
        let ran = Wayfare::new(arguments)
            .file("a.yaml", LOOSE)
            .file("compose.yaml", OTHER)
            .file("empty/readme.txt", "")
            .file("wayfare.toml", "")
            .exits(2);
        assert_eq!((ran.stdout().as_str(), ran.read("a.yaml").as_str()), ("", LOOSE));
        all = format!("{all}$ wayfare {arguments}\n{}\n", ran.stderr());
    }
    assert_snapshot!(all);
}

#[test]
fn journeys_need_not_be_valid() {
    let ran = Wayfare::new("fmt").file("a.yaml", "wayfare: 1\njourney:  a\nstats:   {}\n").exits(0);
    assert_eq!(ran.read("a.yaml"), "wayfare: 1\njourney: a\nstats: {}\n");
}

#[test]
fn help_has_examples() {
    assert_snapshot!(Wayfare::new("fmt --help").exits(0).stdout());
}

#[cfg(unix)]
#[test]
fn rights_and_links_stay_and_what_may_not_be_written_is_not() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let with_mode = |mode: u32| {
        let run = Wayfare::new("fmt link.yaml").file("a.yaml", LOOSE);
        fs::set_permissions(run.path("a.yaml"), fs::Permissions::from_mode(mode)).unwrap();
        symlink("a.yaml", run.path("link.yaml")).unwrap();
        run
    };
    let ran = with_mode(0o640).exits(0);
    assert_eq!(ran.read("a.yaml"), LAID);
    assert!(fs::symlink_metadata(ran.path("link.yaml")).unwrap().is_symlink());
    assert_eq!(fs::metadata(ran.path("a.yaml")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(ran.files(), ["a.yaml", "link.yaml"], "nothing is left behind");
    let ran = with_mode(0o440).exits(2);
    assert_eq!((ran.read("a.yaml").as_str(), ran.files().len()), (LOOSE, 2));
    assert!(ran.stderr().contains("cannot be written: it is not permitted"), "{}", ran.stderr());
}
