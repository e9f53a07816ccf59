//! How many threads a command takes.

use clap::Args;

/// `--threads`.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Threads {
    /// How many threads; all cores if left out
    #[arg(long = "threads", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Running")]
    count: Option<u16>,
}

impl Threads {
    /// At least 1.
    pub fn count(self) -> usize {
        self.count.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
    }
}
