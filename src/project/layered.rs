//! A tree with texts laid over it, as if they had been written there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::project::files::{Files, Tree, Walk, is_sought, is_yaml, plain};

/// `below` with texts over it; of two files at one place the text is what stands there.
pub struct Layered<'a> {
    below: &'a dyn Tree,
    /// By the place without links, which all spellings of a path share.
    texts: BTreeMap<PathBuf, String>,
}

impl<'a> Layered<'a> {
    /// Lays `texts` over `below`.
    pub fn new(below: &'a dyn Tree, texts: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        Self { below, texts: texts.into_iter().map(|(path, text)| (place(below, &path), text)).collect() }
    }

    fn text(&self, path: &Path) -> Option<&String> {
        self.texts.get(&place(self.below, path))
    }

    /// The texts below a folder, in the words in which the folder is known.
    fn under(&self, folder: &Path) -> impl Iterator<Item = PathBuf> {
        let there = place(self.below, folder);
        let rest = self.texts.keys().filter_map(move |path| path.strip_prefix(&there).ok());
        rest.filter(|rest| !rest.as_os_str().is_empty()).map(|rest| folder.join(rest))
    }
}

impl Files for Layered<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        match self.text(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.below.read(path),
        }
    }

    fn beside(&self, folder: &Path) -> Vec<PathBuf> {
        let texts = self.under(folder).filter(|path| is_yaml(path) && path.parent() == Some(folder));
        united(self.below.beside(folder), texts)
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.below.is_folder(path) || self.under(path).next().is_some()
    }

    fn shown(&self, path: &Path) -> PathBuf {
        self.below.shown(path)
    }
}

impl Tree for Layered<'_> {
    fn real(&self, path: &Path) -> Result<PathBuf, String> {
        match self.below.real(path) {
            Err(reason) if !self.is_file(path) && !self.is_folder(path) => Err(reason),
            _ => Ok(place(self.below, path)),
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        self.text(path).is_some() || self.below.is_file(path)
    }

    fn walk(&self, folder: &Path) -> Result<Walk, String> {
        let below = if self.below.is_folder(folder) { self.below.walk(folder)? } else { Walk::default() };
        let files = united(below.files, self.under(folder).filter(|path| is_sought(path)));
        Ok(Walk { files, closed: below.closed })
    }

    fn advice(&self, path: &Path) -> String {
        self.below.advice(path)
    }
}

/// The path without links, as far as it is there in `below`.
fn place(below: &dyn Tree, path: &Path) -> PathBuf {
    let path = plain(path);
    for above in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (below.real(above), path.strip_prefix(above)) {
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    path
}

/// All of both, sorted, each place once.
fn united(below: Vec<PathBuf>, texts: impl Iterator<Item = PathBuf>) -> Vec<PathBuf> {
    let places: BTreeMap<PathBuf, PathBuf> = below.into_iter().chain(texts).map(|path| (plain(&path), path)).collect();
    places.into_values().collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::Layered;
    use crate::project::disk::Disk;
    use crate::project::files::{Files as _, Tree as _};

    #[test]
    fn texts_stand_among_files_and_in_folders_that_are_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::write(root.join("b.yaml"), "old").unwrap();
        let text = |name: &str| (root.join(name), "new".to_owned());
        let tree = Layered::new(&Disk, [text("a.yaml"), text("b.yaml"), text("more/c.yaml"), text("more/d.txt")]);
        assert_eq!(tree.read(&root.join("b.yaml")), Ok(b"new".to_vec()));
        assert_eq!(tree.beside(&root), [root.join("a.yaml"), root.join("b.yaml")]);
        let expected: Vec<PathBuf> = ["a.yaml", "b.yaml", "more/c.yaml"].iter().map(|name| root.join(name)).collect();
        assert_eq!(tree.walk(&root).map(|walk| walk.files), Ok(expected));
        assert!(tree.is_folder(&root.join("more")) && !tree.is_folder(&root.join("less")));
        assert_eq!(tree.real(&root.join("more/../more/c.yaml")), Ok(root.join("more/c.yaml")));
        assert!(tree.real(Path::new("nowhere")).is_err());
    }
}
