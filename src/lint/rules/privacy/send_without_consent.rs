//! `send-without-consent`: advertising that nobody was asked about.

use crate::lint::found::Found;
use crate::lint::messages::advertising_without;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::syntax::declared::Basis;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("send-without-consent"),
    group: Group::Privacy,
    level: Level::Error,
    catches: "An action on a sink of purpose `marketing` with neither a `consent` purpose nor `basis: interest`; of \
              `basis: contract`, `basis-and-consent` speaks.",
    why: "Who did not ask for advertising must not get any: it is against the law, and people mark it as spam.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
windows:
  waking_hours: { from: '08:00', to: '21:00' }
actions:
  send_offer:
# ^^^^^^^^^^ send-without-consent
    sink: email
    params: { template: string }
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
    for action in advertising_without(whole, &["consent", "basis"]) {
        let basis = action.basis.as_ref();
        if action.consent.is_some() || basis.is_some_and(|basis| basis.value != Basis::Legal) {
            continue;
        }
        let name = &action.name;
        let message = format!("`{}` sends advertising, and nobody is asked for consent", name.value);
        let mut finding = Finding::new(RULE.name, name.span, message);
        if let Some(sink) = &action.sink {
            finding = finding.label(sink.span, format!("the purpose of `{}` is `marketing`", sink.value));
        }
        if let Some(basis) = basis {
            finding = finding.label(basis.span, "no law obliges anybody to advertise");
        }
        let help = "say `consent: marketing`; a message that is no advertising goes to a sink of purpose `service`";
        found.push(finding.help(help));
    }
}
