//! `journey-cycle`: journeys enter people into one another for ever.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::graph::rings::rings;
use crate::lint::case::Case;
use crate::lint::emissions::{self, Emission};
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::works::works;
use crate::lint::verdicts;
use crate::lint::verdicts::lateness;
use crate::lint::whole::Whole;
use crate::model::ids::EventId;
use crate::model::journey::Work;
use crate::syntax::lifecycle::Reentry;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("journey-cycle"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "Journeys that enter people into one another without end.",
    why: "Each emits the event by which people enter the next, round in a ring: one person goes round for ever, and gets every message of each journey each time.",
    bad: r"```yaml
wayfare: 1
journey: lapsed
#        ^^^^^^ journey-cycle
version: 1.0.0
events:
  LAPSED: {}
  BOUGHT: {}
  CAME_BACK: {}
entry: { triggers: LAPSED, reentry: { after: 7d } }
initial: WAITING
states:
  WAITING:
    steps:
      - id: bought
        triggers: BOUGHT
        actions:
          - emit: CAME_BACK
        to: DONE
      - { id: give-up, after: 90d, to: DONE }
  DONE: { final: true }
---
wayfare: 1
journey: welcome-back
version: 1.0.0
events:
  LAPSED: {}
  CAME_BACK: {}
entry: { triggers: CAME_BACK, reentry: { after: 7d } }
initial: RESTING
states:
  RESTING:
    steps:
      - id: lapsed
        after: 60d
        actions:
          - emit: LAPSED
        to: DONE
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: lapsed
version: 1.0.0
events:
  LAPSED: {}
  BOUGHT: {}
  CAME_BACK: {}
entry: { triggers: LAPSED, reentry: { after: 7d } }
initial: WAITING
states:
  WAITING:
    steps:
      - id: bought
        triggers: BOUGHT
        actions:
          - emit: CAME_BACK
        to: DONE
      - { id: give-up, after: 90d, to: DONE }
  DONE: { final: true }
---
wayfare: 1
journey: welcome-back
version: 1.0.0
events:
  LAPSED: {}
  CAME_BACK: {}
entry: { triggers: CAME_BACK, reentry: never }
initial: RESTING
states:
  RESTING:
    steps:
      - id: lapsed
        after: 60d
        actions:
          - emit: LAPSED
        to: DONE
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

const HELP: &str = "enter people once with `reentry: never`, or emit another event";

/// Ways from one journey to another, each with the event that leads there.
type Ways<'a> = BTreeMap<(usize, usize), &'a str>;

fn check(whole: &Whole<'_>, found: &mut Found) {
    let guests: BTreeSet<_> = whole.project.guests.iter().map(|guest| guest.file).collect();
    let own = |case: &&Case<'_>| !guests.contains(&case.document.file);
    let cases: Vec<&Case<'_>> = whole.cases.iter().filter(own).collect();
    let entered = entered(&cases);
    // Most projects have no ring by the names of events alone; nothing else is asked there.
    let named: Vec<(usize, usize)> = named(&cases, &entered);
    let members: BTreeSet<usize> = rings(cases.len(), &named).into_iter().flatten().collect();
    let mut ways = ways(&cases, &entered, &members);
    leave_out_the_late(&cases, &mut ways);
    let pairs: Vec<(usize, usize)> = ways.keys().copied().collect();
    for ring in rings(cases.len(), &pairs) {
        found.push(finding(&ring, &cases, &ways));
    }
}

/// Takes out the ways into journeys that let nobody in again as soon as they would come round.
fn leave_out_the_late(cases: &[&Case<'_>], ways: &mut Ways<'_>) {
    loop {
        let pairs: Vec<(usize, usize)> = ways.keys().copied().collect();
        let is_late = |ring: Vec<usize>| {
            let member = ring.iter().copied().find(|&member| is_round_too_soon(cases, &ring, member))?;
            Some((member, ring))
        };
        let Some((member, ring)) = rings(cases.len(), &pairs).into_iter().find_map(is_late) else { return };
        ways.retain(|&(from, to), _| to != member || !ring.contains(&from));
    }
}

/// Whether all others of a ring together certainly take less time than `member` waits until it lets somebody in again.
/// It counts from the end of the last visit, and what leads on is emitted before.
fn is_round_too_soon(cases: &[&Case<'_>], ring: &[usize], member: usize) -> bool {
    let entry = &cases[member].machine.journey.entry;
    let (Reentry::After(wait), None) = (entry.reentry, &entry.key) else { return false };
    let longest = |case: &Case<'_>| {
        let verdicts = verdicts::of(case);
        lateness::longest(case, &|step| verdicts.steps[step.index()].is_always())
    };
    let others = ring.iter().filter(|&&other| other != member).map(|&other| longest(cases[other]));
    others.sum::<Option<i64>>().is_some_and(|sum| sum < wait)
}

fn finding(ring: &[usize], cases: &[&Case<'_>], ways: &Ways<'_>) -> Finding {
    let name = |number: usize| &cases[number].document.id;
    let leads = |from: usize| {
        let next = ring.iter().find_map(|&to| Some((to, ways.get(&(from, to))?)));
        next.map(|(to, event)| format!("emits `{event}`, which enters `{}`", name(to).value)).unwrap_or_default()
    };
    let (first, others) = (ring[0], &ring[1..]);
    let message = if others.is_empty() {
        format!("`{}` enters people into itself for ever: it {}", name(first).value, leads(first))
    } else {
        format!("people go round for ever from `{}`: it {}", name(first).value, leads(first))
    };
    let finding = Finding::new(RULE.name, name(first).span, message).help(HELP);
    others.iter().fold(finding, |finding, &other| {
        finding.label(name(other).span, format!("`{}` {}", name(other).value, leads(other)))
    })
}

/// The journeys that an event enters more than once.
type Entered<'a> = BTreeMap<&'a SmolStr, Vec<(usize, EventId)>>;

fn entered<'a>(cases: &[&'a Case<'_>]) -> Entered<'a> {
    let mut entered = Entered::new();
    for (number, case) in cases.iter().enumerate() {
        let entry = &case.machine.journey.entry;
        if case.document.entry.as_ref().is_some_and(|decl| !decl.broken) && entry.reentry != Reentry::Never {
            for &event in &entry.triggers {
                let name = &case.machine.journey.events[event.index()].name;
                entered.entry(name).or_default().push((number, event));
            }
        }
    }
    entered
}

/// Which journey would lead to which if everything that is written happened.
fn named(cases: &[&Case<'_>], entered: &Entered<'_>) -> Vec<(usize, usize)> {
    let mut named = Vec::new();
    for (from, case) in cases.iter().enumerate() {
        works(&case.machine, &mut |work| {
            if let Work::Emit(call) = work {
                let name = &case.machine.journey.events[call.event.index()].name;
                named.extend(entered.get(name).into_iter().flatten().map(|&(to, _)| (from, to)));
            }
        });
    }
    named
}

/// Which of `members` leads to which, by events that it may emit and that may then enter the other.
fn ways<'a>(cases: &[&'a Case<'_>], entered: &Entered<'a>, members: &BTreeSet<usize>) -> Ways<'a> {
    let mut ways = Ways::new();
    for &from in members {
        for emission in emissions::of(cases[from]) {
            let name = &cases[from].machine.journey.events[emission.call.event.index()].name;
            for &(to, event) in entered.get(name).into_iter().flatten().filter(|(to, _)| members.contains(to)) {
                let comes_back = from != to || again(cases[from], &emission);
                if !ways.contains_key(&(from, to)) && comes_back && emission.may_enter(cases[to], event) {
                    ways.insert((from, to), name);
                }
            }
        }
    }
    ways
}

/// Whether an event that a journey emits may enter people into it again: it comes when the input is done in which it
/// was emitted, and finds them inside unless that ended the journey.
fn again(case: &Case<'_>, emission: &Emission<'_>) -> bool {
    match case.machine.journey.entry.reentry {
        Reentry::Always => true,
        Reentry::AfterEnd => emission.may_end(case),
        Reentry::Never | Reentry::After(_) => false,
    }
}
