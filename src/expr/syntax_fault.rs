//! What Rhai's parser did not understand, in the words of the language.

use rhai::{LexError, ParseError, ParseErrorType};

use crate::expr::refusal::Refusal;
use crate::expr::tokens::{Lexed, Place};
use crate::terms::name::is_word;
use crate::terms::rule::{EXPRESSION_SYNTAX, RuleName, TYPE_MISMATCH};

/// The fault that `error` tells of, at its exact place.
pub(crate) fn refusal(lexed: &Lexed<'_>, error: &ParseError) -> Refusal {
    let position = error.position();
    let place = if position.is_none() { last(lexed) } else { lexed.place(lexed.at(position)) };
    let place = if place.start == place.end { last(lexed) } else { place };
    let member = matches!(error.err_type(), ParseErrorType::PropertyExpected | ParseErrorType::Reserved(_));
    if let Some(refusal) = reserved_member(lexed, lexed.at(position)).filter(|_| member) {
        return refusal;
    }
    if let Some(refusal) = nothing(lexed, lexed.at(position)) {
        return refusal;
    }
    if let Some(refusal) = negation(lexed, lexed.at(position)) {
        return refusal;
    }
    let sign = lexed.word(lexed.at(position));
    let (rule, message, help) = if matches!(sign, "===" | "!==" | "<>") {
        let (message, help) = unknown_operator(sign);
        (EXPRESSION_SYNTAX, message, help)
    } else {
        words(error.err_type())
    };
    let refusal = Refusal::new(rule, place, message);
    match help {
        Some(help) => refusal.help(help),
        None => refusal,
    }
}

/// Another language's word for `!`, behind which token `index` is not expected.
fn negation(lexed: &Lexed<'_>, index: usize) -> Option<Refusal> {
    let word = index.checked_sub(1).filter(|&word| lexed.word(word) == "not")?;
    let refusal = Refusal::new(EXPRESSION_SYNTAX, lexed.place(word), "`not` is no operator");
    Some(refusal.help("write `!`"))
}

/// What other languages call a missing value.
const NOTHING: [&str; 8] = ["null", "nil", "undefined", "none", "None", "NULL", "Null", "void"];

/// Another language's word for a missing value: token `index`.
fn nothing(lexed: &Lexed<'_>, index: usize) -> Option<Refusal> {
    let place = lexed.place(index);
    let help = instead_of_nothing(lexed.word(index), lexed.before(index))?;
    Some(Refusal::new(EXPRESSION_SYNTAX, place, format!("`{}` is no value", lexed.word(index))).help(help))
}

/// The way out where `word`, which stands behind `before`, is what other languages call a missing value.
pub(crate) fn instead_of_nothing(word: &str, before: &str) -> Option<String> {
    if !NOTHING.contains(&word) {
        return None;
    }
    let compared = before.trim_end();
    let compared = compared.strip_suffix("==").or_else(|| compared.strip_suffix("!=")).unwrap_or_default().trim_end();
    let chain = last_chain(compared);
    let asked = if chain.contains('.') { chain } else { "…" };
    Some(format!("a missing value is written `()`, or ask `has({asked})`"))
}

/// The name and its fields with which `text` ends: `event.payload.o`.
pub(crate) fn last_chain(text: &str) -> &str {
    let text = text.trim_end();
    let is_chain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    &text[text.trim_end_matches(is_chain).len()..]
}

/// A field that is called by a word of Rhai's own: token `index`, behind a dot.
fn reserved_member(lexed: &Lexed<'_>, index: usize) -> Option<Refusal> {
    let word = lexed.word(index);
    let dot = index.checked_sub(1).filter(|&dot| matches!(lexed.word(dot), "." | "?."))?;
    if !is_word(word) {
        return None;
    }
    let base = lexed.chain_before(dot);
    let open = if lexed.word(dot) == "." { "[" } else { "?[" };
    let refusal = Refusal::new(EXPRESSION_SYNTAX, lexed.place(index), format!("`{word}` is a reserved word"));
    Some(refusal.help(format!("a field of that name is written `{base}{open}\"{word}\"]`")))
}

fn last(lexed: &Lexed<'_>) -> Place {
    lexed.place(lexed.tokens.len().saturating_sub(1))
}

fn words(error: &ParseErrorType) -> (RuleName, String, Option<String>) {
    use ParseErrorType as P;
    let (message, help) = match error {
        P::UnexpectedEOF => ("the expression ends too early".to_owned(), None),
        P::BadInput(error) => lexical(error),
        P::UnknownOperator(sign) => unknown_operator(sign),
        P::MissingToken(token, why) => (format!("`{token}` is missing {why}"), None),
        P::MismatchedType(asked, found) => {
            return (TYPE_MISMATCH, format!("{asked} is expected, not {found}"), None);
        }
        P::MalformedIndexExpr(why) => return (TYPE_MISMATCH, lower_first(why), None),
        P::Reserved(sign) if !is_word(sign) => unknown_operator(sign),
        P::Reserved(word) => (
            format!("`{word}` is a reserved word"),
            Some(format!("a field of that name is written `event.payload[\"{word}\"]`")),
        ),
        P::ExprTooDeep => (
            "the expression is nested too deeply".to_owned(),
            Some("name its parts under `define`, or write a function".to_owned()),
        ),
        P::PropertyExpected => ("the name of a field is expected here".to_owned(), None),
        other => (lower_first(&other.to_string()), None),
    };
    (EXPRESSION_SYNTAX, message, help)
}

fn lexical(error: &LexError) -> (String, Option<String>) {
    match error {
        LexError::MalformedChar(_) => (
            "text stands in double quotes".to_owned(),
            Some("write `\"text\"`; in YAML the whole expression may stand in single quotes".to_owned()),
        ),
        LexError::UnterminatedString => unclosed(),
        LexError::MalformedNumber(text) => (format!("`{text}` is no number"), Some("an int has 64 bits".to_owned())),
        // Behind something else Rhai tells of it as of any other sign.
        LexError::UnexpectedInput(text) if *text == LexError::UnterminatedString.to_string() => unclosed(),
        LexError::UnexpectedInput(text) => {
            // A sign that begins no word is told in words of Rhai's own.
            let said = text.strip_prefix("Unexpected '").and_then(|text| text.strip_suffix('\''));
            let help =
                said.map(|_| "names are letters from a to z, digits and `_`; other text stands in quotes".to_owned());
            let said = said.unwrap_or(text);
            (format!("`{said}` is not expected here"), help.or_else(|| hint(said)))
        }
        LexError::ImproperSymbol(sign, why) if why.is_empty() => (format!("`{sign}` is not expected here"), hint(sign)),
        LexError::ImproperSymbol(_, why) => (lower_first(why), None),
        other => (lower_first(&other.to_string()), None),
    }
}

fn unclosed() -> (String, Option<String>) {
    let help = "write a quote at both ends of the text, or none".to_owned();
    ("the text has no closing quote".to_owned(), Some(help))
}

fn hint(text: &str) -> Option<String> {
    let instead = match text {
        "and" => "&&",
        "or" => "||",
        "===" | "is" => "==",
        "!==" | "<>" => "!=",
        "?" => return Some("write `if … { … } else { … }`".to_owned()),
        ";" => return Some("an expression is one value, without `;`".to_owned()),
        _ => return None,
    };
    Some(format!("write `{instead}`"))
}

fn unknown_operator(sign: &str) -> (String, Option<String>) {
    (format!("`{sign}` is no operator"), hint(sign))
}

fn lower_first(text: &str) -> String {
    let text = text.replace('\'', "`");
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
