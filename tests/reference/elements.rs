//! Which keys and words of the language the examples have shown.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

/// What leads from a key on: words or an element.
type Elements = BTreeMap<String, BTreeMap<String, Option<String>>>;

/// The elements of the language, and what of them was seen.
pub struct Coverage {
    elements: Elements,
    seen: BTreeSet<String>,
    /// Keys that are written and that no element has.
    pub strange: BTreeSet<String>,
    /// The names of events behind `triggers`.
    pub triggers: BTreeSet<String>,
    /// Bodies of functions.
    pub bodies: String,
}

impl Coverage {
    /// Nothing was seen yet.
    pub fn new() -> Self {
        let elements = serde_yaml::from_str(include_str!("elements.yaml")).expect("elements");
        let nothing = BTreeSet::new();
        Self { elements, seen: nothing.clone(), strange: nothing.clone(), triggers: nothing, bodies: String::new() }
    }

    /// Counts an example that was found clean: `place` says what its lines are.
    pub fn see(&mut self, place: &str, text: &str) {
        let value: Value = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let element = match place {
            "file" if value.get("journey").is_some() => "journey",
            "file" if value.get("catalog").is_some() => "catalog",
            "file" => "scenarios",
            "states" => "names state",
            "steps" => "list step",
            "actions" => "list item",
            "items" => "list deed",
            other => other,
        };
        self.walk(element, &value);
    }

    /// The keys and words that no example shows.
    pub fn unseen(&self) -> Vec<String> {
        let all = self.elements.iter().flat_map(|(element, keys)| {
            keys.iter().flat_map(move |(key, leads)| {
                let words = leads.as_deref().map(words).unwrap_or_default();
                let words = words.into_iter().filter(|word| self.leads(word).is_none());
                let words: Vec<String> = words.map(|word| format!("{element}.{key}: {word}")).collect();
                std::iter::once(format!("{element}.{key}")).chain(words)
            })
        });
        all.filter(|one| !self.seen.contains(one)).collect()
    }

    /// How many of which element `text` names.
    fn leads<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let (many, name) = text.split_once(' ').unwrap_or(("", text));
        self.elements.contains_key(name).then_some((many, name))
    }

    fn walk(&mut self, element: &str, value: &Value) {
        let Some((many, name)) = self.leads(element) else { return };
        match (many, value) {
            ("list", Value::Sequence(items)) => items.iter().for_each(|item| self.walk(name, item)),
            ("names", Value::Mapping(names)) => names.values().for_each(|value| self.walk(name, value)),
            ("" | "list", Value::Mapping(keys)) => self.keys(name, keys),
            // A type may be its short form, a cap or an action its name.
            (_, Value::String(text)) => drop(self.seen.insert(format!("{name}.{name}: {text}"))),
            _ => {}
        }
    }

    fn keys(&mut self, element: &str, keys: &Mapping) {
        for (key, value) in keys {
            let key = key.as_str().map_or_else(|| format!("{key:?}"), str::to_owned);
            let Some(leads) = self.elements[element].get(&key).cloned() else {
                if !matches!(element, "item" | "answer") {
                    self.strange.insert(format!("{element}.{key}"));
                }
                continue;
            };
            self.seen.insert(format!("{element}.{key}"));
            match (key.as_str(), value) {
                ("triggers", value) => self.triggers.extend(scalars(value)),
                ("body", Value::String(body)) => self.bodies.push_str(body),
                _ => {}
            }
            match leads {
                Some(leads) if self.leads(&leads).is_some() => self.walk(&leads, value),
                Some(_) => self.seen.extend(scalars(value).into_iter().map(|word| format!("{element}.{key}: {word}"))),
                None => {}
            }
        }
    }
}

fn words(leads: &str) -> Vec<&str> {
    leads.split('|').map(str::trim).collect()
}

/// All scalars inside of a value, keys left out.
fn scalars(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(items) => items.iter().flat_map(scalars).collect(),
        Value::Mapping(keys) => keys.values().flat_map(scalars).collect(),
        Value::String(text) => vec![text.clone()],
        Value::Bool(flag) => vec![flag.to_string()],
        _ => Vec::new(),
    }
}
