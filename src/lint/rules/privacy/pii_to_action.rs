//! `pii-to-action`: personal data comes to a param that does not say so.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::privacy::brought::into_value;
use crate::lint::privacy::places::{Place, all, declared, field, list};
use crate::lint::rule::{Check, Group, Rule};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("pii-to-action"),
    group: Group::Privacy,
    level: Level::Error,
    catches: "Personal data that comes to a param of an action which is not marked `pii`, directly or through a \
              variable, a definition, a function or a text.",
    why: "What is not marked is stored, logged and passed on as if it were about nobody, and is not found when the \
          person asks to be forgotten.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { address: { type: string, pii: email } }
actions:
  note_lead:
    sink: crm
    params: { note: string }
    basis: interest
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - note_lead: { note: =event.payload.address.lower() }
#                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pii-to-action
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
    params: { note: string, address: { type: string, pii: email } }
    basis: interest
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - note_lead: { note: =hash(event.payload.address), address: =event.payload.address }
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    for put in all(case).0 {
        let Place::Param(action, param) = put.to else { continue };
        let data = put.leaked(case, &param.shape);
        let Some(first) = data.first() else { continue };
        let (name, of) = (&param.name, &action.name.value);
        let decl = declared(case, action);
        let decl_of_param = decl.and_then(|decl| field(&decl.params, name));
        if decl_of_param.is_some_and(|decl| decl.broken) {
            continue;
        }
        let message = format!("{} comes to the param `{name}` of `{of}`, which is not marked `pii`", list(&data));
        let ground = if action.consent.is_none() && action.basis.is_none() && decl.is_none_or(|decl| !decl.broken) {
            "; the action then needs a `consent` or a `basis`, too"
        } else {
            ""
        };
        let help = format!(
            "if `{of}` may know it, mark the param, `pii: {}`{ground}; if it needs no more than an identifier, send `hash(…)`",
            first.kind
        );
        let mut finding = Finding::new(RULE.name, put.at, message).help(help);
        if let Some(decl) = decl_of_param {
            finding = finding.label(decl.name.span, format!("`{name}` is declared here"));
        }
        found.push(into_value(finding, case, put.decl, &data));
    }
}
