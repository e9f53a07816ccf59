//! From arguments to an exit code: the one registry of commands.

use std::process::ExitCode;

use clap::FromArgMatches as _;

use crate::cli::arguments::{Arguments, Command};
use crate::cli::exit::Exit;
use crate::cli::{
    can, check, completions, diff, explain, failure, fmt, graph, guide, init, lock, manual, misuse, run, schema,
    terminal, test,
};

/// Runs the program.
pub fn main() -> ExitCode {
    let matches = guide::program().try_get_matches();
    let arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    arguments.color.apply();
    let outcome = match &arguments.command {
        Command::Init(command) => init::command::init(command),
        Command::Check(command) => check::command::check(command),
        Command::Explain(command) => explain::explain(command),
        Command::Can(command) => can::command::can(command),
        Command::Fmt(command) => fmt::fmt(command),
        Command::Graph(command) => graph::graph(command),
        Command::Diff(command) => diff::command::diff(command),
        Command::Lock(command) => lock::command::lock(command),
        Command::Run(command) => run::command::run(command),
        Command::Schema(command) => schema::schema(command),
        Command::Test(command) => test::test(command),
        Command::Completions(command) => completions::completions(command, guide::plain()),
        Command::Manual(command) => manual::manual(command, guide::plain()),
    };
    outcome.unwrap_or_else(|error| excuse(&error)).into()
}

/// Prints the help that was asked for, or says what is wrong with the arguments.
fn refuse(error: &clap::Error) -> ExitCode {
    if let Some(failure) = misuse::failure(error) {
        terminal::complain(&failure.into());
        return Exit::Failed.into();
    }
    // Help that nobody reads any more is no failure.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn excuse(error: &anyhow::Error) -> Exit {
    if failure::is_closed_pipe(error) {
        return Exit::Done;
    }
    terminal::complain(error);
    Exit::Failed
}
