//! From a sheet to a page: nodes by indentation or on one line, each comment where it stood between them.

use crate::syntax::layout::page::{COLUMNS, Page};
use crate::syntax::layout::sheet::{Comment, Document, Form, Piece, Sheet, What};
use crate::syntax::layout::{align, comment, inline, scalar};
use crate::syntax::node::Style;

/// Keys that are wider than this are written behind a `?`, as YAML asks of those that have 1,024 characters.
const WIDE_KEY: usize = 1_000;

/// Writes all of `sheet`; absent where a document is no list or mapping.
pub fn print(sheet: &Sheet<'_>) -> Option<String> {
    let mut printer = Printer { sheet, page: Page::new(sheet.text.len()), comment: 0, line: u32::MAX, fresh: true };
    for (index, document) in sheet.documents.iter().enumerate() {
        printer.document(index, document)?;
    }
    printer.comments_before(u32::MAX, 0);
    Some(printer.page.finish())
}

struct Printer<'a, 's> {
    sheet: &'a Sheet<'s>,
    page: Page,
    /// The first comment that is not written yet.
    comment: usize,
    /// The line of the text on which what was written last ended; the greatest where no empty line may follow.
    line: u32,
    /// Whether a collection or document has just begun, so that no empty line may follow.
    fresh: bool,
}

/// Where something stands.
#[derive(Clone, Copy)]
struct Place {
    /// The columns by which it is indented if it gets a line of its own.
    indent: usize,
    /// The column of the collection around it, if that was written by indentation.
    column: Option<u32>,
    /// The byte at which the next thing begins.
    limit: u32,
}

/// What stands in front of a node.
#[derive(Clone, Copy)]
struct Lead {
    /// The line of it.
    line: u32,
    /// Whether it is a `-`, `?` or `:`, behind which a collection may begin on the line.
    sign: bool,
    /// Whether the node gets a line of its own.
    broken: bool,
    /// Blanks beyond the one that sets a value apart from its key.
    pad: usize,
}

impl Lead {
    const fn sign(line: u32) -> Self {
        Self { line, sign: true, broken: false, pad: 0 }
    }
}

impl<'s> Printer<'_, 's> {
    fn document(&mut self, index: usize, document: &Document) -> Option<()> {
        for (number, (range, line)) in document.directives.iter().enumerate() {
            self.comments_before(range.start as u32, 0);
            if number == 0 && index > 0 {
                self.page.line(0);
                self.page.write("...");
                self.fresh = true;
            }
            self.own_line(0, *line);
            self.page.write(&self.sheet.text[range.clone()]);
        }
        let root = document.root.filter(|&root| !self.sheet.pieces[root].is_absent());
        if let Some((start, line)) = document.marker {
            self.comments_before(start, 0);
            self.own_line(0, line);
            self.page.write("---");
            self.remark_on(line, root.map_or(u32::MAX, |root| self.sheet.pieces[root].body));
            self.fresh = true;
        } else if index > 0 {
            self.page.line(0);
            self.page.write("---");
            self.fresh = true;
        }
        if let Some(root) = root {
            let piece = &self.sheet.pieces[root];
            if !piece.is_collection() {
                return None;
            }
            self.comments_before(piece.body, 0);
            let place = Place { indent: 0, column: None, limit: document.end };
            self.node(root, Lead { line: piece.line, sign: false, broken: true, pad: 0 }, place);
        }
        self.comments_before(document.end, 0);
        Some(())
    }

    /// Writes the node at `index` behind `lead`, and the comments in between.
    fn value(&mut self, index: usize, mut lead: Lead, place: Place) {
        let piece = &self.sheet.pieces[index];
        self.line = lead.line;
        if self.has_comment_before(piece.body) {
            self.fresh = true;
            self.remark_on(lead.line, piece.body);
            self.comments_before(piece.body, place.indent);
            lead.broken = true;
        }
        if !piece.is_absent() {
            return self.node(index, lead, place);
        }
        self.remark_on(lead.line, place.limit);
        self.fresh = true;
        while let Some(column) = place.column {
            if !self.peek().is_some_and(|next| next.start < place.limit && next.column > column) {
                break;
            }
            self.own_comment(place.indent);
        }
        self.fresh = false;
    }

    fn node(&mut self, index: usize, lead: Lead, place: Place) {
        let sheet = self.sheet;
        let piece = &sheet.pieces[index];
        match &piece.what {
            What::Scalar(_, Style::Literal | Style::Folded) => self.block_scalar(piece, lead, place),
            What::Scalar(_, style) => {
                self.gap(piece, lead, place);
                self.head(piece, place);
                self.flow_scalar(piece, *style, place.indent);
                self.leaf(piece.end_line, place.limit);
            }
            What::Alias => {
                self.gap(piece, lead, place);
                self.page.write(sheet.slice(&(piece.start..piece.end)));
                self.leaf(piece.end_line, place.limit);
            }
            What::List(Form::Flow) | What::Map(Form::Flow) => self.flow(index, piece, lead, place),
            What::List(_) | What::Map(_) => self.nested(index, piece, lead, place),
        }
    }

    /// A scalar in quotes or without: on the lines that it has.
    fn flow_scalar(&mut self, piece: &Piece<'s>, style: Style, indent: usize) {
        let What::Scalar(text, _) = &piece.what else { return };
        let raw = self.sheet.text.get(piece.start as usize..piece.end as usize).unwrap_or_default();
        if !raw.contains(['\n', '\r']) {
            return self.page.write(&scalar::on_one_line(raw, text, style));
        }
        for (number, line) in scalar::lines(raw).enumerate() {
            if number > 0 {
                self.page.line(if line.is_empty() { 0 } else { indent });
            }
            self.page.write(line);
        }
    }

    fn block_scalar(&mut self, piece: &Piece<'s>, lead: Lead, place: Place) {
        let What::Scalar(text, _) = &piece.what else { return };
        self.gap(piece, lead, place);
        self.head(piece, place);
        let raw = &self.sheet.text[piece.start as usize..piece.end.max(piece.start) as usize];
        let block = scalar::block(raw, piece.column as usize, text);
        let above = self.sheet.text[piece.body as usize..piece.start as usize].matches('\n').count();
        let line = piece.line + above as u32;
        self.page.write(&block.header);
        self.remark_on(line, piece.end);
        for each in &block.lines {
            self.page.line(if each.is_empty() { 0 } else { place.indent });
            self.page.write(each);
        }
        self.line = if block.keeps { u32::MAX } else { line + block.lines.len() as u32 };
        self.fresh = false;
    }

    /// A collection in brackets: on one line if it fits there and has no comments.
    fn flow(&mut self, index: usize, piece: &Piece<'s>, lead: Lead, place: Place) {
        let empty = piece.next == index + 1;
        let commented = self.has_comment_before(piece.end);
        if empty {
            self.gap(piece, lead, place);
            inline::key(self.sheet, &mut self.page, index);
            if commented {
                self.remark_on(piece.line, piece.end);
            }
            return self.leaf(piece.end_line, place.limit);
        }
        if !commented && self.fits(index, piece, lead, place) {
            return self.leaf(piece.end_line, place.limit);
        }
        self.nested(index, piece, lead, place);
    }

    /// Writes a collection in brackets if it fits on its line, and else nothing.
    fn fits(&mut self, index: usize, piece: &Piece<'s>, lead: Lead, place: Place) -> bool {
        let from = self.page.len();
        if lead.broken {
            // On a line that is not begun yet.
            let fits = inline::value(self.sheet, &mut self.page, index, COLUMNS.saturating_sub(place.indent));
            self.page.take_back(from);
            if fits {
                self.gap(piece, lead, place);
                inline::key(self.sheet, &mut self.page, index);
            }
            return fits;
        }
        let room = self.page.room();
        self.gap(piece, lead, place);
        let fits = inline::value(self.sheet, &mut self.page, index, room.saturating_sub(1 + lead.pad));
        if !fits {
            self.page.take_back(from);
        }
        fits
    }

    /// A collection by indentation, whether it was written so or does not fit on a line.
    fn nested(&mut self, index: usize, piece: &Piece<'s>, lead: Lead, place: Place) {
        let first = &self.sheet.pieces[index + 1];
        let headed = piece.has_head();
        if headed {
            self.gap(piece, lead, place);
            inline::head(self.sheet, &mut self.page, piece);
        }
        let inside = self.has_comment_before(if piece.is_flow() { piece.end } else { first.first });
        let behind = piece.is_flow()
            && !inside
            && self.peek().is_some_and(|next| next.line == piece.end_line && next.start < place.limit);
        let on_line = !headed && !lead.broken;
        self.fresh |= headed || !lead.broken;
        if on_line && lead.sign && !self.has_comment_before(first.first) && !behind {
            self.page.write(" ");
        } else {
            if headed || on_line {
                // A comment behind the closing bracket is one on all of it.
                let line = if behind { piece.end_line } else { piece.line.max(lead.line) };
                self.remark_on(line, if behind { place.limit } else { first.first });
            }
            let bracket = piece.is_flow() && !headed && lead.broken;
            let begins = if bracket { piece.line } else { first.first_line };
            if bracket && self.has_comment_before(first.first) && !self.fresh {
                self.line = begins;
            }
            self.comments_before(first.first, place.indent);
            self.own_line(place.indent, begins);
        }
        self.fresh = false;
        self.collection(index, place);
        if piece.is_flow() {
            self.line = self.line.max(piece.end_line);
        }
    }

    /// The entries of a collection, of which the first begins on the line that has been begun.
    fn collection(&mut self, index: usize, place: Place) {
        let sheet = self.sheet;
        let piece = &sheet.pieces[index];
        let (indent, flow) = (place.indent, piece.is_flow());
        let column = if flow { None } else { Some(piece.column) };
        let end = if flow { piece.end } else { place.limit };
        let pads = align::pads(sheet, &mut self.page, index, indent);
        let pairs = matches!(piece.what, What::Map(_));
        let mut children = sheet.children(index).peekable();
        let mut number = 0;
        while let Some(child) = children.next() {
            let begins = &sheet.pieces[child];
            if number > 0 {
                self.comments_before(begins.first, indent);
                self.own_line(indent, begins.first_line);
            }
            let value = if pairs { children.next() } else { None };
            let limit = children.peek().map_or(end, |&next| sheet.pieces[next].first);
            let inner = Place { indent: indent + 2, column, limit };
            if let Some(value) = value {
                self.entry(child, value, pads.get(number).copied().unwrap_or(0), inner);
            } else {
                self.page.write("-");
                self.value(child, Lead::sign(begins.first_line), inner);
            }
            number += 1;
        }
        self.comments_behind(piece, place);
    }

    /// The comments that end a collection.
    fn comments_behind(&mut self, piece: &Piece<'s>, place: Place) {
        if piece.is_flow() {
            self.comments_before(piece.end, place.indent);
            let closing = |next: &Comment<'_>| next.line == piece.end_line && next.start < place.limit;
            if !matches!(piece.what, What::Map(Form::Pair)) && self.peek().is_some_and(closing) {
                self.own_comment(place.indent);
            }
            return;
        }
        while self.peek().is_some_and(|next| next.start < place.limit && next.column >= piece.column) {
            self.own_comment(place.indent);
        }
    }

    /// A key and its value.
    fn entry(&mut self, key: usize, value: usize, pad: usize, place: Place) {
        let sheet = self.sheet;
        let (name, said) = (&sheet.pieces[key], &sheet.pieces[value]);
        let until = if name.marked { said.body } else { name.end };
        if !self.has_comment_before(until) && self.key(key) {
            self.page.write(inline::colon(name));
            self.fresh = false;
            let line = if name.marked { said.first_line.max(name.end_line) } else { name.end_line };
            return self.value(value, Lead { line, sign: false, broken: false, pad }, place);
        }
        self.page.write("?");
        let limit = if said.is_absent() { place.limit } else { said.first };
        self.value(key, Lead::sign(name.first_line), Place { limit, ..place });
        if !said.is_absent() {
            let indent = place.indent - 2;
            self.comments_before(said.first, indent);
            self.own_line(indent, said.first_line);
            self.page.write(":");
            self.value(value, Lead::sign(said.first_line), place);
        }
    }

    /// Writes a key if it may stand in front of its colon.
    fn key(&mut self, key: usize) -> bool {
        let from = self.page.len();
        if self.sheet.pieces[key].is_absent() || !inline::key(self.sheet, &mut self.page, key) {
            return false;
        }
        let narrow = self.page.len() - from <= WIDE_KEY;
        if !narrow {
            self.page.take_back(from);
        }
        narrow
    }

    /// Sets a node apart from what leads it.
    fn gap(&mut self, piece: &Piece<'s>, lead: Lead, place: Place) {
        if lead.broken {
            self.own_line(place.indent, piece.line);
        } else {
            self.page.pad(1 + lead.pad);
        }
    }

    /// Writes tag and anchor of a scalar, and what stands between them and it.
    fn head(&mut self, piece: &Piece<'s>, place: Place) {
        if !piece.has_head() {
            return;
        }
        inline::head(self.sheet, &mut self.page, piece);
        if self.has_comment_before(piece.start) {
            self.line = piece.line;
            self.remark_on(piece.line, piece.start);
            self.comments_before(piece.start, place.indent);
            self.page.line(place.indent);
        } else if piece.end > piece.start {
            self.page.write(" ");
        }
    }

    /// After something that ended on `line`.
    fn leaf(&mut self, line: u32, limit: u32) {
        self.line = line;
        self.fresh = false;
        self.remark_on(line, limit);
    }

    /// Begins a line for what stood on `line`, below an empty one if one was there.
    fn own_line(&mut self, indent: usize, line: u32) {
        if !self.fresh && line > self.line.saturating_add(1) {
            self.page.blank();
        }
        self.page.line(indent);
        // What was written last may end behind comments that it holds.
        self.line = if self.line == u32::MAX { line } else { self.line.max(line) };
        self.fresh = false;
    }

    fn peek(&self) -> Option<&Comment<'s>> {
        self.sheet.comments.get(self.comment)
    }

    fn has_comment_before(&self, byte: u32) -> bool {
        self.peek().is_some_and(|next| next.start < byte)
    }

    fn comments_before(&mut self, byte: u32, indent: usize) {
        while self.has_comment_before(byte) {
            self.own_comment(indent);
        }
    }

    /// Writes the next comment on a line of its own.
    fn own_comment(&mut self, indent: usize) {
        let sheet = self.sheet;
        let Some(next) = sheet.comments.get(self.comment) else { return };
        self.comment += 1;
        self.own_line(indent, next.line);
        self.page.write(&comment::tidy(next.raw));
    }

    /// Writes the next comment behind what stands on the line, if it stood on `line` and before the byte `limit`.
    fn remark_on(&mut self, line: u32, limit: u32) {
        let sheet = self.sheet;
        let Some(next) = sheet.comments.get(self.comment) else { return };
        if next.line == line && next.start < limit && !self.page.is_remarked() {
            self.comment += 1;
            self.page.remark(&comment::tidy(next.raw));
        }
    }
}
