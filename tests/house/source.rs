//! The source files: their paths, imports and public signatures, without comments and unit tests.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src`.
pub struct File {
    /// From `src` on, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
    /// Whether all of it is a test.
    pub is_test: bool,
    /// Its lines without comments; those of unit tests are empty.
    code: Vec<String>,
}

/// Every file of `src`, by path.
pub fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let texts: Vec<(String, String)> = paths.iter().map(|path| (short(&root, path), read(path))).collect();
    let inner: Vec<String> = texts.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    let is_test =
        |path: &str| inner.iter().any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")));
    texts.into_iter().map(|(path, text)| File::new(is_test(&path), path, text)).collect()
}

impl File {
    fn new(is_test: bool, path: String, text: String) -> Self {
        let mut tests = is_test;
        let mut code = Vec::new();
        for line in text.lines() {
            tests |= line.ends_with("mod tests {") && !line.starts_with(' ');
            code.push(if tests { String::new() } else { without_comment(line).to_owned() });
        }
        Self { path, text, is_test, code }
    }

    /// Its room; `lib.rs` is in none.
    pub fn room(&self) -> Option<String> {
        match self.path.split_once('/') {
            Some((room, _)) => Some(room.to_owned()),
            None if self.path == "main.rs" => Some("main".to_owned()),
            None => None,
        }
    }

    /// Its path as a module: room, folders, file.
    pub fn module(&self) -> Vec<String> {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').map(str::to_owned).collect()
    }

    /// Whether it is the face of a folder.
    pub fn is_face(&self) -> bool {
        self.path.ends_with("/mod.rs")
    }

    /// Each path that begins with `crate::` (in `main.rs` with the name of the package), with its line from 1.
    pub fn inside_paths(&self) -> Vec<(usize, Vec<String>)> {
        let start = if self.path == "main.rs" { "wayfare::" } else { "crate::" };
        let text = self.code.join("\n");
        let mut all = Vec::new();
        for (at, _) in text.match_indices(start).filter(|(at, _)| begins_word(&text, *at)) {
            if text[..at].ends_with("pub(in ") {
                continue;
            }
            let line = text[..at].matches('\n').count() + 1;
            let mut paths = Vec::new();
            expand(&text[at + start.len()..], &[], &mut paths);
            all.extend(paths.into_iter().map(|path| (line, path)));
        }
        all
    }

    /// Each of the crates `names` where it is named, with its line.
    pub fn outside_names<'a>(&self, names: impl Iterator<Item = &'a String>) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        for name in names {
            let path = format!("{name}::");
            for (number, line) in self.code.iter().enumerate() {
                let mut places = line.match_indices(&path).map(|(at, _)| at);
                if places.any(|at| begins_word(line, at) && !line[..at].ends_with("::"))
                    || *line == format!("use {name};")
                {
                    all.push((number + 1, name.clone()));
                }
            }
        }
        all
    }

    /// Lines of a face that are neither its sentence nor a declaration.
    pub fn lines_that_are_no_face(&self) -> Vec<usize> {
        let mut inside_use = false;
        let mut lines = Vec::new();
        for (number, line) in self.code.iter().enumerate() {
            let word = line.trim_start().trim_start_matches("pub(crate) ").trim_start_matches("pub ");
            let begins_use = word.starts_with("use ") && line.trim_start().starts_with("pub");
            let is_mod = word.starts_with("mod ") && word.ends_with(';');
            let fine = line.trim().is_empty() || line.starts_with("#[") || inside_use || begins_use;
            if !fine && !is_mod {
                lines.push(number + 1);
            }
            inside_use = (inside_use || begins_use) && !line.trim_end().ends_with(';');
        }
        lines
    }

    /// Lines that import a glob.
    pub fn globs(&self) -> Vec<usize> {
        self.lines_where(|line| line.contains("::*") && (line.trim_start().contains("use ") || line.ends_with("::*,")))
    }

    /// Lines that import by a relative path.
    pub fn relative_uses(&self) -> Vec<usize> {
        self.lines_where(|line| {
            line.trim_start().starts_with("use super::") || line.trim_start().starts_with("use self::")
        })
    }

    /// What stands between `pub` and the body of each public item, with its line.
    pub fn public_signatures(&self) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        for (number, _) in self.code.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("pub ")) {
            let mut signature = String::new();
            for line in self.code[number..].iter().take(12) {
                signature.push_str(line.split('{').next().unwrap_or_default());
                signature.push(' ');
                if line.contains(['{', ';']) || line.trim_end().ends_with(',') && !signature.contains("fn ") {
                    break;
                }
            }
            all.push((number + 1, signature));
        }
        all
    }

    fn lines_where(&self, holds: impl Fn(&str) -> bool) -> Vec<usize> {
        self.code.iter().enumerate().filter(|(_, line)| holds(line)).map(|(number, _)| number + 1).collect()
    }
}

/// The paths that `text` begins with, groups in braces taken apart; what is left of it.
fn expand<'a>(text: &'a str, before: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(text.len());
    let mut path = before.to_vec();
    path.extend(text[..end].split("::").filter(|part| !part.is_empty()).map(str::to_owned));
    let mut rest = &text[end..];
    if !rest.starts_with('{') || !text[..end].ends_with("::") {
        paths.push(path);
        return rest;
    }
    while let Some(inner) = rest.strip_prefix(['{', ',']) {
        let inner = inner.trim_start();
        rest = if inner.starts_with('}') { inner } else { expand(inner, &path, paths).trim_start() };
    }
    rest.strip_prefix('}').unwrap_or(rest)
}

/// Whether `text` has `word`, not as a part of a longer one.
pub fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = text[at + word.len()..].chars().next();
        begins_word(text, at) && (word.ends_with(':') || !after.is_some_and(|c| c.is_alphanumeric() || c == '_'))
    })
}

fn begins_word(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a source file is UTF-8")
}

fn short(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

/// The modules that `text` declares for tests alone, as paths without `.rs`.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let folder = path.trim_end_matches("mod.rs").trim_end_matches(".rs").trim_end_matches('/').to_owned();
    let mut after_attribute = false;
    let mut modules = Vec::new();
    for line in text.lines() {
        if let Some(name) =
            line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')).filter(|_| after_attribute)
        {
            modules.push(format!("{folder}/{name}"));
        }
        after_attribute = line == "#[cfg(test)]";
    }
    modules
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.find(" // ").map_or(line, |at| &line[..at])
}
