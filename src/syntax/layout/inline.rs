//! Nodes on one line, as far as they fit there.

use crate::syntax::layout::page::Page;
use crate::syntax::layout::scalar;
use crate::syntax::layout::sheet::{Form, Piece, Sheet, What};

/// A column has at most so many bytes in what people write.
const BYTES: usize = 4;

/// Writes the node at `index` if it fits in `room` columns, and else nothing.
pub fn value(sheet: &Sheet<'_>, page: &mut Page, index: usize, room: usize) -> bool {
    let from = page.len();
    let mut line = Line { sheet, page, until: from.saturating_add(room.saturating_mul(BYTES)), opened: true };
    let written = line.node(index);
    if written && page.width_from(from) <= room {
        return true;
    }
    page.take_back(from);
    false
}

/// Writes the key at `index`, however wide it is, unless it must be written by indentation.
pub fn key(sheet: &Sheet<'_>, page: &mut Page, index: usize) -> bool {
    let from = page.len();
    let mut line = Line { sheet, page, until: usize::MAX, opened: false };
    let written = line.node(index);
    if !written {
        page.take_back(from);
    }
    written
}

/// Writes tag and anchor of `piece`, in the order in which they were written.
pub fn head(sheet: &Sheet<'_>, page: &mut Page, piece: &Piece<'_>) {
    let (tag, anchor) = (sheet.slice(&piece.tag), sheet.slice(&piece.anchor));
    let (first, second) = if piece.tag.start < piece.anchor.start { (tag, anchor) } else { (anchor, tag) };
    page.write(first);
    if !first.is_empty() && !second.is_empty() {
        page.write(" ");
    }
    page.write(second);
}

/// Whether the author put a line break behind the opening bracket of the collection at `index`, so that each of its
/// items has a line of its own.
pub fn is_opened(sheet: &Sheet<'_>, index: usize) -> bool {
    let piece = &sheet.pieces[index];
    let first = sheet.children(index).next().map_or(piece.start, |child| sheet.pieces[child].first);
    let opening = sheet.text.get(piece.start as usize..first as usize).unwrap_or_default();
    !matches!(piece.what, What::Map(Form::Pair)) && opening.contains(['\n', '\r'])
}

struct Line<'a, 's> {
    sheet: &'a Sheet<'s>,
    page: &'a mut Page,
    /// The length of the page beyond which nothing can fit.
    until: usize,
    /// Whether a line break behind a bracket keeps the collection from standing on one line.
    opened: bool,
}

impl Line<'_, '_> {
    /// Whether the node could be written.
    fn node(&mut self, index: usize) -> bool {
        let piece = &self.sheet.pieces[index];
        head(self.sheet, self.page, piece);
        // Older readers take a bracket or a comma for a part of the tag.
        if piece.has_head() {
            self.page.write(" ");
        }
        match &piece.what {
            _ if piece.is_block() => return false,
            What::Scalar(text, style) => {
                let raw = self.sheet.slice(&(piece.start..piece.end));
                self.page.write(&scalar::on_one_line(raw, text, *style));
            }
            What::Alias => self.page.write(self.sheet.slice(&(piece.start..piece.end))),
            What::List(_) | What::Map(_) => return self.collection(index, piece),
        }
        self.page.len() <= self.until
    }

    fn collection(&mut self, index: usize, piece: &Piece<'_>) -> bool {
        if self.opened && is_opened(self.sheet, index) {
            return false;
        }
        let (open, close) = match piece.what {
            What::Map(Form::Pair) => ("", ""),
            What::Map(_) if piece.next == index + 1 => ("{", "}"),
            What::Map(_) => ("{ ", " }"),
            _ => ("[", "]"),
        };
        self.page.write(open);
        let pairs = matches!(piece.what, What::Map(_));
        let mut children = self.sheet.children(index);
        let mut first = true;
        while let Some(child) = children.next() {
            if !std::mem::take(&mut first) {
                self.page.write(", ");
            }
            let value = if pairs { children.next() } else { None };
            if !self.item(child, value, !open.is_empty()) || self.page.len() > self.until {
                return false;
            }
        }
        self.page.write(if self.page.ends_in_blank() { close.trim_start() } else { close });
        true
    }

    /// An item of a list, or a key with its value.
    fn item(&mut self, index: usize, value: Option<usize>, in_braces: bool) -> bool {
        let piece = &self.sheet.pieces[index];
        let Some(value) = value else { return self.node(index) };
        let absent = self.sheet.pieces[value].is_absent();
        if absent && in_braces {
            if piece.is_absent() || piece.is_collection() {
                self.page.write("? ");
            }
            return self.node(index);
        }
        if !self.node(index) {
            return false;
        }
        self.page.write(if piece.is_absent() { ":" } else { colon(piece) });
        self.page.write(" ");
        self.node(value)
    }
}

/// The `:` behind `key`, set apart from what would swallow it.
pub fn colon(key: &Piece<'_>) -> &'static str {
    if matches!(key.what, What::Alias) { " :" } else { ":" }
}
