//! Gathers lines.

use smol_str::{SmolStr, format_smolstr};

use crate::graph::content::element::{Element, Sort};
use crate::graph::content::said::{Kind, Line, Said};
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Assign, EventKind, Journey};
use crate::terms::element::Choice;
use crate::terms::form::Form;
use crate::terms::renames::Renames;
use crate::terms::shape::Shape;

/// The lines of one journey, as far as they are written.
pub(in crate::graph::content) struct Writer<'j> {
    pub(in crate::graph::content) journey: &'j Journey,
    pub(in crate::graph::content) renames: &'j Renames,
    pub(in crate::graph::content) lines: Vec<Line<'j>>,
}

/// What lines are written of.
#[derive(Clone, Debug)]
pub(in crate::graph::content) struct About {
    pub(in crate::graph::content) element: Element,
    pub(in crate::graph::content) kind: Kind,
}

impl About {
    /// The part of this name.
    pub(in crate::graph::content) fn of(sort: Sort, id: &SmolStr) -> Self {
        Self { element: Element::of(sort, id), kind: Kind::Meaning }
    }
}

impl<'j> Writer<'j> {
    pub(in crate::graph::content) fn say(&mut self, about: &About, key: impl Into<SmolStr>, said: Said<'j>) {
        self.lines.push(Line { element: about.element.clone(), key: key.into(), said, kind: about.kind });
    }

    /// Where there is something to say.
    pub(in crate::graph::content) fn maybe(&mut self, about: &About, key: &'static str, said: Option<Said<'j>>) {
        if let Some(said) = said {
            self.say(about, key, said);
        }
    }

    /// For people.
    pub(in crate::graph::content) fn prose(&mut self, about: &About, key: &'static str, text: Option<&SmolStr>) {
        if let Some(text) = text {
            self.told(about, key.into(), text);
        }
    }

    /// For people, what is said of `shape` and inside it; `key` is that of the shape itself.
    pub(in crate::graph::content) fn described(&mut self, about: &About, key: &str, shape: &'j Shape) {
        shape.descriptions(key, &mut |way, text| self.told(about, way.into(), text));
    }

    /// One text for people.
    pub(in crate::graph::content) fn told(&mut self, about: &About, key: SmolStr, text: &SmolStr) {
        let about = About { element: about.element.clone(), kind: Kind::Prose };
        self.say(&about, key, Said::Text(text.clone()));
    }

    /// For people, the words to find something by, in file order.
    pub(in crate::graph::content) fn tags(&mut self, about: &About, tags: &[SmolStr]) {
        if !tags.is_empty() {
            let about = About { element: about.element.clone(), kind: Kind::Prose };
            self.say(&about, "tags", Said::Names(tags.to_vec()));
        }
    }

    /// One line for each variable.
    pub(in crate::graph::content) fn set(&mut self, about: &About, before: &str, assigns: &'j [Assign]) {
        for assign in assigns {
            let name = self.variable(&self.journey.context[assign.variable.index()].name.value);
            self.say(about, format_smolstr!("{before}set.{name}"), Said::Term(&assign.value));
        }
    }

    /// The name of `state`.
    pub(in crate::graph::content) fn state(&self, state: StateId) -> &'j SmolStr {
        self.renames.states.new_of(&self.journey.states[state.index()].name.value)
    }

    /// The names of `states`, sorted.
    pub(in crate::graph::content) fn states(&self, states: &[StateId]) -> Said<'j> {
        let mut names: Vec<SmolStr> = states.iter().map(|&state| self.state(state).clone()).collect();
        names.sort();
        Said::Names(names)
    }

    /// The id of `step`.
    pub(in crate::graph::content) fn step(&self, step: StepId) -> &'j SmolStr {
        self.renames.steps.new_of(&self.journey.steps[step.index()].id.value)
    }

    /// The name of `event`; a completion is called by the state, too.
    pub(in crate::graph::content) fn event(&self, event: EventId) -> SmolStr {
        let of = &self.journey.events[event.index()];
        match of.kind {
            EventKind::Done(state) => format_smolstr!("done.{}", self.state(state)),
            _ => self.renames.events.new_of(&of.name).clone(),
        }
    }

    /// The name of a variable that is called `name` in this version.
    pub(in crate::graph::content) fn variable(&self, name: &'j SmolStr) -> &'j SmolStr {
        self.renames.variables.new_of(name)
    }
}

/// The word for `value` in the language.
pub(in crate::graph::content) fn word<T: PartialEq>(all: &[Choice<T>], value: &T) -> Said<'static> {
    let word = all.iter().find(|choice| choice.value == *value).map_or("", |choice| choice.word);
    Said::Plain(Form::atom(word))
}
