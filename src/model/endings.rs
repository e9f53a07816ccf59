//! What ends a journey, what is counted in it, and what becomes of people on other versions.

use rustc_hash::FxHashMap;
use semver::VersionReq;
use smol_str::SmolStr;

use crate::expr::scope::EventScope;
use crate::model::blocks::{self, Place};
use crate::model::conditions;
use crate::model::ground::{Ground, Notes};
use crate::model::ids::StepId;
use crate::model::journey::{ExitRule, Goal, GoalBy, Migration, Step};
use crate::model::outline::Outline;
use crate::model::targets;
use crate::model::triggers;
use crate::model::values::{self, Asked, View, asks};
use crate::syntax::declared::Section;
use crate::syntax::lifecycle::{ExitDecl, GoalDecl, IdentityDecl, MigrateDecl};
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::Of;
use crate::terms::span::Name;
use crate::terms::suggest;
use crate::terms::value::Value;

/// Compiles the exit rules.
pub fn exits(decls: &[ExitDecl], outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> Vec<ExitRule> {
    decls.iter().map(|decl| exit(decl, outline, ground, notes)).collect()
}

fn exit(decl: &ExitDecl, outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> ExitRule {
    let triggers = triggers::resolve(&decl.triggers, outline, ground, notes);
    for name in decl.triggers.iter().filter(|name| name.value.starts_with("done.")) {
        let message = format!("an exit rule cannot listen to `{}`", name.value);
        notes.findings.push(
            Finding::new(rule::BAD_TARGET, name.span, message)
                .help("exit rules hear outside, emitted and scheduled events and fates; use a step to a final state"),
        );
    }
    let payload = ground.events.payload(&triggers, &ground.actions);
    let scope = ground.scope(EventScope::Payload(&payload));
    let before = notes.findings.len();
    let (guard, mut facts) = conditions::guard(decl.guard.as_ref(), &scope, notes);
    let actions = blocks::block(&decl.actions, Place { ground, scope: &scope, whole: true }, &mut facts, notes);
    if !ground.knows_payload(&decl.triggers, &triggers) {
        notes.forget_payload(before);
    }
    ExitRule { id: decl.id.clone(), triggers, guard, actions }
}

/// Compiles the goals.
pub fn goals(decls: &[GoalDecl], outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> Vec<Goal> {
    decls.iter().filter_map(|decl| goal(decl, outline, ground, notes)).collect()
}

fn goal(decl: &GoalDecl, outline: &Outline<'_>, ground: &Ground, notes: &mut Notes) -> Option<Goal> {
    let events = triggers::resolve(&decl.triggers, outline, ground, notes);
    let payload = ground.events.payload(&events, &ground.actions);
    let by_event = decl.state.is_none() && !ground.events.any_done(&events);
    let scope = ground.scope(if by_event { EventScope::Payload(&payload) } else { EventScope::Envelope });
    let before = notes.findings.len();
    let (guard, facts) = conditions::guard(decl.guard.as_ref(), &scope, notes);
    let shape = asks(Of::Number, false);
    let what = format!("the value of the goal `{}`", decl.id.value);
    let asked = Asked { shape: &shape, rule: rule::TYPE_MISMATCH, what: &what };
    let view = View { scope: &scope, facts: &facts };
    let value = decl.value.as_ref().and_then(|value| values::value(value, asked, view, notes)).map(|given| given.term);
    if !ground.knows_payload(&decl.triggers, &events) {
        notes.forget_payload(before);
    }
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

/// Compiles `migrate` as far as it can be without the old version.
pub fn migrations(
    decls: &[MigrateDecl],
    steps: &[Step],
    outline: &Outline<'_>,
    ground: &Ground,
    notes: &mut Notes,
) -> Vec<Migration> {
    let by_id: FxHashMap<&SmolStr, StepId> =
        steps.iter().enumerate().map(|(number, step)| (&step.id.value, StepId(number as u32))).collect();
    decls.iter().filter_map(|decl| migration(decl, &by_id, outline, ground, notes)).collect()
}

fn migration(
    decl: &MigrateDecl,
    steps: &FxHashMap<&SmolStr, StepId>,
    outline: &Outline<'_>,
    ground: &Ground,
    notes: &mut Notes,
) -> Option<Migration> {
    let mut images = Vec::with_capacity(decl.states.len());
    for (old, new) in &decl.states {
        if new.value == "exit" {
            images.push((old.value.clone(), None));
        } else if let Some(state) = targets::find(new, outline, notes) {
            images.push((old.value.clone(), Some(state)));
        }
    }
    for assign in decl.set.iter().filter(|assign| !ground.variable_slots.contains_key(&assign.variable.value)) {
        notes.unknown(Section::Context, blocks::unknown_variable(&assign.variable, ground));
    }
    let renamed = decl.steps.iter().filter_map(|(old, new)| Some((old.value.clone(), step(new, steps, notes)?)));
    let renamed: Vec<_> = renamed.collect();
    let mut timers = Vec::with_capacity(decl.timers.len());
    for (name, delay) in &decl.timers {
        let shape = asks(Of::Duration, false);
        let asked = Asked { shape: &shape, rule: rule::WRONG_SHAPE, what: "a timer of a migration" };
        let delay = values::constant(delay, asked, notes);
        if let (Some(step), Some(Value::Duration(delay))) = (step(name, steps, notes), delay) {
            timers.push((step, delay));
        }
    }
    let from = decl.from.as_ref()?;
    match VersionReq::parse(&from.value) {
        Ok(from) => {
            Some(Migration { from, finish: decl.finish, states: images, set: decl.set.clone(), timers, steps: renamed })
        }
        Err(error) => {
            let message = format!("`{}` is no range of versions: {error}", from.value);
            notes
                .findings
                .push(Finding::new(rule::WRONG_SHAPE, from.span, message).help("write `1.x`, `<2.0` or `>=1.2, <2`"));
            None
        }
    }
}

fn step(name: &Name, steps: &FxHashMap<&SmolStr, StepId>, notes: &mut Notes) -> Option<StepId> {
    let found = steps.get(&name.value).copied();
    if found.is_none() {
        let mut known: Vec<&str> = steps.keys().map(|id| id.as_str()).collect();
        known.sort_unstable();
        let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no step is called `{}`", name.value));
        finding.help = suggest::help(&name.value, known);
        notes.unknown(Section::Steps, finding);
    }
    found
}
