//! Findings as one JSON object.

use crate::lint::levels::Judged;
use crate::report::findings::count::Count;
use crate::report::findings::places::Places;
use crate::report::json::{self, Members};
use crate::syntax::source::Source;
use crate::terms::finding::{Fix, Label};
use crate::terms::rule::Level;
use crate::terms::span::Span;

/// The page on which every rule is documented.
pub const DOCS: &str = "docs/rules.md#";

/// `judged` and what they come to, with a line break at the end.
pub fn render(judged: &[Judged], sources: &[Source], count: Count) -> Vec<u8> {
    let mut out = Vec::new();
    let mut places = Places::new(sources);
    let mut members = Members::open(&mut out);
    members.list("findings", judged, |out, judged| finding(judged, &mut places, out));
    let mut summary = Members::open(members.member("summary"));
    summary.int("errors", count.errors as i64);
    summary.int("warnings", count.warnings as i64);
    summary.int("files", count.files as i64);
    summary.int("open", count.open as i64);
    summary.close();
    members.close();
    out.push(b'\n');
    out
}

fn finding(judged: &Judged, places: &mut Places<'_>, out: &mut Vec<u8>) {
    let finding = &judged.finding;
    let mut members = Members::open(out);
    members.string("rule", finding.rule.0);
    members.string("group", judged.group.name());
    members.string("severity", severity(judged.level));
    members.string("message", &finding.message);
    place(finding.span, places, &mut members);
    members.list("labels", &finding.labels, |out, each| label(each, places, out));
    members.list("notes", &finding.notes, |out, note| json::string(out, note));
    members.string_or_null("help", finding.help.as_deref());
    match &finding.fix {
        Some(each) => fix(each, places, members.member("fix")),
        None => members.null("fix"),
    }
    members.string("docs", &format!("{DOCS}{}", finding.rule.0));
    members.close();
}

fn label(label: &Label, places: &mut Places<'_>, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    members.string("message", &label.message);
    place(label.span, places, &mut members);
    members.close();
}

fn fix(fix: &Fix, places: &mut Places<'_>, out: &mut Vec<u8>) {
    let mut members = Members::open(out);
    members.string("message", &fix.message);
    members.bool("safe", fix.safe);
    members.list("edits", &fix.edits, |out, edit| {
        let mut members = Members::open(out);
        place(edit.span, places, &mut members);
        members.string("text", &edit.text);
        members.close();
    });
    members.close();
}

/// Writes `file`, `start` and `end` of `span`.
pub fn place(span: Span, places: &mut Places<'_>, members: &mut Members<'_>) {
    let source = places.source(span.file);
    members.string_or_null("file", source.map(|source| source.path.to_string_lossy()).as_deref());
    let (start, end) = places.of(span);
    for (name, at) in [("start", start), ("end", end)] {
        let mut place = Members::open(members.member(name));
        place.int("line", at.line as i64);
        place.int("column", at.column as i64);
        place.close();
    }
}

const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Off => "off",
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::report::findings::count::Count;
    use crate::report::findings::text::tests::{findings, sources};

    #[test]
    fn places_count_characters_and_the_end_is_one_past() {
        let findings = findings();
        let text = String::from_utf8(render(&findings, &sources(), Count::of(&findings, 2))).unwrap();
        let tree: serde_json::Value = serde_json::from_str(&text).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&tree).unwrap());
    }
}
