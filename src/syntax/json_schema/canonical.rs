//! A JSON Schema in a form that says the same however its file is written.

use serde_json::{Map, Value};

/// What is said for people alone, or is the same for every event.
const SILENT: [&str; 11] = [
    "$schema",
    "$id",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentMediaType",
];
/// What holds schemas by names that are no keywords.
const NAMED: [&str; 5] = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];
/// What holds values, not schemas.
const DATA: [&str; 3] = ["const", "dependentRequired", "$vocabulary"];
/// What holds values in an order that says nothing.
const SETS: [&str; 3] = ["enum", "required", "type"];
/// So many references are put in one inside another.
const MAX_OPEN: usize = 32;
/// So many parts come of references at most; of a schema with more they stay as they are.
const MAX_PARTS: usize = 10_000;

/// The schema that `text` is: without texts for people, with what is referred to in its place, in one order. Absent where it
/// is no JSON.
pub fn canonical(text: &str) -> Option<Value> {
    let whole: Value = serde_json::from_str(text).ok()?;
    let inlined = Reader { whole: &whole, open: Vec::new(), parts: 0, inlines: true }.schema(&whole);
    inlined.or_else(|| Reader { whole: &whole, open: Vec::new(), parts: 0, inlines: false }.schema(&whole))
}

struct Reader<'r> {
    whole: &'r Value,
    /// The references that are being put in.
    open: Vec<&'r str>,
    parts: usize,
    inlines: bool,
}

impl<'r> Reader<'r> {
    /// `value` as a schema; absent where something that it refers to cannot be put in its place.
    fn schema(&mut self, value: &'r Value) -> Option<Value> {
        self.parts += 1;
        if self.inlines && self.parts > MAX_PARTS {
            return None;
        }
        let Value::Object(keywords) = value else { return Some(value.clone()) };
        let mut said = Map::new();
        for (name, value) in keywords {
            let is_elsewhere = self.inlines && ["$defs", "definitions"].contains(&name.as_str());
            if SILENT.contains(&name.as_str()) || is_elsewhere {
                continue;
            }
            if self.inlines && name == "$ref" {
                self.refer(value.as_str()?, &mut said)?;
            } else if self.inlines && ["$anchor", "$dynamicRef", "$dynamicAnchor"].contains(&name.as_str()) {
                return None;
            } else {
                let value = self.keyword(name, value)?;
                add(&mut said, name, value);
            }
        }
        Some(Value::Object(said))
    }

    fn keyword(&mut self, name: &str, value: &'r Value) -> Option<Value> {
        Some(match value {
            _ if DATA.contains(&name) => value.clone(),
            Value::Array(all) if SETS.contains(&name) => {
                let mut all = all.clone();
                all.sort_by_cached_key(Value::to_string);
                Value::Array(all)
            }
            Value::Object(all) if NAMED.contains(&name) => {
                let all = all.iter().map(|(name, of)| Some((name.clone(), self.schema(of)?)));
                Value::Object(all.collect::<Option<Map<_, _>>>()?)
            }
            Value::Array(all) => Value::Array(all.iter().map(|of| self.schema(of)).collect::<Option<_>>()?),
            _ => self.schema(value)?,
        })
    }

    /// Puts what `reference` names among what is `said` beside it.
    fn refer(&mut self, reference: &'r str, said: &mut Map<String, Value>) -> Option<()> {
        if self.open.contains(&reference) || self.open.len() == MAX_OPEN {
            return None;
        }
        let target = self.whole.pointer(reference.strip_prefix('#')?)?;
        self.open.push(reference);
        let target = self.schema(target);
        self.open.pop();
        match target? {
            Value::Object(target) => target.into_iter().for_each(|(name, value)| add(said, &name, value)),
            other => add(said, "allOf", Value::Array(vec![other])),
        }
        Some(())
    }
}

/// Adds a keyword; one that is there already holds as well.
fn add(said: &mut Map<String, Value>, name: &str, value: Value) {
    match said.get_mut(name) {
        Some(before) if *before == value => {}
        Some(Value::Array(before)) if name == "allOf" => match value {
            Value::Array(more) => before.extend(more),
            other => before.push(other),
        },
        Some(_) => {
            let also = Map::from_iter([(name.to_owned(), value)]);
            add(said, "allOf", Value::Array(vec![Value::Object(also)]));
        }
        None => {
            said.insert(name.to_owned(), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn what_is_written_otherwise_is_the_same() {
        let text = r##"{"type":"object","required":["a","b"],"properties":{"a":{"$ref":"#/$defs/x"},"title":{"type":"string"}},
            "$defs":{"x":{"type":["string","null"],"enum":["p","q"]}}}"##;
        let same = r##"{
            "title": "An event", "$comment": "of ours",
            "properties": { "title": { "description": "its name", "type": "string" }, "a": { "$ref": "#/definitions/y" } },
            "definitions": { "y": { "examples": [1], "enum": ["q", "p"], "type": ["null", "string"] } },
            "required": ["b", "a"], "type": "object"
        }"##;
        assert_eq!(canonical(text), canonical(same));
        for (part, other) in [("\"b\"", "\"c\""), ("\"q\"", "\"r\""), ("\"title\"", "\"name\""), ("object", "array")] {
            assert_ne!(canonical(text), canonical(&text.replace(part, other)), "{part}");
        }
    }

    #[test]
    fn what_is_said_twice_holds_twice() {
        let text = r##"{"$ref":"#/$defs/x","minLength":2,"$defs":{"x":{"minLength":3,"type":"string"}}}"##;
        let said = canonical(text).unwrap().to_string();
        assert_eq!(said, r#"{"allOf":[{"minLength":2}],"minLength":3,"type":"string"}"#);
    }

    #[test]
    fn what_refers_to_itself_stays() {
        let text = r##"{"$ref":"#/$defs/x","$defs":{"x":{"items":{"$ref":"#/$defs/x"}}}}"##;
        assert!(canonical(text).unwrap().to_string().contains("$ref"));
        let both = |at: usize| {
            format!(r##""d{at}":{{"allOf":[{{"$ref":"#/$defs/d{}"}},{{"$ref":"#/$defs/d{}"}}]}},"##, at + 1, at + 1)
        };
        let wide = (0..30).map(both).collect::<Vec<_>>().concat();
        let text = format!(r##"{{"$ref":"#/$defs/d0","$defs":{{{wide}"d30":true}}}}"##);
        assert!(canonical(&text).unwrap().to_string().contains("$ref"));
        assert_eq!(canonical("no JSON"), None);
    }
}
