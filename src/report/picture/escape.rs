//! Text inside markup.

use std::fmt;

/// Text as XML writes it, in content and in attributes; characters that XML cannot hold become U+FFFD.
pub struct Xml<'a>(pub &'a str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(special) {
            let (plain, tail) = rest.split_at(at);
            f.write_str(plain)?;
            let mut chars = tail.chars();
            f.write_str(match chars.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\n') => "&#10;",
                Some('\t') => "&#9;",
                _ => "\u{FFFD}",
            })?;
            rest = chars.as_str();
        }
        f.write_str(rest)
    }
}

fn special(char: char) -> bool {
    matches!(char, '&' | '<' | '>' | '"' | '\u{FFFE}' | '\u{FFFF}') || char.is_control()
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn markup_and_control_characters_are_text() {
        let text = Xml("a < b && \"c\" > 'd'\n\t\u{0}\u{1b}\u{7f}\u{FFFF} ü 漢").to_string();
        assert_eq!(text, "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'&#10;&#9;\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD} ü 漢");
    }
}
