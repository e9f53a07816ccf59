//! The bar that a person sees while events are read.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::terminal;
use crate::report::table::thousands;

/// How often it is drawn.
const TICK: Duration = Duration::from_millis(100);

/// A bar on standard error; nothing where no person would see it, or where it would stand in the way of records.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Begins; `size` is that of the input, and `records_seen` says that records may come to the same terminal.
    pub fn begin(size: Option<u64>, records_seen: bool) -> Self {
        let visible = terminal::errors_are_terminal() && !records_seen;
        let bar = visible.then(|| {
            let bar = size.map_or_else(ProgressBar::no_length, ProgressBar::new);
            let template = match size {
                Some(_) => "{bar:20} {bytes:>10} of {total_bytes}  {msg}  {eta} left",
                None => "{spinner} {bytes:>10}  {msg}",
            };
            bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(TICK);
            bar
        });
        Self { bar }
    }

    /// So many bytes and lines were processed in all.
    pub fn at(&self, bytes: u64, lines: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            let seconds = bar.elapsed().as_secs_f64().max(0.001);
            bar.set_message(format!("{} events/s", thousands((lines as f64 / seconds) as u64)));
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
