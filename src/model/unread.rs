//! What of a journey's structure could not be read or resolved: rules are silent about what only follows from that, and
//! speak of everything else.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::StateId;

/// What faults leave unknown of a journey; nothing where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// Where people may be led from a state, beside what the journey says.
    pub leads: BTreeMap<StateId, BTreeSet<Lead>>,
    /// States in which something may fire that the journey does not say, or not fire that it says.
    pub uncertain: BTreeSet<StateId>,
}

/// A way that may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lead {
    /// How people go.
    pub by: By,
    /// Where they come to.
    pub to: To,
}

/// How people may go from a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A step or an arm of it, or it may be final: nobody who is in it has to stay.
    Leaving,
    /// By where it begins, or what it remembers: it is not left.
    Beginning,
    /// A step of a state inside it that is not there.
    Inside,
}

/// Where people may come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum To {
    /// To no state.
    Nowhere,
    /// To the one whose name is most like what was written.
    State(StateId),
    /// To any state inside this one.
    AnyInside(StateId),
}

impl To {
    /// To any state of the journey.
    pub const ANYWHERE: Self = Self::AnyInside(StateId(0));
}

impl Unread {
    /// Notes a way that may be there.
    pub fn lead(&mut self, from: StateId, by: By, to: To) {
        self.leads.entry(from).or_default().insert(Lead { by, to });
    }

    /// Where people may be led from `state`.
    pub fn leads_of(&self, state: StateId) -> impl Iterator<Item = Lead> + '_ {
        self.leads.get(&state).into_iter().flatten().copied()
    }

    /// Whether it is unknown what fires in one of the states from `first` to `last`.
    pub fn is_uncertain(&self, first: StateId, last: StateId) -> bool {
        self.uncertain.range(first..=last).next().is_some()
    }
}
