//! Whether fixes did what they say, and nothing else.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::lint::levels::Judged;
use crate::lint::mend::candidates::Candidate;
use crate::lint::mend::look::Look;
use crate::lint::mend::rewrite::Rewrite;
use crate::lint::rule::Group;
use crate::project::files::CONFIG;
use crate::syntax::layout::elsewhere::same_elsewhere;
use crate::terms::finding::Finding;
use crate::terms::rule::{EXPRESSION_NEEDS_QUOTES, Level, RuleName, YAML_SYNTAX};

/// Faults that keep what stands behind them from being read at all.
const COVERS: [RuleName; 2] = [YAML_SYNTAX, EXPRESSION_NEEDS_QUOTES];

/// Why a fix was taken back, as what it would do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// It has edits that touch one another, or none that fits the text.
    #[error("not fit the text")]
    Unfit,
    /// What it should mend is still there.
    #[error("leave the fault as it is")]
    Remains,
    /// It makes an error.
    #[error("bring `{rule}` at {place}, {message}")]
    Brings {
        /// Where, as far as that was there before.
        place: Spot,
        /// Its rule.
        rule: &'static str,
        /// Its message.
        message: String,
    },
    /// It changes what is read elsewhere.
    #[error("change how something else in `{0}` is read")]
    Spills(PathBuf),
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub path: PathBuf,
    /// The byte.
    pub at: usize,
    /// As people are told of it, `path:line:column`; empty until it is known in which text they read it.
    pub shown: String,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl Spot {
    /// Where the byte `at` of the file at `path` is.
    pub fn new(path: &Path, at: usize) -> Self {
        Self { path: path.to_owned(), at, shown: String::new() }
    }
}

/// What keeps `fixes`, which make `rewrite` of `before`, from holding in `after`.
pub fn doubt(before: &Look, after: &Look, rewrite: &Rewrite, fixes: &[Candidate<'_>]) -> Option<Doubt> {
    if fixes.iter().any(|it| remains(it.finding, (before, after), rewrite)) {
        return Some(Doubt::Remains);
    }
    if let Some(Judged { finding, .. }) = brought((before, after), rewrite, fixes).next() {
        let (path, at) = (after.path(finding.span.file), finding.span.start as usize);
        let place = Spot::new(path, rewrite.edits(path).map_or(at, |edits| edits.origin(at)));
        return Some(Doubt::Brings { place, rule: finding.rule.0, message: finding.message.clone() });
    }
    // `wayfare.toml` is no YAML; a key or a comment of it changes nothing but what it is about.
    let spills = |(path, (edits, text)): &(&PathBuf, &(_, String))| {
        before.text(path).is_some_and(|old| !is_config(path) && !same_elsewhere(old, text, edits))
    };
    rewrite.files.iter().find(spills).map(|(path, _)| Doubt::Spills(path.clone()))
}

fn is_config(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == CONFIG)
}

/// Whether a finding of the same rule is where this one was.
fn remains(finding: &Finding, (before, after): (&Look, &Look), rewrite: &Rewrite) -> bool {
    let path = before.path(finding.span.file);
    let old = range(finding);
    let place = rewrite.edits(path).map_or(old.clone(), |edits| edits.moved(&old));
    let is_there = |other: &Finding| {
        let there = range(other);
        let overlap = there.start < place.end && place.start < there.end;
        other.rule == finding.rule && after.path(other.span.file) == path && (overlap || there == place)
    };
    after.judged.iter().any(|judged| is_there(&judged.finding))
}

/// The errors that are new. What is mended may have hidden some of them: an error of the language other faults, and some of
/// its own kind.
pub fn brought<'a>(
    (before, after): (&'a Look, &'a Look),
    rewrite: &'a Rewrite,
    fixes: &'a [Candidate<'_>],
) -> impl Iterator<Item = &'a Judged> {
    let mut known: Vec<&Finding> =
        errors(before).map(|it| &it.finding).filter(|it| !fixes.iter().any(|fix| fix.finding == *it)).collect();
    let hidden = fixes.iter().any(|it| it.hides);
    let mut new: Vec<&Judged> = errors(after).filter(|it| it.group == Group::Language || !hidden).collect();
    // One that is told as it was, is the same wherever it is; one in the same place, even where it is told otherwise.
    for same in [is_told_alike, is_in_the_same_place] {
        new.retain(|judged| {
            let place = known.iter().position(|old| same((old, before), (judged, after), rewrite));
            place.map(|place| known.swap_remove(place)).is_none()
        });
    }
    let told = move |it: &&Judged| !uncovered(&it.finding, after, (before, rewrite), fixes);
    new.into_iter().filter(told)
}

fn is_told_alike((old, before): (&Finding, &Look), (new, after): (&Judged, &Look), _: &Rewrite) -> bool {
    let path = |(look, finding): (&Look, &Finding)| look.path(finding.span.file).to_owned();
    let new = &new.finding;
    old.rule == new.rule && old.message == new.message && path((before, old)) == path((after, new))
}

/// Of the language every word counts.
fn is_in_the_same_place((old, before): (&Finding, &Look), (new, after): (&Judged, &Look), rewrite: &Rewrite) -> bool {
    let path = before.path(old.span.file);
    let place = rewrite.edits(path).map_or_else(|| range(old), |edits| edits.moved(&range(old)));
    let of_language = new.group == Group::Language;
    let new = &new.finding;
    !of_language && old.rule == new.rule && after.path(new.span.file) == path && range(new) == place
}

/// Whether `finding`, new in `after`, was there before behind a fault that is mended. What is no YAML right behind what
/// was written was rather a part of it.
fn uncovered(finding: &Finding, after: &Look, (before, rewrite): (&Look, &Rewrite), fixes: &[Candidate<'_>]) -> bool {
    let path = after.path(finding.span.file);
    let covered =
        fixes.iter().map(|it| it.finding).any(|it| COVERS.contains(&it.rule) && before.path(it.span.file) == path);
    let place = range(finding);
    let text = after.text(path).unwrap_or_default();
    let between = |new: &Range<usize>| text.get(new.end..place.start).is_some_and(|gap| gap.trim().is_empty());
    let is_next = |new: &Range<usize>| finding.rule == YAML_SYNTAX && between(new);
    let is_made = |new: &Range<usize>| (new.start <= place.end && place.start <= new.end) || is_next(new);
    let made = rewrite.edits(path).is_some_and(|edits| edits.written().iter().any(is_made));
    covered && COVERS.contains(&finding.rule) && !made
}

fn errors(look: &Look) -> impl Iterator<Item = &Judged> {
    look.judged.iter().filter(|judged| judged.group == Group::Language || judged.level == Level::Error)
}

fn range(finding: &Finding) -> Range<usize> {
    finding.span.start as usize..finding.span.end as usize
}
