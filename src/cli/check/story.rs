//! What people are told of fixes: which there are, which were carried out, and which were taken back.

use std::fmt::Write as _;

use crate::lint::mend::candidates::{Choice, Offer};
use crate::lint::mend::rounds::{Mended, Refused};
use crate::report::paint::{Paint, Tone};
use crate::report::table::counted;

/// Whether something was done, or only would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It was.
    Did,
    /// It would be.
    Would,
}

/// What could be fixed; empty where nothing could.
pub fn offer(offer: Offer) -> String {
    match offer {
        Offer { safe: 0, uncertain: 0, .. } => String::new(),
        Offer { safe: 0, uncertain, .. } => {
            format!("{uncertain} can be fixed with `--fix --unsafe-fixes`\n")
        }
        Offer { safe, uncertain: 0, .. } => format!("{safe} can be fixed with `--fix`\n"),
        Offer { safe, uncertain, .. } => {
            format!("{safe} can be fixed with `--fix`, {uncertain} more with `--fix --unsafe-fixes`\n")
        }
    }
}

/// What could be fixed still, after the fixes of `choice`; empty where nothing could.
pub fn left(left: Offer, choice: Choice) -> String {
    let more = if choice == Choice::Safe { offer(Offer { safe: 0, ..left }) } else { String::new() };
    match left.elsewhere {
        0 => more,
        many => {
            format!("{more}{} in files that are only used can be fixed: name them as well\n", counted(many, "finding"))
        }
    }
}

/// How much was fixed, in how many files.
pub fn fixed(mended: &Mended, files: usize, mood: Mood) -> String {
    let many = mended.fixed.len();
    let said = match (many, mood) {
        (0, Mood::Did) => "nothing was fixed".to_owned(),
        (0, Mood::Would) => "nothing would be fixed".to_owned(),
        (_, Mood::Did) => format!("fixed {} in {}", counted(many, "finding"), counted(files, "file")),
        (_, Mood::Would) => format!("would fix {} in {}", counted(many, "finding"), counted(files, "file")),
    };
    let more = if mended.unfinished { "; there is more to fix: run it again" } else { "" };
    format!("{said}{more}\n")
}

/// The fixes that were taken back, each with why and where that is in the files that people have then.
pub fn refused(mended: &Mended, mood: Mood, paint: Paint) -> String {
    let refused = match mood {
        Mood::Did => &mended.refused,
        Mood::Would => &mended.refused_at_first,
    };
    let mut text = String::new();
    // Writing to a string cannot fail.
    for Refused { place, rule, doubt } in refused {
        let note = paint.tone(Tone::Wary, "note");
        let _ = writeln!(text, "{note}: the fix of `{}` at {place} was taken back: it would {doubt}", rule.0);
    }
    text
}
