//! Text of others inside of Markdown: it is read as it was written, breaks no table, and calls nobody.

use std::fmt::Write as _;

use crate::report::paint::Tame;
use crate::report::picture::clip::clip;

/// `text` as code. In code no forge looks for people, numbers of other pages or marks.
pub fn code(text: &str) -> String {
    let text = isolated(&Tame(text).to_string());
    if text.trim().is_empty() {
        return "*empty*".to_owned();
    }
    // Before a bar a backslash would be taken for its escape, in code as well.
    if text.contains("\\|") {
        return format!("<code>{}</code>", entities(&text));
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let padding = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{padding}{}{padding}{fence}", text.replace('|', "\\|"))
}

/// A sentence with its names in backticks; what stands outside of these is text and nothing else.
pub fn prose(text: &str) -> String {
    short_prose(text, usize::MAX)
}

/// The same with names of at most `most` characters: a longer one would stretch a table beyond its page.
pub fn short_prose(text: &str, most: usize) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return plain(text);
    }
    let said =
        pieces.iter().enumerate().map(|(at, piece)| if at % 2 == 0 { plain(piece) } else { code(&clip(piece, most)) });
    said.collect()
}

/// `text` as a block of its own, in the language `info`.
pub fn block(info: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{info}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

/// Text without a mark in it.
fn plain(text: &str) -> String {
    entities(&Tame(text).to_string())
}

/// Everything that Markdown, HTML or a forge could take for more than text as its number; a sign that could call
/// somebody is parted from what follows it by a space without width.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "&<>\"`*_~|\\[]@#$!".contains(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(c));
            if matches!(c, '@' | '#') {
                out.push_str("&#8203;");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// `text`, held together where it is read from right to left, so that it does not turn what stands beside it.
fn isolated(text: &str) -> String {
    let is_turned = |c: char| matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF);
    if text.contains(is_turned) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{block, code, prose, short_prose};

    #[test]
    fn code_is_what_it_was() {
        assert_eq!(code("a < b || @team #12"), "`a < b \\|\\| @team #12`");
        assert_eq!(code("a `b` ``c"), "``` a `b` ``c ```".replace("``` a", "```a").replace("c ```", "c```"));
        assert_eq!(code("`x"), "`` `x ``");
        assert_eq!(code("a\\|b<i>"), "<code>a&#92;&#124;b&#60;i&#62;</code>");
        assert_eq!(code("a\nb\u{202e}"), "`a\\nb\\u{202e}`");
        assert_eq!(code(" "), "*empty*");
        assert_eq!(code("שלום"), "`\u{2068}שלום\u{2069}`");
    }

    #[test]
    fn prose_calls_nobody() {
        assert_eq!(prose("the guard of `go` holds"), "the guard of `go` holds");
        assert_eq!(prose("ask @crm about #7 <b>"), "ask &#64;&#8203;crm about &#35;&#8203;7 &#60;b&#62;");
        assert_eq!(prose("one ` alone | here"), "one &#96; alone &#124; here");
        assert_eq!(short_prose("the state `ABCDEFG`", 4), "the state `ABC…`");
    }

    #[test]
    fn no_block_ends_early() {
        assert_eq!(block("yaml", "a\n````\n"), "`````yaml\na\n````\n`````\n");
        assert_eq!(block("diff", "- a"), "```diff\n- a\n```\n");
    }
}
