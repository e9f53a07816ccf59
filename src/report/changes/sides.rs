//! What was and what is, in lines: two short ones below each other, long ones piece by piece.

use similar::{Algorithm, ChangeTag, capture_diff_slices};

use crate::diff::change::Change;

/// A line of two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether it was, is, or both.
    pub tag: ChangeTag,
    /// Its text.
    pub text: String,
}

/// As many pieces that stay are shown beside one that changed; of more, only how many there are.
const AROUND: usize = 1;

/// Whether what was and what is says more than that something came or went as a whole.
pub fn has_both(change: &Change) -> bool {
    let came_or_went = change.before.is_none() || change.after.is_none();
    change.before != change.after && !(change.key.is_empty() && came_or_went)
}

/// Both sides of `change` where it has any; texts of more than `width` characters are taken apart.
pub fn lines(change: &Change, width: usize) -> Vec<Line> {
    if !has_both(change) {
        return Vec::new();
    }
    let sides = [change.before.as_deref(), change.after.as_deref()];
    let is_long = |side: Option<&str>| side.is_some_and(|text| text.chars().count() > width);
    if let ([Some(before), Some(after)], true) = (sides, sides.into_iter().any(is_long)) {
        return taken_apart(before, after);
    }
    let tags = [ChangeTag::Delete, ChangeTag::Insert];
    let said = sides.into_iter().zip(tags).filter_map(|(side, tag)| Some(Line { tag, text: side?.to_owned() }));
    said.collect()
}

fn taken_apart(before: &str, after: &str) -> Vec<Line> {
    let (was, is) = (pieces(before), pieces(after));
    let mut lines: Vec<Line> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &was, &is) {
        for change in op.iter_changes(&was, &is) {
            lines.push(Line { tag: change.tag(), text: change.value().to_owned() });
        }
    }
    folded(&lines)
}

/// The same with long stretches of pieces that stay as their number.
fn folded(lines: &[Line]) -> Vec<Line> {
    let changed: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].tag != ChangeTag::Equal).collect();
    let is_near = |at: usize| {
        let next = changed.partition_point(|&each| each < at);
        let near = |each: Option<&usize>| each.is_some_and(|each| each.abs_diff(at) <= AROUND);
        near(changed.get(next)) || near(next.checked_sub(1).and_then(|before| changed.get(before)))
    };
    let mut out = Vec::new();
    let mut hidden = 0;
    for (at, line) in lines.iter().enumerate() {
        if is_near(at) {
            unseen(&mut out, std::mem::take(&mut hidden));
            out.push(line.clone());
        } else {
            hidden += 1;
        }
    }
    unseen(&mut out, hidden);
    out
}

fn unseen(out: &mut Vec<Line>, hidden: usize) {
    if hidden > 0 {
        out.push(Line { tag: ChangeTag::Equal, text: format!("… {hidden} the same") });
    }
}

/// A text in the pieces that the language makes it of: actions, fields, conditions. Its joints end a piece or begin one.
fn pieces(text: &str) -> Vec<&str> {
    let joints: &[&str] = if text.contains("; ") { &["; "] } else { &[", "] };
    let found = split(text, joints, 0);
    if found.len() > 1 {
        return found;
    }
    let conditions = split(text, &["&& ", "|| "], 0);
    if conditions.len() > 1 {
        return conditions;
    }
    split(text, &[", ", "&& ", "|| "], 2)
}

/// `text` after each of `joints` that stands outside of quotes and in at most `deep` brackets.
fn split<'t>(text: &'t str, joints: &[&str], deep: usize) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        let joint = joints.iter().find(|joint| !quoted && depth <= deep && text[at..].starts_with(**joint));
        if let Some(joint) = joint {
            let end = at + joint.len();
            pieces.push(text[start..end].trim());
            start = end;
        }
    }
    pieces.push(text[start..].trim());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::{split, taken_apart};

    fn told(before: &str, after: &str) -> String {
        let lines = taken_apart(before, after);
        let lines: Vec<String> = lines.iter().map(|line| format!("{}{}", line.tag, line.text)).collect();
        lines.join("\n") + "\n"
    }

    #[test]
    fn of_a_long_list_only_what_differs_is_told() {
        let was = "send (template: \"a; b\"); tag (name: \"x\"); wait; call; set n = 1";
        let is = "send (template: \"a; b\"); tag (name: \"y\"); wait; call; set n = 1";
        assert_eq!(
            told(was, is),
            " send (template: \"a; b\");\n-tag (name: \"x\");\n+tag (name: \"y\");\n wait;\n … 2 the same\n"
        );
    }

    #[test]
    fn conditions_and_what_is_in_brackets_are_taken_apart() {
        assert_eq!(told("a == 1 && b == 2", "a == 1 && b == 3"), " a == 1 &&\n-b == 2\n+b == 3\n");
        assert_eq!(told("{ enum: [free, gold] }", "{ enum: [free, silver] }").lines().count(), 3);
        assert_eq!(split("f(a, b), \"c, \\\", d\"", &[", "], 0), ["f(a, b),", "\"c, \\\", d\""]);
    }
}
