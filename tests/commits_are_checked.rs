//! The hook and the workflow that `init` makes: real commits, and each command of the workflow.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use harness::{Ran, Wayfare};

/// Runs git in the folder, with this program first on the path.
fn git(folder: &Path, arguments: &[&str]) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_wayfare")).parent().unwrap();
    git_with(folder, arguments, &format!("{}:{}", bin.display(), search_path()))
}

fn git_with(folder: &Path, arguments: &[&str], path: &str) -> Output {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]);
    command.args(arguments).current_dir(folder).env_clear().env("PATH", path).env("GIT_CONFIG_NOSYSTEM", "1");
    command.output().expect("git")
}

#[allow(clippy::disallowed_methods, reason = "the test hands the path on to programs that it runs")]
fn search_path() -> String {
    std::env::var("PATH").unwrap_or_default()
}

#[track_caller]
fn done(output: &Output) -> String {
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{text}");
    text
}

#[track_caller]
fn refused(output: &Output) -> String {
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!output.status.success(), "{text}");
    text
}

/// A repository whose project stands in `below`, with its hook turned on and everything staged.
fn repository(below: &str) -> Ran {
    let ran = Wayfare::new("--version").exits(0);
    done(&git(&ran.path(""), &["init", "-q", "-b", "main"]));
    let ran = ran.then(&format!("init {below}")).exits(0);
    let command = ran.stderr().lines().find_map(|line| line.trim().strip_prefix("git ").map(str::to_owned)).unwrap();
    let words: Vec<&str> = command.split("  ").next().unwrap().split(' ').collect();
    done(&git(&ran.path(""), &words));
    done(&git(&ran.path(""), &["add", "-A"]));
    ran
}

#[test]
fn a_good_commit_goes_through_and_a_bad_one_does_not() {
    for below in [".", "apps/shop"] {
        let ran = repository(below);
        let root = ran.path("");
        let journey = ran.path(below).join("journeys/welcome-series.yaml");
        let said = done(&git(&root, &["commit", "-q", "-m", "a project"]));
        assert!(said.contains("7 passed, 0 failed"), "{said}");

        let good = fs::read_to_string(&journey).unwrap();
        let broken = good.replace("to: INTRODUCED", "to: INTRODUCE");
        fs::write(&journey, &broken).unwrap();
        let said = refused(&git(&root, &["commit", "-qam", "broken"]));
        assert!(said.contains("unknown-name") && said.contains("pre-commit: nothing was committed"), "{said}");

        // What is staged counts, not what lies in the folder: a mended file that is not staged mends nothing.
        done(&git(&root, &["add", "-A"]));
        fs::write(&journey, &good).unwrap();
        refused(&git(&root, &["commit", "-qm", "staged is broken"]));
        // And a broken file that is not staged breaks nothing.
        done(&git(&root, &["add", "-A"]));
        fs::write(&journey, &broken).unwrap();
        fs::write(ran.path(below).join("journeys/README.md"), "ours").unwrap();
        done(&git(&root, &["add", &format!("{below}/journeys/README.md")]));
        done(&git(&root, &["commit", "-qm", "folder is broken"]));

        // A test that fails blocks as well.
        fs::write(&journey, good.replace("after: 2d", "after: 3d")).unwrap();
        let said = refused(&git(&root, &["commit", "-qam", "another number"]));
        assert!(said.contains("failed  a reader gets three mails"), "{said}");
    }
}

#[test]
fn a_commit_of_something_else_is_not_looked_at_and_a_missing_program_is_said() {
    let ran = repository("apps/shop");
    let root = ran.path("");
    done(&git(&root, &["commit", "-q", "-m", "a project"]));
    fs::write(ran.path("other.txt"), "x").unwrap();
    fs::write(ran.path("apps/shop/journeys/welcome-series.yaml"), "broken: [").unwrap();
    done(&git(&root, &["add", "other.txt"]));
    assert_eq!(done(&git(&root, &["commit", "-q", "-m", "other"])), "");
    let said = refused(&git_with(&root, &["commit", "-qam", "journey"], &search_path()));
    assert!(said.contains("wayfare is not installed"), "{said}");
    done(&git_with(&root, &["commit", "-qam", "journey", "--no-verify"], &search_path()));
    done(&git(&root, &["rm", "-rq", "--cached", "apps"]));
    done(&git(&root, &["commit", "-qm", "the project is taken away"]));
}

#[test]
fn a_repository_with_hooks_of_its_own_is_told_how_both_run() {
    let ran = Wayfare::new("init").file(".git/HEAD", "").file(".husky/pre-commit", "").exits(0);
    assert!(ran.stderr().contains("let `.husky` run `.githooks/pre-commit`"), "{}", ran.stderr());
}

#[test]
fn the_workflow_runs_in_its_folder_and_each_of_its_commands_is_there() {
    for (below, file, folder) in [
        (".", ".github/workflows/wayfare.yaml", "."),
        ("apps/shop", ".github/workflows/wayfare-apps-shop.yaml", "apps/shop"),
    ] {
        let ran = repository(below);
        let text = ran.read(file);
        let workflow: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        let job = &workflow["jobs"]["journeys"];
        assert_eq!(job["defaults"]["run"]["working-directory"], folder);
        let steps = job["steps"].as_sequence().unwrap();
        let scripts: Vec<&str> = steps.iter().filter_map(|it| it["run"].as_str()).collect();
        let commands: Vec<(&str, &str)> = steps
            .iter()
            .filter_map(|it| {
                let command = it["run"].as_str()?.trim().strip_prefix("wayfare ")?;
                Some((command, it["working-directory"].as_str().unwrap_or(folder)))
            })
            .collect();
        let names: Vec<&str> = commands.iter().filter_map(|(command, _)| command.split(' ').next()).collect();
        assert_eq!(names, ["check", "fmt", "test"]);
        for &(command, within) in &commands {
            repository(below).then(command).within(within).exits(0);
        }
        let ran = repository(below);
        let journey = format!("{below}/journeys/welcome-series.yaml");
        let broken = ran.read(&journey).replace("to: INTRODUCED", "to: INTRODUCE");
        let (check, within) = commands[0];
        let said = ran.then(check).file(&journey, broken).within(within).exits(1).stdout();
        let path = journey.trim_start_matches("./");
        assert!(said.contains(&format!("::error file={path},line=")), "a path from the top of the repository: {said}");
        for script in scripts {
            let checked = Command::new("bash").args(["-n", "-c", script]).status().unwrap();
            assert!(checked.success(), "{script}");
        }
    }
}

#[test]
fn the_commands_that_people_are_told_next_are_there() {
    let ran = Wayfare::new("init").exits(0);
    let steps = ran.stderr();
    let commands: Vec<String> = steps
        .lines()
        .filter_map(|line| line.strip_prefix("  wayfare ")?.split("  ").next().map(str::to_owned))
        .collect();
    assert!(commands.len() >= 3, "{steps}");
    let mut ran = ran;
    for command in commands {
        ran = ran.then(&command).exits(0);
    }
}
