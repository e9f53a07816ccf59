//! One of the two versions of a journey: compiled, as written, and line by line what it says.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::graph::content::calls::Forms;
use crate::graph::content::element::Element;
use crate::graph::content::lines::lines;
use crate::graph::content::said::Line;
use crate::graph::machine::Machine;
use crate::project::subject::{Subject, laid_out};
use crate::syntax::chart::{StateDecl, StepDecl};
use crate::syntax::source::Source;
use crate::terms::renames::Renames;

/// A version of a journey.
pub struct Side<'a> {
    /// Ready to be asked.
    pub machine: Arc<Machine>,
    /// As it was written.
    pub subject: Subject<'a>,
    /// Its states as written, by number; the journey itself has no declaration.
    pub states: Vec<Option<&'a StateDecl>>,
    /// Its steps as written, by number.
    pub steps: Vec<&'a StepDecl>,
    state_of: FxHashMap<&'a str, &'a StateDecl>,
    step_of: FxHashMap<&'a str, &'a StepDecl>,
    /// Its file and those of the catalogs that it uses.
    pub texts: Vec<&'a str>,
}

impl<'a> Side<'a> {
    /// The version that `subject` is; `sources` are the files that it was read from.
    pub fn of(subject: Subject<'a>, sources: &'a [Source]) -> Self {
        let (states, steps) = laid_out(subject.document);
        let files = std::iter::once(subject.document.file).chain(subject.catalogs.iter().map(|catalog| catalog.file));
        let texts = files.filter_map(|file| sources.get(file.0 as usize)).map(|source| &*source.text).collect();
        let state_of = states.iter().flatten().map(|&decl| (decl.id.value.as_str(), decl)).collect();
        let step_of = steps.iter().map(|&decl| (decl.id.value.as_str(), decl)).collect();
        let machine = Arc::new(Machine::new(Arc::clone(subject.journey)));
        Self { machine, subject, states, steps, state_of, step_of, texts }
    }

    /// The state of this id as written.
    pub fn state(&self, id: &str) -> Option<&'a StateDecl> {
        self.state_of.get(id).copied()
    }

    /// The step of this id as written.
    pub fn step(&self, id: &str) -> Option<&'a StepDecl> {
        self.step_of.get(id).copied()
    }

    /// What it says, called as `renames` says.
    pub fn said<'s>(&'s self, renames: &'s Renames) -> Spoken<'s> {
        let journey = &*self.machine.journey;
        let lines = lines(journey, &self.subject.document.declares, renames);
        Spoken { forms: Forms::of(journey, renames), lines }
    }
}

/// What a version says.
pub struct Spoken<'s> {
    /// How its forms are made.
    pub forms: Forms<'s>,
    /// Its lines, sorted by part and key.
    pub lines: Vec<Line<'s>>,
}

impl Spoken<'_> {
    /// The lines of each part, in order.
    pub fn parts(&self) -> impl Iterator<Item = (&Element, Range<usize>)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let element = &self.lines.get(at)?.element;
            let end = at + self.lines[at..].iter().take_while(|line| line.element == *element).count();
            let range = at..end;
            at = end;
            Some((element, range))
        })
    }
}
