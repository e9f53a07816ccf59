//! What stands at a line or in a box, in few words.

use crate::picture::chart::{Cause, Effect, EffectKind, Words};
use crate::picture::mark::Mark;

/// How much of a step is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Its id and what makes it happen.
    Cause,
    /// What must hold as well.
    Guard,
    /// What is done as well.
    Effects,
}

/// A line of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it says, on one line, without marks of any format.
    pub text: String,
    /// Whether it leads the label.
    pub strong: bool,
}

/// A guard and a list of what is done are cut at so many characters.
const LONG: usize = 60;
/// A value of so many bytes is told.
const SHORT: usize = 12;

/// The label of a drawn line: id, trigger, guard and effects, each on a line of its own.
pub fn lines(words: &Words, detail: Detail) -> Vec<Line> {
    let plain = |text: String| Line { text, strong: false };
    let mut all = Vec::new();
    if words.cause == Cause::Share {
        all.push(Line { text: format!("{} {}", words.id, words.trigger), strong: true });
    } else {
        if !words.id.is_empty() {
            all.push(Line { text: words.id.to_string(), strong: true });
        }
        all.push(plain(clip(&words.trigger, LONG)));
    }
    if let Some(guard) = words.guard.as_ref().filter(|_| detail >= Detail::Guard) {
        all.push(plain(format!("[{}]", clip(guard, LONG))));
    }
    let done = some(&done(&words.effects));
    if detail >= Detail::Effects && !done.is_empty() {
        all.push(plain(format!("/ {done}")));
    }
    all
}

/// The same on one line: `id: trigger [guard] / effects`.
pub fn row(words: &Words, detail: Detail) -> String {
    let mut text = if words.id.is_empty() { String::new() } else { format!("{}: ", words.id) };
    text.push_str(&clip(&words.trigger, LONG));
    if let Some(guard) = words.guard.as_ref().filter(|_| detail >= Detail::Guard) {
        text = format!("{text} [{}]", clip(guard, LONG));
    }
    let done = some(&done(&words.effects));
    if detail >= Detail::Effects && !done.is_empty() {
        text = format!("{text} / {done}");
    }
    text
}

/// What is done, by its short forms, requests to the world first and variables last; what is done only under a condition
/// has `perhaps` before it.
pub fn done(effects: &[Effect]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for kind in [EffectKind::Act, EffectKind::Event, EffectKind::Set] {
        for effect in effects.iter().filter(|effect| effect.kind == kind) {
            let short = short(effect);
            let text = if effect.depth == 0 { short } else { format!("perhaps {short}") };
            if !all.contains(&text) {
                all.push(text);
            }
        }
    }
    all
}

/// As many of `items` as are not too long together, and how many more there are.
fn some(items: &[String]) -> String {
    let mut text = String::new();
    for (number, item) in items.iter().enumerate() {
        let longer = if number == 0 { item.clone() } else { format!("{text}, {item}") };
        if number > 0 && longer.chars().count() > LONG {
            return format!("{text}, {} more", items.len() - number);
        }
        text = longer;
    }
    text
}

/// A variable with a long value is only named.
fn short(effect: &Effect) -> String {
    match effect.short.split_once(" = ") {
        Some((name, value)) if effect.kind == EffectKind::Set && value.len() > SHORT => format!("set {name}"),
        _ => clip(&effect.short, LONG),
    }
}

/// What a mark says beside a name: ` (12, new)`; nothing, where it says nothing.
pub fn beside(mark: Option<&Mark>) -> String {
    let Some(mark) = mark else { return String::new() };
    let said: Vec<String> = mark.count.map(|count| count.to_string()).into_iter().chain(mark.badge.clone()).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

/// `text` on one line, of at most `most` characters; what is cut off leaves `…`.
pub fn clip(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let kept: String = flat.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::clip;

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(clip("a\n  b", 10), "a b");
        assert_eq!(clip("abcdef", 4), "abc…");
        assert_eq!(clip("ab üdef", 4), "ab…");
    }
}
