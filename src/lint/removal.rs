//! Edits that take a key, an entry or an item of a list out of a file.

use std::ops::Range;

use crate::syntax::lines::{content, indent, line_at, next_line};
use crate::syntax::source::Source;
use crate::terms::finding::Edit;
use crate::terms::span::{Name, Span};

/// Takes out `key` with its value at `value`; absent where that would take more with it.
pub fn of_key(source: &Source, key: &str, value: Span) -> Option<Edit> {
    let (before, after) = around(source, value)?;
    let head = before.trim_end().strip_suffix(':')?.strip_suffix(key)?;
    let line = head.rfind('\n').map_or(0, |at| at + 1);
    let edit = |start: usize, end: usize| without(source, start..end);
    if head[line..].trim().is_empty() {
        // A key on lines of its own: nothing else stands on the last of them.
        let rest = after.find('\n').map_or(after.len(), |at| at + 1);
        return after[..rest].trim().is_empty().then(|| edit(line, value.end as usize + rest));
    }
    let bare = head.trim_end();
    if bare.ends_with(',') {
        return Some(edit(bare.len() - 1, value.end as usize));
    }
    let comma = after.len() - after.trim_start().len();
    let next = after[comma..].strip_prefix(',')?;
    let blanks = next.len() - next.trim_start().len();
    Some(edit(head.len(), value.end as usize + comma + 1 + blanks))
}

/// Takes out the entry in block style that begins with the key `name`; absent where it is not certain which lines are its
/// own, or that nothing else needs them.
pub fn of_entry(source: &Source, name: &Name) -> Option<Edit> {
    let (before, after) = around(source, name.span)?;
    let first = line_at(&source.text, before.len());
    let column = before.len() - first.start;
    let alone = before[first.start..].chars().all(|c| c == ' ') && after.starts_with(':');
    // A list may be indented no further than its key.
    let is_inside = |inside: usize, said: &str| inside > column || (inside == column && said.starts_with("- "));
    let lines = first.start..last(&source.text, &first, &is_inside);
    (alone && is_own(&source.text, &lines)).then(|| without(source, up_to_neighbour(&source.text, lines, column)))
}

/// Takes out the item of a list in block style in which `inside` stands; absent where it has comments or shares a line, or
/// where something else may need it.
pub fn of_item(source: &Source, inside: Span) -> Option<Edit> {
    let text = &source.text;
    let (before, _) = around(source, inside)?;
    let own = line_at(text, before.len());
    let column = |line: &Range<usize>| indent(&text[line.clone()]);
    let mut first = own.clone();
    // The dash stands on the line itself, or on the next above that begins further left.
    loop {
        let said = &text[content(text, &first)];
        if said.starts_with("- ") && (column(&first) < column(&own) || first == own) {
            break;
        }
        if !said.is_empty() && column(&first) < column(&own) {
            return None;
        }
        first = line_at(text, first.start.checked_sub(1)?);
    }
    let dash = column(&first);
    let lines = first.start..last(text, &first, &|inside, _| inside > dash);
    is_own(text, &lines).then(|| without(source, up_to_neighbour(text, lines, dash)))
}

/// `lines` of an entry or item at `column`, moved to begin at its first sign and to end at that of the next: what stands
/// around them begins where the next does, even if these were the first of it.
fn up_to_neighbour(text: &str, lines: Range<usize>, column: usize) -> Range<usize> {
    let rest = &text[lines.end..];
    let next = lines.end + (rest.len() - rest.trim_start_matches(['\r', '\n', ' ']).len());
    let line = line_at(text, next);
    let is_neighbour = next == line.start + column && !text[next..].starts_with('#') && next < line.end;
    if is_neighbour { lines.start + column..next } else { lines }
}

/// The end of the last line from `first` on that says something and `is_inside`, by its indent and what it says.
fn last(text: &str, first: &Range<usize>, is_inside: &dyn Fn(usize, &str) -> bool) -> usize {
    let after = |line: &Range<usize>| next_line(text, line).unwrap_or(text.len());
    let (mut line, mut end) = (first.clone(), after(first));
    while let Some(next) = next_line(text, &line) {
        line = line_at(text, next);
        let said = &text[content(text, &line)];
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        if !is_inside(indent(&text[line.clone()]), said) {
            break;
        }
        end = after(&line);
    }
    end
}

/// Whether nothing else is about these lines or needs them: no comment stands right above or in them, and they have no
/// anchor.
fn is_own(text: &str, lines: &Range<usize>) -> bool {
    let above = lines.start.checked_sub(1).map(|above| &text[content(text, &line_at(text, above))]);
    let is_named = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let inside = &text[lines.clone()];
    let anchored = inside.match_indices(" &").any(|(at, sign)| is_named(&inside[at + sign.len()..]));
    let remarked = inside.match_indices('#').any(|(at, _)| inside[..at].ends_with(char::is_whitespace));
    !anchored && !remarked && !above.is_some_and(|line| line.starts_with('#'))
}

fn without(source: &Source, bytes: Range<usize>) -> Edit {
    Edit { span: Span::new(source.id, bytes.start as u32, bytes.end as u32), text: String::new() }
}

fn around(source: &Source, span: Span) -> Option<(&str, &str)> {
    Some((source.text.get(..span.start as usize)?, source.text.get(span.end as usize..)?))
}

#[cfg(test)]
mod tests {
    use super::{of_entry, of_item, of_key};
    use crate::syntax::source::Source;
    use crate::terms::finding::Edit;
    use crate::terms::span::{FileId, Name, Span};

    fn place(text: &str, part: &str) -> Span {
        let start = text.find(part).unwrap() as u32;
        Span::new(FileId(0), start, start + part.len() as u32)
    }

    fn without(text: &str, edit: Option<Edit>) -> Option<String> {
        let span = edit?.span;
        Some(format!("{}{}", &text[..span.start as usize], &text[span.end as usize..]))
    }

    #[test]
    fn a_key_goes_with_its_comma_or_its_lines() {
        for (text, value, left) in [
            ("- { id: a, guard: x > 1, to: B }", "x > 1", Some("- { id: a, to: B }")),
            ("- { guard: x > 1, to: B }", "x > 1", Some("- { to: B }")),
            ("- { id: a, guard: x > 1 }", "x > 1", Some("- { id: a }")),
            ("- id: a\n  guard: x > 1\n  to: B\n", "x > 1", Some("- id: a\n  to: B\n")),
            ("- id: a\n  guard: x > 1 # why\n  to: B\n", "x > 1", None),
            ("- guard: x > 1\n  to: B\n", "x > 1", None),
        ] {
            let source = Source::new(FileId(0), "a.yaml", text.to_owned());
            assert_eq!(without(text, of_key(&source, "guard", place(text, value))).as_deref(), left, "{text}");
        }
    }

    #[test]
    fn an_item_goes_with_all_its_lines() {
        for (text, id, left) in [
            ("s:\n  - id: a\n    to: B\n  - id: b\n    to: B\nt: 1\n", "b", Some("s:\n  - id: a\n    to: B\nt: 1\n")),
            ("s:\n  - { id: a }\n  - { id: b }\n", "a }", Some("s:\n  - { id: b }\n")),
            ("s:\n  - on: x\n    id: a\n\n  - id: b\n", "a\n", Some("s:\n  - id: b\n")),
            ("s:\n- x:\n  - y\n  id: b\n- id: c\n", "b", Some("s:\n- id: c\n")),
            ("s: [{ id: a }]\n", "a }", None),
            ("s:\n  - id: a # why\n", "a #", None),
            ("s:\n  # why\n  - id: b\n    to: B\n", "b", None),
            ("s:\n  - &x { id: a }\n  - *x\n", "a }", None),
            ("s:\r\n  - id: a\r\n    to: B\r\n  - id: b\r\n", "b", Some("s:\r\n  - id: a\r\n    to: B\r\n")),
        ] {
            let source = Source::new(FileId(0), "a.yaml", text.to_owned());
            let at = if id == "b" { text.find("id: b").unwrap() + 4 } else { text.find(id).unwrap() } as u32;
            let edit = of_item(&source, Span::new(FileId(0), at, at + 1));
            assert_eq!(without(text, edit).as_deref(), left, "{text}");
        }
    }

    #[test]
    fn an_entry_goes_with_its_lines() {
        let text = "caps:\n  a:\n    max: 1\n\n    # inside\n    per: 1d\n\n  # about b\n  b: { max: 1, per: 1d } # own\r\n  c:\n    max: 1\ne: 1";
        for (text, key, taken) in [
            (text, "a", None),
            ("caps:\n  a: 1\n\n  b: 2\n", "a", Some("a: 1\n\n  ")),
            (text, "b", None),
            (text, "c", Some("  c:\n    max: 1\n")),
            ("a:\n- x\n- y\nb: 1\n", "a", Some("a:\n- x\n- y\n")),
            ("caps: { a: 1, b: 2 }\n", "a", None),
            ("caps:\n  a: &x { max: 1 }\n  b: *x\n", "a", None),
        ] {
            let source = Source::new(FileId(0), "a.yaml", text.to_owned());
            let name = Name::new(key.into(), place(text, &format!("{key}:")));
            let name = Name { span: Span::new(FileId(0), name.span.start, name.span.end - 1), ..name };
            let edit = of_entry(&source, &name);
            let left = edit.map(|edit| &text[edit.span.start as usize..edit.span.end as usize]);
            assert_eq!(left, taken, "{text}");
        }
    }
}
