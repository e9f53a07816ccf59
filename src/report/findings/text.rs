//! Findings as a compiler prints them: the place, the line with the span underlined, and the way out.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level as Severity, Patch, Renderer, Snippet};

use crate::lint::levels::Judged;
use crate::report::paint::Paint;
use crate::syntax::source::Source;
use crate::terms::finding::{Finding, Fix};
use crate::terms::rule::Level;
use crate::terms::span::{FileId, Span};

/// One block a finding, each followed by an empty line.
pub fn render(judged: &[Judged], sources: &[Source], paint: Paint) -> String {
    let renderer = match paint {
        Paint::Plain => Renderer::plain(),
        Paint::Colour => Renderer::styled(),
    };
    let mut text = String::new();
    for each in judged {
        let severity = if each.level == Level::Error { Severity::ERROR } else { Severity::WARNING };
        text.push_str(&renderer.render(&groups(&each.finding, severity, sources)));
        text.push_str("\n\n");
    }
    text
}

/// The block of a finding: what and where, then the fix.
fn groups<'a>(finding: &'a Finding, severity: Severity<'a>, sources: &'a [Source]) -> Vec<Group<'a>> {
    let title = severity.primary_title(finding.message.as_str()).id(finding.rule.0);
    let mut group = title.elements(snippets(finding, sources));
    for note in &finding.notes {
        group = group.element(Severity::NOTE.message(note.as_str()));
    }
    // A fix that says the same shows it as well.
    let shown = |help: &&String| finding.fix.as_ref().is_none_or(|fix| fix.message != **help);
    if let Some(help) = finding.help.as_ref().filter(shown) {
        group = group.element(Severity::HELP.message(help.as_str()));
    }
    std::iter::once(group).chain(finding.fix.as_ref().map(|fix| remedy(fix, sources))).collect()
}

/// A snippet for each file that the finding speaks of, its own first.
fn snippets<'a>(finding: &'a Finding, sources: &'a [Source]) -> Vec<Element<'a>> {
    let mut files = vec![finding.span.file];
    for label in &finding.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files.into_iter().filter_map(|file| snippet(file, finding, sources)).map(Element::from).collect()
}

fn snippet<'a>(
    file: FileId,
    finding: &'a Finding,
    sources: &'a [Source],
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let labels = finding.labels.iter().filter(|label| label.span.file == file);
    let main = Some(finding.span).filter(|span| span.file == file);
    let excerpt = Excerpt::around(main.into_iter().chain(labels.clone().map(|label| label.span)), sources)?;
    let snippet = excerpt.snippet();
    let snippet = snippet.annotations(main.map(|span| AnnotationKind::Primary.span(excerpt.range(span))));
    let context = |span| AnnotationKind::Context.span(excerpt.range(span));
    Some(snippet.annotations(labels.map(|label| context(label.span).label(label.message.as_str()))))
}

/// The fix as lines taken away and put there.
fn remedy<'a>(fix: &'a Fix, sources: &'a [Source]) -> Group<'a> {
    let group = Group::with_title(Severity::HELP.secondary_title(fix.message.as_str()));
    let file = fix.edits.first().map(|edit| edit.span.file);
    let edits = fix.edits.iter().filter(|edit| Some(edit.span.file) == file);
    let Some(excerpt) = Excerpt::around(edits.clone().map(|edit| edit.span), sources) else { return group };
    let patches = edits.map(|edit| Patch::new(excerpt.range(edit.span), edit.text.as_str()));
    group.element(excerpt.snippet().patches(patches))
}

/// The lines of a file from the first that matters to the last: rendering costs by the line, so no more are given.
struct Excerpt<'a> {
    source: &'a Source,
    text: Cow<'a, str>,
    start: usize,
    line: usize,
}

impl<'a> Excerpt<'a> {
    fn around(spans: impl Iterator<Item = Span> + Clone, sources: &'a [Source]) -> Option<Self> {
        let source = sources.get(spans.clone().next()?.file.0 as usize)?;
        let text = source.text.as_str();
        let first = spans.clone().map(|span| span.start as usize).min()?;
        let last = spans.map(|span| span.end as usize).max()?;
        let (first, last) = (text.floor_char_boundary(first), text.floor_char_boundary(last));
        let start = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
        let end = text.get(last..)?.find('\n').map_or(text.len(), |at| last + at);
        let skipped =
            if start == 0 { text.strip_prefix('\u{feff}').map_or(0, |rest| text.len() - rest.len()) } else { 0 };
        let start = start + skipped;
        Some(Self {
            source,
            text: without_returns(text.get(start..end)?),
            start,
            line: source.place(first as u32).line,
        })
    }

    fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        Snippet::source(self.text.clone()).path(self.source.path.to_string_lossy().into_owned()).line_start(self.line)
    }

    /// The bytes of the excerpt that `span` covers, whole characters only.
    fn range(&self, span: Span) -> Range<usize> {
        let within = |byte: u32| self.text.floor_char_boundary((byte as usize).saturating_sub(self.start));
        let (start, end) = (within(span.start), within(span.end));
        start..end.max(start)
    }
}

/// The same text with every byte at its place, but with spaces for the carriage returns that end lines.
fn without_returns(text: &str) -> Cow<'_, str> {
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", " \n")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
pub mod tests {
    //! Findings of a small file, also for the JSON.

    use insta::assert_snapshot;

    use super::render;
    use crate::lint::levels::Judged;
    use crate::lint::rule::Group;
    use crate::report::paint::Paint;
    use crate::syntax::source::Source;
    use crate::terms::finding::{Edit, Finding, Fix};
    use crate::terms::rule::{self, Level};
    use crate::terms::span::{FileId, Span};

    const JOURNEY: &str = "\u{feff}journey: süß\r\nstates:\r\n  ONBOARDING:\r\n    steps:\r\n      - id: späte\r\n        guard: 'ctx.größe > 3'\r\n        giard: 1";
    const CATALOG: &str = "actions:\n  send: { sink: log }\n";

    /// A journey with a BOM, CRLF and umlauts, and a catalog.
    pub fn sources() -> Vec<Source> {
        vec![
            Source::new(FileId(0), "journeys/sub.yaml", JOURNEY.to_owned()),
            Source::new(FileId(1), "journeys/catalog.yaml", CATALOG.to_owned()),
        ]
    }

    /// One of each kind that there is to show.
    pub fn findings() -> Vec<Judged> {
        let unknown = Finding::new(rule::UNKNOWN_KEY, span(0, "giard"), "`giard` is no key of a step")
            .help("a step has `id`, `triggers`, `guard`, …")
            .fix(Fix {
                message: "write `guard`".into(),
                edits: vec![Edit { span: span(0, "giard"), text: "guard".into() }],
                safe: false,
            });
        let missing = Finding::new(rule::UNKNOWN_NAME, span(0, "größe"), "no variable `größe`")
            .label(span(0, "späte"), "in the guard of this step")
            .label(span(1, "send"), "which is sent from here")
            .note("variables are declared under `context`");
        let end = JOURNEY.len() as u32;
        let nothing = Finding::new(rule::MISSING_KEY, Span::new(FileId(0), end, end), "`version` is missing");
        let gone = Finding::new(rule::YAML_SYNTAX, Span::new(FileId(9), 3, 4), "a file that is not there");
        let judged = |finding, level| Judged { finding, level, group: Group::Language };
        vec![
            judged(missing, Level::Error),
            judged(unknown, Level::Warning),
            judged(nothing, Level::Error),
            judged(gone, Level::Error),
        ]
    }

    fn span(file: u32, text: &str) -> Span {
        let whole = if file == 0 { JOURNEY } else { CATALOG };
        let start = whole.find(text).unwrap() as u32;
        Span::new(FileId(file), start, start + text.len() as u32)
    }

    #[test]
    fn blocks_show_place_line_labels_and_fix() {
        assert_snapshot!(render(&findings(), &sources(), Paint::Plain));
    }

    #[test]
    fn printed_columns_are_those_of_the_source() {
        let (text, sources) = (render(&findings(), &sources(), Paint::Plain), sources());
        for judged in findings() {
            let Some(source) = sources.get(judged.finding.span.file.0 as usize) else { continue };
            let place = source.place(judged.finding.span.start);
            let arrow = format!("--> {}:{}:{}\n", source.path.display(), place.line, place.column);
            assert!(text.contains(&arrow), "{arrow} in {text}");
        }
    }

    #[test]
    fn no_span_makes_it_panic() {
        let sources = sources();
        let end = JOURNEY.len() as u32 + 3;
        for start in 0..end {
            for length in [0, 1, 2, 7, 90] {
                let finding = Finding::new(rule::WRONG_SHAPE, Span::new(FileId(0), start, start + length), "x");
                let judged = Judged { finding, level: Level::Error, group: Group::Language };
                assert!(render(&[judged], &sources, Paint::Colour).contains("wrong-shape"));
            }
        }
    }
}
