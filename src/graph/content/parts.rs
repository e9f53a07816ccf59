//! What is said of the journey, its states and steps, and of who comes and goes.

use smol_str::{SmolStr, format_smolstr};

use crate::graph::content::element::{Element, Sort};
use crate::graph::content::said::{Kind, Said};
use crate::graph::content::writer::{About, Writer, word};
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{GoalBy, Split, State, StateKind, Step, Trigger};
use crate::syntax::chart::HistoryDepth;
use crate::syntax::elements::lifecycle::{INSTANCES, REENTRIES};
use crate::syntax::lifecycle::{MergeInstance, Reentry};
use crate::terms::form::Form;
use crate::terms::value::Value;

pub(in crate::graph::content) fn journey(writer: &mut Writer<'_>) {
    let journey = writer.journey;
    let about = About { element: Element::JOURNEY, kind: Kind::Meaning };
    writer.say(&about, "id", Said::Text(journey.id.value.clone()));
    let prose = &journey.prose.journey;
    writer.prose(&about, "title", prose.title.as_ref());
    writer.prose(&about, "description", prose.description.as_ref());
    writer.prose(&about, "owner", prose.owner.as_ref());
    writer.tags(&about, &prose.tags);
    let root = &journey.states[Machine::ROOT.index()];
    inside(writer, &about, root);
    if journey.merge != MergeInstance::default() {
        writer.say(&about, "merge", word(&INSTANCES, &journey.merge));
    }
    let order = |ids: Vec<SmolStr>| (ids.len() > 1).then_some(Said::Names(ids));
    let exits = order(journey.exit.iter().map(|rule| rule.id.value.clone()).collect());
    writer.maybe(&about, "exits", exits);
    if !journey.migrate.is_empty() {
        writer.say(&about, "migrate", Said::Migrations(&journey.migrate));
    }
}

/// Where a state or the journey begins, and the order of its steps.
fn inside(writer: &mut Writer<'_>, about: &About, state: &State) {
    if let StateKind::Compound(initial) = &state.kind {
        let names = writer.states(initial);
        writer.say(about, "initial", names);
    }
    if state.steps.len() > 1 {
        let ids = state.steps.iter().map(|&step| writer.step(step).clone()).collect();
        writer.say(about, "steps", Said::Names(ids));
    }
}

pub(in crate::graph::content) fn entry(writer: &mut Writer<'_>) {
    let entry = &writer.journey.entry;
    let about = About { element: Element::ENTRY, kind: Kind::Meaning };
    triggers(writer, &about, &entry.triggers);
    writer.maybe(&about, "guard", entry.guard.as_ref().map(Said::Condition));
    writer.set(&about, "", &entry.set);
    for (event, term) in entry.key.iter().flat_map(|key| &key.by_event) {
        let name = writer.event(*event);
        writer.say(&about, format_smolstr!("key.{name}"), Said::Term(term));
    }
    let said = match entry.reentry {
        Reentry::After(length) => Said::Length(length),
        other => word(&REENTRIES, &other),
    };
    if entry.reentry != Reentry::default() {
        writer.say(&about, "reentry", said);
    }
}

/// Events by name: which number they have says nothing.
fn triggers(writer: &mut Writer<'_>, about: &About, events: &[EventId]) {
    if !events.is_empty() {
        let mut names: Vec<SmolStr> = events.iter().map(|&event| writer.event(event)).collect();
        names.sort();
        writer.say(about, "triggers", Said::Names(names));
    }
}

pub(in crate::graph::content) fn states(writer: &mut Writer<'_>) {
    let journey = writer.journey;
    for (number, state) in journey.states.iter().enumerate().skip(1) {
        let about = About::of(Sort::State, writer.state(StateId(number as u32)));
        let parent = state.parent.filter(|parent| *parent != Machine::ROOT);
        writer.maybe(&about, "parent", parent.map(|id| Said::Text(writer.state(id).clone())));
        writer.say(&about, "kind", Said::Plain(Form::atom(kind(&state.kind))));
        inside(writer, &about, state);
        if let StateKind::History(_, default) = &state.kind {
            let names = writer.states(default);
            writer.say(&about, "default", names);
        }
        if let StateKind::Split(split) = &state.kind {
            arms(writer, &about, split);
        }
        for (key, block) in [("on_entry", &state.on_entry), ("on_exit", &state.on_exit)] {
            writer.maybe(&about, key, (!block.is_empty()).then_some(Said::Block(block)));
        }
        if let Some(said) = journey.prose.states.get(&StateId(number as u32)) {
            writer.prose(&about, "name", said.title.as_ref());
            writer.prose(&about, "description", said.description.as_ref());
            writer.tags(&about, &said.tags);
        }
    }
}

const fn kind(kind: &StateKind) -> &'static str {
    match kind {
        StateKind::Atomic => "atomic",
        StateKind::Compound(_) => "compound",
        StateKind::Parallel => "parallel",
        StateKind::Final => "final",
        StateKind::History(HistoryDepth::Shallow, _) => "history",
        StateKind::History(HistoryDepth::Deep, _) => "deep-history",
        StateKind::Split(_) => "split",
    }
}

fn arms<'j>(writer: &mut Writer<'j>, about: &About, split: &'j Split) {
    writer.say(about, "key", Said::Term(&split.key));
    writer.say(about, "salt", Said::Term(&split.salt));
    for arm in &split.arms {
        let id = &arm.id.value;
        writer.say(about, format_smolstr!("arm.{id}.weight"), Said::Plain(Form::from(&Value::Number(arm.weight))));
        let names = writer.states(&arm.to);
        writer.say(about, format_smolstr!("arm.{id}.to"), names);
        writer.set(about, &format!("arm.{id}."), &arm.set);
    }
}

pub(in crate::graph::content) fn steps(writer: &mut Writer<'_>) {
    let journey = writer.journey;
    for (number, step) in journey.steps.iter().enumerate() {
        let about = About::of(Sort::Step, writer.step(StepId(number as u32)));
        one_step(writer, &about, step);
        if let Some(said) = journey.prose.steps.get(&StepId(number as u32)) {
            writer.prose(&about, "name", said.title.as_ref());
            writer.prose(&about, "description", said.description.as_ref());
        }
    }
}

fn one_step<'j>(writer: &mut Writer<'j>, about: &About, step: &'j Step) {
    let journey = writer.journey;
    let source = (step.source != Machine::ROOT).then(|| writer.state(step.source).clone());
    writer.maybe(about, "state", source.map(Said::Text));
    match &step.trigger {
        Trigger::Events(events) => triggers(writer, about, events),
        Trigger::Always => writer.say(about, "always", Said::Plain(Form::atom("true"))),
        Trigger::Timer(timer) => {
            writer.say(about, "timer", Said::Due(&timer.due));
            let window = timer.within.map(|id| Said::Text(journey.windows[id.index()].name.value.clone()));
            writer.maybe(about, "within", window);
        }
    }
    writer.maybe(about, "guard", step.guard.as_ref().map(Said::Condition));
    writer.set(about, "", &step.set);
    writer.maybe(about, "actions", (!step.actions.is_empty()).then_some(Said::Block(&step.actions)));
    if !step.to.is_empty() {
        let names = writer.states(&step.to);
        writer.say(about, "to", names);
    }
    writer.maybe(about, "reenter", step.reenter.then(|| Said::Plain(Form::atom("true"))));
}

pub(in crate::graph::content) fn ends(writer: &mut Writer<'_>) {
    let journey = writer.journey;
    for rule in &journey.exit {
        let about = About::of(Sort::Exit, &rule.id.value);
        triggers(writer, &about, &rule.triggers);
        writer.maybe(&about, "guard", rule.guard.as_ref().map(Said::Condition));
        writer.maybe(&about, "actions", (!rule.actions.is_empty()).then_some(Said::Block(&rule.actions)));
    }
    for goal in &journey.goals {
        let about = About::of(Sort::Goal, &goal.id.value);
        match &goal.by {
            GoalBy::State(state) => {
                let name = writer.state(*state).clone();
                writer.say(&about, "state", Said::Text(name));
            }
            GoalBy::Events(events, guard) => {
                triggers(writer, &about, events);
                writer.maybe(&about, "guard", guard.as_ref().map(Said::Condition));
            }
        }
        writer.maybe(&about, "within", goal.within.map(Said::Length));
        writer.maybe(&about, "value", goal.value.as_ref().map(Said::Term));
    }
}
