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
    let later = room.saturating_sub(indent).max(1);
    for (word, tone) in words(pieces) {
        let mut rest = word.as_str();
        if used > 0 && used + width(rest.trim_end()) > most {
            lines.push(Vec::new());
            (used, most) = (0, later);
        }
        if used == 0 && lines.len() > 1 {
            rest = rest.trim_start();
        }
        while width(rest.trim_end()) > most {
            let (head, tail) = split(rest, most);
            push(&mut lines, head, tone);
            lines.push(Vec::new());
            (most, rest) = (later, tail);
        }
        used += width(rest);
        push(&mut lines, rest, tone);
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

fn split(word: &str, most: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, c) in word.char_indices() {
        used += c.width().unwrap_or(0);
        if used > most && at > 0 {
            return word.split_at(at);
        }
    }
    (word, "")
}

fn push(lines: &mut [Vec<Piece>], text: &str, tone: Option<Tone>) {
    if let Some(line) = lines.last_mut() {
        add(line, text, tone);
    }
}

/// Adds text to a line; what has the tone of the text before becomes one with it.
pub fn add(line: &mut Vec<Piece>, text: &str, tone: Option<Tone>) {
    match line.last_mut().filter(|last| last.tone == tone) {
        Some(last) => last.text.push_str(text),
        None => line.push(Piece { text: text.to_owned(), tone }),
    }
}
