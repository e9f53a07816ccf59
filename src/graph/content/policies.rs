//! What is said of variables, events, profile fields, actions, caps, windows and functions.

use smol_str::{SmolStr, format_smolstr};

use crate::graph::content::element::Sort;
use crate::graph::content::said::{Kind, Said};
use crate::graph::content::used::Used;
use crate::graph::content::writer::{About, Writer, word};
use crate::model::ids::{ActionId, EventId};
use crate::model::journey::{Action, EventKind};
use crate::syntax::declared::{Declarations, RetryDecl};
use crate::syntax::elements::action::{BASES, OUTSIDES};
use crate::syntax::elements::lifecycle::VARIABLES;
use crate::syntax::json_schema::canonical::canonical;
use crate::syntax::lifecycle::MergeVariable;
use crate::terms::digest;
use crate::terms::form::Form;
use crate::terms::shape::{Field, Of};
use crate::terms::span::Name;
use crate::terms::value::Value;

pub(in crate::graph::content) fn context(writer: &mut Writer<'_>) {
    for variable in &writer.journey.context {
        let about = About::of(Sort::Variable, writer.variable(&variable.name.value));
        writer.say(&about, "type", Said::Shape(&variable.shape));
        if !variable.default.is_unit() {
            writer.say(&about, "default", Said::Plain(Form::from(&variable.default)));
        }
        if variable.merge != MergeVariable::default() {
            writer.say(&about, "merge", word(&VARIABLES, &variable.merge));
        }
        // Which of two is the greater is what the order of an enum says; of a type the order says nothing.
        if let (MergeVariable::Max | MergeVariable::Min, Of::Enum(members)) = (variable.merge, &variable.shape.of) {
            writer.say(&about, "order", Said::Names(members.to_vec()));
        }
        writer.described(&about, "description", &variable.shape);
    }
}

pub(in crate::graph::content) fn events(writer: &mut Writer<'_>, used: &Used, own: &Declarations) {
    let journey = writer.journey;
    for (number, event) in journey.events.iter().enumerate() {
        let EventKind::Declared(contract, _) = &event.kind else { continue };
        if !used.events[number] && !declares(own.events.iter().map(|decl| &decl.name), &event.name) {
            continue;
        }
        let about = About::of(Sort::Event, &writer.event(EventId(number as u32)));
        writer.say(&about, "closed", Said::Plain(Form::atom(if contract.closed { "true" } else { "false" })));
        fields(writer, &about, "field", &contract.fields);
        let schema = contract.schema.as_ref().map(|text| {
            let said = canonical(text).map_or_else(|| text.to_string(), |schema| schema.to_string());
            Said::Plain(Form::atom(digest::whole(said.as_bytes())))
        });
        // What a JSON Schema says for people is no part of what is said here.
        if schema.is_none() {
            texts(writer, &about, "", &contract.fields);
        }
        writer.maybe(&about, "schema", schema);
        writer.prose(&about, "description", journey.prose.events.get(&EventId(number as u32)));
    }
}

pub(in crate::graph::content) fn profile(writer: &mut Writer<'_>, used: &Used, own: &Declarations) {
    for (number, field) in writer.journey.profile.iter().enumerate() {
        if used.profile[number] || declares(own.profile.iter().map(|decl| &decl.name), &field.name) {
            let about = About::of(Sort::Profile, &field.name);
            writer.say(&about, "type", Said::Shape(&field.shape));
            writer.described(&about, "description", &field.shape);
        }
    }
}

pub(in crate::graph::content) fn actions(writer: &mut Writer<'_>, used: &Used, own: &Declarations) {
    let journey = writer.journey;
    for (number, action) in journey.actions.iter().enumerate() {
        let name = &action.name.value;
        if used.actions[number] || declares(own.actions.iter().map(|decl| &decl.name), name) {
            let about = About::of(Sort::Action, name);
            sending(writer, &about, action);
            answering(writer, &about, action);
            writer.prose(&about, "description", journey.prose.actions.get(&ActionId(number as u32)));
            texts(writer, &about, "param.", &action.params);
            texts(writer, &about, "result.", &action.result);
        }
    }
}

/// To whom, and when.
fn sending<'j>(writer: &mut Writer<'j>, about: &About, action: &'j Action) {
    let journey = writer.journey;
    writer.say(about, "sink", Said::Text(action.sink.clone()));
    fields(writer, about, "param", &action.params);
    let purpose = action.consent.map(|purpose| Said::Text(journey.purposes[usize::from(purpose)].clone()));
    writer.maybe(about, "consent", purpose);
    writer.maybe(about, "basis", action.basis.as_ref().map(|basis| word(&BASES, basis)));
    let mut caps: Vec<Form> =
        action.caps.iter().map(|cap| Form::text(journey.caps[cap.index()].name.value.clone())).collect();
    caps.sort();
    caps.extend(action.cap.map(|(max, per)| limit(max, per)));
    writer.maybe(about, "cap", (!caps.is_empty()).then_some(Said::Plain(Form::List(caps))));
    if let Some((window, outside)) = &action.window {
        writer.say(about, "window", Said::Text(journey.windows[window.index()].name.value.clone()));
        writer.say(about, "outside", word(&OUTSIDES, outside));
    }
}

/// What becomes of it.
fn answering<'j>(writer: &mut Writer<'j>, about: &About, action: &'j Action) {
    writer.maybe(about, "timeout", action.timeout.map(Said::Length));
    writer.maybe(about, "retry", action.retry.map(|retry| Said::Plain(again(retry))));
    for (key, event) in [("on_success", action.on_success), ("on_failure", action.on_failure)] {
        writer.maybe(about, key, event.map(|event| Said::Text(writer.event(event))));
    }
    fields(writer, about, "result", &action.result);
}

fn again(retry: RetryDecl) -> Form {
    let length =
        |name: &str, length: Option<i64>| length.map(|length| Form::list(name, [Form::from(&Value::Duration(length))]));
    let most = Form::list("max", [Form::from(u64::from(retry.max))]);
    let parts = [Some(most), length("backoff", retry.backoff), length("limit", retry.limit)];
    Form::list("retry", parts.into_iter().flatten())
}

fn limit(max: u32, per: i64) -> Form {
    Form::list("limit", [Form::from(u64::from(max)), Form::from(&Value::Duration(per))])
}

/// Caps and windows: a catalog's are live, they hold for every version at once.
pub(in crate::graph::content) fn limits(writer: &mut Writer<'_>, used: &Used, own: &Declarations) {
    let journey = writer.journey;
    for (number, cap) in journey.caps.iter().enumerate() {
        let is_own = cap.catalog.is_none();
        if used.caps[number] || is_own {
            let about = About { kind: kind(is_own), ..About::of(Sort::Cap, &cap.name.value) };
            writer.say(&about, "limit", Said::Plain(limit(cap.max, cap.per)));
        }
    }
    for (number, window) in journey.windows.iter().enumerate() {
        let is_own = declares(own.windows.iter().map(|decl| &decl.name), &window.name.value);
        if used.windows[number] || is_own {
            let about = About { kind: kind(is_own), ..About::of(Sort::Window, &window.name.value) };
            let days = window.hours.days.iter().enumerate().filter(|day| *day.1);
            let days = Form::list("days", days.map(|(day, _)| Form::from(day as u64)));
            let minutes = |minute: u16| Form::from(u64::from(minute));
            let hours = Form::list("hours", [days, minutes(window.hours.from), minutes(window.hours.to)]);
            writer.say(&about, "hours", Said::Plain(hours));
            writer.say(&about, "tz", Said::Term(&window.tz));
        }
    }
}

const fn kind(is_own: bool) -> Kind {
    if is_own { Kind::Meaning } else { Kind::Live }
}

fn fields<'j>(writer: &mut Writer<'j>, about: &About, before: &str, fields: &'j [Field]) {
    for field in fields {
        writer.say(about, format_smolstr!("{before}.{}", field.name), Said::Shape(&field.shape));
    }
}

/// What is said of `fields` for people.
fn texts<'j>(writer: &mut Writer<'j>, about: &About, before: &str, fields: &'j [Field]) {
    for field in fields {
        writer.described(about, &format!("description.{before}{}", field.name), &field.shape);
    }
}

/// What is said of functions for people; what they do is in the expressions that call them.
pub(in crate::graph::content) fn functions(writer: &mut Writer<'_>) {
    for (name, function) in writer.journey.prose.functions.iter().filter(|(_, function)| function.is_part) {
        let about = About::of(Sort::Function, name);
        function.texts.iter().for_each(|(key, text)| writer.told(&about, key.clone(), text));
    }
}

fn declares<'d>(mut names: impl Iterator<Item = &'d Name>, name: &SmolStr) -> bool {
    names.any(|declared| declared.value == *name)
}
