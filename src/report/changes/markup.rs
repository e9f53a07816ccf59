//! Text of others inside of HTML.

use crate::report::paint::Tame;
use crate::report::picture::escape::Xml;

/// Text as it is, without what turns the direction of what follows it.
pub fn text(said: &str) -> String {
    Xml(&Tame(said).to_string()).to_string()
}

/// A sentence with its names in backticks as code.
pub fn prose(said: &str) -> String {
    let pieces: Vec<&str> = said.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return text(said);
    }
    let told = pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| if at % 2 == 0 { text(piece) } else { format!("<code>{}</code>", text(piece)) });
    told.collect()
}
