//! `naming`: it is written otherwise than its like.

use std::ops::BitOr;

use crate::lint::found::Found;
use crate::lint::rule::{Check, Group, Rule};
use crate::lint::usage::said;
use crate::lint::usage::table::Sheet;
use crate::lint::whole::Whole;
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::terms::finding::Finding;
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::Name;

/// The rule.
pub const RULE: Rule = Rule {
    name: RuleName("naming"),
    group: Group::Style,
    level: Level::Warning,
    catches: "A name that is written otherwise than most of its kind.",
    why: "Who reads a guard or a report tells states, events, steps and variables by how they are written, and types the name that he expects.",
    bad: r"```yaml
wayfare: 1
journey: welcome
version: 1.0.0
events:
  SIGNED_UP: {}
  BOUGHT: {}
  ASKED: {}
entry: { triggers: SIGNED_UP }
initial: new
states:
  new:
# ^^^ naming
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: asks, triggers: ASKED, to: HESITATING }
      - { id: give-up, after: 30d, to: LOST }
  HESITATING:
    steps:
      - { id: after-all, triggers: BOUGHT, to: CUSTOMER }
      - { id: too-late, after: 30d, to: LOST }
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
  ASKED: {}
entry: { triggers: SIGNED_UP }
initial: NEW
states:
  NEW:
    steps:
      - { id: first, triggers: BOUGHT, to: CUSTOMER }
      - { id: asks, triggers: ASKED, to: HESITATING }
      - { id: give-up, after: 30d, to: LOST }
  HESITATING:
    steps:
      - { id: after-all, triggers: BOUGHT, to: CUSTOMER }
      - { id: too-late, after: 30d, to: LOST }
  CUSTOMER: { final: true }
  LOST: { final: true }
```
",
    check: Check::Project(check),
};

/// So many names must be written in a way that the odd one cannot be read as.
const WITNESSES: usize = 3;

fn check(whole: &Whole<'_>, found: &mut Found) {
    for sheet in said::sheets(whole) {
        for kind in kinds(sheet) {
            judge(&kind, found);
        }
    }
}

/// Names of one kind, and how the language writes them.
struct Kind<'a> {
    what: &'static str,
    names: Vec<&'a Name>,
    language: Style,
}

fn judge(kind: &Kind<'_>, found: &mut Found) {
    let styles: Vec<Styles> = kind.names.iter().map(|name| Styles::of(&name.value, kind.what)).collect();
    let Some(house) = house(&styles, kind.language) else { return };
    let odd: Vec<usize> = (0..styles.len()).filter(|&at| !styles[at].has(house)).collect();
    for &at in &odd {
        let witnesses = styles.iter().filter(|style| style.has(house) && !style.meets(styles[at])).count();
        if witnesses >= WITNESSES && witnesses >= 3 * odd.len() {
            let name = kind.names[at];
            let message = format!("{} `{}` is not written like the others: {}", kind.what, name.value, house.looks());
            let new = house.write(&name.value);
            let taken = kind.names.iter().any(|other| other.value == new);
            let mut help = if taken {
                format!("`{new}` is another: call it otherwise, {}, wherever it is named", house.looks())
            } else {
                format!("call it `{new}`, wherever it is named")
            };
            if ["the state", "the step", "the variable"].contains(&kind.what) {
                help.push_str("; people on the way need an entry of `migrate` for that");
            }
            found.push(Finding::new(RULE.name, name.span, message).help(help));
        }
    }
}

/// The style that fits most names, that of the language before others.
fn house(styles: &[Styles], language: Style) -> Option<Style> {
    let fitting = |style: Style| styles.iter().filter(|names| names.has(style)).count();
    let rank = |style: &Style| (fitting(*style), *style == language);
    Style::ALL.into_iter().max_by_key(rank).filter(|style| fitting(*style) > 0)
}

fn kinds<'a>(sheet: &Sheet<'a>) -> Vec<Kind<'a>> {
    let declares = sheet.declares;
    let kind = |what, language, names| Kind { what, names, language };
    let mut kinds = vec![
        kind("the event", Style::Upper, declares.events.iter().map(|decl| &decl.name).collect()),
        kind("the definition", Style::Snake, declares.define.iter().map(|decl| &decl.name).collect()),
        kind("the function", Style::Snake, declares.functions.iter().map(|decl| &decl.name).collect()),
        kind("the action", Style::Snake, declares.actions.iter().map(|decl| &decl.name).collect()),
        kind("the window", Style::Snake, declares.windows.iter().map(|decl| &decl.name).collect()),
        kind("the cap", Style::Snake, declares.caps.iter().map(|decl| &decl.name).collect()),
    ];
    if let Some(journey) = sheet.journey {
        let (mut states, mut steps) = (Vec::new(), Vec::new());
        steps.extend(journey.steps.iter().map(|step: &StepDecl| &step.id));
        let mut open: Vec<&StateDecl> = journey.states.iter().rev().collect();
        while let Some(state) = open.pop() {
            states.push(&state.id);
            steps.extend(state.steps.iter().map(|step| &step.id));
            open.extend(state.states.iter().rev());
        }
        kinds.push(kind("the variable", Style::Snake, journey.context.iter().map(|decl| &decl.name).collect()));
        kinds.push(kind("the state", Style::Upper, states));
        kinds.push(kind("the step", Style::Kebab, steps));
    }
    kinds
}

/// A way of writing names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Upper = 1,
    Snake = 2,
    Kebab = 4,
    Camel = 8,
    Pascal = 16,
}

impl Style {
    const ALL: [Self; 5] = [Self::Upper, Self::Snake, Self::Kebab, Self::Camel, Self::Pascal];

    const fn looks(self) -> &'static str {
        match self {
            Self::Upper => "in capitals with `_`",
            Self::Snake => "in small letters with `_`",
            Self::Kebab => "in small letters with `-`",
            Self::Camel => "in one word, with capitals inside",
            Self::Pascal => "in one word that begins with a capital",
        }
    }

    /// `name` in this style.
    fn write(self, name: &str) -> String {
        let words = words(name);
        let capital = |word: &String| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        };
        match self {
            Self::Upper => words.join("_").to_uppercase(),
            Self::Snake => words.join("_"),
            Self::Kebab => words.join("-"),
            Self::Pascal => words.iter().map(capital).collect(),
            Self::Camel => words.iter().take(1).cloned().chain(words.iter().skip(1).map(capital)).collect(),
        }
    }
}

/// The words of a name, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (small && c.is_uppercase()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The ways in which one name may be meant: a single word fits several.
#[derive(Clone, Copy)]
struct Styles(u8);

impl Styles {
    fn of(name: &str, what: &str) -> Self {
        let is_word = name.chars().all(|c| c.is_ascii_lowercase());
        if what == "the event" && is_word {
            return Self(u8::MAX);
        }
        // `order.placed` is the language's other way to write an event, and what is no plain word is somebody else's name.
        if name.contains('.') || name.chars().any(|c| !c.is_ascii_alphanumeric() && c != '_' && c != '-') {
            return Self(u8::MAX);
        }
        let (small, capital) = (name.contains(|c: char| c.is_lowercase()), name.contains(|c: char| c.is_uppercase()));
        let (under, dash) = (name.contains('_'), name.contains('-'));
        let whole = !under && !dash;
        let first = name.starts_with(char::is_uppercase);
        let fits = [
            (Style::Upper, !small && !dash),
            (Style::Snake, !capital && !dash),
            (Style::Kebab, !capital && !under),
            (Style::Camel, whole && !first),
            (Style::Pascal, whole && first && (small || name.len() == 1)),
        ];
        Self(fits.into_iter().filter(|(_, fits)| *fits).map(|(style, _)| style as u8).fold(0, BitOr::bitor))
    }

    const fn has(self, style: Style) -> bool {
        self.0 & style as u8 != 0
    }

    const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Style;

    #[test]
    fn names_are_written_in_a_style() {
        let all = Style::ALL.map(|style| style.write("lateOrder_2-go"));
        assert_eq!(all, ["LATE_ORDER_2_GO", "late_order_2_go", "late-order-2-go", "lateOrder2Go", "LateOrder2Go"]);
    }
}
