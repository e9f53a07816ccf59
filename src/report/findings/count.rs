//! How many findings there are, in one line.

use crate::lint::levels::Judged;
use crate::project::workspace::Workspace;
use crate::report::table::counted;
use crate::terms::rule::Level;

/// Errors and warnings, and how many files were looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Findings that fail a check.
    pub errors: usize,
    /// Findings that do not.
    pub warnings: usize,
    /// Files.
    pub files: usize,
}

impl Count {
    /// Counts `judged`, found in `files` files.
    pub fn of(judged: &[Judged], files: usize) -> Self {
        let at = |level| judged.iter().filter(|judged| judged.level == level).count();
        Self { errors: at(Level::Error), warnings: at(Level::Warning), files }
    }

    /// `2 errors, 1 warning in 3 files`.
    pub fn line(self) -> String {
        let parts = [(self.errors, "error"), (self.warnings, "warning")];
        let parts: Vec<String> =
            parts.into_iter().filter(|&(count, _)| count > 0).map(|(count, noun)| counted(count, noun)).collect();
        let found = if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") };
        format!("{found} in {}", counted(self.files, "file"))
    }
}

/// How many files of `workspace` were asked for.
pub fn asked_files(workspace: &Workspace) -> usize {
    workspace.projects.iter().flat_map(|project| &project.files).filter(|file| file.asked).count()
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn the_line_names_only_what_there_is() {
        for ((errors, warnings, files), line) in [
            ((2, 1, 3), "2 errors, 1 warning in 3 files"),
            ((0, 1_000, 1), "1,000 warnings in 1 file"),
            ((0, 0, 3), "no findings in 3 files"),
        ] {
            assert_eq!(Count { errors, warnings, files }.line(), line);
        }
    }
}
