//! The outcomes of tests for people: a block for each that failed.

use crate::lint::levels::Judged;
use crate::lint::rule::Group;
use crate::report::findings;
use crate::report::paint::{Paint, Tame, Tone};
use crate::report::table::thousands;
use crate::report::trial::story::Story;
use crate::report::trial::{excerpt, sides};
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule::Level;
use crate::terms::span::Span;
use crate::trial::verdict::{Failure, Outcome, Verdict};

/// How outcomes are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Colours.
    pub paint: Paint,
    /// Whether the tests that passed are named too.
    pub verbose: bool,
}

/// A block for each test that failed, and a line for each that passed where they are wanted.
pub fn render(outcomes: &[Outcome<Story>], sources: &[Source], style: Style) -> String {
    let page = Page { sources, paint: style.paint };
    let mut text = String::new();
    for outcome in outcomes {
        match &outcome.verdict {
            Verdict::Passed if !style.verbose => {}
            Verdict::Passed => text.push_str(&page.line(Tone::Good, "passed", outcome)),
            Verdict::Failed(failure, story) => {
                text.push_str(&page.line(Tone::Bad, "failed", outcome));
                text.push_str(&page.failure(failure, story));
            }
            Verdict::Broken(findings) => {
                text.push_str(&page.line(Tone::Bad, "failed", outcome));
                text.push_str(&page.broken(findings));
            }
        }
    }
    text
}

/// `12 passed, 1 failed`.
pub fn summary<R>(outcomes: &[Outcome<R>]) -> String {
    let passed = outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Passed)).count();
    format!("{} passed, {} failed", thousands(passed as u64), thousands((outcomes.len() - passed) as u64))
}

struct Page<'a> {
    sources: &'a [Source],
    paint: Paint,
}

impl Page<'_> {
    fn line(&self, tone: Tone, word: &str, outcome: &Outcome<Story>) -> String {
        let name = self.paint.tone(Tone::Strong, Tame(&outcome.name.value));
        format!("{}  {name}\n", self.paint.tone(tone, word))
    }

    fn source(&self, span: Span) -> Option<&Source> {
        self.sources.get(span.file.0 as usize)
    }

    fn failure(&self, failure: &Failure, story: &Story) -> String {
        let mut text = indented(&excerpt::render(failure, self.sources, self.paint), 2);
        text.push('\n');
        text.push_str(&sides::render(&failure.mismatches, self.paint));
        text.push('\n');
        text.push_str(&self.trace(failure, story));
        text.push('\n');
        text
    }

    fn trace(&self, failure: &Failure, story: &Story) -> String {
        let item = failure.item.unwrap_or(failure.span);
        let line = self.source(item).map_or(0, |source| source.place(item.start).line);
        let heard = story.text();
        if heard.is_empty() {
            return format!("  on line {line} nothing happened\n");
        }
        format!("  on line {line} this happened:\n{}", indented(&heard, 4))
    }

    fn broken(&self, findings: &[Finding]) -> String {
        let judged = |finding: &Finding| Judged { finding: finding.clone(), level: Level::Error, group: Group::Style };
        let judged: Vec<Judged> = findings.iter().map(judged).collect();
        findings::text::render(&judged, self.sources, self.paint)
    }
}

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{:by$}{line}", "").trim_end().to_owned() + "\n").collect()
}
