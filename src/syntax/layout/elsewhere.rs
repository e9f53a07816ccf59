//! Whether edits change only what they touch: everything else of a text is read as before, where it was.

use std::ops::Range;

use crate::syntax::edits::Edits;
use crate::syntax::layout::reading::read;
use crate::syntax::layout::sheet::{Piece, Sheet, What};
use crate::syntax::node::Style;

const MARK: char = '\u{feff}';

/// Something that is read.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    /// Where it begins, afterwards.
    start: usize,
    /// Where it ends, afterwards; of a collection in block style, where it begins.
    end: usize,
    /// In how many lists and mappings it stands.
    depth: usize,
    /// What it says.
    said: String,
}

/// Whether every node and comment of `before` that the edits do not touch is in `after` as well, at its place and as
/// deep, and nothing else is; a block of text of which they touch the sign alone says the same but for the line breaks at
/// its end. True where `before` is no YAML: then nobody knows what it said.
pub fn same_elsewhere(before: &str, after: &str, edits: &Edits) -> bool {
    let Some(old) = sheet(before) else { return true };
    let Some(new) = sheet(after) else { return false };
    let offset = |text: &str| if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    let written = edits.written();
    let is_new = |range: &Range<usize>| written.iter().any(|new| new.start <= range.end && range.start <= new.end);
    let kept = parts(&old, offset(before)).into_iter().filter(|(range, _)| !edits.touch(range)).map(|(range, part)| {
        let moved = edits.moved(&range);
        Part { start: moved.start, end: moved.end, ..part }
    });
    let tails = tails(&old, offset(before), edits);
    let is_tail = |part: &Part| {
        let ends = |(end, raw): &(usize, &str)| *end == part.end && raw.ends_with(&part.said);
        part.said.starts_with('#') && tails.iter().any(ends)
    };
    let there = parts(&new, offset(after)).into_iter().filter(|(range, _)| !is_new(range)).map(|(_, part)| part);
    kept.eq(there.filter(|part| !is_tail(part))) && same_blocks((&old, offset(before)), (&new, offset(after)), edits)
}

/// The comments of which edits change the beginning, each with where it ends afterwards: what is left of one may be one.
fn tails<'s>(sheet: &Sheet<'s>, offset: usize, edits: &Edits) -> Vec<(usize, &'s str)> {
    let range = |start: u32, raw: &str| start as usize + offset..start as usize + offset + raw.len();
    let comments = sheet.comments.iter().map(|comment| (range(comment.start, comment.raw), comment.raw));
    comments.filter(|(range, _)| edits.touch(range)).map(|(range, raw)| (edits.moved(&range).end, raw)).collect()
}

/// Whether the blocks of text whose lines the edits do not touch say what they said.
fn same_blocks((old, offset): (&Sheet<'_>, usize), (new, shift): (&Sheet<'_>, usize), edits: &Edits) -> bool {
    let is_kept = |(piece, text): (&Piece<'_>, &str)| {
        let head = old.text.get(piece.start as usize..).and_then(|rest| rest.find('\n'));
        let Some(first) = head.map(|head| piece.start as usize + head + 1) else { return true };
        let lines = first + offset..(piece.end as usize).max(first) + offset;
        if edits.touch(&lines) || !edits.touch(&(piece.start as usize + offset..first + offset)) {
            return true;
        }
        let start = edits.moved(&(piece.start as usize + offset..first + offset)).start;
        let mut there = blocks(new).filter(|(piece, _)| piece.start as usize + shift == start);
        there.any(|(_, after)| after.trim_end_matches('\n') == text.trim_end_matches('\n'))
    };
    blocks(old).all(is_kept)
}

fn blocks<'s>(sheet: &'s Sheet<'_>) -> impl Iterator<Item = (&'s Piece<'s>, &'s str)> {
    sheet.pieces.iter().filter_map(|piece| match &piece.what {
        What::Scalar(text, Style::Literal | Style::Folded) => Some((piece, &**text)),
        _ => None,
    })
}

fn sheet(text: &str) -> Option<Sheet<'_>> {
    read(text.strip_prefix(MARK).unwrap_or(text))
}

/// All that is read, in the order of the text, each with the bytes that say it.
fn parts(sheet: &Sheet<'_>, offset: usize) -> Vec<(Range<usize>, Part)> {
    let mut parts = Vec::with_capacity(sheet.pieces.len() + sheet.comments.len());
    let mut open: Vec<usize> = Vec::new();
    for (index, piece) in sheet.pieces.iter().enumerate() {
        while open.last().is_some_and(|&next| next <= index) {
            open.pop();
        }
        // A value that was left out stands nowhere; that it is one, the next key says.
        if !piece.is_absent() {
            let end = if piece.is_collection() { piece.start } else { piece.end };
            parts.push(part(piece.body..end, open.len(), offset, said(sheet, piece)));
        }
        if piece.is_collection() {
            open.push(piece.next);
        }
    }
    let comments = sheet.comments.iter().map(|comment| {
        let end = comment.start + comment.raw.len() as u32;
        part(comment.start..end, 0, offset, comment.raw.to_owned())
    });
    parts.extend(comments);
    parts.sort_by_key(|(range, _)| range.start);
    parts
}

fn part(range: Range<u32>, depth: usize, offset: usize, said: String) -> (Range<usize>, Part) {
    let range = range.start as usize + offset..range.end as usize + offset;
    (range.clone(), Part { start: range.start, end: range.end, depth, said })
}

fn said(sheet: &Sheet<'_>, piece: &Piece<'_>) -> String {
    let what = match &piece.what {
        What::Scalar(text, style) => format!("{style:?} {text}"),
        What::Alias => sheet.slice(&(piece.start..piece.end)).to_owned(),
        What::List(form) => format!("list {form:?}"),
        What::Map(form) => format!("mapping {form:?}"),
    };
    format!("{} {} {what}", sheet.slice(&piece.tag), sheet.slice(&piece.anchor))
}

#[cfg(test)]
mod tests {
    use super::same_elsewhere;
    use crate::syntax::edits::Edits;
    use crate::terms::finding::Edit;
    use crate::terms::span::{FileId, Span};

    /// Whether replacing `old` by `new` in `text` changes nothing else.
    fn only(text: &str, old: &str, new: &str) -> bool {
        let start = text.find(old).unwrap() as u32;
        let span = Span::new(FileId(0), start, start + old.len() as u32);
        let edits = Edits::of(text, &[Edit { span, text: new.to_owned() }]).unwrap();
        same_elsewhere(text, &edits.apply(text), &edits)
    }

    #[test]
    fn an_edit_of_a_value_changes_that_value() {
        for text in [
            "a: !x # why\nb: [1, 2]\n",
            "\u{feff}a: !x\r\n# why\r\nb: { c: é }\r\n",
            "a: !x\nb: |\n  1\n\n  2\nc:\n- d\n",
            "{ a: !x, b: 1 }",
        ] {
            assert!(only(text, "!x", "'!x'"), "{text}");
        }
        assert!(only("a: { n: =max(5, b) } # c", "=max(5, b)", "'=max(5, b)'"));
        assert!(only("a: 1\nb: 2\nc: 3\n", "b: 2\n", ""));
        assert!(only("a: [ {b: 1} ]", "b", "'c'"));
    }

    #[test]
    fn a_block_of_text_says_the_same_but_for_its_end() {
        let block = "a: |2+ # why\n      x\nb: 1\n";
        assert!(only(block, "+", "-") && only("\u{feff}a: >2\n   x\n", ">2", ">2-"));
        assert!(!only(block, "2+", "-") && !only("a: >\n  x\n\n  y\n", ">", "|"));
    }

    #[test]
    fn what_is_left_of_a_comment_may_be_one() {
        let text = "a: x == \"a #b\" && y # real\nb: 1\n";
        assert!(only(text, "x == \"a #b\" && y", "'x == \"a #b\" && y'"));
        assert!(!only("a: 1 # why\nb: 2\n", "1", "1 # x"), "a whole one is no rest of another");
    }

    #[test]
    fn what_swallows_or_moves_something_else_is_told() {
        for (text, old, new) in [
            ("a: 1\nb: 2\n", "1", "'1"),
            ("a: 1 # why\nb: 2\n", "1", "1 # x"),
            ("a: { b: 1, c: 2 }\n", "1", "1 }, d: {"),
        ] {
            assert!(!only(text, old, new), "{text} {new}");
        }
        assert!(only("a: !x: y\nb: 1\n", "!x: y", "'!x: y'"), "nobody knows what it said");
    }
}
