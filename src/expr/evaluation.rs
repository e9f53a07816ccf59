//! One evaluation: what it reads, the slots of its functions, and how much it has done.

use std::cell::{Cell, RefCell};

use crate::expr::builtin::Surroundings;
use crate::expr::fault::EvalError;
use crate::expr::inputs::Inputs;
use crate::expr::node::Source;
use crate::terms::value::Value;

/// The most loop rounds, calls and items handled in one evaluation.
const MAX_WORK: u64 = 1_000_000;

/// The most that is done where nobody waits for the value, and what an expression comes to is only asked: loops that go
/// on longer are seldom, and questions are many.
pub(crate) const ASKED_WORK: u64 = 5_000;

const MISSING: &Value = &Value::Unit;

/// How a run of lines ended.
pub(crate) enum Flow {
    /// At their end, with the value of the last.
    Value(Value),
    Break,
    Continue,
    Return(Value),
}

/// One evaluation.
pub(crate) struct Run<'a> {
    pub(crate) inputs: &'a Inputs<'a>,
    work: Cell<u64>,
    most: u64,
    /// The slots of the functions that run, the innermost last.
    pub(crate) locals: RefCell<Vec<Value>>,
    /// Where the innermost one's begin.
    pub(crate) base: Cell<usize>,
    /// Whether a `?.` of the chain that runs has left out the rest of it.
    pub(crate) left_out: Cell<bool>,
    /// How a block inside an expression was left, until the line of that expression hears of it.
    pub(crate) left: RefCell<Option<Flow>>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(inputs: &'a Inputs<'a>) -> Self {
        Self {
            inputs,
            work: Cell::new(0),
            most: inputs.complaints.most().unwrap_or(MAX_WORK),
            locals: RefCell::new(Vec::new()),
            base: Cell::new(0),
            left_out: Cell::new(false),
            left: RefCell::new(None),
        }
    }

    /// Counts `work`, and ends the evaluation when there was too much of it.
    pub(crate) fn charge(&self, work: usize) -> Result<(), EvalError> {
        let done = self.work.get() + work as u64;
        self.work.set(done);
        if done > self.most { Err(self.too_much()) } else { Ok(()) }
    }

    #[cold]
    fn too_much(&self) -> EvalError {
        if self.most < MAX_WORK {
            self.inputs.complaints.stop();
        }
        EvalError::new("too many operations")
    }

    /// What a function of the language may lean on.
    pub(crate) const fn surroundings(&self) -> Surroundings<'a> {
        Surroundings { default_tz: self.inputs.default_tz, complaints: self.inputs.complaints }
    }

    /// Reads the value that `source` names.
    pub(crate) fn with<T>(&self, source: Source, read: impl FnOnce(&Value) -> T) -> T {
        let slot = |values: &'a [Value], slot: u16| values.get(usize::from(slot)).unwrap_or(MISSING);
        match source {
            Source::Context(index) => read(slot(self.inputs.context, index)),
            Source::Payload(path) => read(self.inputs.payload.get(path)),
            Source::Profile(index) => read(slot(self.inputs.person.profile, index)),
            Source::Old(index) => read(slot(self.inputs.old, index)),
            Source::Local(index) => {
                read(self.locals.borrow().get(self.base.get() + usize::from(index)).unwrap_or(MISSING))
            }
        }
    }
}
