//! `unreachable-state`: nobody can come to it.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::knowledge::moves;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::{outlived, stuck, verdicts, words};
use crate::model::ids::StateId;
use crate::model::journey::StateKind;
use crate::model::unread::To;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("unreachable-state"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A state into which no step leads. So is one to which nobody comes, since an exit rule ends the journey for \
              everybody in the very input that enters.",
    why: "Whatever was built there is never seen by anybody; most often a step still leads to the old name.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  OFFER:
# ^^^^^ unreachable-state
    steps:
      - id: accept
        triggers: SIGNED_UP
        to: DONE
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        to: OFFER
      - { id: skip, after: 3d, to: DONE }
  OFFER:
    steps:
      - id: accept
        triggers: SIGNED_UP
        to: DONE
      - { id: give-up, after: 30d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let machine = &case.machine;
    let reached = case.reached();
    let mut cut_off: BTreeSet<StateId> =
        (1..reached.len()).filter(|&number| !reached[number]).map(|number| StateId(number as u32)).collect();
    // A final state that a dead end or a trap was most probably to lead to is told there.
    for state in stuck::missed(case).values().flatten() {
        cut_off.remove(state);
    }
    let ways = ways(machine, &cut_off);
    let targeted: BTreeSet<StateId> =
        ways.iter().flat_map(|(from, to)| to.iter().filter(move |&&to| to != *from)).copied().collect();
    let mut heads: Vec<StateId> = cut_off.iter().filter(|state| !targeted.contains(state)).copied().collect();
    // What those may lead to of which not everything is known, they hide.
    heads.sort_by_key(|&head| !machine.unread.leads.contains_key(&head));
    for head in heads {
        report(machine, head, &ways, &mut cut_off, found);
    }
    // What is left leads round in itself.
    while let Some(&first) = cut_off.first() {
        report(machine, first, &ways, &mut cut_off, found);
    }
    found.findings.extend(outlived(case));
}

/// That nobody outlives the input that enters: all states that only later ones lead to are one finding.
fn outlived(case: &Case<'_>) -> Option<Finding> {
    let machine = &case.machine;
    let ending = verdicts::of(case).ending.as_ref()?;
    let lost = outlived::states(case);
    let (&first, rest) = lost.split_first()?;
    let outside = rest.iter().filter(|&&state| !machine.is_inside(first, state));
    let rest: Vec<&SmolStr> = outside.map(|&state| &machine.state(state).name.value).collect();
    let rules = || ending.rules.iter().map(|&rule| &machine.journey.exit[rule].id);
    let ends = if ending.rules.len() == 1 { "the exit rule" } else { "one of the exit rules" };
    let name = &machine.state(first).name;
    let message = format!(
        "nobody comes to the state `{}`: {ends} {} ends the journey in the very input that enters",
        name.value,
        words::names(rules().map(|id| &id.value))
    );
    let mut finding = Finding::new(RULE.name, name.span, message);
    for id in rules() {
        finding = finding.label(id.span, "this rule is asked as soon as somebody has entered");
    }
    if !rest.is_empty() {
        finding = finding.note(format!("so nobody comes to {}", words::names(rest)));
    }
    Some(finding.help("let it hear other events than those that enter, or give it a guard that lets people stay"))
}

/// Where each of the states that are cut off leads: into its children, and where its steps and arms go, or were most
/// probably meant to.
fn ways(machine: &Machine, cut_off: &BTreeSet<StateId>) -> BTreeMap<StateId, Vec<StateId>> {
    let of = |&from: &StateId| {
        let state = machine.state(from);
        let steps = state.steps.iter().flat_map(|&step| machine.step(step).to.clone());
        let kind = match &state.kind {
            StateKind::Split(split) => split.arms.iter().flat_map(|arm| arm.to.clone()).collect(),
            StateKind::History(_, default) => default.clone(),
            _ => Vec::new(),
        };
        let meant = machine.unread.leads_of(from).filter_map(|lead| match lead.to {
            To::State(state) => Some(state),
            _ => None,
        });
        let all = state.children.iter().copied().chain(steps).chain(kind).chain(meant);
        (from, all.filter(|to| cut_off.contains(to)).collect())
    };
    cut_off.iter().map(of).collect()
}

/// Reports `head`, if it is still in `cut_off`, and takes it out with all that is, or may be, cut off only because it
/// is.
fn report(
    machine: &Machine,
    head: StateId,
    ways: &BTreeMap<StateId, Vec<StateId>>,
    cut_off: &mut BTreeSet<StateId>,
    found: &mut Found,
) {
    if !cut_off.contains(&head) {
        return;
    }
    let name = &machine.state(head).name;
    let message = format!("no step leads to the state `{}`", name.value);
    let is_image = |image: &StateId| *image == head || machine.is_inside(head, *image);
    let help = if moves::images(machine).iter().any(is_image) {
        "lead a step to it, or under `migrate` lead those who move to it elsewhere"
    } else {
        "lead a step to it, or take it out"
    };
    let mut finding = Finding::new(RULE.name, name.span, message).help(help);
    let mut open = vec![head];
    let mut behind = BTreeSet::new();
    while let Some(state) = open.pop() {
        if cut_off.remove(&state) {
            behind.insert(state);
            open.extend(ways.get(&state).into_iter().flatten());
        }
    }
    for &state in behind.iter().filter(|&&state| state != head && !machine.is_inside(head, state)) {
        let name = &machine.state(state).name;
        finding = finding.label(name.span, format!("and so none to `{}`", name.value));
    }
    found.push(finding);
    for lead in behind.iter().flat_map(|&state| machine.unread.leads_of(state)) {
        if let To::AnyInside(outer) = lead.to {
            cut_off.retain(|&state| state < outer || machine.state(outer).last < state);
        }
    }
}
