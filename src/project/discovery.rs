//! Which files a command means, and where each is at home.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::project::files::{is_yaml, or_here, plain, reason};
use crate::project::head::is_of_language;

/// The name of a project's config.
pub const CONFIG: &str = "wayfare.toml";

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path as people know it.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether the command means it, itself or by a folder.
    pub asked: bool,
    /// Whether the command names it itself.
    pub named: bool,
}

/// Where files are at home; both paths without links.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// Under the nearest `wayfare.toml` in this folder.
    Project(PathBuf),
    /// Without one, in this folder.
    Alone(PathBuf),
}

/// Files of one home.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// A project's folder as people know it.
    pub root: PathBuf,
    /// Its files, by path.
    pub files: Vec<Entry>,
}

/// A path that could not be used, and why; absent where there is no file of the language under it.
pub type Refused = (PathBuf, Option<String>);

/// Why a file is looked at.
#[derive(Clone, Copy)]
enum Why<'a> {
    /// The command names it.
    Named,
    /// It lies in a folder that the command names.
    Below,
    /// It lies in a folder of the project at this home.
    Member(&'a Home),
}

/// Finds files, each once however often it is meant.
#[derive(Debug, Default)]
pub struct Discovery {
    groups: BTreeMap<Home, Group>,
    seen: BTreeMap<PathBuf, (Home, usize)>,
    roots: BTreeMap<PathBuf, Option<PathBuf>>,
}

impl Discovery {
    /// Takes a path of the command: a file, `-`, or a folder with all files of the language below it.
    pub fn ask(&mut self, path: &Path) -> Result<(), Refused> {
        if path == Path::new("-") {
            return self.ask_input();
        }
        let kind = fs::metadata(path).map_err(|error| (path.to_owned(), Some(reason(&error))))?;
        if !kind.is_dir() {
            return self.add(path, Why::Named).map(|_| ());
        }
        let mut found = false;
        for file in walk(path)? {
            found |= self.add(&file, Why::Below)?;
        }
        if found { Ok(()) } else { Err((path.to_owned(), None)) }
    }

    /// Adds what lies in the folders `journeys` of the project `home`, though the command does not mean it.
    pub fn complete(&mut self, home: &Home, journeys: &[PathBuf]) -> Result<(), Refused> {
        let root = self.groups.get(home).map(|group| group.root.clone()).unwrap_or_default();
        for folder in journeys {
            let folder = root.join(folder);
            if or_here(&folder).is_dir() {
                for file in walk(&folder)? {
                    self.add(&file, Why::Member(home))?;
                }
            }
        }
        Ok(())
    }

    /// The homes found so far, by the path of their first file.
    pub fn homes(&self) -> Vec<Home> {
        let first = |group: &Group| group.files.iter().map(|file| file.path.clone()).min();
        let mut homes: Vec<_> = self.groups.iter().map(|(home, group)| (first(group), home.clone())).collect();
        homes.sort();
        homes.into_iter().map(|(_, home)| home).collect()
    }

    /// The folder of a home as people know it.
    pub fn root(&self, home: &Home) -> PathBuf {
        self.groups.get(home).map(|group| group.root.clone()).unwrap_or_default()
    }

    /// The files of a home, by path.
    pub fn take(&mut self, home: &Home) -> Vec<Entry> {
        let mut files = self.groups.remove(home).unwrap_or_default().files;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    fn ask_input(&mut self) -> Result<(), Refused> {
        let path = PathBuf::from("-");
        if self.seen.contains_key(&path) {
            return Ok(());
        }
        let failed = |error: &std::io::Error| (PathBuf::from("-"), Some(reason(error)));
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        let folder = fs::canonicalize(".").map_err(|error| failed(&error))?;
        self.put(&folder, path.clone(), Entry { path, bytes, asked: true, named: true });
        Ok(())
    }

    /// Adds a file unless it is there; whether it is one of the language, or a config.
    fn add(&mut self, path: &Path, why: Why<'_>) -> Result<bool, Refused> {
        let failed = |error: &std::io::Error| (path.to_owned(), Some(reason(error)));
        let identity = fs::canonicalize(path).map_err(|error| failed(&error))?;
        let folder = path.parent().unwrap_or(path);
        let folder = fs::canonicalize(or_here(folder)).map_err(|error| failed(&error))?;
        let named = matches!(why, Why::Named);
        if let Some((home, index)) = self.seen.get(&identity) {
            if let Some(file) = self.groups.get_mut(home).and_then(|group| group.files.get_mut(*index)) {
                file.named |= named;
            }
            return Ok(true);
        }
        if matches!(why, Why::Member(home) if *home != self.home(&folder)) {
            return Ok(false);
        }
        let asked = !matches!(why, Why::Member(_));
        if path.file_name().is_some_and(|name| name == CONFIG) {
            if asked {
                self.group(&folder, &plain(path));
            }
            return Ok(true);
        }
        let bytes = fs::read(path).map_err(|error| failed(&error))?;
        if !named && !is_of_language(&String::from_utf8_lossy(&bytes)) {
            return Ok(false);
        }
        self.put(&folder, identity, Entry { path: plain(path), bytes, asked, named });
        Ok(true)
    }

    fn put(&mut self, folder: &Path, identity: PathBuf, entry: Entry) {
        let home = self.home(folder);
        let files = &mut self.group(folder, &entry.path.clone()).files;
        files.push(entry);
        let index = files.len() - 1;
        self.seen.insert(identity, (home, index));
    }

    fn group(&mut self, folder: &Path, path: &Path) -> &mut Group {
        let home = self.home(folder);
        self.groups.entry(home.clone()).or_insert_with(|| {
            let known = path.parent().map(Path::to_owned).unwrap_or_default();
            let (Home::Project(root) | Home::Alone(root)) = home;
            Group { root: as_known(&root, folder, &known), files: Vec::new() }
        })
    }

    /// Where the files of `folder`, a path without links, are at home.
    fn home(&mut self, folder: &Path) -> Home {
        self.nearest(folder).map_or_else(|| Home::Alone(folder.to_owned()), Home::Project)
    }

    fn nearest(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.roots.get(folder) {
            return known.clone();
        }
        let root = if folder.join(CONFIG).is_file() {
            Some(folder.to_owned())
        } else {
            folder.parent().and_then(|above| self.nearest(above))
        };
        self.roots.insert(folder.to_owned(), root.clone());
        root
    }
}

/// The YAML files and configs below `folder`, by path, but for what ignore files name.
fn walk(folder: &Path) -> Result<Vec<PathBuf>, Refused> {
    let mut builder = WalkBuilder::new(or_here(folder));
    // The person's own ignore rules would make a result differ from machine to machine.
    builder.require_git(false).git_global(false).sort_by_file_path(Path::cmp);
    let mut files = Vec::new();
    for entry in builder.build() {
        let entry = entry.map_err(|error| (folder.to_owned(), Some(error.to_string())))?;
        let wanted = is_yaml(entry.path()) || entry.file_name() == CONFIG;
        if wanted && entry.path().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// `root`, which is `folder` or above it, in the words in which `folder` is `known`.
fn as_known(root: &Path, folder: &Path, known: &Path) -> PathBuf {
    let above = folder.components().count() - root.components().count();
    let words = (0..above).fold(plain(known), |path, _| plain(&path.join("..")));
    if fs::canonicalize(or_here(&words)).is_ok_and(|found| found == root) { words } else { root.to_owned() }
}
