//! Why a line was refused, carried past the JSON reader, whose own errors have no place for it.

use std::cell::RefCell;
use std::fmt;

use serde::de;

/// What is wrong, and where in the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Fields and indices from the outside in; empty for the object itself.
    pub path: String,
    /// Lower case, no full stop.
    pub message: String,
    /// Whether it is the payload that breaks its contract.
    pub contract: bool,
}

/// The fault of the line that is being read; the first one ends the reading.
#[derive(Debug, Default)]
pub struct Faults(RefCell<Option<Fault>>);

impl Fault {
    /// A fault of the envelope's member `path`.
    pub fn envelope(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), message: message.into(), contract: false }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "`{}`: {}", self.path, self.message) }
    }
}

impl Faults {
    /// Notes what is wrong with the value that is being read, and makes the error that unwinds to the top.
    #[cold]
    pub fn raise<E: de::Error>(&self, message: impl Into<String>) -> E {
        self.note(Fault { path: String::new(), message: message.into(), contract: false })
    }

    /// The same for a fault that already knows its place.
    #[cold]
    pub fn note<E: de::Error>(&self, fault: Fault) -> E {
        *self.0.borrow_mut() = Some(fault);
        E::custom("")
    }

    /// Adds what is around: `outer` is a field or an index in brackets.
    #[cold]
    pub fn inside<E: de::Error>(&self, outer: &str, error: E) -> E {
        if let Some(fault) = self.0.borrow_mut().as_mut() {
            let dot = if fault.path.is_empty() || fault.path.starts_with('[') { "" } else { "." };
            fault.path = format!("{outer}{dot}{}", fault.path);
        }
        error
    }

    /// Says that the fault is one of the contract.
    #[cold]
    pub fn of_contract<E: de::Error>(&self, error: E) -> E {
        if let Some(fault) = self.0.borrow_mut().as_mut() {
            fault.contract = true;
        }
        error
    }

    /// What was noted; else what the JSON reader itself says.
    #[cold]
    pub fn take(&self, error: &serde_json::Error) -> Fault {
        self.0.borrow_mut().take().unwrap_or_else(|| {
            let text = error.to_string();
            let words = text.rsplit_once(" at line ").map_or(text.as_str(), |(words, _)| words);
            let words = if error.is_data() { words.to_owned() } else { format!("not JSON: {words}") };
            Fault::envelope("", format!("{words}, at byte {} of the line", error.column()))
        })
    }
}
