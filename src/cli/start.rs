//! From arguments to an exit code: the one registry of commands.

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::arguments::{Arguments, Command};
use crate::cli::exit::Exit;
use crate::cli::{can, check, failure, fmt, run, terminal, test};

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help that nobody reads any more is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    arguments.color.apply();
    let outcome = match &arguments.command {
        Command::Check(command) => check::check(command),
        Command::Can(command) => can::command::can(command),
        Command::Fmt(command) => fmt::fmt(command),
        Command::Run(command) => run::command::run(command),
        Command::Test(command) => test::test(command),
    };
    outcome.unwrap_or_else(|error| excuse(&error)).into()
}

fn excuse(error: &anyhow::Error) -> Exit {
    if failure::is_closed_pipe(error) {
        return Exit::Done;
    }
    terminal::complain(error);
    Exit::Failed
}
