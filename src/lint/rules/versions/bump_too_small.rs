//! `bump-too-small`: the version says less than what changed.

use crate::diff::change::{Change, Class};
use crate::diff::verdict::Missing;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::shown::NARROWED;
use crate::lint::versions::compared::Rank;
use crate::lint::versions::words::{narrows, next, reasons};
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("bump-too-small"),
    group: Group::Versions,
    level: Level::Error,
    catches: "A version that promises less than what changed since the one before it.",
    why: "Within a major version people move by name when it is deployed. A patch that changes what they experience \
          surprises whoever reads the number; a minor that takes their state away leaves them behind.",
    bad: r"```yaml
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
version: 1.2.1
#        ^^^^^ bump-too-small
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
    let told = NARROWED.is_shown_under(&whole.project.config);
    for compared in whole.versions().compared.iter().filter(|compared| compared.rank == Rank::Nearest) {
        let (difference, verdict) = (&compared.difference, &compared.difference.verdict);
        let (old, new) = (&difference.old.version, &difference.new.version);
        let backward = verdict.missing.contains(&Missing::NewerVersion);
        if !backward && !verdict.missing.contains(&Missing::GreaterBump) {
            continue;
        }
        let is_told = |change: &Change| told && narrows(change);
        let major = |change: &&Change| change.class == Class::Major;
        if !backward && verdict.needed == Class::Major && difference.changes.iter().filter(major).all(is_told) {
            continue;
        }
        let needed = next(old, verdict.needed);
        let message = if backward {
            format!("`{new}` of `{}` is below `{old}`, which was published before", compared.journey())
        } else {
            format!(
                "from `{old}` to `{new}` is a {} version, and the changes need a {} one",
                verdict.made, verdict.needed
            )
        };
        let finding = Finding::new(RULE.name, compared.version(), message).help(format!("make it `{needed}`"));
        let finding = match compared.old_version() {
            Some(span) => finding.label(span, "the version before"),
            None => finding,
        };
        found.push(reasons(finding, &difference.changes, verdict.needed));
    }
}
