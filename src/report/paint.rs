//! Colours and harmless text: what came from outside never steers a terminal.

use std::fmt::{self, Write as _};

/// Whether colours are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paint {
    /// Text alone.
    #[default]
    Plain,
    /// With the escape codes of terminals.
    Colour,
}

/// What a piece of text is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A name that leads the line.
    Strong,
    /// What can be read over.
    Faint,
    /// What went well.
    Good,
    /// What was held back or deserves a look.
    Wary,
    /// What failed.
    Bad,
    /// One of many alike, told apart by their numbers.
    Hue(usize),
}

impl Paint {
    /// `text` in `tone`.
    pub fn tone<T: fmt::Display>(self, tone: Tone, text: T) -> Toned<T> {
        Toned { paint: self, tone, text }
    }
}

/// Colours that say nothing by themselves.
const HUES: [&str; 5] = ["\u{1b}[34m", "\u{1b}[35m", "\u{1b}[36m", "\u{1b}[94m", "\u{1b}[95m"];

/// Text in a tone.
#[derive(Clone, Copy, Debug)]
pub struct Toned<T> {
    paint: Paint,
    tone: Tone,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Toned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.paint {
            Paint::Plain => self.text.fmt(f),
            Paint::Colour => {
                f.write_str(self.tone.code())?;
                self.text.fmt(f)?;
                f.write_str("\u{1b}[0m")
            }
        }
    }
}

impl Tone {
    const fn code(self) -> &'static str {
        match self {
            Self::Strong => "\u{1b}[1m",
            Self::Faint => "\u{1b}[2m",
            Self::Good => "\u{1b}[32m",
            Self::Wary => "\u{1b}[33m",
            Self::Bad => "\u{1b}[31m",
            Self::Hue(number) => HUES[number % HUES.len()],
        }
    }
}

/// Text from outside: control characters are shown as escapes.
#[derive(Clone, Copy, Debug)]
pub struct Tame<'a>(pub &'a str);

impl fmt::Display for Tame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.contains(is_unruly) {
            return f.write_str(self.0);
        }
        for c in self.0.chars() {
            if is_unruly(c) { write!(f, "{}", c.escape_default())? } else { f.write_char(c)? }
        }
        Ok(())
    }
}

/// `text` made harmless, in its lines.
pub fn tame_lines(text: &str) -> String {
    text.split('\n').map(|line| Tame(line).to_string()).collect::<Vec<_>>().join("\n")
}

/// Control characters, and those that turn the direction of what follows.
fn is_unruly(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{Paint, Tame, Tone};

    #[test]
    fn outside_text_cannot_steer_a_terminal() {
        assert_eq!(Tame("u-1 ü").to_string(), "u-1 ü");
        assert_eq!(Tame("a\u{1b}[2Jb\n\u{202e}").to_string(), "a\\u{1b}[2Jb\\n\\u{202e}");
    }

    #[test]
    fn plain_paint_adds_nothing() {
        assert_eq!(Paint::Plain.tone(Tone::Bad, "x").to_string(), "x");
        assert_eq!(Paint::Colour.tone(Tone::Bad, "x").to_string(), "\u{1b}[31mx\u{1b}[0m");
    }
}
