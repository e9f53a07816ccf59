//! Texts that are at hand, by their path.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::project::files::{Files, is_yaml, plain};

/// Texts by their path.
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<PathBuf, String>);

impl Texts {
    /// Takes `texts`; of two with one path the first.
    pub fn new(texts: &[(PathBuf, String)]) -> Self {
        let mut all = BTreeMap::new();
        for (path, text) in texts {
            all.entry(plain(path)).or_insert_with(|| text.clone());
        }
        Self(all)
    }

    /// Their paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.keys()
    }
}

impl Files for Texts {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let text = self.0.get(&plain(path)).ok_or_else(|| "there is no such file".to_owned())?;
        Ok(text.clone().into_bytes())
    }

    fn beside(&self, folder: &Path) -> Vec<PathBuf> {
        let folder = plain(folder);
        self.0.keys().filter(|path| is_yaml(path) && path.parent() == Some(&folder)).cloned().collect()
    }

    fn is_folder(&self, path: &Path) -> bool {
        let folder = plain(path);
        self.0.keys().any(|path| path.starts_with(&folder))
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use crate::project::files::Files as _;
    use crate::project::texts::Texts;

    #[test]
    fn texts_are_found_by_any_spelling_of_their_path() {
        let texts = Texts::new(&[(PathBuf::from("./j/a.yaml"), "x".to_owned())]);
        assert_eq!(texts.read(Path::new("j/../j/a.yaml")), Ok(b"x".to_vec()));
        assert!(texts.is_folder(Path::new("j")) && !texts.is_folder(Path::new("k")));
        assert_eq!(texts.beside(Path::new("j")), [PathBuf::from("j/a.yaml")]);
    }
}
