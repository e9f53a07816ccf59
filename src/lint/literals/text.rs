//! Where something was found in a text, and walking over it.

use std::ops::Range;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is, with its article.
    pub what: &'static str,
}

/// The length of the run at the start of `text` of characters that are `meant`, at most so many bytes.
pub fn run(text: &str, most: usize, meant: impl Fn(char) -> bool) -> usize {
    text.char_indices().find(|&(at, c)| at >= most || !meant(c)).map_or(text.len(), |(at, _)| at)
}

/// The length of the run at the end of `text`.
pub fn run_back(text: &str, most: usize, meant: impl Fn(char) -> bool) -> usize {
    let mut length = 0;
    for c in text.chars().rev() {
        if length >= most || !meant(c) {
            break;
        }
        length += c.len_utf8();
    }
    length
}

/// Whether a word or number may begin behind `before`.
pub fn is_edge(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| c.is_whitespace() || "\"'`([{:,;=>|".contains(c))
}

/// Whether a word or number may end before `after`.
pub fn ends(after: &str) -> bool {
    let mut chars = after.chars();
    match chars.next() {
        None => true,
        Some('.' | '-') => chars.next().is_none_or(|c| !c.is_alphanumeric()),
        Some(c) => !c.is_alphanumeric() && !matches!(c, '_' | '@' | '/' | '%'),
    }
}
