//! What a journey says for people, apart from what runs, so that running pays nothing for it.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::model::ids::{ActionId, EventId, StateId, StepId};

/// What is said of one element; nothing where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its name for people: the `title` of a journey, the `name` of a state or step.
    pub title: Option<SmolStr>,
    /// What it is for.
    pub description: Option<SmolStr>,
    /// Who answers for it; journeys alone have one.
    pub owner: Option<SmolStr>,
    /// Words to find it by, in file order.
    pub tags: Vec<SmolStr>,
}

/// What is said of a function, its params and its result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AboutFunction {
    /// Each text with the way to it: `description`, `description.param.points` or `description.returns`.
    pub texts: Vec<(SmolStr, SmolStr)>,
    /// Whether it is a part of the journey: one of its own, or one of a catalog that it calls.
    pub is_part: bool,
}

/// What a journey says for people; elements that say nothing are not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Of the journey itself.
    pub journey: About,
    /// Of its states.
    pub states: BTreeMap<StateId, About>,
    /// Of its steps.
    pub steps: BTreeMap<StepId, About>,
    /// Descriptions of actions that it can do.
    pub actions: BTreeMap<ActionId, SmolStr>,
    /// Descriptions of events that it knows.
    pub events: BTreeMap<EventId, SmolStr>,
    /// Of functions that it knows, by name.
    pub functions: BTreeMap<SmolStr, AboutFunction>,
    /// What steps listen to as written, where a pattern such as `order.*` is among it.
    pub patterns: BTreeMap<StepId, Vec<SmolStr>>,
}
