//! Which way people of one version go when another takes effect, and what becomes there of what they have here.

use std::sync::Arc;

use semver::Version;

use crate::graph::machine::Machine;
use crate::model::ids::{ActionId, EventId, StateId, StepId};
use crate::model::journey::{Assign, EventKind, Journey, Migration, StateKind};
use crate::model::migration;
use crate::terms::finding::Finding;

/// Where people of a version go.
#[derive(Clone, Copy, Debug)]
pub enum Way<'a> {
    /// As this entry of the new version's `migrate` says, and by name where it says nothing.
    Told(&'a Migration),
    /// By name.
    ByName,
    /// Nowhere: they finish on their own version.
    Finish,
}

/// What a state of the old version is in the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Image {
    /// Nothing.
    Nowhere,
    /// The end of the instance.
    Exit,
    /// The state of the same name.
    Named(StateId),
    /// What `migrate.states` says.
    Told(StateId),
    /// What `migrate.states` says of a state around it.
    Around(StateId),
}

/// How people move from one version of a journey to another. Made once for both, used for each person.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The version that they come from.
    pub from: Arc<Machine>,
    /// The version that they go to.
    pub to: Arc<Machine>,
    /// Whether they finish where they are instead.
    pub finish: bool,
    /// What in the migration does not fit the old version; then nobody can move.
    pub findings: Vec<Finding>,
    /// By old state.
    pub(in crate::engine) images: Vec<Image>,
    /// By old step, the one that it is now.
    pub steps: Vec<Option<StepId>>,
    /// By old event.
    pub(in crate::engine) events: Vec<Option<EventId>>,
    /// By old goal.
    pub(in crate::engine) goals: Vec<Option<u16>>,
    /// By new variable, the old one of the same name.
    pub variables: Vec<Option<usize>>,
    /// What is assigned.
    pub set: Vec<Assign>,
    /// Timers that are armed, in milliseconds from the move.
    pub timers: Vec<(StepId, i64)>,
}

/// Which way people who are on `version` go when `new` takes effect: the first entry of its `migrate` whose range has
/// that version speaks; else they move by name where the major is the same.
pub fn way<'a>(version: &Version, new: &'a Journey) -> Way<'a> {
    match new.migrate.iter().find(|entry| entry.from.matches(version)) {
        Some(entry) if entry.finish => Way::Finish,
        Some(entry) => Way::Told(entry),
        None if version.major == new.version.major => Way::ByName,
        None => Way::Finish,
    }
}

/// How people move from `from` to `to`, two versions of one journey.
pub fn plan(from: &Arc<Machine>, to: &Arc<Machine>) -> Plan {
    let (old, new) = (&from.journey, &to.journey);
    let way = way(&old.version, new);
    let entry = match way {
        Way::Told(entry) => Some(entry),
        Way::ByName | Way::Finish => None,
    };
    let (set, findings) = entry.map(|entry| migration::assignments(entry, new, old)).unwrap_or_default();
    Plan {
        finish: matches!(way, Way::Finish),
        findings,
        images: images(from, to, entry),
        steps: steps(from, to, entry),
        events: old.events.iter().map(|event| declared(to, &event.name)).collect(),
        goals: old.goals.iter().map(|goal| place(&new.goals, |of| of.id.value == goal.id.value)).collect(),
        variables: variables(old, new),
        set,
        timers: entry.map(|entry| entry.timers.clone()).unwrap_or_default(),
        from: Arc::clone(from),
        to: Arc::clone(to),
    }
}

fn images(from: &Machine, to: &Machine, entry: Option<&Migration>) -> Vec<Image> {
    let told = entry.map_or(&[][..], |entry| &entry.states);
    let mut images: Vec<Image> = Vec::with_capacity(from.journey.states.len());
    for state in &from.journey.states {
        let name = &state.name.value;
        let own = match (state.parent, told.iter().find(|(old, _)| old == name)) {
            // The journey itself.
            (None, _) => Image::Nowhere,
            (_, Some((_, None))) => Image::Exit,
            (_, Some((_, Some(image)))) => Image::Told(*image),
            (_, None) => to.state_named(name).map_or(Image::Nowhere, Image::Named),
        };
        // In document order the state around it was seen before.
        let around = state.parent.and_then(|parent| images.get(parent.index()));
        images.push(match (own, around) {
            (Image::Nowhere, Some(Image::Told(image) | Image::Around(image))) => Image::Around(*image),
            _ => own,
        });
    }
    images
}

fn steps(from: &Machine, to: &Machine, entry: Option<&Migration>) -> Vec<Option<StepId>> {
    let told = entry.map_or(&[][..], |entry| &entry.steps);
    let image = |id: &str| told.iter().find(|(old, _)| old == id).map(|(_, new)| *new).or_else(|| to.step_named(id));
    from.journey.steps.iter().map(|step| image(&step.id.value)).collect()
}

fn declared(machine: &Machine, name: &str) -> Option<EventId> {
    let event = machine.event_named(name)?;
    matches!(machine.journey.events[event.index()].kind, EventKind::Declared(..)).then_some(event)
}

fn variables(old: &Journey, new: &Journey) -> Vec<Option<usize>> {
    let named = |name: &str| old.context.iter().position(|variable| variable.name.value == name);
    new.context.iter().map(|variable| named(&variable.name.value)).collect()
}

fn place<T>(all: &[T], is_meant: impl Fn(&T) -> bool) -> Option<u16> {
    all.iter().position(is_meant).map(|place| place as u16)
}

impl Image {
    /// The state that an old one is now; not that of a state around it.
    pub const fn own(self) -> Option<StateId> {
        match self {
            Self::Named(state) | Self::Told(state) => Some(state),
            Self::Nowhere | Self::Exit | Self::Around(_) => None,
        }
    }

    /// The state that somebody in an old one goes to.
    pub const fn state(self) -> Option<StateId> {
        match self {
            Self::Named(state) | Self::Told(state) | Self::Around(state) => Some(state),
            Self::Nowhere | Self::Exit => None,
        }
    }
}

impl Plan {
    /// The new version's action of the same name.
    pub fn action(&self, old: ActionId) -> Option<ActionId> {
        let name = &self.from.journey.actions.get(old.index())?.name.value;
        let place = self.to.journey.actions.iter().position(|action| action.name.value == *name);
        place.map(|place| ActionId(place as u32))
    }

    /// What an old state is in the new version.
    pub fn image(&self, old: StateId) -> Image {
        self.images.get(old.index()).copied().unwrap_or(Image::Nowhere)
    }

    /// The arm of the same id, where a split and its image both have it.
    pub(in crate::engine) fn arm(&self, (split, arm): (StateId, u16)) -> Option<(StateId, u16)> {
        let image = self.image(split).own()?;
        let (StateKind::Split(old), StateKind::Split(new)) = (&self.from.state(split).kind, &self.to.state(image).kind)
        else {
            return None;
        };
        let id = &old.arms.get(usize::from(arm))?.id.value;
        Some((image, place(&new.arms, |arm| arm.id.value == *id)?))
    }
}
