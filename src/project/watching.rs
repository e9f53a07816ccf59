//! What may change what a command finds: the folders that it looks into, and the files there that matter.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::project::around::around;
use crate::project::disk::Disk;
use crate::project::files::{Files as _, is_sought, or_here, plain};
use crate::project::workspace::Workspace;

/// Files that say what is left out of a folder.
const IGNORES: [&str; 2] = [".gitignore", ".ignore"];

/// Every folder in which a file of `paths`, or of `known`, what was read of them, is or may appear. For what is not
/// there, that is the nearest folder above it that is.
pub fn folders(paths: &[PathBuf], known: &Workspace) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    let asked = if paths.is_empty() { around(&Disk, Path::new(".")) } else { paths.to_vec() };
    for path in asked {
        add(&path, &mut folders);
    }
    for source in &known.sources {
        add_nearest(source.path.parent().unwrap_or(&source.path), &mut folders);
    }
    for project in &known.projects {
        let Some(root) = &project.config.root else { continue };
        add_nearest(root, &mut folders);
        for folder in &project.config.journeys {
            add(&root.join(folder), &mut folders);
        }
    }
    folders
}

/// Whether a change of `path` may change what is found of `known`, for which the folders `around` are watched.
pub fn matters(path: &Path, (known, around): (&Workspace, &BTreeSet<PathBuf>)) -> bool {
    let Some(name) = path.file_name() else { return true };
    let is_read = || known.sources.iter().any(|source| source.path.file_name() == Some(name));
    // A folder that is gone is known by its name only.
    let was_folder = || !path.exists() && around.iter().any(|folder| folder.file_name() == Some(name));
    is_sought(path) || is_read() || IGNORES.iter().any(|it| name == *it) || path.is_dir() || was_folder()
}

/// The folder at `path` with those below it, or the one in which `path` is.
fn add(path: &Path, folders: &mut BTreeSet<PathBuf>) {
    if Disk.is_folder(path) {
        folders.extend(Disk.folders(path).iter().map(|folder| or_here(&plain(folder)).to_owned()));
    }
    add_nearest(path, folders);
}

/// `path` if it is a folder, else the nearest one above it.
fn add_nearest(path: &Path, folders: &mut BTreeSet<PathBuf>) {
    let there = path.ancestors().map(or_here).find(|folder| Disk.is_folder(folder));
    folders.extend(there.map(|folder| or_here(&plain(folder)).to_owned()));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{folders, matters};
    use crate::project::workspace::Workspace;

    #[test]
    fn folders_are_those_of_the_paths_of_the_config_and_of_what_is_used() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        for folder in ["flows/deep", "flows/out", "shapes", "other"] {
            fs::create_dir_all(path(folder)).unwrap();
        }
        fs::write(path("wayfare.toml"), "[project]\njourneys = [\"flows\"]\n").unwrap();
        fs::write(path(".ignore"), "flows/out\n").unwrap();
        fs::write(path("flows/a.yaml"), "wayfare: 1\njourney: a\nevents:\n  E: { schema: ../shapes/e.json }\n")
            .unwrap();
        fs::write(path("shapes/e.json"), "{}").unwrap();
        let named = [path("flows/a.yaml")];
        let found = folders(&named, &Workspace::open(&named).unwrap());
        let expected: Vec<PathBuf> =
            ["", "flows", "flows/deep", "shapes"].map(|it| path(it).components().collect()).into();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
        let gone = folders(&[path("gone/deep/a.yaml")], &Workspace::default());
        assert_eq!(gone.into_iter().collect::<Vec<_>>(), [path("")].map(|it| it.components().collect::<PathBuf>()));
    }

    #[test]
    fn only_what_may_be_read_matters() {
        let journey = "wayfare: 1\njourney: a\nevents:\n  E: { schema: e.json }\n";
        let files = [("a/a.yaml", journey), ("a/e.json", "{}")];
        let known = Workspace::from_texts(&files.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
        let around = BTreeSet::from([PathBuf::from("src/gone.d"), PathBuf::from("src")]);
        for (path, expected) in [
            ("x.yaml", true),
            ("wayfare.toml", true),
            ("src", true),
            ("other/gone.d", true),
            ("e.json", true),
            (".ignore", true),
            ("out", false),
            ("Cargo.lock", false),
            ("x.yaml.swp", false),
            ("x.log", false),
        ] {
            assert_eq!(matters(Path::new(path), (&known, &around)), expected, "{path}");
        }
    }
}
