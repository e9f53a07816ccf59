//! `entry-counts-twice`: the event that enters somebody is counted again in the first state.

use crate::expr::term::Condition;
use crate::expr::wording::Names;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::opening::Opening;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::verdicts::asking::is_whole;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Assign, Block, Step, Work};
use crate::model::naming::names;
use crate::syntax::content::{Assignment, ItemDecl, ItemKind};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("entry-counts-twice"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "The event that enters a person counts twice. It is processed in the first state as well, where a step \
              counts what `entry.set` has counted, or enters the state again with `reenter`.",
    why: "Everybody starts with one too many, or gets the first message twice.",
    bad: r"```yaml
wayfare: 1
journey: views
version: 1.0.0
events:
  VIEWED: {}
context:
  views: { type: int, default: 0 }
entry:
  triggers: VIEWED
  set: { views: 1 }
initial: LOOKING
states:
  LOOKING:
    steps:
      - { id: again, triggers: VIEWED, set: { views: =ctx.views + 1 } }
#             ^^^^^ entry-counts-twice
      - { id: keen, after: 7d, guard: ctx.views > 5, to: KEEN }
      - { id: gone, after: 8d, to: GONE }
  KEEN: { final: true }
  GONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: views
version: 1.0.0
events:
  VIEWED: {}
context:
  views: { type: int, default: 0 }
entry:
  triggers: VIEWED
initial: LOOKING
states:
  LOOKING:
    steps:
      - { id: again, triggers: VIEWED, set: { views: =ctx.views + 1 } }
      - { id: keen, after: 7d, guard: ctx.views > 5, to: KEEN }
      - { id: gone, after: 8d, to: GONE }
  KEEN: { final: true }
  GONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let Some(opening) = Opening::of(case) else { return };
    let mut seen: Vec<StepId> = Vec::new();
    for &event in &case.machine.journey.entry.triggers {
        for step in opening.steps(event) {
            let guard = &case.machine.step(step).guard;
            let unread = guard.is_none() && case.step_decl(step).guard.is_some();
            let asked = Asked { case, opening: &opening, state: case.machine.step(step).source, event };
            if !seen.contains(&step) && !unread && !guard.as_ref().is_some_and(|guard| asked.tells_apart((guard, true)))
            {
                let finding = counted(case, &asked, step).or_else(|| entered(case, step, event));
                if finding.is_some() {
                    seen.push(step);
                }
                found.findings.extend(finding);
            }
        }
    }
}

/// What is asked when the event that has just entered somebody is processed.
struct Asked<'o, 'c, 'a> {
    case: &'o Case<'a>,
    opening: &'o Opening<'c, 'a>,
    state: StateId,
    event: EventId,
}

impl Asked<'_, '_, '_> {
    /// Whether a condition that holds, or fails, can tell the entering event from a later one; it does not where it cannot
    /// be otherwise at the entering one.
    fn tells_apart(&self, (condition, holds): (&Condition, bool)) -> bool {
        let reads = condition.reads();
        let set = &self.case.machine.journey.entry.set;
        let other = reads.time || reads.envelope;
        let counted = set.iter().any(|assign| reads.context.contains(&assign.variable.0));
        other || counted && !self.opening.is_certain(self.state, self.event, (condition, holds))
    }
}

/// A variable that is set, and what holds and fails then beside the guard.
struct Setting<'c> {
    assign: &'c Assign,
    holds: Vec<&'c Condition>,
    fails: Vec<&'c Condition>,
}

/// `step` counts what `entry.set` has counted.
fn counted(case: &Case<'_>, opened: &Asked<'_, '_, '_>, step: StepId) -> Option<Finding> {
    let journey = &case.machine.journey;
    let (names, of) = (names(journey), case.machine.step(step));
    let all = settings(of);
    let place = all.iter().position(|again| {
        let holds = again.holds.iter().skip(of.guard.iter().len()).map(|condition| (*condition, true));
        let mut asked = holds.chain(again.fails.iter().map(|condition| (*condition, false)));
        let first = journey.entry.set.iter().any(|first| counts(first, again.assign, &names));
        let apart = asked.any(|asked| !is_whole(asked.0) || opened.tells_apart(asked));
        first && !apart && opened.opening.may_hold(of.source, opened.event, &again.holds, &again.fails)
    })?;
    let again = &all[place];
    let variable = &journey.context[again.assign.variable.index()].name.value;
    let same = |assignment: &&Assignment| assignment.variable.value == *variable;
    let decl = case.step_decl(step);
    let mut written: Vec<&Assignment> = decl.set.iter().collect();
    assignments(&decl.actions, &mut written);
    // Of several that set the variable the one that counts stands where it stands among what runs.
    let before = all[..place].iter().filter(|one| one.assign.variable == again.assign.variable).count();
    let second = written.into_iter().filter(same).nth(before)?;
    let first = case.document.entry.as_ref()?.set.iter().find(same)?;
    let event = &journey.events[opened.event.index()].name;
    let message = format!("`{event}` is counted twice in `{variable}` when it enters a person");
    let finding = Finding::new(RULE.name, decl.id.span, message);
    let finding = finding.label(first.variable.span, "counted here").label(second.variable.span, "and here, at once");
    let help = format!("the step `{}` hears the entering event too: leave it out of `entry.set`", decl.id.value);
    Some(finding.help(help))
}

/// What a step sets, in order, also where an `if` says so.
fn settings(step: &Step) -> Vec<Setting<'_>> {
    let holds: Vec<&Condition> = step.guard.iter().collect();
    let plain = |assign| Setting { assign, holds: holds.clone(), fails: Vec::new() };
    let mut all: Vec<Setting<'_>> = step.set.iter().map(plain).collect();
    listed(&step.actions, (&holds, &[]), &mut all);
    all
}

fn listed<'c>(block: &'c Block, (holds, fails): (&[&'c Condition], &[&'c Condition]), all: &mut Vec<Setting<'c>>) {
    for instruction in block {
        match &instruction.work {
            Work::Set(assigns) => {
                let set = |assign| Setting { assign, holds: holds.to_vec(), fails: fails.to_vec() };
                all.extend(assigns.iter().map(set));
            }
            Work::If(condition, then, otherwise) => {
                listed(then, (&[holds, &[condition]].concat(), fails), all);
                listed(otherwise, (holds, &[fails, &[condition]].concat()), all);
            }
            _ => {}
        }
    }
}

fn assignments<'d>(items: &'d [ItemDecl], all: &mut Vec<&'d Assignment>) {
    for item in items {
        match &item.kind {
            ItemKind::Set(set) => all.extend(set),
            ItemKind::If(_, then, otherwise) => {
                assignments(then, all);
                assignments(otherwise, all);
            }
            _ => {}
        }
    }
}

/// `step` enters the state again that was entered just before.
fn entered(case: &Case<'_>, step: StepId, event: EventId) -> Option<Finding> {
    let (of, decl) = (case.machine.step(step), case.step_decl(step));
    let key = decl.reenter.filter(|_| !of.to.is_empty())?;
    let event = &case.machine.journey.events[event.index()].name;
    let message = format!("`{event}` enters a person and at once takes the step `{}`, which enters again", of.id.value);
    let finding = Finding::new(RULE.name, of.id.span, message).label(key, "`on_entry` runs twice, timers start twice");
    Some(finding.help("give the step a guard that the entering event does not meet, or another event"))
}

/// Whether `first` counts what `again` counts: both add to the variable, or `first` is what `again` adds.
fn counts(first: &Assign, again: &Assign, names: &Names<'_>) -> bool {
    let slot = again.variable.0;
    let Some(added) = again.value.added_to(slot, names).filter(|_| first.variable == again.variable) else {
        return false;
    };
    first.value.added_to(slot, names).is_some() || first.value.summed(names) == added
}
