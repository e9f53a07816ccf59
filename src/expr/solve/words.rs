//! Sets of values in words: "`free` or `basic`", "at least `3`".

use crate::expr::literals;
use crate::expr::solve::floats;
use crate::expr::solve::texts::{Open, Test, Texts};
use crate::expr::solve::values::{Lists, Scalar, There, Values};
use crate::expr::solve::witness::joined;
use crate::terms::value::Value;

/// More values than this are not told one by one.
const MANY: usize = 8;

impl Values {
    /// What it is, for people: behind "can only be" and the like.
    pub fn wording(&self) -> String {
        let mut all = match &self.there {
            There::Nothing => Vec::new(),
            There::Bools(no, yes) => {
                let each = [(*yes, "`true`"), (*no, "`false`")];
                each.into_iter().filter(|one| one.0).map(|one| one.1.to_owned()).collect()
            }
            There::Scalars(kind, ranges) => ranges.pieces().iter().map(|piece| between(*kind, *piece)).collect(),
            There::Texts(texts) => texts_told(texts),
            There::Lists(lists) => vec![list_told(lists)],
            There::Objects(_) => vec!["an object".to_owned()],
            There::Fixed(values) => values.iter().map(quoted).collect(),
            There::Any => vec!["anything".to_owned()],
        };
        if self.missing {
            all.push("missing".to_owned());
        }
        if all.is_empty() { "nothing".to_owned() } else { joined(&all, "or") }
    }
}

/// A value between backticks.
pub(crate) fn quoted(value: &Value) -> String {
    let mut text = String::new();
    literals::said(&mut text, value);
    format!("`{text}`")
}

/// A text between backticks; with quotes where it would not be seen without.
fn plain(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if bare { format!("`{text}`") } else { quoted(&Value::str(text)) }
}

fn between(kind: Scalar, (least, most): (i64, i64)) -> String {
    let all = kind.all().ends().unwrap_or_default();
    let value = |place: i64| quoted(&kind.value(place));
    if least == most {
        return value(least);
    }
    let (open, shut) = (least > all.0, most < all.1);
    if kind == Scalar::Number && (open || shut) {
        return between_numbers(open.then_some(least), shut.then_some(most));
    }
    match (open, shut) {
        (true, true) => format!("from {} to {}", value(least), value(most)),
        (true, false) => format!("at least {}", value(least)),
        (false, true) => format!("at most {}", value(most)),
        (false, false) => kind_told(kind).to_owned(),
    }
}

/// An end that is the neighbour of a shorter number is told as that number, which is outside.
fn between_numbers(least: Option<i64>, most: Option<i64>) -> String {
    let end = |place: i64, outside: i64, inclusive: &str, exclusive: &str| {
        let (own, next) = (Value::Number(floats::number(place)), Value::Number(floats::number(outside)));
        let shorter = next.to_string().len() < own.to_string().len();
        if shorter { format!("{exclusive} {}", quoted(&next)) } else { format!("{inclusive} {}", quoted(&own)) }
    };
    let least = least.map(|place| end(place, place - 1, "at least", "more than"));
    let most = most.map(|place| end(place, place + 1, "at most", "less than"));
    joined(&least.into_iter().chain(most).collect::<Vec<_>>(), "and")
}

const fn kind_told(kind: Scalar) -> &'static str {
    match kind {
        Scalar::Int => "any int",
        Scalar::Number => "any number",
        Scalar::Timestamp => "any instant",
        Scalar::Duration => "any duration",
    }
}

fn texts_told(texts: &Texts) -> Vec<String> {
    match texts {
        Texts::Open(open) => vec![open_told(open)],
        some => {
            let members = some.members().unwrap_or_default();
            let mut all: Vec<String> = members.iter().take(MANY).map(|text| plain(text)).collect();
            if members.len() > MANY {
                all.push(format!("{} more", members.len() - MANY));
            }
            all
        }
    }
}

fn open_told(open: &Open) -> String {
    let mut facts = Vec::new();
    for (test, part, answer) in &open.tests {
        let verb = match (test, answer) {
            (Test::StartsWith, true) => "begins with",
            (Test::StartsWith, false) => "does not begin with",
            (Test::EndsWith, true) => "ends with",
            (Test::EndsWith, false) => "does not end with",
            (Test::Contains, true) => "contains",
            (Test::Contains, false) => "does not contain",
        };
        facts.push(format!("{verb} {}", quoted(&Value::Str(part.clone()))));
    }
    facts.extend(open.patterns.iter().map(|pattern| format!("matches the pattern `{}`", pattern.as_str())));
    facts.extend(open.most.map(|most| format!("has at most {most} characters")));
    facts.extend(open.not.iter().map(|not| format!("is not {}", quoted(&Value::Str(not.clone())))));
    if facts.is_empty() { "any text".to_owned() } else { format!("a text that {}", joined(&facts, "and")) }
}

fn list_told(lists: &Lists) -> String {
    let quoted = |all: &[Value]| all.iter().map(quoted).collect::<Vec<_>>();
    match (lists.least, lists.most) {
        (_, Some(0)) => "an empty list".to_owned(),
        _ if !lists.has.is_empty() => format!("a list with {} in it", joined(&quoted(&lists.has), "and")),
        _ if !lists.lacks.is_empty() => format!("a list without {} in it", joined(&quoted(&lists.lacks), "and")),
        (0, None) => "any list".to_owned(),
        (0, Some(most)) => format!("a list of at most {most}"),
        (least, None) => format!("a list of at least {least}"),
        (least, Some(most)) => format!("a list of {least} to {most}"),
    }
}
