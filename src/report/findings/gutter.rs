//! The column of line numbers at the left of what is shown.

use crate::report::findings::row::Row;
use crate::report::paint::{Paint, Tone};

/// How wide it is, and the colours of what stands beside it.
#[derive(Clone, Copy, Debug)]
pub struct Gutter {
    width: usize,
    paint: Paint,
    main: Tone,
}

impl Gutter {
    /// With room for the number of the line `last`; `main` is the tone of the finding.
    pub fn new(last: usize, paint: Paint, main: Tone) -> Self {
        Self { width: last.max(1).ilog10() as usize + 1, paint, main }
    }

    /// A line of the source.
    pub fn line(self, number: usize, row: &Row) -> String {
        self.beside(&format!("{number:>width$} |", width = self.width), row)
    }

    /// What stands below it.
    pub fn below(self, row: &Row) -> String {
        self.beside(&format!("{:width$} |", "", width = self.width), row)
    }

    /// Lines that are left out.
    pub fn dots(self, row: &Row) -> String {
        self.beside(&format!("{:<width$}", "...", width = self.width + 2), row)
    }

    /// Nothing beside the bar.
    pub fn bar(self) -> String {
        self.below(&Row::default())
    }

    /// Where something stands, after `arrow`.
    pub fn place(self, arrow: &str, place: &str) -> String {
        let arrow = format!("{:width$}{arrow}", "", width = self.width);
        format!("{} {place}\n", self.paint.tone(Tone::Hue(0), arrow))
    }

    /// A fact, or the way out, in as many lines as `text` has.
    pub fn remark(self, name: &str, text: &str) -> String {
        let sign = format!("{:width$} =", "", width = self.width);
        let mut lines = text.split('\n');
        let first = lines.next().unwrap_or_default();
        let head =
            format!("{} {}: {first}\n", self.paint.tone(Tone::Hue(0), sign), self.paint.tone(Tone::Strong, name));
        let indent = self.width + name.len() + 5;
        lines.fold(head, |text, line| text + format!("{:indent$}{line}", "").trim_end() + "\n")
    }

    /// A line that a fix takes away (`-`) or puts there (`+`).
    pub fn changed(self, number: usize, sign: char, text: &str) -> String {
        let tone = if sign == '-' { Tone::Bad } else { Tone::Good };
        let head = self.paint.tone(Tone::Hue(0), format!("{number:>width$}", width = self.width));
        let line = format!("{sign} {text}");
        format!("{head} {}\n", self.paint.tone(tone, line.trim_end()))
    }

    fn beside(self, head: &str, row: &Row) -> String {
        let row = row.render(self.paint, self.main);
        let head = head.trim_end();
        let gap = if row.is_empty() { 0 } else { self.width + 3 - head.len().min(self.width + 3) };
        format!("{}{:gap$}{row}\n", self.paint.tone(Tone::Hue(0), head), "")
    }
}
