//! From the parser's events to a sheet: where each node, and each `-`, `?` and `:` in front of one, was written.

use granit_parser::{Event, Parser, ScalarStyle, Span as Mark, StrInput, StructureStyle, Tag};

use crate::syntax::anchors::is_unclear;
use crate::syntax::layout::sheet::{Comment, Document, Form, Piece, Sheet, What};
use crate::syntax::node::Style;
use crate::syntax::reader::style_of;

/// Reads `text`; absent where it is not YAML, or not to everybody the same.
pub fn read(text: &str) -> Option<Sheet<'_>> {
    let mut options =
        granit_parser::options! { emit_unresolved_aliases: true, emit_anchor_events: true, emit_comments: true };
    // However many lines a comment has, it is no reason to refuse the text.
    options.max_buffered_comment_events = usize::MAX;
    let mut reading = Reading {
        events: Parser::new_from_str_with_options(text, options),
        sheet: Sheet { text, pieces: Vec::with_capacity(text.len() / 16), ..Sheet::default() },
        open: Vec::new(),
        last: 0,
    };
    while reading.step()? {}
    let mut sheet = reading.sheet;
    // The parser tells of a block scalar before it tells of the comment on its first line.
    if !sheet.comments.is_sorted_by_key(|comment| comment.start) {
        sheet.comments.sort_by_key(|comment| comment.start);
    }
    Some(sheet)
}

struct Reading<'s> {
    events: Parser<'s, StrInput<'s>>,
    sheet: Sheet<'s>,
    /// The collections that are open.
    open: Vec<Open>,
    /// The byte behind everything that was placed so far.
    last: usize,
}

struct Open {
    index: usize,
    /// What the next child of it is.
    expects: Expects,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expects {
    Item,
    FlowItem,
    Key,
    /// The value of a key, which had a `?` or not.
    Value(bool),
}

impl<'s> Reading<'s> {
    /// Takes one event; false after the last, absent where the text is not YAML.
    fn step(&mut self) -> Option<bool> {
        let (event, mark) = self.event()?;
        match event {
            Event::StreamEnd => return Some(false),
            Event::DocumentStart(explicit, _) => self.begin_document(explicit, &mark),
            Event::DocumentEnd => {
                let end = bytes(&mark).start;
                self.last = self.last.max(bytes(&mark).end);
                if let Some(document) = self.sheet.documents.last_mut() {
                    document.end = end as u32;
                }
            }
            Event::Comment(..) => self.comment(&mark),
            Event::Scalar(text, style, anchor, tag) => {
                let absent = bytes(&mark).is_empty() && style == ScalarStyle::Plain;
                let text = if absent { "".into() } else { text };
                let what = What::Scalar(text, style_of(style));
                self.node(what, &mark, anchor, tag.as_deref())?;
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.node(What::Alias, &mark, 0, None)?,
            Event::SequenceStart(style, anchor, tag) => {
                self.begin(What::List(form(style, true)), &mark, anchor, tag.as_deref())?;
            }
            Event::MappingStart(style, anchor, tag) => {
                let braces = self.sheet.text[bytes(&mark)].starts_with('{');
                self.begin(What::Map(form(style, braces)), &mark, anchor, tag.as_deref())?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&mark),
            _ => {}
        }
        Some(true)
    }

    fn event(&mut self) -> Option<(Event<'s>, Mark)> {
        self.events.next_event()?.ok()
    }

    fn comment(&mut self, mark: &Mark) {
        let range = bytes(mark);
        let raw = &self.sheet.text[range.clone()];
        let (line, column) = (mark.start.line() as u32, mark.start.col() as u32);
        self.sheet.comments.push(Comment { raw, start: range.start as u32, line, column });
    }

    fn begin_document(&mut self, explicit: bool, mark: &Mark) {
        let range = bytes(mark);
        let mut document = Document { end: self.sheet.text.len() as u32, ..Document::default() };
        if explicit {
            let line = mark.start.line() as u32;
            document.marker = Some((range.start as u32, line));
            let gap = self.sheet.text.get(self.last..range.start).unwrap_or_default();
            let lines = gap.matches('\n').count() as u32;
            let mut at = self.last;
            for (index, each) in gap.split('\n').enumerate() {
                if each.starts_with('%') {
                    document.directives.push((at..at + each.trim_end().len(), line - lines + index as u32));
                }
                at += each.len() + 1;
            }
            self.last = range.end;
        } else {
            self.last = range.start;
        }
        self.sheet.documents.push(document);
    }

    fn begin(&mut self, what: What<'s>, mark: &Mark, anchor: usize, tag: Option<&Tag>) -> Option<()> {
        let expects = match what {
            What::List(Form::Block) => Expects::Item,
            What::List(_) => Expects::FlowItem,
            _ => Expects::Key,
        };
        self.node(what, mark, anchor, tag)?;
        self.open.push(Open { index: self.sheet.pieces.len() - 1, expects });
        Some(())
    }

    fn end(&mut self, mark: &Mark) {
        let Some(open) = self.open.pop() else { return };
        let next = self.sheet.pieces.len();
        let piece = &mut self.sheet.pieces[open.index];
        piece.next = next;
        if piece.is_flow() {
            let end = bytes(mark).end.max(self.last);
            piece.end = end as u32;
            piece.end_line = mark.end.line() as u32;
            self.last = end;
        }
    }

    /// Places a node behind what was placed before.
    fn node(&mut self, what: What<'s>, mark: &Mark, anchor: usize, tag: Option<&Tag>) -> Option<()> {
        let range = bytes(mark);
        let expects = self.advance();
        let start = range.start as u32;
        let (line, column) = (mark.start.line() as u32, mark.start.col() as u32);
        let mut piece = Piece {
            what,
            tag: 0..0,
            anchor: 0..0,
            first: start,
            first_line: line,
            body: start,
            start,
            end: range.end as u32,
            line,
            end_line: mark.end.line() as u32,
            column,
            marked: false,
            next: self.sheet.pieces.len() + 1,
        };
        let behind = self.head(&mut piece, mark, anchor, tag)?;
        self.indicator(&mut piece, expects);
        self.last = self.last.max(behind);
        match piece.what {
            What::Scalar(_, Style::Literal | Style::Folded) => self.header(&mut piece, mark, &range),
            What::List(Form::Block) => self.dash_column(&mut piece, start),
            What::Map(Form::Block | Form::Pair) => piece.end = piece.start,
            _ => self.last = self.last.max(range.end),
        }
        if self.open.is_empty() {
            let root = self.sheet.pieces.len();
            self.sheet.documents.last_mut()?.root = Some(root);
        }
        if let (Some(open), true) = (self.open.last_mut(), piece.marked) {
            open.expects = Expects::Value(true);
        }
        self.sheet.pieces.push(piece);
        Some(())
    }

    /// What the node is to the collection around it, which then expects the one behind.
    fn advance(&mut self) -> Option<Expects> {
        let open = self.open.last_mut()?;
        let expected = open.expects;
        open.expects = match expected {
            Expects::Key => Expects::Value(false),
            Expects::Value(_) => Expects::Key,
            same => same,
        };
        Some(expected)
    }

    /// Notes tag and anchor; the byte behind them.
    fn head(&mut self, piece: &mut Piece<'s>, mark: &Mark, anchor: usize, tag: Option<&Tag>) -> Option<usize> {
        let mut behind = 0;
        let mut note = |piece: &mut Piece<'s>, at: &Mark| {
            let range = bytes(at);
            behind = behind.max(range.end);
            if (range.start as u32) < piece.body {
                piece.body = range.start as u32;
                piece.line = at.start.line() as u32;
            }
            range.start as u32..range.end as u32
        };
        if tag.is_some() {
            piece.tag = note(piece, &mark.tag_span()?);
        }
        if anchor > 0 {
            let (_, at) = self.event()?;
            if is_unclear(&self.sheet.text[bytes(&at)]) {
                return None;
            }
            piece.anchor = note(piece, &at);
        }
        (piece.first, piece.first_line) = (piece.body, piece.line);
        Some(behind)
    }

    /// Finds the `-`, `?` or `:` in front of a node.
    fn indicator(&mut self, piece: &mut Piece<'s>, expects: Option<Expects>) {
        let found = match expects {
            Some(Expects::Item) => self.find(b'-', b":"),
            Some(Expects::Key) => self.find(b'?', b":,{").filter(|&at| self.stands_alone(at)),
            Some(Expects::FlowItem) => self.find(b'?', b",[").filter(|&at| self.stands_alone(at)),
            Some(Expects::Value(marked)) => {
                let may_lack = marked && piece.is_absent();
                self.find(b':', b"").filter(|&at| !may_lack || self.is_own_colon(at))
            }
            None => None,
        };
        let behind = piece.is_absent() && matches!(expects, Some(Expects::Value(_)));
        let Some(at) = found.filter(|&at| behind || at < piece.body as usize) else { return };
        let lines = self.lines_within(at, piece.body as usize);
        if expects == Some(Expects::Value(false)) {
            // The colon of a key that needs no `?` belongs to the key.
            self.last = at + 1;
            return;
        }
        piece.first = at as u32;
        piece.first_line = piece.line.saturating_sub(lines);
        piece.marked = expects == Some(Expects::Key);
        if piece.is_absent() {
            // The parser may name a place behind comments.
            (piece.body, piece.start, piece.end) = (at as u32 + 1, at as u32 + 1, at as u32 + 1);
            (piece.line, piece.end_line) = (piece.first_line, piece.first_line);
        }
        if expects != Some(Expects::FlowItem) {
            self.last = at + 1;
        }
    }

    /// The place of `sought`, if nothing but blanks, comments and the bytes `over` stand before it.
    fn find(&self, sought: u8, over: &[u8]) -> Option<usize> {
        let bytes = self.sheet.text.as_bytes();
        let mut at = self.last;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                _ if byte == sought => return Some(at),
                b' ' | b'\t' | b'\r' | b'\n' => at += 1,
                b'#' => at += bytes[at..].iter().position(|&byte| byte == b'\n')?,
                _ if over.contains(&byte) => at += 1,
                _ => return None,
            }
        }
        None
    }

    /// Whether the colon at `at` can be one of the innermost collection, rather than of a key around it.
    fn is_own_colon(&self, at: usize) -> bool {
        let Some(map) = self.open.last().map(|open| &self.sheet.pieces[open.index]) else { return true };
        let before = &self.sheet.text[..at];
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        map.is_flow() || column == map.column as usize
    }

    /// The line breaks between two bytes.
    fn lines_within(&self, from: usize, to: usize) -> u32 {
        self.sheet.text.get(from..to).map_or(0, |gap| gap.matches('\n').count() as u32)
    }

    /// Whether the byte at `at` is followed by a blank, as an indicator is.
    fn stands_alone(&self, at: usize) -> bool {
        self.sheet.text.as_bytes().get(at + 1).is_none_or(u8::is_ascii_whitespace)
    }

    /// A block scalar begins with its header, of which the parser does not say where it is.
    fn header(&mut self, piece: &mut Piece<'s>, mark: &Mark, range: &std::ops::Range<usize>) {
        let sought = if matches!(piece.what, What::Scalar(_, Style::Literal)) { b'|' } else { b'>' };
        let start = self.find(sought, b":").unwrap_or(self.last);
        let lines = self.lines_within(start, range.start);
        let headless = piece.tag.is_empty() && piece.anchor.is_empty();
        piece.start = start as u32;
        if headless {
            let moved = piece.first == piece.body;
            piece.body = piece.start;
            piece.line = (mark.start.line() as u32).saturating_sub(lines);
            if moved {
                (piece.first, piece.first_line) = (piece.body, piece.line);
            }
        }
        piece.column = mark.start.col() as u32;
        self.last = range.end.max(start + 1);
    }

    /// A list begins with its first dash; the parser names what is behind it where the dashes stand under their key.
    fn dash_column(&mut self, piece: &mut Piece<'s>, start: u32) {
        if let Some(dash) = self.find(b'-', b":").filter(|&dash| (dash as u32) < start) {
            let lines = self.lines_within(dash, start as usize);
            let above = self.open.last().map(|open| self.sheet.pieces[open.index].column);
            // A comment under such a list belongs to the key behind it.
            piece.column = above.map_or(0, |column| column + 1);
            piece.start = dash as u32;
            if piece.body == start {
                let moved = piece.first == piece.body;
                (piece.body, piece.line) = (piece.start, piece.line.saturating_sub(lines));
                if moved {
                    (piece.first, piece.first_line) = (piece.body, piece.line);
                }
            }
        }
        piece.end = piece.start;
    }
}

fn bytes(mark: &Mark) -> std::ops::Range<usize> {
    let range = mark.byte_range().unwrap_or_default();
    range.start..range.end.max(range.start)
}

const fn form(style: StructureStyle, brackets: bool) -> Form {
    match style {
        StructureStyle::Block => Form::Block,
        StructureStyle::Flow if brackets => Form::Flow,
        StructureStyle::Flow => Form::Pair,
    }
}
