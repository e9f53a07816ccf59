//! Expectations as comments under the span that a finding has: `# ^^^^ rule-name`.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::PathBuf;

use wayfare::lint::versions::earlier::Earlier;
use wayfare::project::subject::Subject;
use wayfare::project::workspace::Workspace;
use wayfare::trial::check::{Asked, verdict};

/// A rule, a line from 1, and columns from 1, the end one past the last; absent where only the start is said.
pub type Expected = (String, usize, usize, Option<usize>);

/// Comments with `^` under a span, then a rule: `#` counts as the first `^` where it stands right before one.
pub fn expected(text: &str) -> Vec<Expected> {
    let mut line = 0;
    let mut all = Vec::new();
    for (number, content) in text.lines().enumerate() {
        let marker = content.trim_start().strip_prefix('#').filter(|rest| rest.trim_start().starts_with('^'));
        let Some(rest) = marker else {
            line = number + 1;
            continue;
        };
        let hash = content.len() - rest.len();
        let carets = rest.trim_start();
        let start = if rest.starts_with('^') { hash } else { content.len() - carets.len() + 1 };
        let count = carets.chars().take_while(|&c| c == '^').count();
        let end = hash + (rest.len() - carets.len()) + count + 1;
        let rule = carets.trim_start_matches('^').trim().to_owned();
        all.push((rule, line, start, (count > 1 || start == hash).then_some(end)));
    }
    all
}

/// The project that the text is in.
const CONFIG: &str = "\
[sinks.email]
purpose = \"marketing\"
[sinks.push]
purpose = \"marketing\"
[sinks.receipts]
purpose = \"service\"
[sinks.crm]
";

/// What a version begins with that is no file of the project, but stands where it was published.
const PUBLISHED: &str = "# as published";

/// What is found in the journey `text`, or in a journey and, after a line `---`, its tests or another version.
pub fn found(text: &str) -> Vec<Expected> {
    found_under("", text)
}

/// The same with more in the config of the project.
pub fn found_under(config: &str, text: &str) -> Vec<Expected> {
    let mut above = 0;
    let file = |(number, text): (usize, &str)| {
        // Empty lines stand for what is above, so that every line keeps its number.
        let file = format!("{}{text}", "\n".repeat(above));
        above += text.lines().count() + 1;
        (PathBuf::from(format!("{number}.yaml")), file, text.trim_start_matches('\u{feff}').starts_with(PUBLISHED))
    };
    let all: Vec<(PathBuf, String, bool)> = text.split("---\n").enumerate().map(file).collect();
    let opened = |is_published: bool| {
        let files = all.iter().filter(|(.., published)| *published == is_published);
        let mut files: Vec<_> = files.map(|(path, text, _)| (path.clone(), text.clone())).collect();
        files.push((PathBuf::from("wayfare.toml"), format!("{CONFIG}{config}")));
        Workspace::from_texts(&files)
    };
    let (workspace, published) = (opened(false), opened(true));
    let subjects = Subject::all(&published.projects[0]).into_iter();
    let earlier: Vec<Earlier<'_>> = subjects.map(|subject| Earlier { subject, sources: &published.sources }).collect();
    let judged = verdict(&workspace, Asked { earlier: &earlier, ..Asked::default() }).judged;
    let all = judged.into_iter().map(|judged| {
        let span = judged.finding.span;
        let source = &workspace.sources[span.file.0 as usize];
        let (start, end) = (source.place(span.start), source.place(span.end));
        (judged.finding.rule.0.to_owned(), start.line, start.column, (start.line == end.line).then_some(end.column))
    });
    all.collect()
}

/// Whether what was said is what is found.
pub fn same(said: &[Expected], is: &[Expected]) -> bool {
    let fits = |a: &Expected, b: &Expected| (&a.0, a.1, a.2) == (&b.0, b.1, b.2) && (a.3.is_none() || a.3 == b.3);
    said.len() == is.len() && said.iter().zip(is).all(|(a, b)| fits(a, b))
}
