//! Two texts as a unified difference.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

use crate::report::paint::{Paint, Tame, Tone};

/// The lines around a change that are shown with it.
const AROUND: usize = 3;

/// What changed in the file `path` from `before` to `after`; empty where nothing did. Without colours it is a patch that
/// `patch` and `git apply` take.
pub fn unified(path: &str, before: &str, after: &str, paint: Paint) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    // Writing to a string cannot fail.
    let mut text = String::new();
    // Without a tab behind it, a path would end at its first blank.
    let end = if path.contains(' ') { "\t" } else { "" };
    for sign in ["---", "+++"] {
        let _ = writeln!(text, "{}{end}", paint.tone(Tone::Strong, format_args!("{sign} {path}")));
    }
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        let _ = writeln!(text, "{}", paint.tone(Tone::Faint, hunk.header()));
        for change in hunk.iter_changes() {
            line(&mut text, change.tag(), change.value(), paint);
        }
    }
    text
}

fn line(text: &mut String, tag: ChangeTag, said: &str, paint: Paint) {
    let said_line = said.strip_suffix('\n').unwrap_or(said);
    let _ = match (tag, paint) {
        // A patch has every byte as it is.
        (_, Paint::Plain) => writeln!(text, "{tag}{said_line}"),
        (ChangeTag::Equal, _) => writeln!(text, " {}", shown(said_line)),
        (ChangeTag::Delete, _) => writeln!(text, "{}", paint.tone(Tone::Bad, format_args!("-{}", shown(said_line)))),
        (ChangeTag::Insert, _) => writeln!(text, "{}", paint.tone(Tone::Good, format_args!("+{}", shown(said_line)))),
    };
    if !said.ends_with('\n') {
        text.push_str("\\ No newline at end of file\n");
    }
}

fn shown(line: &str) -> Tame<'_> {
    Tame(line.strip_suffix('\r').unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::unified;
    use crate::report::paint::Paint;

    #[test]
    fn without_colours_it_is_a_patch() {
        let text = unified("a.yaml", "a: 1\nb:  2", "a: 1\nb: 2\n", Paint::Plain);
        assert_eq!(
            text,
            "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b:  2\n\\ No newline at end of file\n+b: 2\n"
        );
        assert_eq!(unified("a.yaml", "a", "a", Paint::Plain), "");
    }

    #[test]
    fn in_colours_no_text_steers_the_terminal() {
        let text = unified("a.yaml", "a: \u{1b}[2J\r\n", "a: 1\r\n", Paint::Colour);
        assert!(text.contains("\u{1b}[31m-a: \\u{1b}[2J\u{1b}[0m\n\u{1b}[32m+a: 1\u{1b}[0m\n"), "{text:?}");
    }
}
