//! Every value that a file says where a value belongs.

use crate::lint::pieces::{self, Piece, Take};
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::content::{Assignment, ItemDecl, ValueDecl};
use crate::syntax::declared::{Declarations, FieldDecl};
use crate::syntax::document::{Document, JourneyDocument};
use crate::syntax::lifecycle::KeyDecl;

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
    /// Hands over those values of pieces that `walk` finds.
    fn pieces(&mut self, reading: Reading, walk: impl FnOnce(Take<'_, 'a>)) {
        walk(&mut |piece| {
            if let Piece::Value(value) = piece {
                (self.take)(value, reading);
            }
        });
    }

    fn computed(&mut self, values: impl IntoIterator<Item = &'a ValueDecl>) {
        self.pieces(Reading::Computed, |take| values.into_iter().for_each(|value| pieces::of_value(value, take)));
    }

    fn set(&mut self, assignments: &'a [Assignment]) {
        self.pieces(Reading::Computed, |take| pieces::of_set(assignments, take));
    }

    fn items(&mut self, items: &'a [ItemDecl]) {
        self.pieces(Reading::Computed, |take| pieces::of_items(items, take));
    }

    fn defaults(&mut self, fields: &'a [FieldDecl]) {
        let defaults = fields.iter().filter_map(|field| field.default.as_ref());
        self.pieces(Reading::Literal, |take| defaults.for_each(|default| pieces::of_value(default, take)));
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
                Some(KeyDecl::Each(values, _)) => self.computed(values.iter().map(|(_, value)| value)),
                None => {}
            }
        }
        journey.exit.iter().for_each(|rule| self.items(&rule.actions));
        self.computed(journey.goals.iter().filter_map(|goal| goal.value.as_ref()));
        journey.steps.iter().for_each(|step| self.step(step));
        for state in pieces::states(journey) {
            self.state(state);
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
        self.pieces(Reading::Computed, |take| pieces::of_timer(step, take));
        self.set(&step.set);
        self.items(&step.actions);
    }
}
