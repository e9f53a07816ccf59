//! What a journey asks of the world, as data.

use smallvec::SmallVec;
use smol_str::{SmolStr, format_smolstr};

use crate::model::ids::ActionId;
use crate::terms::digest;
use crate::terms::value::Value;

/// The params of an action, in declared order; most actions have few.
pub type Params = SmallVec<[(SmolStr, Value); 2]>;

/// One action that ran.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The action.
    pub action: ActionId,
    /// Its params, in declared order.
    pub params: Params,
    /// Where it was asked for.
    pub site: Site,
    /// Whether it goes out.
    pub verdict: Verdict,
    /// Until when, where it is deferred.
    pub deferral: Option<Deferral>,
}

/// What a deferred effect waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deferral {
    /// When its window opens, in milliseconds.
    pub until: i64,
    /// The order in which it was deferred, among what its instance started.
    pub started: u32,
}

/// The list of actions that an effect comes from, and its place there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The kind of list.
    pub list: List,
    /// The id of the step, state or rule.
    pub owner: SmolStr,
    /// The place in the list: `2`, `2.then.0`.
    pub position: SmolStr,
    /// How often this list already ran in this input.
    pub run: u32,
}

/// The kinds of list of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// A step's `actions`.
    Step,
    /// A state's `on_entry`.
    Entry,
    /// A state's `on_exit`.
    Exit,
    /// An exit rule's `actions`.
    Rule,
}

/// Whether an effect goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Sent,
    /// The person has not consented.
    NoConsent,
    /// A cap is reached.
    Capped,
    /// It was to be dropped outside its window.
    OutsideWindow,
    /// It waits for its window.
    Deferred,
    /// Its instance was ended by an exit rule before it could be sent.
    Exited,
}

/// Whose effect it is: what its key is made of beside the site.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The journey's id.
    pub journey: &'a str,
    /// The person's canonical id.
    pub person: &'a str,
    /// The instance's key; empty without one.
    pub key: &'a str,
    /// `e:` and the idempotency key, `t:` and the timer's id and `@` and its due time, `m:` and the version moved to.
    pub cause: &'a str,
}

impl Effect {
    /// The 128 bits under which delivering twice is delivering once.
    pub fn key(&self, origin: Origin<'_>) -> [u8; 16] {
        let run = format_smolstr!("{}", self.site.run);
        digest::keyed(&[
            origin.journey.as_bytes(),
            origin.person.as_bytes(),
            origin.key.as_bytes(),
            self.site.list.as_str().as_bytes(),
            self.site.owner.as_bytes(),
            self.site.position.as_bytes(),
            run.as_bytes(),
            origin.cause.as_bytes(),
        ])
    }
}

/// What `held.<action>` carries: why an effect with these params was held back.
pub fn held(reason: &str, params: &Params) -> Value {
    let params = Value::object(params.iter().cloned());
    Value::object([("reason".into(), Value::str(reason)), ("params".into(), params)])
}

impl List {
    /// As in keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Entry => "entry",
            Self::Exit => "exit",
            Self::Rule => "rule",
        }
    }
}

impl Verdict {
    /// The reason in records; absent for what is sent.
    pub const fn held(self) -> Option<&'static str> {
        match self {
            Self::Sent => None,
            Self::NoConsent => Some("no-consent"),
            Self::Capped => Some("capped"),
            Self::OutsideWindow => Some("outside-window"),
            Self::Deferred => Some("deferred"),
            Self::Exited => Some("exited"),
        }
    }
}
