//! A journey with everything that is computed from it once: structure, exit and entry sets, dispatch tables.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::graph::dispatch::Dispatch;
use crate::graph::sets;
use crate::graph::ways::Ways;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Contract, EventKind, Journey, State, StateKind, Step};
use crate::model::unread::Unread;

/// A journey ready to run.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The journey.
    pub journey: Arc<Journey>,
    /// Its tables.
    pub dispatch: Dispatch,
    /// What faults leave unknown of the journey; nothing where it runs.
    pub unread: Unread,
    pub(in crate::graph) ways: Ways,
    /// Made when somebody asks for the first time.
    names: OnceLock<Names>,
    /// By state, whether it is no history that may lead to anything but its default; made when somebody asks.
    pub(in crate::graph) forgetful: OnceLock<Box<[bool]>>,
}

/// The numbers of what has a name, of two of one name the first.
#[derive(Clone, Debug)]
struct Names {
    states: FxHashMap<SmolStr, StateId>,
    steps: FxHashMap<SmolStr, StepId>,
}

impl Names {
    fn of(journey: &Journey) -> Self {
        let mut names = Self { states: FxHashMap::default(), steps: FxHashMap::default() };
        for (state, number) in journey.states.iter().zip(0..).skip(1) {
            names.states.entry(state.name.value.clone()).or_insert(StateId(number));
        }
        for (step, number) in journey.steps.iter().zip(0..) {
            names.steps.entry(step.id.value.clone()).or_insert(StepId(number));
        }
        names
    }
}

impl Machine {
    /// The journey itself, around all states.
    pub const ROOT: StateId = StateId(0);

    /// Computes the tables of `journey`.
    pub fn new(journey: impl Into<Arc<Journey>>) -> Self {
        Self::partial(journey, Unread::default())
    }

    /// Computes the tables of `journey`, of which not everything is known: for questions only.
    pub fn partial(journey: impl Into<Arc<Journey>>, unread: Unread) -> Self {
        let journey = journey.into();
        let dispatch = Dispatch::new(&journey);
        let ways = Ways::new(&journey);
        Self { journey, dispatch, unread, ways, names: OnceLock::new(), forgetful: OnceLock::new() }
    }

    /// The state of this number.
    #[inline]
    pub fn state(&self, state: StateId) -> &State {
        &self.journey.states[state.index()]
    }

    /// The step of this number.
    #[inline]
    pub fn step(&self, step: StepId) -> &Step {
        &self.journey.steps[step.index()]
    }

    /// Whether `inner` is a proper descendant of `outer`.
    #[inline]
    pub fn is_inside(&self, outer: StateId, inner: StateId) -> bool {
        sets::is_inside(&self.journey, outer, inner)
    }

    /// `state` and the states around it, innermost first, the journey itself last.
    pub fn outward(&self, state: StateId) -> impl Iterator<Item = StateId> + '_ {
        std::iter::successors(Some(state), |at| self.state(*at).parent)
    }

    /// Whether the journey is over where somebody comes to `state`.
    pub fn is_end(&self, state: StateId) -> bool {
        let of = self.state(state);
        matches!(of.kind, StateKind::Final) && of.parent == Some(Self::ROOT)
    }

    /// The state of this name.
    pub fn state_named(&self, name: &str) -> Option<StateId> {
        self.names().states.get(name).copied()
    }

    /// The step of this id.
    pub fn step_named(&self, id: &str) -> Option<StepId> {
        self.names().steps.get(id).copied()
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(&self.journey))
    }

    /// The event of this name.
    pub fn event_named(&self, name: &str) -> Option<EventId> {
        self.journey.events.iter().position(|event| event.name == name).map(|place| EventId(place as u32))
    }

    /// What it says of the payload of an event of this name, if it declares one.
    pub fn contract(&self, name: &str) -> Option<&Contract> {
        let event = self.journey.events.iter().find(|event| event.name == name)?;
        match &event.kind {
            EventKind::Declared(contract, _) => Some(contract),
            _ => None,
        }
    }
}
