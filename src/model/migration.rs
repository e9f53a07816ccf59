//! What becomes of people on other versions: compiled as far as it can be alone, and further beside the old version.

use rustc_hash::FxHashMap;
use semver::VersionReq;
use smol_str::SmolStr;

use crate::expr::facts::Facts;
use crate::expr::scope::{EventScope, Scope, Variable as Typed};
use crate::model::blocks::{self, Place};
use crate::model::ground::{Ground, Notes};
use crate::model::ids::StepId;
use crate::model::journey::{Assign, Journey, Migration, Step, Trigger, Variable};
use crate::model::outline::Outline;
use crate::model::targets;
use crate::model::values::{self, Asked, asks};
use crate::syntax::content::{Assignment, Piece, ValueDecl, ValueKind};
use crate::syntax::declared::Section;
use crate::syntax::lifecycle::MigrateDecl;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::Of;
use crate::terms::span::Name;
use crate::terms::suggest;
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// Compiles the `set` of an entry of `new`'s `migrate` for people who come from `old`, with what does not fit.
pub fn assignments(migration: &Migration, new: &Journey, old: &Journey) -> (Vec<Assign>, Vec<Finding>) {
    let ground = ground(new);
    let old: Vec<Typed> = old.context.iter().map(typed).collect();
    let mut notes = Notes::default();
    let assigns = set(&migration.set, &ground, &old, &mut notes);
    notes.findings.retain(|finding| !finding.rule.is_remark());
    (assigns, notes.findings)
}

fn set(decls: &[Assignment], ground: &Ground, old: &[Typed], notes: &mut Notes) -> Vec<Assign> {
    // A move has no event.
    let scope = Scope { old, ..ground.scope(EventScope::Envelope) };
    blocks::set(decls, Place { ground, scope: &scope, whole: true }, &mut Facts::default(), notes)
}

/// What the names in a `set` of `journey` stand for, as they did when it was compiled.
fn ground(journey: &Journey) -> Ground {
    let states = journey.states.iter().enumerate().skip(1);
    let slots = journey.context.iter().enumerate();
    Ground {
        variables: journey.context.clone(),
        context: journey.context.iter().map(typed).collect(),
        variable_slots: slots.map(|(slot, variable)| (variable.name.value.clone(), slot as u16)).collect(),
        profile: journey.profile.clone(),
        profile_types: journey
            .profile
            .iter()
            .map(|field| Typed::of(&field.name, field.shape.type_of().or_missing()))
            .collect(),
        purposes: journey.purposes.clone(),
        states: states.map(|(number, state)| (state.name.value.clone(), number as u32)).collect(),
        definitions: journey.words.definitions.to_vec(),
        functions: journey.words.functions.clone(),
        ..Ground::default()
    }
}

fn typed(variable: &Variable) -> Typed {
    Typed::of(&variable.name.value, variable.shape.type_of())
}

/// The variables of an old version that is not at hand, as far as `decls` speak of them: each may be anything.
fn guessed(decls: &[Assignment]) -> Vec<Typed> {
    let mut names = Vec::new();
    for decl in decls {
        spoken_of(&decl.value, &mut names);
    }
    anything(&names)
}

/// The variables of an old version that `text` speaks of: each may be anything.
pub fn spoken_of_old(text: &str) -> Vec<Typed> {
    let mut names = Vec::new();
    after_old(text, &mut names);
    anything(&names)
}

fn anything(names: &[SmolStr]) -> Vec<Typed> {
    names.iter().map(|name| Typed::of(name, Type::of(Kind::Any))).collect()
}

fn spoken_of(decl: &ValueDecl, names: &mut Vec<SmolStr>) {
    match &decl.kind {
        ValueKind::Expr(text) => after_old(&text.text, names),
        ValueKind::Template(pieces) => pieces.iter().for_each(|piece| {
            if let Piece::Expr(text) = piece {
                after_old(&text.text, names);
            }
        }),
        ValueKind::List(items) => items.iter().for_each(|item| spoken_of(item, names)),
        ValueKind::Map(fields) => fields.iter().for_each(|(_, value)| spoken_of(value, names)),
        _ => {}
    }
}

/// Each `x` of `old.x`, `old?.x` and `old["x"]`; one too many does no harm.
fn after_old(text: &str, names: &mut Vec<SmolStr>) {
    for (place, _) in text.match_indices("old") {
        let rest = text[place + 3..].trim_start_matches(['.', '?', '[', '"', ' ', '\n']);
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        names.push(rest[..end].into());
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
    let by_id: Steps<'_> = steps
        .iter()
        .enumerate()
        .map(|(number, step)| (&step.id.value, (StepId(number as u32), matches!(step.trigger, Trigger::Timer(_)))))
        .collect();
    decls.iter().filter_map(|decl| migration(decl, &by_id, outline, ground, notes)).collect()
}

/// Steps by id, with whether each is a timer.
type Steps<'s> = FxHashMap<&'s SmolStr, (StepId, bool)>;

fn migration(
    decl: &MigrateDecl,
    steps: &Steps<'_>,
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
    set(&decl.set, ground, &guessed(&decl.set), notes);
    let renamed = decl.steps.iter().filter_map(|(old, new)| Some((old.value.clone(), step(new, steps, notes)?.0)));
    let renamed: Vec<_> = renamed.collect();
    let mut timers = Vec::with_capacity(decl.timers.len());
    for (name, delay) in &decl.timers {
        let shape = asks(Of::Duration, false);
        let asked = Asked { shape: &shape, rule: rule::WRONG_SHAPE, what: "a timer of a migration" };
        let delay = values::constant(delay, asked, notes);
        let Some((step, is_timer)) = step(name, steps, notes) else { continue };
        if !is_timer {
            let message = format!("`{}` waits for no time, so there is no timer to set", name.value);
            let help = "name a step with `after`, `at` or `every`, or take the entry out";
            notes.findings.push(Finding::new(rule::WRONG_SHAPE, name.span, message).help(help));
        } else if let Some(Value::Duration(delay)) = delay {
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

fn step(name: &Name, steps: &Steps<'_>, notes: &mut Notes) -> Option<(StepId, bool)> {
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
