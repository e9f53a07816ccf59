//! What a journey, a catalog and a project's config say, as written: names not yet resolved, types not yet checked.
//!
//! A part that could not be read is left out, and its fault is among the findings of the reader; `broken` marks an
//! element of which something was left out, so that nobody reports what only follows from that.

use smol_str::SmolStr;

use crate::syntax::text::Text;
use crate::terms::shape::Shape;
use crate::terms::span::{FileId, Name, Span, Spanned};

/// One file of the language.
#[derive(Clone, Debug)]
pub enum Document {
    /// `journey: <id>`.
    Journey(Box<JourneyDocument>),
    /// `catalog: <id>`.
    Catalog(Box<CatalogDocument>),
    /// `scenarios: <journey id>`; its tests are read by the rehearsal.
    Scenarios(ScenariosDocument),
}

/// A file of scenario tests, of which only the head is read here.
#[derive(Clone, Debug)]
pub struct ScenariosDocument {
    /// The file.
    pub file: FileId,
    /// The journey that it tests.
    pub journey: Name,
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
}

/// `catalog: <id>`.
#[derive(Clone, Debug)]
pub struct CatalogDocument {
    /// The file.
    pub file: FileId,
    /// Its id.
    pub id: Name,
    /// For people.
    pub description: Option<Spanned<SmolStr>>,
    /// What it declares.
    pub declares: Declarations,
    /// Whether something of the document itself was left out.
    pub broken: bool,
    /// Whether a declaration was left out, so that its name may seem unknown.
    pub lost: bool,
}

/// `journey: <id>`.
#[derive(Clone, Debug)]
pub struct JourneyDocument {
    /// The file.
    pub file: FileId,
    /// Its id.
    pub id: Name,
    /// Semver; absent where missing or broken (a finding says so).
    pub version: Option<Spanned<SmolStr>>,
    /// For people.
    pub title: Option<Spanned<SmolStr>>,
    /// For people.
    pub description: Option<Spanned<SmolStr>>,
    /// Who answers for it.
    pub owner: Option<Spanned<SmolStr>>,
    /// For people.
    pub tags: Vec<Name>,
    /// Catalog ids.
    pub uses: Vec<Name>,
    /// What it declares itself.
    pub declares: Declarations,
    /// Context variables, in file order.
    pub context: Vec<FieldDecl>,
    /// Who enters.
    pub entry: Option<EntryDecl>,
    /// Who leaves from any state.
    pub exit: Vec<ExitDecl>,
    /// What is counted.
    pub goals: Vec<GoalDecl>,
    /// How two instances become one.
    pub identity: Option<IdentityDecl>,
    /// Where it begins: one state or one for each region; empty where missing.
    pub initial: Vec<Name>,
    /// Whether the key `initial` was written, broken or not.
    pub initial_written: bool,
    /// Steps that hold in every state.
    pub steps: Vec<StepDecl>,
    /// The states, in file order.
    pub states: Vec<StateDecl>,
    /// What becomes of people on other versions.
    pub migrate: Vec<MigrateDecl>,
    /// Whether something of the document itself was left out.
    pub broken: bool,
    /// Whether a declaration was left out, so that its name may seem unknown.
    pub lost: bool,
}

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
    /// `all: […]`, with the place of the key.
    All(Vec<ConditionDecl>, Span),
    /// `any: […]`.
    Any(Vec<ConditionDecl>, Span),
    /// `not: …`.
    Not(Box<ConditionDecl>, Span),
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
    pub returns: Option<Shape>,
    /// Rhai.
    pub body: Option<Text>,
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

/// Who enters.
#[derive(Clone, Debug)]
pub struct EntryDecl {
    /// The place of the key `entry`.
    pub span: Span,
    /// Event names or patterns; empty where not written.
    pub triggers: Vec<Name>,
    /// Who among them.
    pub guard: Option<ConditionDecl>,
    /// What is captured.
    pub set: Vec<Assignment>,
    /// What tells one person's instances apart.
    pub key: Option<KeyDecl>,
    /// Whether one may come again.
    pub reentry: Option<Spanned<Reentry>>,
    /// Whether something was left out.
    pub broken: bool,
}

/// What tells one person's instances apart.
#[derive(Clone, Debug)]
pub enum KeyDecl {
    /// One expression for all events.
    One(ValueDecl),
    /// One for each event; the value `all` as a string means every instance.
    Each(Vec<(Name, ValueDecl)>, Span),
}

/// Whether one may come again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reentry {
    /// Once for ever.
    #[default]
    Never,
    /// Once the last visit ended.
    AfterEnd,
    /// At once; a running visit ends.
    Always,
    /// From exactly this many milliseconds after the last visit's end.
    After(i64),
}

/// An exit rule.
#[derive(Clone, Debug)]
pub struct ExitDecl {
    /// Its id.
    pub id: Name,
    /// Event names or patterns.
    pub triggers: Vec<Name>,
    /// Whether it holds.
    pub guard: Option<ConditionDecl>,
    /// What is done after all states were left.
    pub actions: Vec<ItemDecl>,
    /// Whether something was left out.
    pub broken: bool,
}

/// A goal.
#[derive(Clone, Debug)]
pub struct GoalDecl {
    /// Its id.
    pub id: Name,
    /// The state that reaches it.
    pub state: Option<Name>,
    /// Or the events.
    pub triggers: Vec<Name>,
    /// Whether they count.
    pub guard: Option<ConditionDecl>,
    /// Milliseconds from entry.
    pub within: Option<Spanned<i64>>,
    /// What it is worth.
    pub value: Option<ValueDecl>,
    /// Whether something was left out.
    pub broken: bool,
}

/// How two instances become one.
#[derive(Clone, Debug)]
pub struct IdentityDecl {
    /// Which instance is kept.
    pub merge: Option<Spanned<MergeInstance>>,
    /// What becomes of each variable.
    pub context: Vec<(Name, Spanned<MergeVariable>)>,
}

/// Which instance is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MergeInstance {
    /// The one that stands later in the file.
    #[default]
    Furthest,
    /// The one with the later last input.
    Newest,
    /// The known person's.
    Known,
}

/// What becomes of a variable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MergeVariable {
    /// From the kept instance.
    #[default]
    Kept,
    /// Set later.
    Newest,
    /// Set earlier.
    Oldest,
    /// The greater.
    Max,
    /// The smaller.
    Min,
    /// A sorted set of both lists.
    Union,
    /// Added.
    Sum,
}

/// A step.
#[derive(Clone, Debug)]
pub struct StepDecl {
    /// Its id.
    pub id: Name,
    /// For people.
    pub name: Option<Spanned<SmolStr>>,
    /// For people.
    pub description: Option<Spanned<SmolStr>>,
    /// What fires it; absent where missing or broken.
    pub trigger: Option<TriggerDecl>,
    /// Whether it holds.
    pub guard: Option<ConditionDecl>,
    /// Context assignments.
    pub set: Vec<Assignment>,
    /// What is done, in order.
    pub actions: Vec<ItemDecl>,
    /// Target states; empty where it stays.
    pub to: Vec<Name>,
    /// Whether it leaves and enters its owner again; the place of the key.
    pub reenter: Option<Span>,
    /// Whether something was left out.
    pub broken: bool,
}

/// What fires a step.
#[derive(Clone, Debug)]
pub struct TriggerDecl {
    /// What it is.
    pub kind: TriggerKind,
    /// The place of its key.
    pub key: Span,
    /// The window that a timer waits for.
    pub within: Option<Name>,
}

/// The kinds of trigger.
#[derive(Clone, Debug)]
pub enum TriggerKind {
    /// Event names or patterns.
    Events(Vec<Name>),
    /// A duration after the owning state was entered.
    After(ValueDecl),
    /// An instant.
    At(ValueDecl),
    /// A duration, again and again, at most `times` times.
    Every(ValueDecl, Option<Spanned<u32>>),
    /// One firing after each of these gaps.
    Gaps(Vec<ValueDecl>),
    /// As soon as its guard holds.
    Always,
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

/// A state.
#[derive(Clone, Debug)]
pub struct StateDecl {
    /// Its id.
    pub id: Name,
    /// For people.
    pub name: Option<Spanned<SmolStr>>,
    /// For people.
    pub description: Option<Spanned<SmolStr>>,
    /// For people.
    pub tags: Vec<Name>,
    /// The place of `parallel: true`.
    pub parallel: Option<Span>,
    /// The place of `final: true`.
    pub is_final: Option<Span>,
    /// The place and depth of `history`.
    pub history: Option<Spanned<HistoryDepth>>,
    /// A history's default, one or one for each region.
    pub default: Vec<Name>,
    /// An experiment.
    pub split: Option<SplitDecl>,
    /// Where a compound state begins.
    pub initial: Vec<Name>,
    /// The place of the key `initial`, broken or not.
    pub initial_key: Option<Span>,
    /// Its steps, in file order.
    pub steps: Vec<StepDecl>,
    /// The place of the key `steps`.
    pub steps_key: Option<Span>,
    /// What is done on the way in.
    pub on_entry: Vec<ItemDecl>,
    /// What is done on the way out.
    pub on_exit: Vec<ItemDecl>,
    /// States inside, in file order.
    pub states: Vec<StateDecl>,
    /// Whether something was left out.
    pub broken: bool,
}

/// How much a history remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryDepth {
    /// The children.
    Shallow,
    /// All the way down.
    Deep,
}

/// An experiment.
#[derive(Clone, Debug)]
pub struct SplitDecl {
    /// The place of the key `split`.
    pub span: Span,
    /// Whom to draw for.
    pub key: Option<ValueDecl>,
    /// What keeps one experiment apart from others.
    pub salt: Option<ValueDecl>,
    /// Its arms, in file order.
    pub arms: Vec<ArmDecl>,
    /// Whether something was left out.
    pub broken: bool,
}

/// An arm of an experiment.
#[derive(Clone, Debug)]
pub struct ArmDecl {
    /// Its id.
    pub id: Name,
    /// Its weight; absent where missing or broken.
    pub weight: Option<Spanned<f64>>,
    /// Where it leads.
    pub to: Vec<Name>,
    /// Context assignments.
    pub set: Vec<Assignment>,
}

/// What becomes of people on other versions.
#[derive(Clone, Debug)]
pub struct MigrateDecl {
    /// The first key's place.
    pub span: Span,
    /// A semver range.
    pub from: Option<Spanned<SmolStr>>,
    /// Old state to new state, or `exit`.
    pub states: Vec<(Name, Name)>,
    /// Assignments over `old.*`.
    pub set: Vec<Assignment>,
    /// Step ids to milliseconds from the move.
    pub timers: Vec<(Name, ValueDecl)>,
    /// Old step id to new.
    pub steps: Vec<(Name, Name)>,
    /// Whether people finish where they are.
    pub finish: bool,
}

impl JourneyDocument {
    /// A journey that says nothing yet.
    pub fn empty(id: Name, file: FileId) -> Self {
        Self {
            file,
            id,
            version: None,
            title: None,
            description: None,
            owner: None,
            tags: Vec::new(),
            uses: Vec::new(),
            declares: Declarations::default(),
            context: Vec::new(),
            entry: None,
            exit: Vec::new(),
            goals: Vec::new(),
            identity: None,
            initial: Vec::new(),
            initial_written: false,
            steps: Vec::new(),
            states: Vec::new(),
            migrate: Vec::new(),
            broken: false,
            lost: false,
        }
    }
}
