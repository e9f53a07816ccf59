//! An element with its keys, as a schema.

use serde_json::Value;

use crate::lint::registry::RULES;
use crate::report::schema::definitions::Definitions;
use crate::report::schema::forms::{form, key as key_name};
use crate::report::schema::rules::{one_or, together};
use crate::report::schema::tree::{Object, Tree, object};
use crate::terms::catalogue::{CATALOGUE, LANGUAGE};
use crate::terms::element::{Element, Form, Key, Others};

/// The schema of `element`.
pub fn element(all: &mut Definitions, element: &'static Element) -> Object {
    let types: Tree = if element.may_be_empty { (&["object", "null"][..]).into() } else { "object".into() };
    let mut properties = properties(all, element.keys);
    if let Others::Rules(level) = element.others {
        properties = properties.and(rules(all, level));
    }
    let required: Vec<&str> = element.keys.iter().filter(|key| key.required.is_some()).map(|key| key.name).collect();
    let head = told(title(element), element.about).with("type", types);
    let body = head.maybe("properties", (!properties.is_empty()).then_some(properties));
    let body = body.maybe("required", (!required.is_empty()).then_some(required));
    others(all, body, element.others).and(together(all, element))
}

/// Defines all elements that are open, and those that they refer to.
pub fn define(all: &mut Definitions) {
    while let Some(open) = all.next_open() {
        let definition = match open.or {
            None => element(all, open.element),
            Some(group) => one_key_or(all, open.element, group),
        };
        all.fill(open, definition);
    }
}

fn others(all: &mut Definitions, body: Object, others: Others) -> Object {
    match others {
        Others::Refused | Others::Rules(_) => body.with("additionalProperties", false),
        Others::Ignored => body,
        Others::Named(naming, inner) => {
            let names = key_name(all, naming);
            body.with("propertyNames", names).with("additionalProperties", form(all, inner))
        }
    }
}

/// One key of `single`, or keys of `group`.
fn one_key_or(all: &mut Definitions, single: &'static Element, group: &'static Element) -> Object {
    let keys: Vec<&'static Key> = single.keys.iter().chain(group.keys).collect();
    let head = told(title(single), single.about).with("type", "object");
    let body = head.with("properties", properties(all, keys.iter().copied())).with("minProperties", 1);
    others(all, body, single.others).and(one_or(group))
}

fn properties(all: &mut Definitions, keys: impl IntoIterator<Item = &'static Key>) -> Object {
    let mut properties = Object::default();
    for key in keys {
        properties = properties.with(key.name, property(all, key));
        for &alias in key.aliases {
            let said = format!("The same as `{}`. {}", key.name, key.about);
            properties = properties.with(alias, described(&said).and(form(all, key.form)));
        }
    }
    properties
}

/// One key with what may stand behind it.
pub fn property(all: &mut Definitions, key: &'static Key) -> Object {
    let examples: Vec<Value> = key.examples.iter().copied().map(json).collect();
    described(key.about)
        .maybe("default", key.default.map(json))
        .maybe("examples", (!examples.is_empty()).then_some(examples))
        .and(form(all, key.form))
}

/// The rules of the tools and their groups, each with its level.
fn rules(all: &mut Definitions, level: &'static Form) -> Object {
    let mut properties = Object::default();
    for &(group, members) in CATALOGUE {
        let of_group = |about: &str, all: &mut Definitions| {
            let words = described(about);
            if group == LANGUAGE { words.with("const", "error") } else { words.and(form(all, level)) }
        };
        properties = properties.with(group, of_group(&format!("All rules of the group `{group}`."), all));
        for &name in members {
            let rule = RULES.iter().find(|rule| rule.name.0 == name);
            let about = rule.map_or_else(|| format!("A rule of the group `{group}`."), |rule| rule.catches.to_owned());
            properties = properties.with(name, of_group(&about, all));
        }
    }
    properties
}

fn title(element: &Element) -> String {
    let plain = element.what.replace('`', "");
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn told(title: String, about: &str) -> Object {
    object("title", title).and(described(about))
}

/// The words, and once more for editors, which show Markdown; without it, that of a definition would stand before ours.
fn described(about: &str) -> Object {
    object("description", about.replace('`', "")).with("markdownDescription", about)
}

/// JSON that stands in a description of ours; a test holds that it is JSON.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}
