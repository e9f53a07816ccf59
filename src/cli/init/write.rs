//! Carries out a plan: no file that is there is touched.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::failure::{Failure, reason};
use crate::cli::init::files::{Part, Role};
use crate::cli::init::place::Place;
use crate::cli::init::plan::{Fate, Planned};

/// Makes the files of `plan`; a failure says what was made before it.
pub fn write(plan: &[Planned], place: &Place) -> anyhow::Result<()> {
    let mut made: Vec<PathBuf> = Vec::new();
    for Planned { part, .. } in plan.iter().filter(|planned| planned.fate == Fate::Create) {
        let path = place.path(&part.path);
        if let Err(error) = make(part, &path) {
            return Err(failure(&path, &error, &made).into());
        }
        made.push(path);
    }
    Ok(())
}

fn make(part: &Part, path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    // Whoever makes a file of this name at this moment keeps it.
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(part.text.as_bytes()).and_then(|()| match part.role {
        Role::Script => let_run(&file),
        _ => Ok(()),
    });
    if written.is_err() {
        // Half a file is worse than none; that it may stay is told with the failure.
        let _ = fs::remove_file(path);
    }
    written
}

#[cfg(unix)]
fn let_run(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut permissions = file.metadata()?.permissions();
    permissions.set_mode(permissions.mode() | 0o111);
    file.set_permissions(permissions)
}

#[cfg(not(unix))]
fn let_run(_file: &File) -> io::Result<()> {
    Ok(())
}

fn failure(path: &Path, error: &io::Error, made: &[PathBuf]) -> Failure {
    let message = format!("`{}` cannot be made: {}", path.display(), reason(error));
    let names: Vec<String> = made.iter().map(|path| format!("`{}`", path.display())).collect();
    if names.is_empty() {
        return Failure::new(message, "nothing was written; name a folder that may be written");
    }
    let help = "the same command makes what is missing once the folder may be written";
    Failure::new(format!("{message}; made before it: {}", names.join(", ")), help)
}
