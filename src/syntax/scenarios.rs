//! Scenario tests as written: names not yet resolved, values not yet typed.

use smol_str::SmolStr;

use crate::syntax::allow::Allow;
use crate::syntax::content::ValueDecl;
use crate::terms::span::{FileId, Name, Span, Spanned};

/// `scenarios: <journey id>`.
#[derive(Clone, Debug)]
pub struct ScenariosDocument {
    /// The file.
    pub file: FileId,
    /// The journey that it tests.
    pub journey: Name,
    /// Its tests, in file order.
    pub tests: Vec<TestDecl>,
    /// Its comments that allow findings, in file order.
    pub allows: Vec<Allow>,
}

/// One test.
#[derive(Clone, Debug)]
pub struct TestDecl {
    /// What it shows, for people.
    pub name: Name,
    /// Files of journeys that run beside.
    pub journeys: Vec<Name>,
    /// The instant at which it begins, in milliseconds.
    pub start: Option<Spanned<i64>>,
    /// Other defaults of the journey's variables.
    pub context: Vec<(Name, ValueDecl)>,
    /// Whom it is about where nothing else is said.
    pub user: UserDecl,
    /// What happens and what is expected, in order.
    pub steps: Vec<ItemDecl>,
    /// Whether journeys may run in it that could not be read.
    pub journeys_hidden: bool,
    /// Whether there may be people in it that could not be read.
    pub persons_hidden: bool,
}

/// `user: {id, anonymous, consent, profile}`.
#[derive(Clone, Debug, Default)]
pub struct UserDecl {
    /// The known id.
    pub id: Option<Name>,
    /// Whether, or as whom, the person is unknown.
    pub anonymous: Option<AnonymousDecl>,
    /// Answers by purpose.
    pub consent: Vec<(Name, bool)>,
    /// What is known of the person.
    pub profile: Vec<(Name, ValueDecl)>,
}

/// `user.anonymous`.
#[derive(Clone, Debug)]
pub enum AnonymousDecl {
    /// `true` or `false`.
    Flag(bool),
    /// An id.
    Id(Name),
}

/// One item of a test.
#[derive(Clone, Debug)]
pub struct ItemDecl {
    /// Where it stands.
    pub span: Span,
    /// What it does, with the place of its value; nothing where it only expects.
    pub deed: Option<Spanned<Deed>>,
    /// What is expected afterwards.
    pub expect: Option<ExpectDecl>,
}

/// What an item does.
#[derive(Clone, Debug)]
pub enum Deed {
    /// An event.
    Send(Box<SendDecl>),
    /// The fate of an action.
    Answer(Box<AnswerDecl>),
    /// Time passes: so many milliseconds.
    Wait(i64),
    /// Time passes until this instant, in milliseconds.
    Until(i64),
    /// A new version takes effect: its file.
    Deploy(Name),
}

/// `send: EVENT`, or with all that an event can say.
#[derive(Clone, Debug)]
pub struct SendDecl {
    /// Its type.
    pub event: Name,
    /// Its payload.
    pub payload: Vec<(Name, ValueDecl)>,
    /// The known person.
    pub as_: Option<Name>,
    /// The unknown person.
    pub anonymous: Option<Name>,
    /// Profile fields that it tells.
    pub traits: Vec<(Name, ValueDecl)>,
    /// Answers about consent that it tells.
    pub consent: Vec<(Name, bool)>,
    /// When it happened, if not at present.
    pub at: Option<Spanned<i64>>,
    /// Its idempotency key.
    pub key: Option<Name>,
}

/// `answer: {<action>: succeeded | failed, …}`.
#[derive(Clone, Debug)]
pub struct AnswerDecl {
    /// The action.
    pub action: Name,
    /// Whether it succeeded.
    pub succeeded: bool,
    /// The fields of the sink's answer.
    pub result: Vec<(Name, ValueDecl)>,
    /// Why it failed.
    pub reason: Option<SmolStr>,
    /// Whose effect it answers.
    pub as_: Option<Name>,
}

/// What is expected. What is absent is not asked.
#[derive(Clone, Debug, Default)]
pub struct ExpectDecl {
    /// Where it stands.
    pub span: Span,
    /// Of whom.
    pub as_: Option<Name>,
    /// The active atomic states.
    pub state: Option<Spanned<Vec<Name>>>,
    /// What has become of the instance.
    pub status: Option<Spanned<StatusWord>>,
    /// Variables with their values.
    pub context: Vec<(Name, ValueDecl)>,
    /// Profile fields with their values.
    pub profile: Vec<(Name, ValueDecl)>,
    /// All that was sent, in order.
    pub actions: Option<Spanned<Vec<CallDecl>>>,
    /// Some of what was sent.
    pub actions_include: Option<Spanned<Vec<CallDecl>>>,
    /// Actions that were held back, and why; an empty list means that none was.
    pub held: Option<Spanned<Vec<HeldDecl>>>,
    /// All steps taken, in order.
    pub steps: Option<Spanned<Vec<Name>>>,
    /// Whether no step was taken.
    pub no_step: Option<Spanned<bool>>,
    /// Why nothing was done.
    pub ignored: Option<Spanned<SmolStr>>,
    /// Why the input could not be processed.
    pub dead_letter: Option<Spanned<SmolStr>>,
    /// When timers are due; an empty list means that none is pending.
    pub timers: Option<Spanned<Vec<TimerDecl>>>,
}

/// An action that was held back, and why.
pub type HeldDecl = (Name, Spanned<SmolStr>);

/// A timer, and when it is due.
pub type TimerDecl = (Name, Spanned<DueDecl>);

/// An action that was sent, with those of its params that are compared.
#[derive(Clone, Debug)]
pub struct CallDecl {
    /// The action.
    pub action: Name,
    /// Its params.
    pub params: Vec<(Name, ValueDecl)>,
}

/// What has become of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusWord {
    /// It runs.
    Active,
    /// A final state was reached.
    Completed,
    /// A rule ended it.
    Exited,
    /// The person never entered.
    NotEntered,
}

/// When a timer is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueDecl {
    /// It is not pending.
    Never,
    /// At this instant, in milliseconds.
    At(i64),
    /// So many milliseconds from the present.
    In(i64),
}

impl StatusWord {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Exited => "exited",
            Self::NotEntered => "not-entered",
        }
    }
}
