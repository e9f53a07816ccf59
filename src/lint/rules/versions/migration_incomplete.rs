//! `migration-incomplete`: some of those who are on the old version have no place in the new one.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::change::{Change, Need};
use crate::diff::migration::fault::{Breach, Fault};
use crate::diff::verdict::Missing;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::versions::compared::Compared;
use crate::lint::whole::Whole;
use crate::lint::words;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("migration-incomplete"),
    group: Group::Versions,
    level: Level::Error,
    catches: "An entry of `migrate` that leaves out a state in which people can be, a variable whose values do not fit any \
              more, or a timer that nobody has set.",
    why: "Whoever it leaves out stays behind on the old version, each with a dead letter, or waits for ever.",
    bad: r#"```yaml
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 14d, to: ASKED }
  ASKED:
    steps:
      - { id: paid-late, triggers: PAID, to: CUSTOMER }
      - { id: silent, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 2.0.0
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
migrate:
  - from: "1.x"
#         ^ migration-incomplete
```
"#,
    good: r#"```yaml
wayfare: 1
journey: trial
version: 1.2.0
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 14d, to: ASKED }
  ASKED:
    steps:
      - { id: paid-late, triggers: PAID, to: CUSTOMER }
      - { id: silent, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 2.0.0
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
migrate:
  - from: "1.x"
    states: { ASKED: exit }
```
"#,
    check: Check::Project(check),
};

/// What an entry leaves out.
#[derive(Default)]
struct Left {
    states: BTreeSet<SmolStr>,
    variables: BTreeSet<SmolStr>,
    timers: BTreeSet<SmolStr>,
}

fn check(whole: &Whole<'_>, found: &mut Found) {
    // Of two old versions that lack the same, the newer one is told.
    let mut told: BTreeSet<(Span, &'static str, SmolStr)> = BTreeSet::new();
    for compared in &whole.versions().compared {
        let missing = &compared.difference.verdict.missing;
        let is_small = [Missing::Bump, Missing::GreaterBump, Missing::NewerVersion, Missing::Migration];
        if !missing.contains(&Missing::Images) || is_small.iter().any(|other| missing.contains(other)) {
            continue;
        }
        let span = entry(compared);
        let mut left = Left::of(compared);
        for (sort, names) in left.all() {
            names.retain(|name| told.insert((span, sort, name.clone())));
        }
        if let Some(what) = left.told() {
            found.push(finding(compared, span, &what, &left));
        }
    }
}

/// The entry that speaks, or the version where none does.
fn entry(compared: &Compared<'_>) -> Span {
    let number = compared.difference.migrating.as_ref().and_then(|migrating| migrating.number);
    let decl = number.and_then(|number| compared.new.migrate.get(number));
    decl.map_or(compared.version(), |decl| decl.from.as_ref().map_or(decl.span, |from| from.span))
}

fn finding(compared: &Compared<'_>, span: Span, what: &str, left: &Left) -> Finding {
    let difference = &compared.difference;
    let (old, new) = (&difference.old.version, &difference.new.version);
    let mut finding =
        Finding::new(RULE.name, span, format!("from `{old}` to `{new}` it is not said what becomes of {what}"));
    let proposed = &difference.proposed;
    let help = left.states.iter().chain(&left.variables).find_map(|name| {
        let renamed = proposed.states.0.get(name).map(|now| ("states", now.clone()));
        renamed
            .map(|(key, now)| format!("`{name}` looks like `{now}` under another name: `{key}: {{ {name}: {now} }}`"))
    });
    finding.help = Some(help.unwrap_or_else(|| left.help()));
    let faults = difference.migrating.iter().flat_map(|migrating| &migrating.faults);
    for fault in faults.filter(|fault| left.has(fault)).take(3) {
        finding = match (compared.there(fault.places.old), example(fault)) {
            (Some(place), _) if !finding.labels.iter().any(|label| label.span == place) => {
                finding.label(place, fault.message.clone())
            }
            _ => finding.note(fault.message.clone()),
        };
        finding.notes.extend(example(fault));
    }
    for change in unsatisfied(compared).filter(|change| left.needs(&change.needs)).take(3) {
        if !matches!(change.needs, Need::Images(_)) || finding.labels.is_empty() {
            finding.notes.push(format!("{} {}: {}", change.kind, change.element, change.meaning));
        }
    }
    finding
}

fn example(fault: &Fault) -> Option<String> {
    let person = fault.person.as_ref()?;
    let way = person.way();
    let by = if way.is_empty() { String::new() } else { format!(", who came by {way}") };
    Some(format!("for example {}{by}", person.who()))
}

fn unsatisfied<'c>(compared: &'c Compared<'_>) -> impl Iterator<Item = &'c Change> {
    let difference = &compared.difference;
    difference.changes.iter().filter(|change| difference.verdict.unsatisfied.contains(&change.fingerprint))
}

impl Left {
    fn of(compared: &Compared<'_>) -> Self {
        let mut left = Self::default();
        for change in unsatisfied(compared) {
            match &change.needs {
                Need::Images(states) => left.states.extend(states.iter().cloned()),
                Need::Set(variables) => left.variables.extend(variables.iter().cloned()),
                Need::Timer(step) => left.timers.extend([step.clone()]),
                // A step under another id is the matter of `rename-without-migrate`.
                Need::Step(_) | Need::Bump => {}
            }
        }
        for fault in compared.difference.migrating.iter().flat_map(|migrating| &migrating.faults) {
            match fault.kind.breach() {
                Breach::Incomplete => {
                    left.states.extend(fault.states.iter().cloned());
                    left.variables.extend(fault.variable.clone());
                }
                // A state that is final by accident is the matter of `migration-invalid`.
                Breach::Invalid => left.states.retain(|state| !fault.states.contains(state)),
            }
        }
        left
    }

    fn all(&mut self) -> [(&'static str, &mut BTreeSet<SmolStr>); 3] {
        [("state", &mut self.states), ("variable", &mut self.variables), ("timer", &mut self.timers)]
    }

    fn has(&self, fault: &Fault) -> bool {
        fault.kind.breach() == Breach::Incomplete
            && (fault.states.iter().any(|state| self.states.contains(state))
                || fault.variable.iter().any(|variable| self.variables.contains(variable)))
    }

    fn needs(&self, need: &Need) -> bool {
        match need {
            Need::Images(states) => states.iter().any(|state| self.states.contains(state)),
            Need::Set(variables) => variables.iter().any(|variable| self.variables.contains(variable)),
            Need::Timer(step) => self.timers.contains(step),
            Need::Step(_) | Need::Bump => false,
        }
    }

    /// What is left out, in words; nothing where nothing is.
    fn told(&self) -> Option<String> {
        let one = |names: &BTreeSet<SmolStr>, single: &str, many: &str| {
            let what = if names.len() == 1 { single } else { many };
            (!names.is_empty()).then(|| format!("{what} {}", words::names(names)))
        };
        let parts = [
            one(&self.states, "people in the state", "people in the states"),
            one(&self.variables, "the variable", "the variables"),
            one(&self.timers, "the timer", "the timers"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", and of "))
    }

    fn help(&self) -> String {
        let mut keys = Vec::new();
        if let Some(state) = self.states.first() {
            keys.push(format!("`states: {{ {state}: … }}` with the state where they go on, or `exit`"));
        }
        if let Some(variable) = self.variables.first() {
            keys.push(format!("`set: {{ {variable}: … }}` with a value that fits"));
        }
        if let Some(timer) = self.timers.first() {
            keys.push(format!("`timers: {{ {timer}: … }}` with how long after the move it is due"));
        }
        format!("write under `migrate` {}; `wayfare diff` proposes an entry", keys.join(", and "))
    }
}
