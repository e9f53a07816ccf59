//! Rhai's tokens with both their ends in the text: its tree knows only where things begin.

use rhai::{Engine, Position, Token};

use crate::terms::span::Span;

/// The tokens of one text and its lines.
pub(crate) struct Lexed<'t> {
    text: &'t str,
    /// Whether every character is one byte, so that columns need not be counted.
    ascii: bool,
    lines: Vec<usize>,
    /// In order.
    pub(crate) tokens: Vec<Lexeme>,
    /// How deep brackets stand in one another, at most.
    pub(crate) depth: usize,
}

/// One token.
pub(crate) struct Lexeme {
    /// What it is.
    pub(crate) token: Token,
    /// Its first byte.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
    /// The bracket that it opens or closes with.
    pub(crate) pair: Option<usize>,
}

/// A range of bytes of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Place {
    /// From the start of this to the end of `other`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Where it stands in the file that `text` was read from.
    pub fn span(self, text: &crate::syntax::text::Text) -> Span {
        text.span_of(self.start..self.end)
    }
}

impl<'t> Lexed<'t> {
    /// Lexes `text` up to its end or the first thing that is no token.
    pub(crate) fn new(engine: &Engine, text: &'t str) -> Self {
        let lines = std::iter::once(0).chain(text.bytes().enumerate().filter(|b| b.1 == b'\n').map(|b| b.0 + 1));
        let mut lexed = Self { text, ascii: text.is_ascii(), lines: lines.collect(), tokens: Vec::new(), depth: 0 };
        let inputs = [text];
        let (mut stream, control) = engine.lex(&inputs);
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut text_follows = false;
        while let Some((token, position)) = stream.next() {
            if matches!(token, Token::EOF) {
                break;
            }
            // An empty last piece of a template has no position of its own.
            let before = lexed.tokens.last().map_or(0, |token| token.end);
            let start = if position.is_none() { before } else { lexed.start_of(position).max(before) };
            let end = lexed.end_of(stream.pos).max(start);
            let index = lexed.tokens.len();
            let mut pair = None;
            match token {
                Token::LeftBrace | Token::MapStart | Token::LeftParen | Token::LeftBracket | Token::QuestionBracket => {
                    open.push((index, text_follows));
                    lexed.depth = lexed.depth.max(open.len());
                }
                Token::RightBrace | Token::RightParen | Token::RightBracket => {
                    if let Some((opener, within_text)) = open.pop() {
                        pair = Some(opener);
                        lexed.tokens[opener].pair = Some(index);
                        control.borrow_mut().is_within_text = within_text;
                    }
                }
                _ => {}
            }
            text_follows = matches!(token, Token::InterpolatedString(_));
            let failed = matches!(token, Token::LexError(_));
            lexed.tokens.push(Lexeme { token, start, end, pair });
            if failed {
                break;
            }
        }
        lexed
    }

    /// The text of token `index`; empty past the end.
    pub(crate) fn word(&self, index: usize) -> &'t str {
        self.tokens.get(index).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    /// The text from token `index` on.
    pub(crate) fn rest(&self, index: usize) -> &'t str {
        self.tokens.get(index).and_then(|token| self.text.get(token.start..)).unwrap_or_default()
    }

    /// The text before token `index`.
    pub(crate) fn before(&self, index: usize) -> &'t str {
        self.text.get(..self.place(index).start).unwrap_or_default()
    }

    /// The number of the token that begins at `position`, else of the first after it.
    pub(crate) fn at(&self, position: Position) -> usize {
        let start = self.start_of(position);
        self.tokens.partition_point(|token| token.start < start)
    }

    /// The bytes of token `index`; the end of the text past the end.
    pub(crate) fn place(&self, index: usize) -> Place {
        let end = Place { start: self.text.len(), end: self.text.len() };
        self.tokens.get(index).map_or(end, |token| Place { start: token.start, end: token.end })
    }

    /// The bytes from token `first` to the bracket that belongs to token `open`.
    pub(crate) fn bracketed(&self, first: usize, open: usize) -> Place {
        let close = self.tokens.get(open).and_then(|token| token.pair).unwrap_or(open);
        self.place(first).to(self.place(close))
    }

    /// The text of the chain that ends before token `dot`.
    pub(crate) fn chain_before(&self, dot: usize) -> &'t str {
        let mut first = dot;
        while let Some(before) = first.checked_sub(1) {
            let one = &self.tokens[before];
            let closes = one.pair.filter(|pair| *pair < before);
            let named = matches!(one.token, Token::Identifier(_));
            let goes_on = match self.tokens[first].token {
                Token::Period | Token::Elvis => true,
                Token::LeftBracket | Token::QuestionBracket | Token::LeftParen => named || closes.is_some(),
                _ => matches!(one.token, Token::Period | Token::Elvis),
            };
            if !goes_on {
                break;
            }
            first = closes.unwrap_or(before);
        }
        let start = self.place(first).start;
        self.text.get(start..self.place(dot).start).unwrap_or_default()
    }

    /// `place`, grown until every bracket in it has its partner in it.
    pub(crate) fn balanced(&self, place: Place) -> Place {
        let mut first = self.tokens.partition_point(|token| token.start < place.start);
        let mut last = self.tokens.partition_point(|token| token.end <= place.end);
        let mut index = first;
        while index < last {
            if let Some(pair) = self.tokens[index].pair {
                first = first.min(pair);
                last = last.max(pair + 1);
            }
            index += 1;
        }
        place.to(self.place(first)).to(self.place(last.saturating_sub(1).max(first)))
    }

    fn start_of(&self, position: Position) -> usize {
        self.byte(position, position.position().unwrap_or(1).saturating_sub(1))
    }

    fn end_of(&self, position: Position) -> usize {
        self.byte(position, position.position().unwrap_or(0))
    }

    fn byte(&self, position: Position, chars: usize) -> usize {
        let line = position.line().unwrap_or(1).saturating_sub(1);
        let Some(&start) = self.lines.get(line) else { return self.text.len() };
        if self.ascii {
            return (start + chars).min(self.text.len());
        }
        let rest = self.text.get(start..).unwrap_or_default();
        start + rest.char_indices().nth(chars).map_or(rest.len(), |(at, _)| at)
    }
}
