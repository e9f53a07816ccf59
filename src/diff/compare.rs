//! All changes between two versions of one journey.

use std::collections::BTreeMap;
use std::sync::Arc;

use semver::Version;
use smol_str::SmolStr;

use crate::diff::change::{Change, Whole};
use crate::diff::judge::known::Known;
use crate::diff::judge::{actions, declared, ends, journey, states, steps};
use crate::diff::migration::migrating::Migrating;
use crate::diff::migration::passing::Guards;
use crate::diff::migration::verify::verify;
use crate::diff::pair::{Pair, Part};
use crate::diff::renames::{self, Found};
use crate::diff::side::Side;
use crate::diff::verdict::{Verdict, verdict};
use crate::engine::moves::plan;
use crate::graph::content::element::Sort;
use crate::graph::content::hash;
use crate::model::journey::Journey;
use crate::syntax::declared::Declarations;
use crate::terms::renames::Renames;

/// What differs between two versions, and what follows.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The journey's id.
    pub journey: SmolStr,
    /// The old version.
    pub old: Stamp,
    /// The new version.
    pub new: Stamp,
    /// Every change, in the order of the parts: the journey, its entry, states, steps and so on, those that are part of
    /// another one inside it.
    pub changes: Vec<Change>,
    /// What is called otherwise, as `migrate` says or as is proposed.
    pub renames: Renames,
    /// What of that `migrate` does not say.
    pub proposed: Renames,
    /// How people move; absent where they finish on the old version.
    pub migrating: Option<Migrating>,
    /// Which version it needs, and whether it has that.
    pub verdict: Verdict,
}

/// A version, and what it says.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Its version.
    pub version: Version,
    journey: Arc<Journey>,
    own: Declarations,
}

/// Compares `old` with `new`, two versions of one journey.
pub fn compare(old: &Side<'_>, new: &Side<'_>) -> Difference {
    let plan = plan(&old.machine, &new.machine);
    let Found { renames, proposed } = renames::find(old, new);
    let pair = Pair::of(old, new, &renames, plan);
    let parts = pair.parts();
    let known = Known::of(&pair, &parts);
    let mut changes = renames::changes(&pair);
    for part in &parts {
        judge(&known, part, &mut changes);
    }
    changes.sort_by(|a, b| (&a.element, &a.key, a.kind).cmp(&(&b.element, &b.key, b.kind)));
    let guards = Guards::of(&pair, &changes, &known.never);
    let mut changes = nested(changes);
    if changes.is_empty() && old.texts != new.texts {
        changes.push(pair.layout());
    }
    let mut migrating = verify(&pair, &guards);
    let verdict = verdict(&pair, &changes, &proposed, migrating.as_mut());
    Difference {
        journey: new.machine.journey.id.value.clone(),
        old: Stamp::of(old),
        new: Stamp::of(new),
        changes,
        proposed,
        migrating,
        verdict,
        renames: renames.clone(),
    }
}

impl Stamp {
    /// That of `side`.
    pub fn of(side: &Side<'_>) -> Self {
        let journey = Arc::clone(&side.machine.journey);
        Self { version: journey.version.clone(), journey, own: side.subject.document.declares.clone() }
    }

    /// Its content hash, which is a good part of the work of a comparison: it is made when it is asked for.
    pub fn hash(&self) -> String {
        hash::of(&self.journey, &self.own)
    }
}

fn judge(known: &Known<'_>, part: &Part<'_>, out: &mut Vec<Change>) {
    match part.element.sort {
        Sort::Journey => journey::judge(known, part, out),
        Sort::Entry => ends::entry(known, part, out),
        Sort::State => states::judge(known, part, out),
        Sort::Step => steps::judge(known, part, out),
        Sort::Variable => declared::variable(known, part, out),
        Sort::Event => declared::event(known, part, out),
        Sort::Profile => declared::profile(known, part, out),
        Sort::Action => actions::judge(known, part, out),
        Sort::Cap | Sort::Window => declared::limits(known, part, out),
        Sort::Exit => ends::exit(known, part, out),
        Sort::Goal => ends::goal(known, part, out),
        Sort::Function => out.extend(part.deltas.iter().map(|delta| known.pair.prose(delta))),
    }
}

/// The same with what came or went with something else inside the change of that.
fn nested(changes: Vec<Change>) -> Vec<Change> {
    let (inner, mut outer): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|change| change.part_of.is_some());
    // What is inside something inside is told beside it: one level is enough to read.
    let outermost: BTreeMap<Whole, Whole> = inner
        .iter()
        .filter_map(|change| Some((Whole::of(&change.element, &change.key), change.part_of.clone()?)))
        .collect();
    let mut places: BTreeMap<Whole, usize> = BTreeMap::new();
    for (place, change) in outer.iter().enumerate() {
        places.entry(Whole::of(&change.element, &change.key)).or_insert(place);
    }
    for change in inner {
        let mut around = change.part_of.clone();
        while let Some(further) = around.as_ref().and_then(|around| outermost.get(around)) {
            around = Some(further.clone());
        }
        match around.and_then(|around| places.get(&around)).copied() {
            Some(place) => outer[place].parts.push(change),
            None => outer.push(change),
        }
    }
    outer
}
