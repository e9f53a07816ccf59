//! `expression-as-text`: the `=` is missing.

use crate::expr::meant::reads_as_expression;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::messages::shown;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::lint::written::{Reading, values};
use crate::syntax::content::ValueKind;
use crate::syntax::document::Document;
use crate::syntax::source::Source;
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("expression-as-text"),
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A text, where a value belongs, that is an expression: every name in it is known, and it reads `ctx`, \
              `event`, `profile` or `user`, or calls a function of the language.",
    why: "Without `=` it is no expression but these very words, and the person reads `ctx.first_name`. That is for \
          whoever wrote it to say, so the fix that writes `=` is no safe one.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { source: string }
context:
  source: { type: string, default: unknown }
actions:
  note_lead:
    sink: crm
    params: { source: string }
    basis: interest
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        set: { source: =event.payload.source }
        to: LEAD
      - { id: skip, after: 3d, to: DONE }
  LEAD:
    on_entry:
      - note_lead: { source: ctx.source }
#                            ^^^^^^^^^^ expression-as-text
    steps:
      - { id: forget, after: 3d, guard: ctx.source != "partner", to: DONE }
      - { id: gone, after: 30d, to: DONE }
  DONE: { final: true }
```
"#,
    good: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { source: string }
context:
  source: { type: string, default: unknown }
actions:
  note_lead:
    sink: crm
    params: { source: string }
    basis: interest
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        set: { source: =event.payload.source }
        to: LEAD
      - { id: skip, after: 3d, to: DONE }
  LEAD:
    on_entry:
      - note_lead: { source: =ctx.source }
    steps:
      - { id: forget, after: 3d, guard: ctx.source != "partner", to: DONE }
      - { id: gone, after: 30d, to: DONE }
  DONE: { final: true }
```
"#,
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let shown = shown(whole.project);
    for case in whole.cases.iter().filter(|case| shown.contains(&case.document.file)) {
        let Some(source) = whole.circumstances.sources.get(case.document.file.0 as usize) else { continue };
        let Some(document) = written(whole, case) else { continue };
        let known = case.nameable();
        values(document, &mut |value, reading| {
            let ValueKind::Str(text) = &value.kind else { return };
            // A text that does not fit is a fault already.
            let judged = |span: Span| span.start < value.span.end && value.span.start < span.end;
            if reading == Reading::Computed
                && reads_as_expression(text, &known)
                && !whole.project.findings.iter().any(|told| told.span.file == value.span.file && judged(told.span))
            {
                found.push(finding(source, value.span, text));
            }
        });
    }
}

fn written<'a>(whole: &Whole<'a>, case: &Case<'_>) -> Option<&'a Document> {
    let of = |document: &&'a std::sync::Arc<Document>| matches!(&***document, Document::Journey(journey) if journey.file == case.document.file);
    whole.project.documents.iter().find(of).map(|document| &**document)
}

fn finding(source: &Source, span: Span, text: &str) -> Finding {
    let text = text.trim();
    let finding = Finding::new(RULE.name, span, format!("`{text}` is a text here: these very words, not a value"));
    let quoted = u32::from(source.slice(span).starts_with(['"', '\'']));
    let place = Span::new(span.file, span.start + quoted, span.start + quoted);
    finding.help(format!("write `={text}` for the value of the expression")).fix(Fix {
        message: "write `=` before it".to_owned(),
        edits: vec![Edit { span: place, text: "=".to_owned() }],
        safe: false,
    })
}
