//! Pieces of text on lines of a given width.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::report::paint::Tone;
use crate::report::picture::text::rows::Piece;

/// How many columns `text` takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `pieces` on lines of at most `room` columns, the second and later ones with `indent` less. Breaks at spaces, and inside
/// of words that are longer than a line.
pub fn wrapped(pieces: &[Piece], room: usize, indent: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    let mut most = room;
    for (word, tone) in words(pieces) {
        let word = if used == 0 && lines.len() > 1 { word.trim_start().to_owned() } else { word };
        let mut word = word;
        if used > 0 && used + width(word.trim_end()) > most {
            lines.push(Vec::new());
            used = 0;
            most = room.saturating_sub(indent).max(1);
            word = word.trim_start().to_owned();
        }
        while width(word.trim_end()) > most {
            let (head, rest) = split(&word, most);
            push(&mut lines, head, tone);
            lines.push(Vec::new());
            most = room.saturating_sub(indent).max(1);
            word = rest;
        }
        used += width(&word);
        push(&mut lines, word, tone);
    }
    lines
}

/// Words with the spaces before them; a word may be made of several pieces, which then break apart only where they must.
fn words(pieces: &[Piece]) -> Vec<(String, Option<Tone>)> {
    let mut all = Vec::new();
    for piece in pieces {
        let mut word = String::new();
        let mut begun = false;
        for c in piece.text.chars() {
            if c == ' ' && begun {
                all.push((std::mem::take(&mut word), piece.tone));
                begun = false;
            }
            begun |= c != ' ';
            word.push(c);
        }
        if !word.is_empty() {
            all.push((word, piece.tone));
        }
    }
    all
}

fn split(word: &str, most: usize) -> (String, String) {
    let mut used = 0;
    for (at, c) in word.char_indices() {
        used += c.width().unwrap_or(0);
        if used > most && at > 0 {
            return (word[..at].to_owned(), word[at..].to_owned());
        }
    }
    (word.to_owned(), String::new())
}

fn push(lines: &mut [Vec<Piece>], text: String, tone: Option<Tone>) {
    if let Some(line) = lines.last_mut() {
        match line.last_mut().filter(|last| last.tone == tone) {
            Some(last) => last.text.push_str(&text),
            None => line.push(Piece { text, tone }),
        }
    }
}
