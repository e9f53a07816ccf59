//! All journeys of two sides: those that differ, those that came and went, and how many stayed as they were.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::diff::change::{Change, Class};
use crate::diff::compare::{Difference, compare};
use crate::diff::lone::{Lone, Way, marry, traits};
use crate::diff::side::Side;
use crate::project::subject::Subject;
use crate::syntax::source::Source;
use crate::terms::crew::in_order;

/// Journeys of one side, each id once, and the files that they were read from.
#[derive(Clone, Debug, Default)]
pub struct Journeys<'a> {
    /// The newest version of each, by id.
    pub newest: BTreeMap<SmolStr, Subject<'a>>,
    /// Every file that was read; the index is its file id.
    pub sources: &'a [Source],
}

/// What differs between all journeys of two sides.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Those that both have and that differ, by id; the only journey of both sides whether it differs or not.
    pub differences: Vec<Difference>,
    /// Those that only the new side has, by id.
    pub added: Vec<Lone>,
    /// Those that only the old side has, by id.
    pub removed: Vec<Lone>,
    /// How many both have that do not differ.
    pub unchanged: usize,
}

/// How journeys are compared.
#[derive(Clone, Copy, Debug)]
pub struct How {
    /// Whether another layout makes a difference.
    pub all: bool,
    /// How many threads compare; what is found is the same for any number.
    pub threads: usize,
}

impl<'a> Journeys<'a> {
    /// Those of `subjects`, of each id the newest version.
    pub fn of(subjects: impl IntoIterator<Item = Subject<'a>>, sources: &'a [Source]) -> Self {
        let mut newest: BTreeMap<SmolStr, Subject<'a>> = BTreeMap::new();
        for subject in subjects {
            let id = &subject.journey.id.value;
            if newest.get(id).is_none_or(|known| known.journey.version < subject.journey.version) {
                newest.insert(id.clone(), subject);
            }
        }
        Self { newest, sources }
    }

    fn side(&self, id: &SmolStr) -> Option<Side<'a>> {
        Some(Side::of(self.newest.get(id)?.clone(), self.sources))
    }

    fn lone(&self, other: &Self, way: Way) -> Vec<(Lone, Vec<u64>)> {
        let missing = self.newest.keys().filter(|id| !other.newest.contains_key(*id));
        missing.filter_map(|id| self.side(id)).map(|side| (Lone::of(&side, way), traits(&side))).collect()
    }
}

impl Comparison {
    /// Compares the journeys of both sides by their ids.
    pub fn of(old: &Journeys<'_>, new: &Journeys<'_>, how: How) -> Self {
        let shared: Vec<&SmolStr> = new.newest.keys().filter(|id| old.newest.contains_key(*id)).collect();
        let compared = in_order(shared, how.threads, |id| Some(compare(&old.side(id)?, &new.side(id)?)));
        let (mut added, mut removed) = (new.lone(old, Way::Added), old.lone(new, Way::Removed));
        // Whoever compares two versions of one journey is told of it in any case.
        let is_only = compared.len() == 1 && added.is_empty() && removed.is_empty();
        let (differences, same): (Vec<_>, Vec<_>) =
            compared.into_iter().flatten().partition(|difference| is_only || differs(difference, how.all));
        marry(&mut removed, &mut added);
        let alone = |all: Vec<(Lone, Vec<u64>)>| all.into_iter().map(|(lone, _)| lone).collect();
        Self { differences, added: alone(added), removed: alone(removed), unchanged: same.len() }
    }

    /// The greatest class of all that changed.
    pub fn needed(&self) -> Class {
        let differences = self.differences.iter().map(|difference| difference.verdict.needed);
        let lone = self.added.iter().chain(&self.removed).map(|lone| lone.way.class());
        differences.chain(lone).max().unwrap_or_default()
    }

    /// The fingerprint of everything that changed, whether it has to be approved or not.
    pub fn fingerprints(&self) -> Vec<&SmolStr> {
        let mut all: Vec<&SmolStr> = self.added.iter().chain(&self.removed).map(|lone| &lone.fingerprint).collect();
        let mut open: Vec<&Change> = self.differences.iter().flat_map(|difference| &difference.changes).collect();
        while let Some(change) = open.pop() {
            all.push(&change.fingerprint);
            open.extend(&change.parts);
        }
        all
    }
}

/// Whether there is anything to tell.
fn differs(difference: &Difference, all: bool) -> bool {
    let told = |change: &Change| all || !change.hidden || change.class != Class::None;
    difference.old.version != difference.new.version || !difference.verdict.ok || difference.changes.iter().any(told)
}
