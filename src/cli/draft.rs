//! A file that appears whole or not at all: written beside its place, and moved there when it is finished.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::failure::{Failure, reason};

/// A file that is being written.
#[derive(Debug)]
pub struct Draft {
    target: PathBuf,
    /// Where it is written until then; absent where the target is no regular file, such as `/dev/null`.
    temporary: Option<PathBuf>,
    file: File,
}

impl Draft {
    /// Begins a file that will stand at `target`; fails now if it never could.
    pub fn begin(target: &Path) -> anyhow::Result<Self> {
        Self::try_begin(target).map_err(|error| {
            let message = format!("`{}` cannot be written: {}", target.display(), reason(&error));
            Failure::new(message, "name a file in a folder that is there and may be written").into()
        })
    }

    /// Puts the finished file at its place.
    pub fn publish(mut self) -> io::Result<()> {
        self.file.flush()?;
        match self.temporary.take() {
            Some(temporary) => fs::rename(temporary, &self.target),
            None => Ok(()),
        }
    }

    fn try_begin(target: &Path) -> io::Result<Self> {
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let existing = fs::metadata(&target).ok();
        if let Some(existing) = &existing {
            // Moving a file over another asks only the folder; whoever may not write the file shall not replace it.
            let file = OpenOptions::new().write(true).open(&target)?;
            if existing.is_file() && existing.permissions().readonly() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            if !existing.is_file() {
                return Ok(Self { target, temporary: None, file });
            }
        }
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", std::process::id()));
        let temporary = target.with_file_name(hidden);
        let file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        let draft = Self { target, temporary: Some(temporary), file };
        if let Some(existing) = existing {
            draft.file.set_permissions(existing.permissions())?;
        }
        Ok(draft)
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(temporary) = self.temporary.take() {
            // What was not finished is not left behind; if it cannot be removed, it is at least hidden.
            let _ = fs::remove_file(temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::Draft;

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("final.csv");
        fs::write(&target, "old").unwrap();
        let mut draft = Draft::begin(&target).unwrap();
        draft.write_all(b"new").unwrap();
        drop(draft);
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

        let mut draft = Draft::begin(&target).unwrap();
        draft.write_all(b"new").unwrap();
        draft.publish().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_could_never_be_written_fails_at_once() {
        let folder = tempfile::tempdir().unwrap();
        for target in [folder.path().to_owned(), folder.path().join("missing/final.csv")] {
            let error = Draft::begin(&target).unwrap_err().to_string();
            assert!(error.contains("cannot be written"), "{error}");
        }
    }
}
