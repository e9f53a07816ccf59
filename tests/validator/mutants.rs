//! Files with one thing in them that is another: a key that is gone or misspelt, a value of another kind.

use serde_yaml::Value;

/// What is put in the place of a value.
const VALUES: [&str; 20] = [
    "null",
    "true",
    "false",
    "3",
    "-1",
    "0",
    "1.5",
    "''",
    "x",
    "A",
    "3d",
    "'='",
    "=ctx.x",
    "'${x}'",
    "2026-01-01T00:00:00Z",
    "[]",
    "[x]",
    "{}",
    "{x: y}",
    "{a: 1, b: 2}",
];

/// A file and what was done to it.
pub struct Mutant {
    /// In words.
    pub what: String,
    /// The file.
    pub text: String,
}

/// Every `step`th mutant of the file `text`.
pub fn mutants(text: &str, step: usize) -> impl Iterator<Item = Mutant> {
    let whole: Value = serde_yaml::from_str(text).expect("YAML");
    let mut all = Vec::new();
    places(&whole, &mut Vec::new(), &mut all);
    let each = all.into_iter().flat_map(|place| (0..VALUES.len() + 2).map(move |change| (place.clone(), change)));
    each.step_by(step).filter_map(move |(place, change)| mutant(&whole, &place, change))
}

fn mutant(whole: &Value, place: &[Value], change: usize) -> Option<Mutant> {
    let mut whole = whole.clone();
    let done = if let Some(value) = VALUES.get(change) {
        *at(&mut whole, place) = serde_yaml::from_str(value).expect("YAML");
        format!("is {value}")
    } else {
        let (last, parent) = place.split_last()?;
        let entries = at(&mut whole, parent).as_mapping_mut()?;
        if change == VALUES.len() {
            entries.shift_remove(last);
            "is gone".to_owned()
        } else {
            *entries = entries.iter().map(|(key, value)| (misspelt(key, key == last), value.clone())).collect();
            "is misspelt".to_owned()
        }
    };
    let path: Vec<String> =
        place.iter().map(|part| serde_yaml::to_string(part).unwrap().trim_end().to_owned()).collect();
    Some(Mutant { what: format!("/{} {done}", path.join("/")), text: serde_yaml::to_string(&whole).ok()? })
}

fn misspelt(key: &Value, it: bool) -> Value {
    match key.as_str() {
        Some(text) if it => format!("{text}x").into(),
        _ => key.clone(),
    }
}

fn places(value: &Value, path: &mut Vec<Value>, all: &mut Vec<Vec<Value>>) {
    all.push(path.clone());
    let inside: Vec<(Value, &Value)> = match value {
        Value::Mapping(entries) => entries.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Sequence(items) => items.iter().enumerate().map(|(index, value)| (index.into(), value)).collect(),
        _ => Vec::new(),
    };
    for (part, value) in inside {
        path.push(part);
        places(value, path, all);
        path.pop();
    }
}

fn at<'v>(value: &'v mut Value, path: &[Value]) -> &'v mut Value {
    path.iter().fold(value, |value, part| match value {
        Value::Sequence(items) => &mut items[part.as_u64().expect("an index") as usize],
        Value::Mapping(entries) => entries.get_mut(part).expect("a key"),
        _ => unreachable!("a place inside"),
    })
}
