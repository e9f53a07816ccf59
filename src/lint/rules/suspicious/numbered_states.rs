//! `numbered-states`: one state, written again and again.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::words;
use crate::model::ids::StateId;
use crate::model::journey::StateKind;
use crate::syntax::chart::{StateDecl, StepDecl, TriggerKind};
use crate::syntax::content::{ItemDecl, ItemKind};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("numbered-states"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "Three or more like states whose names count up. They stand beside one another (`CHECKOUT_STEP_1`, \
              `CHECKOUT_STEP_2`, …), and their steps have the same triggers and do the same things.",
    why: "A change has to be made in each of them, and is soon forgotten in one; one state with a counter, or a \
          compound state with its steps in one place, says it once.",
    bad: r"```yaml
wayfare: 1
journey: checkout
version: 1.0.0
events:
  PAGE_DONE: {}
initial: PAGE_1
steps:
  - { id: give-up, after: 30d, to: LEFT }
states:
  PAGE_1:
# ^^^^^^ numbered-states
    steps: [{ id: done-1, triggers: PAGE_DONE, to: PAGE_2 }]
  PAGE_2:
    steps: [{ id: done-2, triggers: PAGE_DONE, to: PAGE_3 }]
  PAGE_3:
    steps: [{ id: done-3, triggers: PAGE_DONE, to: PAID }]
  PAID: { final: true }
  LEFT: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: checkout
version: 1.0.0
events:
  PAGE_DONE: {}
context:
  pages: { type: int, default: 0 }
initial: PAGES
steps:
  - { id: give-up, after: 30d, to: LEFT }
states:
  PAGES:
    steps:
      - { id: last, triggers: PAGE_DONE, guard: ctx.pages >= 2, to: PAID }
      - { id: done, triggers: PAGE_DONE, set: { pages: =ctx.pages + 1 } }
  PAID: { final: true }
  LEFT: { final: true }
```
",
    check: Check::Journey(check),
};

/// What like states have in common: the state around them, the name without its number, and their steps.
type Kin<'a> = (Option<StateId>, &'a str, String);

/// How many like states are too many.
const FEWEST: usize = 3;

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let mut alike: BTreeMap<Kin<'_>, Vec<(u64, StateId)>> = BTreeMap::new();
    for state in machine.all_states() {
        let (of, Some(decl)) = (machine.state(state), case.state_decl(state)) else { continue };
        let Some((stem, number)) = numbered(&of.name.value) else { continue };
        if matches!(of.kind, StateKind::Atomic) && !decl.steps.is_empty() && !decl.hidden.steps {
            alike.entry((of.parent, stem, likeness(decl))).or_default().push((number, state));
        }
    }
    for numbered in alike.into_values() {
        for mut run in runs(numbered) {
            let names = words::names(run.iter().map(|&state| &machine.state(state).name.value));
            run.sort_unstable();
            let name = &machine.state(run[0]).name;
            let message = format!("the states {names} are one, written {} times", run.len());
            let finding = Finding::new(RULE.name, name.span, message);
            let finding = words::labelled(finding, machine, &run[1..], &|_| "the same again".to_owned());
            found.push(finding.help("make it one state with a counter in `context`, or a compound state"));
        }
    }
}

/// A name without the number at its end, and the number.
fn numbered(name: &SmolStr) -> Option<(&str, u64)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[stem.len()..].parse().ok()?;
    (!stem.is_empty()).then_some((stem, number))
}

/// What the steps of a state are, but for their ids and targets, and for the numbers in names.
fn likeness(decl: &StateDecl) -> String {
    let steps: Vec<String> = decl.steps.iter().map(step).collect();
    format!("{}; {}; {}", steps.join(", "), done(&decl.on_entry), done(&decl.on_exit))
}

fn step(decl: &StepDecl) -> String {
    let trigger = match decl.trigger.as_ref().map(|trigger| &trigger.kind) {
        Some(TriggerKind::Events(names)) => {
            names.iter().map(|name| without_digits(&name.value)).collect::<Vec<_>>().join("|")
        }
        Some(TriggerKind::After(_)) => "after".to_owned(),
        Some(TriggerKind::At(_)) => "at".to_owned(),
        Some(TriggerKind::Every(..) | TriggerKind::Gaps(_)) => "every".to_owned(),
        Some(TriggerKind::Always) => "always".to_owned(),
        None => "?".to_owned(),
    };
    let set: Vec<String> = decl.set.iter().map(|assignment| without_digits(&assignment.variable.value)).collect();
    format!("{trigger} {} {} {}", decl.guard.is_some(), set.join("|"), done(&decl.actions))
}

fn done(items: &[ItemDecl]) -> String {
    let word = |item: &ItemDecl| match &item.kind {
        ItemKind::Act(name, _) => without_digits(&name.value),
        ItemKind::Raise(call) => format!("raise {}", without_digits(&call.event.value)),
        ItemKind::Emit(call) => format!("emit {}", without_digits(&call.event.value)),
        ItemKind::Schedule(_) => "schedule".to_owned(),
        ItemKind::Cancel(_) => "cancel".to_owned(),
        ItemKind::Set(_) => "set".to_owned(),
        ItemKind::If(..) => "if".to_owned(),
    };
    items.iter().map(word).collect::<Vec<_>>().join("|")
}

fn without_digits(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The parts of `numbered` that count up one by one, as far as they are long enough.
fn runs(mut numbered: Vec<(u64, StateId)>) -> Vec<Vec<StateId>> {
    numbered.sort_unstable();
    let next = |a: &(u64, StateId), b: &(u64, StateId)| a.0.checked_add(1) == Some(b.0);
    let long = numbered.chunk_by(next).filter(|run| run.len() >= FEWEST);
    long.map(|run| run.iter().map(|&(_, state)| state).collect()).collect()
}
