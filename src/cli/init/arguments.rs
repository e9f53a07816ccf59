//! The arguments of `init`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::init::templates::TEMPLATES;

const EXAMPLES: &str = "\
Examples:
  wayfare init                                      a project in the current folder
  wayfare init shop --template abandoned-cart       another journey, in a folder of its own
  wayfare init shop --template win-back             one more journey into the same project
  wayfare init --list                               the journeys that there are
  wayfare init --dry-run                            what would be written

A file that is there is never written over. Exit codes: 0 done, 2 nothing was written, or not all.";

/// `init`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Init {
    /// The folder of the project, made if it is not there; the current one, if left out
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    /// The journey to start with: see `--list`
    #[arg(long, value_name = "NAME", default_value = TEMPLATES[0].name, hide_possible_values = true)]
    #[arg(value_parser = PossibleValuesParser::new(TEMPLATES.iter().map(|template| template.name)))]
    pub template: String,
    /// List the journeys that there are
    #[arg(long, conflicts_with_all = ["template", "dry_run"])]
    pub list: bool,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
