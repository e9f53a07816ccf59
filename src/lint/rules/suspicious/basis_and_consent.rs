//! `basis-and-consent`: an action gives two reasons, or one that cannot be.

use std::collections::BTreeSet;

use crate::lint::found::Found;
use crate::lint::messages::{advertising, declared};
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::syntax::declared::Basis;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("basis-and-consent"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "An action that names both a `consent` purpose and a `basis`, or advertising on `basis: contract`.",
    why: "A basis says that no consent is needed. With both, a receipt is held back from whoever wants no advertising, \
          or advertising is sent in the name of a contract that does not ask for it.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
actions:
  send_receipt:
# ^^^^^^^^^^^^ basis-and-consent
    sink: receipts
    params: { template: string }
    basis: contract
    consent: marketing
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - send_receipt: { template: receipt-1 }
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
actions:
  send_receipt:
    sink: receipts
    params: { template: string }
    basis: contract
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - send_receipt: { template: receipt-1 }
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let ads: BTreeSet<Span> = advertising(whole.project).map(|action| action.name.span).collect();
    for action in declared(whole.project) {
        let (name, Some(basis)) = (&action.name, &action.basis) else { continue };
        if let Some(consent) = &action.consent {
            let message = format!("`{}` asks for consent and says that none is needed", name.value);
            let finding = Finding::new(RULE.name, name.span, message)
                .label(consent.span, "without this consent it is held back")
                .label(basis.span, "on this basis it would be sent without")
                .help("keep one of them: `consent` for what people may refuse, `basis` for what they may not");
            found.push(finding);
        } else if basis.value == Basis::Contract && ads.contains(&name.span) {
            let message = format!("`{}` sends advertising, which no contract asks for", name.value);
            let mut finding = Finding::new(RULE.name, name.span, message).label(basis.span, "on this basis");
            if let Some(sink) = &action.sink {
                finding = finding.label(sink.span, format!("the purpose of `{}` is `marketing`", sink.value));
            }
            let help = "say `consent: marketing`, or send what the contract asks for to a sink of purpose `service`";
            found.push(finding.help(help));
        }
    }
}
