//! Programs of others that tests ask: each installed by a script of this folder.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "what fails here fails the test")]
#![allow(clippy::print_stderr, reason = "what was skipped is told")]
#![allow(clippy::disallowed_methods, reason = "the environment says whether this is the gate")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the program is that `script` installs. Absent where it cannot be installed; in CI that fails the test.
pub fn installed(script: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services").join(script);
    let output = Command::new(path).stderr(Stdio::inherit()).output().expect("bash");
    if output.status.success() {
        return Some(PathBuf::from(String::from_utf8(output.stdout).expect("UTF-8").trim_end()));
    }
    assert!(std::env::var_os("CI").is_none(), "{script} could not install what it is for");
    eprintln!("skipped: {script} could not install what it is for");
    None
}

/// What a Chromium makes of the page in `file` once its scripts are done: its elements as text.
pub fn page_in_browser(chromium: &Path, file: &Path) -> String {
    let profile = tempfile::tempdir().expect("a folder");
    let output = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
            "--disable-dev-shm-usage",
        ])
        .args(["--virtual-time-budget=60000", "--window-size=1280,900", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", file.display()))
        .stderr(Stdio::null())
        .output()
        .expect("chromium");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What `program` prints when it reads `input`, and what it complains of; it must succeed.
#[track_caller]
pub fn fed(program: &Path, arguments: &[&str], input: &str) -> (String, String) {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("an input");
    let bytes = input.as_bytes().to_owned();
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&bytes)));
    let output = child.wait_with_output().expect("the program ends");
    feeder.join().expect("the input was fed");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let (printed, said) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{}: {said}\n{input}", program.display());
    (printed, said)
}
