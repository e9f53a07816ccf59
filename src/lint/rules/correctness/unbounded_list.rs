//! `unbounded-list`: it grows, and nothing ends that.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::expr::parse;
use crate::expr::tree::{BinaryOp, LinkKind, Tree, TreeKind};
use crate::graph::machine::Machine;
use crate::graph::rounds::Rounds;
use crate::lint::blocks;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Due, State, StateKind, Trigger};
use crate::syntax::content::{Assignment, ItemDecl, ItemKind, ValueKind};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::shape::Of;
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("unbounded-list"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A list that is appended to again and again without a bound. None of these is on the way round, a guard \
              on the list or on what counts the rounds, a `without`, a `set` that begins it anew.",
    why: "It is stored for every person and grows for years, until the journey's limits refuse the event.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  VIEWED:
    payload: { sku: string }
context:
  seen: { type: [string], default: [] }
# ^^^^ unbounded-list
initial: START
states:
  START:
    steps:
      - id: viewed
        triggers: VIEWED
        set:
          seen: =ctx.seen + [event.payload.sku]
      - { id: many, after: 30d, guard: ctx.seen.len() > 20, to: KEEN }
      - { id: few, after: 31d, to: DONE }
  KEEN: { final: true }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  VIEWED:
    payload: { sku: string }
context:
  seen: { type: [string], default: [] }
initial: START
states:
  START:
    steps:
      - id: viewed
        triggers: VIEWED
        guard: ctx.seen.len() < 50
        set:
          seen: =ctx.seen + [event.payload.sku]
      - { id: many, after: 30d, guard: ctx.seen.len() > 20, to: KEEN }
      - { id: few, after: 31d, to: DONE }
  KEEN: { final: true }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

/// Where an assignment stands.
#[derive(Clone, Copy)]
enum Place {
    /// In a step's `set` or actions.
    Step(StepId),
    /// In what is done whenever a state is entered, left or passed.
    Passing(StateId),
}

/// An assignment of a list that makes it longer, or does something else with it.
struct Change {
    variable: usize,
    place: Place,
    span: Span,
    appends: bool,
}

fn check(case: &Case<'_>, found: &mut Found) {
    let is_list = |shape: &Of| matches!(shape, Of::List(_));
    if !case.machine.journey.context.iter().any(|variable| is_list(&variable.shape.of)) {
        return;
    }
    let changes = changes(case);
    if !changes.iter().any(|change| change.appends) {
        return;
    }
    let tables = Tables::of(case);
    let grows = |change: &&Change| change.appends && is_unbounded(case, &tables, change, &changes);
    for (slot, variable) in case.machine.journey.context.iter().enumerate() {
        let mut growing = changes.iter().filter(|change| change.variable == slot).filter(grows).peekable();
        if growing.peek().is_none() {
            continue;
        }
        let name = &variable.name;
        let message = format!("the list `{}` grows without end", name.value);
        let mut finding = Finding::new(RULE.name, name.span, message);
        for change in growing {
            finding = finding.label(change.span, "appended to here, again and again");
        }
        let help =
            format!("bound it: a guard on `ctx.{0}.len()`, or a step on the way round that sets it anew", name.value);
        found.push(finding.help(help));
    }
}

/// Every assignment of a list, in document order.
fn changes(case: &Case<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for number in 0..case.machine.journey.steps.len() as u32 {
        let (step, decl) = (StepId(number), case.step_decl(StepId(number)));
        gather(case, (&decl.set, &decl.actions), Place::Step(step), &mut changes);
    }
    for state in case.machine.all_states() {
        let Some(decl) = case.state_decl(state) else { continue };
        let arms = decl.split.iter().flat_map(|split| &split.arms);
        for set in arms.map(|arm| arm.set.as_slice()) {
            gather(case, (set, &[]), Place::Passing(state), &mut changes);
        }
        gather(case, (&[], &decl.on_entry), Place::Passing(state), &mut changes);
        gather(case, (&[], &decl.on_exit), Place::Passing(state), &mut changes);
    }
    changes
}

fn gather(case: &Case<'_>, (set, items): (&[Assignment], &[ItemDecl]), place: Place, changes: &mut Vec<Change>) {
    let mut add = |assignment: &Assignment, certain: bool| {
        let declared = &case.machine.journey.context;
        let found = declared.iter().position(|variable| variable.name.value == assignment.variable.value);
        if let Some(variable) = found.filter(|&slot| matches!(declared[slot].shape.of, Of::List(_))) {
            let appends = appends(assignment);
            // What an `if` decides may be bounded by it, and bounds nothing that is appended elsewhere.
            if certain || !appends {
                changes.push(Change { variable, place, span: assignment.variable.span, appends });
            }
        }
    };
    for assignment in set {
        add(assignment, true);
    }
    for item in items {
        let certain = matches!(item.kind, ItemKind::Set(_));
        blocks::written(std::slice::from_ref(item), &mut |assignment| add(assignment, certain));
    }
}

/// Whether the new value is the old one with something added.
fn appends(assignment: &Assignment) -> bool {
    let ValueKind::Expr(text) = &assignment.value.kind else { return false };
    let Some(parsed) = parse::parse(text, &mut Vec::new()) else { return false };
    matches!(parsed.tree.kind, TreeKind::Binary(BinaryOp::Add, _)) && adds_to(&parsed.tree, &assignment.variable.value)
}

fn adds_to(tree: &Tree, variable: &str) -> bool {
    match &tree.kind {
        TreeKind::Binary(BinaryOp::Add, both) => adds_to(&both.0, variable) || adds_to(&both.1, variable),
        TreeKind::Coalesce(parts) => parts.first().is_some_and(|first| adds_to(first, variable)),
        TreeKind::Chain(base, links) => {
            matches!(&base.kind, TreeKind::Name(name) if name == "ctx")
                && matches!(&links[..], [link] if matches!(&link.kind, LinkKind::Field(field) if field == variable))
        }
        _ => false,
    }
}

/// What can be looked up when it is known where people go round.
struct Tables {
    rounds: Rounds,
    /// By state, the variables that its own steps and blocks set.
    set_by: Vec<Vec<u16>>,
    /// By ring, the variables that are set on it.
    set_on: BTreeMap<u32, BTreeSet<u16>>,
    /// By ring, the variables that guards of steps along it read.
    asked_on: BTreeMap<u32, BTreeSet<u16>>,
    /// Rings with a guard that could not be read.
    unread_on: BTreeSet<u32>,
}

impl Tables {
    fn of(case: &Case<'_>) -> Self {
        let machine = &case.machine;
        let rounds = machine.rounds();
        let set_by: Vec<Vec<u16>> = machine.journey.states.iter().map(|state| set_by(machine, state)).collect();
        let mut tables =
            Self { rounds, set_by, set_on: BTreeMap::new(), asked_on: BTreeMap::new(), unread_on: BTreeSet::new() };
        for (number, set) in tables.set_by.iter().enumerate() {
            if let Some(ring) = tables.rounds.through(StateId(number as u32)) {
                tables.set_on.entry(ring).or_default().extend(set);
            }
        }
        for step in (0..machine.journey.steps.len() as u32).map(StepId) {
            let Some(ring) = tables.rounds.along(machine, step) else { continue };
            match asked_by(case, step) {
                Some(asked) => tables.asked_on.entry(ring).or_default().extend(asked),
                None => tables.unread_on.extend([ring]),
            }
        }
        tables
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

/// The variables that the guard of `step` reads; absent where it could not be read.
fn asked_by(case: &Case<'_>, step: StepId) -> Option<Vec<u16>> {
    match (&case.machine.step(step).guard, &case.step_decl(step).guard) {
        (Some(guard), _) => Some(guard.reads().context),
        (None, None) => Some(Vec::new()),
        (None, Some(_)) => None,
    }
}

/// Whether someone can come to `change` again and again without anything that bounds the list.
fn is_unbounded(case: &Case<'_>, tables: &Tables, change: &Change, changes: &[Change]) -> bool {
    let (machine, rounds) = (&case.machine, &tables.rounds);
    let (owner, ring) = match change.place {
        Place::Step(step) => (machine.step(step).source, rounds.along(machine, step)),
        Place::Passing(state) => (state, rounds.into(state)),
    };
    let again = match change.place {
        Place::Step(step) if stays_for_ever(case, step) => true,
        Place::Step(step) if !machine.leaves_source(step) => rounds.into(owner).is_some(),
        _ => ring.is_some(),
    };
    let around = Around { case, tables, owner, ring: ring.or_else(|| rounds.into(owner)) };
    let set_anew = |other: &Change| !other.appends && other.variable == change.variable && around.has(other.place);
    again && case.reached()[owner.index()] && !changes.iter().any(set_anew) && !around.is_bounded(change)
}

/// Whether a step stays where it is and can be taken any number of times.
fn stays_for_ever(case: &Case<'_>, step: StepId) -> bool {
    if case.machine.leaves_source(step) {
        return false;
    }
    match &case.machine.step(step).trigger {
        Trigger::Events(events) => !events.is_empty(),
        Trigger::Always => false,
        Trigger::Timer(timer) => matches!(timer.due, Due::Every(_, None)),
    }
}

/// What can happen between two times that something is appended.
struct Around<'a, 'c> {
    case: &'a Case<'c>,
    tables: &'a Tables,
    owner: StateId,
    ring: Option<u32>,
}

impl Around<'_, '_> {
    fn has(&self, place: Place) -> bool {
        let state = match place {
            Place::Step(step) => self.case.machine.step(step).source,
            Place::Passing(state) => state,
        };
        let on_ring = self.ring.is_some() && self.tables.rounds.through(state) == self.ring;
        on_ring || self.inside().contains(&state.0) || self.case.machine.is_inside(state, self.owner)
    }

    /// The states inside the owner, or inside the outermost parallel state around it.
    fn inside(&self) -> RangeInclusive<u32> {
        let machine = &self.case.machine;
        let parallel = |&outer: &StateId| matches!(machine.state(outer).kind, StateKind::Parallel);
        let outer = machine.outward(self.owner).filter(parallel).last().unwrap_or(self.owner);
        outer.0..=machine.state(outer).last.0
    }

    /// Whether a guard on the way round reads the list, or something that is set there.
    fn is_bounded(&self, change: &Change) -> bool {
        let Tables { set_by, set_on, asked_on, unread_on, .. } = self.tables;
        let own = match change.place {
            Place::Step(step) => asked_by(self.case, step),
            Place::Passing(_) => Some(Vec::new()),
        };
        let Some(own) = own else { return true };
        if self.ring.is_some_and(|ring| unread_on.contains(&ring)) {
            return true;
        }
        let mut set: BTreeSet<u16> = [change.variable as u16].into();
        set.extend(self.inside().flat_map(|state| &set_by[state as usize]));
        set.extend(self.case.machine.outward(self.owner).flat_map(|outer| &set_by[outer.index()]));
        let ring = |by: &BTreeMap<u32, BTreeSet<u16>>, slot: u16| {
            self.ring.and_then(|ring| by.get(&ring)).is_some_and(|slots| slots.contains(&slot))
        };
        let along = self.ring.and_then(|ring| asked_on.get(&ring)).into_iter().flatten().copied();
        own.into_iter().chain(along).any(|slot| set.contains(&slot) || ring(set_on, slot))
    }
}
