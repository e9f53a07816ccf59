//! What `check` would say if a plan were carried out, found out before anything is written.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::init::found::{Found, known};
use crate::cli::init::place::Place;
use crate::cli::init::plan::{Fate, Planned};
use crate::lint::levels::Judged;
use crate::project::disk::Disk;
use crate::project::layered::Layered;
use crate::project::workspace::Workspace;
use crate::trial::check;

/// What a plan would make of the folder.
#[derive(Debug)]
pub struct Verdict {
    /// The project as it would be.
    pub workspace: Workspace,
    /// The findings that are not there yet.
    pub new: Vec<Judged>,
}

/// Checks the project as `plan` would leave it.
pub fn judge(plan: &[Planned], (place, found): (&Place, &Found)) -> anyhow::Result<Verdict> {
    let made = plan.iter().filter(|planned| planned.fate == Fate::Create);
    let texts = made.map(|planned| (place.path(&planned.part.path), planned.part.text.clone()));
    let tree = Layered::new(&Disk, texts.collect::<Vec<(PathBuf, String)>>());
    let workspace = Workspace::around(&tree, &place.dir)
        .map_err(|error| anyhow::Error::from(Failure::new(error.to_string(), error.help())))?;
    let mut before = found.findings.clone();
    let new = check::judged(&workspace).into_iter().filter(|judged| {
        let known = known(&workspace, judged);
        let position = before.iter().position(|earlier| *earlier == known);
        position.map(|position| before.swap_remove(position)).is_none()
    });
    let new = new.collect();
    Ok(Verdict { workspace, new })
}
