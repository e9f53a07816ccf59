//! `missing-description`: nobody says what it is for.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::said;
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("missing-description"),
    group: Group::Style,
    level: Level::Warning,
    catches: "A journey that has neither a `title` nor a `description`.",
    why: "Reports, pictures and reviews show its id alone: who did not write it has to guess what it is for.",
    bad: r"```yaml
wayfare: 1
journey: welcome
#        ^^^^^^^ missing-description
version: 1.0.0
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
        let said = said::is_said(journey.title.as_ref()) || said::is_said(journey.description.as_ref());
        if !said && !whole.usage().doubts.may_say(journey.file, &["title", "description"]) {
            let message = format!("nothing says what {} is for", said::called(journey));
            let help = "give it a `title`, or a `description`";
            found.push(Finding::new(RULE.name, journey.id.span, message).help(help));
        }
    }
}
