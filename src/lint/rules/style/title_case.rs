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
        let (what, sentence) = if begins_small(&text.value) {
            ("begins with a small letter", format!("{}`", begun_large(&text.value)))
        } else if is_title(&text.value) {
            ("has a capital at each of its words", format!("{}`; only names keep a capital", as_sentence(&text.value)))
        } else {
            continue;
        };
        let message = format!("`{}` {what}", text.value);
        let help = format!("write it as a sentence: `{sentence}");
        found.push(Finding::new(RULE.name, text.span, message).help(help));
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

/// Words that are no part of a name when they begin with a capital behind the first word.
const PLAIN: [&str; 59] = [
    "a", "about", "after", "again", "all", "an", "and", "any", "are", "as", "ask", "at", "away", "back", "before",
    "buy", "by", "day", "days", "email", "every", "first", "for", "from", "has", "if", "in", "into", "is", "it",
    "last", "message", "money", "more", "new", "no", "not", "of", "off", "offer", "on", "once", "or", "order", "our",
    "out", "over", "payment", "person", "reminder", "someone", "step", "the", "time", "to", "until", "up", "with",
    "your",
];

/// Whether all words begin with capitals, of which there are at least three, and one of them is surely no name.
fn is_title(text: &str) -> bool {
    let words = || text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    words().count() > 2 && words().all(is_capital) && words().skip(1).any(is_plain)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
}

fn is_plain(word: &str) -> bool {
    PLAIN.contains(&word.trim_end_matches([',', ':', ';', '!', '?']).to_lowercase().as_str())
}

/// `text` with small letters but for its first word, and for words such as `VIP` and `eBay`.
fn as_sentence(text: &str) -> String {
    let is_plain = |word: &str| !word.chars().skip(1).any(char::is_uppercase);
    let small = |word: &str| if is_plain(word) { word.to_lowercase() } else { word.to_owned() };
    let mut words = text.split_whitespace();
    let first = words.next().map(str::to_owned);
    first.into_iter().chain(words.map(small)).collect::<Vec<_>>().join(" ")
}

/// `text` with a capital at its beginning.
fn begun_large(text: &str) -> String {
    let mut chars = text.trim_start().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
