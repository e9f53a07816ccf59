//! Journeys.

use semver::Version;
use smol_str::SmolStr;

use crate::syntax::chart::{Hidden, StateDecl};
use crate::syntax::declared::Section;
use crate::syntax::decode::astray;
use crate::syntax::decode::context::Cx;
use crate::syntax::decode::declarations::{declarations, section};
use crate::syntax::decode::entry::entry;
use crate::syntax::decode::exit::exits;
use crate::syntax::decode::field::{Role, fields};
use crate::syntax::decode::fields::Fields;
use crate::syntax::decode::goal::goals;
use crate::syntax::decode::identity::identity;
use crate::syntax::decode::migrate::migrations;
use crate::syntax::decode::state::states;
use crate::syntax::decode::step::{steps, targets};
use crate::syntax::document::JourneyDocument;
use crate::syntax::elements::files::JOURNEY;
use crate::syntax::node::Node;
use crate::terms::span::{Name, Spanned};

/// The journey `id`.
pub fn journey(cx: &mut Cx<'_>, node: &Node<'_>, id: Name) -> Option<JourneyDocument> {
    astray::states(cx, node, &JOURNEY);
    let keys = Fields::of(cx, node, &JOURNEY)?;
    let version = keys.require(cx, "version");
    keys.require(cx, "states");
    let (exit, exit_hidden) = exits(cx, &keys);
    let (steps, steps_hidden) = steps(cx, &keys);
    let (states, states_hidden) = states(cx, &keys);
    let mut declares = declarations(cx, &keys);
    let context = ("context", Section::Context);
    let context = section(cx, &keys, context, &mut declares.lost, |cx, node| fields(cx, node, Role::Context));
    declares.lost.extend(lost(&states, (steps_hidden, states_hidden)));
    Some(JourneyDocument {
        file: cx.source.id,
        id,
        keys: keys.written(cx),
        version: version.and_then(|node| semver(cx, node)),
        title: keys.get("title").and_then(|node| cx.string(node, "a text")),
        description: keys.get("description").and_then(|node| cx.string(node, "a text")),
        owner: keys.get("owner").and_then(|node| cx.string(node, "a text")),
        tags: keys.get("tags").map(|node| cx.names(node, "a tag")).unwrap_or_default(),
        uses: keys.get("uses").map(|node| cx.names(node, "the id of a catalog")).unwrap_or_default(),
        declares,
        context,
        entry: keys.entry("entry").map(|written| entry(cx, written)),
        exit,
        goals: keys.get("goals").map(|node| goals(cx, node)).unwrap_or_default(),
        identity: keys.get("identity").and_then(|node| identity(cx, node)),
        initial: targets(cx, &keys, "initial"),
        steps,
        states,
        migrate: keys.get("migrate").map(|node| migrations(cx, node)).unwrap_or_default(),
        hidden: Hidden { kind: exit_hidden, steps: steps_hidden, states: states_hidden },
        cut: false,
        allows: Vec::new(),
    })
}

/// What may be missing of steps and states, at any depth.
fn lost(states: &[StateDecl], (steps, inner): (bool, bool)) -> impl Iterator<Item = Section> {
    let mut hidden = Hidden { kind: false, steps, states: inner };
    let mut open: Vec<&StateDecl> = states.iter().collect();
    while let Some(state) = open.pop() {
        hidden.steps |= state.hidden.steps;
        hidden.states |= state.hidden.states;
        open.extend(&state.states);
    }
    let steps = (hidden.steps || hidden.states).then_some(Section::Steps);
    steps.into_iter().chain(hidden.states.then_some(Section::States))
}

fn semver(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Spanned<SmolStr>> {
    let text = cx.string(node, "a version")?;
    if Version::parse(&text.value).is_err() {
        cx.wrong(node, "a version", "write three numbers, `version: 1.4.0`");
        return None;
    }
    Some(text)
}
