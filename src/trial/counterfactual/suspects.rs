//! What may have been done otherwise where the worlds of somebody part.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::change::Change;
use crate::diff::kind::Kind;
use crate::graph::content::element::{Element, Sort};
use crate::graph::machine::Machine;
use crate::model::ids::StepId;
use crate::model::journey::Trigger;
use crate::trial::counterfactual::note::{Asked, Cause, Deed, Note, What};
use crate::trial::counterfactual::parts::{Does, Part, around};
use crate::trial::counterfactual::read::parts;
use crate::trial::counterfactual::shared::{Shared, SharedJourney};
use crate::trial::counterfactual::sides::Sides;

/// What of a part a change may concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Whether and when it comes about.
    Whether,
    /// What is asked first.
    Order,
    /// Where it leads.
    Leads,
    /// What it assigns.
    Sets,
    /// What else it does.
    Does,
    /// What an action is limited by.
    Limits,
    /// The params of an action.
    Words,
    /// What an event is called.
    Name,
}

impl Aspect {
    /// What `change` concerns.
    pub fn of(change: &Change) -> Self {
        let key = change.key.as_str();
        let is_in = |names: &[&str]| names.iter().any(|name| key.starts_with(name));
        match change.kind {
            Kind::StepRetargeted => Self::Leads,
            Kind::StepsReordered => Self::Order,
            Kind::EventRenamed => Self::Name,
            Kind::ActionConsentChanged
            | Kind::ActionBasisChanged
            | Kind::ActionSinkChanged
            | Kind::ActionCapChanged
            | Kind::ActionWindowChanged
            | Kind::CapChanged
            | Kind::WindowChanged => Self::Limits,
            Kind::ActionParamAdded | Kind::ActionParamRemoved | Kind::ActionParamRetyped | Kind::ActionParamWidened => {
                Self::Words
            }
            Kind::StepSetChanged => Self::Sets,
            Kind::EntryChanged if is_in(&["set."]) => Self::Sets,
            _ if is_in(&["actions", "on_entry", "on_exit"]) => Self::Does,
            _ => Self::Whether,
        }
    }
}

/// What may have been done otherwise: which aspect of which part.
#[derive(Debug, Default)]
pub struct Suspects(Vec<(Element, Aspect)>);

impl Suspects {
    /// What differs between what `notes` say.
    pub fn of(notes: [Option<&Note>; 2], journey: &SharedJourney, shared: &Shared) -> Self {
        let mut found = Self::default();
        let sides = Sides::of(notes);
        found.name(notes, journey);
        if sides.enters_apart() {
            found.add([Element::ENTRY], &[Aspect::Whether]);
        } else if sides.exits_apart() {
            let rules = sides.all().filter_map(Deed::rule);
            found.add(rules.map(|rule| Element::of(Sort::Exit, rule)), &[Aspect::Whether]);
        } else if sides.fails_apart() {
            found.fail(notes, &sides, journey);
        } else {
            found.lone(&sides, journey);
            found.common(&sides, journey, shared);
            let goals = sides.lone_goals().map(|goal| journey.goals.name(goal));
            found.add(goals.map(|goal| Element { sort: Sort::Goal, id: goal.into() }), &[Aspect::Whether]);
        }
        found
    }

    /// Whether `change` may have done it.
    pub fn did(&self, change: &Change) -> bool {
        let aspect = Aspect::of(change);
        self.0.iter().any(|(element, of)| *of == aspect && *element == change.element)
    }

    fn add(&mut self, elements: impl IntoIterator<Item = Element>, aspects: &[Aspect]) {
        for element in elements {
            self.0.extend(aspects.iter().map(|&aspect| (element.clone(), aspect)));
        }
    }

    /// An event that one world alone heard.
    fn name(&mut self, notes: [Option<&Note>; 2], journey: &SharedJourney) {
        for note in notes.into_iter().flatten() {
            let Cause::Event(name) = &note.cause else { continue };
            let event = Element::of(Sort::Event, journey.events.now(name));
            match note.deed.what {
                What::DeadLetter("contract") => self.add([event], &[Aspect::Whether, Aspect::Name]),
                _ if notes.iter().any(Option::is_none) => self.add([event], &[Aspect::Name]),
                _ => {}
            }
        }
    }

    /// What could not be done in one world.
    fn fail(&mut self, notes: [Option<&Note>; 2], sides: &Sides<'_>, journey: &SharedJourney) {
        let details = notes.into_iter().flatten().filter_map(|note| note.detail.as_ref());
        let owners: Vec<&str> = details.filter_map(|detail| Some(detail.split_once(": ")?.0)).collect();
        let failed: Vec<Part> = owners.iter().flat_map(|owner| called(owner, journey)).collect();
        let met = |part: &Part| parts(sides).any(|known| known == *part) || *part == Part::Entry;
        for part in &failed {
            let (element, does) = (part.element(journey), part.does(journey));
            self.add([element.clone()], &[Aspect::Sets, Aspect::Does]);
            if !met(part) {
                self.add([element], &[Aspect::Whether]);
            }
            self.add(does.acts.iter().map(|action| Element::of(Sort::Action, action)), &[Aspect::Words]);
            self.add(does.sets.keys().map(|variable| Element::of(Sort::Variable, variable)), &[Aspect::Whether]);
        }
        // Where nothing of what failed is known to have happened, the way there is another one.
        if !failed.iter().any(met) {
            self.add(parts(sides).map(|part| part.element(journey)), &[Aspect::Leads, Aspect::Does]);
        }
    }

    /// Steps that one world alone took.
    fn lone(&mut self, sides: &Sides<'_>, journey: &SharedJourney) {
        let element = |step: &u32| Part::Step(*step).element(journey);
        let [old, new] = &sides.lone;
        self.add(new.iter().map(element), &[Aspect::Whether]);
        self.add(old.iter().chain(new).flat_map(|&step| window(step, journey)), &[Aspect::Limits]);
        self.add(old.iter().filter(|step| is_asked(**step, sides, journey)).map(element), &[Aspect::Whether]);
        for (&was, &is) in old.iter().flat_map(|was| new.iter().map(move |is| (was, is))) {
            if precedes(was, is, (journey, 0)) && precedes(is, was, (journey, 1)) {
                let owner = find(was, (journey, 1)).map(|(machine, step)| machine.state(machine.step(step).source));
                let owner = owner.map(|state| match state.parent {
                    Some(_) => Element::of(Sort::State, &state.name.value),
                    None => Element::JOURNEY,
                });
                self.add(owner, &[Aspect::Order]);
            }
        }
    }

    /// What both did, and otherwise.
    fn common(&mut self, sides: &Sides<'_>, journey: &SharedJourney, shared: &Shared) {
        let Some([old, new]) = sides.both() else { return };
        let steps = || sides.common.iter().map(|&step| Part::Step(step));
        if (&old.entered, &old.to) != (&new.entered, &new.to) {
            self.add(steps().map(|step| step.element(journey)), &[Aspect::Leads]);
        }
        if old.at != new.at && sides.is_same() {
            self.add(steps().map(|step| step.element(journey)), &[Aspect::Whether]);
            self.add(sides.common.iter().flat_map(|&step| window(step, journey)), &[Aspect::Limits]);
        }
        let heard: BTreeSet<&SmolStr> = lone_events(sides, journey);
        let left = around(sides.all().flat_map(|deed| &deed.from), journey);
        let states: BTreeSet<u32> = sides.all().flat_map(|deed| &deed.entered).copied().chain(left).collect();
        for part in steps().chain(states.into_iter().map(Part::State)) {
            let does = part.does(journey);
            if does.raises.iter().any(|event| heard.contains(event)) || is_apart(&does, [old, new], journey, shared) {
                self.add([part.element(journey)], &[Aspect::Does]);
            }
        }
        for (was, is) in pairs(old, new) {
            let action = shared.action(was.action);
            if was.held != is.held {
                self.add(limits(journey, action), &[Aspect::Limits]);
            } else if was.params != is.params {
                self.add([Element { sort: Sort::Action, id: action.into() }], &[Aspect::Words]);
            }
        }
        if let (Some(was), true) = (old.rule(), old.effects != new.effects) {
            self.add([Element::of(Sort::Exit, was)], &[Aspect::Does, Aspect::Whether]);
        }
    }
}

/// Parts that are called so in either version.
fn called(name: &str, journey: &SharedJourney) -> Vec<Part> {
    let mut found = Vec::new();
    found.extend(journey.steps.numbers(name).map(Part::Step));
    found.extend(journey.states.numbers(name).map(Part::State));
    found.extend((journey.id == name).then_some(Part::Entry));
    found
}

/// A step in that version.
fn find(step: u32, (journey, world): (&SharedJourney, usize)) -> Option<(&Machine, StepId)> {
    let machine = &journey.versions[world].as_ref()?.machine;
    Some((machine, machine.step_named(journey.steps.called(step, world))?))
}

/// Whether a step that only the old world took was asked in the new one: somebody is where it starts, and no other one
/// was taken before.
fn is_asked(step: u32, sides: &Sides<'_>, journey: &SharedJourney) -> bool {
    let Some(deed) = sides.deeds[1] else { return true };
    let Some((machine, meant)) = find(step, (journey, 1)) else { return true };
    let source = machine.step(meant).source;
    let states = deed.from.iter().chain(&deed.entered).map(|&state| journey.states.called(state, 1));
    let mut active = states.filter_map(|name| machine.state_named(name));
    active.any(|state| machine.outward(state).any(|at| at == source))
        && !sides.lone[1].iter().any(|&other| precedes(other, step, (journey, 1)))
}

/// Whether a version asks `step` first and then `other`, which is not taken if the first is.
fn precedes(step: u32, other: u32, version: (&SharedJourney, usize)) -> bool {
    let (Some((machine, first)), Some((_, second))) = (find(step, version), find(other, version)) else { return false };
    let (step, other) = (machine.step(first), machine.step(second));
    let is_alike = match (&step.trigger, &other.trigger) {
        (Trigger::Events(events), Trigger::Events(others)) => events.iter().any(|event| others.contains(event)),
        (Trigger::Always, Trigger::Always) => true,
        _ => false,
    };
    let is_before = step.source == other.source && first < second;
    is_alike && (is_before || machine.is_inside(other.source, step.source))
}

/// Events that steps listen to which one world alone took.
fn lone_events<'j>(sides: &Sides<'_>, journey: &'j SharedJourney) -> BTreeSet<&'j SmolStr> {
    let mut found = BTreeSet::new();
    for (world, &step) in [0, 1].into_iter().flat_map(|world| sides.lone[world].iter().map(move |step| (world, step))) {
        let Some((machine, step)) = find(step, (journey, world)) else { continue };
        if let Trigger::Events(events) = &machine.step(step).trigger {
            let events = events.iter().filter_map(|event| machine.journey.events.get(event.index()));
            found.extend(events.map(|event| journey.events.now(&event.name)));
        }
    }
    found
}

/// Whether `does` is what was done otherwise.
fn is_apart(does: &Does, deeds: [&Deed; 2], journey: &SharedJourney, shared: &Shared) -> bool {
    let acts = |deed: &Deed| -> Vec<_> {
        let meant = deed.effects.iter().filter(|asked| does.acts.contains(shared.action(asked.action)));
        meant.map(|asked| (asked.action, asked.params.clone())).collect()
    };
    let emits = |deed: &Deed| -> Vec<u32> {
        let is_meant = |event: u32| does.emits.contains_key(journey.events.name(event));
        deed.emitted.iter().copied().filter(|&event| is_meant(event)).collect()
    };
    acts(deeds[0]) != acts(deeds[1]) || emits(deeds[0]) != emits(deeds[1])
}

/// What ran in both of each action, one after the other.
fn pairs<'d>(old: &'d Deed, new: &'d Deed) -> Vec<(&'d Asked, &'d Asked)> {
    let actions: BTreeSet<u32> = old.effects.iter().map(|asked| asked.action).collect();
    let mut found = Vec::new();
    for action in actions {
        let [olds, news] = [old, new].map(|deed| {
            let of = deed.effects.iter().filter(|asked| asked.action == action);
            of.collect::<Vec<_>>()
        });
        // What ran more often in one world has the last of the other beside it.
        let beside = |place: usize| Some((*olds.get(place).or(olds.last())?, *news.get(place).or(news.last())?));
        found.extend((0..olds.len().max(news.len())).filter_map(beside));
    }
    found
}

/// The windows in which a step's timer waits.
fn window(step: u32, journey: &SharedJourney) -> BTreeSet<Element> {
    let waits = |world: usize| {
        let (machine, step) = find(step, (journey, world))?;
        let Trigger::Timer(timer) = &machine.step(step).trigger else { return None };
        let window = machine.journey.windows.get(timer.within?.index())?;
        Some(Element::of(Sort::Window, &window.name.value))
    };
    [0, 1].into_iter().filter_map(waits).collect()
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
