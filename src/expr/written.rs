//! Conditions and terms as a person wrote them, on one line: definitions keep their names.

use crate::expr::program::Program;
use crate::expr::term::{Condition, Term, TextPart};

/// How firmly a text must hold together where it is put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    And,
    Or,
    Not,
}

impl Condition {
    /// Its text; `all`, `any` and `not` become the operators that mean the same.
    pub fn written(&self) -> String {
        let mut out = String::new();
        condition(self, Inside::Nothing, &mut out);
        out
    }
}

impl Term {
    /// Its text: a literal as one, an expression without its `=`, a text in quotes with its `${}`.
    pub fn written(&self) -> String {
        let mut out = String::new();
        term(self, &mut out);
        out
    }
}

fn condition(of: &Condition, inside: Inside, out: &mut String) {
    match of {
        Condition::Expression(program) => expression(program, inside, out),
        Condition::All(parts) => joined(parts, ("true", " && ", Inside::And), inside, out),
        Condition::Any(parts) => joined(parts, ("false", " || ", Inside::Or), inside, out),
        Condition::Not(part) => {
            out.push('!');
            condition(part, Inside::Not, out);
        }
    }
}

fn joined(parts: &[Condition], (none, between, of): (&str, &str, Inside), inside: Inside, out: &mut String) {
    match parts {
        [] => return out.push_str(none),
        [one] => return condition(one, inside, out),
        _ => {}
    }
    let wrapped = inside != Inside::Nothing && inside != of;
    out.push_str(if wrapped { "(" } else { "" });
    for (index, part) in parts.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { between });
        condition(part, of, out);
    }
    out.push_str(if wrapped { ")" } else { "" });
}

fn expression(program: &Program, inside: Inside, out: &mut String) {
    let text = one_line(program.written());
    let has = |operators: &[&str]| operators.iter().any(|operator| text.contains(operator));
    let wrapped = match inside {
        Inside::Nothing => false,
        Inside::And => has(&["||", "??"]),
        Inside::Or => has(&["&&", "??"]),
        Inside::Not => text.contains(' '),
    };
    out.push_str(if wrapped { "(" } else { "" });
    out.push_str(&text);
    out.push_str(if wrapped { ")" } else { "" });
}

fn term(of: &Term, out: &mut String) {
    match of {
        Term::Constant(value) => out.push_str(&value.to_string()),
        Term::Expression(program) => out.push_str(&one_line(program.written())),
        Term::Text(parts) => {
            out.push('"');
            for part in parts {
                match part {
                    TextPart::Literal(text) => out.push_str(&text.replace('\n', "\\n")),
                    TextPart::Expression(program) => {
                        out.push_str("${");
                        out.push_str(&one_line(program.written()));
                        out.push('}');
                    }
                }
            }
            out.push('"');
        }
        Term::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                term(item, out);
            }
            out.push(']');
        }
        Term::Object(fields) => {
            out.push('{');
            for (index, (name, value)) in fields.iter().enumerate() {
                out.push_str(if index == 0 { " " } else { ", " });
                out.push_str(name);
                out.push_str(": ");
                term(value, out);
            }
            out.push_str(if fields.is_empty() { "}" } else { " }" });
        }
    }
}

/// A block scalar's lines as one.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
