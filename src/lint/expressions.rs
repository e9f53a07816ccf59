//! Every expression of a journey as it was written, with the moment at which it is asked.

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::definitions;
use crate::lint::knowledge::activity::Moment;
use crate::lint::pieces::{self, Piece};
use crate::model::ids::{StateId, StepId};
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::content::{Piece as Part, ValueDecl, ValueKind};
use crate::syntax::text::Text;

/// Takes an expression, when it is asked, and the state that it belongs to (the journey itself for none).
pub type Visit<'v, 'a> = &'v mut dyn FnMut(&'a Text, Moment, StateId);

/// Hands `visit` the expressions of `case`, but for those of windows, splits and migrations.
pub fn each<'a>(case: &Case<'a>, visit: Visit<'_, 'a>) {
    let document = case.document;
    if let Some(entry) = &document.entry {
        let mut visit = |text: &'a Text| visit(text, Moment::Outside, Machine::ROOT);
        entry.guard.iter().for_each(|guard| definitions::each_text(guard, &mut visit));
        pieces::of_set(&entry.set, &mut texts(visit));
    }
    for rule in &document.exit {
        let mut asked = |text: &'a Text| visit(text, Moment::Between(Machine::ROOT), Machine::ROOT);
        rule.guard.iter().for_each(|guard| definitions::each_text(guard, &mut asked));
        pieces::of_items(&rule.actions, &mut texts(|text| visit(text, Moment::Outside, Machine::ROOT)));
    }
    for goal in document.goals.iter().filter(|goal| goal.state.is_none()) {
        let mut visit = |text: &'a Text| visit(text, Moment::Between(Machine::ROOT), Machine::ROOT);
        goal.guard.iter().for_each(|guard| definitions::each_text(guard, &mut visit));
        let mut take = texts(visit);
        goal.value.iter().for_each(|worth| pieces::of_value(worth, &mut take));
    }
    for number in 0..case.machine.journey.states.len() {
        of_state(case, StateId(number as u32), visit);
    }
}

fn of_state<'a>(case: &Case<'a>, state: StateId, visit: Visit<'_, 'a>) {
    if let Some(StateDecl { on_entry, on_exit, .. }) = case.state_decl(state) {
        let mut take = texts(|text| visit(text, Moment::Passing(state), state));
        pieces::of_items(on_entry, &mut take);
        pieces::of_items(on_exit, &mut take);
    }
    for &step in &case.machine.state(state).steps {
        of_step(case.step_decl(step), (state, step), visit);
    }
}

fn of_step<'a>(decl: &'a StepDecl, (state, step): (StateId, StepId), visit: Visit<'_, 'a>) {
    let mut between = |text: &'a Text| visit(text, Moment::Between(state), state);
    decl.guard.iter().for_each(|guard| definitions::each_text(guard, &mut between));
    pieces::of_timer(decl, &mut texts(between));
    let mut taking = texts(|text| visit(text, Moment::Taking(step), state));
    pieces::of_set(&decl.set, &mut taking);
    pieces::of_items(&decl.actions, &mut taking);
}

/// Takes the expressions out of pieces.
fn texts<'a>(mut visit: impl FnMut(&'a Text)) -> impl FnMut(Piece<'a>) {
    move |piece| match piece {
        Piece::Condition(condition) => definitions::each_text(condition, &mut visit),
        Piece::Value(ValueDecl { kind: ValueKind::Expr(text), .. }) => visit(text),
        Piece::Value(ValueDecl { kind: ValueKind::Template(parts), .. }) => {
            for part in parts {
                if let Part::Expr(text) = part {
                    visit(text);
                }
            }
        }
        Piece::Value(_) | Piece::Set(_) | Piece::Action(_) | Piece::Event(..) => {}
    }
}
