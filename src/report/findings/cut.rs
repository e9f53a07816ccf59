//! Lines of a file as they are given to be drawn: cut around what matters where they are long, each byte with its place.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use crate::syntax::source::Source;

/// Where something was cut out.
const HOLE: char = '…';

/// Lines, or as much of them as matters.
#[derive(Clone, Debug)]
pub struct Cut {
    /// What is shown, each line with its break.
    pub text: String,
    runs: Vec<Run>,
    /// A line of more columns is cut.
    most: usize,
}

/// Bytes of the file that stand in the text as they are.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The first of them in the file, and in the text.
    from: usize,
    to: usize,
    /// How many they are; none where something else stands for them.
    length: usize,
}

impl Cut {
    /// No line yet; one of more than `most` columns will be cut.
    pub const fn new(most: usize) -> Self {
        Self { text: String::new(), runs: Vec::new(), most }
    }

    /// Adds a line of `source`, of a long one what stands around `marks`, which are bytes of the file.
    pub fn line(&mut self, source: &Source, number: usize, marks: &[Range<usize>]) {
        let line = source.line(number);
        let said = source.text.get(line.clone()).unwrap_or_default();
        let within = |byte: usize| byte.clamp(line.start, line.end) - line.start;
        let marks: Vec<Range<usize>> = marks.iter().map(|mark| within(mark.start)..within(mark.end)).collect();
        let mut done = 0;
        for piece in pieces(said, &marks, self.most) {
            self.instead(line.start + done, if piece.start > done { Some(HOLE) } else { None });
            self.copy(line.start + piece.start, said.get(piece.clone()).unwrap_or_default());
            done = piece.end;
        }
        self.instead(line.start + done, if done < said.len() { Some(HOLE) } else { None });
        self.instead(line.end, Some('\n'));
    }

    /// Adds lines of which nothing is shown.
    pub fn skip(&mut self, lines: usize) {
        self.text.extend(std::iter::repeat_n('\n', lines));
    }

    /// Where a byte of the file stands in the text, or what stands for it.
    pub fn at(&self, byte: usize) -> usize {
        let next = self.runs.partition_point(|run| run.from <= byte);
        let run = next.checked_sub(1).and_then(|last| self.runs.get(last));
        run.map_or(0, |run| run.to + (byte - run.from).min(run.length))
    }

    fn copy(&mut self, from: usize, said: &str) {
        let mut start = 0;
        for (at, c) in said.char_indices().filter(|(_, c)| is_let_through(*c)) {
            self.run(from + start, said.get(start..at).unwrap_or_default());
            self.instead(from + at, Some('\u{fffd}'));
            start = at + c.len_utf8();
        }
        self.run(from + start, said.get(start..).unwrap_or_default());
    }

    fn run(&mut self, from: usize, said: &str) {
        self.runs.push(Run { from, to: self.text.len(), length: said.len() });
        self.text.push_str(said);
    }

    fn instead(&mut self, from: usize, sign: Option<char>) {
        if let Some(sign) = sign {
            self.runs.push(Run { from, to: self.text.len(), length: 0 });
            self.text.push(sign);
        }
    }
}

/// `text` in its lines, of which those of more than half of `most` characters lose their middle.
pub fn shortened(text: &str, most: usize) -> String {
    let edge = most / 4;
    let short = |line: &str| {
        if line.char_indices().nth(2 * edge).is_none() {
            return line.to_owned();
        }
        let (head, tail) = (forth(line, 0, edge), back(line, line.len(), edge));
        [line.get(..head), Some("…"), line.get(tail..)].into_iter().flatten().collect()
    };
    text.split('\n').map(short).collect::<Vec<_>>().join("\n")
}

/// What steers a terminal or breaks a line and is drawn as it is; the drawing shows other such characters by pictures.
const fn is_let_through(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
}

/// The parts of a line that are shown: all of it, or what stands around its marks.
fn pieces(line: &str, marks: &[Range<usize>], most: usize) -> Vec<Range<usize>> {
    // A character takes at most four bytes.
    if line.len() <= most || (line.len() <= 4 * most && width(line) <= most) {
        return std::iter::once(0..line.len()).collect();
    }
    if marks.is_empty() {
        return std::iter::once(0..forth(line, 0, most)).collect();
    }
    // What is marked is shown up to so many characters from each of its ends, and so many stand around it at least.
    let (edge, least) = (most / 4, most / 10);
    let taken: usize = marks.iter().map(|mark| mark.len().min(2 * edge)).sum();
    let around = (most.saturating_sub(taken) / (2 * marks.len())).max(least);
    let mut pieces: Vec<Range<usize>> = marks.iter().flat_map(|mark| around_mark(line, mark, (edge, around))).collect();
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
fn around_mark(line: &str, mark: &Range<usize>, (edge, around): (usize, usize)) -> [Range<usize>; 2] {
    let head = back(line, mark.start, around)..forth(line, mark.start, edge).min(mark.end);
    let tail = back(line, mark.end, edge).max(mark.start)..forth(line, mark.end, around);
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
    line.chars().map(|c| if c == '\t' { 4 } else { c.width().unwrap_or(1) }).sum()
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::{Cut, shortened};
    use crate::syntax::source::Source;
    use crate::terms::span::FileId;

    /// The first line of `text` with what stands around `marks`, and what stands at each of them.
    fn cut(text: &str, marks: &[Range<usize>]) -> (String, Vec<String>) {
        let mut cut = Cut::new(140);
        cut.line(&Source::new(FileId(0), "a.yaml", text.to_owned()), 1, marks);
        let at = |mark: &Range<usize>| cut.text[cut.at(mark.start)..cut.at(mark.end)].to_owned();
        let shown = marks.iter().map(at).collect();
        (cut.text, shown)
    }

    #[test]
    fn a_long_line_is_cut_around_its_marks() {
        let line = "ü".repeat(500_000) + "WRONG" + &*"x".repeat(500_000) + "FIRST" + &*"y".repeat(9);
        let marks = ["WRONG", "FIRST"].map(|mark| line.find(mark).map(|at| at..at + 5).unwrap());
        let (text, shown) = cut(&line, &marks);
        assert_eq!(shown, ["WRONG", "FIRST"]);
        assert!(text.chars().count() < 200 && text.starts_with("…üü") && text.contains("xx…xx"), "{text}");
        assert!(text.ends_with("FIRSTyyyyyyyyy\n"), "{text}");
    }

    #[test]
    fn of_a_long_mark_both_ends_are_shown() {
        let line = "guard: ".to_owned() + &*"x".repeat(1_000_000) + " end";
        let (text, shown) = cut(&line, &[7..1_000_007, 500_000..500_001]);
        assert!(text.starts_with("guard: xxxx") && text.ends_with("xxxx end\n"), "{text}");
        assert!(shown[0].len() < 200 && shown[0].contains('…') && shown[1] == "x", "{shown:?}");
    }

    #[test]
    fn what_steers_a_terminal_is_replaced_and_keeps_its_place() {
        let line = "\u{feff}a: \u{85}\u{9b}2J\u{2028}\u{200f}end\r\n";
        let end = line.find("end").unwrap();
        let (text, shown) = cut(line, &[end..end + 3, 6..8, 0..0]);
        assert_eq!(text, "a: \u{fffd}\u{fffd}2J\u{fffd}\u{fffd}end\n");
        assert_eq!(shown, ["end", "\u{fffd}", ""]);
    }

    #[test]
    fn cutting_never_splits_a_character() {
        let line = "é全🎉a\t\u{85}".repeat(60);
        for start in 0..line.len() {
            for length in [0, 1, 5, 300] {
                let mark = line.floor_char_boundary(start)..line.floor_char_boundary(start + length);
                let (text, shown) = cut(&line, std::slice::from_ref(&mark));
                assert!(text.contains(&shown[0]), "{mark:?}");
            }
        }
    }

    #[test]
    fn what_is_shown_fits() {
        let line = "é全 ".repeat(5000);
        for most in [40, 72, 140] {
            for length in [0, 10, 1000] {
                let start = line.floor_char_boundary(5000);
                let mut cut = Cut::new(most);
                let mark = start..line.ceil_char_boundary(start + length);
                cut.line(&Source::new(FileId(0), "a.yaml", line.clone()), 1, &[mark]);
                let shown = cut.text.chars().count();
                assert!((most / 2..=most + 4).contains(&shown), "{shown} of {most} for {length}");
            }
        }
    }

    #[test]
    fn of_long_texts_the_middle_is_left_out() {
        let text = "é".repeat(100) + "\n" + &*"ab".repeat(20);
        assert_eq!(shortened(&text, 80), "é".repeat(20) + "…" + &*"é".repeat(20) + "\n" + &*"ab".repeat(20));
    }
}
