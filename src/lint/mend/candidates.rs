//! The fixes that could be carried out in what was read.

use std::borrow::Cow;

use crate::lint::levels::Judged;
use crate::lint::mend::look::Look;
use crate::lint::rule::Group;
use crate::terms::finding::{Finding, Fix};
use crate::terms::span::FileId;

/// Which fixes are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Those that are safe.
    Safe,
    /// All.
    All,
}

/// How many fixes there are of each kind, before one is tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Safe ones.
    pub safe: usize,
    /// Those that only a person can decide on.
    pub uncertain: usize,
    /// Any that stand in files that the command does not mean.
    pub elsewhere: usize,
}

impl Offer {
    /// Counts the fixes of `judged`, which was found in `look`.
    pub fn of(judged: &[Judged], look: &Look) -> Self {
        let mut offer = Self::default();
        for Candidate { fix, .. } in candidates(judged) {
            match (may_be_changed(look, &fix), fix.safe) {
                (false, _) => offer.elsewhere += 1,
                (true, true) => offer.safe += 1,
                (true, false) => offer.uncertain += 1,
            }
        }
        offer
    }
}

/// A fix that could be carried out, and the finding that it mends.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Its fix, or one that does more.
    pub fix: Cow<'a, Fix>,
    /// Whether it is an error of the language, which hides what could be found otherwise.
    pub hides: bool,
}

/// The fixes that are wanted and stand in files that may be changed, in source order.
pub fn wanted(look: &Look, choice: Choice) -> Vec<Candidate<'_>> {
    let wanted = |fix: &Fix| (fix.safe || choice == Choice::All) && may_be_changed(look, fix);
    candidates(&look.judged).filter(|it| wanted(&it.fix)).collect()
}

fn candidates(judged: &[Judged]) -> impl Iterator<Item = Candidate<'_>> {
    let candidates = judged.iter().filter_map(|Judged { finding, group, .. }| {
        let fix = Cow::Borrowed(finding.fix.as_ref()?);
        Some(Candidate { finding, fix, hides: *group == Group::Language })
    });
    candidates.filter(|it| !it.fix.edits.is_empty())
}

fn may_be_changed(look: &Look, fix: &Fix) -> bool {
    let mut files: Vec<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
    files.dedup();
    files.into_iter().all(|file| look.is_asked(file))
}
