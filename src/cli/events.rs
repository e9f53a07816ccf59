//! Where events come from.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::cli::failure::{Failure, reason};

/// A stream of lines, and how long it is where that is known.
pub struct Events {
    /// The bytes.
    pub input: Box<dyn Read + Send>,
    /// How many there are; absent for standard input and pipes.
    pub size: Option<u64>,
}

impl Events {
    /// Opens the file at `path`; `-` is standard input.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self { input: Box::new(io::stdin()), size: None });
        }
        let unreadable = |why: &str| {
            let message = format!("`{}` cannot be read: {why}", path.display());
            Failure::new(message, "name a file of events, one JSON object a line, or `-` for standard input")
        };
        let file = File::open(path).map_err(|error| unreadable(&reason(&error)))?;
        let about = file.metadata().map_err(|error| unreadable(&reason(&error)))?;
        if about.is_dir() {
            return Err(unreadable("it is a folder").into());
        }
        Ok(Self { input: Box::new(file), size: about.is_file().then_some(about.len()) })
    }
}
