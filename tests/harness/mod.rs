//! The program run as people run it: files in a folder of its own, arguments, input, and what comes out.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails here fails the test")]

mod schema;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// One run in the making.
pub struct Wayfare {
    folder: TempDir,
    args: Vec<String>,
    stdin: Option<Vec<u8>>,
    envs: Vec<(String, String)>,
    within: String,
}

/// What came of a run.
pub struct Ran {
    /// Where it ran; its files are there.
    pub folder: TempDir,
    output: Output,
}

impl Wayfare {
    /// A run in an empty folder with these arguments, split at spaces.
    pub fn new(args: &str) -> Self {
        let args = args.split_whitespace().map(str::to_owned).collect();
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            args,
            stdin: None,
            envs: Vec::new(),
            within: String::new(),
        }
    }

    /// With a file.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
        self
    }

    /// With a commit of all files in the folder, which becomes a repository.
    #[track_caller]
    pub fn commit(self, message: &str) -> Self {
        self.git(&["init", "-q", "-b", "main"]).git(&["add", "-A"]).git(&[
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            message,
        ])
    }

    /// With this done by git in the folder.
    #[track_caller]
    pub fn git(mut self, arguments: &[&str]) -> Self {
        self.git_says(arguments);
        if !self.envs.iter().any(|(name, _)| name == "PATH") {
            self = self.env("PATH", &search_path());
        }
        self
    }

    /// What git says about the folder.
    #[track_caller]
    pub fn git_says(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]);
        command.args(["-c", "protocol.file.allow=always"]).args(arguments).current_dir(self.folder.path());
        let output =
            command.env_clear().env("PATH", search_path()).env("GIT_CONFIG_NOSYSTEM", "1").output().expect("git");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
    }

    /// Without a file or folder.
    pub fn without(self, path: &str) -> Self {
        let path = self.path(path);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("it was there");
        self
    }

    /// A path in the folder in which it runs.
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Run in this folder below.
    pub fn within(mut self, folder: &str) -> Self {
        folder.clone_into(&mut self.within);
        self
    }

    /// With these arguments, as they are.
    pub fn args(mut self, args: &[&str]) -> Self {
        self.args = args.iter().map(|&arg| arg.to_owned()).collect();
        self
    }

    /// With this on standard input.
    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = Some(bytes.as_ref().to_owned());
        self
    }

    /// With an environment variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.envs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs it; it must exit with `code`.
    #[track_caller]
    pub fn exits(self, code: i32) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wayfare"));
        command.args(&self.args).current_dir(self.folder.path().join(&self.within)).env_clear();
        command.envs(self.envs.iter().map(|(name, value)| (name, value)));
        let input = if self.stdin.is_some() { Stdio::piped() } else { Stdio::null() };
        let mut child =
            command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let feeder = self.stdin.zip(child.stdin.take()).map(|(bytes, mut stdin)| {
            // The program may end before it has read everything, which is its own affair.
            std::thread::spawn(move || drop(stdin.write_all(&bytes)))
        });
        let output = child.wait_with_output().expect("the program ends");
        if let Some(feeder) = feeder {
            feeder.join().expect("the input was fed");
        }
        let is_json_of_diff = self.args.first().is_some_and(|first| first == "diff")
            && self.args.windows(2).any(|two| two == ["--format", "json"]);
        let ran = Ran { folder: self.folder, output };
        assert_eq!(ran.output.status.code(), Some(code), "{}", ran.snapshot());
        if code < 2 && is_json_of_diff {
            schema::difference(&ran.stdout());
        }
        ran
    }
}

impl Ran {
    /// Another run in the same folder.
    pub fn then(self, args: &str) -> Wayfare {
        let args = args.split_whitespace().map(str::to_owned).collect();
        Wayfare { folder: self.folder, args, stdin: None, envs: Vec::new(), within: String::new() }
    }

    /// Standard output.
    pub fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("UTF-8")
    }

    /// Standard error, without what depends on the machine.
    pub fn stderr(&self) -> String {
        let text = String::from_utf8(self.output.stderr.clone()).expect("UTF-8");
        let depends = |line: &str| line.starts_with("events per second: ") || line.starts_with("peak memory: ");
        text.split_inclusive('\n').filter(|line| !depends(line)).collect()
    }

    /// A file of the folder.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Its path.
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The names of the files in the folder, sorted.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Standard output's lines as JSON.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        self.stdout().lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// Everything that came out, for a snapshot.
    pub fn snapshot(&self) -> String {
        format!("exit: {:?}\n--- stdout\n{}--- stderr\n{}", self.output.status.code(), self.stdout(), self.stderr())
    }
}

/// Where programs are.
fn search_path() -> String {
    std::env::var_os("PATH").unwrap_or_default().into_string().expect("UTF-8")
}
