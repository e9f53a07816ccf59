//! The repository around the current folder: its commits, its objects, each tree read once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::project::disk::Disk;
use crate::project::files::{Tree as _, plain};
use crate::project::git::bytes::name_of;
use crate::project::git::lost::Lost;
use crate::project::git::objects::{Item, items_of, tree_of};
use crate::project::git::process::{Batch, NoObject, Refusal, ask};
use crate::terms::suggest;

/// A repository.
pub struct Repository {
    /// The current folder, as seen from the root.
    pub here: PathBuf,
    batch: Batch,
    trees: RefCell<BTreeMap<String, Rc<Vec<Item>>>>,
}

/// Where two histories parted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeBase {
    /// The commit.
    pub ids: Ids,
    /// What people call it: the other commit where it is that one, the beginning of its id else.
    pub name: String,
}

/// The ids of a commit and of its tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ids {
    /// That of the commit.
    pub commit: String,
    /// That of its tree.
    pub tree: String,
}

impl Repository {
    /// The one that git finds from here.
    pub fn around() -> Result<Self, Refusal> {
        let here = PathBuf::from(name_of(&ask(&["rev-parse", "--show-prefix"])?));
        Ok(Self { here: plain(&here), batch: Batch::start()?, trees: RefCell::default() })
    }

    /// The commit that `rev` stands for.
    pub fn commit(&self, rev: &str) -> Result<Ids, Refusal> {
        if rev.is_empty() {
            return Err(Refusal::new("it names no commit", "write `git:REF` or `git:REF:PATH`: `git:HEAD~1`"));
        }
        match self.batch.object(&format!("{rev}^{{commit}}")) {
            Ok(commit) => {
                let tree = tree_of(&commit.bytes).ok_or_else(|| broken(&commit.id))?;
                Ok(Ids { commit: commit.id, tree })
            }
            Err(NoObject::Missing) => Err(self.no_commit(rev)),
            Err(NoObject::Ambiguous) => {
                Err(Refusal::new(format!("the id of more than one commit begins with `{rev}`"), "write more of it"))
            }
            Err(NoObject::Broken) => Err(broken(rev)),
        }
    }

    /// Where the history of `rev` and that of `HEAD` parted.
    pub fn base(&self, rev: &str) -> Result<MergeBase, Refusal> {
        let theirs = self.commit(rev)?;
        let ours = self.commit("HEAD")?;
        let id = ask(&["merge-base", &ours.commit, &theirs.commit]).map_err(|_| no_base(rev))?;
        let id = String::from_utf8_lossy(&id).into_owned();
        if id == theirs.commit {
            return Ok(MergeBase { ids: theirs, name: rev.to_owned() });
        }
        let ids = self.commit(&id)?;
        let short = ask(&["rev-parse", "--short", &id]).map(|short| String::from_utf8_lossy(&short).into_owned());
        Ok(MergeBase { ids, name: short.unwrap_or(id) })
    }

    /// `path` as seen from the root: it is taken from there, or from the current folder where it begins with a dot.
    pub fn seen_from_root(&self, path: &Path) -> PathBuf {
        match path.components().next() {
            Some(Component::CurDir | Component::ParentDir) => plain(&self.here.join(path)),
            _ => plain(path),
        }
    }

    /// The items of the tree `id`.
    pub fn tree(&self, id: &str) -> Result<Rc<Vec<Item>>, Lost> {
        if let Some(known) = self.trees.borrow().get(id) {
            return Ok(Rc::clone(known));
        }
        let items = Rc::new(items_of(&self.bytes(id)?, id).ok_or_else(|| Lost::Object(id.to_owned()))?);
        self.trees.borrow_mut().insert(id.to_owned(), Rc::clone(&items));
        Ok(items)
    }

    /// What the object `id` holds.
    pub fn bytes(&self, id: &str) -> Result<Vec<u8>, Lost> {
        self.batch.object(id).map(|object| object.bytes).map_err(|_| Lost::Object(id.to_owned()))
    }

    fn no_commit(&self, rev: &str) -> Refusal {
        if let Ok(other) = self.batch.object(rev) {
            return Refusal::new(
                format!("`{rev}` is a {}, not a commit", other.kind),
                "name a commit, a branch or a tag",
            );
        }
        Refusal::new(format!("there is no commit `{rev}`"), where_commits_are(rev))
    }
}

/// What helps whose commit is not there.
fn where_commits_are(rev: &str) -> String {
    let answer = |arguments: &[&str]| {
        let answer = ask(arguments).unwrap_or_default();
        String::from_utf8_lossy(&answer).into_owned()
    };
    let (name, way) = rev.split_at(rev.find(['~', '^', '@']).unwrap_or(rev.len()));
    let names = answer(&["for-each-ref", "--format=%(refname:short)"]);
    let near = || suggest::nearest(name, names.lines()).filter(|near| *near != name);
    if let Some(near) = Some(name).filter(|name| *name != "HEAD").and_then(|_| near()) {
        return format!("did you mean `git:{near}{way}`?");
    }
    if answer(&["rev-parse", "--is-shallow-repository"]) == "true" {
        return "the clone has only the end of the history: `git fetch --unshallow` gets the rest".to_owned();
    }
    if names.is_empty() {
        return "commit something first".to_owned();
    }
    "`git log --oneline` lists commits, `git branch --all` and `git tag` their names".to_owned()
}

/// The folder in which the files of the repository around stand, without links.
pub fn top() -> Option<PathBuf> {
    let top = PathBuf::from(name_of(&ask(&["rev-parse", "--show-toplevel"]).ok()?));
    Disk.real(&top).ok()
}

/// What helps where two histories have nothing in common.
fn no_base(rev: &str) -> Refusal {
    if ask(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer == b"true") {
        return Refusal::new(
            format!("the clone has only the end of the history, not where `{rev}` and `HEAD` parted"),
            "`git fetch --unshallow` gets the rest; in a build, let the checkout get all of it: `fetch-depth: 0` on GitHub, \
             `GIT_DEPTH: 0` on GitLab",
        );
    }
    Refusal::new(
        format!("`{rev}` and `HEAD` have no commit in common"),
        format!("`wayfare diff git:{rev} journeys` compares them as they are, with your folder for `journeys`"),
    )
}

fn broken(name: &str) -> Refusal {
    Refusal::new(format!("git cannot read its object `{name}`"), "`git fsck` says what is wrong with the repository")
}
