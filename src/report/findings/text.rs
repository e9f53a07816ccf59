//! Findings as a compiler prints them: the place, the line with the span underlined, and the way out.

use crate::lint::levels::Judged;
use crate::report::findings::excerpt::{Excerpt, Mark};
use crate::report::findings::gutter::Gutter;
use crate::report::findings::places::Places;
use crate::report::findings::remedy::Remedy;
use crate::report::findings::row::Ink;
use crate::report::paint::{Paint, Tame, Tone};
use crate::syntax::source::{Place, Source};
use crate::terms::finding::Finding;
use crate::terms::rule::Level;
use crate::terms::span::FileId;

/// One block a finding, each followed by an empty line.
pub fn render(judged: &[Judged], sources: &[Source], paint: Paint) -> String {
    let mut places = Places::new(sources);
    let mut text = String::new();
    for each in judged {
        text.push_str(&block(each, &mut places, paint));
        text.push('\n');
    }
    text
}

/// The block of a finding: what and where, facts, the way out, the fix.
pub fn block(judged: &Judged, places: &mut Places<'_>, paint: Paint) -> String {
    let finding = &judged.finding;
    let (severity, main) = match judged.level {
        Level::Error => ("error", Tone::Bad),
        _ => ("warning", Tone::Wary),
    };
    let excerpts = excerpts(finding, places);
    let remedies = finding.fix.as_ref().map(|fix| Remedy::of(fix, places)).unwrap_or_default();
    let lines = excerpts.iter().map(|(.., excerpt)| excerpt.last_line());
    let last = lines.chain(remedies.iter().map(Remedy::last_line)).max().unwrap_or(1);
    let gutter = Gutter::new(last, paint, main);
    let mut text = headline(severity, finding, (paint, main));
    for (at, (source, place, excerpt)) in excerpts.iter().enumerate() {
        if at > 0 {
            text.push_str(&gutter.bar());
        }
        text.push_str(&gutter.place(if at == 0 { "-->" } else { ":::" }, &said(source, *place)));
        text.push_str(&gutter.bar());
        text.push_str(&excerpt.render(gutter));
    }
    remarks(finding, gutter, !excerpts.is_empty(), &mut text);
    if let Some(fix) = &finding.fix {
        text.push_str(&headed(&fix.message, paint));
        for remedy in &remedies {
            if remedies.len() > 1 || remedy.source.id != finding.span.file {
                let place = Place { line: remedy.first_line(), column: 1 };
                text.push_str(&gutter.place("-->", &said(remedy.source, place)));
            }
            text.push_str(&gutter.bar());
            text.push_str(&remedy.render(gutter));
        }
        text.push_str(&gutter.bar());
    }
    text
}

/// `error[rule]: message`, in as many lines as the message has.
fn headline(severity: &str, finding: &Finding, (paint, main): (Paint, Tone)) -> String {
    let name = format!("{severity}[{}]", finding.rule.0);
    let indent = format!("\n{:1$}", "", name.len() + 2);
    let message = format!(": {}", tame(&finding.message).replace('\n', &indent));
    format!("{}{}\n", paint.tone(main, name), paint.tone(Tone::Strong, message))
}

/// The line above a fix.
fn headed(message: &str, paint: Paint) -> String {
    format!("{}: {}\n", paint.tone(Tone::Strong, "help"), tame(message))
}

/// Notes and help, below a bar where something stands above.
fn remarks(finding: &Finding, gutter: Gutter, has_above: bool, text: &mut String) {
    // Where the fix says the same as the help, once is enough.
    let said = finding.fix.as_ref().map(|fix| fix.message.as_str());
    let help = finding.help.as_deref().filter(|help| Some(*help) != said);
    if has_above && (!finding.notes.is_empty() || help.is_some() || said.is_some()) {
        text.push_str(&gutter.bar());
    }
    for note in &finding.notes {
        text.push_str(&gutter.remark("note", &tame(note)));
    }
    if let Some(help) = help {
        text.push_str(&gutter.remark("help", &tame(help)));
    }
}

/// An excerpt of each file that the finding speaks of, its own first, and the first place that is meant in it.
fn excerpts<'s>(finding: &Finding, places: &mut Places<'s>) -> Vec<(&'s Source, Place, Excerpt<'s>)> {
    let main = Mark { span: finding.span, label: "", ink: Ink::Main };
    let labels = finding.labels.iter().map(|label| Mark { span: label.span, label: &label.message, ink: Ink::Other });
    let marks: Vec<Mark<'_>> = std::iter::once(main).chain(labels).collect();
    let mut files: Vec<FileId> = Vec::new();
    for mark in &marks {
        if !files.contains(&mark.span.file) {
            files.push(mark.span.file);
        }
    }
    let excerpt = |file| {
        let source = places.source(file)?;
        let marks: Vec<Mark<'_>> = marks.iter().filter(|mark| mark.span.file == file).copied().collect();
        let (place, _) = places.of(marks.first()?.span);
        Some((source, place, Excerpt::new(source, &marks, places)))
    };
    files.into_iter().filter_map(excerpt).collect()
}

/// `path:line:column`.
fn said(source: &Source, place: Place) -> String {
    format!("{}:{}:{}", Tame(&source.path.to_string_lossy()), place.line, place.column)
}

/// Text without what steers a terminal, in its lines.
fn tame(text: &str) -> String {
    text.split('\n').map(|line| Tame(line).to_string()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
pub mod tests {
    //! Findings of a small file, also for the JSON.

    use insta::assert_snapshot;

    use super::render;
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
        render(&Found { judged, silenced, sources, files: &files, count, deny_warnings: false })
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
                let label = Span::new(FileId(0), start / 2, end.saturating_sub(start / 3));
                let finding = Finding::new(rule::WRONG_SHAPE, Span::new(FileId(0), start, start + length), "x");
                let finding = finding.label(label, "y").label(Span::new(FileId(0), start, end), "z");
                let judged = Judged { finding, level: Level::Error, group: Group::Language };
                assert!(render(&[judged], &sources, Paint::Colour).contains("wrong-shape"));
            }
        }
    }
}
