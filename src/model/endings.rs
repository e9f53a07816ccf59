//! What ends a journey, and what is counted in it.

use crate::expr::scope::EventScope;
use crate::model::blocks::{self, Place};
use crate::model::conditions;
use crate::model::ground::{Ground, Notes};
use crate::model::journey::{ExitRule, Goal, GoalBy};
use crate::model::outline::Outline;
use crate::model::targets;
use crate::model::triggers;
use crate::model::values::{self, Asked, View, asks};
use crate::syntax::declared::Section;
use crate::syntax::lifecycle::{ExitDecl, GoalDecl, IdentityDecl};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::Of;
use crate::terms::span::Name;

/// Compiles the exit rules.
pub fn exits(decls: &[ExitDecl], outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> Vec<ExitRule> {
    decls.iter().map(|decl| exit(decl, outline, ground, notes)).collect()
}

fn exit(decl: &ExitDecl, outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> ExitRule {
    // Whether a completion could come does not matter where nothing can hear it.
    let (refused, heard): (Vec<Name>, Vec<Name>) =
        decl.triggers.iter().cloned().partition(|name| name.value.starts_with("done."));
    let triggers = triggers::resolve(&heard, outline, ground, notes);
    for name in &refused {
        let message = format!("an exit rule cannot listen to `{}`", name.value);
        notes.findings.push(
            Finding::new(rule::BAD_TARGET, name.span, message)
                .help("exit rules hear outside, emitted and scheduled events and fates; use a step to a final state"),
        );
    }
    let payload = ground.payload(&decl.triggers, &triggers, !decl.broken);
    let scope = ground.scope(EventScope::Payload(&payload));
    let (guard, mut facts) = conditions::guard(decl.guard.as_ref(), &scope, notes);
    let actions = blocks::block(&decl.actions, Place { ground, scope: &scope, whole: true }, &mut facts, notes);
    ExitRule { id: decl.id.clone(), triggers, guard, actions }
}

/// Compiles the goals.
pub fn goals(decls: &[GoalDecl], outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> Vec<Goal> {
    decls.iter().filter_map(|decl| goal(decl, outline, ground, notes)).collect()
}

fn goal(decl: &GoalDecl, outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> Option<Goal> {
    let events = triggers::resolve(&decl.triggers, outline, ground, notes);
    let payload = ground.payload(&decl.triggers, &events, !decl.broken);
    let by_event = decl.state.is_none() && !ground.events.any_done(&events);
    let scope = ground.scope(if by_event { EventScope::Payload(&payload) } else { EventScope::Envelope });
    let (guard, facts) = conditions::guard(decl.guard.as_ref(), &scope, notes);
    let shape = asks(Of::Number, false);
    let what = format!("the value of the goal `{}`", decl.id.value);
    let asked = Asked { shape: &shape, rule: rule::TYPE_MISMATCH, what: &what };
    let view = View { scope: &scope, facts: &facts };
    let value = decl.value.as_ref().and_then(|value| values::value(value, asked, view, notes)).map(|given| given.term);
    let by = match &decl.state {
        Some(name) => GoalBy::State(targets::find(name, outline, notes)?),
        None => GoalBy::Events(events, guard),
    };
    Some(Goal { id: decl.id.clone(), by, within: decl.within.as_ref().map(|within| within.value), value })
}

/// Reports variables of `identity.context` that there are not.
pub fn identity(decl: &IdentityDecl, ground: &Ground, notes: &mut Notes) {
    for (name, _) in &decl.context {
        if !ground.variable_slots.contains_key(&name.value) {
            notes.unknown(Section::Context, blocks::unknown_variable(name, ground));
        }
    }
}
