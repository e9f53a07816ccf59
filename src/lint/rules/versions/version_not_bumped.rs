//! `version-not-bumped`: another content under a version that is there already.

use crate::diff::verdict::Missing;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::versions::compared::Rank;
use crate::lint::versions::words::{next, reasons};
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("version-not-bumped"),
    group: Group::Versions,
    level: Level::Error,
    catches: "A journey that means something else than what was published under the same version.",
    why: "People are on that version, and records name it: from now on nobody could say which of the two they went \
          through, and a service that has the first one refuses the second.",
    bad: r"```yaml
# as published
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
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 1.2.0
#        ^^^^^ version-not-bumped
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
# as published
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
      - { id: over, after: 14d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
---
wayfare: 1
journey: trial
version: 1.3.0
events:
  SIGNED_UP: {}
  PAID: {}
entry: { triggers: SIGNED_UP }
initial: TRYING
states:
  TRYING:
    steps:
      - { id: paid, triggers: PAID, to: CUSTOMER }
      - { id: over, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let mut told = Vec::new();
    for compared in whole.versions().compared.iter().filter(|compared| compared.rank == Rank::Same) {
        let (difference, verdict) = (&compared.difference, &compared.difference.verdict);
        if !verdict.missing.contains(&Missing::Bump) {
            continue;
        }
        let (id, version, needed) = (compared.journey(), &difference.new.version, verdict.needed);
        let message = format!("`{version}` of `{id}` means something else than what was published under it");
        let help =
            format!("a published version never changes: make it `{}`, a {needed} version", next(version, needed));
        let finding = Finding::new(RULE.name, compared.version(), message).help(help);
        let finding = match compared.old_version() {
            Some(old) => finding.label(old, "the published one"),
            None => finding,
        };
        found.push(reasons(finding, &difference.changes, needed));
        told.push(compared.version());
    }
    locked(whole, &told, found);
}

/// What the lock knows, where no file of the version is at hand; `told` are versions of which it was said already.
fn locked(whole: &Whole<'_>, told: &[Span], found: &mut Found) {
    let locked = whole.locked();
    if let Some((span, fault)) = &locked.fault {
        let message = format!("the lock cannot be read, so nobody knows what was published: {fault}");
        found.push(Finding::new(RULE.name, *span, message).help(fault.help.clone()));
    }
    for other in locked.others.iter().filter(|other| !told.contains(&other.span)) {
        let (id, version) = (&other.journey.id.value, &other.journey.version);
        let message = format!("`{version}` of `{id}` means something else than what was published under it");
        let help = "a published version never changes: raise it, `wayfare diff` says how far; the line of one that never \
                    was published can be taken out of the lock";
        let finding = Finding::new(RULE.name, other.span, message).help(help);
        found.push(match other.line {
            Some(line) => finding.label(line, "what was published is recorded here"),
            None => finding,
        });
    }
}
