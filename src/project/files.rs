//! Where files come from: a disk, or texts that are already at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What a project asks of the world around it.
pub trait Files {
    /// The bytes of a file, or why there are none.
    fn read(&self, path: &Path) -> Result<Vec<u8>, String>;
    /// The files directly in a folder whose names end like YAML, sorted; none where there is no such folder.
    fn beside(&self, folder: &Path) -> Vec<PathBuf>;
    /// Whether there is such a folder.
    fn is_folder(&self, path: &Path) -> bool;
}

/// The machine's own files.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

/// Texts by their path.
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<PathBuf, String>);

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        if path.is_dir() {
            return Err("it is a folder".to_owned());
        }
        fs::read(path).map_err(|error| reason(&error))
    }

    fn beside(&self, folder: &Path) -> Vec<PathBuf> {
        let inside = fs::read_dir(or_here(folder)).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = inside.map(|entry| folder.join(entry.file_name())).collect();
        paths.retain(|path| is_yaml(path) && path.is_file());
        paths.sort();
        paths
    }

    fn is_folder(&self, path: &Path) -> bool {
        or_here(path).is_dir()
    }
}

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

/// What people are told of an error of the operating system.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        _ => error.to_string(),
    }
}

/// Whether a file's name ends like that of a YAML file.
pub fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// The path without `.` in it, and without `..` where something stands before it; empty for the folder one is in.
pub fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match (part, plain.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                plain.pop();
            }
            _ => plain.push(part),
        }
    }
    plain
}

/// The path, or `.` where it is empty.
pub fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Files, Texts, plain};

    #[test]
    fn paths_are_made_plain() {
        for (path, expected) in [
            ("./a/./b", "a/b"),
            ("a/../b", "b"),
            ("../a", "../a"),
            ("../../a/..", "../.."),
            (".", ""),
            ("/a/../b", "/b"),
        ] {
            assert_eq!(plain(Path::new(path)), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn texts_are_found_by_any_spelling_of_their_path() {
        let texts = Texts::new(&[(PathBuf::from("./j/a.yaml"), "x".to_owned())]);
        assert_eq!(texts.read(Path::new("j/../j/a.yaml")), Ok(b"x".to_vec()));
        assert!(texts.is_folder(Path::new("j")) && !texts.is_folder(Path::new("k")));
        assert_eq!(texts.beside(Path::new("j")), [PathBuf::from("j/a.yaml")]);
    }
}
