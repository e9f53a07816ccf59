//! `numbered-states`: one state, written again and again.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::{saying, words};
use crate::model::ids::StateId;
use crate::model::journey::StateKind;
use crate::syntax::chart::StateDecl;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("numbered-states"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "Three or more like states whose names count up. They stand beside one another (`CHECKOUT_STEP_1`, \
              `CHECKOUT_STEP_2`, …), and their steps say the same, but for where they lead and for numbers that count up \
              along.",
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

/// What like states have in common: the state around them, the name without its number, and what they say without numbers.
type Kin<'a> = (Option<StateId>, &'a str, String);

/// The number in a state's name, the state, and the numbers in what it says.
type Member = (u64, StateId, Vec<u64>);

/// How many like states are too many.
const FEWEST: usize = 3;

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let mut alike: BTreeMap<Kin<'_>, Vec<Member>> = BTreeMap::new();
    for state in machine.all_states() {
        let (of, Some(decl)) = (machine.state(state), case.state_decl(state)) else { continue };
        let Some((stem, number)) = numbered(&of.name.value) else { continue };
        if matches!(of.kind, StateKind::Atomic) && !decl.steps.is_empty() && !decl.hidden.steps {
            let (said, numbers) = apart(&said(decl));
            alike.entry((of.parent, stem, said)).or_default().push((number, state, numbers));
        }
    }
    for members in alike.into_values() {
        for mut run in runs(members) {
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

/// What a state says, but for its name, the ids of its steps and where they lead.
fn said(decl: &StateDecl) -> String {
    let steps: Vec<String> = decl.steps.iter().map(saying::of_step).collect();
    let blocks = [&decl.on_entry, &decl.on_exit].map(|items| saying::of_items(items));
    format!("{}; {}", steps.join(";"), blocks.join("; "))
}

/// A text with `#` for each number in it, and the numbers.
fn apart(text: &str) -> (String, Vec<u64>) {
    let (mut said, mut numbers, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let length = rest[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - start);
        let digits = &rest[start..start + length];
        said.push_str(&rest[..start]);
        if let Ok(number) = digits.parse() {
            said.push('#');
            numbers.push(number);
        } else {
            said.push_str(digits);
        }
        rest = &rest[start + length..];
    }
    said.push_str(rest);
    (said, numbers)
}

/// The parts of `members` that count up one by one, as far as they are long enough.
fn runs(mut members: Vec<Member>) -> Vec<Vec<StateId>> {
    members.sort_unstable();
    let mut runs: Vec<(Vec<bool>, Vec<StateId>)> = Vec::new();
    for pair in members.windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        let Some(moves) = moves(first, second) else { continue };
        match runs.last_mut() {
            Some((known, run)) if run.last() == Some(&first.1) && *known == moves => run.push(second.1),
            // Whoever ends a long enough run begins no other.
            Some((_, run)) if run.last() == Some(&first.1) && run.len() >= FEWEST => {}
            _ => runs.push((moves, vec![first.1, second.1])),
        }
    }
    runs.into_iter().map(|(_, run)| run).filter(|run| run.len() >= FEWEST).collect()
}

/// Of the second of two states, whether each number in it is the next after that of the first; absent where one is
/// neither that nor the same, or where the states themselves do not follow one another.
fn moves((number, _, first): &Member, (next, _, second): &Member) -> Option<Vec<bool>> {
    let follows = |a: u64, b: u64| a.checked_add(1) == Some(b);
    let moved = |(&a, &b): (&u64, &u64)| if follows(a, b) { Some(true) } else { (a == b).then_some(false) };
    follows(*number, *next).then(|| first.iter().zip(second).map(moved).collect()).flatten()
}
