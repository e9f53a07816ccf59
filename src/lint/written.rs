//! Every value that a file says where a value belongs.

use crate::syntax::chart::{StateDecl, StepDecl, TriggerKind};
use crate::syntax::content::{Assignment, EventCall, ItemDecl, ItemKind, ValueDecl, ValueKind};
use crate::syntax::declared::{Declarations, FieldDecl};
use crate::syntax::document::{Document, JourneyDocument};
use crate::syntax::lifecycle::KeyDecl;
use crate::terms::span::Name;

/// Whether `=` and `${}` are read in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// They are.
    Computed,
    /// It is a literal whatever it says.
    Literal,
}

/// Hands every value of a journey or catalog to `take`, those inside lists and maps one by one.
pub fn values<'a>(document: &'a Document, take: &mut dyn FnMut(&'a ValueDecl, Reading)) {
    let mut visit = Visit { take };
    match document {
        Document::Journey(journey) => visit.journey(journey),
        Document::Catalog(catalog) => visit.declarations(&catalog.declares),
        Document::Scenarios(_) => {}
    }
}

struct Visit<'t, 'a> {
    take: &'t mut dyn FnMut(&'a ValueDecl, Reading),
}

impl<'a> Visit<'_, 'a> {
    fn value(&mut self, value: &'a ValueDecl, reading: Reading) {
        match &value.kind {
            ValueKind::List(items) => items.iter().for_each(|item| self.value(item, reading)),
            ValueKind::Map(fields) => fields.iter().for_each(|field| self.value(&field.1, reading)),
            _ => (self.take)(value, reading),
        }
    }

    fn computed(&mut self, values: impl IntoIterator<Item = &'a ValueDecl>) {
        values.into_iter().for_each(|value| self.value(value, Reading::Computed));
    }

    fn named(&mut self, values: &'a [(Name, ValueDecl)]) {
        self.computed(values.iter().map(|(_, value)| value));
    }

    fn set(&mut self, assignments: &'a [Assignment]) {
        self.computed(assignments.iter().map(|assignment| &assignment.value));
    }

    fn defaults(&mut self, fields: &'a [FieldDecl]) {
        let defaults = fields.iter().filter_map(|field| field.default.as_ref());
        defaults.for_each(|default| self.value(default, Reading::Literal));
    }

    fn declarations(&mut self, declares: &'a Declarations) {
        declares.events.iter().for_each(|event| self.defaults(&event.payload));
        declares.functions.iter().for_each(|function| self.defaults(&function.params));
        for action in &declares.actions {
            self.defaults(&action.params);
            self.defaults(&action.result);
        }
        self.computed(declares.windows.iter().filter_map(|window| window.tz.as_ref()));
    }

    fn journey(&mut self, journey: &'a JourneyDocument) {
        self.declarations(&journey.declares);
        self.defaults(&journey.context);
        if let Some(entry) = &journey.entry {
            self.set(&entry.set);
            match &entry.key {
                Some(KeyDecl::One(value)) => self.computed([value]),
                Some(KeyDecl::Each(values, _)) => self.named(values),
                None => {}
            }
        }
        journey.exit.iter().for_each(|rule| self.items(&rule.actions));
        self.computed(journey.goals.iter().filter_map(|goal| goal.value.as_ref()));
        journey.steps.iter().for_each(|step| self.step(step));
        let mut open: Vec<&StateDecl> = journey.states.iter().rev().collect();
        while let Some(state) = open.pop() {
            self.state(state);
            open.extend(state.states.iter().rev());
        }
        journey.migrate.iter().for_each(|migrate| self.set(&migrate.set));
    }

    fn state(&mut self, state: &'a StateDecl) {
        self.items(&state.on_entry);
        self.items(&state.on_exit);
        state.steps.iter().for_each(|step| self.step(step));
        if let Some(split) = &state.split {
            self.computed(split.key.iter().chain(&split.salt));
            split.arms.iter().for_each(|arm| self.set(&arm.set));
        }
    }

    fn step(&mut self, step: &'a StepDecl) {
        match step.trigger.as_ref().map(|trigger| &trigger.kind) {
            Some(TriggerKind::After(value) | TriggerKind::At(value) | TriggerKind::Every(value, _)) => {
                self.computed([value]);
            }
            Some(TriggerKind::Gaps(values)) => self.computed(values),
            _ => {}
        }
        self.set(&step.set);
        self.items(&step.actions);
    }

    fn items(&mut self, items: &'a [ItemDecl]) {
        for item in items {
            match &item.kind {
                ItemKind::Act(_, params) => self.named(params),
                ItemKind::Raise(call) | ItemKind::Emit(call) => self.call(call),
                ItemKind::Schedule(schedule) => {
                    self.call(&schedule.call);
                    self.computed(schedule.after.iter().chain(&schedule.at));
                }
                ItemKind::Set(assignments) => self.set(assignments),
                ItemKind::If(_, then, otherwise) => {
                    self.items(then);
                    self.items(otherwise);
                }
                ItemKind::Cancel(_) => {}
            }
        }
    }

    fn call(&mut self, call: &'a EventCall) {
        self.named(&call.payload);
    }
}
