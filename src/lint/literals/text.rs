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

/// Characters at which an address of the net, or its part with the name of the machine, ends.
const BOUNDS: &str = "/\"'`<>?#\\";

/// The longest name with its password, and the longest path, before a place that is asked about.
const LONGEST_PART: usize = 512;

/// The bytes at the start of `rest`, which stands behind `://`, that say as whom the machine is asked: what is before the
/// last `@`.
pub fn userinfo(rest: &str) -> Option<&str> {
    let length = run(rest, LONGEST_PART, |c| !c.is_whitespace() && !BOUNDS.contains(c));
    rest[..length].rsplit_once('@').map(|(who, _)| who)
}

/// Whether the `@` at `at` is the one before the name of a machine, as in `https://user:password@host`.
pub fn is_before_host(text: &str, at: usize) -> bool {
    let length = run_back(&text[..at], LONGEST_PART, |c| !c.is_whitespace() && !BOUNDS.contains(c));
    let start = at - length;
    text[..start].ends_with("://") && userinfo(&text[start..]).is_some_and(|who| who.len() == length)
}

/// Whether what begins behind `before`, which ends with `/`, is a part of a path: of one that begins with `/`, or behind the
/// name of a machine.
pub fn is_in_path(before: &str) -> bool {
    let length = run_back(before, LONGEST_PART, |c| !c.is_whitespace() && !"\"'`<>(){}[]".contains(c));
    let word = &before[before.len() - length..];
    match word.split_once("://") {
        Some((_, rest)) => !rest.starts_with('/') && rest.contains('/'),
        None => word.starts_with('/') && !word.starts_with("//"),
    }
}
