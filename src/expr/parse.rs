//! From text to a tree of our own, by Rhai's parser; what the language leaves out is refused here.

use std::sync::{Arc, LazyLock};

use rhai::{Engine, OptimizationLevel};

use crate::expr::forbidden::{self, Dialect};
use crate::expr::lower;
use crate::expr::refusal::Refusal;
use crate::expr::syntax_fault;
use crate::expr::tokens::{Lexed, Place};
use crate::expr::tree::{Statement, Tree};
use crate::syntax::text::Text;
use crate::terms::finding::Finding;
use crate::terms::rule::EXPRESSION_SYNTAX;

/// A parsed expression, not yet typed.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// As written.
    pub text: Text,
    /// What it says.
    pub tree: Arc<Tree>,
}

/// The most bytes of one expression or body.
pub const MAX_BYTES: usize = 16_384;
/// The most tokens of one expression or body.
const MAX_TOKENS: usize = 4_000;
/// The most brackets inside one another.
const MAX_BRACKETS: usize = 32;
/// Rhai counts operators of one chain as levels too, so this is far above [`MAX_BRACKETS`].
const MAX_LEVELS: usize = 220;
/// The most bytes of a string.
pub const MAX_STRING: usize = 65_536;
/// The most items of a list and fields of an object.
pub const MAX_ITEMS: usize = 10_000;

static ENGINE: LazyLock<Engine> = LazyLock::new(engine);

/// Parses one expression; faults are `expression-syntax` and `effect-in-expression`.
pub fn parse(text: &Text, findings: &mut Vec<Finding>) -> Option<Parsed> {
    match expression(&text.text) {
        Ok(tree) => Some(Parsed { text: text.clone(), tree: Arc::new(tree) }),
        Err(refusal) => {
            findings.push(refusal.finding(text));
            None
        }
    }
}

/// What expressions call by these names, so that no definition, function or parameter can have them.
pub const ROOTS: [&str; 7] = ["ctx", "event", "user", "profile", "state", "old", "now"];

/// Whether `word` is kept by Rhai, so that no variable, definition or function can be called so.
pub fn is_reserved(word: &str) -> bool {
    let lexed = Lexed::new(&ENGINE, word);
    !matches!(lexed.tokens.as_slice(), [one] if matches!(one.token, rhai::Token::Identifier(_)))
}

/// Parses the body of a function, with the same faults.
pub(crate) fn body(text: &Text, findings: &mut Vec<Finding>) -> Option<Vec<Statement>> {
    match statements(&text.text) {
        Ok(statements) => Some(statements),
        Err(refusal) => {
            findings.push(refusal.finding(text));
            None
        }
    }
}

/// A Rhai engine with the language's limits and nothing callable.
pub(crate) fn engine() -> Engine {
    let mut engine = Engine::new_raw();
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_max_expr_depths(MAX_LEVELS, MAX_LEVELS)
        .set_max_operations(1_000_000)
        .set_max_string_size(MAX_STRING)
        .set_max_array_size(MAX_ITEMS)
        .set_max_map_size(MAX_ITEMS)
        .set_max_variables(1_000)
        .set_max_functions(1_000)
        .set_allow_anonymous_fn(false)
        .set_allow_switch_expression(false);
    engine
}

pub(crate) fn expression(text: &str) -> Result<Tree, Refusal> {
    let lexed = lex(text, Dialect::Expression)?;
    match ENGINE.compile_expression(text) {
        Ok(ast) => lower::expression(&lexed, &ast),
        Err(error) => Err(syntax_fault::refusal(&lexed, &error)),
    }
}

pub(crate) fn statements(text: &str) -> Result<Vec<Statement>, Refusal> {
    let lexed = lex(text, Dialect::Body)?;
    match ENGINE.compile(text) {
        Ok(ast) => lower::body(&lexed, &ast),
        Err(error) => Err(syntax_fault::refusal(&lexed, &error)),
    }
}

fn lex(text: &str, dialect: Dialect) -> Result<Lexed<'_>, Refusal> {
    let whole = Place { start: 0, end: text.len() };
    let too = |what: &str| {
        Refusal::new(EXPRESSION_SYNTAX, whole, format!("the expression {what}"))
            .help("name its parts under `define`, or write a function")
    };
    if text.len() > MAX_BYTES {
        return Err(too(&format!("is longer than {MAX_BYTES} bytes")));
    }
    if text.trim().is_empty() {
        return Err(Refusal::new(EXPRESSION_SYNTAX, whole, "an expression is missing"));
    }
    let lexed = Lexed::new(&ENGINE, text);
    if lexed.tokens.len() > MAX_TOKENS {
        return Err(too("is too long"));
    }
    if lexed.depth > MAX_BRACKETS {
        return Err(too(&format!("has more than {MAX_BRACKETS} brackets inside one another")));
    }
    match forbidden::find(&lexed, dialect) {
        Some(refusal) => Err(refusal),
        None => Ok(lexed),
    }
}

#[cfg(test)]
mod tests {
    use super::{expression, statements};
    use crate::expr::tokens::Place;
    use crate::expr::tree::{LinkKind, StatementKind, Tree, TreeKind};

    fn dump(text: &str, tree: &Tree, out: &mut Vec<String>) {
        out.push(text[tree.place.start..tree.place.end].to_owned());
        let mut each = |tree: &Tree| dump(text, tree, out);
        match &tree.kind {
            TreeKind::Template(parts)
            | TreeKind::List(parts)
            | TreeKind::And(parts)
            | TreeKind::Or(parts)
            | TreeKind::Coalesce(parts) => parts.iter().for_each(each),
            TreeKind::Map(fields) => fields.iter().for_each(|field| each(&field.2)),
            TreeKind::Chain(base, links) => {
                each(base);
                for link in links {
                    match &link.kind {
                        LinkKind::Field(name) => out.push(format!(".{name}")),
                        LinkKind::Index(index) => dump(text, index, out),
                        LinkKind::Method(_, args) => args.iter().for_each(|arg| dump(text, arg, out)),
                    }
                }
            }
            TreeKind::Call(call) => call.args.iter().for_each(each),
            TreeKind::Unary(_, one) => each(one),
            TreeKind::Binary(_, both) | TreeKind::In(_, both) | TreeKind::Range(_, both) => {
                each(&both.0);
                each(&both.1);
            }
            TreeKind::If(parts) => {
                each(&parts.0);
                each(&parts.1);
                each(&parts.2);
            }
            _ => {}
        }
    }

    fn places(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        dump(text, &expression(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}")), &mut out);
        out
    }

    #[test]
    fn every_part_knows_both_its_ends() {
        for (text, parts) in [
            ("ctx.a >= 3", vec!["ctx.a >= 3", "ctx.a", "ctx", ".a", "3"]),
            ("(a + b) * c", vec!["(a + b) * c", "a + b", "a", "b", "c"]),
            ("f( a , (b) ).g()", vec!["f( a , (b) ).g()", "f( a , (b) )", "a", "b"]),
            ("a && (b || !c)", vec!["a && (b || !c)", "a", "b || !c", "b", "!c", "c"]),
            ("x in [1, -2]", vec!["x in [1, -2]", "x", "[1, -2]", "1", "-2"]),
            ("x !in xs", vec!["x !in xs", "x", "xs"]),
            ("a[0][b.c].d?.e", vec!["a[0][b.c].d?.e", "a", "0", "b.c", "b", ".c", ".d", ".e"]),
            ("a.b[0].m(1)[2].c", vec!["a.b[0].m(1)[2].c", "a", ".b", "0", "1", "2", ".c"]),
            ("(a.b).c", vec!["(a.b).c", "a", ".b", ".c"]),
            (
                "`é ${a + 1} b ${c}` + \"ü\"",
                vec![
                    "`é ${a + 1} b ${c}` + \"ü\"",
                    "`é ${a + 1} b ${c}`",
                    "`é $",
                    "a + 1",
                    "a",
                    "1",
                    "} b "[1..].into(),
                    "c",
                    "\"ü\"",
                ],
            ),
            (
                "if a { 1 } else if b { 2 } else { 3 }",
                vec!["if a { 1 } else if b { 2 } else { 3 }", "a", "1", "if b { 2 } else { 3 }", "b", "2", "3"],
            ),
            (
                "#{ a: 1, \"b\": [2] }.a ?? 5",
                vec![
                    "#{ a: 1, \"b\": [2] }.a ?? 5",
                    "#{ a: 1, \"b\": [2] }.a",
                    "#{ a: 1, \"b\": [2] }",
                    "1",
                    "[2]",
                    "2",
                    ".a",
                    "5",
                ],
            ),
            ("(`${a}` + b)", vec!["`${a}` + b", "`${a}`", "a", "b"]),
            ("-x ** 2 - 1", vec!["-x ** 2 - 1", "-x ** 2", "-x", "x", "2", "1"]),
        ] {
            let found = places(text);
            let found: Vec<&str> = found.iter().map(String::as_str).collect();
            if text.starts_with('`') {
                assert_eq!(found[..6], parts[..6], "{text}");
            } else {
                assert_eq!(found, parts, "{text}");
            }
        }
    }

    #[test]
    fn what_the_language_leaves_out_is_named_before_syntax() {
        for (text, at) in [
            ("ctx.a = 1", "="),
            ("switch x { 1 => 2 }", "switch"),
            ("xs.map(|x| x + 1)", "|"),
            ("xs.map(|| 1)", "||"),
            ("let x = 1; x", "let"),
            ("eval(\"1\")", "eval"),
            ("print(1)", "print"),
            ("this.x", "this"),
            ("loop { }", "loop"),
            ("a::b(1)", ":"),
            ("while true { }", "while"),
        ] {
            let fault = expression(text).unwrap_err();
            assert_eq!(fault.rule.0, "effect-in-expression", "{text}: {fault:?}");
            assert_eq!(&text[fault.place.start..fault.place.end], at, "{text}");
        }
        assert!(expression("event.payload[\"print\"].switchy && \"let x = |y|\" == x").is_ok());
    }

    #[test]
    fn syntax_faults_stand_at_their_place() {
        for (text, at) in [
            ("ctx.a >= ", ">="),
            ("ctx.a > > 3", ">"),
            ("(a + b", "b"),
            ("'ab' == x", "'ab'"),
            ("a and b", "and"),
            ("a; b", ";"),
            ("99999999999999999999", "99999999999999999999"),
            ("\"abc", "\"abc"),
            ("", ""),
            ("'a'", "'a'"),
        ] {
            let fault = expression(text).unwrap_err();
            assert_eq!(fault.rule.0, "expression-syntax", "{text}: {fault:?}");
            assert_eq!(&text[fault.place.start..fault.place.end], at, "{text}: {fault:?}");
        }
    }

    #[test]
    fn a_field_that_is_a_reserved_word_is_shown_as_it_is_written() {
        for (text, at, written) in [
            ("event.payload.until == 3", "until", "event.payload[\"until\"]"),
            ("event.payload.default", "default", "event.payload[\"default\"]"),
            ("1 + event.payload?.if", "if", "event.payload?[\"if\"]"),
            ("3 in [ctx.a[b + 1].f(2).in]", "in", "ctx.a[b + 1].f(2)[\"in\"]"),
            ("x == (a.b).true", "true", "(a.b)[\"true\"]"),
            ("x == [1].fn", "fn", "[1][\"fn\"]"),
        ] {
            let fault = expression(text).unwrap_err();
            assert_eq!(fault.message, format!("`{at}` is a reserved word"), "{text}");
            assert_eq!(&text[fault.place.start..fault.place.end], at, "{text}");
            assert_eq!(fault.help, Some(format!("a field of that name is written `{written}`")), "{text}");
        }
    }

    #[test]
    fn size_and_depth_are_bounded() {
        for text in [
            "(".repeat(5_000),
            format!("{}1{}{}", "(".repeat(31), ")".repeat(31), "+1".repeat(3_000)),
            format!("{}a", "!".repeat(3_000)),
            format!("1{}", " + 1".repeat(1_900)),
            format!("{}{{2}}", "if a {1} else ".repeat(600)),
            "a".repeat(20_000),
            "[".repeat(3_000),
            format!("a{}", ".b".repeat(1_900)),
            format!("a{}", "[0]".repeat(1_200)),
            format!("2{}", " ** 2".repeat(1_900)),
        ] {
            assert!(expression(&text).is_err(), "{}", &text[..40]);
        }
        let deep = format!("{}1{}", "(".repeat(31), ")".repeat(31));
        assert!(expression(&deep).is_ok());
        assert!(expression(&(format!("a{}", " && a".repeat(60)))).is_ok());
    }

    #[test]
    fn reserved_words_are_known() {
        for word in ["default", "if", "switch", "this", "fn", "true", "in", "is", "match", "print", "eval", "new"] {
            assert!(super::is_reserved(word), "{word}");
        }
        assert!(!super::is_reserved("plan") && !super::is_reserved("step_index") && !super::is_reserved("now"));
    }

    #[test]
    fn bodies_have_statements() {
        let body = "let n = 0;\nfor x in xs { if x > 2 { n += x; } }\nwhile n > 9 { n = n / 2; }\nreturn n;";
        let statements = statements(body).unwrap();
        assert!(matches!(statements[0].kind, StatementKind::Let(..)));
        assert!(matches!(statements[1].kind, StatementKind::For(..)));
        assert!(matches!(statements[2].kind, StatementKind::While(..)));
        assert!(matches!(statements[3].kind, StatementKind::Return(Some(_))));
        assert_eq!(statements.len(), 4);
        let whole = Place { start: 0, end: 9 };
        assert_eq!(statements[0].place, whole);
    }
}
