//! Takes the records of some people, counts them and renders those that were asked for.

use crate::orchestrator::record::{Kind, Record, Recorder};
use crate::report::dead_letters;
use crate::report::paint::Paint;
use crate::report::records::{jsonl, text};
use crate::report::tally::Tally;
use crate::runner::run::Collector;

/// How records are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text(Paint),
    /// One JSON object a line.
    Jsonl,
}

/// What is rendered. Everything is counted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Records, and how; absent for none.
    pub records: Option<Format>,
    /// Those of events that did nothing too.
    pub ignored: bool,
    /// Dead letters with their lines.
    pub dead_letters: bool,
}

/// One thread's reporter.
#[derive(Debug)]
pub struct Reporter {
    wanted: Wanted,
    tally: Tally,
    records: Vec<u8>,
    dead_letters: Vec<u8>,
}

impl Reporter {
    /// A reporter that counts into `tally`.
    pub fn new(wanted: Wanted, tally: Tally) -> Self {
        Self { wanted, tally, records: Vec::new(), dead_letters: Vec::new() }
    }

    /// What it counted.
    pub fn into_tally(self) -> Tally {
        self.tally
    }
}

impl Recorder for Reporter {
    fn record(&mut self, record: &Record<'_>) {
        self.tally.count(record);
        if self.wanted.dead_letters {
            dead_letters::render(record, &mut self.dead_letters);
        }
        if matches!(record.kind, Kind::Ignored(..)) && !self.wanted.ignored {
            return;
        }
        match self.wanted.records {
            Some(Format::Jsonl) => jsonl::render(record, &mut self.records),
            Some(Format::Text(paint)) => text::render(record, paint, &mut self.records),
            None => {}
        }
    }

    fn wants_ignored(&self) -> bool {
        self.wanted.ignored && self.wanted.records.is_some()
    }

    fn unheard(&mut self, journeys: usize) {
        self.tally.unheard(journeys);
    }
}

impl Collector for Reporter {
    fn waiting(&self) -> (usize, usize) {
        (self.records.len(), self.dead_letters.len())
    }

    fn take(&mut self, records: &mut Vec<u8>, dead_letters: &mut Vec<u8>) {
        hand_over(&mut self.records, records);
        hand_over(&mut self.dead_letters, dead_letters);
    }
}

/// Moves bytes without copying where it can, and leaves the sender the other's memory.
fn hand_over(from: &mut Vec<u8>, to: &mut Vec<u8>) {
    if to.is_empty() {
        std::mem::swap(from, to);
    } else {
        to.append(from);
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Reporter, Wanted};
    use crate::orchestrator::record::{Kind, Recorder};
    use crate::report::sample::{dead_letter, sample};
    use crate::report::tally::Tally;
    use crate::runner::run::Collector;

    /// Kinds of the lines of records, and the number of dead letters.
    fn collected(wanted: Wanted) -> (Vec<String>, usize) {
        let sample = sample();
        let mut reporter = Reporter::new(wanted, Tally::new(&sample.fleet));
        reporter.record(&sample.record(Kind::Ignored("no-match", None)));
        reporter.record(&dead_letter(&sample, Some(b"{")));
        let (mut records, mut dead_letters) = (Vec::new(), Vec::new());
        reporter.take(&mut records, &mut dead_letters);
        assert_eq!(reporter.waiting(), (0, 0));
        let tally = reporter.into_tally();
        assert_eq!((tally.ignored.len(), tally.dead_letters.len()), (1, 1));
        let lines = String::from_utf8(records).unwrap();
        let kind = |line: &str| line.split('"').nth(3).unwrap_or_default().to_owned();
        (lines.lines().map(kind).collect(), String::from_utf8(dead_letters).unwrap().lines().count())
    }

    #[test]
    fn only_what_was_asked_for_is_rendered_and_all_is_counted() {
        let jsonl = Some(Format::Jsonl);
        for (records, ignored, dead_letters, kinds, dead) in [
            (jsonl, false, false, vec!["dead_letter"], 0),
            (jsonl, true, true, vec!["ignored", "dead_letter"], 1),
            (None, true, true, vec![], 1),
        ] {
            let got = collected(Wanted { records, ignored, dead_letters });
            assert_eq!(got, (kinds.into_iter().map(str::to_owned).collect(), dead));
        }
    }
}
