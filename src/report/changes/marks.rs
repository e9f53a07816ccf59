//! What is painted where two versions are drawn: new, removed, changed, each with a sign that needs no colour.

use std::collections::BTreeMap;

use crate::diff::change::{Change, Class};
use crate::diff::kind::Kind;
use crate::graph::content::element::Sort;
use crate::picture::element::Element;
use crate::picture::mark::{Colour, Mark, Marks};
use crate::picture::union::{Side, Union};

/// How something differs, the weightier later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    New,
    Removed,
    Renamed,
    Changed,
    Decide,
}

impl Way {
    const ALL: [Self; 5] = [Self::Decide, Self::Changed, Self::Renamed, Self::New, Self::Removed];

    const fn colour(self) -> Colour {
        match self {
            Self::New => Colour::Green,
            Self::Removed => Colour::Red,
            Self::Renamed => Colour::Blue,
            Self::Changed => Colour::Amber,
            Self::Decide => Colour::Violet,
        }
    }

    const fn badge(self) -> &'static str {
        match self {
            Self::New => "+ new",
            Self::Removed => "− removed",
            Self::Renamed => "→ renamed",
            Self::Changed => "~ changed",
            Self::Decide => "! changed",
        }
    }

    const fn meaning(self) -> &'static str {
        match self {
            Self::New => "+ new",
            Self::Removed => "− removed, or no longer so",
            Self::Renamed => "→ renamed",
            Self::Changed => "~ changed",
            Self::Decide => "! changed, and people need a decision",
        }
    }
}

/// The marks of `changes` on the one picture of both versions.
pub fn marks<'c>(changes: impl IntoIterator<Item = &'c Change>, union: &Union) -> Marks {
    let mut told: BTreeMap<Element, (Way, Vec<String>)> = BTreeMap::new();
    for (element, side) in &union.side {
        match side {
            Side::Old => told.insert(element.clone(), (Way::Removed, Vec::new())),
            Side::New => told.insert(element.clone(), (Way::New, Vec::new())),
            Side::Both => None,
        };
    }
    for change in changes {
        tell(change, union, &mut told);
    }
    let legend = Way::ALL.into_iter().filter(|way| told.values().any(|(each, _)| each == way));
    let legend = legend.map(|way| (way.colour(), way.meaning().to_owned())).collect();
    let by_element = told.into_iter().map(|(element, (way, notes))| {
        // A step is not gone where it leads elsewhere now.
        let badge = if matches!(element, Element::Was(_)) { "− no longer" } else { way.badge() };
        let mark = Mark {
            colour: Some(way.colour()),
            count: None,
            badge: Some(badge.to_owned()),
            note: (!notes.is_empty()).then(|| notes.join("\n")),
            gone: way == Way::Removed,
        };
        (element, mark)
    });
    Marks { by_element: by_element.collect(), legend }
}

/// The same where both versions are drawn side by side: each has what it has.
pub fn on_both(marks: &Marks, union: &Union) -> Marks {
    let mut both = Marks { by_element: BTreeMap::new(), legend: marks.legend.clone() };
    for (element, mark) in &marks.by_element {
        for element in places(element, union) {
            both.by_element.insert(element, mark.clone());
        }
    }
    both.legend.retain(|(colour, _)| both.by_element.values().any(|mark| mark.colour == Some(*colour)));
    both
}

/// What stands for `element` in two drawings side by side: in the old one, in the new one.
pub fn places(element: &Element, union: &Union) -> Vec<Element> {
    match union.side.get(element) {
        // Where the new version has it as well, both drawings show how it changed.
        Some(Side::Old) if matches!(element, Element::Was(_)) => Vec::new(),
        Some(Side::Old) => vec![element.clone().was()],
        Some(Side::New) => vec![element.clone()],
        Some(Side::Both) => vec![element.clone().was(), element.clone()],
        None => Vec::new(),
    }
}

fn tell(change: &Change, union: &Union, told: &mut BTreeMap<Element, (Way, Vec<String>)>) {
    if let Some(element) = drawn(change, union) {
        let way = match (union.side.get(&element), change.kind) {
            (Some(Side::Old), _) => Way::Removed,
            (Some(Side::New), _) => Way::New,
            _ if change.class == Class::Major && !is_rename(change.kind) => Way::Decide,
            (_, kind) if is_rename(kind) => Way::Renamed,
            _ => Way::Changed,
        };
        let known = told.entry(element).or_insert((way, Vec::new()));
        known.0 = known.0.max(way);
        known.1.push(note(change));
    }
    change.parts.iter().for_each(|part| tell(part, union, told));
}

const fn is_rename(kind: Kind) -> bool {
    matches!(kind, Kind::StateRenamed | Kind::StepRenamed)
}

fn note(change: &Change) -> String {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if before != after => format!("{}: {before} → {after}", change.kind),
        _ => format!("{}: {}", change.kind, change.meaning),
    }
}

/// The part of a picture that shows a change; none where no picture does.
pub fn drawn(change: &Change, union: &Union) -> Option<Element> {
    let id = change.element.id.clone();
    let key = change.key.as_str();
    let whole = match change.element.sort {
        Sort::Journey if key == "initial" => Element::Entry,
        Sort::Journey | Sort::Variable | Sort::Event | Sort::Profile | Sort::Cap | Sort::Function => return None,
        Sort::Entry => Element::Entry,
        Sort::State => Element::State(id.clone()),
        Sort::Step => Element::Step(id.clone()),
        Sort::Action => Element::Action(id.clone()),
        Sort::Window => Element::Window(id.clone()),
        Sort::Exit => Element::Exit(id.clone()),
        Sort::Goal => Element::Goal(id.clone()),
    };
    let arm = key.strip_prefix("arm.").map(|rest| rest.split_once('.').map_or(rest, |(arm, _)| arm));
    let part = match (change.element.sort, key, arm) {
        (Sort::State, "initial", _) => Element::Initial(id),
        (Sort::State, "default", _) => Element::Default(id),
        (Sort::State, "on_entry", _) => Element::OnEntry(id),
        (Sort::State, "on_exit", _) => Element::OnExit(id),
        (Sort::State, _, Some(arm)) => Element::Arm(id, arm.into()),
        _ => whole.clone(),
    };
    [part, whole].into_iter().find(|element| union.side.contains_key(element))
}
