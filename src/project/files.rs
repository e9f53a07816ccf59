//! Where files come from, as a project asks for them: a disk, a commit, or texts that are already at hand.

use std::path::{Component, Path, PathBuf};

/// The name of a project's config.
pub const CONFIG: &str = "wayfare.toml";

/// What a project asks of the world around it.
pub trait Files {
    /// The bytes of a file, or why there are none.
    fn read(&self, path: &Path) -> Result<Vec<u8>, String>;
    /// The files directly in a folder whose names end like YAML, sorted; none where there is no such folder.
    fn beside(&self, folder: &Path) -> Vec<PathBuf>;
    /// Whether there is such a folder.
    fn is_folder(&self, path: &Path) -> bool;
    /// The path as findings name it, which a command understands.
    fn shown(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
}

/// What lies below a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Files, by path.
    pub files: Vec<PathBuf>,
    /// Folders that could not be looked into, with the reasons.
    pub closed: Vec<(PathBuf, String)>,
}

/// Files in folders, in which those that a command means can be looked for.
pub trait Tree: Files {
    /// The path without links, one for all spellings of it; why there is none where nothing stands there.
    fn real(&self, path: &Path) -> Result<PathBuf, String>;
    /// Whether there is such a file.
    fn is_file(&self, path: &Path) -> bool;
    /// The YAML files and configs below a folder, by path, but for what ignore files name.
    fn walk(&self, folder: &Path) -> Result<Walk, String>;
    /// What to do about a path that a command names and that cannot be read.
    fn advice(&self, path: &Path) -> String {
        let sought = "name a file or folder that is there and may be read";
        match path.to_str().filter(|name| is_like_a_commit(name)) {
            Some(name) => format!("{sought}; a commit is named `git:{name}`"),
            None => sought.to_owned(),
        }
    }
}

/// Whether git would be understood to mean a commit by `name`, which no file has.
fn is_like_a_commit(name: &str) -> bool {
    let is_hash = (7..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let branch = name.strip_prefix("origin/").unwrap_or(name);
    is_hash || matches!(branch, "main" | "master") || name.contains("HEAD") || name.contains(['~', '^'])
}

/// Whether a file's name ends like that of a YAML file.
pub fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// Whether looking through a folder finds a file of this name.
pub fn is_sought(path: &Path) -> bool {
    is_yaml(path) || path.file_name().is_some_and(|name| name == CONFIG)
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
    use std::path::Path;

    use super::plain;

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
}
