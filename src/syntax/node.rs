//! YAML as a tree in which every key and scalar knows the bytes that it was written with.
//!
//! Trees are at most [`MAX_DEPTH`] deep, so recursion over them, dropping included, is bounded.

use std::borrow::Cow;

/// How deep lists and mappings may be nested.
pub const MAX_DEPTH: usize = 64;

/// A node with its place, in bytes of the file.
#[derive(Clone, Debug)]
pub struct Node<'s> {
    /// What it is.
    pub kind: NodeKind<'s>,
    /// First byte; quotes and brackets belong to a node, a tag and an anchor do not.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Its tag and anchor, if it has any.
    pub props: Option<Box<Props>>,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum NodeKind<'s> {
    /// Text.
    Scalar(Scalar<'s>),
    /// A list; the last says whether a line of it could not be read.
    Sequence(Vec<Node<'s>>, Layout, bool),
    /// Keys and values.
    Mapping(Mapping<'s>),
    /// `*x` where no `&x` is.
    UnknownAlias,
    /// What could not be read; a finding already says so.
    Lost,
}

/// Text as decoded.
#[derive(Clone, Debug)]
pub struct Scalar<'s> {
    /// The text after quotes, escapes and folds are undone; empty for a value that was left out.
    pub text: Cow<'s, str>,
    /// How it was written.
    pub style: Style,
    /// Whether it stands inside `[]` or `{}`.
    pub flow: bool,
    /// The columns that a block scalar's lines are indented by.
    pub indent: u32,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// `|`.
    Literal,
    /// `>`.
    Folded,
}

/// How a list or mapping was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// By indentation.
    Block,
    /// By brackets.
    Flow,
}

/// Keys and values in file order, each key once.
#[derive(Clone, Debug)]
pub struct Mapping<'s> {
    /// The entries.
    pub entries: Vec<Entry<'s>>,
    /// How it was written.
    pub layout: Layout,
    /// Whether a line of it could not be read.
    pub holes: bool,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry<'s> {
    /// The key.
    pub key: Node<'s>,
    /// The value.
    pub value: Node<'s>,
    /// Whether more was written under the key than could be read.
    pub partial: bool,
}

/// A tag and an anchor, as byte ranges.
#[derive(Clone, Debug, Default)]
pub struct Props {
    /// The tag with its `!`.
    pub tag: Option<(u32, u32)>,
    /// Whether the tag is one of YAML's own.
    pub core: bool,
    /// Whether the tag is `!!str`.
    pub string: bool,
    /// The anchor with its `&`.
    pub anchor: Option<(u32, u32)>,
}

impl<'s> Node<'s> {
    /// A node without tag and anchor.
    pub const fn new(kind: NodeKind<'s>, start: u32, end: u32) -> Self {
        Self { kind, start, end, props: None }
    }

    /// The scalar, if it is one.
    pub const fn scalar(&self) -> Option<&Scalar<'s>> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The mapping, if it is one.
    pub const fn mapping(&self) -> Option<&Mapping<'s>> {
        match &self.kind {
            NodeKind::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// Whether it is `null`, `~` or left out.
    pub fn is_null(&self) -> bool {
        let string = self.props.as_ref().is_some_and(|props| props.string);
        !string && self.scalar().is_some_and(Scalar::is_null)
    }

    /// Its tag, unless it is one of YAML's own.
    pub fn foreign_tag(&self) -> Option<(u32, u32)> {
        self.props.as_ref().filter(|props| !props.core).and_then(|props| props.tag)
    }
}

impl Scalar<'_> {
    /// Whether it was written without quotes.
    pub fn is_plain(&self) -> bool {
        self.style == Style::Plain
    }

    /// Whether it is a plain `null`, `~` or nothing.
    pub fn is_null(&self) -> bool {
        self.is_plain() && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }
}

impl<'s> Mapping<'s> {
    /// Whether it has keys, and all of them are among `names`.
    pub fn has_only(&self, names: &[&str]) -> bool {
        let is_one = |entry: &Entry<'_>| entry.key.scalar().is_some_and(|key| names.contains(&&*key.text));
        !self.entries.is_empty() && self.entries.iter().all(is_one)
    }

    /// The entry of `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry<'s>> {
        self.entries.iter().find(|entry| entry.key.scalar().is_some_and(|scalar| scalar.text == key))
    }
}
