//! Findings as a compiler prints them: the place, the line with the span underlined, and the way out.

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Tone, Message, Origin, Padding, Renderer, Snippet,
};

use crate::lint::levels::Judged;
use crate::report::findings::excerpt::{Mark, excerpt, origin};
use crate::report::findings::places::Places;
use crate::report::findings::remedy::remedy;
use crate::report::paint::{Paint, tame_lines};
use crate::report::table::counted;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::Level;
use crate::terms::span::FileId;

/// Nothing is this wide: long lines are cut already, and labels never.
const WIDEST: usize = 1 << 24;

/// Of a finding with more labels than this, only the first are shown.
const MOST: usize = 12;

/// Places with so many lines between them are not drawn in one: every line between two costs, and there may be as many
/// findings as lines.
const FAR: usize = 200;

/// A line of the source of more columns is cut.
pub const WIDE: usize = 140;
/// So much stands left of it at most, but for files of a million lines.
const GUTTER: usize = 9;

/// How findings are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    paint: Paint,
    most: usize,
}

impl Style {
    /// For a page of `columns`; where nobody knows how many there are, they are many.
    pub fn new(paint: Paint, columns: Option<usize>) -> Self {
        let most = columns.map_or(WIDE, |columns| columns.saturating_sub(GUTTER).clamp(WIDE / 4, WIDE));
        Self { paint, most }
    }
}

impl From<Paint> for Style {
    fn from(paint: Paint) -> Self {
        Self::new(paint, None)
    }
}

/// One block a finding, each followed by an empty line.
pub fn render(judged: &[Judged], sources: &[Source], style: impl Into<Style>) -> String {
    let mut places = Places::new(sources);
    let mut text = String::new();
    let style = style.into();
    for each in judged {
        text.push_str(&block(each, &mut places, style));
        text.push('\n');
    }
    text
}

/// The block of a finding: what and where, facts, the way out, the fix.
pub fn block(judged: &Judged, places: &mut Places<'_>, style: Style) -> String {
    let finding = &judged.finding;
    let tone = match judged.level {
        Level::Error => Tone::ERROR,
        _ => Tone::WARNING,
    };
    let mut groups = Vec::new();
    let mut group = Group::with_title(tone.clone().primary_title(tame_lines(&finding.message)).id(finding.rule.0));
    for (place, lines) in excerpts(finding, places, style.most) {
        if !groups.is_empty() {
            group = group.element(Padding);
        }
        groups.push(group.element(place));
        group = Group::with_level(tone.clone()).element(lines);
    }
    let remarks = remarks(finding);
    if !groups.is_empty() && (!remarks.is_empty() || finding.fix.is_some()) {
        group = group.element(Padding);
    }
    groups.push(group.elements(remarks));
    groups.extend(finding.fix.as_ref().map(|fix| remedy(fix, finding.span.file, places, style.most)));
    drawn(groups, style.paint)
}

/// `groups` one below the other, with a line break at the end.
pub fn drawn(groups: Vec<Group<'_>>, paint: Paint) -> String {
    let renderer = if paint == Paint::Plain { Renderer::plain() } else { Renderer::styled() };
    // Below the place in a first group a bar is drawn of itself, one too many above an excerpt: so another is the first.
    let groups: Vec<Group<'_>> = std::iter::once(Group::with_level(Tone::ERROR)).chain(groups).collect();
    let text = renderer.term_width(WIDEST).render(&groups);
    text.trim_start_matches('\n').to_owned() + "\n"
}

/// Notes and help.
fn remarks(finding: &Finding) -> Vec<Message<'static>> {
    // Where the fix says the same as the help, once is enough.
    let said = finding.fix.as_ref().map(|fix| fix.message.as_str());
    let help = finding.help.as_deref().filter(|help| Some(*help) != said);
    let more = finding.labels.len().checked_sub(MOST).filter(|more| *more > 0);
    let more = more.map(|more| Tone::NOTE.message(format!("and {}", counted(more, "more place"))));
    let notes = finding.notes.iter().map(|note| Tone::NOTE.message(tame_lines(note)));
    more.into_iter().chain(notes).chain(help.map(|help| Tone::HELP.message(tame_lines(help)))).collect()
}

/// The lines of each file that the finding speaks of, its own first, below the first place that is meant in it.
fn excerpts(
    finding: &Finding,
    places: &mut Places<'_>,
    most: usize,
) -> Vec<(Origin<'static>, Snippet<'static, Annotation<'static>>)> {
    let main = Mark { span: finding.span, label: "", kind: AnnotationKind::Primary };
    let others = finding.labels.iter().take(MOST);
    let others = others.map(|other| Mark { span: other.span, label: &other.message, kind: AnnotationKind::Context });
    let marks: Vec<Mark<'_>> = std::iter::once(main).chain(others).collect();
    let mut files: Vec<FileId> = Vec::new();
    for mark in &marks {
        if !files.contains(&mark.span.file) {
            files.push(mark.span.file);
        }
    }
    let mut drawn = Vec::new();
    for file in files {
        let Some(source) = places.source(file) else { continue };
        let marks = marks.iter().filter(|mark| mark.span.file == file).copied().collect();
        for together in near(marks, places) {
            let Some(first) = together.first() else { continue };
            let place = origin(source, first.span, places);
            drawn.push((place, excerpt(source, &together, places, most)));
        }
    }
    drawn
}

/// `marks` of one file, those together that stand near one another; the first of them all first, the others as they came.
fn near<'f>(marks: Vec<Mark<'f>>, places: &mut Places<'_>) -> Vec<Vec<Mark<'f>>> {
    let mut lines: Vec<(usize, usize, Mark<'f>)> = Vec::with_capacity(marks.len());
    for mark in marks {
        let (first, last) = places.of(mark.span);
        lines.push((first.line, last.line, mark));
    }
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|&number| (lines[number].0, number));
    let mut together: Vec<Vec<usize>> = Vec::new();
    let mut end = 0;
    for number in order {
        let (first, last, _) = lines[number];
        match together.last_mut().filter(|_| first <= end + FAR) {
            Some(group) => group.push(number),
            None => together.push(vec![number]),
        }
        end = end.max(last);
    }
    for group in &mut together {
        group.sort_unstable();
    }
    together.sort_unstable_by_key(|group| group.first().copied());
    together.into_iter().map(|group| group.into_iter().map(|number| lines[number].2).collect()).collect()
}

#[cfg(test)]
pub mod tests {
    //! Findings of a small file, also for the JSON.

    use insta::assert_snapshot;
    use proptest::prelude::{ProptestConfig, proptest};

    use super::{Style, render};
    use crate::lint::allow::Silenced;
    use crate::lint::levels::Judged;
    use crate::lint::rule::Group;
    use crate::report::findings::count::Count;
    use crate::report::findings::found::Found;
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

    /// What `render` makes of them, where all files were asked for.
    pub fn found<T>(sources: &[Source], render: impl Fn(&Found<'_>) -> T) -> T {
        let (judged, files) = (findings(), [FileId(0), FileId(1)]);
        let count = Count { open: 2, ..Count::of(&judged, files.len()) };
        let silenced = [Silenced {
            judged: Judged {
                finding: Finding::new(rule::SCENARIO_DRIFT, span(0, "ONBOARDING"), "a test that is behind"),
                level: Level::Warning,
                group: Group::Style,
            },
            reason: Some("the test is rewritten next week".into()),
            comment: span(0, "states:"),
        }];
        let (judged, silenced) = (&judged, &silenced);
        render(&Found { judged, known: None, silenced, sources, files: &files, count, deny_warnings: false })
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

    /// A finding about what stands between `[[` and `]]` of `text`, with a label at each `{{` to `}}`.
    fn two_sided(text: &str) -> String {
        let (mut plain, mut spans, mut open) = (String::new(), Vec::new(), Vec::new());
        let mut rest = text;
        while let Some(at) = rest.find(['[', ']', '{', '}']) {
            let (before, sign) = (&rest[..at], &rest[at..at + 2]);
            plain.push_str(before);
            match sign {
                "[[" | "{{" => open.push((sign, plain.len() as u32)),
                _ => {
                    let (sign, start) = open.pop().unwrap();
                    spans.push((sign == "[[", Span::new(FileId(0), start, plain.len() as u32)));
                }
            }
            rest = &rest[at + 2..];
        }
        plain.push_str(rest);
        let (main, others): (Vec<_>, Vec<_>) = spans.into_iter().partition(|(is_main, _)| *is_main);
        let finding = Finding::new(rule::UNKNOWN_NAME, main[0].1, "it is wrong");
        let finding =
            others.iter().enumerate().fold(finding, |it, (at, other)| it.label(other.1, format!("label {at}")));
        let judged = Judged { finding, level: Level::Error, group: Group::Language };
        render(&[judged], &[Source::new(FileId(0), "a.yaml", plain)], Paint::Plain)
    }

    #[test]
    fn two_sides_of_a_fault_are_seen_together() {
        let many = "[[first\n".to_owned() + &*"more\n".repeat(20) + "last]]\n";
        let far = "{{here}}\n".to_owned() + &*"more\n".repeat(20) + "and [[there]]\n{{again}}\nx\n{{and again}}\n";
        let all: Vec<String> = [
            "guard: {{ctx.a}} == [[ctx.b]] # two on one line",
            "guard: [[ctx.a]] == {{ctx.b}} && {{全角}}\t{{é}}",
            "guard: {{a == [[b]]}}",
            "a: 1\n  [[guard: |\n    ctx.a >\n    3\n]]to: B",
            "a: [[b: 1\n   c: 2]] d\ne: {{f\ng}}",
            "a: {{b: [[1\n   c: 2]] d\ne: f\n}}g",
            "{{ states:\n  A:\n    x: [[1]]\n  B:\n}}",
            &many,
            &far,
        ]
        .map(two_sided)
        .to_vec();
        assert_snapshot!(all.join(""));
    }

    #[test]
    fn facts_may_have_lines_and_nothing_steers_the_terminal() {
        let source = Source::new(FileId(0), "a\u{1b}.yaml", "a: \u{1b}[2J\u{202e}b\n".to_owned());
        let finding = Finding::new(rule::WRONG_SHAPE, Span::new(FileId(0), 3, 11), "one\ntwo \u{1b}");
        let finding = finding.note("plan = \"pro\"\nage = 3").help("do\u{7}");
        let judged = Judged { finding, level: Level::Warning, group: Group::Language };
        assert_eq!(
            render(&[judged], &[source], Paint::Plain),
            "warning[wrong-shape]: one\n                      two \\u{1b}\n --> a\\u{1b}.yaml:1:4\n  |\n1 | a: \
             ␛[2J\u{fffd}b\n  |    ^^^^^^\n  |\n  = note: plan = \"pro\"\n          age = 3\n  = help: do\\u{7}\n\n"
        );
    }

    #[test]
    fn on_a_narrow_page_less_of_a_line_is_shown() {
        let text = "x: ".to_owned() + &*"word ".repeat(60);
        let source = Source::new(FileId(0), "a.yaml", text);
        let finding = Finding::new(rule::WRONG_SHAPE, Span::new(FileId(0), 103, 107), "it is wrong");
        let judged = Judged { finding, level: Level::Error, group: Group::Language };
        for (columns, widest) in [(Some(80), 78), (Some(10), 42), (None, 146), (Some(500), 146)] {
            let text =
                render(std::slice::from_ref(&judged), std::slice::from_ref(&source), Style::new(Paint::Plain, columns));
            let width = text.lines().map(|line| line.chars().count()).max();
            assert!(width.is_some_and(|width| (widest / 2..=widest).contains(&width)), "{text}");
        }
    }

    #[test]
    fn of_many_labels_the_first_are_shown() {
        let all = two_sided(&("[[x]]\n".to_owned() + &*"{{y}}\n".repeat(20)));
        assert!(all.contains("label 11\n   |\n   = note: and 8 more places\n") && !all.contains("label 12"), "{all}");
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn any_places_can_be_drawn(
            text in "(\u{feff})?[ a-cé全\t\r\n:'\u{85}\u{200d}]{0,60}",
            places in proptest::collection::vec((0..70_u32, 0..70_u32), 1..5),
            columns in 0..60_usize,
        ) {
            let span = |&(start, length): &(u32, u32)| Span::new(FileId(0), start, start + length);
            let finding = Finding::new(rule::WRONG_SHAPE, span(&places[0]), "x");
            let finding = places[1..].iter().fold(finding, |finding, place| finding.label(span(place), "y"));
            let judged = Judged { finding, level: Level::Error, group: Group::Language };
            let text = render(&[judged], &[Source::new(FileId(0), "a.yaml", text)], Style::new(Paint::Plain, Some(columns)));
            assert!(text.starts_with("error[wrong-shape]: x\n"));
        }
    }

    #[test]
    fn no_span_makes_it_panic() {
        let sources = sources();
        let end = JOURNEY.len() as u32 + 3;
        for start in 0..end {
            for length in [0, 1, 2, 7, 90] {
                let label = Span::new(FileId(0), start / 2, end.saturating_sub(start / 3));
                let finding = Finding::new(rule::WRONG_SHAPE, Span::new(FileId(0), start, start + length), "x");
                let finding = finding.label(label, "y").label(Span::new(FileId(0), start, end), "z");
                let judged = Judged { finding, level: Level::Error, group: Group::Language };
                assert!(render(&[judged], &sources, Paint::Colour).contains("wrong-shape"));
            }
        }
    }
}
