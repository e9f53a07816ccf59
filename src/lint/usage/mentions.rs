//! What a file names where it uses things: events, actions, windows, caps, and variables that it sets.

use std::collections::BTreeSet;

use crate::lint::pieces::{self, Bring, Piece};
use crate::syntax::chart::StepDecl;
use crate::syntax::content::{Assignment, ItemDecl};
use crate::syntax::declared::{CapRef, Declarations, Section};
use crate::syntax::document::JourneyDocument;
use crate::syntax::lifecycle::KeyDecl;
use crate::terms::span::{Name, Span};

/// What a file names where it uses things; faults do not matter.
#[derive(Debug, Default)]
pub struct Mentions<'a> {
    /// Names by the section that declares them; under [`Section::Context`] the variables that are set.
    pub names: BTreeSet<(Section, &'a str)>,
    /// Patterns of events: `*`, or a beginning with `.` at its end.
    pub patterns: BTreeSet<&'a str>,
    /// The events that are raised, emitted and scheduled.
    pub brought: Vec<(Bring, &'a Name)>,
    /// Whether every event enters people, since nobody said which.
    pub enters: bool,
    /// The ids of steps of which no trigger could be read.
    pub untriggered: Vec<Span>,
    /// Whether an exit rule has no triggers, which is a fault.
    pub lacks_triggers: bool,
}

impl<'a> Mentions<'a> {
    /// What declarations name of one another.
    pub fn of_declarations(declares: &'a Declarations) -> Self {
        let mut all = Self::default();
        all.declarations(declares);
        all
    }

    /// What a journey names.
    pub fn of_journey(journey: &'a JourneyDocument) -> Self {
        let mut all = Self::default();
        all.declarations(&journey.declares);
        all.lifecycle(journey);
        all.steps(&journey.steps);
        for state in pieces::states(journey) {
            all.steps(&state.steps);
            all.items(&state.on_entry);
            all.items(&state.on_exit);
            for arm in state.split.iter().flat_map(|split| &split.arms) {
                all.set(&arm.set);
            }
        }
        all
    }

    /// Whether `event` is one that a pattern matches.
    pub fn matches(&self, event: &str) -> bool {
        self.patterns.iter().any(|pattern| *pattern == "*" || event.starts_with(pattern))
    }

    fn add(&mut self, section: Section, name: Option<&'a Name>) {
        self.names.extend(name.map(|name| (section, name.value.as_str())));
    }

    fn declarations(&mut self, declares: &'a Declarations) {
        for action in &declares.actions {
            self.add(Section::Windows, action.window.as_ref());
            // What comes of a failure is for `failure-unhandled` to ask.
            self.brought.extend(action.on_success.as_ref().map(|name| (Bring::Answered, name)));
            self.add(Section::Events, action.on_failure.as_ref());
            for cap in &action.cap {
                if let CapRef::Named(name) = cap {
                    self.add(Section::Caps, Some(name));
                }
            }
        }
    }

    fn lifecycle(&mut self, journey: &'a JourneyDocument) {
        // Who does not say by which events people enter lets them in by every one.
        if journey.entry.as_ref().is_none_or(|entry| entry.triggers.is_empty()) {
            self.enters = true;
        }
        if let Some(entry) = &journey.entry {
            self.listens(&entry.triggers);
            self.set(&entry.set);
            if let Some(KeyDecl::Each(map, _)) = &entry.key {
                self.names.extend(map.iter().map(|(event, _)| (Section::Events, event.value.as_str())));
            }
        }
        for exit in &journey.exit {
            self.lacks_triggers |= exit.triggers.is_empty();
            self.listens(&exit.triggers);
            self.items(&exit.actions);
        }
        journey.goals.iter().for_each(|goal| self.listens(&goal.triggers));
        journey.migrate.iter().for_each(|migrate| self.set(&migrate.set));
    }

    fn steps(&mut self, steps: &'a [StepDecl]) {
        for step in steps {
            self.untriggered.extend(step.trigger.is_none().then_some(step.id.span));
            self.listens(step.events().unwrap_or_default());
            self.add(Section::Windows, step.trigger.as_ref().and_then(|trigger| trigger.within.as_ref()));
            self.set(&step.set);
            self.items(&step.actions);
        }
    }

    fn listens(&mut self, events: &'a [Name]) {
        for event in events {
            match event.value.strip_suffix('*') {
                Some("") => self.patterns.insert("*"),
                Some(prefix) if prefix.ends_with('.') => self.patterns.insert(prefix),
                _ => self.names.insert((Section::Events, &event.value)),
            };
        }
    }

    fn set(&mut self, set: &'a [Assignment]) {
        pieces::of_set(set, &mut |piece| self.piece(piece));
    }

    fn items(&mut self, items: &'a [ItemDecl]) {
        pieces::of_items(items, &mut |piece| self.piece(piece));
    }

    fn piece(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Set(name) => self.add(Section::Context, Some(name)),
            Piece::Action(name) => self.add(Section::Actions, Some(name)),
            Piece::Event(bring, name) => self.brought.push((bring, name)),
            Piece::Condition(_) | Piece::Value(_) => {}
        }
    }
}
