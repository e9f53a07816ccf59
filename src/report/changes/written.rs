//! A difference with the files that it is about.

use std::fmt::Write as _;

use crate::diff::change::{Change, Places as Spans};
use crate::diff::compare::Difference;
use crate::diff::migration::fault::Breach;
use crate::diff::verdict::Missing;
use crate::report::findings::json as findings;
use crate::report::findings::places::Places;
use crate::report::json::Members;
use crate::syntax::source::Source;
use crate::terms::span::Span;

/// A difference, and the files of both sides.
#[derive(Clone, Copy, Debug)]
pub struct Written<'w> {
    /// What differs.
    pub difference: &'w Difference,
    /// The files of the old version, by their ids.
    pub old: &'w [Source],
    /// The files of the new version, by their ids.
    pub new: &'w [Source],
}

impl Written<'_> {
    /// Where a change stands: `a.yaml:3`, or `a.yaml:3 → b.yaml:4`.
    pub fn place(&self, spans: Spans) -> String {
        let line = |sources: &[Source], span: Option<Span>| {
            let span = span?;
            let mut places = Places::new(sources);
            let source = places.source(span.file)?;
            Some(format!("{}:{}", source.path.display(), places.of(span).0.line))
        };
        let mut text = String::new();
        match (line(self.old, spans.old), line(self.new, spans.new)) {
            (Some(old), Some(new)) if old == new => text = new,
            // Writing to a string cannot fail.
            (Some(old), Some(new)) => {
                let _ = write!(text, "{old} → {new}");
            }
            (Some(old), None) => text = old,
            (None, Some(new)) => text = new,
            (None, None) => {}
        }
        text
    }

    /// The member `places`: where something stands on both sides, null where on one it does not.
    pub fn places(&self, spans: Spans, members: &mut Members<'_>) {
        let mut places = Members::open(members.member("places"));
        for (name, sources, span) in [("old", self.old, spans.old), ("new", self.new, spans.new)] {
            match span {
                Some(span) => {
                    let mut place = Members::open(places.member(name));
                    findings::place(span, &mut Places::new(sources), &mut place);
                    place.close();
                }
                None => places.null(name),
            }
        }
        places.close();
    }

    /// What the verdict says is missing, each as one sentence.
    pub fn missing(&self) -> Vec<String> {
        let Difference { old, new, verdict, .. } = self.difference;
        let (was, is) = (&old.version, &new.version);
        let one = |missing: &Missing| match missing {
            Missing::Bump => format!(
                "`version-not-bumped`: `{is}` means something else in both files; it needs {} version",
                article(verdict.needed.name())
            ),
            Missing::NewerVersion => format!("`bump-too-small`: `{is}` is below `{was}`"),
            Missing::GreaterBump => format!(
                "`bump-too-small`: from `{was}` to `{is}` is {} version, the changes need {} one",
                article(verdict.made.name()),
                article(verdict.needed.name())
            ),
            Missing::Migration => {
                format!("`migration-missing`: `migrate` does not say what becomes of people on `{was}`")
            }
            Missing::Images if verdict.unsatisfied.is_empty() => self.breach(Breach::Incomplete),
            Missing::Images if verdict.unsatisfied.len() == 1 => {
                "`migration-incomplete`: 1 of the major changes needs a word in `migrate`".to_owned()
            }
            Missing::Images => format!(
                "`migration-incomplete`: {} of the major changes need a word in `migrate`",
                verdict.unsatisfied.len()
            ),
            Missing::Invalid => self.breach(Breach::Invalid),
        };
        verdict.missing.iter().map(one).collect()
    }

    /// How people move breaks a rule.
    fn breach(&self, breach: Breach) -> String {
        let faults = self.difference.migrating.iter().flat_map(|migrating| &migrating.faults);
        let count = faults.filter(|fault| fault.kind.breach() == breach).count();
        let many = if count == 1 { "1 fault".to_owned() } else { format!("{count} faults") };
        format!("`{}`: how people move has {many}, told above", breach.rule())
    }
}

/// A word with its article.
pub(in crate::report::changes) fn article(word: &str) -> String {
    format!("a {word}")
}

/// Changes that are shown, and how many are not.
pub fn shown(changes: &[Change], all: bool) -> (Vec<&Change>, usize) {
    let shown: Vec<&Change> = changes.iter().filter(|change| all || !change.hidden).collect();
    let hidden = changes.len() - shown.len();
    (shown, hidden)
}
