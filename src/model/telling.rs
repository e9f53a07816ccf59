//! Gathers what a journey says for people.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::model::ids::{ActionId, EventId, StateId, StepId};
use crate::model::library::Library;
use crate::model::outline::Outline;
use crate::model::prose::{About, AboutFunction, Prose};
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::declared::FunctionDecl;
use crate::syntax::document::JourneyDocument;
use crate::terms::span::{Name, Spanned};

/// Gathers what `journey` says; `library` is what it may use, in the order of its numbers, and `called` are the functions
/// that its expressions call.
pub fn gather(
    journey: &JourneyDocument,
    outline: &Outline<'_>,
    library: &Library<'_>,
    called: &BTreeSet<SmolStr>,
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
        functions: functions(library, called),
        patterns: (0..).zip(decls()).filter_map(|(number, step)| Some((StepId(number), patterns(step)?))).collect(),
    }
}

/// The functions of which something is said.
fn functions(library: &Library<'_>, called: &BTreeSet<SmolStr>) -> BTreeMap<SmolStr, AboutFunction> {
    let told = library.functions.iter().map(|function| {
        let name = &function.decl.name.value;
        let is_part = function.catalog.is_none() || called.contains(name);
        (name.clone(), AboutFunction { texts: of_function(function.decl), is_part })
    });
    told.filter(|(_, about)| !about.texts.is_empty()).collect()
}

fn of_function(function: &FunctionDecl) -> Vec<(SmolStr, SmolStr)> {
    let own = function.description.iter().map(|text| (SmolStr::new_static("description"), text.clone()));
    let mut texts: Vec<(SmolStr, SmolStr)> = own.collect();
    let mut visit = |way: &str, text: &SmolStr| texts.push((SmolStr::new(way), text.clone()));
    for param in &function.params {
        param.shape.descriptions(&format!("description.param.{}", param.name.value), &mut visit);
    }
    if let Some(returns) = &function.returns {
        returns.value.descriptions("description.returns", &mut visit);
    }
    texts
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
