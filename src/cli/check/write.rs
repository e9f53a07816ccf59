//! Changed texts to their files, each whole or not at all, and only where nobody else has changed it meanwhile.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::cli::draft::Draft;
use crate::cli::failure::{Failure, reason};

/// A file that is changed: its path, its text before and its text afterwards.
pub type Changed<'a> = (&'a Path, &'a str, &'a str);

/// Writes all of `changed`, or nothing if one of the files is not as it was read.
pub fn write(changed: &[Changed<'_>]) -> anyhow::Result<()> {
    for &(path, before, _) in changed {
        is_as_read(path, before)?;
    }
    for &(path, before, after) in changed {
        let mut draft = Draft::begin(path)?;
        draft.write_all(after.as_bytes())?;
        // Whoever saves the file while the others are written keeps what was saved.
        is_as_read(path, before)?;
        draft.publish()?;
    }
    Ok(())
}

fn is_as_read(path: &Path, before: &str) -> anyhow::Result<()> {
    let bytes = fs::read(path).map_err(|error| {
        let message = format!("`{}` cannot be fixed: {}", path.display(), reason(&error));
        Failure::new(message, "put it back, and run the same command again")
    })?;
    if bytes == before.as_bytes() {
        return Ok(());
    }
    let message = format!("`{}` was changed while it was checked, so it was left as it is", path.display());
    Err(Failure::new(message, "run the same command again").into())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::write;

    #[test]
    fn what_was_saved_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a.yaml", "b.yaml"].map(|name| folder.path().join(name));
        fs::write(&paths[0], "a: 1").unwrap();
        fs::write(&paths[1], "saved meanwhile").unwrap();
        let error = write(&[(&paths[0], "a: 1", "a: 2"), (&paths[1], "b: 1", "b: 2")]).unwrap_err().to_string();
        assert!(error.contains("b.yaml` was changed while it was checked"), "{error}");
        assert_eq!(fs::read_to_string(&paths[0]).unwrap(), "a: 1", "then nothing is written");
        assert_eq!(fs::read_to_string(&paths[1]).unwrap(), "saved meanwhile");
        fs::remove_file(&paths[1]).unwrap();
        assert!(write(&[(&paths[1], "b: 1", "b: 2")]).is_err());
        assert!(!paths[1].exists());
    }
}
