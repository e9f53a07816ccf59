//! All journeys of two sides as one JSON object: that of the difference where there is one journey, a list of them else.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::diff::lone::{Lone, Way};
use crate::report::changes::counterfactual::told::Told;
use crate::report::changes::several::Several;
use crate::report::changes::{counterfactual, json};
use crate::report::findings::json as findings;
use crate::report::findings::places::Places;
use crate::report::json::{self as members, Members};

/// The object, with a line break at the end, and what became of people, where events were run.
pub fn render(several: Several<'_>, told: Option<Told<'_>>) -> Vec<u8> {
    if let Some(only) = several.only() {
        return json::render(several.written(only), &several.unapproved(only), told);
    }
    let comparison = several.comparison;
    let mut out = Vec::new();
    let mut all = Members::open(&mut out);
    all.list("journeys", &comparison.differences, |out, each| {
        json::object(several.written(each), &several.unapproved(each), None, out);
    });
    all.list("added", &comparison.added, |out, each| lone(several, each, out));
    all.list("removed", &comparison.removed, |out, each| lone(several, each, out));
    all.int("unchanged", comparison.unchanged as i64);
    verdict(several, Members::open(all.member("verdict")));
    if let Some(told) = told {
        counterfactual::json::member(told, &mut all);
    }
    all.close();
    out.push(b'\n');
    out
}

fn lone(several: Several<'_>, lone: &Lone, out: &mut Vec<u8>) {
    let mut each = Members::open(out);
    each.string("kind", lone.way.name());
    each.string("journey", &lone.journey);
    each.string("version", &lone.stamp.version.to_string());
    each.string("hash", &lone.stamp.hash());
    each.string("class", lone.way.class().name());
    each.string("meaning", &lone.meaning());
    each.string("fingerprint", &lone.fingerprint);
    let (name, sources) = match lone.way {
        Way::Added => ("renamed_from", several.new.sources),
        Way::Removed => ("renamed_to", several.old.sources),
    };
    each.string_or_null(name, lone.kin.as_deref());
    let mut place = Members::open(each.member("place"));
    findings::place(lone.place, &mut Places::new(sources), &mut place);
    place.close();
    each.close();
}

/// What all verdicts come to.
fn verdict(several: Several<'_>, mut members: Members<'_>) {
    let comparison = several.comparison;
    let gone = comparison.removed.iter().filter(|lone| !several.settles(lone)).map(|lone| lone.fingerprint.clone());
    let changed = comparison.differences.iter();
    let unapproved: BTreeSet<SmolStr> = changed.clone().flat_map(|each| several.unapproved(each)).collect();
    let unsatisfied: BTreeSet<SmolStr> =
        changed.flat_map(|each| each.verdict.unsatisfied.iter().cloned()).chain(gone).collect();
    members.string("needed", comparison.needed().name());
    members.bool("ok", several.unsettled(false).is_empty());
    members.list("unapproved", &unapproved, |out, each| members::string(out, each));
    members.list("unsatisfied", &unsatisfied, |out, each| members::string(out, each));
    members.close();
}
