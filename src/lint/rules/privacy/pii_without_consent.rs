//! `pii-without-consent`: personal data goes out, and nothing says why it may.

use std::collections::BTreeMap;

use crate::lint::found::Found;
use crate::lint::messages::{MARKETING, purpose};
use crate::lint::privacy::places::{Place, all, declared, list};
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("pii-without-consent"),
    group: Group::Privacy,
    level: Level::Error,
    catches: "An action that gets personal data in a param marked `pii` and names neither a `consent` purpose nor a \
              `basis`; of advertising, `send-without-consent` speaks.",
    why: "Nobody may be given a person's data without the person's consent or a reason in law, and no one will \
          remember later which it was.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { address: { type: string, pii: email } }
actions:
  note_lead:
# ^^^^^^^^^ pii-without-consent
    sink: crm
    params: { address: { type: string, pii: email } }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - note_lead: { address: =event.payload.address }
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
  SIGNED_UP:
    payload: { address: { type: string, pii: email } }
actions:
  note_lead:
    sink: crm
    params: { address: { type: string, pii: email } }
    basis: contract
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - note_lead: { address: =event.payload.address }
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

/// Each action once, at its name, however many journeys use it; the first place where data comes to it is shown.
fn check(whole: &Whole<'_>, found: &mut Found) {
    let mut findings: BTreeMap<Span, (Span, Finding)> = BTreeMap::new();
    for case in whole.cases.iter().filter(|case| case.asked) {
        for put in all(case).0 {
            let Place::Param(action, param) = put.to else { continue };
            let bare = action.consent.is_none() && action.basis.is_none();
            // That advertising asks nobody, `send-without-consent` says.
            let told = purpose(case.config, &action.sink) == Some(MARKETING);
            if !bare || told || declared(case, action).is_none_or(|decl| decl.broken) {
                continue;
            }
            let data = put.carried(case);
            // What the param does not expect, `pii-to-action` speaks of.
            if data.is_empty() || !put.leaked(case, &param.shape).is_empty() {
                continue;
            }
            let name = &action.name;
            let message =
                format!("`{}` gets personal data and says neither whose consent nor on which basis", name.value);
            let finding = Finding::new(RULE.name, name.span, message)
                .label(put.at, format!("{} comes to it here", list(&data)))
                .help("name the `consent` purpose that it asks, or the `basis` on which it needs none");
            let entry = findings.entry(name.span).or_insert_with(|| (put.at, finding.clone()));
            if put.at < entry.0 {
                *entry = (put.at, finding);
            }
        }
    }
    found.findings.extend(findings.into_values().map(|(_, finding)| finding));
}
