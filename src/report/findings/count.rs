//! How many findings there are, in one line.

use crate::lint::levels::Judged;
use crate::project::workspace::{Meant, Workspace};
use crate::report::table::counted;
use crate::terms::rule::Level;
use crate::terms::span::FileId;

/// Errors and warnings, and how many files were looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Findings that fail a check.
    pub errors: usize,
    /// Findings that do not.
    pub warnings: usize,
    /// Files.
    pub files: usize,
    /// Questions about values that could not be decided, on which the rules are silent.
    pub open: usize,
}

impl Count {
    /// Counts `judged`, found in `files` files, with no question left open.
    pub fn of(judged: &[Judged], files: usize) -> Self {
        let at = |level| judged.iter().filter(|judged| judged.level == level).count();
        Self { errors: at(Level::Error), warnings: at(Level::Warning), files, open: 0 }
    }

    /// `2 errors, 1 warning in 3 files`, and what was left open.
    pub fn line(self) -> String {
        let parts = [(self.errors, "error"), (self.warnings, "warning")];
        let parts: Vec<String> =
            parts.into_iter().filter(|&(count, _)| count > 0).map(|(count, noun)| counted(count, noun)).collect();
        let found = if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") };
        let line = format!("{found} in {}", counted(self.files, "file"));
        match self.open {
            0 => line,
            1 => format!("{line}; 1 question about values was left open"),
            many => format!("{line}; {} about values were left open", counted(many, "question")),
        }
    }
}

/// The files of `workspace` that were asked for; a `wayfare.toml` is one where it is named itself.
pub fn asked(workspace: &Workspace) -> Vec<FileId> {
    let files = workspace.projects.iter().flat_map(|project| {
        let files = project.files.iter().filter(|file| file.asked).map(|file| file.id);
        files.chain(project.config_file.filter(|_| project.config_meant == Meant::Named))
    });
    files.collect()
}

/// How many they are.
pub fn asked_files(workspace: &Workspace) -> usize {
    asked(workspace).len()
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn the_line_names_only_what_there_is() {
        for ((errors, warnings, files, open), line) in [
            ((2, 1, 3, 0), "2 errors, 1 warning in 3 files"),
            ((0, 1_000, 1, 0), "1,000 warnings in 1 file"),
            ((0, 0, 3, 0), "no findings in 3 files"),
            ((0, 0, 3, 1), "no findings in 3 files; 1 question about values was left open"),
            ((1, 0, 1, 1_200), "1 error in 1 file; 1,200 questions about values were left open"),
        ] {
            assert_eq!(Count { errors, warnings, files, open }.line(), line);
        }
    }
}
