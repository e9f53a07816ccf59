//! What a part of a journey does, in either version.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::expr::reads::Reads;
use crate::graph::content::element::{Element, Sort};
use crate::model::journey::{Assign, Block, Journey, State, StateKind, Work};
use crate::trial::counterfactual::shared::SharedJourney;

/// A part that does something, by its shared number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The entry.
    Entry,
    /// A step.
    Step(u32),
    /// A state, with what is done on the way in and out.
    State(u32),
}

/// What a part does in one of the versions at least, in the names of the new one.
#[derive(Debug, Default)]
pub struct Does {
    /// Actions.
    pub acts: BTreeSet<SmolStr>,
    /// Events that it raises.
    pub raises: BTreeSet<SmolStr>,
    /// Events that it emits, and the variables that their payloads read.
    pub emits: BTreeMap<SmolStr, BTreeSet<SmolStr>>,
    /// Variables that it sets, and those that their values read.
    pub sets: BTreeMap<SmolStr, BTreeSet<SmolStr>>,
    /// Variables that its params and conditions read.
    pub reads: BTreeSet<SmolStr>,
    /// Whether these read the event.
    pub hears: bool,
}

impl Part {
    /// The part as changes call it.
    pub fn element(self, journey: &SharedJourney) -> Element {
        match self {
            Self::Entry => Element::ENTRY,
            Self::Step(number) => Element { sort: Sort::Step, id: journey.steps.name(number).into() },
            Self::State(number) => Element { sort: Sort::State, id: journey.states.name(number).into() },
        }
    }

    /// What it does.
    pub fn does(self, journey: &SharedJourney) -> Does {
        let mut does = Does::default();
        for (world, version) in journey.versions.iter().enumerate() {
            let Some(version) = version else { continue };
            let mut reader = Reader { shared: journey, journey: &version.machine.journey, does: &mut does };
            reader.part(self, world);
        }
        does
    }
}

/// `states` and those around them, in either version.
pub fn around<'s>(states: impl Iterator<Item = &'s u32>, journey: &SharedJourney) -> BTreeSet<u32> {
    let mut found: BTreeSet<u32> = states.copied().collect();
    for version in journey.versions.iter().flatten() {
        let states = &version.machine.journey.states;
        let number = |state: &State| journey.states.numbers(&state.name.value).next();
        // Those around stand before those inside.
        for state in states.iter().rev() {
            if let Some(parent) = state.parent.filter(|_| number(state).is_some_and(|it| found.contains(&it))) {
                found.extend(number(&states[parent.index()]));
            }
        }
    }
    found
}

/// The variables that `reads` are of `of`, as the new version calls them.
pub fn names<'n>(
    reads: &'n Reads,
    of: &'n Journey,
    journey: &'n SharedJourney,
) -> impl Iterator<Item = SmolStr> + use<'n> {
    let variables = reads.context.iter().filter_map(|&slot| of.context.get(usize::from(slot)));
    variables.map(|variable| journey.variables.now(&variable.name.value).clone())
}

/// Reads what a part of one version does.
struct Reader<'r> {
    shared: &'r SharedJourney,
    journey: &'r Journey,
    does: &'r mut Does,
}

impl Reader<'_> {
    fn part(&mut self, part: Part, world: usize) {
        let journey = self.journey;
        match part {
            Part::Entry => self.sets(&journey.entry.set),
            Part::Step(number) => {
                let id = self.shared.steps.called(number, world);
                for step in journey.steps.iter().filter(|step| step.id.value == id) {
                    self.sets(&step.set);
                    self.block(&step.actions);
                }
            }
            Part::State(number) => {
                let name = self.shared.states.called(number, world);
                for state in journey.states.iter().filter(|state| state.name.value == name) {
                    self.block(&state.on_entry);
                    self.block(&state.on_exit);
                    if let StateKind::Split(split) = &state.kind {
                        split.arms.iter().for_each(|arm| self.sets(&arm.set));
                    }
                }
            }
        }
    }

    fn read(&self, reads: &Reads) -> BTreeSet<SmolStr> {
        names(reads, self.journey, self.shared).collect()
    }

    fn sets(&mut self, assigns: &[Assign]) {
        for assign in assigns {
            let Some(variable) = self.journey.context.get(assign.variable.index()) else { continue };
            let read = self.read(&assign.value.reads());
            let name = self.shared.variables.now(&variable.name.value).clone();
            self.does.sets.entry(name).or_default().extend(read);
        }
    }

    fn block(&mut self, block: &Block) {
        let event = |number: usize| {
            let known = self.journey.events.get(number);
            known.map(|event| self.shared.events.now(&event.name).clone()).unwrap_or_default()
        };
        for instruction in block {
            match &instruction.work {
                Work::Act(action, params) => {
                    self.does.acts.extend(self.journey.actions.get(action.index()).map(|it| it.name.value.clone()));
                    for param in params {
                        self.asked(&param.1.reads());
                    }
                }
                Work::Raise(call) => self.does.raises.extend([event(call.event.index())]),
                Work::Emit(call) => {
                    let reads = Reads::merged(&call.payload.iter().map(|field| field.1.reads()).collect::<Vec<_>>());
                    let (event, read) = (event(call.event.index()), self.read(&reads));
                    self.does.emits.entry(event).or_default().extend(read);
                }
                Work::Set(assigns) => self.sets(assigns),
                Work::If(condition, then, otherwise) => {
                    self.asked(&condition.reads());
                    self.block(then);
                    self.block(otherwise);
                }
                Work::Schedule(_) | Work::Cancel(_) => {}
            }
        }
    }

    fn asked(&mut self, reads: &Reads) {
        let read = self.read(reads);
        self.does.reads.extend(read);
        self.does.hears |= !reads.payload.is_empty();
    }
}
