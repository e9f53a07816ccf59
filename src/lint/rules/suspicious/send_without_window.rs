//! `send-without-window`: advertising at three in the morning.

use crate::lint::found::Found;
use crate::lint::messages::advertising_without;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("send-without-window"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An action on a sink of purpose `marketing` without a `window`.",
    why: "An event comes at any hour, and so does the message that it brings about: people are woken up. The `within` \
          of a step is none: the next step that sends it may have no such thing.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
actions:
  send_offer:
# ^^^^^^^^^^ send-without-window
    sink: email
    params: { template: string }
    consent: marketing
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - send_offer: { template: offer-1 }
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
windows:
  waking_hours: { from: '08:00', to: '21:00' }
actions:
  send_offer:
    sink: email
    params: { template: string }
    consent: marketing
    window: waking_hours
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - send_offer: { template: offer-1 }
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for action in advertising_without(whole, &["window"]).filter(|action| action.window.is_none()) {
        let name = &action.name;
        let message = format!("`{}` sends advertising at any hour of the day and night", name.value);
        let help =
            "name a window of `windows`, `window: waking_hours`: outside it the message waits for the next opening";
        let mut finding = Finding::new(RULE.name, name.span, message).help(help);
        if let Some(sink) = &action.sink {
            finding = finding.label(sink.span, format!("the purpose of `{}` is `marketing`", sink.value));
        }
        found.push(finding);
    }
}
