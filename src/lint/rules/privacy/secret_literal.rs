//! `secret-literal`: a token or a password stands in the file.

use crate::lint::found::Found;
use crate::lint::literals::tokens;
use crate::lint::messages::shown;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::syntax::source::Source;
use crate::terms::crew::in_order;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName, WRONG_SHAPE};
use crate::terms::span::{FileId, Span};

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("secret-literal"),
    group: Group::Privacy,
    level: Level::Error,
    catches: "A token, a key or a password that stands in a file of the project or in `wayfare.toml`, comments \
              included: by the shapes that AWS, GitHub, Slack, Stripe and others gave theirs, and by keys such as \
              `api_key` before what looks drawn by a machine.",
    why: "Whoever reads the file can act in your name, and so can whoever reads its history after it was taken out.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
actions:
  note_lead:
    sink: crm
    params: { api_key: string }
    basis: interest
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - note_lead: { api_key: 9f86d081884c7d659a2feaa0c55ad015 }
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-literal
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
    params: { kind: string }
    basis: interest
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        actions:
          - note_lead: { kind: newsletter }
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let files: Vec<FileId> = shown(whole.project).into_iter().chain(whole.project.config_file).collect();
    let sources = whole.circumstances.sources;
    let each = in_order(files, whole.circumstances.threads, |file| {
        let source = sources.get(file.0 as usize).filter(|source| source.is_text())?;
        Some((source, tokens::find(&source.text)))
    });
    for (source, hits) in each.into_iter().flatten() {
        for hit in hits {
            let span = Span::new(source.id, hit.range.start as u32, hit.range.end as u32);
            if Some(source.id) == whole.project.config_file && is_refused(whole, source, span) {
                continue;
            }
            let help = "withdraw it where it was issued, since it is in the file's history, and let the sink hold the new \
                        one: `wayfare.toml` names a variable of the environment, `token_env`";
            found.push(Finding::new(RULE.name, span, format!("{} stands in the file", hit.what)).help(help));
        }
    }
}

/// Whether the key on the line of a secret is refused for holding one: that is one fault.
fn is_refused(whole: &Whole<'_>, source: &Source, secret: Span) -> bool {
    let refused =
        whole.project.findings.iter().filter(|told| told.rule == WRONG_SHAPE && told.span.file == secret.file);
    let mut before = refused.filter(|told| told.span.end <= secret.start);
    before.any(|told| !source.slice(Span { start: told.span.end, end: secret.start, ..secret }).contains('\n'))
}
