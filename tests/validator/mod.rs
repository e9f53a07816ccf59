//! Files under a validator of JSON Schema that others wrote.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what fails here fails the test")]

pub mod cases;
pub mod mutants;

use std::path::{Path, PathBuf};
use std::{env, fs};

use jsonschema::Validator;
use serde_json::{Map, Value};
use wayfare::report::schema::document::{ALL, Kind, render};

/// One validator for each kind of schema.
pub struct Validators(Vec<(&'static str, Validator)>);

impl Validators {
    /// Those of the schemas as they are.
    pub fn new() -> Self {
        let validator = |kind: Kind| {
            let schema: Value = serde_json::from_slice(&render(kind)).expect("JSON");
            jsonschema::meta::validate(&schema).expect("a schema of its own dialect");
            jsonschema::draft202012::new(&schema).expect("a schema")
        };
        Self(ALL.iter().map(|&(name, kind)| (name, validator(kind))).collect())
    }

    /// The faults of `instance`: the place, the keyword, and the words.
    #[track_caller]
    pub fn faults(&self, kind: &str, instance: &Value) -> Vec<(String, String, String)> {
        let (_, validator) = self.0.iter().find(|(name, _)| *name == kind).expect("a kind");
        let faults = validator.iter_errors(instance).map(|error| {
            let keyword = error.schema_path().as_str().rsplit('/').find(|part| part.parse::<usize>().is_err());
            (error.instance_path().as_str().to_owned(), keyword.unwrap_or_default().to_owned(), error.to_string())
        });
        faults.collect()
    }
}

/// What kind of file `text` is, by its keys.
pub fn kind_of(value: &Value) -> Option<&'static str> {
    ["journey", "catalog", "scenarios"].into_iter().find(|kind| value.get(kind).is_some())
}

/// The JSON that YAML 1.2 makes of `text`; none where it is not YAML.
pub fn of_yaml(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok().and_then(json)
}

/// The JSON of a YAML value: keys are texts, and a tag means nothing.
fn json(value: serde_yaml::Value) -> Option<Value> {
    Some(match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(flag) => flag.into(),
        serde_yaml::Value::Number(number) => serde_json::to_value(number).unwrap_or_default(),
        serde_yaml::Value::String(text) => text.into(),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        serde_yaml::Value::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                let key = match key {
                    serde_yaml::Value::String(text) => text,
                    other => serde_yaml::to_string(&other).ok()?.trim_end().to_owned(),
                };
                map.insert(key, json(value)?);
            }
            map.into()
        }
        serde_yaml::Value::Tagged(tagged) => json(tagged.value)?,
    })
}

/// The JSON of a TOML text.
pub fn of_toml(text: &str) -> Option<Value> {
    text.parse::<toml::Table>().ok().and_then(|table| serde_json::to_value(table).ok())
}

/// All files below a folder of this package, sorted.
pub fn files(folder: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { walk(&path, all) } else { all.push(path) }
        }
    }
    let mut all = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut all);
    all.sort();
    all
}
