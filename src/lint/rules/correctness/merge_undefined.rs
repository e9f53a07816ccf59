//! `merge-undefined`: two values that cannot become one.

use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::syntax::lifecycle::MergeVariable;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::shape::Of;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("merge-undefined"),
    group: Group::Correctness,
    level: Level::Error,
    catches: "A variable whose type its merge policy does not take. In `identity.context`, `max` and `min` take int, \
              number, timestamp, duration and enums, `union` lists, `sum` int and duration.",
    why: "When a visitor turns out to be a known person, nobody can say what the variable is afterwards.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { plan: string }
context:
  plan: { type: string, default: none }
# ^^^^ merge-undefined
entry:
  triggers: SIGNED_UP
  set: { plan: =event.payload.plan }
identity:
  context: { plan: max }
initial: START
states:
  START:
    steps:
      - { id: premium, after: 3d, guard: ctx.plan == "premium", to: DONE }
      - { id: others, after: 5d, to: DONE }
  DONE: { final: true }
```
"#,
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { plan: string }
context:
  plan: { type: string, default: none }
entry:
  triggers: SIGNED_UP
  set: { plan: =event.payload.plan }
identity:
  context: { plan: newest }
initial: START
states:
  START:
    steps:
      - { id: premium, after: 3d, guard: ctx.plan == "premium", to: DONE }
      - { id: others, after: 5d, to: DONE }
  DONE: { final: true }
```
"#,
    check: Check::Journey(check),
};

fn check(case: &Case<'_>, found: &mut Found) {
    let Some(identity) = &case.document.identity else { return };
    for (name, policy) in &identity.context {
        let declared = case.document.context.iter().find(|variable| variable.name.value == name.value);
        let Some(declared) = declared.filter(|declared| !declared.broken) else { continue };
        if takes(policy.value, &declared.shape.of) {
            continue;
        }
        let (word, kinds) = words(policy.value);
        let message = format!("`{word}` of `{}` has no meaning: it is {}", name.value, declared.shape);
        let help = format!("`{word}` takes {kinds}; say `newest`, `oldest` or `kept`");
        let finding = Finding::new(RULE.name, declared.name.span, message).help(help);
        found.push(finding.label(policy.span, "what is to become of it"));
    }
}

const fn takes(policy: MergeVariable, of: &Of) -> bool {
    match policy {
        MergeVariable::Kept | MergeVariable::Newest | MergeVariable::Oldest => true,
        MergeVariable::Max | MergeVariable::Min => {
            matches!(of, Of::Int | Of::Number | Of::Timestamp | Of::Duration | Of::Enum(_))
        }
        MergeVariable::Union => matches!(of, Of::List(_)),
        MergeVariable::Sum => matches!(of, Of::Int | Of::Duration),
    }
}

/// A policy as it is written, and what it takes.
const fn words(policy: MergeVariable) -> (&'static str, &'static str) {
    const ORDERED: &str = "int, number, timestamp, duration and enums";
    match policy {
        MergeVariable::Max => ("max", ORDERED),
        MergeVariable::Min => ("min", ORDERED),
        MergeVariable::Union => ("union", "lists"),
        MergeVariable::Sum => ("sum", "int and duration"),
        MergeVariable::Kept => ("kept", "every type"),
        MergeVariable::Newest => ("newest", "every type"),
        MergeVariable::Oldest => ("oldest", "every type"),
    }
}
