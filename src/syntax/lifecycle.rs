//! Who enters, who leaves, what is counted, how people merge and move, as written.

use smol_str::SmolStr;

use crate::syntax::content::{Assignment, ConditionDecl, ItemDecl, ValueDecl};
use crate::terms::span::{Name, Span, Spanned};

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

impl EntryDecl {
    /// The rule whose key stands at `span`, of which nothing could be read.
    pub const fn unread(span: Span) -> Self {
        Self { span, triggers: Vec::new(), guard: None, set: Vec::new(), key: None, reentry: None, broken: true }
    }
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
