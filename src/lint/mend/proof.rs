//! Whether fixes did what they say, and nothing else.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::lint::mend::candidates::Candidate;
use crate::lint::mend::look::Look;
use crate::lint::mend::rewrite::Rewrite;
use crate::lint::rule::Group;
use crate::syntax::layout::elsewhere::same_elsewhere;
use crate::terms::finding::Finding;
use crate::terms::rule::{EXPRESSION_NEEDS_QUOTES, RuleName, YAML_SYNTAX};

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
    /// It makes an error of the language.
    #[error("bring `{rule}` at {place}, {message}")]
    Brings {
        /// Where, as `path:line:column` of the changed text.
        place: String,
        /// Its rule.
        rule: &'static str,
        /// Its message.
        message: String,
    },
    /// It changes what is read elsewhere.
    #[error("change how something else in `{0}` is read")]
    Spills(PathBuf),
}

/// What keeps `fixes`, which make `rewrite` of `before`, from holding in `after`.
pub fn doubt(before: &Look, after: &Look, rewrite: &Rewrite, fixes: &[Candidate<'_>]) -> Option<Doubt> {
    if fixes.iter().any(|it| remains(it.finding, (before, after), rewrite)) {
        return Some(Doubt::Remains);
    }
    if let Some(finding) = brought((before, after), rewrite, fixes) {
        let (place, message) = (after.place(finding.span), finding.message.clone());
        return Some(Doubt::Brings { place, rule: finding.rule.0, message });
    }
    let spills = |(path, (edits, text)): &(&PathBuf, &(_, String))| {
        before.text(path).is_some_and(|old| !same_elsewhere(old, text, edits))
    };
    rewrite.files.iter().find(spills).map(|(path, _)| Doubt::Spills(path.clone()))
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

/// The first error of the language that is new, and was not only covered by what is mended.
fn brought<'a>(
    (before, after): (&'a Look, &'a Look),
    rewrite: &Rewrite,
    fixes: &[Candidate<'_>],
) -> Option<&'a Finding> {
    let mut known: BTreeMap<(&Path, RuleName, &str), usize> = BTreeMap::new();
    for finding in errors(before).filter(|finding| !fixes.iter().any(|it| it.finding == *finding)) {
        *known.entry((before.path(finding.span.file), finding.rule, &finding.message)).or_default() += 1;
    }
    errors(after).find(|finding| {
        let path = after.path(finding.span.file);
        match known.get_mut(&(path, finding.rule, finding.message.as_str())) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => !uncovered(finding, path, (before, rewrite), fixes),
        }
    })
}

/// Whether `finding`, new in the file at `path`, was there before behind a fault that is mended.
fn uncovered(finding: &Finding, path: &Path, (before, rewrite): (&Look, &Rewrite), fixes: &[Candidate<'_>]) -> bool {
    let covered =
        fixes.iter().map(|it| it.finding).any(|it| COVERS.contains(&it.rule) && before.path(it.span.file) == path);
    let place = range(finding);
    let is_made = |new: &Range<usize>| new.start <= place.end && place.start <= new.end;
    let made = rewrite.edits(path).is_some_and(|edits| edits.written().iter().any(is_made));
    covered && COVERS.contains(&finding.rule) && !made
}

fn errors(look: &Look) -> impl Iterator<Item = &Finding> {
    look.judged.iter().filter(|judged| judged.group == Group::Language).map(|judged| &judged.finding)
}

fn range(finding: &Finding) -> Range<usize> {
    finding.span.start as usize..finding.span.end as usize
}
