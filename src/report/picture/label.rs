//! What stands at a line or in a box, in few words.

use crate::picture::chart::{Cause, Words};
use crate::picture::mark::Mark;
use crate::report::picture::clip::LONG;
use crate::report::picture::turned;

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

/// The label of a drawn line: id, trigger, guard and effects, each on a line of its own; of what two versions say otherwise,
/// what it was and what it is.
pub fn lines(words: &Words, detail: Detail) -> Vec<Line> {
    let plain = |text: String| Line { text, strong: false };
    let mut all = Vec::new();
    if words.cause == Cause::Share {
        all.push(Line { text: format!("{} {}", words.id, turned::trigger(words)), strong: true });
    } else {
        if !words.id.is_empty() {
            all.push(Line { text: words.id.to_string(), strong: true });
        }
        all.push(plain(turned::trigger(words)));
    }
    if let Some(guard) = turned::guard(words).filter(|_| detail >= Detail::Guard) {
        all.push(plain(format!("[{guard}]")));
    }
    let done = some(&turned::done(words));
    if detail >= Detail::Effects && !done.is_empty() {
        all.push(plain(format!("/ {done}")));
    }
    all
}

/// The same on one line: `id: trigger [guard] / effects`.
pub fn row(words: &Words, detail: Detail) -> String {
    let mut text = if words.id.is_empty() { String::new() } else { format!("{}: ", words.id) };
    text.push_str(&turned::trigger(words));
    if let Some(guard) = turned::guard(words).filter(|_| detail >= Detail::Guard) {
        text = format!("{text} [{guard}]");
    }
    let done = some(&turned::done(words));
    if detail >= Detail::Effects && !done.is_empty() {
        text = format!("{text} / {done}");
    }
    text
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

/// What a mark says beside a name: ` (12, new)`; nothing, where it says nothing.
pub fn beside(mark: Option<&Mark>) -> String {
    let Some(mark) = mark else { return String::new() };
    let said: Vec<String> = mark.count.map(|count| count.to_string()).into_iter().chain(mark.badge.clone()).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}
