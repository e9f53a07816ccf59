//! Findings as workflow commands, which GitHub shows beside the lines that they are about.

use crate::lint::levels::Judged;
use crate::report::findings::found::Found;
use crate::report::findings::places::Places;
use crate::report::findings::told;
use crate::terms::rule::Level;

/// One command a finding, each on a line.
pub fn render(found: &Found<'_>) -> String {
    let mut places = Places::new(found.sources);
    found.judged.iter().map(|judged| command(judged, &mut places)).collect()
}

fn command(judged: &Judged, places: &mut Places<'_>) -> String {
    let finding = &judged.finding;
    let kind = if judged.level == Level::Error { "error" } else { "warning" };
    let mut properties = Vec::new();
    if let Some(source) = places.source(finding.span.file) {
        let (start, end) = places.of(finding.span);
        properties.push(format!("file={}", property(&source.path.to_string_lossy())));
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // Columns of a place over several lines are refused.
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={}", property(finding.rule.0)));
    let mut lines = vec![finding.message.clone()];
    lines.extend(told::labels(finding, places));
    lines.extend(told::remarks(finding));
    format!("::{kind} {}::{}\n", properties.join(","), data(&lines.join("\n")))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{property, render};
    use crate::report::findings::text::tests::{found, sources};

    #[test]
    fn a_finding_is_one_line() {
        let sources = sources();
        insta::assert_snapshot!(found(&sources, render));
    }

    #[test]
    fn what_ends_a_property_is_escaped() {
        assert_eq!(property("a,b:c%\r\n"), "a%2Cb%3Ac%25%0D%0A");
    }
}
