//! Labels and numbers in two columns, aligned.

use std::fmt::Write as _;

/// Rows that are aligned when they are all known.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    label: String,
    number: String,
    note: String,
}

impl Table {
    /// Adds a row; `depth` says how far its label is indented.
    pub fn row(&mut self, depth: usize, label: &str, number: u64, note: impl Into<String>) {
        let label = format!("{:1$}{label}", "", depth * 2);
        self.rows.push(Row { label, number: thousands(number), note: note.into() });
    }

    /// All rows, each with a line break.
    pub fn render(&self) -> String {
        let width = |of: fn(&Row) -> &str| self.rows.iter().map(|row| of(row).chars().count()).max().unwrap_or(0);
        let (labels, numbers) = (width(|row| &row.label), width(|row| &row.number));
        let mut text = String::new();
        for Row { label, number, note } in &self.rows {
            // Writing to a string cannot fail.
            let _ = write!(text, "{label:<labels$}  {number:>numbers$}");
            if !note.is_empty() {
                let _ = write!(text, "  {note}");
            }
            text.push('\n');
        }
        text
    }
}

/// `number` with a comma between thousands.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 error`, `2 errors`.
pub fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number as u64), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{Table, counted, thousands};

    #[test]
    fn thousands_are_kept_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!((counted(1, "error"), counted(2, "error")), ("1 error".into(), "2 errors".into()));
    }

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::default();
        table.row(0, "events", 1_234, "");
        table.row(1, "bad", 5, "a note");
        assert_eq!(table.render(), "events  1,234\n  bad       5  a note\n");
    }
}
