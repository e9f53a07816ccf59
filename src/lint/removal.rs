//! Edits that take a key or an item of a list out of a file.

use crate::syntax::source::Source;
use crate::terms::finding::Edit;
use crate::terms::span::Span;

/// Takes out `key` with its value at `value`; absent where that would take more with it.
pub fn of_key(source: &Source, key: &str, value: Span) -> Option<Edit> {
    let (before, after) = around(source, value)?;
    let head = before.trim_end().strip_suffix(':')?.strip_suffix(key)?;
    let line = head.rfind('\n').map_or(0, |at| at + 1);
    let edit =
        |start: usize, end: usize| Edit { span: Span::new(value.file, start as u32, end as u32), text: String::new() };
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

/// Takes out the item of a list in block style in which `inside` stands; absent where it has comments or shares a line.
pub fn of_item(source: &Source, inside: Span) -> Option<Edit> {
    let (before, _) = around(source, inside)?;
    let first = before.rfind('\n').map_or(0, |at| at + 1);
    let mut start = first;
    let column = |line: &str| line.len() - line.trim_start().len();
    let own = source.text[start..].lines().next().map(column)?;
    // The dash stands on the line itself, or on the next above that begins further left.
    loop {
        let line = source.text[start..].lines().next()?;
        if line.trim_start().starts_with("- ") && (column(line) < own || start == first) {
            break;
        }
        if start == 0 || (!line.trim().is_empty() && column(line) < own) {
            return None;
        }
        start = source.text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
    }
    let dash = column(&source.text[start..]);
    let mut end = start;
    for (number, line) in source.text[start..].split_inclusive('\n').enumerate() {
        if number > 0 && !line.trim().is_empty() && column(line) <= dash {
            break;
        }
        end += line.len();
    }
    let text = &source.text[start..end];
    let text = text.trim_end_matches(['\n', '\r', ' ']);
    let end = start + text.len() + source.text[start + text.len()..].find('\n').map_or(0, |at| at + 1);
    (!text.contains('#')).then(|| Edit { span: Span::new(inside.file, start as u32, end as u32), text: String::new() })
}

fn around(source: &Source, span: Span) -> Option<(&str, &str)> {
    Some((source.text.get(..span.start as usize)?, source.text.get(span.end as usize..)?))
}

#[cfg(test)]
mod tests {
    use super::{of_item, of_key};
    use crate::syntax::source::Source;
    use crate::terms::finding::Edit;
    use crate::terms::span::{FileId, Span};

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
            ("s:\n  - on: x\n    id: a\n\n  - id: b\n", "a\n", Some("s:\n\n  - id: b\n")),
            ("s:\n- x:\n  - y\n  id: b\n- id: c\n", "b", Some("s:\n- id: c\n")),
            ("s: [{ id: a }]\n", "a }", None),
            ("s:\n  - id: a # why\n", "a #", None),
        ] {
            let source = Source::new(FileId(0), "a.yaml", text.to_owned());
            let at = if id == "b" { text.find("id: b").unwrap() + 4 } else { text.find(id).unwrap() } as u32;
            let edit = of_item(&source, Span::new(FileId(0), at, at + 1));
            assert_eq!(without(text, edit).as_deref(), left, "{text}");
        }
    }
}
