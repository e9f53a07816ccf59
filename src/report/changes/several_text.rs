//! All journeys of two sides for a terminal: those that differ one after the other, and what it comes to in the last line.

use std::fmt::Write as _;

use crate::diff::comparison::Comparison;
use crate::diff::lone::{Lone, Way};
use crate::report::changes::several::Several;
use crate::report::changes::style::Style;
use crate::report::changes::text;
use crate::report::findings::places::Places;
use crate::report::paint::{Tame, Tone};
use crate::report::table::counted;
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
    out.push_str(&summary(several, style, require_approval));
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

/// `2 journeys changed, 1 is new, 12 did not change; not right yet: trial, welcome`.
fn summary(several: Several<'_>, style: Style, require_approval: bool) -> String {
    let Comparison { differences, added, removed, unchanged } = several.comparison;
    let are = |count: usize| if count == 1 { "is" } else { "are" };
    let mut parts = Vec::new();
    if !differences.is_empty() {
        parts.push(format!("{} changed", counted(differences.len(), "journey")));
    }
    for (count, what) in [(added.len(), "new"), (removed.len(), "gone")] {
        if count > 0 {
            let count_of = if parts.is_empty() { counted(count, "journey") } else { count.to_string() };
            parts.push(format!("{count_of} {} {what}", are(count)));
        }
    }
    if *unchanged > 0 {
        let count = if parts.is_empty() { counted(*unchanged, "journey") } else { unchanged.to_string() };
        parts.push(format!("{count} did not change"));
    }
    let said = if parts.is_empty() { "no journeys".to_owned() } else { parts.join(", ") };
    let open = several.unsettled(require_approval);
    if open.is_empty() {
        return format!("{said}\n");
    }
    let names = open.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    format!("{said}; {} {}\n", style.paint.tone(Tone::Bad, "not right yet:"), Tame(&names))
}
