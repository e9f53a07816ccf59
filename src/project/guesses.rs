//! What a name was probably meant to be, as a fix: a guess, which a person has to ask for.

use std::ops::Range;

use crate::syntax::source::Source;
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::span::Span;
use crate::terms::suggest;

/// Gives a fix to each of `findings` that has none and whose help names the one name that may have been meant.
pub fn add(findings: &mut [Finding], sources: &[Source]) {
    for finding in findings.iter_mut().filter(|finding| finding.fix.is_none()) {
        let Some(help) = &finding.help else { continue };
        let (Some(meant), Some(source)) = (suggest::meant(help), sources.get(finding.span.file.0 as usize)) else {
            continue;
        };
        let Some(range) = name(source, finding.span) else { continue };
        let span = Span::new(source.id, range.start as u32, range.end as u32);
        let edits = vec![Edit { span, text: meant.to_owned() }];
        finding.fix = Some(Fix { message: help.clone(), edits, safe: false });
    }
}

/// The bytes of the name that `span` covers, quotes left out; absent where more than a name stands there.
fn name(source: &Source, span: Span) -> Option<Range<usize>> {
    let said = source.slice(span);
    let quote = said.chars().next().filter(|first| ['"', '\''].contains(first));
    let inside = match quote {
        Some(quote) => said.strip_prefix(quote)?.strip_suffix(quote)?,
        None => said,
    };
    let start = span.start as usize + usize::from(quote.is_some());
    let is_name = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    (!inside.is_empty() && inside.chars().all(is_name)).then(|| start..start + inside.len())
}

#[cfg(test)]
mod tests {
    use super::add;
    use crate::syntax::source::Source;
    use crate::terms::finding::Finding;
    use crate::terms::rule::UNKNOWN_NAME;
    use crate::terms::span::{FileId, Span};
    use crate::terms::suggest;

    /// What the fix makes of `text` where `wrong` stands, if there is one.
    fn guessed(text: &str, wrong: &str, help: Option<String>) -> Option<String> {
        let source = Source::new(FileId(0), "a.yaml", text.to_owned());
        let start = text.find(wrong).unwrap() as u32;
        let mut finding = Finding::new(UNKNOWN_NAME, Span::new(source.id, start, start + wrong.len() as u32), "wrong");
        finding.help = help;
        let mut findings = [finding];
        add(&mut findings, &[source]);
        let fix = findings[0].fix.as_ref()?;
        assert!(!fix.safe, "it is a guess");
        let edit = &fix.edits[0];
        Some(format!("{}{}{}", &text[..edit.span.start as usize], edit.text, &text[edit.span.end as usize..]))
    }

    #[test]
    fn a_name_is_put_in_the_place_of_the_wrong_one() {
        let help = || suggest::help("LSOT", ["LOST", "NEW"]);
        assert_eq!(guessed("to: LSOT # x", "LSOT", help()).as_deref(), Some("to: LOST # x"));
        assert_eq!(guessed("to: 'LSOT'", "'LSOT'", help()).as_deref(), Some("to: 'LOST'"));
        assert_eq!(guessed("to: \"LSOT\"", "\"LSOT\"", help()).as_deref(), Some("to: \"LOST\""));
    }

    #[test]
    fn where_more_than_one_is_meant_or_more_than_a_name_stands_there_is_none() {
        assert_eq!(guessed("to: t", "t", suggest::help("t", ["at", "to"])), None);
        assert_eq!(guessed("to: LSOT", "LSOT", suggest::help("LSOT", ["NEW", "OLD"])), None);
        assert_eq!(guessed("to: L SOT", "L SOT", suggest::help("L SOT", ["L-SOT"])), None);
        assert_eq!(guessed("to: \"L\\x53OT\"", "\"L\\x53OT\"", suggest::help("LSOT", ["LOST"])), None);
        assert_eq!(guessed("to: LSOT", "LSOT", None), None);
    }
}
