//! What holds between the keys of an element, as a schema.

use std::collections::BTreeMap;

use serde_json::json;

use crate::report::schema::definitions::Definitions;
use crate::report::schema::patterns;
use crate::report::schema::tree::{Object, Tree, object};
use crate::terms::element::{Element, Form, Rule, Test};

/// The types of values that are something.
pub const NOT_NULL: [&str; 5] = ["string", "number", "boolean", "object", "array"];

/// The rules of `element`, as members of its schema.
pub fn together(all: &mut Definitions, element: &'static Element) -> Object {
    let mut rules = Rules { element, beside: BTreeMap::new(), all: Vec::new() };
    rules.one_spelling();
    for rule in element.rules {
        rules.rule(all, rule);
    }
    rules.finish()
}

/// That an item has one key, or the keys of `group`.
pub fn one_or(group: &'static Element) -> Object {
    let required: Vec<&str> = group.keys.iter().filter(|key| key.required.is_some()).map(|key| key.name).collect();
    let branch = object("required", required).with("propertyNames", object("enum", group.names));
    object("if", any_of(group.names)).with("then", branch).with("else", object("maxProperties", 1))
}

struct Rules {
    element: &'static Element,
    /// What holds where a key is there.
    beside: BTreeMap<&'static str, Vec<Object>>,
    all: Vec<Object>,
}

impl Rules {
    fn rule(&mut self, all: &mut Definitions, rule: &'static Rule) {
        match *rule {
            Rule::One(keys) => {
                self.all.push(any_of(keys));
                self.at_most_one(keys);
            }
            Rule::AtMostOne(keys) => self.at_most_one(keys),
            Rule::Any(keys) => self.all.push(any_of(keys)),
            Rule::AnyBut(keys) => self.any_but(keys),
            Rule::Beside(key, others) => self.beside(key, any_of(others)),
            Rule::When { test, refuses, needs } => {
                let then = self.refused(refuses).maybe("required", (!needs.is_empty()).then_some(needs));
                match test {
                    Test::Has(key) => self.beside(key, then),
                    test => self.all.push(object("if", asked(&test)).with("then", then)),
                }
            }
            Rule::Given(keys) => {
                let given: Vec<Object> = keys.iter().map(|key| asked(&Test::Given(key))).collect();
                self.all.push(match given.as_slice() {
                    [one] => one.clone(),
                    _ => object("anyOf", given),
                });
            }
            Rule::Also(test, element) => {
                let then = all.element(element, None);
                self.all.push(object("if", asked(&test)).with("then", then));
            }
            Rule::Sorts { by, default, sorts } => self.sorts(by, default, sorts),
        }
    }

    fn beside(&mut self, key: &'static str, then: Object) {
        self.beside.entry(key).or_default().push(then);
    }

    /// A fault of two keys stands at the later one.
    fn at_most_one(&mut self, keys: &'static [&'static str]) {
        for (place, &key) in keys.iter().enumerate() {
            if place + 1 < keys.len() {
                let then = self.refused(&keys[place + 1..]);
                self.beside(key, then);
            }
        }
    }

    fn any_but(&mut self, keys: &'static [&'static str]) {
        if let [key] = keys {
            self.all.push(object("minProperties", 1));
            return self.beside(key, object("minProperties", 2));
        }
        let nothing_else = object("type", "object").with("propertyNames", object("enum", keys));
        self.all.push(object("not", nothing_else));
    }

    /// That none of `keys` is there; a flag may be there if it says no.
    fn refused(&self, keys: &[&'static str]) -> Object {
        if keys.is_empty() {
            return Object::default();
        }
        let properties = keys.iter().fold(Object::default(), |properties, key| {
            let is_flag = self.element.key(key).is_some_and(|key| matches!(key.form, Form::Flag));
            // An editor is not to offer the one value that says nothing.
            let denied = object("const", false).with("doNotSuggest", true);
            let never: Tree = if is_flag { denied.into() } else { false.into() };
            properties.with(*key, never)
        });
        object("properties", properties)
    }

    /// A key that is there in two spellings is refused.
    fn one_spelling(&mut self) {
        for key in self.element.keys.iter().filter(|key| !key.aliases.is_empty()) {
            let then = self.refused(key.aliases);
            self.beside(key.name, then);
        }
    }

    fn sorts(&mut self, by: &'static str, default: &str, sorts: &[(&'static str, &'static [&'static str])]) {
        for &(sort, own) in sorts {
            let mut others: Vec<&'static str> = Vec::new();
            for &key in sorts.iter().flat_map(|(_, keys)| *keys) {
                if !own.contains(&key) && !others.contains(&key) {
                    others.push(key);
                }
            }
            let says = object("properties", object(by, object("const", sort)));
            let says = if sort == default { says } else { says.with("required", &[by][..]) };
            self.all.push(object("if", says).with("then", self.refused(&others)));
        }
    }

    fn finish(self) -> Object {
        let beside = self.beside.into_iter().fold(Object::default(), |beside, (key, mut thens)| {
            let then = if thens.len() == 1 { thens.remove(0) } else { object("allOf", thens) };
            beside.with(key, then)
        });
        let members = Object::default().maybe("dependentSchemas", (!beside.is_empty()).then_some(beside));
        members.maybe("allOf", (!self.all.is_empty()).then_some(self.all))
    }
}

fn any_of(keys: &[&'static str]) -> Object {
    match keys {
        [_] => object("required", keys),
        several => object("anyOf", several.iter().map(|key| object("required", &[*key][..])).collect::<Vec<_>>()),
    }
}

/// What `test` asks, as a schema that is passed where the answer is yes.
fn asked(test: &Test) -> Object {
    let has = |key: &'static str, value: Object| object("required", &[key][..]).with("properties", object(key, value));
    match *test {
        Test::Has(key) => object("required", &[key][..]),
        Test::Given(key) => has(key, object("type", &NOT_NULL[..])),
        Test::Is(key) => has(key, object("const", true)),
        Test::Denies(key) => has(key, object("const", false)),
        // Not an `enum`: an editor would show it as the list of all words.
        Test::Says(key, words) => has(key, object("type", "string").with("pattern", patterns::one_of(words))),
        Test::MayBeMissing(key) => {
            let word = object("type", "string").with("pattern", patterns::MAY_BE_MISSING);
            has(key, object("anyOf", vec![object("type", "object"), word]))
        }
        Test::IsList(key) => has(key, object("type", "array")),
        Test::Holds(key) => {
            let full = object("type", &["object", "array"][..]);
            has(key, full.with("minProperties", json!(1)).with("minItems", json!(1)))
        }
        Test::All(tests) => object("allOf", tests.iter().map(asked).collect::<Vec<_>>()),
        Test::Not(test) => object("not", asked(test)),
    }
}
