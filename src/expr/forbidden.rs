//! What the language leaves out of Rhai, found in the tokens before anything is parsed.

use rhai::Token;

use crate::expr::refusal::Refusal;
use crate::expr::syntax_fault::last_chain;
use crate::expr::tokens::Lexed;
use crate::terms::rule::{EFFECT_IN_EXPRESSION, EXPRESSION_SYNTAX};

/// Where a text stands: a body of a function may do more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// One expression.
    Expression,
    /// The body of a function.
    Body,
}

const CALLS: [&str; 14] = [
    "eval",
    "print",
    "debug",
    "Fn",
    "call",
    "curry",
    "type_of",
    "is_shared",
    "is_def_var",
    "is_def_fn",
    "sleep",
    "timestamp_now",
    "rand",
    "import",
];

/// The first thing in `lexed` that the language leaves out.
pub(crate) fn find(lexed: &Lexed<'_>, dialect: Dialect) -> Option<Refusal> {
    (0..lexed.tokens.len()).find_map(|index| {
        if lexed.word(index) == "=" && lexed.rest(index).starts_with("=~") {
            let place = lexed.place(index).to(lexed.place(index + 1));
            let text = Some(last_chain(lexed.before(index))).filter(|text| !text.is_empty()).unwrap_or("text");
            let help = format!("ask `contains({text}, …)` or `starts_with({text}, …)`");
            return Some(Refusal::new(EXPRESSION_SYNTAX, place, "`=~` is no operator").help(help));
        }
        let (what, help) = forbidden(lexed, index, dialect)?;
        Some(Refusal::new(EFFECT_IN_EXPRESSION, lexed.place(index), what).help(help))
    })
}

fn forbidden(lexed: &Lexed<'_>, index: usize, dialect: Dialect) -> Option<(String, &'static str)> {
    const ALWAYS: &str = "the language leaves it out of Rhai: an expression computes a value and does nothing else";
    let word = lexed.word(index);
    let token = &lexed.tokens.get(index)?.token;
    if !matches!(token, Token::StringConstant(_)) && lexed.rest(index).starts_with("::") {
        let what = "`::` is not part of the language".to_owned();
        return Some((what, "modules are left out; functions are called by their name alone"));
    }
    if matches!(token, Token::StringConstant(_) | Token::InterpolatedString(_) | Token::CharConstant(_))
        || is_member(lexed, index)
    {
        return None;
    }
    let called = matches!(lexed.tokens.get(index + 1).map(|next| &next.token), Some(Token::LeftParen | Token::Unit));
    let refused = |what: &str, help| Some((format!("{what} is not part of the language"), help));
    match word {
        "switch" => return refused("`switch`", "write `if … else if … else …`"),
        "this" => return refused("`this`", "name the value: `ctx`, `event`, `profile`, `user`"),
        "fn" | "private" => return refused("a function inside an expression", "declare it under `functions`"),
        "import" | "export" | "as" | "module" => {
            return refused(&format!("`{word}`"), "functions are shared by a catalog");
        }
        "loop" | "do" | "until" => {
            return refused(&format!("`{word}`"), "in a function's body there are `for` and `while`");
        }
        "try" | "catch" | "throw" => return refused(&format!("`{word}`"), ALWAYS),
        "const" => return refused("`const`", "in a function's body there is `let`"),
        "|" | "||" if is_prefix(lexed, index) => {
            return refused("a closure", "write a function under `functions` and call it");
        }
        _ if called && CALLS.contains(&word) => return refused(&format!("`{word}`"), ALWAYS),
        _ => {}
    }
    (dialect == Dialect::Expression).then(|| outside_a_body(word)).flatten()
}

fn outside_a_body(word: &str) -> Option<(String, &'static str)> {
    let (what, help) = match word {
        "=" => ("an expression must not assign", "compare with `==`; variables are assigned under `set`"),
        "+=" | "-=" | "*=" | "/=" | "%=" | "**=" | "<<=" | ">>=" | "&=" | "|=" | "^=" => {
            ("an expression must not assign", "variables are assigned under `set`")
        }
        "let" => ("an expression has no variables of its own", "name a part of it under `define`, or write a function"),
        "for" | "while" => ("an expression has no loops", "write a function under `functions` and call it"),
        "return" | "break" | "continue" => ("an expression has no statements", "write a function under `functions`"),
        _ => return None,
    };
    Some((what.to_owned(), help))
}

/// Whether the token is a name after `.` or before the `:` of a map.
fn is_member(lexed: &Lexed<'_>, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| lexed.tokens.get(before)).map(|before| &before.token);
    let after = lexed.tokens.get(index + 1).map(|after| &after.token);
    matches!(before, Some(Token::Period | Token::Elvis)) || matches!(after, Some(Token::Colon))
}

/// Whether an operand must begin at the token, so that it cannot be an operator of two.
fn is_prefix(lexed: &Lexed<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|before| lexed.tokens.get(before)) else { return true };
    !matches!(
        before.token,
        Token::IntegerConstant(_)
            | Token::FloatConstant(_)
            | Token::Identifier(_)
            | Token::CharConstant(_)
            | Token::StringConstant(_)
            | Token::Reserved(_)
            | Token::RightBrace
            | Token::RightParen
            | Token::RightBracket
            | Token::Unit
            | Token::True
            | Token::False
    )
}
