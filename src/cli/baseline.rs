//! `--baseline`: findings that a project lives with, in a file that only shrinks.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use clap::Args;

use crate::cli::draft::Draft;
use crate::cli::failure::{Failure, reason};
use crate::lint::circumstances::Circumstances;
use crate::lint::known::{counted, sift};
use crate::lint::levels::Judged;
use crate::lint::rule::Group;
use crate::lint::scope::Scope;
use crate::project::baseline::Baseline;
use crate::project::files::or_here;
use crate::project::workspace::Workspace;
use crate::report::table;
use crate::terms::span::FileId;

/// What a check knows already.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Baseline")]
pub struct Known {
    /// Show only what is more than this file knows
    ///
    /// It counts the findings of each file and rule, for projects that cannot mend all of them at once. Errors of the
    /// language are never in it.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the file that `--baseline` names, if it is not there; else take out what is gone
    #[arg(long, requires = "baseline")]
    pub update_baseline: bool,
}

/// Findings, and what is told of those that are known.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// What is shown.
    pub judged: Vec<Judged>,
    /// What is known and not shown; absent where there is no baseline.
    pub known: Option<Vec<Judged>>,
    /// Lines for people; empty where there is no baseline.
    pub story: String,
}

impl Known {
    /// What of `judged` is shown, all that was found in `workspace` when the present instant was `now`; writes the file
    /// where that is wanted.
    pub fn sift(&self, workspace: &Workspace, judged: Vec<Judged>, now: Option<i64>) -> anyhow::Result<Shown> {
        let Some(file) = &self.baseline else { return Ok(Shown { judged, ..Shown::default() }) };
        let paths = paths(workspace, file)?;
        match read(file)? {
            Some(baseline) => self.hold(file, &baseline, (workspace, judged, now), &paths),
            None if self.update_baseline => first(file, judged, &paths),
            None => {
                let message = format!("`{}` cannot be read: there is no such file", file.display());
                Err(Failure::new(message, "with `--update-baseline` as well, it is written for the first time").into())
            }
        }
    }

    /// Shows what is more than `baseline` knows, and takes out of it what is gone, or says that there is something.
    fn hold(
        &self,
        file: &Path,
        baseline: &Baseline,
        (workspace, judged, now): (&Workspace, Vec<Judged>, Option<i64>),
        paths: &BTreeMap<FileId, String>,
    ) -> anyhow::Result<Shown> {
        let circumstances = Circumstances { sources: &workspace.sources, now, threads: 1, earlier: &[] };
        let scopes: Vec<Scope<'_>> =
            workspace.projects.iter().map(|project| Scope::of(project, &circumstances)).collect();
        let folder = folder(file);
        let gone = |path: &str, rule: &str| {
            let files: Vec<FileId> = paths.iter().filter(|(_, own)| *own == path).map(|(&id, _)| id).collect();
            let looked = |id: &FileId| scopes.iter().any(|scope| scope.judges(rule, *id));
            if files.is_empty() { !folder.join(path).exists() } else { files.iter().all(looked) }
        };
        let sifted = sift(judged, paths, baseline, gone);
        let fewer = baseline.total() - sifted.left.total();
        let mut story = String::new();
        let hidden = sifted.hidden.len();
        if hidden > 0 {
            let are = if hidden == 1 { "is" } else { "are" };
            story = format!("{} {are} not shown\n", table::counted(hidden, "known finding"));
        }
        let name = file.display();
        let gone = table::counted(fewer, "finding");
        if self.update_baseline && fewer > 0 {
            write(file, &sifted.left)?;
            story = format!("{story}{gone} fewer in `{name}`\n");
        } else if fewer > 0 {
            let (are, them) = if fewer == 1 { ("is", "it") } else { ("are", "them") };
            story = format!("{story}{gone} in `{name}` {are} gone: take {them} out with `--update-baseline`\n");
        }
        Ok(Shown { judged: sifted.shown, known: Some(sifted.hidden), story })
    }
}

/// Writes the first baseline, unless a file could not be read as a whole.
fn first(file: &Path, judged: Vec<Judged>, paths: &BTreeMap<FileId, String>) -> anyhow::Result<Shown> {
    if judged.iter().any(|judged| judged.group == Group::Language) {
        let story = format!("`{}` is not written: put the errors of the language right first\n", file.display());
        return Ok(Shown { judged, known: Some(Vec::new()), story });
    }
    let baseline = counted(&judged, paths);
    write(file, &baseline)?;
    let (total, name) = (baseline.total(), file.display());
    let are = if total == 1 { "is" } else { "are" };
    let story = format!("{} {are} known from now on, in `{name}`\n", table::counted(total, "finding"));
    let (known, judged) = judged.into_iter().partition(|it| paths.contains_key(&it.finding.span.file));
    Ok(Shown { judged, known: Some(known), story })
}

/// The baseline in `file`; absent where there is no such file.
fn read(file: &Path) -> anyhow::Result<Option<Baseline>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let message = format!("`{}` cannot be read: {}", file.display(), reason(&error));
            return Err(Failure::new(message, "name a file that `--update-baseline` has written").into());
        }
    };
    let baseline = Baseline::read(&text);
    let broken = |error: crate::project::baseline::BaselineError| {
        Failure::new(format!("`{}` is no baseline: {error}", file.display()), error.help.clone())
    };
    Ok(Some(baseline.map_err(broken)?))
}

fn write(file: &Path, baseline: &Baseline) -> anyhow::Result<()> {
    let mut draft = Draft::begin(file)?;
    draft.write_all(baseline.write().as_bytes())?;
    draft.publish()?;
    Ok(())
}

fn folder(file: &Path) -> PathBuf {
    or_here(file.parent().unwrap_or(Path::new(""))).to_owned()
}

/// The path of every file as a baseline in `file` calls it; what comes from standard input has none.
fn paths(workspace: &Workspace, file: &Path) -> anyhow::Result<BTreeMap<FileId, String>> {
    let base = fs::canonicalize(folder(file)).map_err(|error| {
        let message = format!("`{}` cannot be read: {}", file.display(), reason(&error));
        Failure::new(message, "name a file in a folder that is there")
    })?;
    let mut paths = BTreeMap::new();
    for id in workspace.projects.iter().flat_map(|project| &project.reported) {
        let Some(source) = workspace.sources.get(id.0 as usize) else { continue };
        if source.path.to_str().is_some_and(|path| path.starts_with("git:")) {
            let message =
                format!("`{}` is a file of a commit, and a baseline is about files of today", source.path.display());
            return Err(Failure::new(message, "leave `--baseline` out").into());
        }
        let path = fs::canonicalize(&source.path).ok().and_then(|path| relative(&path, &base));
        paths.extend(path.map(|path| (*id, path)));
    }
    Ok(paths)
}

/// `path` as seen from `base`, both without links, with `/` between folders; absent where no way leads there.
fn relative(path: &Path, base: &Path) -> Option<String> {
    let common = path.components().zip(base.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().skip(common).map(|_| Some(".."));
    let down = path.components().skip(common).map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    parts.map(|parts| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn paths_are_seen_from_the_folder_of_the_baseline() {
        for (path, base, expected) in [
            ("/p/journeys/a.yaml", "/p", "journeys/a.yaml"),
            ("/p/journeys/a.yaml", "/p/ci/known", "../../journeys/a.yaml"),
            ("/a b.yaml", "/", "a b.yaml"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new(base)).as_deref(), Some(expected));
        }
    }
}
