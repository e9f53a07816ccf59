//! `unbounded-list`: it grows, and nothing ends that.

use crate::expr::parse;
use crate::expr::tree::{BinaryOp, LinkKind, Tree, TreeKind};
use crate::graph::rounds::Rounds;
use crate::lint::blocks;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Due, StateKind, Trigger};
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
    let rounds = case.machine.rounds();
    let grows = |change: &&Change| change.appends && is_unbounded(case, &rounds, change, &changes);
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

/// Whether someone can come to `change` again and again without anything that bounds the list.
fn is_unbounded(case: &Case<'_>, rounds: &Rounds, change: &Change, changes: &[Change]) -> bool {
    let machine = &case.machine;
    let (owner, ring) = match change.place {
        Place::Step(step) => (machine.step(step).source, rounds.along(machine, step)),
        Place::Passing(state) => (state, rounds.into(state)),
    };
    let again = match change.place {
        Place::Step(step) if stays_for_ever(case, step) => true,
        Place::Step(step) if !machine.leaves_source(step) => rounds.into(owner).is_some(),
        _ => ring.is_some(),
    };
    let around = Around { case, rounds, owner, ring: ring.or_else(|| rounds.into(owner)) };
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
struct Around<'a> {
    case: &'a Case<'a>,
    rounds: &'a Rounds,
    owner: StateId,
    ring: Option<u32>,
}

impl Around<'_> {
    fn has(&self, place: Place) -> bool {
        match place {
            Place::Step(step) => self.has_state(self.case.machine.step(step).source),
            Place::Passing(state) => self.has_state(state),
        }
    }

    fn has_state(&self, state: StateId) -> bool {
        let machine = &self.case.machine;
        let on_ring = self.ring.is_some() && self.rounds.through(state) == self.ring;
        let family = |outer, inner| outer == inner || machine.is_inside(outer, inner);
        let parallel = |&outer: &StateId| matches!(machine.state(outer).kind, StateKind::Parallel);
        let beside = machine.outward(self.owner).filter(parallel).any(|outer| family(outer, state));
        on_ring || beside || family(self.owner, state) || family(state, self.owner)
    }

    /// Whether a guard on the way round reads the list, or something that is set there.
    fn is_bounded(&self, change: &Change) -> bool {
        let machine = &self.case.machine;
        let mut set = vec![change.variable as u16];
        for (number, step) in machine.journey.steps.iter().enumerate() {
            if self.has(Place::Step(StepId(number as u32))) {
                blocks::of_step(step, &mut |assign| set.push(assign.variable.0));
            }
        }
        for (number, state) in machine.journey.states.iter().enumerate() {
            if self.has_state(StateId(number as u32)) {
                for block in [&state.on_entry, &state.on_exit] {
                    blocks::assignments(block, &mut |assign| set.push(assign.variable.0));
                }
            }
        }
        let own = |step: StepId| matches!(change.place, Place::Step(own) if own == step);
        let along = |step: StepId| own(step) || (self.ring.is_some() && self.rounds.along(machine, step) == self.ring);
        let mut steps = (0..machine.journey.steps.len() as u32).map(StepId).filter(|&step| along(step));
        steps.any(|step| match (&machine.step(step).guard, &self.case.step_decl(step).guard) {
            (Some(guard), _) => guard.reads().context.iter().any(|slot| set.contains(slot)),
            (None, written) => written.is_some(),
        })
    }
}
