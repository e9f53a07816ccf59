//! How two JSON Schemas of one event stand to each other.

use serde_json::{Map, Value};

use crate::syntax::json_schema::canonical::canonical;

/// What only refuses: without it more is taken.
const REFUSES: [&str; 21] = [
    "additionalProperties",
    "allOf",
    "const",
    "contains",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "pattern",
    "uniqueItems",
];

/// One thing in which they differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The keywords and properties around it, from the outside in.
    pub path: Vec<String>,
    /// What was said, as JSON.
    pub was: Option<String>,
    /// What is said.
    pub is: Option<String>,
    /// Whether by it more is taken, and nothing refused that was taken before.
    pub widens: bool,
}

/// What differs between the schemas `old` and `new`.
pub fn differing(old: &str, new: &str) -> Vec<Differing> {
    let read = |text: &str| canonical(text).unwrap_or_else(|| Value::String(text.to_owned()));
    let mut found = Vec::new();
    schemas(&mut Vec::new(), &read(old), &read(new), &mut found);
    found
}

fn schemas(path: &mut Vec<String>, old: &Value, new: &Value, found: &mut Vec<Differing>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(was), Value::Object(is)) => keywords(path, was, is, found),
        _ => found.push(differs(path, Some(old), Some(new), *new == Value::Bool(true))),
    }
}

fn keywords(path: &mut Vec<String>, was: &Map<String, Value>, is: &Map<String, Value>, found: &mut Vec<Differing>) {
    let added = is.keys().filter(|name| !was.contains_key(*name));
    for name in was.keys().chain(added) {
        path.push(name.clone());
        match (was.get(name), is.get(name)) {
            (Some(Value::Object(old)), Some(Value::Object(new))) if name == "properties" => {
                // What has no schema of its own any more is taken as it comes, unless the others have one.
                let is_open = |of: &str| is.get(of).is_none_or(|of| *of == Value::Bool(true));
                let is_open = is_open("additionalProperties") && is_open("unevaluatedProperties");
                properties(path, old, new, is_open, found);
            }
            (Some(old), Some(new)) if name == "items" => schemas(path, old, new, found),
            (Some(old), Some(new)) if old != new => {
                found.push(differs(path, Some(old), Some(new), widens(name, old, new)));
            }
            (Some(_), Some(_)) | (None, None) => {}
            (Some(old), None) => {
                let widens = REFUSES.contains(&name.as_str()) || ["required", "type"].contains(&name.as_str());
                found.push(differs(path, Some(old), None, widens));
            }
            (None, new) => found.push(differs(path, None, new, false)),
        }
        path.pop();
    }
}

fn properties(
    path: &mut Vec<String>,
    was: &Map<String, Value>,
    is: &Map<String, Value>,
    is_open: bool,
    found: &mut Vec<Differing>,
) {
    let added = is.keys().filter(|name| !was.contains_key(*name));
    for name in was.keys().chain(added) {
        path.push(name.clone());
        match (was.get(name), is.get(name)) {
            (Some(old), Some(new)) => schemas(path, old, new, found),
            (old, new) => found.push(differs(path, old, new, new.is_none() && is_open)),
        }
        path.pop();
    }
}

fn differs(path: &[String], was: Option<&Value>, is: Option<&Value>, widens: bool) -> Differing {
    Differing { path: path.to_vec(), was: was.map(Value::to_string), is: is.map(Value::to_string), widens }
}

/// Whether the keyword `name` takes more with `new` than with `old`.
fn widens(name: &str, old: &Value, new: &Value) -> bool {
    let number = |value: &Value| value.as_f64();
    match name {
        "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => number(new) < number(old),
        "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => number(new) > number(old),
        "required" => all(new).iter().all(|one| all(old).contains(one)),
        "type" => {
            let types = all(new);
            let is_in =
                |one: &&Value| types.contains(one) || (**one == "integer" && types.contains(&&Value::from("number")));
            all(old).iter().all(is_in)
        }
        "enum" => all(old).iter().all(|one| all(new).contains(one)),
        "additionalProperties" | "uniqueItems" => *new == Value::Bool(name == "additionalProperties"),
        _ => false,
    }
}

fn all(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    }
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn what_is_relaxed_widens() {
        let schema = |more: &str| format!(r#"{{"type":"object","properties":{{"n":{{"type":"integer"{more}}}}}}}"#);
        for (old, new, widens) in [
            ("", r#","minimum":1"#, false),
            (r#","minimum":1"#, "", true),
            (r#","minimum":1"#, r#","minimum":0"#, true),
            (r#","maximum":1"#, r#","maximum":0"#, false),
            (r#","enum":[1,2]"#, r#","enum":[2,1,3]"#, true),
            (r#","enum":[1,2]"#, r#","enum":[1,3]"#, false),
        ] {
            let found = differing(&schema(old), &schema(new));
            assert_eq!(found.iter().map(|of| of.widens).collect::<Vec<_>>(), [widens], "{old} {new}");
            assert_eq!(found[0].path[..2], ["properties", "n"]);
        }
        let of = |more: &str| format!(r#"{{"properties":{{"a":{{}}{more}}}}}"#);
        assert!(differing(&of(r#","b":{"type":"string"}"#), &of(""))[0].widens);
        assert!(!differing(&of(""), &of(r#","b":{"type":"string"}"#))[0].widens);
        assert!(differing(r#"{"type":"integer"}"#, r#"{"type":["string","number"]}"#)[0].widens);
        assert!(!differing(r#"{"type":"number"}"#, r#"{"type":"integer"}"#)[0].widens);
        assert!(differing(r#"{"required":["a","b"]}"#, r#"{"required":["a"]}"#)[0].widens);
        assert!(!differing("not JSON", "nor this")[0].widens);
        assert_eq!(differing(r#"{"title":"x"}"#, "{}"), []);
    }
}
