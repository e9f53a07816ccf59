//! Names that are declared and break the pattern of their kind, which is told where they stand: who means one of them and
//! writes it as it should be has no fault of his own.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::model::library::Library;
use crate::model::outline::Outline;
use crate::syntax::document::JourneyDocument;
use crate::terms::name::{is_event_text, is_id, is_word};
use crate::terms::span::Name;

/// Those of `journey` and of what it may use.
pub fn misnamed(journey: &JourneyDocument, library: &Library<'_>, outline: &Outline<'_>) -> BTreeSet<SmolStr> {
    let states = outline.nodes.iter().filter_map(|node| node.decl).map(|state| &state.id);
    let actions = library.actions.iter().map(|it| &it.decl.name);
    let windows = library.windows.iter().map(|it| &it.decl.name);
    let caps = library.caps.iter().map(|it| &it.decl.name);
    let ids = states.chain(actions).chain(windows).chain(caps).filter(|name| !is_id(&name.value));
    let variables = journey.context.iter().map(|it| &it.name);
    let define = library.define.iter().map(|it| &it.decl.name);
    let functions = library.functions.iter().map(|it| &it.decl.name);
    let words = variables.chain(define).chain(functions).filter(|name| !is_word(&name.value));
    let events = library.events.iter().map(|it| &it.decl.name).filter(|name| !is_event_text(&name.value));
    ids.chain(words).chain(events).map(|name: &Name| name.value.clone()).collect()
}
