//! A test ready to be played: every name is known, every value typed, every event a line of bytes.

use std::ops::Range;

use smol_str::SmolStr;

use crate::syntax::scenarios::{HeldDecl, StatusWord, TimerDecl};
use crate::terms::span::{Name, Span, Spanned};
use crate::terms::value::Value;

/// A test.
#[derive(Debug)]
pub struct Script {
    /// What it shows.
    pub name: Name,
    /// Other defaults of the journey's variables.
    pub defaults: Vec<(SmolStr, Value)>,
    /// What is told of people before it begins.
    pub prologue: Option<Range<usize>>,
    /// What happens and what is expected, in order.
    pub scenes: Vec<Scene>,
    /// The bytes of all lines.
    pub lines: Vec<u8>,
}

/// One item.
#[derive(Debug)]
pub struct Scene {
    /// Where it stands.
    pub span: Span,
    /// The line at which it begins, from 1.
    pub line: u64,
    /// The present when it has happened.
    pub present: i64,
    /// What happens.
    pub act: Act,
    /// What is expected then.
    pub expect: Option<Expectation>,
}

/// What happens.
#[derive(Debug)]
pub enum Act {
    /// Nothing: the present is looked at.
    Look,
    /// An event.
    Send {
        /// Its bytes.
        line: Range<usize>,
    },
    /// The fate of an action.
    Answer {
        /// The event's bytes.
        line: Range<usize>,
        /// The action.
        action: Name,
    },
    /// Time passes up to the present.
    Pass,
    /// A new version takes effect.
    Deploy {
        /// The number of its machine.
        machine: u32,
    },
}

/// A person of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The id.
    pub id: SmolStr,
    /// Whether it is an unknown person's.
    pub anonymous: bool,
}

/// What is expected.
#[derive(Debug)]
pub struct Expectation {
    /// Where it stands.
    pub span: Span,
    /// Of whom.
    pub of: Role,
    /// The active atomic states.
    pub state: Option<Spanned<Vec<SmolStr>>>,
    /// What has become of the instance.
    pub status: Option<Spanned<StatusWord>>,
    /// Variables with their values.
    pub context: Vec<Valued>,
    /// Profile fields, by slot of the fleet, with their values.
    pub profile: Vec<(u16, Valued)>,
    /// All that was sent, in order.
    pub actions: Option<Spanned<Vec<Call>>>,
    /// Some of what was sent.
    pub actions_include: Option<Spanned<Vec<Call>>>,
    /// Actions that were held back, and why.
    pub held: Option<Spanned<Vec<HeldDecl>>>,
    /// All steps taken, in order.
    pub steps: Option<Spanned<Vec<SmolStr>>>,
    /// Whether no step was taken.
    pub no_step: Option<Spanned<bool>>,
    /// Why nothing was done.
    pub ignored: Option<Spanned<SmolStr>>,
    /// Why the input could not be processed.
    pub dead_letter: Option<Spanned<SmolStr>>,
    /// When timers are due.
    pub timers: Option<Spanned<Vec<TimerDecl>>>,
}

/// A name with its value.
#[derive(Debug)]
pub struct Valued {
    /// The name.
    pub name: Name,
    /// The value.
    pub value: Value,
}

/// An action that was sent, with those of its params that are compared.
#[derive(Debug)]
pub struct Call {
    /// The action.
    pub action: SmolStr,
    /// Its params.
    pub params: Vec<(SmolStr, Value)>,
}
