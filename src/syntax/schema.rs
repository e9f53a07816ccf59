//! The fields of an event that points to a JSON Schema file, as far as expressions see them.
//!
//! What the schema says beyond that is enforced on incoming events by whoever checks the whole schema; here it is `any`.

use std::collections::BTreeSet;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::declared::FieldDecl;
use crate::syntax::node::{Mapping, Node, NodeKind};
use crate::syntax::read::with_tree;
use crate::syntax::source::Source;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::{Field, Of, Pattern, Shape};
use crate::terms::span::{Name, Span};
use crate::terms::time::{parse_duration, parse_instant};
use crate::terms::value::Value;

/// So many `$ref`s are followed one inside another; what lies deeper is `any`.
const MAX_REFS: usize = 8;

/// So many parts of one schema are read, each `$ref` as often as it is used; what is more is `any`.
const MAX_PARTS: usize = 5_000;

/// What a schema file says of an event's payload.
#[derive(Clone, Debug, Default)]
pub struct EventSchemaFields {
    /// The payload fields that expressions see, in file order.
    pub fields: Vec<FieldDecl>,
    /// Whether it refuses other fields.
    pub closed: bool,
}

/// Reads the JSON Schema file `source`; where it is no JSON or no schema of an object, the findings say so.
pub fn derive(source: &Source, findings: &mut Vec<Finding>) -> EventSchemaFields {
    if !source.is_text() {
        return EventSchemaFields::default();
    }
    let mut found = Vec::new();
    let read = with_tree(source, &mut found, |tree, broken, found| {
        found.extend(tree.findings);
        let Some(mapping) = tree.root.as_ref().and_then(Node::mapping) else {
            if !broken {
                let (start, end) = tree.root.as_ref().map_or((0, 0), |root| (root.start, root.end));
                found.push(no_schema(Span::new(source.id, start, end)));
            }
            return None;
        };
        Some(Derivation { source, root: mapping, parts: 0 }.event(mapping))
    });
    findings.append(&mut found);
    read.unwrap_or_default()
}

fn no_schema(span: Span) -> Finding {
    Finding::new(rule::WRONG_SHAPE, span, "this is no JSON Schema of an object")
        .help("write an object with `type` and `properties`")
}

struct Derivation<'n, 's> {
    source: &'n Source,
    root: &'n Mapping<'s>,
    parts: usize,
}

impl<'n, 's> Derivation<'n, 's> {
    fn event(&mut self, mapping: &'n Mapping<'s>) -> EventSchemaFields {
        let target = self.target(mapping, 0).map_or(mapping, |(target, _)| target);
        let closed = target.entry("additionalProperties").map(|entry| &entry.value);
        let closed = closed.is_some_and(|node| literal(node) == Some(Literal::Bool(false)));
        let fields = self.properties(target, 0);
        let fields =
            fields.into_iter().map(|(name, span, shape)| FieldDecl { name, shape, span, default: None, broken: false });
        EventSchemaFields { fields: fields.collect(), closed }
    }

    /// Each property with the place of its schema.
    fn properties(&mut self, mapping: &'n Mapping<'s>, refs: usize) -> Vec<(Name, Span, Shape)> {
        let Some(properties) = get(mapping, "properties").and_then(Node::mapping) else { return Vec::new() };
        let required: Vec<&str> = texts(get(mapping, "required"));
        let mut fields = Vec::with_capacity(properties.entries.len());
        for entry in &properties.entries {
            let Some(key) = entry.key.scalar() else { continue };
            let mut shape = self.shape(&entry.value, refs);
            shape.optional |= !required.contains(&&*key.text);
            let span = |node: &Node<'_>| Span::new(self.source.id, node.start, node.end);
            fields.push((Name::new(SmolStr::new(&key.text), span(&entry.key)), span(&entry.value), shape));
        }
        fields
    }

    fn shape(&mut self, node: &'n Node<'s>, refs: usize) -> Shape {
        self.parts += 1;
        let Some(mapping) = node.mapping().filter(|_| self.parts <= MAX_PARTS) else { return Shape::of(Of::Any) };
        if mapping.entry("$ref").is_some() {
            return match self.target(mapping, refs) {
                Some((_, refs)) if refs >= MAX_REFS => Shape::of(Of::Any),
                Some((target, refs)) => self.described(target, refs),
                None => Shape::of(Of::Any),
            };
        }
        self.described(mapping, refs)
    }

    fn described(&mut self, mapping: &'n Mapping<'s>, refs: usize) -> Shape {
        let (word, nullable) = kind_word(mapping);
        let of = match enumeration(mapping) {
            Some(Enumeration::Strings(members)) => Of::Enum(members),
            Some(Enumeration::Other(of)) if word.is_none() => of,
            _ => self.of(word, mapping, refs),
        };
        let mut shape = Shape { optional: nullable || allows_null(mapping), ..Shape::of(of) };
        limits(mapping, &mut shape);
        shape.description = get(mapping, "description").and_then(Node::scalar).map(|scalar| SmolStr::new(&scalar.text));
        shape
    }

    fn of(&mut self, word: Option<&str>, mapping: &'n Mapping<'s>, refs: usize) -> Of {
        match word {
            Some("string") => {
                let format = get(mapping, "format").and_then(Node::scalar);
                if format.is_some_and(|format| format.text == "date-time") { Of::Timestamp } else { Of::String }
            }
            Some("integer") => Of::Int,
            Some("number") => Of::Number,
            Some("boolean") => Of::Bool,
            Some("array") => {
                let item = get(mapping, "items").map_or_else(|| Shape::of(Of::Any), |items| self.shape(items, refs));
                Of::List(Arc::new(item))
            }
            Some("object") if mapping.entry("properties").is_some() => {
                let fields = self.properties(mapping, refs).into_iter();
                Of::Object(fields.map(|(name, _, shape)| Field { name: name.value, shape }).collect())
            }
            _ => Of::Any,
        }
    }

    /// What a chain of local `$ref`s leads to, and how many there were.
    fn target(&self, mapping: &'n Mapping<'s>, refs: usize) -> Option<(&'n Mapping<'s>, usize)> {
        let mut at = mapping;
        for followed in refs..MAX_REFS {
            let Some(path) = get(at, "$ref").and_then(Node::scalar) else { return Some((at, followed)) };
            at = pointed(self.root, path.text.strip_prefix('#')?)?;
        }
        Some((at, MAX_REFS))
    }
}

/// What the JSON pointer `path` names inside `root`.
fn pointed<'n, 's>(root: &'n Mapping<'s>, path: &str) -> Option<&'n Mapping<'s>> {
    let mut at = root;
    for part in path.split('/').skip(1) {
        at = get(at, &part.replace("~1", "/").replace("~0", "~"))?.mapping()?;
    }
    (path.is_empty() || path.starts_with('/')).then_some(at)
}

fn get<'n, 's>(mapping: &'n Mapping<'s>, key: &str) -> Option<&'n Node<'s>> {
    mapping.entry(key).map(|entry| &entry.value)
}

fn texts<'n>(node: Option<&'n Node<'_>>) -> Vec<&'n str> {
    match node.map(|node| &node.kind) {
        Some(NodeKind::Sequence(items, ..)) => {
            items.iter().filter_map(|item| item.scalar().map(|scalar| &*scalar.text)).collect()
        }
        Some(NodeKind::Scalar(scalar)) => vec![&*scalar.text],
        _ => Vec::new(),
    }
}

/// The one type that is not `null`, and whether `null` is among them; an object may go without saying.
fn kind_word<'n>(mapping: &'n Mapping<'_>) -> (Option<&'n str>, bool) {
    let words = texts(get(mapping, "type"));
    let nullable = words.contains(&"null");
    let mut others = words.into_iter().filter(|&word| word != "null");
    let word = match (others.next(), others.next(), others.next()) {
        (word, None, None) => word,
        // Every integer is a number.
        (Some("integer" | "number"), Some("integer" | "number"), None) => Some("number"),
        _ => None,
    };
    let unsaid = mapping.entry("type").is_none() && mapping.entry("properties").is_some();
    (word.or(unsaid.then_some("object")), nullable)
}

enum Enumeration {
    Strings(Arc<[SmolStr]>),
    Other(Of),
}

/// `enum` or `const`: strings are an enum of ours, others say no more than their type.
fn enumeration(mapping: &Mapping<'_>) -> Option<Enumeration> {
    let members: Vec<&Node<'_>> = match get(mapping, "enum").map(|node| &node.kind) {
        Some(NodeKind::Sequence(items, ..)) => items.iter().collect(),
        _ => vec![get(mapping, "const")?],
    };
    let mut strings: Vec<SmolStr> = Vec::new();
    let mut kinds: Vec<Of> = Vec::new();
    let mut known = BTreeSet::new();
    for member in members.into_iter().filter(|member| !member.is_null()) {
        kinds.push(match literal(member) {
            Some(Literal::Str(text)) => {
                if known.insert(text) {
                    strings.push(SmolStr::new(text));
                }
                Of::String
            }
            Some(Literal::Bool(_)) => Of::Bool,
            Some(Literal::Int(_)) => Of::Int,
            Some(Literal::Number(_)) => Of::Number,
            _ => Of::Any,
        });
    }
    kinds.dedup();
    Some(match kinds.as_slice() {
        [Of::String] => Enumeration::Strings(strings.into()),
        [only] => Enumeration::Other(only.clone()),
        _ => Enumeration::Other(Of::Any),
    })
}

fn allows_null(mapping: &Mapping<'_>) -> bool {
    let listed = |node: &Node<'_>| match &node.kind {
        NodeKind::Sequence(items, ..) => items.iter().any(Node::is_null),
        _ => false,
    };
    get(mapping, "enum").is_some_and(listed) || get(mapping, "const").is_some_and(Node::is_null)
}

fn limits(mapping: &Mapping<'_>, shape: &mut Shape) {
    let limit = |key: &str, of: &Of| match (of, literal(get(mapping, key)?)?) {
        (Of::Int, Literal::Int(int)) => Some(Value::Int(int)),
        (Of::Int, Literal::Number(number)) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Some(Value::Int(number as i64))
        }
        (Of::Number, Literal::Int(int)) => Some(Value::Number(int as f64)),
        (Of::Number, Literal::Number(number)) if number.is_finite() => Some(Value::Number(number)),
        (Of::Timestamp, Literal::Str(text)) => parse_instant(text).ok().map(Value::Timestamp),
        (Of::Duration, Literal::Str(text)) => parse_duration(text).ok().map(Value::Duration),
        _ => None,
    };
    shape.min = limit("minimum", &shape.of);
    shape.max = limit("maximum", &shape.of);
    if shape.of == Of::String {
        let pattern = get(mapping, "pattern").and_then(Node::scalar);
        shape.pattern = pattern.and_then(|scalar| Pattern::new(&scalar.text).ok());
    }
}

#[cfg(test)]
mod tests {
    use super::derive;
    use crate::syntax::source::Source;
    use crate::terms::span::FileId;
    use crate::terms::value::Value;

    fn fields(text: &str) -> (Vec<String>, bool) {
        let source = Source::new(FileId(0), "e.json", text.to_owned());
        let mut findings = Vec::new();
        let schema = derive(&source, &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        let fields = schema.fields.iter().map(|field| format!("{}: {}", field.name.value, field.shape)).collect();
        (fields, schema.closed)
    }

    #[test]
    fn types_are_derived() {
        let (fields, closed) = fields(
            r##"{ "$schema": "https://json-schema.org/draft/2020-12/schema",
                "type": "object", "required": ["a", "b", "c", "d", "e", "f", "g"], "additionalProperties": false,
                "properties": {
                  "a": { "type": "string" }, "b": { "type": ["integer", "null"] }, "c": { "enum": ["x", "y"] },
                  "d": { "type": "array", "items": { "type": "number" } },
                  "e": { "$ref": "#/$defs/place" }, "f": { "type": "string", "format": "date-time" },
                  "g": { "const": "only" }, "h": { "type": "boolean" }, "i": { "oneOf": [] },
			"j": { "const": 5 }
                },
                "$defs": { "place": { "properties": { "zip": { "type": "string" } }, "required": ["zip"] } } }"##,
        );
        assert!(closed);
        assert_eq!(
            fields,
            [
                "a: string",
                "b: int?",
                "c: { enum: [x, y] }",
                "d: [number]",
                "e: { fields: { zip: string } }",
                "f: timestamp",
                "g: { enum: [only] }",
                "h: bool?",
                "i: any?",
                "j: int?"
            ]
        );
    }

    #[test]
    fn limits_are_derived_and_references_that_go_round_are_bounded() {
        let source = Source::new(
            FileId(0),
            "e.json",
            r##"{"properties": {"n": {"type": "integer", "minimum": 1, "maximum": 5}, "s": {"type": "string", "pattern": "^a"},
                "t": {"$ref": "#/$defs/t"}, "u": {"$ref": "#/$defs/u"}},
                "$defs": {"t": {"properties": {"l": {"$ref": "#/$defs/t"}, "r": {"$ref": "#/$defs/t"}}}, "u": {"$ref": "#/$defs/u"}}}"##
                .to_owned(),
        );
        let mut findings = Vec::new();
        let schema = derive(&source, &mut findings);
        assert_eq!(
            (&schema.fields[0].shape.min, &schema.fields[0].shape.max),
            (&Some(Value::Int(1)), &Some(Value::Int(5)))
        );
        assert!(schema.fields[1].shape.pattern.is_some());
        assert_eq!(schema.fields[3].shape.to_string(), "any?");
        assert!(findings.is_empty());
    }

    #[test]
    fn what_is_no_schema_is_said() {
        for text in ["[1]", "", "{\"a\": "] {
            let source = Source::new(FileId(0), "e.json", text.to_owned());
            let mut findings = Vec::new();
            assert!(derive(&source, &mut findings).fields.is_empty());
            assert_eq!(findings.len(), 1, "{findings:?}");
        }
    }
}
