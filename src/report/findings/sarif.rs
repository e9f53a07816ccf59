//! Findings as SARIF 2.1.0: one run, every rule with its documentation, results with fingerprints.

use std::collections::BTreeMap;

use crate::lint::allow::Silenced;
use crate::lint::levels::Judged;
use crate::lint::registry::RULES;
use crate::report::findings::fingerprint::Fingerprints;
use crate::report::findings::found::Found;
use crate::report::findings::places::Places;
use crate::report::findings::{sarif_rules, told as words, uri};
use crate::report::json::Members;
use crate::terms::finding::{Edit, Fix, Label};
use crate::terms::rule::{Level, RuleName};
use crate::terms::span::{FileId, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder to which paths are relative.
const ROOT: &str = "%SRCROOT%";

/// One log, with a line break at the end.
pub fn render(found: &Found<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut log = Members::open(&mut out);
    log.string("$schema", SCHEMA);
    log.string("version", "2.1.0");
    log.list("runs", [found], |out, found| run(found, out));
    log.close();
    out.push(b'\n');
    out
}

fn run(found: &Found<'_>, out: &mut Vec<u8>) {
    let mut run = Members::open(out);
    sarif_rules::tool(&mut run);
    run.list("invocations", [true], |out, is_whole| {
        let mut members = Members::open(out);
        members.bool("executionSuccessful", is_whole);
        members.close();
    });
    let mut bases = Members::open(run.member("originalUriBaseIds"));
    let mut base = Members::open(bases.member(ROOT));
    sarif_rules::message(&mut base, "description", "the folder in which the check ran");
    base.close();
    bases.close();
    run.string("columnKind", "unicodeCodePoints");
    let mut results = Results { places: Places::new(found.sources), prints: Fingerprints::default() };
    run.list("results", told(found), |out, told| results.result(&told, out));
    let mut summary = Members::open(run.member("properties"));
    for (name, count) in [
        ("errors", found.count.errors),
        ("warnings", found.count.warnings),
        ("files", found.count.files),
        ("open", found.count.open),
    ] {
        summary.int(name, count as i64);
    }
    summary.close();
    run.close();
}

/// A finding that becomes a result.
struct Told<'f> {
    judged: &'f Judged,
    /// What allows it.
    silenced: Option<&'f Silenced>,
    /// Whether it was there before, where there is a baseline to tell.
    state: Option<&'static str>,
}

/// What is shown, what a baseline knows and what comments allow, in source order. With a baseline every result has a
/// state: what comments allow is no news either.
fn told<'f>(found: &Found<'f>) -> Vec<Told<'f>> {
    let state = |state| found.known.map(|_| state);
    let shown = found.judged.iter().map(|judged| Told { judged, silenced: None, state: state("new") });
    let known = found.known.unwrap_or_default().iter();
    let known = known.map(|judged| Told { judged, silenced: None, state: state("unchanged") });
    let silenced = found.silenced.iter();
    let silenced = silenced.map(|it| Told { judged: &it.judged, silenced: Some(it), state: state("unchanged") });
    let mut all: Vec<_> = shown.chain(known).chain(silenced).collect();
    all.sort_by(|a, b| a.judged.finding.cmp(&b.judged.finding));
    all
}

/// What is known on the way through the findings.
struct Results<'s> {
    places: Places<'s>,
    prints: Fingerprints,
}

impl Results<'_> {
    fn result(&mut self, &Told { judged, silenced, state }: &Told<'_>, out: &mut Vec<u8>) {
        let finding = &judged.finding;
        let mut result = Members::open(out);
        result.string("ruleId", finding.rule.0);
        if let Some(index) = index(finding.rule) {
            result.int("ruleIndex", index as i64);
        }
        result.string("level", if judged.level == Level::Error { "error" } else { "warning" });
        if let Some(state) = state {
            result.string("baselineState", state);
        }
        let mut lines = vec![finding.message.clone()];
        lines.extend(words::remarks(finding));
        sarif_rules::message(&mut result, "message", &lines.join("\n"));
        let is_there = |span: &Span, places: &Places<'_>| places.source(span.file).is_some();
        let own = Some(finding.span).filter(|span| is_there(span, &self.places));
        result.list("locations", own, |out, span| {
            let mut location = Members::open(out);
            self.physical(span, &mut location);
            location.close();
        });
        let labels: Vec<&Label> = finding.labels.iter().filter(|label| is_there(&label.span, &self.places)).collect();
        result.list("relatedLocations", labels.into_iter().enumerate(), |out, (id, label)| {
            let mut location = Members::open(out);
            location.int("id", id as i64);
            sarif_rules::message(&mut location, "message", &label.message);
            self.physical(label.span, &mut location);
            location.close();
        });
        result.list("fixes", &finding.fix, |out, fix| self.fix(fix, out));
        if let Some(source) = self.places.source(finding.span.file) {
            let line = self.places.of(finding.span).0.line;
            let mut prints = Members::open(result.member("partialFingerprints"));
            // The name under which GitHub takes one.
            prints.string("primaryLocationLineHash", &self.prints.of(finding, source, line));
            prints.close();
        }
        // Either every result says it or none does, says the standard.
        result.list("suppressions", silenced, |out, silenced| self.suppression(silenced, out));
        let mut more = Members::open(result.member("properties"));
        more.string("group", judged.group.name());
        more.close();
        result.close();
    }

    fn suppression(&mut self, silenced: &Silenced, out: &mut Vec<u8>) {
        let mut members = Members::open(out);
        members.string("kind", "inSource");
        if let Some(reason) = &silenced.reason {
            members.string("justification", reason);
        }
        let mut location = Members::open(members.member("location"));
        self.physical(silenced.comment, &mut location);
        location.close();
        members.close();
    }

    fn physical(&mut self, span: Span, location: &mut Members<'_>) {
        let mut physical = Members::open(location.member("physicalLocation"));
        self.artifact(span.file, &mut physical);
        self.region("region", span, &mut physical);
        physical.close();
    }

    fn artifact(&self, file: FileId, members: &mut Members<'_>) {
        let Some(source) = self.places.source(file) else { return };
        let (uri, is_relative) = uri::reference(&source.path);
        let mut artifact = Members::open(members.member("artifactLocation"));
        artifact.string("uri", &uri);
        if is_relative {
            artifact.string("uriBaseId", ROOT);
        }
        artifact.close();
    }

    fn region(&mut self, name: &str, span: Span, members: &mut Members<'_>) {
        let (start, end) = self.places.of(span);
        let mut region = Members::open(members.member(name));
        for (name, number) in
            [("startLine", start.line), ("startColumn", start.column), ("endLine", end.line), ("endColumn", end.column)]
        {
            region.int(name, number as i64);
        }
        region.close();
    }

    fn fix(&mut self, fix: &Fix, out: &mut Vec<u8>) {
        let mut members = Members::open(out);
        sarif_rules::message(&mut members, "description", &fix.message);
        let mut files: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in fix.edits.iter().filter(|edit| self.places.source(edit.span.file).is_some()) {
            files.entry(edit.span.file).or_default().push(edit);
        }
        members.list("artifactChanges", files, |out, (file, edits)| {
            let mut change = Members::open(out);
            self.artifact(file, &mut change);
            change.list("replacements", edits, |out, edit| self.replacement(edit, out));
            change.close();
        });
        let mut more = Members::open(members.member("properties"));
        more.bool("safe", fix.safe);
        more.close();
        members.close();
    }

    fn replacement(&mut self, edit: &Edit, out: &mut Vec<u8>) {
        let mut members = Members::open(out);
        self.region("deletedRegion", edit.span, &mut members);
        sarif_rules::message(&mut members, "insertedContent", &edit.text);
        members.close();
    }
}

fn index(rule: RuleName) -> Option<usize> {
    RULES.iter().position(|known| known.name == rule)
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::report::findings::text::tests::{found, sources};

    #[test]
    fn a_log_has_one_run_with_its_results() {
        let sources = sources();
        let mut tree: serde_json::Value = serde_json::from_slice(&found(&sources, render)).unwrap();
        let rules = tree["runs"][0]["tool"]["driver"]["rules"].take();
        assert!(rules.as_array().is_some_and(|rules| rules.len() > 20));
        insta::assert_snapshot!(serde_json::to_string_pretty(&tree).unwrap());
    }
}
