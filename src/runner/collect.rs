//! Who takes the records of a run, where they go when they are rendered, and what is left at the end.

use std::io;

use crate::orchestrator::person::Person;
use crate::orchestrator::record::Recorder;
use crate::orchestrator::rollout::Rollout;
use crate::runner::lane::Lane;

/// How to run.
#[derive(Clone, Copy, Debug)]
pub struct Options<'r> {
    /// How many threads, at least 1.
    pub threads: usize,
    /// Until when timers fire after the last line; else the greatest timestamp read.
    pub until: Option<i64>,
    /// Which versions take effect when; else the newest of each journey is there from the beginning.
    pub rollout: Option<&'r Rollout>,
}

/// Takes the records of some people and renders them; one for each thread.
pub trait Collector: Recorder + Send {
    /// How many bytes of records and of dead letters wait to be taken.
    fn waiting(&self) -> (usize, usize);
    /// Takes them out, leaving empty buffers: records and dead letters.
    fn take(&mut self, records: &mut Vec<u8>, dead_letters: &mut Vec<u8>);
}

/// Where rendered records go, in input order.
pub trait Output {
    /// Records.
    fn records(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Dead letters.
    fn dead_letters(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// So many bytes of input and lines were processed in all.
    fn progress(&mut self, bytes: u64, lines: u64);
}

/// What is left when the input has ended.
#[derive(Debug)]
pub struct Finished<C> {
    /// The collectors, with what they counted.
    pub collectors: Vec<C>,
    /// Everyone, sorted by canonical id, known before anonymous.
    pub people: Vec<Person>,
    /// Lines read that were not blank.
    pub lines: u64,
    /// The instant up to which timers were fired.
    pub until: i64,
}

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The input could not be read.
    #[error("the events cannot be read: {0}")]
    Read(#[source] io::Error),
    /// The output could not be written.
    #[error("the output cannot be written: {0}")]
    Write(#[source] io::Error),
}

/// Two buffers that are filled and emptied again and again.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Records.
    pub records: Vec<u8>,
    /// Dead letters.
    pub dead_letters: Vec<u8>,
}

impl Rendered {
    /// Takes what waits at `lane` in place of what was there.
    pub fn take_from(&mut self, lane: &mut impl Lane) {
        self.clear();
        lane.take(&mut self.records, &mut self.dead_letters);
    }

    /// Writes it all.
    pub fn write_to(&self, output: &mut dyn Output) -> Result<(), RunError> {
        if !self.records.is_empty() {
            output.records(&self.records).map_err(RunError::Write)?;
        }
        if !self.dead_letters.is_empty() {
            output.dead_letters(&self.dead_letters).map_err(RunError::Write)?;
        }
        Ok(())
    }

    /// Empties both.
    pub fn clear(&mut self) {
        self.records.clear();
        self.dead_letters.clear();
    }
}
