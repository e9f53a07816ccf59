//! Text in lines of a width.

/// `text` in lines of at most `width` characters, broken at spaces and never inside backticks; a longer word stands alone.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// `text`, or as much of it as has room in `width` characters: its first sentence, what stands before its
/// colon, or a part with an ellipsis.
pub fn cut(text: &str, width: usize) -> String {
    let head = text.split_once(": ").map_or(text, |(head, _)| head);
    let sentence = text.find(". ").map_or(text, |end| &text[..=end]);
    if let Some(whole) = [text, sentence, head].into_iter().find(|text| text.chars().count() <= width) {
        return whole.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The words of `text`; what stands in backticks is one word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for piece in text.split_whitespace() {
        match words.last_mut() {
            Some(open) if open.matches('`').count() % 2 == 1 => {
                open.push(' ');
                open.push_str(piece);
            }
            _ => words.push(piece.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{cut, wrap};

    #[test]
    fn lines_keep_to_the_width_and_code_stays_whole() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("say `a b c` now", 6), ["say", "`a b c`", "now"]);
        assert_eq!(wrap("", 7), Vec::<String>::new());
    }

    #[test]
    fn what_is_too_long_is_cut() {
        for (text, width, expected) in
            [("äbc", 3, "äbc"), ("abc def", 5, "abc…"), ("abc: def", 5, "abc"), ("abc: def", 8, "abc: def")]
        {
            assert_eq!(cut(text, width), expected);
        }
    }
}
