//! States and steps as written.

use smol_str::SmolStr;

use crate::syntax::content::{Assignment, ConditionDecl, ItemDecl, ValueDecl};
use crate::terms::span::{Name, Span, Spanned};

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
    /// Target states; none where it stays.
    pub to: Targets,
    /// Whether it leaves and enters its owner again; the place of the key.
    pub reenter: Option<Span>,
    /// Whether it may do so all the same, as far as could be read.
    pub reenter_hidden: bool,
    /// Whether its trigger or guard may be other than what was read.
    pub uncertain: bool,
}

impl StepDecl {
    /// The events that fire it, if events do.
    pub fn events(&self) -> Option<&[Name]> {
        match &self.trigger.as_ref()?.kind {
            TriggerKind::Events(names) => Some(names),
            _ => None,
        }
    }
}

/// Names of states where something leads.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    /// Those that were written.
    pub names: Vec<Name>,
    /// Those under an unknown key that probably meant this one; no findings are made of them.
    pub guessed: Vec<Guess>,
    /// Whether others may have been written that could not be read.
    pub hidden: bool,
}

/// A name under an unknown key.
#[derive(Clone, Debug)]
pub struct Guess {
    /// The name.
    pub name: Name,
    /// Whether the key is like the one that is missing; else nobody can say what it means.
    pub sure: bool,
}

/// What a state, or the top of a journey, may say that could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// What kind of state it is; of a journey, an exit rule.
    pub kind: bool,
    /// A step.
    pub steps: bool,
    /// A state inside.
    pub states: bool,
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
    pub default: Targets,
    /// An experiment.
    pub split: Option<SplitDecl>,
    /// Where a compound state begins.
    pub initial: Targets,
    /// The place of the key `initial`, broken or not.
    pub initial_key: Option<Span>,
    /// Its keys, in file order.
    pub keys: Vec<Name>,
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
    /// What else it may say.
    pub hidden: Hidden,
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
    /// Whether an arm may have been left out.
    pub hidden: bool,
}

/// An arm of an experiment.
#[derive(Clone, Debug)]
pub struct ArmDecl {
    /// Its id.
    pub id: Name,
    /// Its weight; absent where missing or broken.
    pub weight: Option<Spanned<f64>>,
    /// Where it leads.
    pub to: Targets,
    /// Context assignments.
    pub set: Vec<Assignment>,
}
