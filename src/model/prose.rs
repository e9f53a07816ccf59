//! What a journey says for people, apart from what runs, so that running pays nothing for it.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::model::ids::{ActionId, EventId, StateId, StepId};
use crate::model::library::Library;
use crate::model::outline::Outline;
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::document::JourneyDocument;
use crate::terms::span::{Name, Spanned};

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
    /// What steps listen to as written, where a pattern such as `order.*` is among it.
    pub patterns: BTreeMap<StepId, Vec<SmolStr>>,
}

/// Gathers what `journey` says; `library` is what it may use, in the order of its numbers.
pub fn gather(
    journey: &JourneyDocument,
    outline: &Outline<'_>,
    library: &Library<'_>,
    event_id: impl Fn(&str) -> Option<EventId>,
) -> Prose {
    let states = outline.nodes.iter().map(|node| node.decl.map_or_else(About::default, of_state));
    let decls = || outline.nodes.iter().flat_map(|node| node.decl.map_or(&journey.steps, |decl| &decl.steps));
    let actions = library.actions.iter().map(|action| action.decl.description.clone());
    let events = library.events.iter().filter_map(|event| {
        let described = event.decl.description.clone()?;
        Some((event_id(&event.decl.name.value)?, described))
    });
    Prose {
        journey: About {
            title: text(journey.title.as_ref()),
            description: text(journey.description.as_ref()),
            owner: text(journey.owner.as_ref()),
            tags: tags(&journey.tags),
        },
        states: numbered(states).map(|(number, about)| (StateId(number), about)).collect(),
        steps: numbered(decls().map(of_step)).map(|(number, about)| (StepId(number), about)).collect(),
        actions: (0..).zip(actions).filter_map(|(number, text)| Some((ActionId(number), text?))).collect(),
        events: events.collect(),
        patterns: (0..).zip(decls()).filter_map(|(number, step)| Some((StepId(number), patterns(step)?))).collect(),
    }
}

fn numbered(all: impl Iterator<Item = About>) -> impl Iterator<Item = (u32, About)> {
    (0..).zip(all).filter(|(_, about)| *about != About::default())
}

fn of_state(state: &StateDecl) -> About {
    let (title, description) = (text(state.name.as_ref()), text(state.description.as_ref()));
    About { title, description, owner: None, tags: tags(&state.tags) }
}

fn of_step(step: &StepDecl) -> About {
    let (title, description) = (text(step.name.as_ref()), text(step.description.as_ref()));
    About { title, description, owner: None, tags: Vec::new() }
}

fn patterns(step: &StepDecl) -> Option<Vec<SmolStr>> {
    let names = step.events()?;
    let wide = |name: &Name| name.value == "*" || name.value.ends_with(".*");
    names.iter().any(wide).then(|| names.iter().map(|name| name.value.clone()).collect())
}

fn text(written: Option<&Spanned<SmolStr>>) -> Option<SmolStr> {
    written.map(|text| text.value.clone())
}

fn tags(names: &[Name]) -> Vec<SmolStr> {
    names.iter().map(|name| name.value.clone()).collect()
}
