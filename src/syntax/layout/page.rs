//! The page that is written: lines, and comments behind them that are aligned when all is there.

use unicode_width::UnicodeWidthStr as _;

/// How many columns a line has at most, if what stands on it can be broken.
pub const COLUMNS: usize = 120;
/// How much longer than the shortest a line may be for the comments behind both to be aligned.
const SPREAD: usize = 40;

/// Lines under construction.
#[derive(Debug, Default)]
pub struct Page {
    out: String,
    /// The lines that are complete.
    lines: usize,
    /// Where the last line begins.
    line_start: usize,
    remarks: Vec<Remark>,
}

/// A comment behind something on its line.
#[derive(Clone, Copy, Debug)]
struct Remark {
    line: usize,
    /// The byte at which it begins, two blanks behind what stands before it.
    at: usize,
    /// The columns in front of those blanks.
    width: usize,
    /// How far what stands there is indented, dashes counted with it.
    indent: usize,
}

impl Page {
    /// An empty page for about as much as `bytes`.
    pub fn new(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes + bytes / 8), ..Self::default() }
    }

    /// Begins a line.
    pub fn line(&mut self, indent: usize) {
        if !self.out.is_empty() {
            self.out.push('\n');
            self.lines += 1;
        }
        self.line_start = self.out.len();
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    /// Leaves a line empty, unless nothing stands above it.
    pub fn blank(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
            self.lines += 1;
        }
    }

    /// Goes on on the line.
    pub fn write(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Goes on with blanks.
    pub fn pad(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    /// Writes a comment behind what stands on the line.
    pub fn remark(&mut self, comment: &str) {
        let said = &self.out[self.line_start..];
        let indent = said.len() - said.trim_start_matches([' ', '-']).len();
        let width = width(said);
        self.out.push_str("  ");
        self.remarks.push(Remark { line: self.lines, at: self.out.len(), width, indent });
        self.out.push_str(comment);
    }

    /// Whether a blank ends what was written.
    pub fn ends_in_blank(&self) -> bool {
        self.out.ends_with(' ')
    }

    /// Whether a comment ends the line already.
    pub fn is_remarked(&self) -> bool {
        self.remarks.last().is_some_and(|remark| remark.line == self.lines)
    }

    /// The bytes written.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// The columns that are left behind what stands on the line.
    pub fn room(&self) -> usize {
        COLUMNS.saturating_sub(width(&self.out[self.line_start..]))
    }

    /// The columns of what was written from byte `from` on.
    pub fn width_from(&self, from: usize) -> usize {
        width(&self.out[from..])
    }

    /// Takes back what was written from byte `from` on, all on the last line.
    pub fn take_back(&mut self, from: usize) {
        self.out.truncate(from);
    }

    /// The text, which ends with a line break if it says anything.
    pub fn finish(mut self) -> String {
        if self.out.is_empty() {
            return self.out;
        }
        self.out.push('\n');
        let groups: Vec<&[Remark]> = self.groups().collect();
        if groups.iter().all(|group| group.len() < 2) {
            return self.out;
        }
        let mut text = String::with_capacity(self.out.len() + 1024);
        let mut done = 0;
        for group in groups {
            let longest = group.iter().map(|remark| remark.width).max().unwrap_or(0);
            for remark in group {
                text.push_str(&self.out[done..remark.at]);
                text.extend(std::iter::repeat_n(' ', longest - remark.width));
                done = remark.at;
            }
        }
        text.push_str(&self.out[done..]);
        text
    }

    /// The comments of neighbouring lines of one indentation, as far as these are of like length.
    fn groups(&self) -> impl Iterator<Item = &[Remark]> {
        let mut extent = (usize::MAX, 0);
        self.remarks.chunk_by(move |before, after| {
            let widened = (extent.0.min(before.width).min(after.width), extent.1.max(before.width).max(after.width));
            let near = before.line + 1 == after.line && before.indent == after.indent;
            let together = near && widened.1 - widened.0 <= SPREAD;
            extent = if together { widened } else { (usize::MAX, 0) };
            together
        })
    }
}

/// The columns that a terminal or an editor shows `text` in.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}
