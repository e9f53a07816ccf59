//! What people are told of a fault of YAML, in words of our own: what is wrong, and what to do next.

use std::ops::Range;

use granit_parser::ErrorKind;

use crate::syntax::dashes::is_among_dashes;
use crate::syntax::fault::{Stop, closed_below, deeper_head, glued_bracket, is_about_tags, unquoted};
use crate::syntax::lines::{content, indent, line_at, parts};
use crate::syntax::misread::reason;

/// Where a line that does not fit should begin.
const INDENT: &str = "indent it like its neighbours: keys of one mapping, and dashes of one list, begin in one column";
/// What to do about a text that YAML takes for something else.
const QUOTE: &str = "put the text in quotes";

/// What is wrong and what to do next.
pub fn words(text: &str, stop: &Stop, culprit: usize) -> (String, String) {
    let line = line_at(text, culprit);
    let said = &text[content(text, &line)];
    if text[line.clone()][..indent(&text[line.clone()])].contains('\t') {
        return told("a tab in the indentation", "indent with spaces; YAML takes no tabs");
    }
    if stop.open.contains(&culprit) && line.end < stop.at {
        return open(text, culprit);
    }
    if let Some(value) = unquoted(text, stop, culprit) {
        return misread(&text[value]);
    }
    if let Some(colon) = bare_colon(said, &stop.kind) {
        let (key, value) = (&said[..colon], &said[colon + 1..]);
        return told("a `:` without a blank behind it", &format!("write `{key}: {value}`"));
    }
    if glued_bracket(text, stop.at) == Some(culprit)
        || [":{", ":["].iter().any(|glued| text[culprit..].starts_with(glued))
    {
        return told("a `:` without a blank behind it", "write a blank between the `:` and the bracket");
    }
    match &stop.kind {
        ErrorKind::UnclosedFlowCollection { open } => never_closed(*open),
        // A text that begins on a line above goes on in one that is indented too deep.
        ErrorKind::MappingValueNotAllowed if stop.last.0 < line.start && stop.last.1 == stop.at => {
            misplaced(text, culprit)
        }
        ErrorKind::MappingValueNotAllowed if line.end >= stop.at || culprit != stop.last.0 => colon(text, culprit),
        ErrorKind::MappingValueNotAllowed | ErrorKind::SimpleKeyExpected => {
            told("a line that is neither `key: value` nor `- item`", "is a `:` missing?")
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent => misplaced(text, culprit),
        ErrorKind::UnexpectedCharacter { character } => unexpected(*character),
        ErrorKind::ExpectedDocumentStart if deeper_head(text, stop.at) == Some(culprit) => told(
            "a line that is indented deeper than those below it",
            "let the keys of a file begin in the first column",
        ),
        kind => of_kind(kind),
    }
}

fn told(message: &str, help: &str) -> (String, String) {
    (message.to_owned(), help.to_owned())
}

/// A bracket that is not closed where it should be.
fn open(text: &str, at: usize) -> (String, String) {
    if closed_below(text, at).is_some() {
        let help = "join the lines if the line break is a slip, or indent the lines below deeper";
        return told("brackets that go on in a line that is not indented", help);
    }
    never_closed(text[at..].chars().next().unwrap_or_default())
}

fn never_closed(bracket: char) -> (String, String) {
    let help = if bracket == '[' { "close it with `]`" } else { "close it with `}`" };
    told("a bracket that is never closed", help)
}

/// A text that begins with a sign that YAML keeps for itself.
fn misread(said: &str) -> (String, String) {
    if said.starts_with(['[', '{']) {
        let help = "remove it, or put the whole text in quotes: YAML takes a leading `[` or `{` for a list or mapping";
        return told("text behind a closing bracket", help);
    }
    (begins_with(said.chars().next().unwrap_or_default()), format!("{QUOTE}: {}", reason(said)))
}

/// The place of a `:` with no blank behind it, in a line that is no more than a key and a value.
fn bare_colon(said: &str, kind: &ErrorKind) -> Option<usize> {
    let told = matches!(kind, ErrorKind::MappingValueNotAllowed | ErrorKind::SimpleKeyExpected);
    let colon = said.find(':').filter(|_| told)?;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let (key, value) = (&said[..colon], &said[colon + 1..]);
    let whole = !key.is_empty() && key.chars().all(is_word) && !value.is_empty() && !value.contains([':', ' ']);
    let whole = whole || (!key.is_empty() && key.chars().all(is_word) && value.starts_with('['));
    (whole && !value.starts_with('/')).then_some(colon)
}

fn colon(text: &str, culprit: usize) -> (String, String) {
    let said = &text[content(text, &line_at(text, culprit))];
    if said.matches(": ").count() > 1 || (said.contains(": ") && said.ends_with(':')) {
        told("a second `: ` in one line", "put the text after the key in quotes")
    } else {
        misplaced(text, culprit)
    }
}

/// A line that begins in a column in which nothing begins.
fn misplaced(text: &str, culprit: usize) -> (String, String) {
    let line = line_at(text, culprit);
    let begins = indent(&text[line.clone()]);
    let said = parts(text, &line);
    let above = line.start.checked_sub(1).map(|before| line_at(text, before));
    let above = above.filter(|above| !text[above.clone()].trim().is_empty());
    let help = match above.map(|above| (indent(&text[above.clone()]), parts(text, &above))) {
        Some((column, before))
            if begins > column && before.key.is_some() && !before.value.is_empty() && !before.dash =>
        {
            if said.dash {
                "a list stands under a key of its own: is a line such as `steps:` missing above it?".to_owned()
            } else {
                format!("{INDENT}; or is a line such as `actions:` missing above it?")
            }
        }
        _ if !said.dash && said.key.is_some() && is_among_dashes(text, line.start, begins) => {
            format!("is a `- ` missing before it? else {INDENT}")
        }
        _ => match nameless(text, &line) {
            Some(key) => {
                format!("is a line with a name missing above `{}`, such as `NAME:`? else {INDENT}", &text[key])
            }
            None => INDENT.to_owned(),
        },
    };
    ("a line that does not fit the lines above it".to_owned(), help)
}

/// The first key of what a key above opens, if `line` begins further left than that and stands in it all the same: what it
/// stands beside has no name.
fn nameless(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let begins = |line: &Range<usize>| indent(&text[line.clone()]);
    let column = begins(line);
    let mut first: Option<Range<usize>> = None;
    let mut start = line.start;
    while let Some(before) = start.checked_sub(1) {
        let above = line_at(text, before);
        start = above.start;
        let said = text[above.clone()].trim_start();
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        if begins(&above) <= column {
            let opener = parts(text, &above);
            let opens = begins(&above) < column && opener.key.is_some() && opener.value.is_empty();
            return first.filter(|_| opens).and_then(|first| parts(text, &first).key);
        }
        first = Some(above);
    }
    None
}

fn unexpected(character: char) -> (String, String) {
    if character.is_control() {
        (format!("the control character U+{:04X}", u32::from(character)), "remove it".to_owned())
    } else {
        let help = format!("{QUOTE}; YAML keeps the character for itself");
        (begins_with(character), help)
    }
}

fn begins_with(sign: char) -> String {
    if sign == '`' { "text that begins with a backtick".to_owned() } else { format!("text that begins with `{sign}`") }
}

/// What the kind alone says.
fn of_kind(kind: &ErrorKind) -> (String, String) {
    let rest = ("a line that YAML cannot read", "put the text in quotes, or write the line anew");
    let (message, help) = of_text(kind).or_else(|| of_structure(kind)).unwrap_or(rest);
    told(message, help)
}

/// Quotes, escapes, and signs that begin a text.
fn of_text(kind: &ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("a quote that is never closed", "close it on the same line, with the same quote")
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "text that goes on after a closing quote",
            "put quotes around the whole text; inside `'…'` a `'` is doubled, inside `\"…\"` a `\"` is written `\\\"`",
        ),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => {
            ("an escape that YAML does not know", "write a backslash as `\\\\`, or use single quotes")
        }
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => (
            "text that begins with `>` or `|`",
            "put the text in quotes: YAML takes a leading `>` or `|` for a block of text",
        ),
        ErrorKind::CommentInterceptedScalar | ErrorKind::CommentNotSeparated | ErrorKind::ExpectedWhitespace => (
            "a `#` that YAML takes neither for text nor for a comment",
            "write a space before it, or put the text in quotes",
        ),
        ErrorKind::BomInsideDocument => ("a byte order mark inside the text", "remove the invisible character"),
        kind if is_about_tags(kind) => (
            "text that begins with `!`, `&` or `*`",
            "put the text in quotes: YAML takes these signs for tags, anchors and aliases",
        ),
        _ => return None,
    })
}

/// Brackets, tabs, and what stands around the document.
const fn of_structure(kind: &ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            ("a bracket that is closed by one of another kind", "`[` is closed by `]`, `{` by `}`")
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("a closing bracket that was never opened", "remove it, or put the text in quotes")
        }
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => (
            "a list or mapping in brackets whose items are not set apart by `,`",
            "is a `,`, a bracket or a quote missing?",
        ),
        ErrorKind::InvalidColonPlacement => {
            ("a `:` that fits nothing in these brackets", "is the bracket closed? put text with a `:` in quotes")
        }
        ErrorKind::BlockEntryInFlowCollection | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            ("a `-` inside brackets", "set items apart by `,`, or put a text that begins with `-` in quotes")
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInIndentation
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace => ("a tab where YAML takes none", "write a space instead"),
        ErrorKind::RecursionLimitExceeded => ("lists and mappings nested too deeply", "take the value apart"),
        ErrorKind::ExpectedDocumentStart | ErrorKind::InvalidDocumentEnd => {
            ("text after the end of the document", "remove it; a file is one document")
        }
        ErrorKind::DuplicateVersionDirective
        | ErrorKind::UnsupportedYamlMajorVersion
        | ErrorKind::DuplicateTagDirective
        | ErrorKind::MissingDocumentEndBeforeDirective
        | ErrorKind::InvalidDirectiveTerminator
        | ErrorKind::MissingYamlVersionSeparator
        | ErrorKind::MissingDirectiveName
        | ErrorKind::InvalidDirectiveName
        | ErrorKind::MissingYamlVersion
        | ErrorKind::YamlVersionTooLong => (
            "a `%` line that is no directive of YAML 1.2",
            "take it out, or write `%YAML 1.2` and `---` in the line below",
        ),
        _ => return None,
    })
}
