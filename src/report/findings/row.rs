//! One line of what is printed below a line of the source: signs and words at their columns, in the ink of their mark.

use crate::report::paint::{Paint, Tone};

/// What a sign belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Nothing.
    #[default]
    None,
    /// The place of the finding.
    Main,
    /// Another place, which a label names.
    Other,
}

impl Ink {
    /// What a place is underlined with.
    pub const fn sign(self) -> char {
        match self {
            Self::Main => '^',
            _ => '-',
        }
    }
}

/// Signs at their columns.
#[derive(Clone, Debug, Default)]
pub struct Row(Vec<(char, Ink)>);

impl Row {
    /// Puts `sign` at every column from `start` up to `end`.
    pub fn fill(&mut self, (start, end): (usize, usize), sign: char, ink: Ink) {
        if self.0.len() < end {
            self.0.resize(end, (' ', Ink::None));
        }
        for cell in self.0.iter_mut().take(end).skip(start) {
            *cell = (sign, ink);
        }
    }

    /// Puts `text` at `start`; it must be the last of the row, as its characters may take more columns than one.
    pub fn write(&mut self, start: usize, text: &str, ink: Ink) {
        if self.0.len() < start {
            self.0.resize(start, (' ', Ink::None));
        }
        self.0.truncate(start);
        self.0.extend(text.chars().map(|c| (c, ink)));
    }

    /// The row with its colours, without blanks at its end; `main` is the tone of the finding.
    pub fn render(&self, paint: Paint, main: Tone) -> String {
        let mut text = String::new();
        let end = self.0.iter().rposition(|(c, _)| *c != ' ').map_or(0, |last| last + 1);
        for run in self.0.get(..end).unwrap_or_default().chunk_by(|a, b| a.1 == b.1) {
            let said: String = run.iter().map(|(c, _)| *c).collect();
            match run.first().map(|(_, ink)| *ink) {
                Some(Ink::Main) => text.push_str(&paint.tone(main, said).to_string()),
                Some(Ink::Other) => text.push_str(&paint.tone(Tone::Hue(0), said).to_string()),
                _ => text.push_str(&said),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Ink, Row};
    use crate::report::paint::{Paint, Tone};

    #[test]
    fn signs_stand_at_their_columns() {
        let mut row = Row::default();
        row.fill((4, 6), '^', Ink::Main);
        row.fill((1, 3), '-', Ink::Other);
        row.write(7, "größe ", Ink::Other);
        assert_eq!(row.render(Paint::Plain, Tone::Bad), " -- ^^ größe");
        assert_eq!(
            row.render(Paint::Colour, Tone::Bad),
            " \u{1b}[34m--\u{1b}[0m \u{1b}[31m^^\u{1b}[0m \u{1b}[34mgröße\u{1b}[0m"
        );
    }
}
