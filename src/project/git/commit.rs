//! A commit as a tree of files, of which only what is needed is read.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::project::files::{Files, Tree, Walk, is_sought, is_yaml};
use crate::project::git::bytes::name_of;
use crate::project::git::ignored::{IGNORE_FILES, Rules};
use crate::project::git::lost::Lost;
use crate::project::git::objects::{Item, Sort};
use crate::project::git::process::Refusal;
use crate::project::git::repository::{Ids, Repository};
use crate::terms::suggest;

/// Links that a path may lead through, as operating systems have it.
const MOST_LINKS: usize = 40;

/// Folders that are looked at for a path that was meant.
const MOST_FOLDERS: usize = 2_000;

/// A commit.
pub struct Commit<'a> {
    repository: &'a Repository,
    rev: String,
    /// Its id and that of its tree.
    pub ids: Ids,
}

/// What stands at a path.
struct Found {
    /// The path without links.
    real: PathBuf,
    is_folder: bool,
    id: String,
}

impl<'a> Commit<'a> {
    /// The one that `rev` stands for.
    pub fn at(repository: &'a Repository, rev: &str) -> Result<Self, Refusal> {
        Ok(Self::of(repository, rev.to_owned(), repository.commit(rev)?))
    }

    /// The one of these ids, which people know as `rev`.
    pub const fn of(repository: &'a Repository, rev: String, ids: Ids) -> Self {
        Self { repository, rev, ids }
    }

    /// What stands at `path`, links followed.
    fn find(&self, path: &Path) -> Result<Found, Lost> {
        let mut open = Vec::new();
        add_parts(path, &mut open)?;
        let mut folders: Vec<(OsString, String)> = Vec::new();
        let mut links: Vec<PathBuf> = Vec::new();
        while let Some(part) = open.pop() {
            if part == ".." {
                folders.pop().ok_or_else(|| links.pop().map_or(Lost::Outside, Lost::LinkOutside))?;
                continue;
            }
            let items = self.repository.tree(folders.last().map_or(&self.ids.tree, |(_, id)| id))?;
            let item = item_called(&part, &items).ok_or(Lost::Missing)?;
            let real = || folders.iter().map(|(name, _)| name).chain([&part]).collect::<PathBuf>();
            match item.sort {
                Sort::Folder => folders.push((part, item.id.clone())),
                Sort::Submodule => return Err(Lost::Submodule(real())),
                Sort::File if open.is_empty() => {
                    return Ok(Found { real: real(), is_folder: false, id: item.id.clone() });
                }
                Sort::File => return Err(Lost::Missing),
                Sort::Link => {
                    links.push(real());
                    let target = PathBuf::from(name_of(&self.repository.bytes(&item.id)?));
                    if links.len() > MOST_LINKS {
                        return Err(Lost::Links);
                    }
                    add_parts(&target, &mut open).map_err(|_| Lost::LinkOutside(real()))?;
                }
            }
        }
        let id = folders.last().map_or(&self.ids.tree, |(_, id)| id).clone();
        Ok(Found { real: folders.into_iter().map(|(name, _)| name).collect(), is_folder: true, id })
    }

    fn items(&self, folder: &Found) -> Result<Rc<Vec<Item>>, Lost> {
        if folder.is_folder { self.repository.tree(&folder.id) } else { Err(Lost::Missing) }
    }

    /// Adds the ignore files among `items`, which stand in `folder`.
    fn heed(&self, rules: &mut Rules, folder: &Path, items: &[Item]) -> Result<(), Lost> {
        let mut texts = [None, None];
        for (name, text) in IGNORE_FILES.iter().zip(&mut texts) {
            if let Some(item) = item_called(OsStr::new(name), items).filter(|item| item.sort == Sort::File) {
                *text = Some(String::from_utf8_lossy(&self.repository.bytes(&item.id)?).into_owned());
            }
        }
        rules.enter(folder, texts);
        Ok(())
    }

    /// The rules of ignore files that hold in `folder`, a path without links, its own left out.
    fn rules_around(&self, folder: &Path) -> Result<Rules, Lost> {
        let mut rules = Rules::default();
        let mut around: Vec<&Path> = folder.ancestors().skip(1).collect();
        around.reverse();
        for above in around {
            self.heed(&mut rules, above, &self.items(&self.find(above)?)?)?;
        }
        Ok(rules)
    }

    fn look_through(&self, folder: &Path) -> Result<Vec<PathBuf>, Lost> {
        let top = self.find(folder)?;
        let rules = self.rules_around(&top.real)?;
        let mut files = Vec::new();
        let mut open = vec![(folder.to_owned(), top.real, top.id, rules)];
        while let Some((words, real, id, mut rules)) = open.pop() {
            let items = self.repository.tree(&id)?;
            self.heed(&mut rules, &real, &items)?;
            for item in items.iter() {
                let (path, real) = (words.join(&item.name), real.join(&item.name));
                if rules.skips(&real, item.sort == Sort::Folder) {
                    continue;
                }
                match item.sort {
                    Sort::Folder => open.push((path, real, item.id.clone(), rules.clone())),
                    Sort::File if is_sought(&path) => files.push(path),
                    Sort::Link if is_sought(&path) && self.is_file(&path) => files.push(path),
                    _ => {}
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// The folders and YAML files of the commit, or of its first folders where it is very large.
    fn some_paths(&self) -> Vec<PathBuf> {
        let mut paths = Vec::new();
        let mut open = vec![(PathBuf::new(), self.ids.tree.clone())];
        for _ in 0..MOST_FOLDERS {
            let Some((folder, id)) = open.pop() else { break };
            for item in self.repository.tree(&id).iter().flat_map(|items| items.iter()) {
                let path = folder.join(&item.name);
                if item.sort == Sort::Folder {
                    open.push((path.clone(), item.id.clone()));
                }
                if item.sort == Sort::Folder || is_yaml(&path) {
                    paths.push(path);
                }
            }
        }
        paths
    }

    /// What to do about `path`, where nothing stands.
    fn what_was_meant(&self, path: &Path) -> String {
        let here = &self.repository.here;
        if !here.as_os_str().is_empty() && self.find(&here.join(path)).is_ok() {
            let meant = self.shown(&Path::new(".").join(path));
            return format!(
                "a path begins at the root of the repository; from this folder it is `{}`",
                meant.display()
            );
        }
        let mut paths = self.some_paths();
        paths.retain(|other| other != path);
        // What stands in the same folder was meant rather than what stands elsewhere.
        paths.sort_by_cached_key(|other| (other.parent() != path.parent(), other.clone()));
        let called = |name: &OsStr| paths.iter().find(|other| other.file_name() == Some(name));
        let names = || paths.iter().filter_map(|other| other.file_name()?.to_str());
        let near = |name: &OsStr| suggest::nearest(name.to_str()?, names()).and_then(|near| called(OsStr::new(near)));
        match path.file_name().and_then(|name| called(name).or_else(|| near(name))) {
            Some(meant) => format!("did you mean `{}`?", self.shown(meant).display()),
            None => format!("`git ls-tree -r --name-only {}` lists what is there", self.rev),
        }
    }
}

fn item_called<'a>(name: &OsStr, items: &'a [Item]) -> Option<&'a Item> {
    items.binary_search_by(|item| item.name.as_os_str().cmp(name)).ok().map(|index| &items[index])
}

/// Puts the parts of `path` on top of `open`, the first one uppermost.
fn add_parts(path: &Path, open: &mut Vec<OsString>) -> Result<(), Lost> {
    for part in path.components().rev() {
        match part {
            Component::Normal(_) | Component::ParentDir => open.push(part.as_os_str().to_owned()),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return Err(Lost::Outside),
        }
    }
    Ok(())
}

impl Files for Commit<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let found = self.find(path).map_err(|lost| lost.to_string())?;
        if found.is_folder {
            return Err(Lost::Folder.to_string());
        }
        self.repository.bytes(&found.id).map_err(|lost| lost.to_string())
    }

    fn beside(&self, folder: &Path) -> Vec<PathBuf> {
        let items = self.find(folder).and_then(|found| self.items(&found)).unwrap_or_default();
        let paths = items.iter().map(|item| folder.join(&item.name));
        paths.filter(|path| is_yaml(path) && self.is_file(path)).collect()
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.find(path).is_ok_and(|found| found.is_folder)
    }

    fn shown(&self, path: &Path) -> PathBuf {
        let mut shown = OsString::from(format!("git:{}:", self.rev));
        shown.push(path);
        shown.into()
    }
}

impl Tree for Commit<'_> {
    fn real(&self, path: &Path) -> Result<PathBuf, String> {
        self.find(path).map(|found| found.real).map_err(|lost| lost.to_string())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.find(path).is_ok_and(|found| !found.is_folder)
    }

    fn walk(&self, folder: &Path) -> Result<Walk, String> {
        let files = self.look_through(folder).map_err(|lost| lost.to_string())?;
        Ok(Walk { files, closed: Vec::new() })
    }

    fn advice(&self, path: &Path) -> String {
        match self.find(path) {
            Err(Lost::Missing) => self.what_was_meant(path),
            Err(Lost::Submodule(folder)) => format!("run the command inside `{}`", folder.display()),
            Err(Lost::Outside) => {
                "name a path as seen from the root of the repository, or one that begins with `./`".to_owned()
            }
            Err(Lost::LinkOutside(_) | Lost::Links | Lost::Folder) => {
                "name a file that stands in the commit itself".to_owned()
            }
            // It is there, and could not be read all the same.
            Err(Lost::Object(_)) | Ok(_) => "`git fsck` says what is wrong with the repository".to_owned(),
        }
    }
}
