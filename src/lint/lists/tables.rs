//! What can be looked up of the ways on which a list may grow.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::graph::rounds::Rounds;
use crate::lint::blocks;
use crate::lint::case::Case;
use crate::lint::lists::changes::Change;
use crate::lint::lists::guarding;
use crate::lint::lists::items::Added;
use crate::lint::verdicts::asking::is_whole;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Block, Due, State, Trigger, Work};

/// The variables that something reads which may end the growing; absent where that could not be read.
pub type Asked = Option<Vec<u16>>;

/// The tables of a journey.
pub struct Tables {
    /// Where people go round.
    pub rounds: Rounds,
    /// By state, the variables that its own steps and blocks set.
    pub set_by: Vec<Vec<u16>>,
    /// By ring, the variables that are set on it.
    pub set_on: BTreeMap<u32, BTreeSet<u16>>,
    /// By ring, the variables that guards of steps along it read.
    pub asked_on: BTreeMap<u32, BTreeSet<u16>>,
    /// Rings with a guard that could not be read.
    pub unread_on: BTreeSet<u32>,
    /// By state, what may take people out of it without a certain event, or raises what may.
    pub stops_in: Vec<Vec<Asked>>,
    /// By ring, what may take people off it before they go on.
    pub stops_on: BTreeMap<u32, Vec<Asked>>,
    /// The events of each exit rule, and what it reads.
    pub exits: Vec<(Vec<EventId>, Asked)>,
    /// What is added to lists.
    pub added: Added,
}

impl Tables {
    /// Those of `case`, where these are the `changes` of lists.
    pub fn of(case: &Case<'_>, changes: &[Change]) -> Self {
        let machine = &case.machine;
        let states = || machine.journey.states.iter();
        let mut tables = Self {
            rounds: machine.rounds(),
            set_by: states().map(|state| set_by(machine, state)).collect(),
            set_on: BTreeMap::new(),
            asked_on: BTreeMap::new(),
            unread_on: BTreeSet::new(),
            stops_in: states().map(|state| stops_in(case, state)).collect(),
            stops_on: BTreeMap::new(),
            exits: exits(case),
            added: added(case, changes),
        };
        for number in 0..machine.journey.states.len() {
            let state = StateId(number as u32);
            if let Some(ring) = tables.rounds.through(state) {
                tables.set_on.entry(ring).or_default().extend(&tables.set_by[number]);
                let stops = tables.stops_in[number].iter().cloned().chain(earlier(case, &tables, state));
                let stops: Vec<Asked> = stops.collect();
                tables.stops_on.entry(ring).or_default().extend(stops);
            }
        }
        for step in (0..machine.journey.steps.len() as u32).map(StepId) {
            let Some(ring) = tables.rounds.along(machine, step) else { continue };
            match bounding(case, step, &tables.added) {
                Some(asked) => tables.asked_on.entry(ring).or_default().extend(asked),
                None => tables.unread_on.extend([ring]),
            }
        }
        tables
    }
}

/// The variables that the guard of `step` reads.
pub fn asked_by(case: &Case<'_>, step: StepId) -> Asked {
    let decl = case.step_decl(step);
    match (&case.machine.step(step).guard, &decl.guard) {
        (Some(guard), _) => reads(guard),
        (None, None) => (!decl.uncertain).then(Vec::new),
        (None, Some(_)) => None,
    }
}

/// Those of them by which it may end that a list grows, where these items are `added` to lists.
pub fn bounding(case: &Case<'_>, step: StepId, added: &Added) -> Asked {
    let mut asked = asked_by(case, step)?;
    let guard = case.step_decl(step).guard.as_ref().filter(|_| !asked.is_empty());
    if let Some(names) = guard.and_then(|guard| guarding::of(case, step, guard, added)) {
        asked.retain(|&slot| names.contains(&case.machine.journey.context[usize::from(slot)].name.value));
    }
    Some(asked)
}

/// By list, the literals that are added to it, where nothing else ever is.
fn added(case: &Case<'_>, changes: &[Change]) -> Added {
    let lists = (0..).zip(&case.machine.journey.context);
    let all = lists.filter_map(|(slot, variable)| {
        let own = changes.iter().filter(|change| change.variable == slot);
        let items = own.map(|change| change.added.clone()).collect::<Option<Vec<_>>>()?;
        Some((variable.name.value.clone(), items.concat()))
    });
    all.collect()
}

/// The events of a step, if events fire it.
pub fn events_of(machine: &Machine, step: StepId) -> &[EventId] {
    match &machine.step(step).trigger {
        Trigger::Events(events) => events,
        _ => &[],
    }
}

fn set_by(machine: &Machine, state: &State) -> Vec<u16> {
    let mut set = Vec::new();
    for &step in &state.steps {
        blocks::of_step(machine.step(step), &mut |assign| set.push(assign.variable.0));
    }
    for block in [&state.on_entry, &state.on_exit] {
        blocks::assignments(block, &mut |assign| set.push(assign.variable.0));
    }
    set
}

/// Guarded `always` steps and rhythms that lead away, and what an `if` raises.
fn stops_in(case: &Case<'_>, state: &State) -> Vec<Asked> {
    let mut stops = Vec::new();
    for &id in &state.steps {
        let step = case.machine.step(id);
        let unasked = match &step.trigger {
            Trigger::Always => true,
            Trigger::Timer(timer) => matches!(timer.due, Due::Every(..)),
            Trigger::Events(_) => false,
        };
        if unasked && !step.to.is_empty() {
            stops.push(asked_by(case, id));
        }
        raising(&step.actions, &mut stops);
    }
    raising(&state.on_entry, &mut stops);
    raising(&state.on_exit, &mut stops);
    stops
}

/// What each `if` of `block` reads that brings an event about.
fn raising(block: &Block, stops: &mut Vec<Asked>) {
    blocks::each(block, &mut |instruction| {
        let Work::If(condition, then, otherwise) = &instruction.work else { return };
        let mut raises = false;
        for branch in [then, otherwise] {
            blocks::each(branch, &mut |inner| {
                raises |= matches!(inner.work, Work::Raise(_) | Work::Emit(_) | Work::Schedule(_));
            });
        }
        if raises {
            stops.push(reads(condition));
        }
    });
}

fn reads(condition: &Condition) -> Asked {
    is_whole(condition).then(|| condition.reads().context)
}

/// What is asked in `state` before people go on round: steps that lead off the ring for every event by which a later one
/// goes on, and exit rules for such events.
fn earlier(case: &Case<'_>, tables: &Tables, state: StateId) -> Vec<Asked> {
    let machine = &case.machine;
    let covers = |events: &[EventId], step: StepId| {
        let on = events_of(machine, step);
        !on.is_empty() && on.iter().all(|event| events.contains(event))
    };
    let steps = &machine.state(state).steps;
    let (on, off): (Vec<StepId>, Vec<StepId>) =
        steps.iter().partition(|&&step| tables.rounds.along(machine, step).is_some());
    let first = |&&step: &&StepId| on.iter().any(|&later| step < later && covers(events_of(machine, step), later));
    let leading = off.iter().filter(first).map(|&step| asked_by(case, step));
    let exits = tables.exits.iter().filter(|(events, _)| on.iter().any(|&step| covers(events, step)));
    leading.chain(exits.map(|(_, asked)| asked.clone())).collect()
}

/// The events of each exit rule. Of one without a guard it is unknown what ends it: nothing happens after it.
fn exits(case: &Case<'_>) -> Vec<(Vec<EventId>, Asked)> {
    let rules = case.machine.journey.exit.iter();
    rules.map(|rule| (rule.triggers.clone(), rule.guard.as_ref().and_then(reads))).collect()
}
