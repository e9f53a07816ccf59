//! `parallel-write-conflict`: two regions set one variable at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::expr::solve::question::Answer;
use crate::expr::term::Condition;
use crate::expr::term::Term;
use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::knowledge::activity::common;
use crate::lint::knowledge::meeting;
use crate::lint::readings;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts;
use crate::lint::verdicts::asking::{is_certain, resting};
use crate::lint::verdicts::verdict::Verdicts;
use crate::lint::verdicts::witnessing::witnessed;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Block, StateKind, Trigger, Work};
use crate::model::naming::names;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Name;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("parallel-write-conflict"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "Steps of two regions of a parallel state that set the same variable for the same event.",
    why: "Both run; the order in the file decides which value stays.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  ORDERED:
    payload:
      total: { type: number, min: 0 }
      plan: { enum: [basic, gold] }
context:
  seen: { type: string, default: none }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    parallel: true
    states:
      CART:
        initial: OPEN
        states:
          OPEN:
            steps:
              - { id: pay, triggers: ORDERED, guard: ctx.seen != "cart", set: { seen: cart }, to: PAID }
              - { id: wait, after: 14d, to: LOST }
          PAID: { final: true }
      POINTS:
        initial: NONE
        states:
          NONE:
            steps:
              - { id: earn, triggers: ORDERED, set: { seen: points }, to: SOME }
#                     ^^^^ parallel-write-conflict
          SOME: { final: true }
    steps:
      - { id: both, triggers: done.SHOP, to: LOYAL }
      - { id: late, after: 30d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
"#,
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  ORDERED:
    payload:
      total: { type: number, min: 0 }
      plan: { enum: [basic, gold] }
  REVIEWED: {}
context:
  seen: { type: string, default: none }
initial: START
states:
  START:
    steps:
      - { id: begin, triggers: SIGNED_UP, to: SHOP }
      - { id: forget, after: 30d, to: LOST }
  SHOP:
    parallel: true
    states:
      CART:
        initial: OPEN
        states:
          OPEN:
            steps:
              - { id: pay, triggers: ORDERED, guard: ctx.seen != "cart", set: { seen: cart }, to: PAID }
              - { id: wait, after: 14d, to: LOST }
          PAID: { final: true }
      POINTS:
        initial: NONE
        states:
          NONE:
            steps:
              - { id: earn, triggers: REVIEWED, set: { seen: points }, to: SOME }
          SOME: { final: true }
    steps:
      - { id: both, triggers: done.SHOP, to: LOYAL }
      - { id: late, after: 30d, to: LOST }
  LOYAL: { final: true }
  LOST: { final: true }
```
"#,
    check: Check::Journey(check),
};

/// A variable that is set for an event, or by `always` steps.
type Written = (Option<EventId>, u16);

/// A step that has more writers of one variable before it is not compared with each.
const MOST: usize = 24;

fn check(case: &Case<'_>, found: &mut Found) {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let seeker = Seeker { case, verdicts };
    let mut writers: BTreeMap<Written, Vec<StepId>> = BTreeMap::new();
    for (number, step) in machine.journey.steps.iter().enumerate() {
        let id = StepId(number as u32);
        let beside = machine.outward(step.source).any(|at| matches!(machine.state(at).kind, StateKind::Parallel));
        if !beside || !verdicts.reached[step.source.index()] || !verdicts.fires(id) || !is_certain(case, id) {
            continue;
        }
        let mut finding = None;
        for slot in seeker.writes(id) {
            for event in triggers(&step.trigger) {
                let before = writers.entry((event, slot)).or_default();
                if finding.is_none() {
                    let rivals = before.iter().rev().take(MOST);
                    finding = rivals.copied().find_map(|other| seeker.conflict((other, id), (event, slot), found));
                }
                if !before.contains(&id) {
                    before.push(id);
                }
            }
        }
        found.findings.extend(finding);
    }
}

fn triggers(trigger: &Trigger) -> Vec<Option<EventId>> {
    match trigger {
        Trigger::Events(events) => events.iter().copied().map(Some).collect(),
        Trigger::Always => vec![None],
        // A timer fires alone.
        Trigger::Timer(_) => Vec::new(),
    }
}

struct Seeker<'c, 'a> {
    case: &'c Case<'a>,
    verdicts: &'c Verdicts,
}

impl Seeker<'_, '_> {
    /// The variables that are set when a step is taken: by itself, and on the way out of states and into others.
    fn writes(&self, step: StepId) -> BTreeSet<u16> {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let mut set: BTreeSet<u16> = knowledge.writes(machine, step).collect();
        for (block, _) in self.passed(step) {
            assigned(block, &mut set);
        }
        set
    }

    /// What certainly runs on the way out of states and into others when a step is taken, with those states.
    fn passed(&self, step: StepId) -> impl Iterator<Item = (&Block, StateId)> {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        knowledge.way_of(step).into_iter().flat_map(move |way| {
            let exits = way.exits.iter().map(|passed| (&machine.state(passed.state).on_exit, passed));
            let entries = way.entries.iter().map(|passed| (&machine.state(passed.state).on_entry, passed));
            let certain = exits.chain(entries).filter(|(_, passed)| passed.certain);
            certain.map(|(block, passed)| (block, passed.state))
        })
    }

    fn conflict(&self, (first, second): (StepId, StepId), written: Written, found: &mut Found) -> Option<Finding> {
        let machine = &self.case.machine;
        let (a, b) = (machine.step(first), machine.step(second));
        let around = common(machine, a.source, b.source);
        let beside =
            around != a.source && around != b.source && matches!(machine.state(around).kind, StateKind::Parallel);
        let unread = readings::lean_on_the_unread(self.case, &[first, second]);
        let apart = || !meeting::may_meet(machine, a.source, b.source);
        if !beside || unread || !run_together(machine, first, second) || self.agree(first, second, written.1) || apart()
        {
            return None;
        }
        match self.both(first, second, written.0) {
            Answer::No => None,
            Answer::Unknown => {
                found.open += 1;
                None
            }
            Answer::Yes(witness) => {
                let told = witness.wording(&names(&machine.journey));
                Some(self.finding((first, second), written, &told))
            }
        }
    }

    /// Whether both can be the ones that are taken: their guards hold, and none before them in their states.
    fn both(&self, first: StepId, second: StepId, event: Option<EventId>) -> Answer {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        let (mut holds, mut fails): (Vec<&Condition>, Vec<&Condition>) = (Vec::new(), Vec::new());
        for step in [first, second] {
            let of = machine.step(step);
            holds.extend(&of.guard);
            let before = |other: &StepId| *other != step;
            let earlier: Vec<StepId> = match event {
                Some(event) => machine
                    .dispatch
                    .steps(of.source, event)
                    .iter()
                    .map(|(_, other)| *other)
                    .take_while(before)
                    .collect(),
                None => machine.dispatch.always(of.source).iter().copied().take_while(before).collect(),
            };
            let known = earlier.into_iter().filter(|&other| is_certain(self.case, other) && self.verdicts.fires(other));
            fails.extend(known.filter_map(|other| machine.step(other).guard.as_ref()));
        }
        let source = machine.step(second).source;
        let mut world = match event {
            Some(event) => knowledge.world_of_event(machine, source, event),
            None => knowledge.world(machine, source, &Trigger::Always),
        };
        knowledge.narrow(&mut world, machine.step(first).source);
        let both = [machine.step(first).source, source];
        if event.is_some() {
            fails.extend(both.iter().flat_map(|&state| resting(self.case, state)));
        }
        witnessed((self.case, &both), &holds, &fails, &knowledge.settled(world))
    }

    /// Whether both set the variable to the same constant.
    fn agree(&self, first: StepId, second: StepId, slot: u16) -> bool {
        let set = |step: StepId| {
            let mut all = Vec::new();
            let of = self.case.machine.step(step);
            all.extend(of.set.iter().filter(|assign| assign.variable.0 == slot).map(|assign| &assign.value));
            let blocks = self.passed(step).map(|(block, _)| block);
            std::iter::once(&of.actions).chain(blocks).for_each(|block| values_in(block, slot, &mut all));
            match all.as_slice() {
                [Term::Constant(value)] => Some(value),
                _ => None,
            }
        };
        set(first).is_some_and(|value| set(second) == Some(value))
    }

    /// Where a step sets the variable, where it does not itself.
    fn through(&self, step: StepId, slot: u16) -> Option<&Name> {
        let (machine, knowledge) = (&self.case.machine, self.case.knowledge());
        if knowledge.writes(machine, step).any(|own| own == slot) {
            return None;
        }
        let sets = |block: &Block| {
            let mut set = BTreeSet::new();
            assigned(block, &mut set);
            set.contains(&slot)
        };
        self.passed(step).find(|(block, _)| sets(block)).map(|(_, state)| &machine.state(state).name)
    }

    fn finding(&self, (first, second): (StepId, StepId), (event, slot): Written, told: &str) -> Finding {
        let machine = &self.case.machine;
        let [a, b] = [first, second].map(|step| &machine.step(step).id);
        let variable = &machine.journey.context[usize::from(slot)].name.value;
        let when = event.map_or_else(
            || "at once".to_owned(),
            |event| format!("for `{}`", machine.journey.events[event.index()].name),
        );
        let message = format!("`{}` and `{}` both set `ctx.{variable}` {when}, in two regions", a.value, b.value);
        let mut finding = Finding::new(RULE.name, b.span, message).label(a.span, "the other one");
        for (step, id) in [(first, a), (second, b)] {
            if let Some(state) = self.through(step, slot) {
                let said = format!("`{}` does so on the way through `{}`", id.value, state.value);
                finding = finding.label(state.span, "here").note(said);
            }
        }
        let finding = if told.is_empty() { finding } else { finding.note(format!("both are taken when {told}")) };
        finding.help("let one of them set it, give each a variable of its own, or make their guards exclude each other")
    }
}

/// What a list sets `slot` to.
fn values_in<'b>(block: &'b Block, slot: u16, all: &mut Vec<&'b Term>) {
    for instruction in block {
        match &instruction.work {
            Work::Set(assigns) => {
                all.extend(assigns.iter().filter(|assign| assign.variable.0 == slot).map(|assign| &assign.value));
            }
            Work::If(_, then, otherwise) => {
                values_in(then, slot, all);
                values_in(otherwise, slot, all);
            }
            _ => {}
        }
    }
}

/// Whether the exit sets of two steps leave both to run.
fn run_together(machine: &Machine, first: StepId, second: StepId) -> bool {
    let domain = |step: StepId| match machine.dispatch.route(step) {
        Route::Stay => Some(None),
        Route::Simple { domain, .. } | Route::Inside(domain) => Some(Some(domain)),
        Route::Remembering => None,
    };
    let meet = |a: StateId, b: StateId| a == b || machine.is_inside(a, b) || machine.is_inside(b, a);
    match (domain(first), domain(second)) {
        (Some(Some(a)), Some(Some(b))) => !meet(a, b),
        (Some(_), Some(_)) => true,
        _ => false,
    }
}
