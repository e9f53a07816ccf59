//! Where what changed stands in the files of both versions.

use smol_str::SmolStr;

use crate::diff::change::Places;
use crate::diff::pair::Pair;
use crate::diff::side::Side;
use crate::graph::content::element::{Element, Sort};
use crate::model::journey::EventKind;
use crate::syntax::chart::{StateDecl, StepDecl, TriggerKind};
use crate::syntax::content::{Assignment, ConditionDecl};
use crate::syntax::declared::{Declarations, FieldDecl};
use crate::syntax::document::JourneyDocument;
use crate::terms::span::Span;

/// The places of one thing that is said of a part: the thing itself, or else the part's name.
pub(in crate::diff) fn of(pair: &Pair<'_>, element: &Element, key: &str) -> Places {
    let old = Element { sort: element.sort, id: old_name(pair, element) };
    Places { old: place(pair.old, &old, key), new: place(pair.new, element, key) }
}

/// What the old version calls a part.
pub(in crate::diff) fn old_name(pair: &Pair<'_>, element: &Element) -> SmolStr {
    let names = match element.sort {
        Sort::State => &pair.renames.states,
        Sort::Step => &pair.renames.steps,
        Sort::Variable => &pair.renames.variables,
        Sort::Event => &pair.renames.events,
        _ => return element.id.clone(),
    };
    names.old_of(&element.id).clone()
}

fn place(side: &Side<'_>, element: &Element, key: &str) -> Option<Span> {
    let document = side.subject.document;
    let id = &element.id;
    match element.sort {
        Sort::Journey => Some(journey(document, key)),
        Sort::Entry => entry(document, key),
        Sort::State => {
            let decl = side.state(id)?;
            Some(state(decl, key).unwrap_or(decl.id.span))
        }
        Sort::Step => {
            let decl = side.step(id)?;
            Some(step(decl, key).unwrap_or(decl.id.span))
        }
        Sort::Variable => document.context.iter().find(|decl| decl.name.value == *id).map(|decl| decl.name.span),
        Sort::Exit => {
            let decl = document.exit.iter().find(|decl| decl.id.value == *id)?;
            let guard = decl.guard.as_ref().filter(|_| key == "guard");
            Some(guard.map_or(decl.id.span, ConditionDecl::span))
        }
        Sort::Goal => {
            let decl = document.goals.iter().find(|decl| decl.id.value == *id)?;
            let guard = decl.guard.as_ref().filter(|_| key == "guard");
            Some(guard.map_or(decl.id.span, ConditionDecl::span))
        }
        Sort::Event | Sort::Profile | Sort::Action | Sort::Cap | Sort::Window | Sort::Function => {
            declared(side, element, key)
        }
    }
}

fn journey(document: &JourneyDocument, key: &str) -> Span {
    let found = match key {
        "title" => document.title.as_ref().map(|title| title.span),
        "description" => document.description.as_ref().map(|text| text.span),
        "owner" => document.owner.as_ref().map(|owner| owner.span),
        "tags" => document.tags.first().map(|tag| tag.span),
        "initial" => document.initial.names.first().map(|name| name.span),
        "steps" => document.steps.first().map(|step| step.id.span),
        "exits" => document.exit.first().map(|rule| rule.id.span),
        "merge" => document.identity.as_ref().and_then(|decl| decl.merge.as_ref()).map(|merge| merge.span),
        "migrate" => document.migrate.first().map(|entry| entry.span),
        _ => None,
    };
    found.unwrap_or(document.id.span)
}

fn entry(document: &JourneyDocument, key: &str) -> Option<Span> {
    let decl = document.entry.as_ref()?;
    let found = match key {
        "triggers" => decl.triggers.first().map(|name| name.span),
        "guard" => decl.guard.as_ref().map(ConditionDecl::span),
        "reentry" => decl.reentry.as_ref().map(|reentry| reentry.span),
        _ => set(&decl.set, key),
    };
    Some(found.unwrap_or(decl.span))
}

fn set(assigns: &[Assignment], key: &str) -> Option<Span> {
    let variable = key.strip_prefix("set.")?;
    assigns.iter().find(|assign| assign.variable.value == variable).map(|assign| assign.value.span)
}

fn state(decl: &StateDecl, key: &str) -> Option<Span> {
    match key {
        "initial" => decl.initial.names.first().map(|name| name.span),
        "default" => decl.default.names.first().map(|name| name.span),
        _ if key.starts_with("on_entry") => decl.on_entry.first().map(|item| item.span),
        _ if key.starts_with("on_exit") => decl.on_exit.first().map(|item| item.span),
        "name" => decl.name.as_ref().map(|name| name.span),
        "description" => decl.description.as_ref().map(|text| text.span),
        "tags" => decl.tags.first().map(|tag| tag.span),
        "salt" => decl.split.as_ref()?.salt.as_ref().map(|salt| salt.span),
        "key" => decl.split.as_ref()?.key.as_ref().map(|key| key.span),
        _ => {
            let (arm, rest) = key.strip_prefix("arm.")?.split_once('.')?;
            let arm = decl.split.as_ref()?.arms.iter().find(|decl| decl.id.value == arm)?;
            let found = match rest {
                "weight" => arm.weight.as_ref().map(|weight| weight.span),
                "to" => arm.to.names.first().map(|name| name.span),
                _ => set(&arm.set, rest),
            };
            Some(found.unwrap_or(arm.id.span))
        }
    }
}

fn step(decl: &StepDecl, key: &str) -> Option<Span> {
    match key {
        "guard" => decl.guard.as_ref().map(ConditionDecl::span),
        "to" => decl.to.names.first().map(|name| name.span),
        "reenter" => decl.reenter,
        "actions" => decl.actions.first().map(|item| item.span),
        "name" => decl.name.as_ref().map(|name| name.span),
        "description" => decl.description.as_ref().map(|text| text.span),
        "within" => decl.trigger.as_ref()?.within.as_ref().map(|name| name.span),
        "triggers" | "timer" | "always" => {
            let trigger = decl.trigger.as_ref()?;
            Some(match &trigger.kind {
                TriggerKind::Events(names) => names.first().map_or(trigger.key, |name| name.span),
                TriggerKind::After(value) | TriggerKind::At(value) | TriggerKind::Every(value, _) => value.span,
                TriggerKind::Gaps(gaps) => gaps.first().map_or(trigger.key, |gap| gap.span),
                TriggerKind::Always => trigger.key,
            })
        }
        _ if key.starts_with("actions.") => decl.actions.first().map(|item| item.span),
        _ => set(&decl.set, key),
    }
}

/// In the journey's own file or in the first of its catalogs that has it.
fn declared(side: &Side<'_>, element: &Element, key: &str) -> Option<Span> {
    let catalogs = side.subject.catalogs.iter().map(|catalog| &catalog.declares);
    let mut all = std::iter::once(&side.subject.document.declares).chain(catalogs);
    let found = all.find_map(|declares| in_declarations(declares, element, key));
    found.or_else(|| {
        let journey = &side.machine.journey;
        journey.events.iter().find(|event| event.name == element.id).and_then(|event| match event.kind {
            EventKind::Declared(_, span) => Some(span),
            _ => None,
        })
    })
}

fn in_declarations(declares: &Declarations, element: &Element, key: &str) -> Option<Span> {
    let id = &element.id;
    let field = |fields: &[FieldDecl], before: &str| {
        let name = key.strip_prefix(before)?;
        fields.iter().find(|decl| decl.name.value == name).map(|decl| decl.name.span)
    };
    match element.sort {
        Sort::Event => {
            let decl = declares.events.iter().find(|decl| decl.name.value == *id)?;
            let found = field(&decl.payload, "field.").or_else(|| described(&decl.payload, key, "description."));
            Some(found.unwrap_or(decl.name.span))
        }
        Sort::Profile => declares.profile.iter().find(|decl| decl.name.value == *id).map(|decl| decl.name.span),
        Sort::Action => {
            let decl = declares.actions.iter().find(|decl| decl.name.value == *id)?;
            let found = match key {
                "sink" => decl.sink.as_ref().map(|name| name.span),
                "consent" => decl.consent.as_ref().map(|name| name.span),
                "basis" => decl.basis.as_ref().map(|basis| basis.span),
                "window" => decl.window.as_ref().map(|name| name.span),
                "outside" => decl.outside.as_ref().map(|outside| outside.span),
                "timeout" => decl.timeout.as_ref().map(|timeout| timeout.span),
                "on_success" => decl.on_success.as_ref().map(|name| name.span),
                "on_failure" => decl.on_failure.as_ref().map(|name| name.span),
                _ => field(&decl.params, "param.")
                    .or_else(|| field(&decl.result, "result."))
                    .or_else(|| described(&decl.params, key, "description.param."))
                    .or_else(|| described(&decl.result, key, "description.result.")),
            };
            Some(found.unwrap_or(decl.name.span))
        }
        Sort::Cap => declares.caps.iter().find(|decl| decl.name.value == *id).map(|decl| decl.name.span),
        Sort::Window => declares.windows.iter().find(|decl| decl.name.value == *id).map(|decl| decl.name.span),
        Sort::Function => {
            let decl = declares.functions.iter().find(|decl| decl.name.value == *id)?;
            let returns = decl.returns.as_ref().filter(|_| key.starts_with("description.returns"));
            let found = described(&decl.params, key, "description.param.").or(returns.map(|returns| returns.span));
            Some(found.unwrap_or(decl.name.span))
        }
        _ => None,
    }
}

/// The field of which, or in which, `key` describes something; `before` is what the keys of all of them begin with.
fn described(fields: &[FieldDecl], key: &str, before: &str) -> Option<Span> {
    let way = key.strip_prefix(before)?;
    let is_on = |name: &str| way.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    fields.iter().find(|decl| is_on(&decl.name.value)).map(|decl| decl.name.span)
}
