//! Every place that sets a list: what it makes of it, and what decides whether it does.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::lint::case::Case;
use crate::lint::lists::fate::{self, Fate};
use crate::lint::lists::items;
use crate::lint::lists::mentions;
use crate::lint::lists::names::Names;
use crate::model::ids::{StateId, StepId};
use crate::syntax::content::{Assignment, ItemDecl, ItemKind, ValueKind};
use crate::terms::shape::Of;
use crate::terms::span::Span;
use crate::terms::value::Value;

/// Where an assignment stands.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// In a step's `set` or actions.
    Step(StepId),
    /// In what is done whenever a state is entered, left or passed.
    Passing(StateId),
}

/// An assignment of a list that makes it longer, or begins it anew.
#[derive(Debug)]
pub struct Change {
    /// The slot of the variable.
    pub variable: u16,
    /// Where it stands.
    pub place: Place,
    /// The name of the variable there.
    pub span: Span,
    /// Whether the list grows.
    pub grows: bool,
    /// Slots of the variables by which it is decided, there, whether it does.
    pub asked: Vec<u16>,
    /// What is added to it, where that is said outright.
    pub added: Option<Vec<Value>>,
}

/// Every change of a list of `case`, in document order.
pub fn of(case: &Case<'_>) -> Vec<Change> {
    let mut gather = Gather { case, names: Names::of(case), asked: Some(BTreeSet::new()), changes: Vec::new() };
    for number in 0..case.machine.journey.steps.len() as u32 {
        let (step, decl) = (StepId(number), case.step_decl(StepId(number)));
        gather.set(&decl.set, Place::Step(step));
        gather.items(&decl.actions, Place::Step(step));
    }
    for state in case.machine.all_states() {
        let Some(decl) = case.state_decl(state) else { continue };
        for arm in decl.split.iter().flat_map(|split| &split.arms) {
            gather.set(&arm.set, Place::Passing(state));
        }
        gather.items(&decl.on_entry, Place::Passing(state));
        gather.items(&decl.on_exit, Place::Passing(state));
    }
    gather.changes
}

struct Gather<'c, 'a> {
    case: &'c Case<'a>,
    names: Names<'c, 'a>,
    /// What the conditions around read; absent where that is not known.
    asked: Option<BTreeSet<SmolStr>>,
    changes: Vec<Change>,
}

impl Gather<'_, '_> {
    fn set(&mut self, set: &[Assignment], place: Place) {
        for assignment in set {
            if let Some(variable) = self.list(assignment) {
                self.assignment(assignment, variable, place);
            }
        }
    }

    fn items(&mut self, items: &[ItemDecl], place: Place) {
        for item in items {
            match &item.kind {
                ItemKind::Set(set) => self.set(set, place),
                ItemKind::If(condition, then, otherwise) => {
                    let read = mentions::of(condition, &self.names);
                    // What reads a variable that there is not could mean any.
                    let read = read.filter(|names| names.iter().all(|name| self.slot(name).is_some()));
                    let inside = self.asked.as_ref().zip(read).map(|(around, own)| around | &own);
                    let around = std::mem::replace(&mut self.asked, inside);
                    self.items(then, place);
                    self.items(otherwise, place);
                    self.asked = around;
                }
                _ => {}
            }
        }
    }

    fn assignment(&mut self, assignment: &Assignment, variable: u16, place: Place) {
        let span = assignment.variable.span;
        let anew = Change { variable, place, span, grows: false, asked: Vec::new(), added: None };
        let ValueKind::Expr(text) = &assignment.value.kind else {
            self.changes.push(anew);
            return;
        };
        let Some((fate, asked)) = fate::of(text, &assignment.variable.value, &self.names) else {
            self.changes.push(anew);
            return;
        };
        match (fate, &self.asked) {
            (Fate::Anew, _) => self.changes.push(anew),
            (Fate::Grown, Some(around)) => {
                let asked = around.iter().chain(&asked).filter_map(|name| self.slot(name)).collect();
                let added = items::added(text, &assignment.variable.value);
                self.changes.push(Change { grows: true, asked, added, ..anew });
            }
            (Fate::Grown, None) | (Fate::Kept, _) => {}
        }
    }

    /// The slot of the variable that is set, if it is a list.
    fn list(&self, assignment: &Assignment) -> Option<u16> {
        let slot = self.slot(&assignment.variable.value)?;
        matches!(self.case.machine.journey.context[usize::from(slot)].shape.of, Of::List(_)).then_some(slot)
    }

    fn slot(&self, name: &SmolStr) -> Option<u16> {
        let mut declared = self.case.machine.journey.context.iter();
        declared.position(|variable| variable.name.value == *name).map(|slot| slot as u16)
    }
}
