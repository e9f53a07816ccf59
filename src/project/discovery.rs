//! Which files a command means, and where each is at home.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::project::files::{CONFIG, Tree, plain};
use crate::project::head::{is_meant, is_of_language};
use crate::project::workspace::{Meant, WorkspaceError};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path, as the files that it was read from know it.
    pub path: PathBuf,
    /// What it holds; absent where it could not be read, so that nothing is known of it.
    pub bytes: Option<Vec<u8>>,
    /// Whether the command means it, itself or by a folder.
    pub asked: bool,
    /// Whether the command names it itself.
    pub named: bool,
    /// Whether it lies in a folder of its project, and is not left out there.
    pub inside: bool,
}

impl Entry {
    /// One at `path` of which nothing is known.
    fn lost(path: &Path) -> Self {
        Self { path: plain(path), bytes: None, asked: false, named: false, inside: true }
    }
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
    /// Whether the command means its config.
    pub config: Meant,
}

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
pub struct Discovery<'a> {
    tree: &'a dyn Tree,
    groups: BTreeMap<Home, Group>,
    seen: BTreeMap<PathBuf, (Home, usize)>,
    roots: BTreeMap<PathBuf, Option<PathBuf>>,
    /// Paths without links: the system is asked once for each, however often a file is met.
    real: FxHashMap<PathBuf, PathBuf>,
    /// Files in folders that the command names which do not look like any of the language.
    passed: BTreeSet<PathBuf>,
    /// What lies in folders and could not be read.
    lost: Vec<WorkspaceError>,
}

impl<'a> Discovery<'a> {
    /// Looks in `tree`.
    pub fn new(tree: &'a dyn Tree) -> Self {
        let (groups, seen, roots) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { tree, groups, seen, roots, real: FxHashMap::default(), passed: BTreeSet::new(), lost: Vec::new() }
    }

    /// Takes a path of the command: a file, or a folder with all files of the language below it.
    pub fn ask(&mut self, path: &Path) -> Result<(), WorkspaceError> {
        if !self.tree.is_folder(path) {
            return self.add(path, Why::Named).map(|_| ());
        }
        let before = self.lost.len();
        let mut found = false;
        for file in self.walk(path)? {
            found |= self.add(&file, Why::Below)?;
        }
        // Where nothing could be read, that is why there is nothing.
        found |= self.lost.len() > before;
        if found { Ok(()) } else { Err(WorkspaceError::Nothing(self.tree.shown(path))) }
    }

    /// Takes a text of the command as if it were a file called `name` in `folder`.
    pub fn ask_text(&mut self, folder: &Path, name: &str, bytes: Vec<u8>) -> Result<(), WorkspaceError> {
        let real = self.tree.real(folder).map_err(|reason| self.unreadable(folder, reason))?;
        let path = folder.join(name);
        self.put(&real, path.clone(), Entry { path, bytes: Some(bytes), asked: true, named: true, inside: true });
        Ok(())
    }

    /// Adds what lies in the folders `journeys` of the project `home`, though the command does not mean it.
    pub fn complete(&mut self, home: &Home, journeys: &[PathBuf]) -> Result<(), WorkspaceError> {
        let root = self.root(home);
        for folder in journeys.iter().map(|folder| root.join(folder)) {
            if self.tree.is_folder(&folder) {
                for file in self.walk(&folder)? {
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

    /// Whether the command means the config of a home.
    pub fn config(&self, home: &Home) -> Meant {
        self.groups.get(home).map(|group| group.config).unwrap_or_default()
    }

    /// The files of a home, by path.
    pub fn take(&mut self, home: &Home) -> Vec<Entry> {
        let mut files = self.groups.remove(home).unwrap_or_default().files;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// Adds a file unless it is there; whether it is one of the language, or a config.
    fn add(&mut self, path: &Path, why: Why<'_>) -> Result<bool, WorkspaceError> {
        let named = matches!(why, Why::Named);
        let places = self.places(path);
        let (identity, folder) = match places {
            Ok(places) => places,
            Err(error) if named => return Err(error),
            Err(error) => {
                self.lose(error);
                return Ok(false);
            }
        };
        let inside = matches!(why, Why::Member(_));
        if let Some((home, index)) = self.seen.get(&identity) {
            if let Some(file) = self.groups.get_mut(home).and_then(|group| group.files.get_mut(*index)) {
                file.named |= named;
                file.inside |= inside;
            }
            return Ok(true);
        }
        if matches!(why, Why::Member(home) if *home != self.home(&folder)) {
            return Ok(false);
        }
        let asked = !inside || self.passed.contains(&identity);
        if path.file_name().is_some_and(|name| name == CONFIG) {
            if asked {
                let meant = if named { Meant::Named } else { Meant::Around };
                let config = &mut self.group(&folder, &plain(path)).config;
                *config = meant.max(*config);
            }
            return Ok(true);
        }
        let bytes = match self.tree.read(path).map_err(|reason| self.unreadable(path, reason)) {
            Ok(bytes) => bytes,
            Err(error) if named => return Err(error),
            Err(error) => {
                self.lose(error);
                self.put(&folder, identity, Entry { inside, ..Entry::lost(path) });
                return Ok(false);
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        if !(named || is_of_language(&text) || inside && is_meant(path, &text)) {
            self.passed.extend((!inside).then_some(identity));
            return Ok(false);
        }
        self.put(&folder, identity, Entry { path: plain(path), bytes: Some(bytes), asked, named, inside });
        Ok(true)
    }

    /// What lies in folders and could not be read, each once.
    pub fn lost(&self) -> &[WorkspaceError] {
        &self.lost
    }

    fn walk(&mut self, folder: &Path) -> Result<Vec<PathBuf>, WorkspaceError> {
        let walk = self.tree.walk(folder).map_err(|reason| self.unreadable(folder, reason))?;
        for (path, reason) in walk.closed {
            match self.places(&path) {
                Ok((identity, _)) if self.seen.contains_key(&identity) => continue,
                Ok((identity, folder)) => self.put(&folder, identity, Entry::lost(&path)),
                Err(_) => {}
            }
            self.lose(self.unreadable(&path, reason));
        }
        Ok(walk.files)
    }

    fn lose(&mut self, error: WorkspaceError) {
        if !self.lost.contains(&error) {
            self.lost.push(error);
        }
    }

    /// A path and its folder, without links.
    fn places(&mut self, path: &Path) -> Result<(PathBuf, PathBuf), WorkspaceError> {
        Ok((self.real(path)?, self.real(path.parent().unwrap_or(path))?))
    }

    fn real(&mut self, path: &Path) -> Result<PathBuf, WorkspaceError> {
        if let Some(known) = self.real.get(path) {
            return Ok(known.clone());
        }
        let real = self.tree.real(path).map_err(|reason| self.unreadable(path, reason))?;
        self.real.insert(path.to_owned(), real.clone());
        Ok(real)
    }

    fn unreadable(&self, path: &Path, reason: String) -> WorkspaceError {
        WorkspaceError::Unreadable { path: self.tree.shown(path), reason, help: self.tree.advice(path) }
    }

    fn put(&mut self, folder: &Path, identity: PathBuf, entry: Entry) {
        let home = self.home(folder);
        let files = &mut self.group(folder, &entry.path.clone()).files;
        files.push(entry);
        let index = files.len() - 1;
        self.seen.insert(identity, (home, index));
    }

    fn group(&mut self, folder: &Path, path: &Path) -> &mut Group {
        let (home, tree) = (self.home(folder), self.tree);
        self.groups.entry(home.clone()).or_insert_with(|| {
            let known = path.parent().map(Path::to_owned).unwrap_or_default();
            let (Home::Project(root) | Home::Alone(root)) = home;
            Group { root: as_known(tree, (&root, folder), &known), ..Group::default() }
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
        let root = if self.tree.is_file(&folder.join(CONFIG)) {
            Some(folder.to_owned())
        } else {
            folder.parent().and_then(|above| self.nearest(above))
        };
        self.roots.insert(folder.to_owned(), root.clone());
        root
    }
}

/// `root`, which is `folder` or above it, in the words in which `folder` is `known`.
fn as_known(tree: &dyn Tree, (root, folder): (&Path, &Path), known: &Path) -> PathBuf {
    let above = folder.components().count() - root.components().count();
    let words = (0..above).fold(plain(known), |path, _| plain(&path.join("..")));
    if tree.real(&words).is_ok_and(|found| found == root) { words } else { root.to_owned() }
}
