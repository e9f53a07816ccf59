//! Which changes let the worlds of somebody part.

use std::collections::BTreeSet;

use crate::diff::change::{Change, Class};
use crate::diff::compare::Difference;
use crate::diff::kind::Kind;
use crate::graph::content::element::{Element, Sort};
use crate::model::journey::{State, StateKind};
use crate::trial::counterfactual::among::{among, changes};
use crate::trial::counterfactual::emissions::emissions;
use crate::trial::counterfactual::ledger::{Origin, Parted};
use crate::trial::counterfactual::note::{Cause, Note, What};
use crate::trial::counterfactual::read::Read;
use crate::trial::counterfactual::shared::{Shared, SharedJourney};
use crate::trial::counterfactual::sides::Sides;
use crate::trial::counterfactual::sources::Sources;
use crate::trial::counterfactual::suspects::Suspects;

/// Why the worlds of somebody part.
#[derive(Clone, Debug, Default)]
pub struct Why<'w> {
    /// The changes that did it.
    pub changes: Vec<&'w Change>,
    /// Variables that the steps at hand read, with the values that they had, and since when.
    pub values: Vec<&'w Origin>,
}

/// Why the worlds of `parted` part, among what changed between the versions of all journeys.
pub fn why<'w>(parted: &'w Parted, shared: &'w Shared, differences: &'w [Difference]) -> Why<'w> {
    let notes: Vec<&Note> = parted.notes.iter().flatten().collect();
    let number = notes.iter().find_map(|note| note.deed.journey);
    let journey = number.and_then(|number| shared.journey(number));
    let changed = match (journey, differences) {
        (Some(journey), _) => changes(differences, journey),
        (None, [only]) => &only.changes,
        (None, _) => &[],
    };
    let Some(journey) = journey.filter(|_| !notes.iter().any(|note| note.is_refusal())) else {
        return Why { changes: contracts(&notes, changed), values: Vec::new() };
    };
    let pair = parted.notes.each_ref().map(Option::as_ref);
    let sides = Sides::of(pair);
    let read = Read::of(&sides, journey);
    let suspects = Suspects::of(pair, journey, shared);
    let key = notes.iter().map(|note| &note.deed.key).next();
    let of = |origin: &&Origin| Some(origin.journey) == number && Some(&origin.key) == key;
    let known: Vec<&Origin> = parted.origins.iter().filter(of).collect();
    let sources = Sources::of(&read, &known, &sides, journey);
    let values = known.into_iter().filter(|it| read.variables.contains(journey.variables.name(it.variable))).collect();
    let places = places(&notes, journey);
    let begins = notes.iter().any(|note| note.deed.what == What::Entered);
    let mut found = among(changed, |change| suspects.did(change));
    if read.hears {
        found.extend(emissions(parted, shared, differences));
    }
    let tries: [&dyn Fn(&Change) -> bool; 4] = [
        &|change| sources.gave(change),
        &|change| sources.came_by(change),
        &|change| places.contains(&change.element) || begins && change.kind == Kind::InitialChanged,
        &|change| matches!(change.element.sort, Sort::Journey | Sort::Entry),
    ];
    for is_meant in tries {
        if found.is_empty() {
            found = among(changed, is_meant);
        }
    }
    if found.is_empty() {
        // What alone differs is the cause, by whatever way.
        let all = among(changed, |change| change.class > Class::Patch || change.ack);
        if all.len() == 1 {
            found = all;
        }
    }
    Why { changes: found, values }
}

/// Changes of the contract of an event that no journey took.
fn contracts<'w>(notes: &[&Note], changes: &'w [Change]) -> Vec<&'w Change> {
    let is_event = |change: &Change| change.element.sort == Sort::Event;
    let named = |change: &Change, note: &Note| matches!(&note.cause, Cause::Event(name) if *name == change.element.id);
    let of = among(changes, |change| is_event(change) && notes.iter().any(|note| named(change, note)));
    // An event that is called otherwise now is in no file under its new name yet.
    if of.is_empty() { among(changes, is_event) } else { of }
}

/// States that were entered, or that people were in, those around them, and histories and splits beside them.
fn places(notes: &[&Note], journey: &SharedJourney) -> BTreeSet<Element> {
    let deeds = notes.iter().map(|note| &note.deed);
    let names = deeds.flat_map(|deed| deed.entered.iter().chain(&deed.from).chain(&deed.to));
    let names: BTreeSet<&str> = names.map(|&state| journey.states.name(state)).collect();
    let mut found = BTreeSet::new();
    for version in journey.versions.iter().flatten() {
        let states = &version.machine.journey.states;
        let mut around = BTreeSet::new();
        for (number, _) in states.iter().enumerate().filter(|(_, state)| names.contains(state.name.value.as_str())) {
            let parents = std::iter::successors(Some(number), |&at| Some(states.get(at)?.parent?.index()));
            around.extend(parents);
        }
        let passed = |state: &State| matches!(state.kind, StateKind::History(..) | StateKind::Split(_));
        let beside = |state: &State| passed(state) && state.parent.is_some_and(|it| around.contains(&it.index()));
        let meant = states.iter().enumerate().filter(|(number, state)| around.contains(number) || beside(state));
        found.extend(meant.map(|(_, state)| Element::of(Sort::State, &state.name.value)));
    }
    found
}
