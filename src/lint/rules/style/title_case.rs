//! `title-case`: a name for people that is no sentence.

use smol_str::SmolStr;

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::said;
use crate::lint::whole::Whole;
use crate::syntax::chart::StateDecl;
use crate::syntax::document::JourneyDocument;
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Spanned;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("title-case"),
    group: Group::Style,
    level: Level::Off,
    catches: "A title or name that is not written like a sentence.",
    why: "Pictures and reports put names beside one another: written like sentences, with one capital at the beginning, they read as one text.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    name: Has signed up
    steps:
      - { id: first, name: Buys For The First Time, triggers: BOUGHT, to: CUSTOMER }
#                          ^^^^^^^^^^^^^^^^^^^^^^^ title-case
      - { id: give-up, name: Gives up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    good: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    name: Has signed up
    steps:
      - { id: first, name: Buys for the first time, triggers: BOUGHT, to: CUSTOMER }
      - { id: give-up, name: Gives up, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

fn check(whole: &Whole<'_>, found: &mut Found) {
    for text in said::journeys(whole).flat_map(texts) {
        let what = if begins_small(&text.value) {
            "begins with a small letter"
        } else if is_title(&text.value) {
            "has a capital at each of its words"
        } else {
            continue;
        };
        let message = format!("`{}` {what}", text.value);
        found.push(
            Finding::new(RULE.name, text.span, message).help("write it as a sentence: `Buys for the first time`"),
        );
    }
}

/// Every title and name for people of a journey.
fn texts(journey: &JourneyDocument) -> Vec<&Spanned<SmolStr>> {
    let mut texts: Vec<_> = journey.title.iter().collect();
    texts.extend(journey.steps.iter().filter_map(|step| step.name.as_ref()));
    let mut open: Vec<&StateDecl> = journey.states.iter().collect();
    while let Some(state) = open.pop() {
        texts.extend(&state.name);
        texts.extend(state.steps.iter().filter_map(|step| step.name.as_ref()));
        open.extend(&state.states);
    }
    texts
}

/// Whether the first word begins with a small letter, and is no name such as `iOS` or `eBay`.
fn begins_small(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    first.starts_with(char::is_lowercase) && !first.contains(char::is_uppercase)
}

/// Whether all words begin with capitals, of which there are at least three: two may be a name.
fn is_title(text: &str) -> bool {
    let words = || text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    let is_capital = |word: &str| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    words().count() > 2 && words().all(is_capital)
}
