//! The arguments of the program and of every command.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cli::terminal::Colour;
use crate::terms::time;

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
    /// Run events through journeys, in memory
    Run(Run),
    /// Run the scenario tests of journeys, in virtual time
    Test(Test),
    /// Say which step an event would take in a state, and why not the others
    Can(Can),
}

/// `check`.
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct Check {
    /// Files, folders with all files below them, `-` for standard input, or journeys of another time: `git:REF:PATH`, or
    /// `git:REF` for the project at that commit; the project's journeys, or the current folder, if left out
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: FindingsFormat,
    /// Exit 1 on warnings too
    #[arg(long, help_heading = "Output")]
    pub deny_warnings: bool,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people, as compilers print them.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// `run`.
#[derive(Debug, Args)]
#[command(after_help = RUN_EXAMPLES)]
pub struct Run {
    /// Files, folders with all journeys below them, `-` for standard input, or journeys of another time: `git:REF:PATH`,
    /// or `git:REF` for the project at that commit
    #[arg(value_name = "JOURNEY", required = true)]
    pub journeys: Vec<PathBuf>,
    /// Events, one JSON object a line; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub events: PathBuf,

    /// How records are written: `text` on a terminal, `jsonl` elsewhere, if left out
    #[arg(long, value_enum, help_heading = "Output")]
    pub format: Option<RecordsFormat>,
    /// Add the records of events that did nothing
    #[arg(long, help_heading = "Output")]
    pub trace: bool,
    /// Print only the summary
    #[arg(long, help_heading = "Output")]
    pub quiet: bool,
    /// Write the state that each instance ended in, as `.csv` or `.jsonl`
    #[arg(long = "final", value_name = "FILE", help_heading = "Output")]
    pub final_states: Option<PathBuf>,
    /// Write the events that could not be processed, each with its line
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub dead_letters: Option<PathBuf>,

    /// Exit 1 if an event could not be processed
    #[arg(long, help_heading = "Running")]
    pub strict: bool,
    /// Fire timers up to this instant after the last line: RFC 3339 or epoch milliseconds
    #[arg(long, value_name = "TIME", value_parser = parse_until, allow_negative_numbers = true, help_heading = "Running")]
    pub until: Option<i64>,
    /// How many threads; all cores if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Running")]
    pub threads: Option<u16>,
}

/// `test`.
#[derive(Debug, Args)]
#[command(after_help = TEST_EXAMPLES)]
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
    /// How many threads; all cores if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Running")]
    pub threads: Option<u16>,
}

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RecordsFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Jsonl,
}

/// `can`.
#[derive(Debug, Args)]
#[command(after_help = CAN_EXAMPLES)]
pub struct Can {
    /// A file, a folder with one journey below it, `-` for standard input, or a journey of another time: `git:REF:PATH`
    #[arg(value_name = "JOURNEY")]
    pub journey: PathBuf,
    /// Where the person is; again for a state in each of several regions
    #[arg(long = "state", value_name = "STATE", required = true)]
    pub states: Vec<String>,
    /// What happens: an event, `done.STATE`, or an action's fate such as `succeeded.charge`
    #[arg(long, value_name = "EVENT")]
    pub event: String,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    pub format: AnswerFormat,

    /// Variables that are not what they are by default
    #[arg(long, value_name = "JSON", help_heading = "What is so")]
    pub context: Option<String>,
    /// What the event says
    #[arg(long, value_name = "JSON", help_heading = "What is so")]
    pub payload: Option<String>,
    /// What the person has consented to, by purpose; to nothing, if left out
    #[arg(long, value_name = "JSON", help_heading = "What is so")]
    pub consent: Option<String>,
    /// What is known of the person, as `traits` on events say it
    #[arg(long, value_name = "JSON", help_heading = "What is so")]
    pub traits: Option<String>,
    /// Who it is
    #[arg(long, value_name = "ID", default_value = "someone", help_heading = "What is so")]
    pub user: String,
    /// That this is no known person
    #[arg(long, help_heading = "What is so")]
    pub anonymous: bool,
    /// When it happens; now, if left out
    #[arg(long, value_name = "TIME", value_parser = parse_until, allow_negative_numbers = true, help_heading = "What is so")]
    pub at: Option<i64>,
    /// Since when the person is there; since the event, if left out
    #[arg(long, value_name = "TIME", value_parser = parse_until, allow_negative_numbers = true, help_heading = "What is so")]
    pub entered: Option<i64>,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  wayfare check                                     the project around the current folder
  wayfare check journeys/welcome.yaml               one file
  wayfare check git:HEAD~1                          the project as it was a commit ago
  wayfare check --format json | jq '.findings[]'    for programs
  wayfare check --deny-warnings                     for a build";

const RUN_EXAMPLES: &str = "\
Examples:
  wayfare run journeys/welcome.yaml --events events.jsonl
  wayfare run journeys --events events.jsonl --quiet --final states.csv
  zcat events.jsonl.gz | wayfare run journeys --events - --format jsonl
  wayfare run git:v1.4.0:journeys/welcome.yaml --events events.jsonl
  wayfare run journeys --events events.jsonl --strict --dead-letters dead.jsonl
  wayfare run journeys --events events.jsonl --until 2026-12-31T00:00:00Z";

const TEST_EXAMPLES: &str = "\
Exit codes: 0 all tests passed, 1 some failed, 2 no test could be run: errors of the language, or no tests at all.

Examples:
  wayfare test                                      the project around the current folder
  wayfare test journeys/welcome.yaml                the tests of one journey
  wayfare test journeys/welcome.scenarios.yaml      one file of tests
  wayfare test --filter consent --verbose           what is about consent, by name";

const CAN_EXAMPLES: &str = "\
Exit codes: 0 a step would be taken, 1 none would, 2 the question could not be answered.

Examples:
  wayfare can journeys/welcome.yaml --state NEW --event BOUGHT --payload '{\"amount\": 5}'
  wayfare can journeys/welcome.yaml --state NEW --event BOUGHT --context '{\"step_index\": 2}'
  wayfare can journeys/welcome.yaml --state NEW --event BOUGHT --consent '{\"marketing\": true}' \\
      --entered 2026-11-01T09:00:00Z --at 2026-11-08T09:00:00Z
  wayfare can journeys/welcome.yaml --state NEW --event BOUGHT --format json | jq '.taken'

The shape of the JSON is described in docs/can.md.";

fn parse_until(text: &str) -> Result<i64, String> {
    let instant = text.parse().or_else(|_| time::parse_instant(text));
    instant.map_err(|error| format!("{error}; {}", error.help()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{Arguments, parse_until};

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn an_instant_is_rfc_3339_or_milliseconds() {
        assert_eq!(parse_until("1700000000000"), Ok(1_700_000_000_000));
        assert_eq!(parse_until("2023-11-14T22:13:20Z"), Ok(1_700_000_000_000));
        assert_eq!(parse_until("-1"), Ok(-1));
        assert!(parse_until("tomorrow").is_err_and(|error| error.contains("RFC 3339")));
    }
}
