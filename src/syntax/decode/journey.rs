//! Journeys.

use semver::Version;
use smol_str::SmolStr;

use crate::syntax::chart::{Hidden, StateDecl};
use crate::syntax::declared::Section;
use crate::syntax::decode::astray;
use crate::syntax::decode::context::{Cx, has_holes};
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
use crate::syntax::lifecycle::EntryDecl;
use crate::syntax::node::Node;
use crate::terms::span::{Name, Spanned};

/// The journey `id`.
pub fn journey(cx: &mut Cx<'_>, node: &Node<'_>, id: Name) -> Option<JourneyDocument> {
    astray::states(cx, node, &JOURNEY);
    let keys = Fields::of(cx, node, &JOURNEY)?;
    let version = cx.idly(|cx| keys.require(cx, "version").and_then(|node| semver(cx, node)));
    keys.require(cx, "states");
    let (exit, exit_hidden) = exits(cx, &keys);
    let (steps, steps_hidden) = steps(cx, &keys);
    let (states, states_hidden) = states(cx, &keys);
    let entry = entering(cx, &keys);
    let (mut declares, astray) = declarations(cx, &keys);
    let context = ("context", Section::Context);
    let mut context = section(cx, &keys, context, &mut declares.lost, |cx, node| fields(cx, node, Role::Context));
    context.extend(astray);
    declares.lost.extend(lost(&states, (steps_hidden, states_hidden)));
    let (uses, uses_hidden) = uses(cx, &keys);
    declares.lost.extend(Section::SHARED.into_iter().filter(|_| uses_hidden));
    Some(JourneyDocument {
        file: cx.source.id,
        id,
        keys: keys.written(cx),
        version,
        title: keys.words(cx, "title"),
        description: keys.words(cx, "description"),
        owner: keys.words(cx, "owner"),
        tags: keys.tags(cx),
        uses,
        declares,
        context,
        entry,
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

/// Who enters; where that is written under a key that only means it, nobody can say.
fn entering(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> Option<EntryDecl> {
    if let Some(written) = keys.entry("entry") {
        return Some(entry(cx, written));
    }
    let misspelt = keys.misspelt("entry").map(|written| cx.span(&written.key));
    misspelt.or_else(|| astray::entry(cx, keys)).map(EntryDecl::unread)
}

/// The catalogs that are used, and whether others may be that could not be read.
fn uses(cx: &mut Cx<'_>, keys: &Fields<'_, '_>) -> (Vec<Name>, bool) {
    let Some(node) = keys.get("uses") else {
        // Of a line that could not be read, its first word tells whether it was this one.
        let is_uses = |line: &str| line.trim_start().starts_with("uses");
        let hidden = if keys.has_holes() { cx.source.text.lines().any(is_uses) } else { keys.hides("uses") };
        return (Vec::new(), hidden);
    };
    let mark = cx.mark();
    if node.is_null() {
        cx.wrong(node, "the id of a catalog", "name a catalog, or leave the key out");
    }
    let names = cx.names(node, "the id of a catalog");
    (names, cx.broken(mark) || has_holes(node) || keys.hides("uses"))
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
