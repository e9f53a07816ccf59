//! The forms of what is said.

use smol_str::{SmolStr, format_smolstr};

use crate::expr::canonical::of_expression::Canon;
use crate::expr::term::Term;
use crate::graph::content::said::Said;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{
    Assign, Block, Due, EventCall, Instruction, Journey, Migration, Schedule, ScheduleTime, Work,
};
use crate::syntax::content::{Piece, ValueDecl, ValueKind};
use crate::terms::form::Form;
use crate::terms::renames::Renames;
use crate::terms::value::Value;

/// Makes forms of what one journey says.
#[derive(Debug)]
pub struct Forms<'j> {
    journey: &'j Journey,
    renames: &'j Renames,
    /// Of its expressions.
    pub canon: Canon<'j>,
}

impl<'j> Forms<'j> {
    /// For what `journey` says, with everything called as `renames` says.
    pub const fn of(journey: &'j Journey, renames: &'j Renames) -> Self {
        Self { journey, renames, canon: Canon::new(&journey.words, renames) }
    }

    /// The form of `said`.
    pub fn form(&self, said: &Said<'_>) -> Form {
        match said {
            Said::Plain(form) => form.clone(),
            Said::Names(names) => Form::List(names.iter().map(|name| Form::text(name.clone())).collect()),
            Said::Text(text) => Form::text(text.clone()),
            Said::Length(length) => Form::from(&Value::Duration(*length)),
            Said::Shape(shape) => Form::from(*shape),
            Said::Term(term) => self.canon.term(term),
            Said::Condition(condition) => self.canon.condition(condition),
            Said::Block(block) => self.block(block),
            Said::Call(call) => self.call("call", call),
            Said::Due(due) => self.due(due),
            Said::Migrations(all) => Form::list("migrate", all.iter().map(|entry| self.migration(entry))),
        }
    }

    /// The definitions and functions that `said` uses, sorted.
    pub fn words_in(&self, said: &Said<'_>) -> Vec<SmolStr> {
        let mut words = Vec::new();
        said.programs(&mut |program| words.extend(self.canon.used_by(program)));
        words.sort();
        words.dedup();
        words
    }

    /// The form of a list of things to do.
    pub fn block(&self, block: &Block) -> Form {
        Form::list("do", block.iter().map(|instruction| self.instruction(instruction)))
    }

    /// The form of one thing to do.
    pub fn instruction(&self, instruction: &Instruction) -> Form {
        match &instruction.work {
            Work::Act(action, params) => {
                let name = Form::text(self.journey.actions[action.index()].name.value.clone());
                Form::list("act", [name, self.fields(params)])
            }
            Work::Raise(call) => self.call("raise", call),
            Work::Emit(call) => self.call("emit", call),
            Work::Schedule(schedule) => self.schedule(schedule),
            Work::Cancel(id) => Form::list("cancel", [Form::text(id.clone())]),
            Work::Set(assigns) => self.set(assigns),
            Work::If(condition, then, otherwise) => {
                Form::list("if", [self.canon.condition(condition), self.block(then), self.block(otherwise)])
            }
        }
    }

    /// The form of assignments; they all see what was before, so that their order says nothing.
    pub fn set(&self, assigns: &[Assign]) -> Form {
        let context = &self.journey.context;
        let pairs = assigns.iter().map(|assign| {
            let name = self.renames.variables.new_of(&context[assign.variable.index()].name.value);
            (name, self.canon.term(&assign.value))
        });
        Form::list("set", [Form::map(pairs)])
    }

    fn fields<T>(&self, fields: &[(SmolStr, Term, T)]) -> Form {
        Form::map(fields.iter().map(|(name, term, _)| (name, self.canon.term(term))))
    }

    fn call(&self, head: &str, call: &EventCall) -> Form {
        let name = self.renames.events.new_of(&self.journey.events[call.event.index()].name);
        Form::list(head, [Form::text(name.clone()), self.fields(&call.payload)])
    }

    fn schedule(&self, schedule: &Schedule) -> Form {
        let when = match &schedule.when {
            ScheduleTime::After(term) => Form::list("after", [self.canon.term(term)]),
            ScheduleTime::At(term) => Form::list("at", [self.canon.term(term)]),
        };
        let id = schedule.id.iter().map(|id| Form::list("id", [Form::text(id.clone())]));
        Form::list("schedule", [self.call("event", &schedule.call), when].into_iter().chain(id))
    }

    fn due(&self, due: &Due) -> Form {
        match due {
            Due::After(term) => Form::list("after", [self.canon.term(term)]),
            Due::At(term) => Form::list("at", [self.canon.term(term)]),
            Due::Every(term, times) => {
                let times = times.map(|times| Form::list("times", [Form::from(u64::from(times))]));
                Form::list("every", std::iter::once(self.canon.term(term)).chain(times))
            }
            Due::Gaps(terms) => {
                Form::list("every", [Form::list("gaps", terms.iter().map(|term| self.canon.term(term)))])
            }
        }
    }

    /// An entry of `migrate`; its `set` is as it was written, since only an old version gives it types.
    fn migration(&self, entry: &Migration) -> Form {
        let journey = self.journey;
        let state = |image: &Option<StateId>| {
            image.map_or_else(|| Form::atom("exit"), |id| Form::text(journey.states[id.index()].name.value.clone()))
        };
        let step = |id: StepId| journey.steps[id.index()].id.value.clone();
        let mut parts = vec![Form::text(format_smolstr!("{}", entry.from))];
        parts.extend(entry.finish.then(|| Form::atom("finish")));
        let states = Form::map(entry.states.iter().map(|(old, new)| (old, state(new))));
        let set = Form::map(entry.set.iter().map(|assign| (&assign.variable.value, written(&assign.value))));
        let timers: Vec<_> = entry.timers.iter().map(|&(id, delay)| (step(id), delay)).collect();
        let timers = Form::map(timers.iter().map(|(id, delay)| (id, Form::from(&Value::Duration(*delay)))));
        let steps = Form::map(entry.steps.iter().map(|(old, new)| (old, Form::text(step(*new)))));
        parts.extend([states, set, timers, steps]);
        Form::list("from", parts)
    }
}

/// A value as it was written.
fn written(value: &ValueDecl) -> Form {
    match &value.kind {
        ValueKind::Null => Form::from(&Value::Unit),
        ValueKind::Bool(value) => Form::from(&Value::Bool(*value)),
        ValueKind::Int(value) => Form::from(&Value::Int(*value)),
        ValueKind::Number(value) => Form::from(&Value::Number(*value)),
        ValueKind::Str(text) => Form::text(text.clone()),
        ValueKind::Expr(text) => Form::list("=", [Form::text(text.text.clone())]),
        ValueKind::Template(pieces) => Form::list(
            "text",
            pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => Form::text(text.clone()),
                Piece::Expr(text) => Form::list("=", [Form::text(text.text.clone())]),
            }),
        ),
        ValueKind::List(items) => Form::list("list", items.iter().map(written)),
        ValueKind::Map(fields) => Form::map(fields.iter().map(|(name, value)| (&name.value, written(value)))),
    }
}
