//! The lines of a declared entry, for whoever takes it out.

use std::ops::Range;

use crate::syntax::lines::{content, indent, line_at, next_line};
use crate::syntax::source::Source;
use crate::terms::finding::{Edit, Fix};
use crate::terms::span::{Name, Span};

/// The fix that takes out the entry that begins with the key `name`; absent where it is not certain which lines are its
/// own, or that nothing else needs them.
pub fn removal(name: &Name, sources: &[Source]) -> Option<Fix> {
    let text = &sources.get(name.span.file.0 as usize)?.text;
    let lines = lines(text, name)?;
    let span = Span::new(name.span.file, lines.start as u32, lines.end as u32);
    let message = format!("remove `{}`", name.value);
    Some(Fix { message, edits: vec![Edit { span, text: String::new() }], safe: false })
}

fn lines(text: &str, name: &Name) -> Option<Range<usize>> {
    let (start, end) = (name.span.start as usize, name.span.end as usize);
    let first = line_at(text, start);
    let before = text.get(first.start..start)?;
    let alone = before.chars().all(|c| c == ' ') && text.get(end..)?.starts_with(':');
    // An anchor may be needed elsewhere, and the comments above may be about more than this.
    let lines = first.start..last(text, &first, before.len());
    let anchor = text[lines.clone()].match_indices(" &").any(|(at, _)| {
        let rest = &text[lines.start + at + 2..];
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    });
    (alone && !anchor && !is_commented(text, &first)).then_some(lines)
}

/// The end of the last line that says something and is indented more than `column`.
fn last(text: &str, first: &Range<usize>, column: usize) -> usize {
    let mut line = first.clone();
    let after = |line: &Range<usize>| next_line(text, line).unwrap_or(text.len());
    let mut end = after(&line);
    while let Some(next) = next_line(text, &line) {
        line = line_at(text, next);
        let said = &text[content(text, &line)];
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        let inside = indent(&text[line.clone()]);
        if inside < column || (inside == column && !said.starts_with("- ")) {
            break;
        }
        end = after(&line);
    }
    end
}

/// Whether a comment stands right above the line.
fn is_commented(text: &str, line: &Range<usize>) -> bool {
    let Some(above) = line.start.checked_sub(1) else { return false };
    text[content(text, &line_at(text, above))].starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::terms::span::{FileId, Name, Span};

    fn taken<'t>(text: &'t str, key: &str) -> Option<&'t str> {
        let start = text.find(&format!("{key}:")).unwrap();
        let name = Name::new(key.into(), Span::new(FileId(0), start as u32, (start + key.len()) as u32));
        lines(text, &name).map(|lines| &text[lines])
    }

    #[test]
    fn an_entry_is_its_lines() {
        let text = "caps:\n  a:\n    max: 1\n\n    # inside\n    per: 1d\n\n  # about b\n  b: { max: 1, per: 1d } # own\r\n  c:\n    max: 1\ne: 1";
        assert_eq!(taken(text, "a"), Some("  a:\n    max: 1\n\n    # inside\n    per: 1d\n"));
        assert_eq!(taken(text, "b"), None, "a comment above may be about more");
        assert_eq!(taken(text, "c"), Some("  c:\n    max: 1\n"));
        assert_eq!(taken("caps: { a: 1, b: 2 }\n", "a"), None, "in flow style");
        assert_eq!(taken("caps:\n  a: &x { max: 1 }\n  b: *x\n", "a"), None, "an anchor");
    }
}
