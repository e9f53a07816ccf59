//! Values, conditions and lists of actions as written: what a journey computes and does.

use std::fmt;

use smol_str::SmolStr;

use crate::syntax::text::Text;
use crate::terms::span::{Name, Span};

/// A value where a value belongs: a literal, or with `=` or `${}` in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueDecl {
    /// What it is.
    pub kind: ValueKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// `null` or nothing.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A YAML integer.
    Int(i64),
    /// A YAML float.
    Number(f64),
    /// A string without `=` and `${}`, escapes undone.
    Str(SmolStr),
    /// `=expr`.
    Expr(Text),
    /// A string with `${ expr }` in it.
    Template(Vec<Piece>),
    /// A list.
    List(Vec<ValueDecl>),
    /// A mapping.
    Map(Vec<(Name, ValueDecl)>),
}

impl fmt::Display for ValueDecl {
    /// As the language writes it, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = |texts: Vec<String>| texts.join(", ");
        match &self.kind {
            ValueKind::Null => write!(f, "null"),
            ValueKind::Bool(value) => write!(f, "{value}"),
            ValueKind::Int(value) => write!(f, "{value}"),
            ValueKind::Number(value) => write!(f, "{value:?}"),
            ValueKind::Str(text) => write!(f, "{text:?}"),
            ValueKind::Expr(expression) => write!(f, "={}", expression.text),
            ValueKind::Template(pieces) => {
                let said = |piece: &Piece| match piece {
                    Piece::Literal(text) => text.escape_debug().to_string(),
                    Piece::Expr(expression) => format!("${{{}}}", expression.text),
                };
                write!(f, "\"{}\"", pieces.iter().map(said).collect::<String>())
            }
            ValueKind::List(items) => write!(f, "[{}]", listed(items.iter().map(Self::to_string).collect())),
            ValueKind::Map(fields) => {
                let field = |(name, value): &(Name, Self)| format!("{}: {value}", name.value);
                write!(f, "{{ {} }}", listed(fields.iter().map(field).collect()))
            }
        }
    }
}

/// A part of an interpolated string.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text as it stands.
    Literal(SmolStr),
    /// The expression inside `${ … }`.
    Expr(Text),
}

/// A guard, an `if` or a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionDecl {
    /// One expression.
    Expr(Text),
    /// `all: […]`, with its place from the key to the end of the list.
    All(Vec<ConditionDecl>, Span),
    /// `any: […]`.
    Any(Vec<ConditionDecl>, Span),
    /// `not: …`.
    Not(Box<ConditionDecl>, Span),
}

impl ConditionDecl {
    /// Where the whole of it stands; a mapping from its key on.
    pub fn span(&self) -> Span {
        match self {
            Self::Expr(text) => text.span,
            Self::All(_, span) | Self::Any(_, span) | Self::Not(_, span) => *span,
        }
    }
}

/// One variable of a `set`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The variable.
    pub variable: Name,
    /// Its new value.
    pub value: ValueDecl,
}

/// One item of a list of actions.
#[derive(Clone, Debug)]
pub struct ItemDecl {
    /// What it does.
    pub kind: ItemKind,
    /// Where it stands.
    pub span: Span,
    /// Whether something was left out.
    pub broken: bool,
}

/// The kinds of item.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// A declared action and its params.
    Act(Name, Vec<(Name, ValueDecl)>),
    /// An event handled before the next outside event.
    Raise(EventCall),
    /// An outside event for the same person.
    Emit(EventCall),
    /// An event of the instance's own at a later instant.
    Schedule(ScheduleDecl),
    /// Takes a scheduled event back.
    Cancel(Name),
    /// Context assignments.
    Set(Vec<Assignment>),
    /// Two lists, one of which is done.
    If(ConditionDecl, Vec<ItemDecl>, Vec<ItemDecl>),
}

/// An event with its payload.
#[derive(Clone, Debug)]
pub struct EventCall {
    /// The event.
    pub event: Name,
    /// Its payload's fields.
    pub payload: Vec<(Name, ValueDecl)>,
}

/// `schedule: {event, after | at, payload, id}`.
#[derive(Clone, Debug)]
pub struct ScheduleDecl {
    /// The event and its payload.
    pub call: EventCall,
    /// How long from now.
    pub after: Option<ValueDecl>,
    /// Or when.
    pub at: Option<ValueDecl>,
    /// The name under which it is cancelled and replaced.
    pub id: Option<Name>,
}
