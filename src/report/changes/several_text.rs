//! All journeys of two sides for a terminal: those that differ one after the other, and what it comes to in the last line.

use std::fmt::Write as _;

use crate::diff::lone::{Lone, Way};
use crate::report::changes::several::Several;
use crate::report::changes::style::Style;
use crate::report::changes::text;
use crate::report::findings::places::Places;
use crate::report::paint::{Tame, Tone};
use crate::report::wrap::wrap;

/// The differences of all journeys; `require_approval` is whether whatever people will notice must be agreed to.
pub fn render(several: Several<'_>, style: Style, require_approval: bool) -> String {
    let comparison = several.comparison;
    let mut out = String::new();
    for difference in &comparison.differences {
        out.push_str(&text::render(several.written(difference), style));
        out.push('\n');
    }
    for lone in comparison.removed.iter().chain(&comparison.added) {
        one(several, lone, style, &mut out);
        out.push('\n');
    }
    let tone = if several.unsettled(require_approval).is_empty() { Tone::Good } else { Tone::Bad };
    let summary = several.summary(require_approval);
    let _ = writeln!(out, "{}", style.paint.tone(tone, Tame(&summary)));
    out
}

/// A journey that came or went.
fn one(several: Several<'_>, lone: &Lone, style: Style, out: &mut String) {
    let paint = style.paint;
    let (sources, says, tone) = match lone.way {
        Way::Added => (several.new.sources, "is new", Tone::Good),
        Way::Removed if several.settles(lone) => (several.old.sources, "is gone, as was approved", Tone::Good),
        Way::Removed => (several.old.sources, "is gone", Tone::Bad),
    };
    let mut places = Places::new(sources);
    let at = places.source(lone.place.file).map_or(String::new(), |source| source.path.display().to_string());
    let number = places.of(lone.place).0.line;
    let name = paint.tone(Tone::Strong, Tame(&lone.journey)).to_string();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{name} {}: {}", lone.stamp.version, paint.tone(tone, says));
    let _ = writeln!(
        out,
        "  {}  {}",
        paint.tone(Tone::Strong, lone.way.name()),
        paint.tone(Tone::Faint, format!("{}:{number}  {}", Tame(&at), lone.fingerprint))
    );
    for line in wrap(&lone.meaning(), style.width.saturating_sub(6)) {
        let _ = writeln!(out, "      {}", Tame(&line));
    }
    if let Some(way_out) = lone.way_out().filter(|_| !several.settles(lone)) {
        let advice = format!("{way_out}; or say that it is meant: `--approve {}`", lone.fingerprint);
        for line in wrap(&advice, style.width.saturating_sub(6)) {
            let _ = writeln!(out, "      {}", Tame(&line));
        }
    }
}
