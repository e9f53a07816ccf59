//! Conditions of two versions of a journey over the same slots, so that one question can be asked of both.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::facts::Facts;
use crate::expr::scope::{EventScope, Scope, Variable as Typed};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::Ground as Solid;
use crate::expr::term::Condition;
use crate::expr::wording::Names;
use crate::model::conditions;
use crate::model::events;
use crate::model::ground::Notes;
use crate::model::ids::EventId;
use crate::model::journey::{EventKind, Journey};
use crate::model::payloads;
use crate::syntax::content::ConditionDecl;
use crate::syntax::text::Text;
use crate::terms::renames::Renames;
use crate::terms::shape::Shape;
use crate::terms::span::Span;
use crate::terms::types::{Kind, Type};

/// Two versions with one numbering. Whatever both have is called as the second calls it. Made once for all questions.
#[derive(Debug)]
pub struct Both<'j> {
    sides: [Version<'j>; 2],
    context: Vec<SmolStr>,
    profile: Vec<SmolStr>,
    purposes: Vec<SmolStr>,
    states: Arc<[&'j str]>,
}

/// Conditions of both versions, for one question.
#[derive(Debug)]
pub struct Joint<'b> {
    both: &'b Both<'b>,
    notes: Notes,
}

/// What one version has in each slot.
#[derive(Debug)]
struct Version<'j> {
    journey: &'j Journey,
    /// By slot, its name here and its shape; absent where this version has no such thing.
    context: Vec<Option<(SmolStr, &'j Shape)>>,
    profile: Vec<Option<(SmolStr, &'j Shape)>>,
    states: FxHashMap<SmolStr, u32>,
}

/// Which of the two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The first.
    Old,
    /// The second.
    New,
}

impl<'j> Both<'j> {
    /// Puts `old`, which calls things otherwise as `renames` says, and `new` side by side.
    pub fn of(old: &'j Journey, new: &'j Journey, renames: &'j Renames) -> Self {
        let variables = |journey: &'j Journey| journey.context.iter().map(|of| (&of.name.value, &of.shape));
        let fields = |journey: &'j Journey| journey.profile.iter().map(|of| (&of.name, &of.shape));
        let (context, [old_context, new_context]) =
            slots(variables(old), variables(new), |name| renames.variables.new_of(name));
        let (profile, [old_profile, new_profile]) = slots(fields(old), fields(new), |name| name);
        let mut states: Vec<&str> = new.states.iter().map(|state| state.name.value.as_str()).collect();
        let mut numbers = [FxHashMap::default(), FxHashMap::default()];
        numbers[1].extend(new.states.iter().map(|state| state.name.value.clone()).zip(0..));
        for state in &old.states {
            let now = renames.states.new_of(&state.name.value);
            let number = numbers[1].get(now).copied().unwrap_or_else(|| {
                states.push(now);
                states.len() as u32 - 1
            });
            numbers[0].insert(state.name.value.clone(), number);
        }
        let [old_numbers, new_numbers] = numbers;
        let mut purposes: Vec<SmolStr> = old.purposes.iter().chain(&new.purposes).cloned().collect();
        purposes.sort();
        purposes.dedup();
        Self {
            sides: [
                Version { journey: old, context: old_context, profile: old_profile, states: old_numbers },
                Version { journey: new, context: new_context, profile: new_profile, states: new_numbers },
            ],
            context,
            profile,
            purposes,
            states: states.into(),
        }
    }

    /// No condition yet.
    pub fn joint(&self) -> Joint<'_> {
        Joint { both: self, notes: Notes::default() }
    }
}

impl Joint<'_> {
    /// `condition` of one of the versions in the slots of both, where one of `triggers` has come (none where no event
    /// has); absent where it cannot be said so.
    pub fn condition(&mut self, which: Which, condition: &Condition, triggers: &[EventId]) -> Option<Condition> {
        let side = &self.both.sides[which as usize];
        let journey = side.journey;
        let payload = events::payload(&journey.events, &journey.actions, triggers);
        let completes = |id: &EventId| matches!(journey.events[id.index()].kind, EventKind::Done(_));
        let seen = !triggers.is_empty() && !triggers.iter().any(completes);
        let (context, profile) = (typed(&side.context, false), typed(&side.profile, true));
        let scope = Scope {
            context: &context,
            old: &[],
            event: if seen { EventScope::Payload(&payload) } else { EventScope::Envelope },
            profile: &profile,
            purposes: &self.both.purposes,
            states: &side.states,
            definitions: &journey.words.definitions,
            functions: &journey.words.functions,
            person: true,
        };
        let before = self.notes.findings.len();
        let tested = conditions::condition(&declared(condition), "a guard", &scope, &Facts::default(), &mut self.notes);
        (!self.notes.failed_since(before)).then_some(tested.condition)
    }

    /// What holds in both versions, for the value solver, once all conditions are there.
    pub fn ground(&self) -> Solid {
        let [old, new] = &self.both.sides;
        Solid {
            context: either(&old.context, &new.context),
            profile: either(&old.profile, &new.profile).into_iter().map(Values::or_missing).collect(),
            purposes: self.both.purposes.len(),
            paths: self.notes.paths.clone(),
            default_tz: new.journey.default_tz.clone(),
        }
    }

    /// What payloads may hold, by the number of the path, where one of these events has come: in the old version, in the
    /// new one.
    pub fn payload(&self, triggers: [&[EventId]; 2]) -> Vec<Values> {
        let sides = || self.both.sides.iter().map(|side| side.journey).zip(triggers);
        let of = |path: &[SmolStr]| payloads::of_path_of_any(sides(), path);
        self.notes.paths.iter().map(of).collect()
    }

    /// What the slots are called.
    pub fn names(&self) -> Names<'_> {
        Names {
            context: self.both.context.iter().map(SmolStr::as_str).collect(),
            old: Vec::new(),
            profile: self.both.profile.iter().map(SmolStr::as_str).collect(),
            purposes: &self.both.purposes,
            states: Arc::clone(&self.both.states),
            paths: &self.notes.paths,
        }
    }
}

type Slots<'j> = Vec<Option<(SmolStr, &'j Shape)>>;

/// The slots of what both have, in the order of `new`, and behind them what only `old` has.
fn slots<'j>(
    old: impl Iterator<Item = (&'j SmolStr, &'j Shape)>,
    new: impl Iterator<Item = (&'j SmolStr, &'j Shape)>,
    now: impl Fn(&'j SmolStr) -> &'j SmolStr + Copy,
) -> (Vec<SmolStr>, [Slots<'j>; 2])
where
{
    let new: Vec<_> = new.collect();
    let mut names: Vec<SmolStr> = new.iter().map(|(name, _)| (*name).clone()).collect();
    let mut news: Slots<'j> = new.into_iter().map(|(name, shape)| Some((name.clone(), shape))).collect();
    let mut olds: Slots<'j> = vec![None; names.len()];
    for (name, shape) in old {
        let known = Some((name.clone(), shape));
        if let Some(slot) = names.iter().position(|other| other == now(name)) {
            olds[slot] = known;
        } else {
            names.push(now(name).clone());
            olds.push(known);
            news.push(None);
        }
    }
    (names, [olds, news])
}

/// What each slot may hold in one version or the other.
fn either(old: &[Option<(SmolStr, &Shape)>], new: &[Option<(SmolStr, &Shape)>]) -> Vec<Values> {
    let values = |slot: &Option<(SmolStr, &Shape)>| slot.as_ref().map(|(_, shape)| Values::of_shape(shape));
    let both = old.iter().zip(new).map(|(old, new)| match (values(old), values(new)) {
        (Some(old), Some(new)) => old.join(&new),
        (old, new) => old.or(new).unwrap_or_else(Values::any),
    });
    both.collect()
}

/// What expressions of one version see; a slot that it does not have is called by no name that can be written.
fn typed(slots: &[Option<(SmolStr, &Shape)>], missing: bool) -> Vec<Typed> {
    let typed = |slot: &Option<(SmolStr, &Shape)>| match slot {
        Some((name, shape)) if missing => Typed::of(name, shape.type_of().or_missing()),
        Some((name, shape)) => Typed::of(name, shape.type_of()),
        None => Typed::of(&SmolStr::default(), Type::of(Kind::Any)),
    };
    slots.iter().map(typed).collect()
}

/// A condition as it was written, without its place.
fn declared(condition: &Condition) -> ConditionDecl {
    match condition {
        Condition::Expression(program) => ConditionDecl::Expr(Text::straight(program.written(), Span::default(), 0)),
        Condition::All(parts) => ConditionDecl::All(parts.iter().map(declared).collect(), Span::default()),
        Condition::Any(parts) => ConditionDecl::Any(parts.iter().map(declared).collect(), Span::default()),
        Condition::Not(part) => ConditionDecl::Not(Box::new(declared(part)), Span::default()),
    }
}
