//! Two versions of one journey side by side, everything of the old one called as the new one calls it.

use std::cell::OnceCell;

use smol_str::SmolStr;

use crate::diff::side::{Side, Spoken};
use crate::engine::moves::Plan;
use crate::expr::solve::world::Ground;
use crate::graph::content::element::{Element, Sort};
use crate::graph::content::said::{self, Line, Said};
use crate::model::joint::Both;
use crate::model::worlds::ground;
use crate::terms::beside::beside;
use crate::terms::form::Form;
use crate::terms::renames::Renames;

/// Two versions of one journey.
pub struct Pair<'p> {
    /// The one that people are on.
    pub old: &'p Side<'p>,
    /// The one that they would move to.
    pub new: &'p Side<'p>,
    /// What the old one calls otherwise.
    pub renames: &'p Renames,
    /// What the old one says.
    pub was: Spoken<'p>,
    /// What the new one says.
    pub is: Spoken<'p>,
    /// How people move from one to the other.
    pub plan: Plan,
    /// Whether all names in expressions mean the same in both: then so does what is written alike.
    names: bool,
    both: OnceCell<Both<'p>>,
    new_ground: OnceCell<Ground>,
}

/// A part of either or both, with what differs.
#[derive(Debug)]
pub struct Part<'d> {
    /// Which.
    pub element: &'d Element,
    /// Whether the old version has it.
    pub was: bool,
    /// Whether the new version has it.
    pub is: bool,
    /// Each thing that is said otherwise, by key.
    pub deltas: Vec<Delta<'d>>,
}

/// One thing that is said otherwise.
#[derive(Clone, Debug)]
pub struct Delta<'d> {
    /// Of which part.
    pub element: &'d Element,
    /// Which thing.
    pub key: &'d SmolStr,
    /// What was said.
    pub was: Option<&'d Line<'d>>,
    /// What is said.
    pub is: Option<&'d Line<'d>>,
    /// The forms of both, where they were held against each other.
    pub forms: Option<[Form; 2]>,
}

impl Delta<'_> {
    /// Whether it is for people alone.
    pub fn is_prose(&self) -> bool {
        self.was.or(self.is).is_some_and(|line| line.kind == said::Kind::Prose)
    }
}

impl Part<'_> {
    /// Whether `prose` is said of a field or param that came or went: that says it all.
    pub fn comes_with(&self, prose: &Delta<'_>) -> bool {
        let Some(of) = prose.key.strip_prefix("description.") else { return false };
        let is_of = |delta: &Delta<'_>| {
            let name = delta.key.strip_prefix("field.").unwrap_or(delta.key);
            of.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        self.deltas.iter().any(|delta| !delta.is_prose() && delta.was.is_some() != delta.is.is_some() && is_of(delta))
    }

    /// Whether it is a function that one version alone has, of which `other`, that the other one alone has, says the same.
    fn is_renamed(&self, other: &Self) -> bool {
        let texts = |part: &Self| -> Vec<(SmolStr, Option<SmolStr>)> {
            let text = |line: &Line<'_>| match &line.said {
                Said::Text(text) => Some(text.clone()),
                _ => None,
            };
            part.deltas.iter().map(|delta| (delta.key.clone(), delta.was.or(delta.is).and_then(text))).collect()
        };
        self.was != other.was && texts(self) == texts(other)
    }
}

impl<'p> Pair<'p> {
    /// `old` and `new`, between which people move as `plan` says.
    pub fn of(old: &'p Side<'p>, new: &'p Side<'p>, renames: &'p Renames, plan: Plan) -> Self {
        let (was, is) = (old.said(renames), new.said(Renames::NONE));
        let sorts = [&renames.states, &renames.variables, &renames.events];
        let words = || old.machine.journey.words.is_written_as(&new.machine.journey.words);
        let names = sorts.iter().all(|names| names.0.is_empty()) && words();
        Self { old, new, renames, was, is, plan, names, both: OnceCell::new(), new_ground: OnceCell::new() }
    }

    /// Both, for questions about conditions of one and the other.
    pub fn both(&self) -> &Both<'p> {
        self.both.get_or_init(|| Both::of(&self.old.machine.journey, &self.new.machine.journey, self.renames))
    }

    /// What holds in all of the new one, for questions about conditions of its own.
    pub fn new_ground(&self) -> &Ground {
        self.new_ground.get_or_init(|| ground(&self.new.machine.journey))
    }

    /// Every part that differs, in order.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let parts = beside(self.was.parts(), self.is.parts(), |old, new| old.0.cmp(new.0));
        let parts = parts.filter_map(|[old, new]| {
            let element = old.as_ref().or(new.as_ref())?.0;
            let (was, is) = (old.is_some(), new.is_some());
            let olds = old.map_or(&[][..], |(_, range)| &self.was.lines[range]);
            let news = new.map_or(&[][..], |(_, range)| &self.is.lines[range]);
            Some(Part { element, was, is, deltas: self.deltas(olds, news) })
        });
        let mut parts: Vec<Part<'_>> =
            parts.filter(|part| !part.deltas.is_empty() && !self.is_only_unused(part)).collect();
        self.leave_renamed(&mut parts);
        parts
    }

    /// Takes out functions that are only called otherwise.
    fn leave_renamed(&self, parts: &mut Vec<Part<'_>>) {
        let has = |side: &Side<'_>, name: &str| side.machine.journey.words.functions.names().any(|of| of == name);
        let is_lone = |part: &Part<'_>| {
            let without = if part.was { self.new } else { self.old };
            part.element.sort == Sort::Function && part.was != part.is && !has(without, &part.element.id)
        };
        // They stand last.
        let first = parts.iter().rposition(|part| part.element.sort != Sort::Function).map_or(0, |last| last + 1);
        let mut at = first;
        while at < parts.len() {
            let is_other = |other: &Part<'_>| is_lone(other) && parts[at].is_renamed(other);
            let other = is_lone(&parts[at]).then(|| parts[at + 1..].iter().position(is_other)).flatten();
            match other {
                Some(other) => {
                    parts.remove(at + 1 + other);
                    parts.remove(at);
                }
                None => at += 1,
            }
        }
    }

    /// Whether one version has no use for a part that a catalog declares there still: what has no use for it is told.
    fn is_only_unused(&self, part: &Part<'_>) -> bool {
        let without = match (part.was, part.is) {
            (true, false) => &self.new.machine.journey,
            (false, true) => &self.old.machine.journey,
            _ => return false,
        };
        let id = &part.element.id;
        match part.element.sort {
            Sort::Event => without.events.iter().any(|event| event.name == *id),
            Sort::Profile => without.profile.iter().any(|field| field.name == *id),
            Sort::Action => without.actions.iter().any(|action| action.name.value == *id),
            Sort::Cap => without.caps.iter().any(|cap| cap.name.value == *id),
            Sort::Window => without.windows.iter().any(|window| window.name.value == *id),
            Sort::Function => without.prose.functions.contains_key(id),
            _ => false,
        }
    }

    fn deltas<'d>(&'d self, was: &'d [Line<'p>], is: &'d [Line<'p>]) -> Vec<Delta<'d>> {
        let lines = beside(was, is, |old, new| old.key.cmp(&new.key));
        let deltas = lines.filter_map(|[old, new]| {
            let line = old.or(new)?;
            let forms = match (old, new) {
                (Some(old), Some(new)) => match self.differ(&old.said, &new.said) {
                    Differ::No => return None,
                    Differ::Plainly => None,
                    Differ::By(forms) => Some(forms),
                },
                _ => None,
            };
            Some(Delta { element: &line.element, key: &line.key, was: old, is: new, forms })
        });
        deltas.collect()
    }

    /// The id of the journey of which both are versions.
    pub fn id(&self) -> &SmolStr {
        &self.new.machine.journey.id.value
    }

    /// Whether both versions say the same.
    pub fn is_same(&self, was: &Said<'_>, is: &Said<'_>) -> bool {
        matches!(self.differ(was, is), Differ::No)
    }

    /// How what was said and what is said differ.
    fn differ(&self, was: &Said<'_>, is: &Said<'_>) -> Differ {
        let plainly = |same: bool| if same { Differ::No } else { Differ::Plainly };
        match (was, is) {
            (Said::Plain(old), Said::Plain(new)) => plainly(old == new),
            (Said::Names(old), Said::Names(new)) => plainly(old == new),
            (Said::Text(old), Said::Text(new)) => plainly(old == new),
            (Said::Length(old), Said::Length(new)) => plainly(old == new),
            (Said::Term(old), Said::Term(new)) if self.names && old.is_written_as(new) => Differ::No,
            (Said::Condition(old), Said::Condition(new)) if self.names && old.is_written_as(new) => Differ::No,
            (old, new) => match [self.was.forms.form(old), self.is.forms.form(new)] {
                [old, new] if old == new => Differ::No,
                forms => Differ::By(forms),
            },
        }
    }

    /// The form of what was said, as text.
    pub fn was(&self, delta: &Delta<'_>) -> Option<String> {
        let made = |line: &Line<'_>| self.was.forms.form(&line.said).to_string();
        delta.forms.as_ref().map(|[was, _]| was.to_string()).or_else(|| delta.was.map(made))
    }

    /// The form of what is said, as text.
    pub fn is(&self, delta: &Delta<'_>) -> Option<String> {
        let made = |line: &Line<'_>| self.is.forms.form(&line.said).to_string();
        delta.forms.as_ref().map(|[_, is]| is.to_string()).or_else(|| delta.is.map(made))
    }
}

/// How two things that are said differ.
enum Differ {
    /// They are the same.
    No,
    /// As what they are, without a form.
    Plainly,
    /// By their forms.
    By([Form; 2]),
}
