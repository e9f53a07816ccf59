//! The content hash of a version: the same as long as it means the same, in every release.

use std::fmt::Write as _;

use crate::graph::content::calls::Forms;
use crate::graph::content::lines::lines;
use crate::graph::content::said::{Kind, Line};
use crate::model::journey::Journey;
use crate::syntax::declared::Declarations;
use crate::terms::digest;
use crate::terms::renames::Renames;

/// The canonical text of `lines`, which are those of `journey`: the language's version, then one line for each, its part,
/// its key and its form with a space between them, sorted. What is live is left out.
pub fn text(journey: &Journey, lines: &[Line<'_>]) -> String {
    let forms = Forms::of(journey, Renames::NONE);
    let mut text = String::from("wayfare 1\n");
    for line in lines.iter().filter(|line| line.kind != Kind::Live) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} {} {}", line.element, line.key, forms.form(&line.said));
    }
    text
}

/// The content hash of `journey`, whose own declarations are `own`.
pub fn of(journey: &Journey, own: &Declarations) -> String {
    hash(journey, &lines(journey, own, Renames::NONE))
}

/// `h1:` and SHA-256 over the canonical text, in lower-case hexadecimal.
pub fn hash(journey: &Journey, lines: &[Line<'_>]) -> String {
    format!("h1:{}", digest::whole(text(journey, lines).as_bytes()))
}
