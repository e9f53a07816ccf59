//! Edits of byte ranges: applied to a text, and where a place of it is afterwards.

use std::ops::Range;

use crate::terms::finding::Edit;

/// Edits of one text, in the order of their places, none of which touches another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits(Vec<Change>);

/// What comes in the place of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    range: Range<usize>,
    text: String,
}

impl Edits {
    /// Takes `edits` of `text`, with its line breaks. Absent where two of them touch, or where one does not fit.
    pub fn of<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> Option<Self> {
        let windows = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
        let mut changes: Vec<Change> = edits.into_iter().map(|edit| change(edit, windows)).collect();
        changes.sort_by_key(|change| (change.range.start, change.range.end));
        let fits = |change: &Change| text.get(change.range.clone()).is_some();
        let apart = changes.windows(2).all(|pair| pair[0].range.end < pair[1].range.start);
        (apart && changes.iter().all(fits)).then_some(Self(changes))
    }

    /// `text` with the edits, every other byte as it is.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for Change { range, text: new } in &self.0 {
            out.push_str(&text[done..range.start]);
            out.push_str(new);
            done = range.end;
        }
        out.push_str(&text[done..]);
        out
    }

    /// Whether an edit changes something of `range`, or stands at its border.
    pub fn touch(&self, range: &Range<usize>) -> bool {
        self.0.iter().any(|change| change.range.start <= range.end && range.start <= change.range.end)
    }

    /// Where `range` is afterwards, with all that was written in it and at its borders.
    pub fn moved(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start, false);
        start..self.place(range.end, true).max(start)
    }

    /// Where the byte at `at` of the text afterwards was before; of what was written, about where in what it replaces.
    pub fn origin(&self, at: usize) -> usize {
        let (mut grown, mut gone) = (0, 0);
        for Change { range, text } in &self.0 {
            let start = range.start + grown - gone;
            if at < start {
                break;
            }
            if at < start + text.len() {
                // Quotes stand on both sides of what they are put around.
                let lead = text.len().saturating_sub(range.len()) / 2;
                return (range.start + (at - start).saturating_sub(lead)).min(range.end);
            }
            grown += text.len();
            gone += range.len();
        }
        at + gone - grown
    }

    /// Where what was written in the place of each edit is.
    pub fn written(&self) -> Vec<Range<usize>> {
        self.0.iter().map(|change| self.moved(&change.range)).collect()
    }

    /// Where the byte at `at` is afterwards: of one that is replaced the `end` of what stands there, or its start.
    fn place(&self, at: usize, end: bool) -> usize {
        let (mut grown, mut gone) = (0, 0);
        for Change { range, text } in &self.0 {
            if range.end < at || (range.end == at && (end || range.start < at)) {
                grown += text.len();
                gone += range.len();
            } else if range.start < at {
                return range.start + grown - gone + (if end { text.len() } else { 0 });
            }
        }
        at + grown - gone
    }
}

fn change(edit: &Edit, windows: bool) -> Change {
    let text = if windows { edit.text.replace("\r\n", "\n").replace('\n', "\r\n") } else { edit.text.clone() };
    Change { range: edit.span.start as usize..edit.span.end as usize, text }
}

#[cfg(test)]
mod tests {
    use super::Edits;
    use crate::terms::finding::Edit;
    use crate::terms::span::{FileId, Span};

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span::new(FileId(0), start, end), text: text.to_owned() }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        let text = "\u{feff}a: é # ü\r\nb: 2";
        let edits = Edits::of(text, &[edit(15, 16, "c"), edit(6, 8, "x\ny"), edit(19, 19, "!")]).unwrap();
        assert_eq!(edits.apply(text), "\u{feff}a: x\r\ny # ü\r\nc: 2!");
    }

    #[test]
    fn places_move_with_what_is_before_them() {
        let text = "one two three";
        let edits = Edits::of(text, &[edit(0, 3, "eleven"), edit(8, 8, "and ")]).unwrap();
        let after = edits.apply(text);
        assert_eq!(after, "eleven two and three");
        assert_eq!(&after[edits.moved(&(0..3))], "eleven");
        assert_eq!(&after[edits.moved(&(1..2))], "eleven");
        assert_eq!(&after[edits.moved(&(4..7))], "two");
        assert_eq!(&after[edits.moved(&(8..13))], "and three");
        let written = edits.written().into_iter().map(|range| &after[range]).collect::<Vec<_>>();
        assert_eq!(written, ["eleven", "and "]);
        assert!(edits.touch(&(2..5)) && edits.touch(&(7..8)) && !edits.touch(&(4..7)));
        let places = ["eleven", "even", "two", "and", "three"].map(|word| edits.origin(after.find(word).unwrap()));
        assert_eq!(places, [0, 1, 4, 8, 8]);
        let quoted = Edits::of(text, &[edit(4, 7, "'two'")]).unwrap();
        assert_eq!(
            ["'two", "two", "wo", "three"].map(|word| quoted.origin("one 'two' three".find(word).unwrap())),
            [4, 4, 5, 8]
        );
    }

    #[test]
    fn edits_that_touch_or_do_not_fit_are_none() {
        for edits in [
            [edit(0, 2, ""), edit(1, 3, "")],
            [edit(0, 2, ""), edit(2, 2, "x")],
            [edit(1, 1, "x"), edit(1, 1, "y")],
            [edit(0, 1, ""), edit(3, 9, "")],
            [edit(0, 1, ""), edit(3, 4, "")],
        ] {
            assert_eq!(Edits::of("abcé", &edits), None, "{edits:?}");
        }
    }
}
