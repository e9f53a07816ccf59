//! A difference with the files that it is about.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use smol_str::SmolStr;

use crate::diff::change::{Change, Class, Need, Places as Spans, Seen};
use crate::diff::compare::Difference;
use crate::diff::migration::fault::Breach;
use crate::diff::verdict::Missing;
use crate::report::changes::groups::Group;
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

impl<'w> Written<'w> {
    /// The changes that are shown, by group, those first that lack what satisfies them, and how many are not shown.
    pub fn grouped(&self, all: bool) -> (Vec<(Group, Vec<&'w Change>)>, usize) {
        let (changes, hidden) = shown(&self.difference.changes, all);
        let lacking: BTreeSet<&SmolStr> = self.difference.verdict.unsatisfied.iter().collect();
        let members = |group: Group| {
            let mut of: Vec<&Change> = changes.iter().copied().filter(|change| Group::of(change) == group).collect();
            of.sort_by_key(|change| !lacking.contains(&change.fingerprint));
            (group, of)
        };
        (Group::ALL.into_iter().map(members).filter(|(_, of)| !of.is_empty()).collect(), hidden)
    }

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

    /// The versions: `1.2.0 → 1.3.0`.
    pub fn versions(&self) -> String {
        let (old, new) = (&self.difference.old.version, &self.difference.new.version);
        if old == new { old.to_string() } else { format!("{old} → {new}") }
    }

    /// The verdict in a few words.
    pub fn says(&self) -> String {
        let verdict = &self.difference.verdict;
        if self.difference.changes.is_empty() {
            "nothing changed".to_owned()
        } else if verdict.needed == Class::None {
            "nothing that a version has to say".to_owned()
        } else if verdict.ok && verdict.made > verdict.needed {
            format!("needs a {} version, and is a {} one", verdict.needed, verdict.made)
        } else if verdict.ok {
            format!("needs a {} version, and is one", verdict.needed)
        } else {
            format!("needs a {} version", verdict.needed)
        }
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
                "`migration-incomplete`: 1 major change needs a word in `migrate`".to_owned()
            }
            Missing::Images => {
                format!("`migration-incomplete`: {} major changes need a word in `migrate`", verdict.unsatisfied.len())
            }
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

/// So many names are told in a sentence, the others counted.
const NAMED: usize = 8;

/// What satisfies a major change.
pub fn needed(needs: &Need) -> String {
    let names = |all: &[SmolStr]| {
        let mut told: Vec<String> = all.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        told.extend((all.len() > NAMED).then(|| format!("and {} more", all.len() - NAMED)));
        told.join(", ")
    };
    match needs {
        Need::Bump => "a major version".to_owned(),
        Need::Images(states) => {
            format!("under `migrate`, in `states`: where people who are in {} go on", names(states))
        }
        Need::Step(step) => format!("under `migrate`, in `steps`: the new id of `{step}`"),
        Need::Set(variables) => format!("under `migrate`, in `set`: what people have in {}", names(variables)),
        Need::Timer(step) => format!("under `migrate`, in `timers`: when `{step}` is due, from the move on"),
    }
}

/// The definitions and functions by which a change came about, as a clause; empty where there are none.
pub fn because(change: &Change) -> String {
    if change.through.is_empty() {
        return String::new();
    }
    let names: Vec<String> = change.through.iter().map(|name| format!("`{name}`")).collect();
    let says = if names.len() == 1 { "says" } else { "say" };
    format!("because {} {says} something else", names.join(", "))
}

/// Who shows a change, and what they meet: "where `ctx.n` is `3`: was false, is true", or, of what nobody could have
/// before, "where `ctx.plan` is `"trial"`: could not be before, is left out". It is "whoever it is" where no value matters.
pub fn met(seen: &Seen) -> String {
    let who = if seen.who.is_empty() { "whoever it is".to_owned() } else { format!("where {}", seen.who) };
    match seen.before {
        Some(before) => format!("{who}: was {before}, is {}", seen.after),
        None => format!("{who}: could not be before, is {}", if seen.after { "covered" } else { "left out" }),
    }
}

/// How many changes there are that nobody notices and that are not shown.
pub fn unseen(hidden: usize) -> Option<String> {
    match hidden {
        0 => None,
        1 => Some("1 change that nobody on a journey notices is not shown: `--all` shows it".to_owned()),
        _ => Some(format!("{hidden} changes that nobody on a journey notices are not shown: `--all` shows them")),
    }
}

/// Changes that are shown, and how many are not.
pub fn shown(changes: &[Change], all: bool) -> (Vec<&Change>, usize) {
    let shown: Vec<&Change> = changes.iter().filter(|change| all || !change.hidden).collect();
    let hidden = changes.len() - shown.len();
    (shown, hidden)
}
