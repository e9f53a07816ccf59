//! What ignore files of a commit name: the same rules by which a folder on the disk is looked through.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The names of ignore files; what an earlier one says stands against the later ones.
pub const IGNORE_FILES: [&str; 2] = [".ignore", ".gitignore"];

/// The rules that hold in a folder, those of the folders around it first.
#[derive(Clone, Debug, Default)]
pub struct Rules([Vec<Rule>; 2]);

/// An ignore file and the folder that it stands in.
type Rule = (PathBuf, Rc<Gitignore>);

impl Rules {
    /// Adds the ignore files of `folder`, in the order of their names.
    pub fn enter(&mut self, folder: &Path, texts: [Option<String>; 2]) {
        for (rules, text) in self.0.iter_mut().zip(texts) {
            let Some(text) = text else { continue };
            let mut builder = GitignoreBuilder::new("");
            for line in text.lines() {
                // A line that is no pattern names nothing.
                let _ = builder.add_line(None, line);
            }
            rules.extend(builder.build().ok().map(|rule| (folder.to_owned(), Rc::new(rule))));
        }
    }

    /// Whether what stands at `path` is passed by: it is named, or hidden and not named as an exception.
    pub fn skips(&self, path: &Path, is_folder: bool) -> bool {
        for rules in &self.0 {
            for (folder, rule) in rules.iter().rev() {
                match rule.matched(path.strip_prefix(folder).unwrap_or(path), is_folder) {
                    Match::None => {}
                    Match::Ignore(_) => return true,
                    Match::Whitelist(_) => return false,
                }
            }
        }
        path.file_name().is_some_and(is_hidden)
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Rules;

    #[test]
    fn deeper_rules_and_those_of_ignore_files_come_first() {
        let mut rules = Rules::default();
        rules.enter(Path::new(""), [Some("!kept.yaml\n".to_owned()), Some("*.yaml\n/out/\n!.shown\n[".to_owned())]);
        rules.enter(Path::new("a"), [None, Some("!b.yaml\n".to_owned())]);
        for (path, is_folder, skipped) in [
            ("x.yaml", false, true),
            ("kept.yaml", false, false),
            ("a/b.yaml", false, false),
            ("a/c.yaml", false, true),
            ("out", true, true),
            ("out", false, false),
            ("a/out", true, false),
            (".hidden", true, true),
            (".shown", true, false),
        ] {
            assert_eq!(rules.skips(Path::new(path), is_folder), skipped, "{path}");
        }
    }
}
