//! A line as a terminal shows it: cut around what matters where it is long, nothing in it that steers, columns known.

use std::borrow::Cow;
use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

/// A line of more columns is cut.
const MOST: usize = 140;
/// What is marked is shown up to this many characters from each of its ends.
const EDGE: usize = 40;
/// So much stands around it at least.
const AROUND: usize = 16;
/// Where something was cut out.
const HOLE: char = '…';

/// A line, or as much of it as matters.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What is printed.
    pub text: String,
    /// The bytes of the line that are shown, each with its column, from 0.
    steps: Vec<(usize, usize)>,
    width: usize,
}

impl Shown {
    /// `line`, around the bytes of `marks` where it is too long.
    pub fn new(line: &str, marks: &[Range<usize>]) -> Self {
        let mut shown = Self { text: String::new(), steps: Vec::new(), width: 0 };
        let mut done = 0;
        for piece in pieces(line, marks) {
            if piece.start > done {
                shown.push(HOLE);
            }
            for (at, c) in line.get(piece.clone()).unwrap_or_default().char_indices() {
                shown.steps.push((piece.start + at, shown.width));
                shown.push(c);
            }
            done = piece.end;
        }
        if done < line.len() {
            shown.steps.push((done, shown.width));
            shown.push(HOLE);
        }
        shown
    }

    /// The column, from 0, at which a byte of the line stands.
    pub fn column(&self, byte: usize) -> usize {
        let step = self.steps.partition_point(|&(at, _)| at < byte);
        self.steps.get(step).map_or(self.width, |&(_, column)| column)
    }

    /// The column at which the text begins after its blanks.
    pub fn indent(&self) -> usize {
        self.text.chars().take_while(|c| *c == ' ').count()
    }

    fn push(&mut self, c: char) {
        let shown = harmless(c);
        self.width += shown.chars().filter_map(char::width).sum::<usize>();
        self.text.push_str(&shown);
    }
}

/// What is shown of a character: pictures for what controls, nothing that turns the direction of what follows.
fn harmless(c: char) -> Cow<'static, str> {
    match c {
        '\t' => "    ".into(),
        '\0'..='\u{1f}' => picture(u32::from(c)).into(),
        '\u{7f}' => "␡".into(),
        '\u{200d}' | '\u{feff}' => "".into(),
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "\u{fffd}".into()
        }
        _ => c.to_string().into(),
    }
}

fn picture(control: u32) -> String {
    char::from_u32(0x2400 + control).map(String::from).unwrap_or_default()
}

/// The parts of a line that are shown: all of it, or what stands around its marks.
fn pieces(line: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    // A character takes at most four bytes.
    if line.len() <= MOST || (line.len() <= 4 * MOST && width(line) <= MOST) {
        return std::iter::once(0..line.len()).collect();
    }
    if marks.is_empty() {
        return std::iter::once(0..forth(line, 0, MOST)).collect();
    }
    let taken: usize = marks.iter().map(|mark| mark.len().min(2 * EDGE)).sum();
    let around = (MOST.saturating_sub(taken) / (2 * marks.len())).max(AROUND);
    let mut pieces: Vec<Range<usize>> = marks.iter().flat_map(|mark| around_mark(line, mark, around)).collect();
    pieces.sort_unstable_by_key(|piece| (piece.start, piece.end));
    pieces.dedup_by(|next, kept| {
        let touches = next.start <= kept.end + HOLE.len_utf8();
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    pieces
}

/// A mark with what stands around it; of a long one only both ends.
fn around_mark(line: &str, mark: &Range<usize>, around: usize) -> [Range<usize>; 2] {
    let head = back(line, mark.start, around)..forth(line, mark.start, EDGE).min(mark.end);
    let tail = back(line, mark.end, EDGE).max(mark.start)..forth(line, mark.end, around);
    [head, tail]
}

fn back(line: &str, at: usize, characters: usize) -> usize {
    let before = line.get(..at).unwrap_or_default();
    before.char_indices().rev().take(characters).last().map_or(at, |(start, _)| start)
}

fn forth(line: &str, at: usize, characters: usize) -> usize {
    let after = line.get(at..).unwrap_or_default();
    after.char_indices().nth(characters).map_or(line.len(), |(more, _)| at + more)
}

fn width(line: &str) -> usize {
    line.chars().map(|c| harmless(c).chars().filter_map(char::width).sum::<usize>()).sum()
}

#[cfg(test)]
mod tests {
    use super::Shown;

    #[test]
    fn columns_count_what_is_seen() {
        let line = "\ta 全角 e\u{301}👩\u{200d}👧 \u{1b}[1m\u{202e}x";
        let shown = Shown::new(line, &[]);
        assert_eq!(shown.text, "    a 全角 e\u{301}👩👧 ␛[1m\u{fffd}x");
        for (of, column) in [("a", 4), ("全", 6), ("e", 11), ("👩", 12), ("x", 22)] {
            assert_eq!(shown.column(line.find(of).unwrap()), column, "{of}");
        }
        assert_eq!(shown.column(line.len()), 23);
    }

    #[test]
    fn a_long_line_is_cut_around_its_marks() {
        let line = "ü".repeat(500_000) + "WRONG" + &*"x".repeat(500_000) + "FIRST" + &*"y".repeat(9);
        let marks = ["WRONG", "FIRST"].map(|mark| line.find(mark).map(|at| at..at + 5).unwrap());
        let shown = Shown::new(&line, &marks);
        assert!(shown.text.chars().count() < 200, "{}", shown.text);
        assert!(
            shown.text.starts_with("…üü") && shown.text.contains("xx…xx") && shown.text.ends_with("FIRSTyyyyyyyyy")
        );
        for mark in marks {
            let cells: Vec<char> = shown.text.chars().collect();
            let said: String = cells[shown.column(mark.start)..shown.column(mark.end)].iter().collect();
            assert_eq!(said, line[mark]);
        }
    }

    #[test]
    fn of_a_long_mark_both_ends_are_shown() {
        let line = "guard: ".to_owned() + &*"x".repeat(1_000_000) + " end";
        let mark = 7..1_000_007;
        let shown = Shown::new(&line, std::slice::from_ref(&mark));
        assert!(shown.text.starts_with("guard: xxxx") && shown.text.ends_with("xxxx end"), "{}", shown.text);
        assert_eq!((shown.column(7), shown.column(1_000_007)), (7, 7 + 40 + 1 + 40));
    }

    #[test]
    fn cutting_never_splits_a_character() {
        let line = "é全🎉a\t".repeat(60);
        for start in 0..line.len() {
            for length in [0, 1, 5, 300] {
                let mark = line.floor_char_boundary(start)..line.floor_char_boundary(start + length);
                let shown = Shown::new(&line, std::slice::from_ref(&mark));
                assert!(shown.column(mark.start) <= shown.column(mark.end));
            }
        }
    }
}
