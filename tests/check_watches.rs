//! `check --watch`: whatever is saved is checked, however it is saved, until Ctrl-C.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

mod harness;

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use harness::Wayfare;
use tempfile::TempDir;

const GOOD: &str = include_str!("harness/welcome.yaml");
/// What stands at the end of each check.
const WAITING: &str = "waiting for changes";
/// A test that waits so long for a line has failed.
const LONG: Duration = Duration::from_mins(2);

/// The program as it watches.
struct Watching {
    folder: TempDir,
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    /// Begins in a folder with these files, and waits for the first check.
    fn begin(arguments: &[&str], files: &[(&str, &str)]) -> (Self, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            write(&folder.path().join(path), text);
        }
        // Through one pipe, so that lines come in the order in which they were written.
        let program = env!("CARGO_BIN_EXE_wayfare");
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "exec \"$@\" 2>&1", "sh", program, "check", "--watch"]).args(arguments);
        command.current_dir(folder.path()).env_clear().stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (sender, lines) = channel();
        pass_on(child.stdout.take().unwrap(), sender);
        let watching = Self { folder, child, lines };
        let first = watching.until(WAITING);
        (watching, first)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn save(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    /// All lines up to the first that has `text` in it.
    fn until(&self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.lines.recv_timeout(LONG);
            lines.push(line.unwrap_or_else(|_| panic!("no line with {text:?} came behind {lines:#?}")));
            if lines.last().is_some_and(|line| line.contains(text)) {
                return lines;
            }
        }
    }

    /// Waits for a check that counts `count`, and for its end.
    #[track_caller]
    fn comes_to(&self, count: &str) {
        self.until(count);
        self.until(WAITING);
    }

    /// Ctrl-C.
    fn stop(mut self) -> Option<i32> {
        let interrupted = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(interrupted.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // A test that failed leaves no process behind; one that has ended cannot be ended again.
        let _ = self.child.kill();
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn pass_on(stream: impl Read + Send + 'static, sender: Sender<String>) {
    let lines = BufReader::new(stream).lines();
    thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
}

fn broken() -> String {
    GOOD.replacen("to: LOST", "to: LSOT", 1)
}

/// Another journey, with nothing of the first.
fn other(text: &str) -> String {
    text.replace("journey: welcome", "journey: other").replace("BOUGHT", "PAID")
}

#[test]
fn a_file_is_checked_whenever_it_is_saved() {
    let (watching, first) = Watching::begin(&["welcome.yaml"], &[("welcome.yaml", GOOD)]);
    assert_eq!(first.len(), 2, "{first:#?}");
    assert_eq!(first[0], "no findings in 1 file");
    assert!(
        first[1].starts_with("checked at ") && first[1].ends_with(" UTC; waiting for changes, Ctrl-C ends"),
        "{first:?}"
    );
    watching.save("welcome.yaml", &broken());
    let lines = watching.until(WAITING);
    assert!(lines.iter().any(|line| line.contains("welcome.yaml:44:")), "{lines:#?}");
    assert!(lines.iter().all(|line| !line.contains('\u{1b}')), "no terminal, no clearing: {lines:#?}");
    // An editor that writes a new file and moves it over the old one.
    watching.save(".welcome.yaml.swp", GOOD);
    fs::rename(watching.path(".welcome.yaml.swp"), watching.path("welcome.yaml")).unwrap();
    watching.comes_to("no findings in 1 file");
    watching.save("welcome.yaml", "wayfare: 1\njourney: [");
    let lines = watching.until("errors, 2 warnings in 1 file");
    assert!(lines.iter().all(|line| !line.contains("`?")), "a name that nobody wrote: {lines:#?}");
    watching.until(WAITING);
    assert_eq!(watching.stop(), Some(0));
}

#[test]
fn all_of_a_project_is_watched() {
    let schema =
        "{\"type\": \"object\", \"properties\": {\"amount\": {\"type\": \"number\"}}, \"required\": [\"amount\"]}";
    let journey = GOOD
        .replace("BOUGHT: { payload: { amount: { type: number, min: 0 } } }", "BOUGHT: { schema: ../shapes/b.json }");
    assert_ne!(journey, GOOD);
    let files = [("wayfare.toml", ""), ("journeys/welcome.yaml", journey.as_str()), ("shapes/b.json", schema)];
    let (watching, first) = Watching::begin(&[], &files);
    assert_eq!(first[0], "no findings in 1 file", "{first:#?}");
    watching.save("shapes/b.json", "{");
    watching.comes_to("error");
    watching.save("shapes/b.json", schema);
    watching.comes_to("no findings in 1 file");
    watching.save("journeys/more/deep/other.yaml", &other(&broken()));
    watching.comes_to("in 2 files");
    fs::rename(watching.path("journeys/more/deep"), watching.path("journeys/more/moved")).unwrap();
    watching.until("journeys/more/moved/other.yaml:");
    watching.until(WAITING);
    watching.save("journeys/more/moved/other.yaml", &other(GOOD));
    watching.comes_to("no findings in 2 files");
    watching.save("wayfare.toml", "[projct]\n");
    watching.comes_to("1 error in 2 files");
    assert_eq!(watching.stop(), Some(0));
}

#[test]
fn a_folder_may_vanish_and_come_back() {
    let (watching, first) = Watching::begin(&["flows"], &[("flows/welcome.yaml", GOOD)]);
    assert_eq!(first[0], "no findings in 1 file", "{first:#?}");
    fs::remove_dir_all(watching.path("flows")).unwrap();
    watching.until("error: ");
    watching.until(WAITING);
    watching.save("flows/welcome.yaml", &broken());
    watching.comes_to("1 error in 1 file");
    watching.save("flows/welcome.yaml", GOOD);
    watching.comes_to("no findings in 1 file");
    assert_eq!(watching.stop(), Some(0));
}

#[test]
fn what_the_check_writes_and_what_nobody_reads_sets_nothing_off() {
    let (watching, first) = Watching::begin(&[], &[("wayfare.toml", ""), ("journeys/welcome.yaml", GOOD)]);
    assert_eq!(first[0], "no findings in 1 file", "{first:#?}");
    for path in ["out", "journeys/out", "journeys/notes.txt", "journeys/.welcome.yaml.swp"] {
        watching.save(path, "x");
        fs::remove_file(watching.path(path)).unwrap();
    }
    assert!(watching.lines.recv_timeout(Duration::from_millis(700)).is_err(), "nothing that is read has changed");
    watching.save("journeys/welcome.yaml", &broken());
    watching.comes_to("1 error in 1 file");
    assert_eq!(watching.stop(), Some(0));
}

#[test]
fn it_may_write_into_a_folder_that_it_watches() {
    for name in ["out", "journeys/out.yaml"] {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("wayfare.toml"), "");
        write(&folder.path().join("journeys/welcome.yaml"), GOOD);
        write(&folder.path().join(name), "");
        let said = fs::File::options().append(true).open(folder.path().join(name)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_wayfare"));
        command.args(["check", "--watch"]).current_dir(folder.path()).env_clear().stdin(Stdio::null());
        let mut child = command.stdout(said.try_clone().unwrap()).stderr(said).spawn().unwrap();
        let said = |what: &str| fs::read_to_string(folder.path().join(name)).unwrap().matches(what).count();
        let (_open, never) = channel::<()>();
        let mut looks = 0;
        let mut until = |what: &str, times: usize| {
            while said(what) < times {
                looks += 1;
                assert!(looks < 6_000, "{name}: it never says `{what}`");
                never.recv_timeout(Duration::from_millis(20)).unwrap_err();
            }
        };
        until(WAITING, 1);
        write(&folder.path().join("journeys/welcome.yaml"), &broken());
        until("1 error in 1 file", 1);
        until(WAITING, 2);
        let checks = said(WAITING);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(checks, 2, "{name}: once at the beginning, once for what was saved");
    }
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let mut all = String::new();
    for args in [
        "check --watch -",
        "check --watch git:HEAD",
        "check --watch --fix",
        "check --watch --format json",
        "check --watch gone",
    ] {
        let ran = Wayfare::new(args).exits(2);
        all = format!("{all}$ wayfare {args}\n{}\n", ran.stderr());
    }
    insta::assert_snapshot!(all);
}
