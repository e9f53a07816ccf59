//! Declarations as written: events, fields, definitions, functions, actions, windows and caps.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::syntax::content::ValueDecl;
use crate::syntax::text::Text;
use crate::terms::shape::Shape;
use crate::terms::span::{Name, Span, Spanned};

/// Where names are declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// `states`, at any depth.
    States,
    /// `steps`, of states or of the journey.
    Steps,
    /// `context`.
    Context,
    /// `events`.
    Events,
    /// `profile`.
    Profile,
    /// `define`.
    Define,
    /// `functions`.
    Functions,
    /// `actions`.
    Actions,
    /// `windows`.
    Windows,
    /// `caps`.
    Caps,
}

impl Section {
    /// Those that a catalog has as well.
    pub const SHARED: [Self; 7] =
        [Self::Events, Self::Profile, Self::Define, Self::Functions, Self::Actions, Self::Windows, Self::Caps];

    /// Those whose names expressions read.
    pub const READ: [Self; 6] =
        [Self::States, Self::Context, Self::Events, Self::Profile, Self::Define, Self::Functions];
}

/// What a journey and a catalog may both declare.
#[derive(Clone, Debug, Default)]
pub struct Declarations {
    /// Event contracts.
    pub events: Vec<EventDecl>,
    /// What is known of a person across journeys.
    pub profile: Vec<FieldDecl>,
    /// Named expressions, in file order.
    pub define: Vec<DefineDecl>,
    /// Typed functions, in file order.
    pub functions: Vec<FunctionDecl>,
    /// What the outside world may be asked to do.
    pub actions: Vec<ActionDecl>,
    /// Recurring spans of local time.
    pub windows: Vec<WindowDecl>,
    /// Shared limits of sending.
    pub caps: Vec<CapDecl>,
    /// Sections of which something could not be read, so that a name may seem unknown that is declared there.
    pub lost: BTreeSet<Section>,
}

/// A context variable, a payload, profile or result field, or a param.
#[derive(Clone, Debug)]
pub struct FieldDecl {
    /// Its name.
    pub name: Name,
    /// Its type and limits; `Any` where they could not be read (`broken`).
    pub shape: Shape,
    /// Where the type stands.
    pub span: Span,
    /// The default as written.
    pub default: Option<ValueDecl>,
    /// Whether the shape could not be read in full.
    pub broken: bool,
}

/// An event contract.
#[derive(Clone, Debug)]
pub struct EventDecl {
    /// Its name.
    pub name: Name,
    /// For people.
    pub description: Option<SmolStr>,
    /// Its payload's fields, in file order.
    pub payload: Vec<FieldDecl>,
    /// Whether undeclared fields are refused.
    pub closed: bool,
    /// A JSON Schema file instead, as written.
    pub schema: Option<Name>,
    /// Whether the payload may have other fields, which could not be read.
    pub hidden: bool,
    /// Whether something was left out.
    pub broken: bool,
}

/// A named expression.
#[derive(Clone, Debug)]
pub struct DefineDecl {
    /// Its name.
    pub name: Name,
    /// Its expression.
    pub body: Text,
}

/// A typed function.
#[derive(Clone, Debug)]
pub struct FunctionDecl {
    /// Its name.
    pub name: Name,
    /// For people.
    pub description: Option<SmolStr>,
    /// Its parameters, in file order.
    pub params: Vec<FieldDecl>,
    /// Its result.
    pub returns: Option<Spanned<Shape>>,
    /// Rhai.
    pub body: Option<Text>,
    /// Whether it may have other parameters, which could not be read.
    pub hidden: bool,
    /// Whether something was left out.
    pub broken: bool,
}

/// What the outside world may be asked to do.
#[derive(Clone, Debug)]
pub struct ActionDecl {
    /// Its name.
    pub name: Name,
    /// For people.
    pub description: Option<SmolStr>,
    /// A sink of wayfare.toml.
    pub sink: Option<Name>,
    /// Its params, in file order.
    pub params: Vec<FieldDecl>,
    /// The consent purpose that it asks.
    pub consent: Option<Name>,
    /// Why no consent is needed.
    pub basis: Option<Spanned<Basis>>,
    /// Limits of sending.
    pub cap: Vec<CapRef>,
    /// Quiet hours.
    pub window: Option<Name>,
    /// What happens outside the window.
    pub outside: Option<Spanned<Outside>>,
    /// How long an answer may take, in milliseconds.
    pub timeout: Option<Spanned<i64>>,
    /// How often it is tried again.
    pub retry: Option<RetryDecl>,
    /// Event raised after success.
    pub on_success: Option<Name>,
    /// Event raised after failure.
    pub on_failure: Option<Name>,
    /// Typed fields of the sink's answer.
    pub result: Vec<FieldDecl>,
    /// Whether it may have other params or fields of its result, which could not be read.
    pub hidden: bool,
    /// Whether something was left out.
    pub broken: bool,
}

/// Why no consent is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The contract with the person.
    Contract,
    /// A law.
    Legal,
    /// A legitimate interest.
    Interest,
}

/// What becomes of a message outside its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// It is sent at the next opening.
    Defer,
    /// It is not sent.
    Drop,
}

/// `{max, per}`, or the name of a shared cap.
#[derive(Clone, Debug)]
pub enum CapRef {
    /// A shared cap.
    Named(Name),
    /// The action's own.
    Own(Limit),
}

/// At most `max` within `per`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub max: u32,
    /// In how many milliseconds.
    pub per: i64,
    /// Where it stands.
    pub span: Span,
}

/// `retry: {max, backoff, limit}`, times in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryDecl {
    /// How many more tries.
    pub max: u32,
    /// The first wait.
    pub backoff: Option<i64>,
    /// The longest wait.
    pub limit: Option<i64>,
}

/// A shared cap.
#[derive(Clone, Debug)]
pub struct CapDecl {
    /// Its name.
    pub name: Name,
    /// Its limit; absent where it could not be read.
    pub limit: Option<Limit>,
}

/// A recurring span of local time.
#[derive(Clone, Debug)]
pub struct WindowDecl {
    /// Its name.
    pub name: Name,
    /// Monday is 0; every day where absent.
    pub days: Option<Vec<u8>>,
    /// Minutes after midnight; inside.
    pub from: Option<Spanned<u16>>,
    /// Minutes after midnight, up to 1440; outside.
    pub to: Option<Spanned<u16>>,
    /// An IANA zone, or an expression.
    pub tz: Option<ValueDecl>,
    /// Whether something was left out.
    pub broken: bool,
}
