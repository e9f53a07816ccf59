//! The content hash of a version: the same as long as it means the same, in every release.

use std::fmt::Write as _;

use crate::graph::content::calls::Forms;
use crate::graph::content::element::Sort;
use crate::graph::content::lines::lines;
use crate::graph::content::said::{Kind, Line};
use crate::model::journey::Journey;
use crate::syntax::declared::Declarations;
use crate::terms::digest;
use crate::terms::renames::Renames;

/// The canonical text of `lines`, which are those of `journey`: the language's version, then one line for each, its part,
/// its key and its form with a space between them, sorted. What is live is left out, and so is what functions are called:
/// another name of one is no other content.
pub fn text(journey: &Journey, lines: &[Line<'_>]) -> String {
    let forms = Forms::of(journey, Renames::NONE);
    let mut text = String::from("wayfare 1\n");
    let mut nameless = Vec::new();
    for line in lines.iter().filter(|line| line.kind != Kind::Live) {
        let form = forms.form(&line.said);
        if line.element.sort == Sort::Function {
            nameless.push(format!("{} {} {form}\n", line.element.sort.word(), line.key));
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} {} {form}", line.element, line.key);
    }
    nameless.sort_unstable();
    text.extend(nameless);
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
