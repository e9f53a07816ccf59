//! What is drawn of a journey: boxes inside one another, lines between them, and what is told beside.

use smol_str::SmolStr;

use crate::picture::element::Element;

/// The number of a box in [`Chart::boxes`].
pub type BoxId = usize;

/// A picture's content, in document order; nothing of it says where it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The journey's id.
    pub journey: SmolStr,
    /// Its version.
    pub version: String,
    /// Its title for people.
    pub title: Option<SmolStr>,
    /// What it is for.
    pub description: Option<SmolStr>,
    /// Who answers for it.
    pub owner: Option<SmolStr>,
    /// Words to find it by.
    pub tags: Vec<SmolStr>,
    /// Boxes: states in document order, then dots and bars; each after the box around it.
    pub boxes: Vec<Node>,
    /// Lines, in document order.
    pub lines: Vec<Line>,
    /// What holds for the journey as a whole, each with its heading.
    pub panels: Vec<Panel>,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub element: Element,
    /// The box around it.
    pub parent: Option<BoxId>,
    /// What it is.
    pub shape: Shape,
    /// The state's name; empty where the shape says all.
    pub label: SmolStr,
    /// Its name for people.
    pub title: Option<SmolStr>,
    /// What it is for.
    pub description: Option<SmolStr>,
    /// Words to find it by.
    pub tags: Vec<SmolStr>,
    /// Goals that are reached by coming here.
    pub goals: Vec<SmolStr>,
    /// What happens in it without leaving it.
    pub rows: Vec<Row>,
}

/// What a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A dot: where something begins.
    Start,
    /// A state with nothing inside.
    Atomic,
    /// A state of whose inner states one is active.
    Compound,
    /// A state all of whose inner states are active.
    Parallel,
    /// Completes what is around it.
    Final,
    /// Remembers where one was; whether all the way down.
    History {
        /// All the way down.
        deep: bool,
    },
    /// An experiment.
    Split,
    /// A bar from which a step leads into several regions at once.
    Fork,
    /// Stands for whatever state a person is in.
    Anywhere,
    /// Where exit rules lead: the journey is over.
    Exit,
}

/// Something that happens in a box without leaving it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub element: Element,
    /// Its words.
    pub words: Words,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it stands for; the lines of a fork have the same.
    pub element: Element,
    /// Where it begins.
    pub from: BoxId,
    /// Where it leads.
    pub to: BoxId,
    /// Its words; none at the second and later lines of a fork.
    pub words: Option<Words>,
}

/// What makes something happen, when it does, and what is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Its id.
    pub id: SmolStr,
    /// Its name for people.
    pub title: Option<SmolStr>,
    /// What it is for.
    pub description: Option<SmolStr>,
    /// What makes it happen.
    pub cause: Cause,
    /// That in words: `after 3d, within waking_hours`.
    pub trigger: String,
    /// What must hold, as written.
    pub guard: Option<String>,
    /// What is done, one item each: `send_mail`, `set step_index = 2`, `raise X`.
    pub effects: Vec<Effect>,
    /// Whether the state is left and entered again.
    pub reenter: bool,
    /// What it was, where two versions are one picture and say it otherwise.
    pub before: Option<Box<Words>>,
}

/// What makes something happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cause {
    /// An event from outside, or raised.
    #[default]
    Event,
    /// Time.
    Timer,
    /// Nothing more than that it may.
    Always,
    /// The completion of a state.
    Done,
    /// What became of an action.
    Fate,
    /// A share of people.
    Share,
    /// Being entered or left, or where something begins.
    Structure,
}

/// One thing that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// What it is.
    pub kind: EffectKind,
    /// Its short form: `send_mail`, `step_index = 2`.
    pub short: String,
    /// Its whole text: `send_mail (template: "welcome")`.
    pub full: String,
    /// How many conditions (`if`) are around it.
    pub depth: u16,
}

/// What kind of thing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectKind {
    /// The outside world is asked for something.
    Act,
    /// A variable gets a value.
    Set,
    /// An event is raised, emitted, scheduled or taken back.
    Event,
    /// What follows deeper is done only where this holds.
    If,
    /// What follows deeper is done where it does not.
    Else,
}

/// What holds for the journey as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Its heading.
    pub heading: &'static str,
    /// What stands in it.
    pub rows: Vec<Row>,
}

impl Chart {
    /// The boxes directly inside `of`; of the whole picture, where absent.
    pub fn inside(&self, of: Option<BoxId>) -> impl Iterator<Item = BoxId> + '_ {
        (0..self.boxes.len()).filter(move |&node| self.boxes[node].parent == of)
    }
}
