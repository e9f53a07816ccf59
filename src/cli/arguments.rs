//! The commands and what all of them have in common.

use clap::{Parser, Subcommand};

use crate::cli::can::arguments::Can;
use crate::cli::check::arguments::Check;
use crate::cli::completions::Completions;
use crate::cli::diff::arguments::Diff;
use crate::cli::explain::Explain;
use crate::cli::fmt::Fmt;
use crate::cli::graph::Graph;
use crate::cli::headings::GLOBAL;
use crate::cli::init::arguments::Init;
use crate::cli::lock::arguments::Lock;
use crate::cli::manual::Manual;
use crate::cli::run::arguments::Run;
use crate::cli::schema::Schema;
use crate::cli::terminal::Colour;
use crate::cli::test::Test;

const EXAMPLES: &str = "\
Examples:
  wayfare init shop                                 a project to start from
  wayfare check                                     everything that is wrong with the project
  wayfare test                                      the scenario tests of its journeys
  wayfare graph journeys/welcome.yaml               the journey as a picture
  wayfare run journeys --events events.jsonl        real events, in memory
  wayfare explain unreachable-state                 what a finding means, and the way out

Exit codes: 0 done, 1 findings, 2 the command could not do its work.
`wayfare help COMMAND` says more about a command; `wayfare COMMAND -h` is the short form.";

/// Journeys as code: customer journeys in YAML, compiled to a checked state graph and run on events.
#[derive(Debug, Parser)]
#[command(name = "wayfare", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Arguments {
    /// When to use colours: `auto`, `always` or `never`
    ///
    /// With `auto` on a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` makes it `always`.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto", help_heading = GLOBAL)]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    pub color: Colour,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a project to start from, or add a journey of the trade to one
    Init(Init),
    /// Read, compile and lint journeys: everything that is wrong, where, and what to do about it
    Check(Check),
    /// Lay files out in one way, all comments kept
    Fmt(Fmt),
    /// Say what a rule catches, why it matters, and what is wrong and right
    Explain(Explain),
    /// Say which step an event would take in a state, and why not the others
    Can(Can),
    /// Draw the state graph of a journey
    Graph(Graph),
    /// Say what changed between two versions, and what it means for people on the way
    Diff(Diff),
    /// Record what was published, so that a version keeps its content and its names their meaning
    Lock(Lock),
    /// Run events through journeys, in memory
    Run(Run),
    /// Run the scenario tests of journeys, in virtual time
    Test(Test),
    /// Print a JSON Schema of files, for editors and validators
    Schema(Schema),
    /// Write the completions of a shell
    Completions(Completions),
    /// Write the manual
    #[command(name = "man")]
    Manual(Manual),
}

/// The commands by what people come for, as `wayfare` lists them; each stands in one group.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("Write journeys", &["init", "check", "fmt", "explain"]),
    ("Look at journeys", &["can", "graph"]),
    ("Change journeys", &["diff", "lock"]),
    ("Run journeys", &["run", "test"]),
    ("Set up", &["schema", "completions", "man"]),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{Arguments, GROUPS};

    #[test]
    fn every_command_stands_in_one_group() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let program = Arguments::command();
        let mut all: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
        grouped.sort_unstable();
        all.sort_unstable();
        assert_eq!(grouped, all);
    }
}
