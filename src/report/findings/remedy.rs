//! A fix as the lines that it takes away and those that it puts there.

use crate::report::findings::gutter::Gutter;
use crate::report::findings::places::Places;
use crate::report::findings::row::{Ink, Row};
use crate::report::findings::shown::Shown;
use crate::syntax::source::Source;
use crate::terms::finding::{Edit, Fix};
use crate::terms::span::FileId;

/// Of a fix in more places than this, only the first are shown.
const MOST: usize = 8;

/// What a fix does to one file.
#[derive(Debug)]
pub struct Remedy<'s> {
    /// The file.
    pub source: &'s Source,
    changes: Vec<Change>,
}

/// Lines that become others.
#[derive(Debug)]
struct Change {
    /// The number of the first line before, and after.
    before: usize,
    after: usize,
    old: Vec<String>,
    new: Vec<String>,
}

impl<'s> Remedy<'s> {
    /// What `fix` does, file by file, the files in the order in which it names them.
    pub fn of(fix: &Fix, places: &mut Places<'s>) -> Vec<Self> {
        let mut files: Vec<FileId> = Vec::new();
        for edit in &fix.edits {
            if !files.contains(&edit.span.file) {
                files.push(edit.span.file);
            }
        }
        files.into_iter().filter_map(|file| Self::in_file(fix, file, places)).collect()
    }

    fn in_file(fix: &Fix, file: FileId, places: &mut Places<'s>) -> Option<Self> {
        let source = places.source(file)?;
        let mut edits: Vec<&Edit> = fix.edits.iter().filter(|edit| edit.span.file == file).collect();
        edits.sort();
        let lines = |edit: &Edit, places: &mut Places<'_>| {
            let (first, last) = places.of(edit.span);
            (first.line, last.line)
        };
        let mut changes: Vec<Change> = Vec::new();
        let mut grown = 0;
        let mut rest = edits.as_slice();
        while let [first, ..] = rest {
            let (from, mut to) = lines(first, places);
            let mut many = 1;
            while let Some((next, last)) =
                rest.get(many).map(|edit| lines(edit, places)).filter(|(next, _)| *next <= to)
            {
                to = to.max(last).max(next);
                many += 1;
            }
            let (group, others) = rest.split_at(many);
            let change = Change::new(source, (from, to), group, grown);
            grown += change.new.len() as isize - change.old.len() as isize;
            changes.push(change);
            rest = others;
        }
        Some(Self { source, changes })
    }

    /// The line of the first change.
    pub fn first_line(&self) -> usize {
        self.changes.first().map_or(1, |change| change.before)
    }

    /// The greatest number of a line that is shown.
    pub fn last_line(&self) -> usize {
        let last = |change: &Change| (change.before + change.old.len()).max(change.after + change.new.len());
        self.changes.iter().take(MOST).map(last).max().unwrap_or(1).saturating_sub(1)
    }

    /// The lines, old ones before new ones.
    pub fn render(&self, gutter: Gutter) -> String {
        let mut text = String::new();
        for (at, change) in self.changes.iter().take(MOST).enumerate() {
            if at > 0 {
                text.push_str(&gutter.dots(&Row::default()));
            }
            change.render(gutter, &mut text);
        }
        if let Some(more) = self.changes.len().checked_sub(MOST).filter(|more| *more > 0) {
            let mut row = Row::default();
            row.write(0, &format!("and {more} more"), Ink::None);
            text.push_str(&gutter.dots(&row));
        }
        text
    }
}

impl Change {
    /// What `edits` make of the lines `from` to `to`, after a file that had `grown` by some lines before.
    fn new(source: &Source, (from, to): (usize, usize), edits: &[&Edit], grown: isize) -> Self {
        let (start, end) = (source.line(from).start, source.line(to).end);
        let mut made = String::new();
        let mut done = start;
        for edit in edits {
            let at = (edit.span.start as usize).clamp(done, end);
            made.push_str(source.text.get(done..at).unwrap_or_default());
            made.push_str(&edit.text);
            done = (edit.span.end as usize).clamp(at, end);
        }
        made.push_str(source.text.get(done..end).unwrap_or_default());
        let mut old = lines(source.text.get(start..end).unwrap_or_default());
        let mut new = lines(&made);
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
        old.truncate(old.len() - tail);
        new.truncate(new.len() - tail);
        let head = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        old.drain(..head);
        new.drain(..head);
        let before = from + head;
        Self { before, after: before.saturating_add_signed(grown), old, new }
    }

    fn render(&self, gutter: Gutter, text: &mut String) {
        let is_paired = self.old.len() == self.new.len();
        for (sign, lines, others, first) in
            [('-', &self.old, &self.new, self.before), ('+', &self.new, &self.old, self.after)]
        {
            for (at, line) in lines.iter().enumerate() {
                let other = others.get(at).filter(|_| is_paired);
                let shown = Shown::new(line, other.map(|other| difference(line, other)).as_slice());
                text.push_str(&gutter.changed(first + at, sign, &shown.text));
            }
        }
    }
}

/// The bytes of `line` that are other than in `other`.
fn difference(line: &str, other: &str) -> std::ops::Range<usize> {
    let head = line.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let most = line.len().min(other.len()) - head;
    let tail = line.bytes().rev().zip(other.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    line.floor_char_boundary(head)..line.ceil_char_boundary(line.len() - tail)
}

fn lines(text: &str) -> Vec<String> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::Remedy;
    use crate::report::findings::gutter::Gutter;
    use crate::report::findings::places::Places;
    use crate::report::paint::{Paint, Tone};
    use crate::syntax::source::Source;
    use crate::terms::finding::{Edit, Fix};
    use crate::terms::span::{FileId, Span};

    /// What is shown of a fix that puts each of `edits` in the place of the first text that it names.
    fn shown(text: &str, edits: &[(&str, &str)]) -> String {
        let edit = |&(old, new): &(&str, &str)| {
            let start = text.find(old).unwrap() as u32;
            Edit { span: Span::new(FileId(0), start, start + old.len() as u32), text: new.to_owned() }
        };
        let fix = Fix { message: "do it".to_owned(), edits: edits.iter().map(edit).collect(), safe: true };
        let sources = [Source::new(FileId(0), "a.yaml", text.to_owned())];
        let all = Remedy::of(&fix, &mut Places::new(&sources));
        let gutter = |remedy: &Remedy<'_>| Gutter::new(remedy.last_line(), Paint::Plain, Tone::Bad);
        all.iter().map(|remedy| remedy.render(gutter(remedy))).collect()
    }

    #[test]
    fn lines_are_taken_away_and_put_there() {
        let text = "\u{feff}a: 1\r\nb: 2\r\nc: é\r\nd: 4\r\n";
        for (edits, expected) in [
            (&[("a", "e")] as &[_], "1 - a: 1\n1 + e: 1\n"),
            (&[("b: 2\r\n", "")], "2 - b: 2\n"),
            (&[("c:", "b: 3\r\nc:")], "3 + b: 3\n"),
            (&[("2\r\nc", "2\r\n  c")], "3 - c: é\n3 + ␠␠c: é\n"),
            (&[("1", "one\n"), ("4", "5")], "1 - a: 1\n1 + a: one\n2 +\n...\n4 - d: 4\n5 + d: 5\n"),
            (&[("é", "ü"), ("c", "x")], "3 - c: é\n3 + x: ü\n"),
            (&[("1", "1")], ""),
        ] {
            assert_eq!(shown(text, edits), expected.replace('␠', " "), "{edits:?}");
        }
    }

    #[test]
    fn of_a_long_line_the_change_is_seen_and_of_many_places_the_first() {
        let text = "x".repeat(1_000_000) + "OLD" + &*"y".repeat(1_000_000);
        let said = shown(&text, &[("OLD", "NEW")]);
        assert!(said.len() < 500 && said.contains("xOLDy") && said.contains("xNEWy"), "{said}");
        let keys: Vec<String> = (10..30).map(|number| format!("k{number}")).collect();
        let text = keys.join(": 1\n\n");
        let edits: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "n")).collect();
        let said = shown(&text, &edits);
        assert!(said.ends_with("15 - k17: 1\n15 + n: 1\n...  and 12 more\n"), "{said}");
    }
}
