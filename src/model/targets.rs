//! Names of states where one is led to: found, and able to be active together.

use crate::model::ground::Notes;
use crate::model::ids::StateId;
use crate::model::outline::Outline;
use crate::model::unread::{By, To};
use crate::syntax::chart::Targets;
use crate::syntax::declared::Section;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::span::Name;
use crate::terms::suggest;

/// Where something leads.
#[derive(Debug, Default)]
pub struct Led {
    /// The states that are named.
    pub states: Vec<StateId>,
    /// Where else it may lead, for all that could be read and resolved.
    pub perhaps: Vec<To>,
}

impl Led {
    /// Whether nothing was written, not even what could not be read.
    pub fn is_missing(&self) -> bool {
        self.states.is_empty() && self.perhaps.is_empty()
    }

    /// The states; what is unknown is noted as ways from `from`.
    pub fn noted(self, from: StateId, by: By, notes: &mut Notes) -> Vec<StateId> {
        for to in self.perhaps {
            notes.unread.lead(from, by, to);
        }
        self.states
    }
}

/// The state of this name, reported if there is none.
pub fn find(name: &Name, outline: &Outline<'_>, notes: &mut Notes) -> Option<StateId> {
    found(name, outline, notes).ok()
}

/// The state of this name, else those whose names are most like it; then it is reported.
fn found(name: &Name, outline: &Outline<'_>, notes: &mut Notes) -> Result<StateId, Vec<StateId>> {
    if let Some(state) = number(name, outline) {
        return Ok(state);
    }
    let all: Vec<&str> = names(outline).collect();
    let near = suggest::all_nearest(&name.value, all.iter().copied());
    let mut finding = Finding::new(rule::UNKNOWN_NAME, name.span, format!("no state is called `{}`", name.value));
    finding.help = suggest::help_from(&near, &all);
    notes.unknown(Section::States, finding);
    Err(numbers(&near, outline))
}

/// The states that `targets` name; those that there are not are reported.
pub fn resolve(targets: &Targets, outline: &Outline<'_>, notes: &mut Notes) -> Led {
    inside(targets, StateId::default(), outline, notes)
}

/// Like [`resolve`], for the key `key` whose states lie inside `outer`.
pub fn resolve_inside(targets: &Targets, key: &str, outer: StateId, outline: &Outline<'_>, notes: &mut Notes) -> Led {
    let mut led = inside(targets, outer, outline, notes);
    let Led { states, perhaps } = &mut led;
    states.retain(|&state| {
        let fits = outline.inside(state, outer);
        if let (false, Some(name)) = (fits, targets.names.iter().find(|name| number(name, outline) == Some(state))) {
            // Of two states with one name the other may be meant.
            perhaps.push(twin(name, outer, outline).unwrap_or_else(|| {
                notes.findings.push(outside(name, key, outer, outline));
                To::AnyInside(outer)
            }));
        }
        fits
    });
    led
}

/// What is unknown may be any state inside `outer`.
fn inside(targets: &Targets, outer: StateId, outline: &Outline<'_>, notes: &mut Notes) -> Led {
    let any = To::AnyInside(outer);
    let mut states: Vec<(StateId, &Name)> = Vec::with_capacity(targets.names.len());
    let mut perhaps = Vec::new();
    let mut add = |alike: Vec<StateId>, sure: bool| {
        let fitting = alike.into_iter().filter(|&state| outline.inside(state, outer));
        let before = perhaps.len();
        perhaps.extend(fitting.map(To::State));
        if sure && perhaps.len() == before {
            perhaps.push(any);
        }
    };
    for name in &targets.names {
        match found(name, outline, notes) {
            Ok(state) => states.push((state, name)),
            Err(near) => add(near, true),
        }
    }
    for guess in &targets.guessed {
        add(alike(&guess.name, outline), guess.sure);
    }
    if targets.hidden {
        perhaps.push(any);
    }
    if states.len() > 1 {
        perhaps.extend(together(&mut states, outline, notes).into_iter().map(To::State));
    }
    Led { states: states.into_iter().map(|(state, _)| state).collect(), perhaps }
}

fn number(name: &Name, outline: &Outline<'_>) -> Option<StateId> {
    outline.numbers.get(&name.value).map(|&number| StateId(number))
}

/// The states whose name is `name`, or most like it.
fn alike(name: &Name, outline: &Outline<'_>) -> Vec<StateId> {
    let near = || numbers(&suggest::all_nearest(&name.value, names(outline)), outline);
    number(name, outline).map_or_else(near, |state| vec![state])
}

fn numbers(names: &[&str], outline: &Outline<'_>) -> Vec<StateId> {
    names.iter().filter_map(|&near| outline.numbers.get(near)).map(|&number| StateId(number)).collect()
}

/// The state inside `outer` that has the name of another one outside.
fn twin(name: &Name, outer: StateId, outline: &Outline<'_>) -> Option<To> {
    let inside = outer.0 + 1..=outline.nodes[outer.index()].last.0;
    let is_called = |state: &StateId| outline.nodes[state.index()].decl.is_some_and(|decl| decl.id.value == name.value);
    inside.map(StateId).find(is_called).map(To::State)
}

fn names<'a>(outline: &'a Outline<'_>) -> impl Iterator<Item = &'a str> {
    outline.nodes.iter().filter_map(|node| node.decl).map(|decl| decl.id.value.as_str())
}

fn outside(name: &Name, key: &str, outer: StateId, outline: &Outline<'_>) -> Finding {
    let around = outline.nodes[outer.index()].decl.map_or("the journey", |decl| decl.id.value.as_str());
    let message = format!("`{}` is not inside `{around}`, so it cannot be its `{key}`", name.value);
    let children = outline.nodes[outer.index()].children.iter();
    let names = children.filter_map(|child| outline.nodes[child.index()].decl).map(|decl| decl.id.value.as_str());
    let mut finding = Finding::new(rule::BAD_TARGET, name.span, message);
    finding.help = suggest::help(&name.value, names);
    finding
}

/// Reports and drops targets that cannot be active beside an earlier one; returns them.
fn together(states: &mut Vec<(StateId, &Name)>, outline: &Outline<'_>, notes: &mut Notes) -> Vec<StateId> {
    let mut dropped = Vec::new();
    let mut kept: Vec<(StateId, &Name)> = Vec::with_capacity(states.len());
    for &(state, name) in states.iter() {
        let rival = kept.iter().find(|(other, _)| !compatible(state, *other, outline));
        match rival {
            None => kept.push((state, name)),
            Some((_, first)) => {
                let message = format!("`{}` and `{}` cannot both be active", first.value, name.value);
                notes.findings.push(
                    Finding::new(rule::BAD_TARGET, name.span, message)
                        .label(first.span, "the other target")
                        .help("name one target in each region of one parallel state"),
                );
                dropped.push(state);
            }
        }
    }
    *states = kept;
    dropped
}

fn compatible(a: StateId, b: StateId, outline: &Outline<'_>) -> bool {
    let common = outline.common(a, b);
    common != a && common != b && outline.may_be_parallel(common)
}
