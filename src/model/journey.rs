//! A compiled journey. Only the compiler of this room makes one, and what it made is never checked again.

use std::sync::Arc;

use semver::{Version, VersionReq};
use smol_str::SmolStr;

use crate::expr::check::Reads;
use crate::expr::paths::Paths;
use crate::expr::term::{Condition, Term};
use crate::expr::words::Words;
use crate::model::ids::{ActionId, CapId, EventId, StateId, StepId, VariableId, WindowId};
use crate::model::prose::Prose;
use crate::syntax::chart::HistoryDepth;
use crate::syntax::content::Assignment;
use crate::syntax::declared::{Basis, Outside, RetryDecl};
use crate::syntax::lifecycle::{MergeInstance, MergeVariable, Reentry};
use crate::terms::shape::{Field, Shape};
use crate::terms::span::{FileId, Name, Span};
use crate::terms::value::Value;
use crate::terms::window::Hours;

/// One version of one journey.
#[derive(Clone, Debug)]
pub struct Journey {
    /// Its id.
    pub id: Name,
    /// The file that it was read from.
    pub file: FileId,
    /// Its version.
    pub version: Version,
    /// What it says for people.
    pub prose: Prose,
    /// Context variables; the index is the slot.
    pub context: Vec<Variable>,
    /// Every event that it knows; the index is the [`EventId`].
    pub events: Vec<Event>,
    /// Profile fields that it knows; the index is the slot.
    pub profile: Vec<Field>,
    /// Consent purposes that it knows, sorted; the index is the slot.
    pub purposes: Vec<SmolStr>,
    /// Payload paths that its expressions read.
    pub paths: Paths,
    /// States in document order, which is preorder; 0 is the root.
    pub states: Vec<State>,
    /// Steps in document order, the journey's own first.
    pub steps: Vec<Step>,
    /// Actions that it can do.
    pub actions: Vec<Action>,
    /// Windows that it can use.
    pub windows: Vec<Window>,
    /// Named caps that it can use.
    pub caps: Vec<Cap>,
    /// Who enters.
    pub entry: Entry,
    /// Exit rules, in file order.
    pub exit: Vec<ExitRule>,
    /// Goals, in file order.
    pub goals: Vec<Goal>,
    /// Which of two instances is kept.
    pub merge: MergeInstance,
    /// What becomes of people on other versions.
    pub migrate: Vec<Migration>,
    /// The zone where an expression's is none.
    pub default_tz: SmolStr,
    /// What its expressions may use beside all this.
    pub words: Words,
}

/// A context variable.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: Name,
    /// Its type and limits.
    pub shape: Shape,
    /// Its value on entry.
    pub default: Value,
    /// What becomes of it in a merge.
    pub merge: MergeVariable,
}

/// An event that a journey knows.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name.
    pub name: SmolStr,
    /// What it is.
    pub kind: EventKind,
}

/// The kinds of event.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// Declared, with its contract and the place of its name.
    Declared(Contract, Span),
    /// `done.<STATE>`.
    Done(StateId),
    /// `succeeded.<action>`.
    Succeeded(ActionId),
    /// `failed.<action>`.
    Failed(ActionId),
    /// `held.<action>`.
    Held(ActionId),
}

/// What an event's payload must be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contract {
    /// Declared fields, in file order.
    pub fields: Vec<Field>,
    /// Whether others are refused.
    pub closed: bool,
    /// A JSON Schema (the text of its file) that incoming payloads must satisfy as well.
    pub schema: Option<Arc<str>>,
}

/// A state. The descendants of state `s` are exactly the states after it up to `last` of `s`.
#[derive(Clone, Debug)]
pub struct State {
    /// Its name; the root has the journey's id.
    pub name: Name,
    /// The state around it; the root has none.
    pub parent: Option<StateId>,
    /// Its last descendant in document order, or itself.
    pub last: StateId,
    /// How many states are around it; the root's is 0.
    pub depth: u32,
    /// What it is.
    pub kind: StateKind,
    /// States directly inside, in document order, history included.
    pub children: Vec<StateId>,
    /// Its steps, in file order.
    pub steps: Vec<StepId>,
    /// What is done on the way in.
    pub on_entry: Block,
    /// What is done on the way out.
    pub on_exit: Block,
}

/// The kinds of state.
#[derive(Clone, Debug)]
pub enum StateKind {
    /// Nothing inside.
    Atomic,
    /// One child is active; where it begins.
    Compound(Vec<StateId>),
    /// All children are active.
    Parallel,
    /// Completes its parent.
    Final,
    /// Remembers; where it leads when it has nothing to remember.
    History(HistoryDepth, Vec<StateId>),
    /// An experiment: leaves at once to the person's arm.
    Split(Split),
}

/// An experiment.
#[derive(Clone, Debug)]
pub struct Split {
    /// Whom to draw for.
    pub key: Term,
    /// What keeps one experiment apart from others.
    pub salt: Term,
    /// Its arms, in file order.
    pub arms: Vec<Arm>,
}

/// An arm of an experiment.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Its id.
    pub id: Name,
    /// Its weight, above zero.
    pub weight: f64,
    /// Where it leads.
    pub to: Vec<StateId>,
    /// Context assignments.
    pub set: Vec<Assign>,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its id.
    pub id: Name,
    /// The state that owns it; the root for the journey's own.
    pub source: StateId,
    /// What fires it.
    pub trigger: Trigger,
    /// Whether it holds.
    pub guard: Option<Condition>,
    /// Context assignments.
    pub set: Vec<Assign>,
    /// What is done.
    pub actions: Block,
    /// Where it leads; empty where it stays.
    pub to: Vec<StateId>,
    /// Whether its owner is left and entered again.
    pub reenter: bool,
}

/// What fires a step.
#[derive(Clone, Debug)]
pub enum Trigger {
    /// Any of these, wildcards resolved; sorted, each once.
    Events(Vec<EventId>),
    /// As soon as its guard holds.
    Always,
    /// An instant.
    Timer(Timer),
}

/// A timer.
#[derive(Clone, Debug)]
pub struct Timer {
    /// When it is due.
    pub due: Due,
    /// The window that it waits for.
    pub within: Option<WindowId>,
    /// What its expressions and its window's zone read: a change computes it again.
    pub reads: Reads,
}

/// When a timer is due.
#[derive(Clone, Debug)]
pub enum Due {
    /// A duration after the owning state was entered.
    After(Term),
    /// An instant, or never.
    At(Term),
    /// Each multiple, at most so many times.
    Every(Term, Option<u32>),
    /// One firing after each gap.
    Gaps(Vec<Term>),
}

/// One variable of a `set`.
#[derive(Clone, Debug)]
pub struct Assign {
    /// The variable.
    pub variable: VariableId,
    /// Its new value.
    pub value: Term,
    /// Whether the value must be held against the variable's shape when it runs.
    pub check: bool,
}

/// A list of things to do, in order.
pub type Block = Vec<Instruction>;

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// Its place in its list, as in an effect's key: `2`, `2.then.0`.
    pub position: SmolStr,
    /// What is done.
    pub work: Work,
}

/// The kinds of thing to do.
#[derive(Clone, Debug)]
pub enum Work {
    /// Asks the outside world for something; params in declared order, absent ones left out.
    Act(ActionId, Vec<(SmolStr, Term, Option<Arc<Shape>>)>),
    /// An event before the next outside event.
    Raise(EventCall),
    /// An outside event for the same person.
    Emit(EventCall),
    /// An event of the instance's own later.
    Schedule(Schedule),
    /// Takes a scheduled event back.
    Cancel(SmolStr),
    /// Context assignments.
    Set(Vec<Assign>),
    /// One of two lists.
    If(Condition, Block, Block),
}

/// An event with its payload.
#[derive(Clone, Debug)]
pub struct EventCall {
    /// The event.
    pub event: EventId,
    /// Its payload's fields.
    pub payload: Vec<(SmolStr, Term, Option<Arc<Shape>>)>,
}

/// A scheduled event.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The event.
    pub call: EventCall,
    /// When.
    pub when: ScheduleTime,
    /// The name under which it is cancelled and replaced.
    pub id: Option<SmolStr>,
}

/// When a scheduled event is due.
#[derive(Clone, Debug)]
pub enum ScheduleTime {
    /// A duration from now.
    After(Term),
    /// An instant.
    At(Term),
}

/// What the outside world may be asked to do.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its name.
    pub name: Name,
    /// The catalog that declares it; absent for the journey's own.
    pub catalog: Option<SmolStr>,
    /// Its sink; `log` where none was named.
    pub sink: SmolStr,
    /// Its params.
    pub params: Vec<Field>,
    /// The consent purpose that it asks, a slot of the journey's purposes.
    pub consent: Option<u16>,
    /// Why no consent is needed.
    pub basis: Option<Basis>,
    /// Its own limit: at most so many in so many milliseconds.
    pub cap: Option<(u32, i64)>,
    /// Shared caps that it counts against.
    pub caps: Vec<CapId>,
    /// Quiet hours, and what becomes of it outside them.
    pub window: Option<(WindowId, Outside)>,
    /// How long an answer may take, in milliseconds.
    pub timeout: Option<i64>,
    /// How often it is tried again.
    pub retry: Option<RetryDecl>,
    /// Event raised after success.
    pub on_success: Option<EventId>,
    /// Event raised after failure.
    pub on_failure: Option<EventId>,
    /// Typed fields of the sink's answer.
    pub result: Vec<Field>,
}

/// A recurring span of local time.
#[derive(Clone, Debug)]
pub struct Window {
    /// Its name.
    pub name: Name,
    /// When it is open, on the clock of its zone.
    pub hours: Hours,
    /// Its zone.
    pub tz: Term,
    /// What its zone reads.
    pub reads: Reads,
}

/// A named cap.
#[derive(Clone, Debug)]
pub struct Cap {
    /// Its name.
    pub name: Name,
    /// The catalog that shares it; absent for the journey's own.
    pub catalog: Option<SmolStr>,
    /// How many.
    pub max: u32,
    /// In how many milliseconds.
    pub per: i64,
}

/// Who enters.
#[derive(Clone, Debug)]
pub struct Entry {
    /// By which events, sorted.
    pub triggers: Vec<EventId>,
    /// Who among them.
    pub guard: Option<Condition>,
    /// What is captured.
    pub set: Vec<Assign>,
    /// What tells one person's instances apart.
    pub key: Option<Key>,
    /// Whether one may come again.
    pub reentry: Reentry,
}

/// What tells one person's instances apart.
#[derive(Clone, Debug)]
pub struct Key {
    /// For each event that may carry it, sorted by event; an event that is not here goes to all.
    pub by_event: Vec<(EventId, Term)>,
}

/// An exit rule.
#[derive(Clone, Debug)]
pub struct ExitRule {
    /// Its id.
    pub id: Name,
    /// By which events, sorted.
    pub triggers: Vec<EventId>,
    /// Whether it holds.
    pub guard: Option<Condition>,
    /// What is done after all states were left.
    pub actions: Block,
}

/// A goal.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its id.
    pub id: Name,
    /// What reaches it.
    pub by: GoalBy,
    /// Milliseconds from entry.
    pub within: Option<i64>,
    /// What it is worth.
    pub value: Option<Term>,
}

/// What reaches a goal.
#[derive(Clone, Debug)]
pub enum GoalBy {
    /// A state that is entered.
    State(StateId),
    /// An event, and whether it counts.
    Events(Vec<EventId>, Option<Condition>),
}

/// What becomes of people on other versions.
#[derive(Clone, Debug)]
pub struct Migration {
    /// Of which versions.
    pub from: VersionReq,
    /// Whether they finish where they are; then the rest is empty.
    pub finish: bool,
    /// Images of old states; absent means that the instance ends.
    pub states: Vec<(SmolStr, Option<StateId>)>,
    /// Assignments as written; compiled against the old version when both are at hand.
    pub set: Vec<Assignment>,
    /// Timers to arm, in milliseconds from the move.
    pub timers: Vec<(StepId, i64)>,
    /// Steps that got a new id.
    pub steps: Vec<(SmolStr, StepId)>,
}
