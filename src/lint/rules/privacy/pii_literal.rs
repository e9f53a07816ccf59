//! `pii-literal`: somebody's address or number stands in the file.

use crate::lint::found::Found;
use crate::lint::literals::text::Hit;
use crate::lint::literals::{accounts, addresses, phones};
use crate::lint::messages::shown;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::whole::Whole;
use crate::project::workspace::{FileKind, ProjectFile};
use crate::syntax::source::Source;
use crate::terms::crew::in_order;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("pii-literal"),
    group: Group::Privacy,
    level: Level::Error,
    catches: "An e-mail address, a telephone number, or the number of a card or bank account that stands in the file, \
              comments included.",
    why: "The file is read by everybody who works on it and stays in its history for ever, long after the person asked \
          to be forgotten. Addresses of `example.com`, of machines and of nobody in particular (`support@…`), numbers \
          for tests and for films, and the journey's `owner` are none; tests may have any telephone number.",
    bad: r#"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { address: { type: string, pii: email } }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: event.payload.address != "jane.doe@acme.com"
#                                        ^^^^^^^^^^^^^^^^^ pii-literal
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
"#,
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP:
    payload: { internal: { type: bool, default: false } }
initial: START
states:
  START:
    steps:
      - id: begin
        triggers: SIGNED_UP
        guard: '!event.payload.internal'
        to: DONE
      - { id: skip, after: 3d, to: DONE }
  DONE: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    let (shown, sources) = (shown(whole.project), whole.circumstances.sources);
    let files: Vec<&ProjectFile> = whole.project.files.iter().filter(|file| shown.contains(&file.id)).collect();
    let each = in_order(files, whole.circumstances.threads, |file| {
        let source = sources.get(file.id.0 as usize).filter(|source| source.is_text())?;
        let is_test = matches!(file.kind, FileKind::Scenarios(_));
        Some(hits(source, is_test).map(|hit| finding(source, &hit, is_test)).collect::<Vec<_>>())
    });
    found.findings.extend(each.into_iter().flatten().flatten());
}

fn hits(source: &Source, is_test: bool) -> impl Iterator<Item = Hit> + '_ {
    let text = source.text.as_str();
    let addresses = addresses::find(text).filter(|hit| !is_owner(text, hit.range.start));
    let phones = phones::find(text).filter(move |_| !is_test);
    addresses.chain(phones).chain(accounts::find(text))
}

/// Whether the line says who answers for the journey.
fn is_owner(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].trim_start_matches('\u{feff}').starts_with("owner:")
}

fn finding(source: &Source, hit: &Hit, is_test: bool) -> Finding {
    let span = Span::new(source.id, hit.range.start as u32, hit.range.end as u32);
    let help = match (hit.what, is_test) {
        ("an e-mail address", true) => "for a test, take an address of `example.com`",
        ("an e-mail address", false) => {
            "read it from the event or the profile; in an example, write an address of `example.com`"
        }
        (_, true) => "for a test, take a number that is given for tests",
        (_, false) => "read it from the event or the profile, or leave it out",
    };
    Finding::new(RULE.name, span, format!("{} stands in the file", hit.what)).help(help)
}
