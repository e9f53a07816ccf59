//! A difference as one JSON object.

use smol_str::SmolStr;

use crate::diff::change::Change;
use crate::report::changes::counterfactual::told::Told;
use crate::report::changes::written::Written;
use crate::report::changes::{counterfactual, migration};
use crate::report::json::{self, Members};

/// The difference, with a line break at the end; `unapproved` is what still needs an approval, `told` what became of
/// people, where events were run.
pub fn render(written: Written<'_>, unapproved: &[SmolStr], told: Option<Told<'_>>) -> Vec<u8> {
    let mut out = Vec::new();
    object(written, unapproved, told, &mut out);
    out.push(b'\n');
    out
}

/// The same without a line break, at the end of `out`.
pub(in crate::report::changes) fn object(
    written: Written<'_>,
    unapproved: &[SmolStr],
    told: Option<Told<'_>>,
    out: &mut Vec<u8>,
) {
    let difference = written.difference;
    let mut members = Members::open(out);
    for (name, stamp) in [("old", &difference.old), ("new", &difference.new)] {
        let mut version = Members::open(members.member(name));
        version.string("journey", &difference.journey);
        version.string("version", &stamp.version.to_string());
        version.string("hash", &stamp.hash());
        version.close();
    }
    members.list("changes", &difference.changes, |out, each| change(written, each, out));
    migration::json(written, &mut members);
    let verdict = &difference.verdict;
    let mut summary = Members::open(members.member("verdict"));
    summary.string("needed", verdict.needed.name());
    summary.string("made", verdict.made.name());
    summary.bool("ok", verdict.ok);
    summary.bool("finishes", verdict.finishes);
    summary.list("missing", &written.missing(), |out, each| json::string(out, each));
    summary.list("unapproved", unapproved, |out, each| json::string(out, each));
    summary.list("unsatisfied", &verdict.unsatisfied, |out, each| json::string(out, each));
    summary.string_or_null("proposed_migrate", verdict.proposed_migrate.as_deref());
    summary.close();
    if let Some(told) = told {
        counterfactual::json::member(told, &mut members);
    }
    members.close();
}

fn change(written: Written<'_>, change: &Change, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    members.string("kind", change.kind.name());
    members.string("element", &change.element.to_string());
    members.string("key", &change.key);
    members.string("class", change.class.name());
    members.bool("ack", change.ack);
    members.bool("hidden", change.hidden);
    members.string_or_null("before", change.before.as_deref());
    members.string_or_null("after", change.after.as_deref());
    members.string("meaning", &change.meaning);
    members.string("fingerprint", &change.fingerprint);
    written.places(change.places, &mut members);
    members.list("witnesses", &change.witnesses, |out, seen| {
        let mut members = Members::open(out);
        members.string("who", &seen.who);
        match seen.before {
            Some(before) => members.bool("before", before),
            None => members.null("before"),
        }
        members.bool("after", seen.after);
        members.close();
    });
    members.list("through", &change.through, |out, name| json::string(out, name));
    members.list("parts", &change.parts, |out, part| self::change(written, part, out));
    members.close();
}
