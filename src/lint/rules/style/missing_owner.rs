//! `missing-owner`: nobody answers for it.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::said;
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("missing-owner"),
    group: Group::Style,
    level: Level::Warning,
    catches: "A journey that has no `owner`.",
    why: "When it goes wrong at night, or somebody wants to change it, nobody knows whom to ask.",
    bad: r"```yaml
wayfare: 1
journey: welcome
#        ^^^^^^^ missing-owner
version: 1.0.0
title: From sign-up to the first purchase
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
title: From sign-up to the first purchase
owner: growth-team
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for journey in said::journeys(whole) {
        if !said::is_said(journey.owner.as_ref()) && !whole.usage().doubts.may_say(journey.file, &["owner"]) {
            let message = format!("nobody answers for {}", said::called(journey));
            let help = "name a team or a person: `owner: growth-team`";
            found.push(Finding::new(RULE.name, journey.id.span, message).help(help));
        }
    }
}
