//! `newline-in-string`: a text has a line break that only the layout of the file put there.

use std::cell::OnceCell;

use crate::expr::meant::reads_as_expression;
use crate::lint::case::Case;
use crate::lint::found::Found;
use crate::lint::messages::shown;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::lint::written::{Reading, values};
use crate::syntax::content::{Piece, ValueDecl, ValueKind};
use crate::syntax::document::Document;
use crate::syntax::source::Source;
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule::{Level, NEWLINE_IN_STRING};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: NEWLINE_IN_STRING,
    group: Group::Suspicious,
    level: Level::Warning,
    catches: "A text of one line, written with `|` or `>`, that ends with a line break; a text that is compared in an \
              expression and goes on in the next line.",
    why: "YAML ends such a text with a line break. There is no template, plan or segment of that name, and what is \
          compared with it is never equal. Texts of several lines are left alone.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
actions:
  note_lead:
    sink: crm
    params: { segment: string }
    basis: interest
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - note_lead:
              segment: |
                trial-2026
#               ^^^^^^^^^^ newline-in-string
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
  note_lead:
    sink: crm
    params: { segment: string }
    basis: interest
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - note_lead:
              segment: |-
                trial-2026
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let shown = shown(whole.project);
    for document in &whole.project.documents {
        let file = match &**document {
            Document::Journey(journey) => journey.file,
            Document::Catalog(catalog) => catalog.file,
            Document::Scenarios(_) => continue,
        };
        let Some(source) = whole.circumstances.sources.get(file.0 as usize).filter(|_| shown.contains(&file)) else {
            continue;
        };
        let known = OnceCell::new();
        let case = || whole.cases.iter().find(|case| case.document.file == file);
        // A text that reads as an expression is told of as that.
        let is_expression = |text: &str| {
            let known = known.get_or_init(|| case().map(Case::nameable));
            known.as_ref().is_some_and(|known| reads_as_expression(text, known))
        };
        values(document, &mut |value, reading| {
            let judged = |span: Span| span.file == file && span.start < value.span.end && value.span.start < span.end;
            let as_text = |text: &str| reading == Reading::Computed && is_expression(text);
            if ends_with_break(value)
                && !matches!(&value.kind, ValueKind::Str(text) if as_text(text))
                && let Some(header) = header(source, value.span)
                && !whole.project.findings.iter().any(|told| judged(told.span))
            {
                found.push(finding(source, value.span, header));
            }
        });
    }
}

/// Whether the only line break of a text is at its end.
fn ends_with_break(value: &ValueDecl) -> bool {
    let once = |text: &str| text.find('\n').is_some_and(|at| at + 1 == text.len());
    match &value.kind {
        ValueKind::Str(text) => once(text),
        ValueKind::Template(pieces) => {
            let broken = |piece: &Piece| matches!(piece, Piece::Literal(text) if text.contains('\n'));
            let Some((Piece::Literal(last), before)) = pieces.split_last() else { return false };
            once(last) && !before.iter().any(broken)
        }
        _ => false,
    }
}

/// The sign, `|` or `>` with what follows it, of the block of text at `span`.
fn header(source: &Source, span: Span) -> Option<Span> {
    let before = source.text.get(..span.start as usize)?.trim_end();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let said = before[line..].split(" #").next().unwrap_or_default().trim_end();
    let sign = said.rfind(['|', '>'])?;
    let rest = &said[sign + 1..];
    let starts = said[..sign].ends_with([' ', '\t']);
    let plain = rest.chars().all(|c| c.is_ascii_digit() || c == '+');
    (starts && plain).then(|| Span::new(span.file, (line + sign) as u32, (line + said.len()) as u32))
}

fn finding(source: &Source, span: Span, header: Span) -> Finding {
    // What says how deep the text is indented stays: without it blanks of the text would count as indentation.
    let keeps = source.slice(header).find('+').map(|at| header.start + at as u32);
    let sign = keeps.map_or(Span { start: header.end, ..header }, |at| Span::new(header.file, at, at + 1));
    Finding::new(RULE.name, span, "this text ends with a line break")
        .label(header, "because of this sign")
        .help("write it behind its key, or end the sign with `-`: `|-` or `>-`")
        .fix(Fix {
            message: "leave out the line break".to_owned(),
            edits: vec![Edit { span: sign, text: "-".to_owned() }],
            safe: false,
        })
}
