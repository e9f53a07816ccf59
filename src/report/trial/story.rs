//! The records of one item of a test, as `run --format text --trace` prints them.

use crate::orchestrator::record::{Record, Recorder};
use crate::report::paint::Paint;
use crate::report::records::text;

/// Hears records and writes them down.
#[derive(Clone, Debug, Default)]
pub struct Story {
    paint: Paint,
    text: Vec<u8>,
}

impl Story {
    /// An empty one.
    pub const fn new(paint: Paint) -> Self {
        Self { paint, text: Vec::new() }
    }

    /// What it heard.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }
}

impl Recorder for Story {
    fn record(&mut self, record: &Record<'_>) {
        text::render(record, self.paint, &mut self.text);
    }

    fn wants_ignored(&self) -> bool {
        true
    }
}
