//! What was expected and what there was, side by side.

use std::fmt::Write as _;

use crate::report::paint::{Paint, Tame, Tone};
use crate::trial::verdict::Mismatch;

/// Longer lines are folded, so that two columns fit beside each other.
const WIDEST: usize = 56;

/// A table of `mismatches`, two spaces before each line.
pub fn render(mismatches: &[Mismatch], paint: Paint) -> String {
    let rows: Vec<Row> = mismatches.iter().flat_map(rows).collect();
    let width = |of: fn(&Row) -> &str, least: usize| {
        rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0).max(least)
    };
    let labels = width(|row| &row.label, 0);
    let expected = width(|row| &row.expected, "expected".len());
    let mut text = String::new();
    // Writing to a string cannot fail.
    let head = format!("{:labels$}  {:expected$}  actual", "", "expected");
    let _ = writeln!(text, "  {}", paint.tone(Tone::Faint, head));
    for row in rows {
        let label = paint.tone(Tone::Strong, format!("{:labels$}", row.label));
        let wanted = paint.tone(Tone::Good, format!("{:expected$}", row.expected));
        let line = format!("  {label}  {wanted}  {}", paint.tone(Tone::Bad, &row.actual));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

struct Row {
    label: String,
    expected: String,
    actual: String,
}

fn rows(mismatch: &Mismatch) -> Vec<Row> {
    let of = mismatch.instance.as_ref().map(|key| format!(" [{}]", Tame(key))).unwrap_or_default();
    let (expected, actual) = (folded(&mismatch.expected), folded(&mismatch.actual));
    let line = |lines: &[String], place: usize| lines.get(place).cloned().unwrap_or_default();
    (0..expected.len().max(actual.len()))
        .map(|place| Row {
            label: if place == 0 { format!("{}{of}", mismatch.what) } else { String::new() },
            expected: line(&expected, place),
            actual: line(&actual, place),
        })
        .collect()
}

/// The lines, each that is too long as several, the later ones indented.
fn folded(lines: &[String]) -> Vec<String> {
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        let mut rest = Tame(line).to_string();
        let mut indent = "";
        while rest.chars().count() + indent.len() > WIDEST {
            let limit = rest.char_indices().nth(WIDEST - indent.len()).map_or(rest.len(), |(at, _)| at);
            let cut = rest[..limit].rfind(' ').filter(|&at| at > 0).map_or(limit, |at| at + 1);
            let tail = rest.split_off(cut);
            all.push(format!("{indent}{}", rest.trim_end()));
            (rest, indent) = (tail, "  ");
        }
        all.push(format!("{indent}{rest}"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{WIDEST, folded, render};
    use crate::report::paint::Paint;
    use crate::terms::span::Span;
    use crate::trial::verdict::Mismatch;

    fn mismatch(what: &str, expected: &[&str], actual: &[&str]) -> Mismatch {
        let lines = |lines: &[&str]| lines.iter().map(ToString::to_string).collect();
        let (expected, actual) = (lines(expected), lines(actual));
        Mismatch { what: what.to_owned(), span: Span::default(), instance: None, expected, actual }
    }

    #[test]
    fn columns_stand_under_their_heads() {
        let table = [mismatch("state", &["A", "B"], &["LONGER"]), mismatch("context.n", &["1"], &["2"])];
        assert_eq!(
            render(&table, Paint::Plain),
            "             expected  actual\n  state      A         LONGER\n             B\n  context.n  1         2\n"
        );
    }

    #[test]
    fn long_lines_are_folded_and_nothing_of_them_is_lost() {
        let words = "word ".repeat(40);
        for line in [words.trim_end().to_owned(), "ü".repeat(200)] {
            let lines = folded(std::slice::from_ref(&line));
            assert!(lines.iter().all(|line| line.chars().count() <= WIDEST), "{lines:?}");
            let joined: String = lines.iter().map(|line| line.trim_start().to_owned()).collect();
            assert_eq!(joined.replace(' ', ""), line.replace(' ', ""));
        }
    }
}
