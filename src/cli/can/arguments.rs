//! The arguments of `can`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::instant;

const EXAMPLES: &str = "\
Exit codes: 0 a step would be taken, 1 none would, 2 the question could not be answered.

Examples:
  wayfare can journeys/welcome.yaml --state NEW --event BOUGHT --payload '{\"amount\": 5}'
  wayfare can journeys/welcome.yaml --state NEW --event BOUGHT --context '{\"step_index\": 2}'
  wayfare can journeys/welcome.yaml --state NEW --event BOUGHT --consent '{\"marketing\": true}' \\
      --entered 2026-11-01T09:00:00Z --at 2026-11-08T09:00:00Z
  wayfare can journeys/welcome.yaml --state NEW --event BOUGHT --format json | jq '.taken'

The shape of the JSON is described in docs/can.md.";

/// `can`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Can {
    /// A file, or a folder with one journey below it
    ///
    /// `-` is standard input, `git:REF:PATH` a journey of another time.
    #[arg(value_name = "JOURNEY")]
    pub journey: PathBuf,
    /// Where the person is; again for a state in each of several regions
    #[arg(long = "state", value_name = "STATE", required = true)]
    pub states: Vec<String>,
    /// What happens: an event, `done.STATE`, or an action's fate such as `succeeded.charge`
    #[arg(long, value_name = "EVENT")]
    pub event: String,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
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
    #[arg(long, value_name = "TIME", value_parser = instant::parse, allow_negative_numbers = true, help_heading = "What is so")]
    pub at: Option<i64>,
    /// Since when the person is there; since the event, if left out
    #[arg(long, value_name = "TIME", value_parser = instant::parse, allow_negative_numbers = true, help_heading = "What is so")]
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
