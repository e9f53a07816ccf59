//! All journeys of two sides as the comment of a pull request: what it comes to first, then one after the other.

use std::fmt::Write as _;

use crate::diff::compare::Difference;
use crate::diff::lone::{Lone, Way};
use crate::report::changes::inline::{code, prose};
use crate::report::changes::markdown::{self, Settings};
use crate::report::changes::pictured::Pictured;
use crate::report::changes::several::Several;
use crate::report::findings::places::Places;

/// For what is said of journeys that came or went, of which so many are told.
const LONE: usize = 40;
/// So many bytes of a comment are for that at most.
const BESIDE: usize = 16_000;
/// A journey has so many bytes at least.
const LEAST: usize = 2_000;
/// For the last line, and the line breaks between.
const CLOSING: usize = 200;

/// The differences of all journeys, within what a forge takes; `require_approval` is whether whatever people will notice
/// must be agreed to.
pub fn render(several: Several<'_>, settings: Settings, require_approval: bool) -> String {
    let comparison = several.comparison;
    let mut out = format!("{}\n", prose(&several.summary(require_approval)));
    let lone: Vec<&Lone> = comparison.removed.iter().chain(&comparison.added).collect();
    if !lone.is_empty() {
        out.push('\n');
    }
    for (at, one) in lone.iter().enumerate() {
        let item = told(several, one);
        if at == LONE || out.len() + item.len() > BESIDE {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "* and {} more", lone.len() - at);
            break;
        }
        out.push_str(&item);
    }
    let room = settings.most.saturating_sub(out.len() + CLOSING);
    let many = comparison.differences.len().min((room / LEAST).max(1));
    // What is not right yet is what a review is about.
    let open = several.unsettled(require_approval);
    let mut differences: Vec<&Difference> = comparison.differences.iter().collect();
    differences.sort_by_key(|difference| !open.contains(&&difference.journey));
    for difference in &differences[..many] {
        let Some([old, new]) = several.versions(difference) else { continue };
        let all = settings.all;
        let (pictured, settings) = (Pictured { difference, old, new, all }, Settings { all, most: room / many - 1 });
        let _ = write!(out, "\n{}", markdown::render(several.written(difference), pictured, settings));
    }
    if many < differences.len() {
        let more = differences.len() - many;
        let _ = writeln!(out, "\n**{more} more journeys** have no room in a comment: `wayfare diff` shows them all.");
    }
    out
}

/// A journey that came or went, in one line.
fn told(several: Several<'_>, lone: &Lone) -> String {
    let (sources, says) = match lone.way {
        Way::Added => (several.new.sources, "is new"),
        Way::Removed => (several.old.sources, "is gone"),
    };
    let mut places = Places::new(sources);
    let path = places.source(lone.place.file).map_or(String::new(), |source| source.path.display().to_string());
    let place = format!("{path}:{}", places.of(lone.place).0.line);
    let way_out = match lone.way_out().filter(|_| !several.settles(lone)) {
        Some(way_out) => format!("; {}, or approve {}", prose(&way_out), code(&lone.fingerprint)),
        None => String::new(),
    };
    let (id, version) = (code(&lone.journey), &lone.stamp.version);
    format!("* {id} {version} {says} ({}): {}{way_out}\n", code(&place), prose(&lone.meaning()))
}
