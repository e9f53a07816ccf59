//! Where a run's records and dead letters go.

use std::io::{self, Write};

use crate::cli::draft::Draft;
use crate::cli::progress::Progress;
use crate::runner::run::Output;

/// Standard output, the file of dead letters and the bar.
pub struct Streams {
    /// Where dead letters go, if anywhere.
    pub dead_letters: Option<Draft>,
    /// The bar.
    pub progress: Progress,
    /// Where records go.
    pub records: io::Stdout,
}

impl Output for Streams {
    fn records(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let mut out = self.records.lock();
        out.write_all(bytes)?;
        out.flush()
    }

    fn dead_letters(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.dead_letters.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    fn progress(&mut self, bytes: u64, lines: u64) {
        self.progress.at(bytes, lines);
    }
}
