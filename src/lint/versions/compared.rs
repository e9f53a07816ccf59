//! Each journey of a project compared with those of its other versions that are at hand.

use std::collections::BTreeSet;

use semver::Version;
use smol_str::SmolStr;

use crate::diff::compare::{Difference, compare};
use crate::diff::side::Side;
use crate::lint::circumstances::Circumstances;
use crate::lint::versions::reused::{self, Reused};
use crate::project::subject::Subject;
use crate::project::workspace::Project;
use crate::syntax::document::JourneyDocument;
use crate::syntax::source::Source;
use crate::terms::span::{FileId, Span};

/// Two versions of one journey.
pub struct Compared<'a> {
    /// The version that is judged, as written.
    pub new: &'a JourneyDocument,
    /// The other one.
    pub old: &'a JourneyDocument,
    /// Whether the other one is a file of the check, so that a finding can point there.
    pub here: bool,
    /// How they stand to each other.
    pub rank: Rank,
    /// What changed.
    pub difference: Difference,
}

/// How an old version stands to the one that is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// It has the same number.
    Same,
    /// It is the newest of those before it.
    Nearest,
    /// It is older than that, and an entry of `migrate` covers it.
    Covered,
}

/// A version that is at hand.
#[derive(Clone)]
struct Known<'a> {
    subject: Subject<'a>,
    sources: &'a [Source],
    here: bool,
    guest: bool,
}

/// What is known of all versions of a project's journeys.
#[derive(Default)]
pub struct Versions<'a> {
    /// Each journey with each version that it is held against, in file order, the nearest version first.
    pub compared: Vec<Compared<'a>>,
    /// Names that came back.
    pub reused: Vec<Reused>,
}

impl<'a> Versions<'a> {
    /// Those of `project`, and of what the check is told beside. Journeys with errors of the language are left out, and
    /// versions that only tests name are not judged themselves: they are published.
    pub fn of(project: &'a Project, circumstances: &'a Circumstances<'a>) -> Self {
        let guests: BTreeSet<FileId> = project.guests.iter().map(|guest| guest.file).collect();
        let mut known: Vec<Known<'a>> = Vec::new();
        for subject in Subject::all(project) {
            let guest = guests.contains(&subject.journey.file);
            known.push(Known { subject, sources: circumstances.sources, here: true, guest });
        }
        let own = known.len();
        known.extend(circumstances.earlier.iter().map(|earlier| {
            let (subject, sources) = (earlier.subject.clone(), earlier.sources);
            Known { subject, sources, here: false, guest: true }
        }));
        known.retain(|known| known.subject.clean && known.subject.document.version.is_some());
        let mut versions = Self::default();
        if own > 0 {
            let judged = known.iter().filter(|of| !of.guest && project.reported.contains(&of.subject.journey.file));
            judged.for_each(|new| versions.judge(new, &known));
        }
        versions
    }

    fn judge(&mut self, new: &Known<'a>, known: &[Known<'a>]) {
        let journey = new.subject.journey;
        let is_other = |of: &&Known<'a>| {
            let is_itself = of.here && of.subject.journey.file == journey.file;
            !is_itself && of.subject.journey.id.value == journey.id.value
        };
        let mut others: Vec<&Known<'a>> = known.iter().filter(is_other).collect();
        if others.is_empty() {
            return;
        }
        others.sort_by(|a, b| b.subject.journey.version.cmp(&a.subject.journey.version));
        let side = Side::of(new.subject.clone(), new.sources);
        let ranked = ranked(&journey.version, &others, |version| {
            journey.migrate.iter().any(|entry| entry.from.matches(version))
        });
        let sides: Vec<Side<'a>> = others.iter().map(|of| Side::of(of.subject.clone(), of.sources)).collect();
        for (place, rank) in ranked {
            let difference = compare(&sides[place], &side);
            let (old, here) = (others[place].subject.document, others[place].here);
            self.compared.push(Compared { new: new.subject.document, old, here, rank, difference });
        }
        let older: Vec<(&Side<'a>, bool)> = sides
            .iter()
            .zip(&others)
            .filter(|(side, _)| side.machine.journey.version < journey.version)
            .map(|(side, of)| (side, of.here))
            .collect();
        self.reused.extend(reused::names(&side, &older));
    }
}

/// Which of the others are compared, the newest first. Of what is not at hand as a file of the check, the nearest may be a
/// newer one: then the version goes backward.
fn ranked(version: &Version, others: &[&Known<'_>], covers: impl Fn(&Version) -> bool) -> Vec<(usize, Rank)> {
    let mut ranked: Vec<(usize, Rank)> = Vec::new();
    let mut seen: BTreeSet<&Version> = BTreeSet::new();
    let mut nearest = false;
    for (place, of) in others.iter().enumerate() {
        let old = &of.subject.journey.version;
        if old == version && of.guest {
            ranked.push((place, Rank::Same));
        } else if old < version && seen.insert(old) {
            let rank = if nearest { Rank::Covered } else { Rank::Nearest };
            if rank == Rank::Nearest || covers(old) {
                ranked.push((place, rank));
            }
            nearest = true;
        }
    }
    if ranked.is_empty()
        && let Some(place) = others.iter().rposition(|of| !of.here && of.subject.journey.version > *version)
    {
        ranked.push((place, Rank::Nearest));
    }
    ranked
}

impl Compared<'_> {
    /// Where the version stands that is judged.
    pub fn version(&self) -> Span {
        self.new.version.as_ref().map_or(self.new.id.span, |version| version.span)
    }

    /// A place of the other version, where a finding can point there.
    pub fn there(&self, span: Option<Span>) -> Option<Span> {
        span.filter(|_| self.here)
    }

    /// Where the other version stands, where a finding can point there.
    pub fn old_version(&self) -> Option<Span> {
        self.there(self.old.version.as_ref().map(|version| version.span))
    }

    /// The journey's id.
    pub fn journey(&self) -> &SmolStr {
        &self.new.id.value
    }
}
