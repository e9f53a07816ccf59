//! Names that were taken away, and come back with another meaning.

use std::collections::BTreeSet;

use semver::Version;
use smol_str::SmolStr;

use crate::diff::change::{Change, Class};
use crate::diff::compare::compare;
use crate::diff::side::Side;
use crate::graph::content::element::{Element, Sort};
use crate::model::journey::{EventKind, Journey};
use crate::terms::span::Span;

/// A name that came back.
pub struct Reused {
    /// What it is the name of, as findings say it: "the state".
    pub what: &'static str,
    /// The name.
    pub name: SmolStr,
    /// The version that had it before.
    pub before: Version,
    /// A version between that did not.
    pub without: Version,
    /// What it means otherwise.
    pub meaning: String,
    /// Where it stands now, and where it stood if a finding can point there.
    pub places: (Option<Span>, Option<Span>),
}

/// What people, records and numbers go by.
const SORTS: [(Sort, &str); 5] = [
    (Sort::State, "the state"),
    (Sort::Step, "the step"),
    (Sort::Variable, "the variable"),
    (Sort::Event, "the event"),
    (Sort::Action, "the action"),
];

/// The names of `new` that one of `older`, the newest first, had and a later one of them had not; each with whether a finding
/// can point to its files.
pub fn names(new: &Side<'_>, older: &[(&Side<'_>, bool)]) -> Vec<Reused> {
    let mut found: Vec<Reused> = Vec::new();
    let named = |side: &Side<'_>| -> BTreeSet<(Sort, SmolStr)> {
        SORTS.iter().flat_map(|&(sort, _)| ids(&side.machine.journey, sort).map(move |id| (sort, id))).collect()
    };
    let is = named(new);
    let mut missing: BTreeSet<(Sort, SmolStr)> = BTreeSet::new();
    let mut without = None;
    for (side, here) in older {
        let was = named(side);
        let back: BTreeSet<&(Sort, SmolStr)> = was.iter().filter(|name| missing.contains(*name)).collect();
        if !back.is_empty() {
            let difference = compare(side, new);
            for (sort, name) in &back {
                let element = Element { sort: *sort, id: name.clone() };
                let change = difference.changes.iter().find(|change| change.element == element && is_another(change));
                if let (Some(change), Some(without)) = (change, &without) {
                    let places = (
                        place(&new.machine.journey, *sort, name),
                        place(&side.machine.journey, *sort, name).filter(|_| *here),
                    );
                    found.push(reused(change, (*sort, name), (side, without), places));
                }
            }
            let back: Vec<(Sort, SmolStr)> = back.into_iter().cloned().collect();
            for name in &back {
                missing.remove(name);
            }
        }
        // What was there all the time never came back.
        if without.is_none() {
            missing = is.difference(&was).cloned().collect();
            without = Some(side.machine.journey.version.clone());
        }
    }
    found
}

/// Whether a change says that something means something else, and not only more.
fn is_another(change: &Change) -> bool {
    change.class == Class::Major || change.ack
}

fn reused(
    change: &Change,
    (sort, name): (Sort, &SmolStr),
    (side, without): (&Side<'_>, &Version),
    places: (Option<Span>, Option<Span>),
) -> Reused {
    let what = SORTS.iter().find(|(of, _)| *of == sort).map_or("", |(_, what)| what);
    Reused {
        what,
        name: name.clone(),
        before: side.machine.journey.version.clone(),
        without: without.clone(),
        meaning: format!("`{}`: {}", change.kind, change.meaning),
        places,
    }
}

/// Where a name stands.
/// Where the name of a part stands, where it is declared.
pub(in crate::lint::versions) fn place(journey: &Journey, sort: Sort, name: &SmolStr) -> Option<Span> {
    match sort {
        Sort::State => journey.states.iter().find(|of| of.name.value == *name).map(|of| of.name.span),
        Sort::Step => journey.steps.iter().find(|of| of.id.value == *name).map(|of| of.id.span),
        Sort::Variable => journey.context.iter().find(|of| of.name.value == *name).map(|of| of.name.span),
        Sort::Action => journey.actions.iter().find(|of| of.name.value == *name).map(|of| of.name.span),
        _ => journey.events.iter().find(|of| of.name == *name).and_then(|of| match of.kind {
            EventKind::Declared(_, span) => Some(span),
            _ => None,
        }),
    }
}

fn ids(journey: &Journey, sort: Sort) -> Box<dyn Iterator<Item = SmolStr> + '_> {
    match sort {
        Sort::State => Box::new(journey.states.iter().skip(1).map(|of| of.name.value.clone())),
        Sort::Step => Box::new(journey.steps.iter().map(|of| of.id.value.clone())),
        Sort::Variable => Box::new(journey.context.iter().map(|of| of.name.value.clone())),
        Sort::Action => Box::new(journey.actions.iter().map(|of| of.name.value.clone())),
        _ => {
            let declared = journey.events.iter().filter(|of| matches!(of.kind, EventKind::Declared(..)));
            Box::new(declared.map(|of| of.name.clone()))
        }
    }
}
