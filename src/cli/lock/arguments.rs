//! What `lock` is told.

use std::path::PathBuf;

use clap::Args;

const EXAMPLES: &str = "\
Examples:
  wayfare lock                                    all journeys of the project
  wayfare lock journeys/welcome.yaml              one of them
  wayfare lock git:v1.3.0 git:v1.4.0              what was published at these tags
  wayfare lock --check                            for a build: fails where a version is missing

Exit codes: 0 done, 1 a version has other content than was published or, with `--check`, is not
recorded, 2 a file could not be read or written.";

/// `lock`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Lock {
    /// Files or folders; the project around the current folder, if left out
    ///
    /// `git:REF` and `git:REF:PATH` are what stood in a commit.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; exit 1 if a version is not recorded in `wayfare.lock`
    #[arg(long)]
    pub check: bool,
}
