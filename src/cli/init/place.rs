//! The folder in which a project is to stand: what is above it, and what a file there can be called.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::failure::{Failure, reason};
use crate::project::files::{CONFIG, plain};

/// A folder for a project.
#[derive(Clone, Debug)]
pub struct Place {
    /// As the person named it.
    pub dir: PathBuf,
    /// The folder without a doubt; it need not be there.
    pub real: PathBuf,
    /// From the top of the git repository down to it; absent where there is no repository.
    pub below_top: Option<PathBuf>,
}

impl Place {
    /// The place called `dir`, or why no project can stand there.
    pub fn at(dir: &Path) -> anyhow::Result<Self> {
        if dir.exists() && !dir.is_dir() {
            let message = format!("`{}` is a file", dir.display());
            return Err(Failure::new(message, "name a folder; it is made if it is not there").into());
        }
        let real = real(dir).map_err(|error| unreachable_folder(dir, &error))?;
        if let Some(above) = real.ancestors().skip(1).find(|folder| folder.join(CONFIG).is_file()) {
            let message = format!("`{}` lies in the project of `{}`", dir.display(), above.join(CONFIG).display());
            let help = format!("`wayfare init {}` adds the journey to that project", above.display());
            return Err(Failure::new(message, help).into());
        }
        let top = real.ancestors().find(|folder| folder.join(".git").exists());
        let below_top = top.and_then(|top| real.strip_prefix(top).ok()).map(Path::to_owned);
        Ok(Self { dir: plain(dir), real, below_top })
    }

    /// A file of the project, as the person would name it.
    pub fn path(&self, part: &Path) -> PathBuf {
        plain(&self.dir.join(part))
    }

    /// The name of the folder, as a project may be called.
    pub fn name(&self) -> String {
        let name = self.real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name: String =
            name.chars().map(|c| if c.is_alphanumeric() || "-_. ".contains(c) { c } else { '-' }).collect();
        if name.is_empty() { "journeys".to_owned() } else { name }
    }

    /// What already runs git's hooks here, as people know it.
    pub fn hooks(&self) -> Option<&'static str> {
        let up = self.below_top.as_ref()?.components().count();
        let top = self.real.ancestors().nth(up)?;
        let there = [".husky", ".pre-commit-config.yaml", "lefthook.yml", ".git/hooks/pre-commit"];
        there.into_iter().find(|path| top.join(path).exists())
    }
}

/// The folder without links, as far as it is there.
fn real(dir: &Path) -> std::io::Result<PathBuf> {
    let absolute = plain(&std::path::absolute(dir)?);
    let there = absolute.ancestors().find(|folder| folder.exists()).unwrap_or(&absolute);
    let rest = absolute.strip_prefix(there).unwrap_or(Path::new(""));
    let real = fs::canonicalize(there)?;
    Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) })
}

fn unreachable_folder(dir: &Path, error: &std::io::Error) -> anyhow::Error {
    let message = format!("`{}` cannot be a folder: {}", dir.display(), reason(error));
    Failure::new(message, "name a folder that is there, or that can be made").into()
}
