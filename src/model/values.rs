//! A value as written becomes a term of the type that its place asks.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::check::{self, Reads, Want};
use crate::expr::facts::Facts;
use crate::expr::function::Functions;
use crate::expr::meant::{may_be_expression, seems_expression};
use crate::expr::parse;
use crate::expr::program::Program;
use crate::expr::scope::{EventScope, Scope};
use crate::expr::term::{Term, TextPart};
use crate::model::ground::Notes;
use crate::syntax::content::{Piece, ValueDecl, ValueKind};
use crate::syntax::text::Text;
use crate::terms::finding::{Edit, Finding, Fix};
use crate::terms::rule::{self, RuleName};
use crate::terms::shape::{Of, Shape};
use crate::terms::span::{Name, Span};
use crate::terms::suggest;
use crate::terms::time::{parse_duration, parse_instant};
use crate::terms::types::Kind;
use crate::terms::value::Value;

/// What a place asks of a value.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The type and its limits.
    pub shape: &'a Shape,
    /// The rule that a value of another type breaks.
    pub rule: RuleName,
    /// What asks: "the variable `step_index`".
    pub what: &'a str,
}

/// What is known where a value stands.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The names.
    pub scope: &'a Scope<'a>,
    /// What is known not to be missing.
    pub facts: &'a Facts,
}

/// A value that fits.
#[derive(Clone, Debug)]
pub struct Given {
    /// It.
    pub term: Term,
    /// Whether it may be `()`.
    pub optional: bool,
    /// Whether it must be held against the shape when it runs.
    pub check: bool,
    /// What it reads.
    pub reads: Reads,
}

impl<'a> Asked<'a> {
    /// The same, asked of a part.
    const fn of(self, shape: &'a Shape) -> Self {
        Self { shape, ..self }
    }
}

/// Compiles `decl`; absent where it does not fit, which has been reported.
pub fn value(decl: &ValueDecl, asked: Asked<'_>, view: View<'_>, notes: &mut Notes) -> Option<Given> {
    match &decl.kind {
        ValueKind::Expr(text) => expression(text, asked, view, notes),
        ValueKind::Template(pieces) => template(pieces, decl.span, asked, view, notes),
        ValueKind::List(items) => list(items, decl.span, asked, view, notes),
        ValueKind::Map(fields) => object(fields, decl.span, asked, view, notes),
        kind => {
            let refused = |finding: Box<Finding>| match kind {
                ValueKind::Str(text) if may_be_expression(text, view.scope) => without_sign(*finding, text, decl.span),
                _ => *finding,
            };
            // A text of which the `=` is missing was to use what it names.
            if let ValueKind::Str(text) = kind
                && seems_expression(text, view.scope)
            {
                notes.uses.lose(text);
            }
            literal(decl, asked).map(Given::constant).map_err(|finding| notes.findings.push(refused(finding))).ok()
        }
    }
}

/// `finding`, about a text that is an expression but for the `=` before it.
pub fn without_sign(finding: Finding, text: &str, span: Span) -> Finding {
    let text = text.trim();
    let finding = finding.help(format!("write `={text}` for the value of the expression"));
    // Where the text is longer as written, it is in quotes, unless it is a plain one that goes on in the next line.
    let quoted = match ((span.end - span.start) as usize).checked_sub(text.len()) {
        Some(0) => 0,
        Some(2) if !text.contains(char::is_whitespace) => 1,
        _ => return finding,
    };
    let place = Span { start: span.start + quoted, end: span.start + quoted, ..span };
    let edits = vec![Edit { span: place, text: "=".to_owned() }];
    finding.fix(Fix { message: "write `=` before it".to_owned(), edits, safe: false })
}

/// The value of a literal without anything computed in it, as `shape` holds it.
pub fn constant(decl: &ValueDecl, asked: Asked<'_>, notes: &mut Notes) -> Option<Value> {
    let nothing = Facts::default();
    let (states, functions) = (FxHashMap::default(), Functions::default());
    let scope = empty_scope(&states, &functions);
    if let Term::Constant(value) = value(decl, asked, View { scope: &scope, facts: &nothing }, notes)?.term {
        return Some(value);
    }
    let message = format!("{} must be a literal", asked.what);
    let help = "write the value itself, without `=` and `${}`";
    notes.findings.push(Finding::new(rule::WRONG_SHAPE, decl.span, message).help(help));
    None
}

fn empty_scope<'a>(states: &'a FxHashMap<SmolStr, u32>, functions: &'a Functions) -> Scope<'a> {
    Scope {
        context: &[],
        old: &[],
        event: EventScope::Absent("a literal has no event"),
        profile: &[],
        purposes: &[],
        states,
        definitions: &[],
        functions,
        person: false,
    }
}

/// Notes the expressions of `decl`, which nobody compiles: what takes their values is not known.
pub fn lose(decl: &ValueDecl, notes: &mut Notes) {
    match &decl.kind {
        ValueKind::Expr(text) => notes.uses.lose(&text.text),
        ValueKind::Template(pieces) => pieces.iter().for_each(|piece| lose_piece(piece, notes)),
        ValueKind::List(items) => items.iter().for_each(|item| lose(item, notes)),
        ValueKind::Map(fields) => fields.iter().for_each(|(_, value)| lose(value, notes)),
        _ => {}
    }
}

fn lose_piece(piece: &Piece, notes: &mut Notes) {
    if let Piece::Expr(text) = piece {
        notes.uses.lose(&text.text);
    }
}

fn expression(text: &Text, asked: Asked<'_>, view: View<'_>, notes: &mut Notes) -> Option<Given> {
    let given = compiled(text, asked, view, notes);
    if given.is_none() {
        notes.uses.lose(&text.text);
    }
    given
}

fn compiled(text: &Text, asked: Asked<'_>, view: View<'_>, notes: &mut Notes) -> Option<Given> {
    let parsed = parse::parse(text, &mut notes.findings)?;
    let ty = asked.shape.type_of();
    let any = matches!(ty.kind, Kind::Any);
    let want = Want { ty: (!any).then_some(&ty), rule: asked.rule, what: asked.what };
    let compiled = check::compile(&parsed, view.scope, want, view.facts, &mut notes.paths, &mut notes.findings)?;
    notes.uses.add(&compiled.reads);
    Some(Given {
        optional: compiled.ty.optional,
        check: !asked.shape.is_plain() || (matches!(compiled.ty.kind, Kind::Any) && !any),
        term: Term::Expression(compiled.program),
        reads: compiled.reads,
    })
}

fn template(pieces: &[Piece], span: Span, asked: Asked<'_>, view: View<'_>, notes: &mut Notes) -> Option<Given> {
    if !matches!(asked.shape.of, Of::String | Of::Any) {
        let finding = mismatch(asked, span, "a text with `${}` in it");
        for piece in pieces {
            lose_piece(piece, notes);
        }
        notes.findings.push(match pieces {
            [Piece::Expr(text)] => finding.help(format!("write `={}` for the value of the expression", text.text)),
            _ => finding,
        });
        return None;
    }
    let mut reads = Reads::default();
    let mut parts = Vec::with_capacity(pieces.len());
    let mut whole = true;
    for piece in pieces {
        match piece {
            Piece::Literal(text) => parts.push(TextPart::Literal(text.clone())),
            Piece::Expr(text) => match interpolated(text, view, notes) {
                Some((program, more)) => {
                    reads.merge(&more);
                    parts.push(TextPart::Expression(program));
                }
                None => whole = false,
            },
        }
    }
    let check = !asked.shape.is_plain();
    whole.then_some(Given { term: Term::Text(parts), optional: false, check, reads })
}

fn interpolated(text: &Text, view: View<'_>, notes: &mut Notes) -> Option<(Program, Reads)> {
    let compiled = parse::parse(text, &mut notes.findings).and_then(|parsed| {
        check::compile_piece(&parsed, view.scope, view.facts, &mut notes.paths, &mut notes.findings)
    });
    let Some(compiled) = compiled else {
        notes.uses.lose(&text.text);
        return None;
    };
    notes.uses.add(&compiled.reads);
    Some((compiled.program, compiled.reads))
}

fn list(items: &[ValueDecl], span: Span, asked: Asked<'_>, view: View<'_>, notes: &mut Notes) -> Option<Given> {
    let any = Shape { optional: true, ..Shape::of(Of::Any) };
    let item = match &asked.shape.of {
        Of::List(item) => item.as_ref(),
        Of::Any => &any,
        _ => {
            for item in items {
                lose(item, notes);
            }
            notes.findings.push(mismatch(asked, span, "a list"));
            return None;
        }
    };
    let given: Vec<Option<Given>> = items.iter().map(|decl| value(decl, asked.of(item), view, notes)).collect();
    let given = given.into_iter().collect::<Option<Vec<Given>>>()?;
    let reads = Reads::merged(given.iter().map(|part| &part.reads));
    let terms: Vec<Term> = given.into_iter().map(|part| part.term).collect();
    match terms.iter().map(as_constant).collect::<Option<Vec<Value>>>() {
        Some(values) => within(Value::list(values), span, asked, notes),
        None => Some(Given { term: Term::List(terms), optional: false, check: true, reads }),
    }
}

fn object(
    fields: &[(Name, ValueDecl)],
    span: Span,
    asked: Asked<'_>,
    view: View<'_>,
    notes: &mut Notes,
) -> Option<Given> {
    let any = Shape { optional: true, ..Shape::of(Of::Any) };
    let declared = match &asked.shape.of {
        Of::Object(declared) => Some(declared),
        Of::Any => None,
        _ => {
            for (_, value) in fields {
                lose(value, notes);
            }
            notes.findings.push(mismatch(asked, span, "a mapping"));
            return None;
        }
    };
    let mut terms = Vec::with_capacity(fields.len());
    let mut reads = Reads::default();
    let mut whole = true;
    for (name, decl) in fields {
        let shape = match declared {
            None => Some(&any),
            Some(declared) => declared.iter().find(|field| field.name == name.value).map(|field| &field.shape),
        };
        let Some(shape) = shape else {
            notes.stranger(unknown_field(name, asked));
            lose(decl, notes);
            whole = false;
            continue;
        };
        match value(decl, asked.of(shape), view, notes) {
            Some(given) => {
                reads.merge(&given.reads);
                terms.push((name.value.clone(), given.term));
            }
            None => whole = false,
        }
    }
    if !whole {
        return None;
    }
    let constants = terms.iter().map(|(name, term)| Some((name.clone(), as_constant(term)?)));
    match constants.collect::<Option<Vec<_>>>() {
        Some(values) => within(Value::object(values), span, asked, notes),
        None => Some(Given { term: Term::Object(terms), optional: false, check: true, reads }),
    }
}

fn within(value: Value, span: Span, asked: Asked<'_>, notes: &mut Notes) -> Option<Given> {
    match asked.shape.admit(value) {
        Ok(value) => Some(Given::constant(value)),
        Err(misfit) => {
            notes.findings.push(Finding::new(asked.rule, span, format!("{misfit}, for {}", asked.what)));
            None
        }
    }
}

fn literal(decl: &ValueDecl, asked: Asked<'_>) -> Result<Value, Box<Finding>> {
    let shape = asked.shape;
    let found = plain(&decl.kind);
    if found.is_unit() {
        return if shape.optional || matches!(shape.of, Of::Any) {
            Ok(found)
        } else {
            let message = format!("{} cannot be missing; it is {shape}", asked.what);
            Err(Box::new(
                Finding::new(asked.rule, decl.span, message).help("give a value, or make its type optional with `?`"),
            ))
        };
    }
    let value = match (&shape.of, found) {
        (Of::Duration, Value::Str(text)) => Value::Duration(parse_duration(&text).map_err(|error| {
            Box::new(Finding::new(rule::WRONG_SHAPE, decl.span, error.to_string()).help(error.help()))
        })?),
        (Of::Timestamp, Value::Str(text)) => Value::Timestamp(parse_instant(&text).map_err(|error| {
            Box::new(Finding::new(rule::WRONG_SHAPE, decl.span, error.to_string()).help(error.help()))
        })?),
        (Of::Timestamp, Value::Int(millis)) => Value::Timestamp(millis),
        (Of::Enum(members), Value::Str(text)) if !members.contains(&text) => {
            let message = format!("`{text}` is no member of {shape}, for {}", asked.what);
            let mut finding = Finding::new(rule::TYPE_MISMATCH, decl.span, message);
            finding.help = suggest::help(&text, members.iter().map(SmolStr::as_str));
            return Err(Box::new(finding));
        }
        (_, value) => value,
    };
    shape
        .admit(value)
        .map_err(|misfit| Box::new(Finding::new(asked.rule, decl.span, format!("{misfit}, for {}", asked.what))))
}

fn plain(kind: &ValueKind) -> Value {
    match kind {
        ValueKind::Bool(value) => Value::Bool(*value),
        ValueKind::Int(value) => Value::Int(*value),
        ValueKind::Number(value) => Value::Number(*value),
        ValueKind::Str(text) => Value::Str(text.clone()),
        _ => Value::Unit,
    }
}

fn mismatch(asked: Asked<'_>, span: Span, found: &str) -> Finding {
    Finding::new(asked.rule, span, format!("{found} where {} was expected, for {}", asked.shape, asked.what))
}

fn unknown_field(name: &Name, asked: Asked<'_>) -> Finding {
    let message = format!("{} has no field `{}`", asked.what, name.value);
    let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, message);
    if let Of::Object(fields) = &asked.shape.of {
        finding.help = suggest::help(&name.value, fields.iter().map(|field| field.name.as_str()));
    }
    finding
}

fn as_constant(term: &Term) -> Option<Value> {
    match term {
        Term::Constant(value) => Some(value.clone()),
        _ => None,
    }
}

impl Given {
    fn constant(value: Value) -> Self {
        Self { optional: value.is_unit(), term: Term::Constant(value), check: false, reads: Reads::default() }
    }
}

/// A shape of `of` without limits, for places that ask a fixed type.
pub fn asks(of: Of, optional: bool) -> Shape {
    Shape { optional, ..Shape::of(of) }
}
