//! The commands and what all of them have in common.

use clap::{Parser, Subcommand};

use crate::cli::can::arguments::Can;
use crate::cli::check::Check;
use crate::cli::fmt::Fmt;
use crate::cli::run::arguments::Run;
use crate::cli::terminal::Colour;
use crate::cli::test::Test;

/// Journeys as code: customer journeys in YAML, compiled to a checked state graph and run on events.
#[derive(Debug, Parser)]
#[command(name = "wayfare", version, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 done, 1 findings, 2 the command could not do its work.")]
pub struct Arguments {
    /// When to use colours; `NO_COLOR` and `CLICOLOR_FORCE` are honoured
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t, hide_possible_values = false)]
    pub color: Colour,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read, compile and lint journeys: everything that is wrong, where, and what to do about it
    Check(Check),
    /// Lay files out in one way, all comments kept
    Fmt(Fmt),
    /// Run events through journeys, in memory
    Run(Run),
    /// Run the scenario tests of journeys, in virtual time
    Test(Test),
    /// Say which step an event would take in a state, and why not the others
    Can(Can),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Arguments;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
