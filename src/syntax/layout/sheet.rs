//! A text as the layout sees it: nodes as written, in the order of the file, and the comments beside them.

use std::borrow::Cow;
use std::ops::Range;

use crate::syntax::node::Style;

/// All that a text holds, each thing with its place in bytes and lines (from 1).
#[derive(Debug, Default)]
pub struct Sheet<'s> {
    /// The text.
    pub text: &'s str,
    /// The nodes of all documents; a collection's children follow it.
    pub pieces: Vec<Piece<'s>>,
    /// The comments, in the order of the text.
    pub comments: Vec<Comment<'s>>,
    /// The documents.
    pub documents: Vec<Document>,
}

/// One document of a text.
#[derive(Debug, Default)]
pub struct Document {
    /// The `%` lines before it.
    pub directives: Vec<(Range<usize>, u32)>,
    /// The byte and line of its `---`.
    pub marker: Option<(u32, u32)>,
    /// The index of its node.
    pub root: Option<usize>,
    /// Where it ends; comments from here on are not within it.
    pub end: u32,
}

/// A comment.
#[derive(Debug)]
pub struct Comment<'s> {
    /// Its text with the `#`, without the line break.
    pub raw: &'s str,
    /// Its first byte.
    pub start: u32,
    /// Its line.
    pub line: u32,
    /// The characters before it on its line.
    pub column: u32,
}

/// A node as written.
#[derive(Debug)]
pub struct Piece<'s> {
    /// What it is.
    pub what: What<'s>,
    /// Its tag, as bytes; empty where it has none.
    pub tag: Range<u32>,
    /// Its anchor, as bytes; empty where it has none.
    pub anchor: Range<u32>,
    /// Its first byte, the `-`, `?` or `:` in front of it included.
    pub first: u32,
    /// The line of that byte.
    pub first_line: u32,
    /// The first byte of its tag or anchor, or of itself.
    pub body: u32,
    /// The first byte of itself; of a block scalar, that of its header.
    pub start: u32,
    /// One past its last byte, brackets and quotes included; of a collection in block style, the same as `start`.
    pub end: u32,
    /// The line of `body`.
    pub line: u32,
    /// The line on which it ends; not known of collections and scalars in block style.
    pub end_line: u32,
    /// The characters before it on its line; of a block scalar, the indentation of its content.
    pub column: u32,
    /// Whether a `?` stands in front of it.
    pub marked: bool,
    /// The index behind it and all that is inside it.
    pub next: usize,
}

/// What a node is.
#[derive(Debug)]
pub enum What<'s> {
    /// Text; empty and plain where a value was left out.
    Scalar(Cow<'s, str>, Style),
    /// `*x`.
    Alias,
    /// A list.
    List(Form),
    /// A mapping; its children are a key and a value in turn.
    Map(Form),
}

/// How a collection was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By indentation.
    Block,
    /// By brackets.
    Flow,
    /// As the `a: b` of `[a: b]`.
    Pair,
}

impl Piece<'_> {
    /// Whether it has a tag or an anchor.
    pub fn has_head(&self) -> bool {
        self.body < self.start
    }

    /// Whether nothing is written there at all.
    pub fn is_absent(&self) -> bool {
        matches!(&self.what, What::Scalar(text, Style::Plain) if text.is_empty()) && !self.has_head()
    }

    /// Whether it is written by indentation: a collection or a scalar.
    pub const fn is_block(&self) -> bool {
        matches!(
            self.what,
            What::List(Form::Block) | What::Map(Form::Block) | What::Scalar(_, Style::Literal | Style::Folded)
        )
    }

    /// Whether it is a collection.
    pub const fn is_collection(&self) -> bool {
        matches!(self.what, What::List(_) | What::Map(_))
    }

    /// Whether it is a collection in brackets, or inside some.
    pub const fn is_flow(&self) -> bool {
        matches!(self.what, What::List(Form::Flow | Form::Pair) | What::Map(Form::Flow | Form::Pair))
    }
}

impl Sheet<'_> {
    /// The bytes of a range.
    pub fn slice(&self, range: &Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The indices of the children of the collection at `index`.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = self.pieces[index].next;
        let first = Some(index + 1).filter(|&first| first < end);
        std::iter::successors(first, move |&child| Some(self.pieces[child].next).filter(|&next| next < end))
    }
}
