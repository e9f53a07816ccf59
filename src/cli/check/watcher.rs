//! What happens to the files of folders while somebody waits for it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cli::failure::Failure;

/// An editor saves a file in several moves: it is over when nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(60);
/// So many moves are no saving any more, and are looked at.
const MOST_MOVES: usize = 1_000;

/// What is waited for.
#[derive(Debug)]
enum Signal {
    /// These files may have changed.
    Changed(Vec<PathBuf>),
    /// Some change was missed, so that nothing is known.
    Missed,
    /// Ctrl-C.
    Stop,
}

/// Why waiting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// Files have changed.
    Changed,
    /// Somebody has had enough.
    Stopped,
}

/// Looks at folders, from one check to the next.
#[derive(Debug)]
pub struct Watcher {
    sender: Sender<Signal>,
    signals: Receiver<Signal>,
    /// The one that looks now.
    looking: Option<RecommendedWatcher>,
}

impl Watcher {
    /// One that looks at nothing yet, but listens for Ctrl-C.
    pub fn new() -> anyhow::Result<Self> {
        let (sender, signals) = channel();
        let stop = sender.clone();
        ctrlc::set_handler(move || drop(stop.send(Signal::Stop)))?;
        Ok(Self { sender, signals, looking: None })
    }

    /// Looks at `folders` from now on, and at nothing else; what has happened before is forgotten.
    pub fn look_at(&mut self, folders: &BTreeSet<PathBuf>) -> anyhow::Result<Woken> {
        // A folder that was replaced by one of the same name would be looked at no more: begin anew each time.
        self.looking = None;
        let forgotten: Vec<Signal> = self.signals.try_iter().collect();
        if forgotten.iter().any(|signal| matches!(signal, Signal::Stop)) {
            return Ok(Woken::Stopped);
        }
        let sender = self.sender.clone();
        let mut looking = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // Nobody waits any more when the program ends.
            let _ = signal(event).map(|signal| sender.send(signal));
        })?;
        for folder in folders {
            let watched = looking.watch(folder, RecursiveMode::NonRecursive);
            // A folder that has just vanished has told so by the folder above it.
            if let Err(error) = watched.or_else(|error| if folder.is_dir() { Err(error) } else { Ok(()) }) {
                return Err(unwatched(folder, &error).into());
            }
        }
        self.looking = Some(looking);
        Ok(Woken::Changed)
    }

    /// Waits until something of what `matters` has changed, and is at rest.
    pub fn wait(&self, matters: impl Fn(&Path) -> bool) -> Woken {
        loop {
            match self.signals.recv() {
                Ok(Signal::Changed(paths)) if !paths.iter().any(|path| matters(path)) => {}
                Ok(Signal::Changed(_) | Signal::Missed) => return self.rest(),
                Ok(Signal::Stop) | Err(_) => return Woken::Stopped,
            }
        }
    }

    fn rest(&self) -> Woken {
        for _ in 0..MOST_MOVES {
            match self.signals.recv_timeout(QUIET) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Woken::Stopped,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        Woken::Changed
    }
}

/// What an event says; nothing where a file was only read.
fn signal(event: notify::Result<Event>) -> Option<Signal> {
    match event {
        Ok(event) if event.need_rescan() => Some(Signal::Missed),
        Ok(Event { kind: EventKind::Access(AccessKind::Close(AccessMode::Write)), paths, .. }) => {
            Some(Signal::Changed(paths))
        }
        Ok(Event { kind: EventKind::Access(_), .. }) => None,
        Ok(Event { paths, .. }) => Some(Signal::Changed(paths)),
        Err(_) => Some(Signal::Missed),
    }
}

fn unwatched(folder: &Path, error: &notify::Error) -> Failure {
    let why = match error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system watches no more folders".to_owned(),
        _ => error.to_string().to_lowercase(),
    };
    let help = "name fewer folders, or let an ignore file leave some out";
    Failure::new(format!("`{}` cannot be watched: {why}", folder.display()), help)
}
