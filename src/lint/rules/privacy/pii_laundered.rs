//! `pii-laundered`: personal data is copied to where nobody can see what it is.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::privacy::brought::into_value;
use crate::lint::privacy::personal::Personal;
use crate::lint::privacy::places::{Place, Put, all, field, list};
use crate::lint::rule::{Check, Group, Rule};
use crate::model::journey::{EventKind, Variable};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::shape::Shape;
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("pii-laundered"),
    group: Group::Privacy,
    level: Level::Warning,
    catches: "Personal data that is copied into a variable, or into the payload of an event that the journey brings \
              about, which is not marked `pii`.",
    why: "From there on no rule and no tool knows that it is about a person: it is written to logs and sent to whoever \
          asks.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { name: { type: string, pii: name } }
context:
  greeting: { type: string, default: Hello }
actions:
  send_letter:
    sink: receipts
    params: { text: string }
    basis: contract
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        set: { greeting: 'Hello ${event.payload.name}' }
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pii-laundered
        actions:
          - send_letter: { text: =ctx.greeting }
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
    payload: { name: { type: string, pii: name } }
context:
  greeting: { type: string, default: Hello, pii: name }
actions:
  send_letter:
    sink: receipts
    params: { text: { type: string, pii: name } }
    basis: contract
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        set: { greeting: 'Hello ${event.payload.name}' }
        actions:
          - send_letter: { text: =ctx.greeting }
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    for put in all(case).0 {
        let finding = match put.to {
            Place::Variable(variable) => into_variable(case, &put, variable),
            Place::Payload(event, target) => {
                let (what, at) = (format!("the field `{}` of `{}`", target.name, event.name), &event.kind);
                let EventKind::Declared(_, span) = at else { continue };
                told(case, (&put, &put.leaked(case, &target.shape)), &what, *span)
            }
            _ => None,
        };
        found.findings.extend(finding);
    }
}

fn into_variable(case: &Case<'_>, put: &Put<'_>, variable: &Variable) -> Option<Finding> {
    let shape: &Shape = &variable.shape;
    if field(&case.document.context, &variable.name.value).is_none_or(|decl| decl.broken) {
        return None;
    }
    let what = format!("the variable `{}`", variable.name.value);
    told(case, (put, &put.leaked(case, shape)), &what, variable.name.span)
}

fn told(case: &Case<'_>, (put, data): (&Put<'_>, &[Personal]), what: &str, declared: Span) -> Option<Finding> {
    let first = data.first()?;
    let message = format!("{} is copied into {what}, which is not marked `pii`", list(data));
    let help = format!("mark it, `pii: {}`, or keep `hash(…)` of it if an identifier is enough", first.kind);
    let finding = Finding::new(RULE.name, put.at, message).label(declared, "it is declared here").help(help);
    Some(into_value(finding, case, put.decl, data))
}
