//! Rounds of fixes until nothing is left to do; what did not hold is not tried again.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::lint::mend::candidates::{Candidate, Choice, wanted};
use crate::lint::mend::look::{Look, Texts};
use crate::lint::mend::proof::{Doubt, Spot};
use crate::lint::mend::rewrite::Rewrite;
use crate::lint::mend::round::{Outcome, Round};
use crate::terms::finding::Finding;
use crate::terms::rule::RuleName;
use crate::terms::span::{FileId, Span};

/// Fixes that make way for one another for ever end here.
const MAX_ROUNDS: usize = 32;

/// What came of the fixes.
#[derive(Debug, Default)]
pub struct Mended {
    /// Everything as it is afterwards.
    pub look: Look,
    /// The files that are changed, with their new texts.
    pub texts: Texts,
    /// What was fixed, in the order in which it was.
    pub fixed: Vec<Fixed>,
    /// What was not, with places of the texts as they are afterwards.
    pub refused: Vec<Refused>,
    /// The same with places of the texts as they were at first.
    pub refused_at_first: Vec<Refused>,
    /// Whether it ended before everything was tried.
    pub unfinished: bool,
}

/// A finding that is fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Its file.
    pub path: PathBuf,
    /// The rule that was broken.
    pub rule: RuleName,
}

/// A fix that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where its finding is.
    pub place: Spot,
    /// The rule that is broken.
    pub rule: RuleName,
    /// Why it was taken back.
    pub doubt: Doubt,
}

/// A finding that was given up: its file, where it begins and its rule.
type Known = (PathBuf, usize, RuleName);

/// The findings that were given up, in file order, each with why.
type GivenUp = BTreeMap<Known, Refused>;

/// Carries out the fixes of `choice` in `first`. `again` reads and judges everything with texts in the place of files;
/// where it fails, so does this.
pub fn mend<E>(first: Look, choice: Choice, mut again: impl FnMut(&Texts) -> Result<Look, E>) -> Result<Mended, E> {
    let mut mended = Mended { look: first, ..Mended::default() };
    let mut given_up = BTreeMap::new();
    let (mut at_first, mut trail) = (None, Vec::new());
    // Whether something was fixed after a fix was given up, which may hold now.
    let mut is_another_text = false;
    for _ in 0..MAX_ROUNDS {
        let mut picked = pick(&mended.look, choice, &given_up);
        if picked.is_empty() && std::mem::take(&mut is_another_text) {
            given_up.clear();
            picked = pick(&mended.look, choice, &given_up);
        }
        if picked.is_empty() {
            break;
        }
        let round = Round::new((&mended.look, &mended.texts), choice, &mut again);
        let Outcome { held, after, refused } = round.run(&picked)?;
        let fixed: Vec<Fixed> = held.iter().map(|it| fixed(&mended.look, it.finding)).collect();
        let refused = refused.iter().map(|(it, doubt)| {
            let finding = it.finding;
            (known(&mended.look, finding), taken_back(&mended.look, finding, doubt))
        });
        given_up.extend(refused);
        mended.fixed.extend(fixed);
        if let Some((look, rewrite)) = after {
            is_another_text = !given_up.is_empty();
            let moved = |(known, refused)| (moved(known, &rewrite), refused_behind(refused, &rewrite));
            given_up = given_up.into_iter().map(moved).collect();
            mended.texts.extend(rewrite.files.iter().map(|(path, (_, text))| (path.clone(), text.clone())));
            at_first.get_or_insert(std::mem::replace(&mut mended.look, look));
            trail.push(rewrite);
        }
    }
    mended.unfinished = is_another_text || !pick(&mended.look, choice, &given_up).is_empty();
    let refused = given_up.into_values();
    mended.refused = refused.map(|it| at(it, &|spot| shown(&mended.look, spot))).collect();
    let first = at_first.as_ref().unwrap_or(&mended.look);
    let origin = |spot: Spot| {
        let back = |at, rewrite: &Rewrite| rewrite.edits(&spot.path).map_or(at, |edits| edits.origin(at));
        shown(first, Spot { at: trail.iter().rev().fold(spot.at, back), ..spot })
    };
    mended.refused_at_first = mended.refused.iter().map(|it| at(it.clone(), &origin)).collect();
    Ok(mended)
}

/// The fixes that can go together: of those that touch the first. Errors of the language come before all others, so that
/// of what comes to light it is known which fix it comes of. What only may be taken out waits until nothing else is left to
/// do: a name that is put right may need it.
fn pick<'a>(look: &'a Look, choice: Choice, given_up: &GivenUp) -> Vec<Candidate<'a>> {
    let mut left = wanted(look, choice);
    left.retain(|it| !given_up.contains_key(&known(look, it.finding)));
    if left.iter().any(|it| it.hides) {
        left.retain(|it| it.hides);
    }
    let takes_out = |it: &Candidate<'_>| !it.fix.safe && it.fix.edits.iter().all(|edit| edit.text.is_empty());
    if !left.iter().all(takes_out) {
        left.retain(|it| !takes_out(it));
    }
    let mut taken: BTreeMap<(FileId, u32), u32> = BTreeMap::new();
    let mut picked = Vec::new();
    for candidate in left {
        let spans = || candidate.fix.edits.iter().map(|edit| edit.span);
        if spans().any(|span| !is_free(span, &taken)) {
            continue;
        }
        taken.extend(spans().map(|span| ((span.file, span.start), span.end)));
        picked.push(candidate);
    }
    picked
}

/// Whether nothing of `taken`, none of which touches another, touches `span`.
fn is_free(span: Span, taken: &BTreeMap<(FileId, u32), u32>) -> bool {
    let before = taken.range(..=(span.file, span.end)).next_back();
    before.is_none_or(|(&(file, _), &end)| file != span.file || end < span.start)
}

fn known(look: &Look, finding: &Finding) -> Known {
    (look.path(finding.span.file).to_owned(), finding.span.start as usize, finding.rule)
}

fn moved((path, start, rule): Known, rewrite: &Rewrite) -> Known {
    let start = rewrite.edits(&path).map_or(start, |edits| edits.moved(&(start..start)).end);
    (path, start, rule)
}

fn fixed(look: &Look, finding: &Finding) -> Fixed {
    Fixed { path: look.path(finding.span.file).to_owned(), rule: finding.rule }
}

fn taken_back(look: &Look, finding: &Finding, doubt: &Doubt) -> Refused {
    let place = Spot::new(look.path(finding.span.file), finding.span.start as usize);
    Refused { place, rule: finding.rule, doubt: doubt.clone() }
}

/// The same with its places where they are after a rewrite.
fn refused_behind(refused: Refused, rewrite: &Rewrite) -> Refused {
    at(refused, &|spot| {
        let at = rewrite.edits(&spot.path).map_or(spot.at, |edits| edits.moved(&(spot.at..spot.at)).end);
        Spot { at, ..spot }
    })
}

/// The same with its places as `put` says.
fn at(refused: Refused, put: &dyn Fn(Spot) -> Spot) -> Refused {
    let doubt = match refused.doubt {
        Doubt::Brings { place, rule, message } => Doubt::Brings { place: put(place), rule, message },
        other => other,
    };
    Refused { place: put(refused.place), doubt, ..refused }
}

/// A place as people read it in what was read.
fn shown(look: &Look, spot: Spot) -> Spot {
    let source = look.workspace.sources.iter().find(|source| source.path == spot.path);
    let at = spot.at as u32;
    let shown = source.map_or_else(String::new, |source| look.place(Span::new(source.id, at, at)));
    Spot { shown, ..spot }
}
