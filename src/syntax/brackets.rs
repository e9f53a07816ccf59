//! The brackets that are open where the parser stopped: it looks ahead, so that it may not have told of the last of them.

use crate::syntax::fault::Stop;
use crate::syntax::quoting::quoted_len;

/// The opening brackets before `place` that are not closed there, the outermost first.
pub fn open_at(text: &str, stop: &Stop, place: usize) -> Vec<usize> {
    let mut open = stop.open.clone();
    let end = place.min(text.len());
    let mut at = stop.last.1.min(end);
    // What stands right before, blanks not counted: a bracket or quote opens something only where a value can begin.
    let mut before = '\n';
    while let Some(c) = text[at..end].chars().next() {
        let begins = matches!(before, '\n' | ':' | ',' | '-' | '[' | '{' | '?');
        let mut len = c.len_utf8();
        match c {
            '[' | '{' if begins && !open.contains(&at) => open.push(at),
            ']' | '}' if open.last().is_some_and(|&last| last < at) => drop(open.pop()),
            '"' | '\'' if begins => len = quoted_len(&text[at..end]).unwrap_or(end - at),
            '#' if text[..at].ends_with(char::is_whitespace) => {
                len = text[at..end].find('\n').unwrap_or(end - at).max(1);
            }
            _ => {}
        }
        if c == '\n' || !c.is_whitespace() {
            before = if c == '#' { before } else { c };
        }
        at += len;
    }
    open
}

#[cfg(test)]
mod tests {
    use granit_parser::ErrorKind;

    use super::open_at;
    use crate::syntax::fault::Stop;

    #[test]
    fn what_the_parser_did_not_tell_of_is_open_as_well() {
        for (text, expected) in [
            ("- { a: 1,\n  b: ", vec![2]),
            ("- { a: [1, \"]\", 2], # [\n  b: ", vec![2]),
            ("- {\n  a: { b: 1 },\n  c: [\n  ", vec![2, 24]),
            ("a: it's {b}\nc: '{'\nd: [", vec![22]),
            ("a: {}\nb: ", vec![]),
        ] {
            let stop =
                Stop { kind: ErrorKind::InvalidTrailingDoubleQuotedScalar, at: text.len(), last: (0, 0), open: vec![] };
            assert_eq!(open_at(text, &stop, text.len()), expected, "{text}");
        }
    }

    #[test]
    fn what_the_parser_told_of_counts_once_and_may_be_closed() {
        let text = "- { a: [1], b: ";
        let stop = Stop { kind: ErrorKind::SimpleKeyExpected, at: text.len(), last: (0, 0), open: vec![2] };
        assert_eq!(open_at(text, &stop, text.len()), [2]);
        let stop = Stop { last: (8, 9), open: vec![2, 7], ..stop };
        assert_eq!(open_at(text, &stop, text.len()), [2]);
    }
}
