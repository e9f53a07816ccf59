//! The completions load in real shells and complete commands and names of rules; a shell that is not installed is left out,
//! bash never.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test fails by panicking")]

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

/// What `shell` prints when it runs `script`, which may name the completions as `$1`; absent where it is not installed.
fn says(shell: &str, options: &[&str], script: &str, file: &str) -> Option<String> {
    let completions = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/completions").join(file);
    let mut command = Command::new(shell);
    command.args(options).args(["-c", script]);
    if shell != "fish" {
        command.arg(shell);
    }
    match command.arg(&completions).output() {
        Ok(output) => {
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && errors.is_empty(), "{shell}: {errors}");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => panic!("{shell}: {error}"),
    }
}

#[test]
fn bash_completes() {
    let script = r#"
source "$1"
COMP_WORDS=(wayfare explain unr) COMP_CWORD=2
_wayfare wayfare unr explain; echo "${COMPREPLY[@]}"
COMP_WORDS=(wayfare che) COMP_CWORD=1
_wayfare wayfare che wayfare; echo "${COMPREPLY[@]}"
"#;
    let said = says("bash", &["--norc", "--noprofile"], script, "wayfare.bash").expect("bash is everywhere");
    assert_eq!(said, "unreachable-state\ncheck\n");
}

#[test]
fn zsh_completes() {
    let script = r#"
autoload -Uz compinit && compinit -D -u
source "$1"
print -- ${_comps[wayfare]} ${+functions[_wayfare]} ${+functions[_wayfare_commands]}
"#;
    match says("zsh", &["-f"], script, "_wayfare") {
        Some(said) => assert_eq!(said, "_wayfare 1 1\n"),
        None => eprintln!("zsh is not installed"),
    }
}

#[test]
fn fish_completes() {
    let script = "source $argv[1]; complete -C 'wayfare explain unr'; complete -C 'wayfare che'";
    match says("fish", &["--no-config"], script, "wayfare.fish") {
        Some(said) => {
            let completed: Vec<&str> = said.lines().filter_map(|line| line.split('\t').next()).collect();
            assert_eq!(completed, ["unreachable-state", "check"]);
        }
        None => eprintln!("fish is not installed"),
    }
}
