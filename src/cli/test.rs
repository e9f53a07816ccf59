//! `test`: scenario tests of journeys.

use std::path::PathBuf;

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::threads::Threads;
use crate::cli::{judging, terminal};
use crate::project::opening::Opening;
use crate::project::workspace::Workspace;
use crate::report::trial::story::Story;
use crate::report::trial::text::{self, Style};
use crate::trial::run::{Options, run};
use crate::trial::verdict::Verdict;

const EXAMPLES: &str = "\
Exit codes: 0 all tests passed, 1 some failed, 2 no test could be run: errors of the language, or no tests at all.

Examples:
  wayfare test                                      the project around the current folder
  wayfare test journeys/welcome.yaml                the tests of one journey
  wayfare test journeys/welcome.scenarios.yaml      one file of tests
  wayfare test --filter consent --verbose           what is about consent, by name";

/// `test`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Test {
    /// Tests, journeys whose tests are run, or folders of both; the project's, or the current folder's, if left out
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Run only the tests that have this in their name, in upper or lower case
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Name the tests that passed too
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
    /// How many threads.
    #[command(flatten)]
    pub threads: Threads,
}

/// Runs tests, prints those that failed and says whether there are any.
pub fn test(command: &Test) -> anyhow::Result<Exit> {
    let threads = command.threads.count();
    let workspace = judging::open(&command.paths, Opening { tests: true, threads })?;
    if judging::has_errors(&workspace, "no test was run") {
        return Ok(Exit::Failed);
    }
    let paint = terminal::paint_of_output();
    let options = Options { threads, filter: command.filter.as_deref() };
    let outcomes = run(&workspace, options, &|| Story::new(paint));
    if outcomes.is_empty() {
        return Err(nothing(&workspace, command).into());
    }
    let style = Style { paint, verbose: command.verbose };
    terminal::print(text::render(&outcomes, &workspace.sources, style).as_bytes())?;
    terminal::tell(&format!("{}\n", text::summary(&outcomes)));
    let passed = outcomes.iter().all(|outcome| matches!(outcome.verdict, Verdict::Passed));
    Ok(if passed { Exit::Done } else { Exit::Findings })
}

/// Why no test was run: a command that tests nothing must not look as if all were well.
fn nothing(workspace: &Workspace, command: &Test) -> Failure {
    let tests =
        || workspace.projects.iter().flat_map(|project| &project.scenarios).any(|it| !it.document.tests.is_empty());
    match &command.filter {
        Some(filter) if tests() => {
            let message = format!("no test has `{filter}` in its name");
            Failure::new(message, "`--verbose` without a filter names them all")
        }
        _ => {
            let paths: Vec<String> = command.paths.iter().map(|path| format!("`{}`", path.display())).collect();
            let place =
                if paths.is_empty() { "in this project".to_owned() } else { format!("under {}", paths.join(", ")) };
            let message = format!("no tests {place}");
            Failure::new(message, "a file of tests begins with `wayfare: 1` and `scenarios: <journey id>`")
        }
    }
}
