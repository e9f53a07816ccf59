//! Which rules a check judges, and where: only there does no finding mean that nothing is wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::circumstances::Circumstances;
use crate::lint::levels::verdict;
use crate::lint::registry;
use crate::lint::rule::{Check, Group};
use crate::project::workspace::{FileKind, Project};
use crate::terms::rule::{ALLOW_WITHOUT_REASON, Level, UNUSED_ALLOW};
use crate::terms::span::FileId;

/// Rules that find more where the check is told the present instant.
const BY_THE_CLOCK: &[&str] = &["timer-not-positive"];

/// Rules that ask what all tests of a project do.
const BY_TESTS: &[&str] = &["coverage-below"];

/// Rules that are asked of a project as a whole, and that a journey breaks by what stands in it and in its catalogs.
const BY_ITSELF: &[&str] = &[
    "action-unused",
    "any-order",
    "any-type",
    "cap-unused",
    "context-never-read",
    "context-never-written",
    "define-unused",
    "event-unused",
    "expression-as-text",
    "function-unused",
    "long-journey",
    "missing-description",
    "missing-owner",
    "naming",
    "newline-in-string",
    "pii-literal",
    "secret-literal",
    "title-case",
    "window-unused",
];

/// What a check of a project judges.
pub struct Scope<'a> {
    /// The project.
    pub project: &'a Project,
    /// What the check was told.
    pub circumstances: &'a Circumstances<'a>,
    files: BTreeMap<FileId, &'a FileKind>,
    /// The files that break the language, whether that is shown or not.
    faulty: BTreeSet<FileId>,
    /// Whether every file of the project is looked at.
    whole: bool,
    /// Whether a file is faulty that any journey may depend on.
    shared_fault: bool,
}

impl<'a> Scope<'a> {
    /// What is judged of `project`.
    pub fn of(project: &'a Project, circumstances: &'a Circumstances<'a>) -> Self {
        let files: BTreeMap<FileId, &FileKind> = project.files.iter().map(|file| (file.id, &file.kind)).collect();
        let own = |file: &FileId| matches!(files.get(file), Some(FileKind::Journey(_) | FileKind::Scenarios(_)));
        let faulty: BTreeSet<FileId> = project.faults.iter().map(|(_, span)| span.file).collect();
        let shared_fault = faulty.iter().any(|file| !own(file));
        let looked_at = |file: FileId, asked: bool| asked || project.reported.contains(&file);
        let whole = project.config_file.is_some() && project.files.iter().all(|file| looked_at(file.id, file.asked));
        Self { project, circumstances, files, faulty, whole, shared_fault }
    }

    /// Whether this check would show what breaks `rule` in `file`. Where it may not, for a fault, a level, or a file that
    /// nobody asked for, nobody knows whether the rule is broken.
    pub fn judges(&self, rule: &str, file: FileId) -> bool {
        self.is_on(rule) && self.project.reported.contains(&file) && self.is_known(rule, file)
    }

    fn is_on(&self, rule: &str) -> bool {
        let Some(rule) = registry::named(rule) else { return false };
        let dated = self.circumstances.now.is_some() || !BY_THE_CLOCK.contains(&rule.name.0);
        let here = !matches!(rule.group, Group::Language | Group::Versions);
        let played = !BY_TESTS.contains(&rule.name.0) || self.project.has_its_tests();
        here && dated && played && verdict(rule.name, &self.project.config).1 != Level::Off
    }

    /// Whether all journeys are at hand that can have a part in what `rule` says of the journey in `file`.
    fn stands(&self, rule: &str, file: FileId) -> bool {
        let source = self.circumstances.sources.get(file.0 as usize);
        // Who hears what it emits is not known of a journey that stands alone.
        let emits = source.is_none_or(|source| source.text.contains("emit"));
        let by_itself = BY_ITSELF.contains(&rule) && (rule != "event-unused" || !emits);
        by_itself || self.project.config_file.is_some()
    }

    /// Whether nothing that was not read can have a part in what `rule` says of `file`.
    fn is_known(&self, rule: &str, file: FileId) -> bool {
        if self.project.config_file == Some(file) {
            // What can be allowed there is found in its text alone.
            return !self.faulty.contains(&file);
        }
        if self.shared_fault || self.faulty.contains(&file) {
            return false;
        }
        let sound = self.faulty.is_empty();
        let asks_one = registry::named(rule).is_some_and(|rule| matches!(rule.check, Check::Journey(_)));
        let alone = asks_one || is_about_allows(rule);
        match self.files.get(&file) {
            Some(FileKind::Journey(_)) if !self.project.unread.contains_key(&file) => false,
            Some(FileKind::Journey(_)) => alone || (sound && self.stands(rule, file)),
            Some(FileKind::Scenarios(_)) => sound,
            // Any journey may be the one that breaks a rule there.
            Some(FileKind::Catalog(_)) => sound && self.whole,
            Some(FileKind::Unknown) | None => false,
        }
    }
}

/// Whether a rule is about comments that allow something.
pub fn is_about_allows(rule: &str) -> bool {
    rule == UNUSED_ALLOW.0 || rule == ALLOW_WITHOUT_REASON.0
}
