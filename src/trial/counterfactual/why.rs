//! Which changes let the worlds of somebody part.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::change::{Change, Class};
use crate::expr::term::Condition;
use crate::graph::content::element::{Element, Sort};
use crate::model::journey::{Journey, Trigger};
use crate::trial::counterfactual::ledger::{Origin, Parted};
use crate::trial::counterfactual::note::{Cause, Deed, Note, What};
use crate::trial::counterfactual::shared::{Shared, SharedJourney, Version};

/// Why the worlds of somebody part.
#[derive(Clone, Debug, Default)]
pub struct Why<'w> {
    /// The changes that did it.
    pub changes: Vec<&'w Change>,
    /// Variables that the steps at hand read, with the values that they had, and since when.
    pub values: Vec<&'w Origin>,
}

/// Why the worlds of `parted` part, among `changes` of the journey where they do.
pub fn why<'w>(parted: &'w Parted, shared: &Shared, changes: &'w [Change]) -> Why<'w> {
    let notes: Vec<&Note> = parted.notes.iter().flatten().collect();
    let number = notes.iter().find_map(|note| note.deed.journey);
    let Some(journey) = number.and_then(|number| shared.journey(number)) else {
        return Why { changes: contracts(&notes, changes), values: Vec::new() };
    };
    let read = reads(&parted.notes, journey);
    let here = parted.origins.iter().filter(|origin| Some(origin.journey) == number);
    let values: Vec<&Origin> = here.filter(|origin| read.contains(journey.variables.name(origin.variable))).collect();
    let tries = [
        acts(&parted.notes, journey, shared),
        places(&notes, journey),
        values.iter().flat_map(|origin| sources(origin, journey)).collect(),
        BTreeSet::from([Element::JOURNEY, Element::ENTRY]),
    ];
    let found = tries.into_iter().map(|elements| among(changes, |change| elements.contains(&change.element)));
    Why { changes: found.into_iter().find(|changes| !changes.is_empty()).unwrap_or_default(), values }
}

/// Changes of the contract of an event that no journey took.
fn contracts<'w>(notes: &[&Note], changes: &'w [Change]) -> Vec<&'w Change> {
    let is_event = |change: &Change| change.element.sort == Sort::Event;
    let named = |change: &Change, note: &Note| matches!(&note.cause, Cause::Event(name) if *name == change.element.id);
    let of = among(changes, |change| is_event(change) && notes.iter().any(|note| named(change, note)));
    // An event that is called otherwise now is in no file under its new name yet.
    if of.is_empty() { among(changes, is_event) } else { of }
}

/// Changes that people can notice, of which one or a part of one is meant.
fn among(changes: &[Change], is_meant: impl Fn(&Change) -> bool) -> Vec<&Change> {
    let counts = |change: &Change| change.class > Class::Patch && is_meant(change);
    changes.iter().filter(|change| counts(change) || change.parts.iter().any(&counts)).collect()
}

/// What was done in one world and not in the other.
fn acts(notes: &[Option<Note>; 2], journey: &SharedJourney, shared: &Shared) -> BTreeSet<Element> {
    let deeds = notes.each_ref().map(|note| note.as_ref().map(|note| &note.deed));
    let all = || deeds.iter().flatten();
    let in_both = |of: &dyn Fn(&Deed) -> bool| deeds.iter().all(|deed| deed.is_some_and(of));
    let mut elements = BTreeSet::new();
    let mut add = |sort: Sort, name: &str| {
        elements.insert(Element { sort, id: SmolStr::new(name) });
    };
    let steps: BTreeSet<u32> = all().flat_map(|deed| deed.steps.iter().copied()).collect();
    let shared_steps: BTreeSet<u32> =
        steps.iter().copied().filter(|step| in_both(&|deed| deed.steps.contains(step))).collect();
    // Where the same steps were taken, what they did differs.
    let meant = if shared_steps.len() == steps.len() { &steps } else { &(&steps - &shared_steps) };
    for &step in meant {
        add(Sort::Step, journey.steps.name(step));
    }
    for deed in all() {
        match &deed.what {
            What::Exited(rule) => add(Sort::Exit, rule),
            What::Entered if !in_both(&|deed| deed.what == What::Entered) => add(Sort::Entry, ""),
            _ => {}
        }
        for &goal in deed.goals.iter().filter(|goal| !in_both(&|deed| deed.goals.contains(goal))) {
            add(Sort::Goal, journey.goals.name(goal));
        }
        for asked in deed.effects.iter().filter(|asked| !in_both(&|deed| deed.effects.contains(asked))) {
            add(Sort::Action, shared.action(asked.action));
            for version in journey.versions.iter().flatten() {
                limits(&version.machine.journey, shared.action(asked.action), &mut add);
            }
        }
    }
    for note in notes.iter().flatten() {
        if let (What::DeadLetter(_), Cause::Event(name)) = (&note.deed.what, &note.cause) {
            add(Sort::Event, name);
        }
    }
    elements
}

/// The caps and the window of an action.
fn limits(journey: &Journey, action: &str, add: &mut impl FnMut(Sort, &str)) {
    for action in journey.actions.iter().filter(|known| known.name.value == action) {
        let caps = action.caps.iter().filter_map(|cap| journey.caps.get(cap.index()));
        caps.for_each(|cap| add(Sort::Cap, &cap.name.value));
        let window = action.window.and_then(|(window, _)| journey.windows.get(window.index()));
        if let Some(window) = window {
            add(Sort::Window, &window.name.value);
        }
    }
}

/// States that were entered, or that people were in.
fn places(notes: &[&Note], journey: &SharedJourney) -> BTreeSet<Element> {
    let states = notes.iter().flat_map(|note| note.deed.entered.iter().chain(&note.deed.from).chain(&note.deed.to));
    let mut elements = BTreeSet::new();
    for &state in states {
        for name in around(journey, journey.states.name(state)) {
            elements.insert(Element::of(Sort::State, &name));
        }
    }
    elements
}

/// A state and those around it.
fn around(journey: &SharedJourney, name: &str) -> Vec<SmolStr> {
    let mut names = vec![SmolStr::new(name)];
    for version in journey.versions.iter().flatten() {
        let states = &version.machine.journey.states;
        let mut at = states.iter().position(|state| state.name.value == name);
        while let Some(parent) = at.and_then(|at| states.get(at)?.parent) {
            names.push(states[parent.index()].name.value.clone());
            at = Some(parent.index());
        }
    }
    names
}

/// What gave a variable its value.
fn sources(origin: &Origin, journey: &SharedJourney) -> Vec<Element> {
    let variable = Element { sort: Sort::Variable, id: journey.variables.name(origin.variable).into() };
    let steps = origin.steps.iter().map(|&step| Element { sort: Sort::Step, id: journey.steps.name(step).into() });
    std::iter::once(variable).chain(steps).chain([Element::ENTRY]).collect()
}

/// Variables that the steps and rules at hand read before they are taken, as the new world calls them.
fn reads(notes: &[Option<Note>; 2], journey: &SharedJourney) -> BTreeSet<SmolStr> {
    let deeds = || notes.iter().flatten().map(|note| &note.deed);
    let left: BTreeSet<&SmolStr> =
        deeds().filter_map(|deed| if let What::Exited(rule) = &deed.what { Some(rule) } else { None }).collect();
    let mut names = BTreeSet::new();
    for (side, version) in journey.versions.iter().enumerate() {
        let Some(Version { machine, .. }) = version else { continue };
        let taken: BTreeSet<&str> =
            deeds().flat_map(|deed| &deed.steps).map(|&step| journey.steps.called(step, side)).collect();
        let steps = machine.journey.steps.iter().filter(|step| taken.contains(step.id.value.as_str()));
        let rules = machine.journey.exit.iter().filter(|rule| left.contains(&rule.id.value));
        let guards = steps.clone().filter_map(|step| step.guard.as_ref());
        let guards = guards.chain(rules.filter_map(|rule| rule.guard.as_ref())).map(Condition::reads);
        let timers = steps.filter_map(|step| match &step.trigger {
            Trigger::Timer(timer) => Some(timer.reads.clone()),
            Trigger::Events(_) | Trigger::Always => None,
        });
        for slot in guards.chain(timers).flat_map(|reads| reads.context) {
            let variable = machine.journey.context.get(usize::from(slot));
            names.extend(variable.map(|variable| journey.variables.now(&variable.name.value).clone()));
        }
    }
    names
}
