//! What becomes of each file: made, kept as it is, or left out.

use std::fs;
use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::init::files::{Naming, Part, Role, parts};
use crate::cli::init::found::{Found, Kind};
use crate::cli::init::place::Place;
use crate::cli::init::templates::Template;

/// A file with what becomes of it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The file.
    pub part: Part,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is made.
    Create,
    /// One is there, and says the same.
    Same,
    /// One is there, and says something else.
    Differs,
    /// It is not made, for this reason.
    LeftOut(String),
}

/// What becomes of the files of `template`; `prefix` stands before the ids of catalogs.
pub fn plan(template: &Template, (place, found): (&Place, &Found), prefix: &str) -> anyhow::Result<Vec<Planned>> {
    let folder = found.folder(place);
    let naming = Naming {
        project: &place.name(),
        sinks: &found.sinks,
        folder: &folder,
        below_top: place.below_top.as_deref().unwrap_or(std::path::Path::new("")),
        prefix,
    };
    let mut plan = Vec::new();
    for mut part in parts(template, &naming) {
        without_unknown_sinks(&mut part, found);
        let fate = fate(&part, place)?;
        plan.push(Planned { part, fate });
    }
    hold_ids(template, &mut plan, (place, found))?;
    Ok(plan)
}

/// What is there of `part`.
fn fate(part: &Part, place: &Place) -> anyhow::Result<Fate> {
    let path = place.path(&part.path);
    if !path.exists() && path.symlink_metadata().is_err() {
        return Ok(Fate::Create);
    }
    if path.is_dir() {
        let message = format!("`{}` is a folder, and a file of that name belongs there", path.display());
        return Err(Failure::new(message, "move it away, or take another folder for the project").into());
    }
    let same = fs::read(&path).is_ok_and(|bytes| bytes == part.text.as_bytes());
    Ok(if same { Fate::Same } else { Fate::Differs })
}

/// Whoever has a journey or a catalog of that id elsewhere gets no second one.
fn hold_ids(template: &Template, plan: &mut [Planned], (place, found): (&Place, &Found)) -> anyhow::Result<()> {
    let elsewhere = |kind, id: &str, part: &Part| {
        let path = found.ids.get(&(kind, id.to_owned()))?;
        (*path != place.path(&part.path)).then(|| path.clone())
    };
    let mut foreign: Option<PathBuf> = None;
    for planned in plan.iter_mut() {
        match &planned.part.role {
            Role::Catalog(id) => {
                if let Some(path) = elsewhere(Kind::Catalog, id, &planned.part) {
                    planned.fate = Fate::LeftOut(format!("`{}` is the catalog `{id}` here", path.display()));
                }
            }
            Role::Journey => {
                if let Some(path) = elsewhere(Kind::Journey, template.name, &planned.part) {
                    let message = format!("there is a journey `{}` already, in `{}`", template.name, path.display());
                    let help = "take another template, or another folder: `wayfare init --list` names the templates";
                    return Err(Failure::new(message, help).into());
                }
                if planned.fate == Fate::Differs {
                    foreign = Some(place.path(&planned.part.path));
                }
            }
            Role::Companion if planned.fate == Fate::Create => {
                if let Some(path) = &foreign {
                    planned.fate =
                        Fate::LeftOut(format!("`{}` is no longer the journey that it is about", path.display()));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Takes a sink that the config of the project does not have out of `part`: its actions go to the log then.
fn without_unknown_sinks(part: &mut Part, found: &Found) {
    let Some(config) = &found.config else { return };
    if !matches!(part.role, Role::Catalog(_) | Role::Journey) {
        return;
    }
    let lines = part.text.lines().map(|line| match line.trim_start().strip_prefix("sink: ") {
        Some(sink) if !config.sinks.contains_key(sink) => {
            let indent = &line[..line.len() - line.trim_start().len()];
            format!("{indent}# sink: {sink}  # wayfare.toml has no such sink, so this goes to the log\n")
        }
        _ => format!("{line}\n"),
    });
    part.text = lines.collect();
}

/// The sinks that the files of `plan` would have named.
pub fn missing_sinks(plan: &[Planned]) -> Vec<String> {
    let made = plan.iter().filter(|planned| planned.fate == Fate::Create);
    let lines = made.flat_map(|planned| planned.part.text.lines());
    let named = lines.filter_map(|line| line.trim_start().strip_prefix("# sink: ")?.split(' ').next());
    let mut sinks: Vec<String> = named.map(str::to_owned).collect();
    sinks.sort();
    sinks.dedup();
    sinks
}
