//! `entry-counts-twice`: the event that enters somebody is counted again in the first state.

use crate::expr::parse;
use crate::expr::tree::{BinaryOp, LinkKind, Tree, TreeKind};
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::opening::Opening;
use crate::lint::rule::{Check, Group, Rule};
use crate::model::ids::StepId;
use crate::syntax::content::{Assignment, ItemKind, ValueDecl, ValueKind};
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
        for step in opening.steps(case, event) {
            if !seen.contains(&step) && !tells_apart(case, step) {
                seen.push(step);
                let name = &case.machine.journey.events[event.index()].name;
                found.findings.extend(counted(case, step, name).or_else(|| entered(case, step, name)));
            }
        }
    }
}

/// Whether the guard of `step` can tell the entering event from a later one.
fn tells_apart(case: &Case<'_>, step: StepId) -> bool {
    let Some(guard) = &case.machine.step(step).guard else {
        return case.step_decl(step).guard.is_some();
    };
    let reads = guard.reads();
    let set = &case.machine.journey.entry.set;
    reads.time || reads.envelope || set.iter().any(|assign| reads.context.contains(&assign.variable.0))
}

/// `step` counts what `entry.set` has counted.
fn counted(case: &Case<'_>, step: StepId, event: &str) -> Option<Finding> {
    let (decl, entry) = (case.step_decl(step), case.document.entry.as_ref()?);
    let later = decl.actions.iter().filter_map(|item| match &item.kind {
        ItemKind::Set(assignments) => Some(assignments),
        _ => None,
    });
    let mut all = decl.set.iter().chain(later.flatten());
    let (again, first) = all.find_map(|again| Some((again, entry.set.iter().find(|first| counts(first, again))?)))?;
    let id = &decl.id;
    let message = format!("`{event}` is counted twice in `{}` when it enters a person", again.variable.value);
    let finding = Finding::new(RULE.name, id.span, message);
    let finding = finding.label(first.variable.span, "counted here").label(again.variable.span, "and here, at once");
    Some(finding.help(format!("the step `{}` hears the entering event too: leave it out of `entry.set`", id.value)))
}

/// `step` enters the state again that was entered just before.
fn entered(case: &Case<'_>, step: StepId, event: &str) -> Option<Finding> {
    let (of, decl) = (case.machine.step(step), case.step_decl(step));
    let key = decl.reenter.filter(|_| !of.to.is_empty())?;
    let message = format!("`{event}` enters a person and at once takes the step `{}`, which enters again", of.id.value);
    let finding = Finding::new(RULE.name, of.id.span, message).label(key, "`on_entry` runs twice, timers start twice");
    Some(finding.help("give the step a guard that the entering event does not meet, or another event"))
}

/// Whether `first` counts what `again` counts: both add to the variable, or `first` is what `again` adds.
fn counts(first: &Assignment, again: &Assignment) -> bool {
    let variable = &again.variable.value;
    let Some(added) = added(&again.value, variable).filter(|_| first.variable.value == *variable) else { return false };
    self::added(&first.value, variable).is_some() || plain(&first.value).is_some_and(|plain| plain == added)
}

/// The text of what is added to `variable`, without spaces.
fn added(value: &ValueDecl, variable: &str) -> Option<String> {
    let ValueKind::Expr(text) = &value.kind else { return None };
    let parsed = parse::parse(text, &mut Vec::new())?;
    let TreeKind::Binary(BinaryOp::Add, both) = &parsed.tree.kind else { return None };
    let other = if is_variable(&both.0, variable) {
        &both.1
    } else if is_variable(&both.1, variable) {
        &both.0
    } else {
        return None;
    };
    Some(squeezed(text.text.get(other.place.start..other.place.end)?))
}

fn is_variable(tree: &Tree, variable: &str) -> bool {
    let TreeKind::Chain(base, links) = &tree.kind else { return false };
    matches!(&base.kind, TreeKind::Name(name) if name == "ctx")
        && matches!(&links[..], [link] if matches!(&link.kind, LinkKind::Field(field) if field == variable))
}

/// A literal number, or the text of an expression, without spaces.
fn plain(value: &ValueDecl) -> Option<String> {
    match &value.kind {
        ValueKind::Int(number) => Some(number.to_string()),
        ValueKind::Expr(text) => Some(squeezed(&text.text)),
        _ => None,
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
