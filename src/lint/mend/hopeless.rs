//! Quotes that would only make an expression of what is none: no fix.

use crate::expr::parse::{body, parse};
use crate::syntax::text::Text;
use crate::terms::finding::Finding;
use crate::terms::rule::EXPRESSION_NEEDS_QUOTES;
use crate::terms::span::Span;

/// Takes the fix from each of `findings` that wants quotes around what could not be read even inside them.
pub fn drop_hopeless(findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|finding| finding.rule == EXPRESSION_NEEDS_QUOTES) {
        let fix = finding.fix.take_if(|fix| fix.edits.iter().any(|edit| !reads(&edit.text, finding.span)));
        if fix.is_some() {
            finding.help = Some("write it as an expression, and put the whole of that in quotes".to_owned());
        }
    }
}

/// Whether an expression stands in `quoted`, or a text with one in it.
fn reads(quoted: &str, span: Span) -> bool {
    let inside =
        quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(quoted).replace("''", "'");
    let said = inside.strip_prefix('=').unwrap_or(&inside).trim_start();
    let text = Text::straight(said, span, span.start);
    let statements = || said.contains(';') && body(&text, &mut Vec::new()).is_some();
    said.contains("${") || parse(&text, &mut Vec::new()).is_some() || statements()
}
