//! `any-type`: nobody said what it is.

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::said;
use crate::lint::usage::table::Sheet;
use crate::lint::whole::Whole;
use crate::syntax::declared::FieldDecl;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::shape::{Of, Shape};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("any-type"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A field, variable, parameter or result of the type `any`.",
    why: "Nothing is checked before somebody is on the way: a guard that compares it with the wrong thing fails in front of the person.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: { payload: { plan: any } }
#                               ^^^ any-type
  BOUGHT: {}
context:
  plan: { type: string, default: basic }
entry: { triggers: SIGNED_UP, set: { plan: =event.payload.plan ?? "basic" } }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, guard: ctx.plan == "plus", to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
"#,
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: { payload: { plan: string } }
  BOUGHT: {}
context:
  plan: { type: string, default: basic }
entry: { triggers: SIGNED_UP, set: { plan: =event.payload.plan } }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, guard: ctx.plan == "plus", to: CUSTOMER }
      - { id: give-up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
"#,
    check: Check::Project(check),
};

const HELP: &str = "say what it is: `string`, `int`, a list `[string]`, an object `{ fields: { … } }`";

fn check(whole: &Whole<'_>, found: &mut Found) {
    for sheet in said::sheets(whole) {
        for field in fields(sheet).filter(|field| !field.broken) {
            report(&field.name.value, &field.shape, written(whole, field.span), found);
        }
        for function in sheet.declares.functions.iter().filter(|function| !function.broken) {
            if let Some(returns) = &function.returns {
                let name = format!("{}()", function.name.value);
                report(&name, &returns.value, written(whole, returns.span), found);
            }
        }
    }
}

/// The place of `any` in the type that stands at `span`; where it is not certain which, the whole type.
fn written(whole: &Whole<'_>, span: Span) -> Span {
    let Some(source) = whole.circumstances.sources.get(span.file.0 as usize) else { return span };
    let text = source.slice(span);
    let is_type = |&(at, word): &(usize, &str)| {
        let (before, after) = (text[..at].trim_end(), &text[at + word.len()..]);
        let key = before.trim_end_matches(['"', '\'']).trim_end();
        let key = key.strip_suffix('[').unwrap_or(key).trim_end_matches([' ', ':']);
        let key = key.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let is_other = ["default", "description", "enum", "pattern", "pii"].contains(&key);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let item = line.ends_with('-') && line.trim_matches([' ', '-']).is_empty();
        let begins = !is_other && (before.is_empty() || item || before.ends_with([':', '[', '"', '\'']));
        let is_word = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let is_key = after.trim_start_matches(['"', '\'', ' ']).starts_with(':');
        begins && !is_word && !is_key
    };
    match text.match_indices("any").find(is_type) {
        Some((at, word)) => Span::new(span.file, span.start + at as u32, span.start + (at + word.len()) as u32),
        None => span,
    }
}

/// Every field, variable and parameter that a file declares.
fn fields<'a>(sheet: &Sheet<'a>) -> impl Iterator<Item = &'a FieldDecl> {
    let declares = sheet.declares;
    let context = sheet.journey.into_iter().flat_map(|journey| &journey.context);
    let payloads = declares.events.iter().flat_map(|event| &event.payload);
    let params = declares.actions.iter().flat_map(|action| action.params.iter().chain(&action.result));
    let functions = declares.functions.iter().flat_map(|function| &function.params);
    context.chain(payloads).chain(&declares.profile).chain(params).chain(functions)
}

fn report(name: &str, shape: &Shape, span: Span, found: &mut Found) {
    let mut path = Vec::new();
    if inside(shape, &mut path) {
        let whole: String = std::iter::once(name.to_owned()).chain(path.into_iter().rev()).collect();
        found.push(
            Finding::new(RULE.name, span, format!("nothing is known of `{whole}`: it may be anything")).help(HELP),
        );
    }
}

/// Whether a shape is `any`, or has one inside, to which `path` then leads from the inside out.
fn inside(shape: &Shape, path: &mut Vec<String>) -> bool {
    match &shape.of {
        Of::Any => true,
        Of::List(item) => {
            let found = inside(item, path);
            path.extend(found.then(|| "[]".to_owned()));
            found
        }
        Of::Object(fields) => fields.iter().any(|field| {
            let found = inside(&field.shape, path);
            path.extend(found.then(|| format!(".{}", field.name)));
            found
        }),
        _ => false,
    }
}
