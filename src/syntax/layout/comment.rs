//! How a comment is written: a space behind its `#`, none behind its end.

use std::borrow::Cow;

/// The comment `raw`, which begins with `#`.
///
/// `#!`, `#:` and `##` are left as they are, which programs read, lines that are drawn with one character, and `#{`, an
/// expression that lacks its quotes.
pub fn tidy(raw: &str) -> Cow<'_, str> {
    let raw = raw.trim_end();
    let said = raw.get(1..).unwrap_or_default();
    let mut chars = said.chars();
    let (first, second) = (chars.next(), chars.next());
    let drawn = first.is_some_and(|c| c.is_ascii_punctuation()) && first == second;
    match first {
        None | Some(' ' | '\t' | '!' | ':' | '#' | '{') => raw.into(),
        Some(_) if drawn => raw.into(),
        Some(_) => format!("# {said}").into(),
    }
}

/// What a comment says, however it is written.
pub fn said(raw: &str) -> &str {
    raw.get(1..).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn words_are_set_apart_from_the_sign() {
        for (raw, expected) in [
            ("#a", "# a"),
            ("#- id: x  ", "# - id: x"),
            ("#wayfare: allow(bad-name) x", "# wayfare: allow(bad-name) x"),
            ("#é", "# é"),
        ] {
            assert_eq!(tidy(raw), expected);
        }
        for raw in [
            "#",
            "# a",
            "#   a",
            "#\ta",
            "#!shebang",
            "#:schema x",
            "#{a: 1}.a",
            "##",
            "## a",
            "#-----",
            "#====",
            "# a # b",
        ] {
            assert_eq!(tidy(raw), raw);
        }
    }
}
