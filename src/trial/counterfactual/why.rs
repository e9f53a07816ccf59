//! Which changes let the worlds of somebody part.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::change::{Change, Class};
use crate::diff::kind::Kind;
use crate::expr::reads::Reads;
use crate::expr::term::Condition;
use crate::graph::content::element::{Element, Sort};
use crate::model::journey::{Block, State, StateKind, Trigger, Work};
use crate::trial::counterfactual::ledger::{Origin, Parted};
use crate::trial::counterfactual::note::{Asked, Cause, Deed, Note, What};
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
    let is_refused = notes.iter().any(|note| note.is_refusal());
    let Some(journey) = number.filter(|_| !is_refused).and_then(|number| shared.journey(number)) else {
        return Why { changes: contracts(&notes, changes), values: Vec::new() };
    };
    let read = reads(&parted.notes, journey);
    let here = parted.origins.iter().filter(|origin| Some(origin.journey) == number);
    let values: Vec<&Origin> = here.filter(|origin| read.contains(journey.variables.name(origin.variable))).collect();
    let suspects = acts(&parted.notes, journey, shared);
    let sources: BTreeSet<Element> = values.iter().flat_map(|origin| sources(origin, journey)).collect();
    let places = places(&notes, journey);
    let begins = notes.iter().any(|note| note.deed.what == What::Entered);
    let tries: [&dyn Fn(&Change) -> bool; 4] = [
        &|change| suspects.did(change),
        &|change| sources.contains(&change.element),
        &|change| places.contains(&change.element) || begins && change.kind == Kind::InitialChanged,
        &|change| matches!(change.element.sort, Sort::Journey | Sort::Entry),
    ];
    let found = tries.into_iter().map(|is_meant| among(changes, is_meant));
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

/// What may have been done otherwise.
#[derive(Default)]
struct Suspects {
    /// Parts that did it in one world alone.
    parts: BTreeSet<Element>,
    /// States that were entered, and steps that were taken, where other actions ran.
    blocks: BTreeSet<Element>,
    /// Actions that are held back in one world alone, with what they are limited by.
    held: BTreeSet<Element>,
    /// Actions with other params.
    worded: BTreeSet<Element>,
}

impl Suspects {
    /// Whether `change` may have done it.
    fn did(&self, change: &Change) -> bool {
        let holds = matches!(
            change.kind,
            Kind::ActionConsentChanged
                | Kind::ActionBasisChanged
                | Kind::ActionSinkChanged
                | Kind::ActionCapChanged
                | Kind::ActionWindowChanged
                | Kind::CapChanged
                | Kind::WindowChanged
        );
        let words = matches!(
            change.kind,
            Kind::ActionParamAdded | Kind::ActionParamRemoved | Kind::ActionParamRetyped | Kind::ActionParamWidened
        );
        // What a step assigns shows where it is read.
        let sets = change.kind == Kind::StepSetChanged;
        let acts = self.parts.contains(&change.element) || self.blocks.contains(&change.element);
        acts && !sets || holds && self.held.contains(&change.element) || words && self.worded.contains(&change.element)
    }
}

/// What was done in one world and not in the other.
fn acts(notes: &[Option<Note>; 2], journey: &SharedJourney, shared: &Shared) -> Suspects {
    let deeds = notes.each_ref().map(|note| note.as_ref().map(|note| &note.deed));
    let all = || deeds.iter().flatten();
    let in_both = |of: &dyn Fn(&Deed) -> bool| deeds.iter().all(|deed| deed.is_some_and(of));
    let mut suspects = Suspects::default();
    let part = |sort: Sort, name: &str| Element { sort, id: SmolStr::new(name) };
    let steps: BTreeSet<u32> = all().flat_map(|deed| deed.steps.iter().copied()).collect();
    let common: BTreeSet<u32> =
        steps.iter().copied().filter(|step| in_both(&|deed| deed.steps.contains(step))).collect();
    // Where the same steps were taken, what they did differs.
    let is_same = common.len() == steps.len();
    let meant = if is_same { steps } else { &steps - &common };
    suspects.parts.extend(meant.into_iter().map(|step| part(Sort::Step, journey.steps.name(step))));
    for deed in all() {
        match &deed.what {
            What::Exited(rule) => suspects.parts.extend([part(Sort::Exit, rule)]),
            What::Entered if !in_both(&|deed| deed.what == What::Entered) => suspects.parts.extend([Element::ENTRY]),
            _ => {}
        }
        let goals = deed.goals.iter().filter(|goal| is_same && !in_both(&|deed| deed.goals.contains(goal)));
        suspects.parts.extend(goals.map(|&goal| part(Sort::Goal, journey.goals.name(goal))));
    }
    if let ([Some(old), Some(new)], true) = (deeds, is_same) {
        let ran = |deed: &Deed| deed.effects.iter().map(|asked| asked.action).collect::<Vec<_>>();
        if ran(old) != ran(new) {
            let states = old.entered.iter().chain(&new.entered).map(|&state| journey.states.name(state));
            suspects.blocks.extend(states.map(|state| part(Sort::State, state)));
        }
        for (was, is) in pairs(old, new) {
            let action = shared.action(was.action);
            if was.held != is.held {
                suspects.held.extend(limits(journey, action));
            } else if was.params != is.params {
                suspects.worded.insert(part(Sort::Action, action));
            }
        }
    }
    for note in notes.iter().flatten() {
        if let (What::DeadLetter(_), Cause::Event(name)) = (&note.deed.what, &note.cause) {
            suspects.parts.insert(part(Sort::Event, name));
        }
    }
    suspects
}

/// Each action that ran in both.
fn pairs<'d>(old: &'d Deed, new: &'d Deed) -> impl Iterator<Item = (&'d Asked, &'d Asked)> {
    let of = |was: &'d Asked| new.effects.iter().filter(move |is| is.action == was.action).map(move |is| (was, is));
    old.effects.iter().flat_map(of)
}

/// An action of either version, its caps and its window.
fn limits(journey: &SharedJourney, action: &str) -> BTreeSet<Element> {
    let mut elements = BTreeSet::from([Element { sort: Sort::Action, id: action.into() }]);
    for version in journey.versions.iter().flatten() {
        let of = &version.machine.journey;
        for action in of.actions.iter().filter(|known| known.name.value == action) {
            let caps = action.caps.iter().filter_map(|cap| of.caps.get(cap.index()));
            elements.extend(caps.map(|cap| Element::of(Sort::Cap, &cap.name.value)));
            let window = action.window.and_then(|(window, _)| of.windows.get(window.index()));
            elements.extend(window.map(|window| Element::of(Sort::Window, &window.name.value)));
        }
    }
    elements
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
        let timers = steps.clone().filter_map(|step| match &step.trigger {
            Trigger::Timer(timer) => Some(timer.reads.clone()),
            Trigger::Events(_) | Trigger::Always => None,
        });
        let mut asked: Vec<Reads> = guards.chain(timers).collect();
        steps.for_each(|step| block(&step.actions, &mut asked));
        let entered: BTreeSet<&str> =
            deeds().flat_map(|deed| &deed.entered).map(|&state| journey.states.called(state, side)).collect();
        let states = machine.journey.states.iter().filter(|state| entered.contains(state.name.value.as_str()));
        states.for_each(|state| block(&state.on_entry, &mut asked));
        for slot in asked.into_iter().flat_map(|reads| reads.context) {
            let variable = machine.journey.context.get(usize::from(slot));
            names.extend(variable.map(|variable| journey.variables.now(&variable.name.value).clone()));
        }
    }
    names
}

/// What the actions of a block and their conditions read.
fn block(of: &Block, asked: &mut Vec<Reads>) {
    for instruction in of {
        match &instruction.work {
            Work::Act(_, params) => asked.extend(params.iter().map(|param| param.1.reads())),
            Work::If(condition, then, otherwise) => {
                asked.push(condition.reads());
                block(then, asked);
                block(otherwise, asked);
            }
            Work::Raise(_) | Work::Emit(_) | Work::Schedule(_) | Work::Cancel(_) | Work::Set(_) => {}
        }
    }
}
