//! Types in all their spellings: `string?`, `[string]`, `{ enum: [a, b] }`, `{ fields: … }` and the long form.

use std::collections::BTreeSet;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::syntax::core_schema::{Literal, literal};
use crate::syntax::decode::context::{Cx, describe, items};
use crate::syntax::decode::convert::convert;
use crate::syntax::decode::fields::{Fields, entries};
use crate::syntax::elements::shape::{LONG, WORDS};
use crate::syntax::node::{Node, NodeKind};
use crate::terms::element::Choice;
use crate::terms::finding::Finding;
use crate::terms::rule;
use crate::terms::shape::{Field, Of, Pattern, Shape};
use crate::terms::suggest;
use crate::terms::value::Value;

const HELP: &str = "write `string`, `int`, `number`, `bool`, `timestamp`, `duration`, `any`, `[T]`, `{ enum: [a, b] }` or `{ fields: { … } }`";

/// A shape, and the node of its default.
#[derive(Clone, Debug)]
pub struct Declared<'n, 's> {
    /// The shape.
    pub shape: Shape,
    /// The default as written.
    pub default: Option<&'n Node<'s>>,
}

/// The shape of `node`; absent if nothing can be said of it.
pub fn shape(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Shape> {
    declared(cx, node).map(|declared| declared.shape)
}

/// The shape of `node` with its default.
pub fn declared<'n, 's>(cx: &mut Cx<'_>, node: &'n Node<'s>) -> Option<Declared<'n, 's>> {
    match &node.kind {
        NodeKind::Mapping(_) => long(cx, node),
        NodeKind::Sequence(items, ..) => {
            let [item] = items.as_slice() else {
                cx.wrong(node, "a type", "a list has one type for all its items, `[string]`");
                return None;
            };
            let shape = Shape::of(Of::List(shape(cx, item)?.into()));
            Some(Declared { shape, default: None })
        }
        _ => {
            let text = cx.text(node, "a type")?;
            short(cx, node, text).map(|shape| Declared { shape, default: None })
        }
    }
}

/// `string?`, and in quotes `[string]?`.
fn short(cx: &mut Cx<'_>, node: &Node<'_>, text: &str) -> Option<Shape> {
    let mut lists = Vec::new();
    let mut rest = text.trim();
    loop {
        let optional = rest.ends_with('?');
        let bare = rest.strip_suffix('?').unwrap_or(rest).trim_end();
        if let Some(inner) = bare.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'))
            && lists.len() < 8
        {
            lists.push(optional);
            rest = inner.trim();
            continue;
        }
        let Some(Choice { value: of, .. }) = WORDS.iter().find(|member| member.word == bare) else {
            let mark = if optional { "?" } else { "" };
            let near = suggest::nearest(bare, WORDS.iter().map(|member| member.word));
            let help = match known_elsewhere(bare).or(near) {
                Some(whole) if whole.contains(' ') => Some(whole.to_owned()),
                near => near.map(|near| format!("did you mean `{near}{mark}`?")),
            };
            cx.fault(node, rule::WRONG_SHAPE, format!("`{text}` is no type"), &help.unwrap_or_else(|| HELP.to_owned()));
            return None;
        };
        let innermost = Shape { optional, ..Shape::of(of.clone()) };
        let wrap = |item: Shape, optional| Shape { optional, ..Shape::of(Of::List(item.into())) };
        return Some(lists.into_iter().rev().fold(innermost, wrap));
    }
}

/// The type that other languages call `word`, or how it is written.
fn known_elsewhere(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "integer" | "long" | "int32" | "int64" => "int",
        "boolean" => "bool",
        "float" | "double" | "decimal" | "numeric" | "real" => "number",
        "text" | "str" | "varchar" | "uuid" => "string",
        "date" | "datetime" | "time" | "instant" => "timestamp",
        "interval" | "timedelta" => "duration",
        "array" | "list" => "a list is written `[T]`, with the type of its items: `[string]`",
        "object" | "map" | "struct" | "json" => "an object is written `{ fields: { name: string } }`, field by field",
        _ => return None,
    })
}

fn long<'n, 's>(cx: &mut Cx<'_>, node: &'n Node<'s>) -> Option<Declared<'n, 's>> {
    let fields = Fields::of(cx, node, &LONG)?;
    let mut shape = kind(cx, &fields)?;
    if let Some(required) = fields.get("required")
        && cx.flag(required) == Some(false)
    {
        shape.optional = true;
    }
    shape.pii = fields.get("pii").and_then(|node| cx.name(node, "a kind of personal data")).map(|name| name.value);
    shape.description = fields.words(cx, "description").map(|text| text.value);
    limits(cx, &fields, &mut shape);
    pattern(cx, &fields, &mut shape);
    let default = fields.get("default");
    if let Some(default) = default {
        shape.default = convert(cx, &shape, default);
    }
    Some(Declared { shape, default })
}

/// What it is, from `type`, `enum` and `fields`.
fn kind(cx: &mut Cx<'_>, fields: &Fields<'_, '_>) -> Option<Shape> {
    let named = fields.get("type");
    let special = match (fields.get("enum"), fields.get("fields")) {
        (Some(members), None) => Shape::of(Of::Enum(enumeration(cx, members, fields.get("default"))?)),
        (None, Some(inner)) => Shape::of(Of::Object(object(cx, inner))),
        (Some(_), Some(second)) => {
            cx.wrong(second, "`enum` or `fields`", "a value is a text or an object; remove one of the two");
            return None;
        }
        (None, None) => {
            if ["enum", "fields"].iter().any(|key| fields.is_misspelt(key)) {
                cx.fail();
            } else if named.is_none() {
                fields.missing(cx, "type", HELP);
            }
            return named.and_then(|node| shape(cx, node));
        }
    };
    let Some(node) = named else { return Some(special) };
    match (&special.of, node.scalar().map(|scalar| &*scalar.text)) {
        (Of::Enum(_), Some(word @ ("string" | "string?"))) => Some(Shape { optional: word.ends_with('?'), ..special }),
        (Of::Enum(_), _) => {
            cx.wrong(node, "`string`", "the members of an enum are strings; `type` may be left out");
            None
        }
        _ => {
            cx.wrong(node, "nothing beside `fields`", "leave `type` out");
            None
        }
    }
}

fn enumeration(cx: &mut Cx<'_>, node: &Node<'_>, default: Option<&Node<'_>>) -> Option<Arc<[SmolStr]>> {
    let mark = cx.mark();
    let mut members: Vec<SmolStr> = Vec::new();
    let mut known = BTreeSet::new();
    for item in items(node) {
        match literal(item) {
            Some(Literal::Str(text)) if !known.insert(text) => {
                cx.fault(item, rule::WRONG_SHAPE, format!("`{text}` is here a second time"), "remove one of them");
            }
            Some(Literal::Str(text)) => members.push(SmolStr::new(text)),
            _ => cx.wrong(item, "a string", "the members of an enum are strings; put it in quotes"),
        }
    }
    if members.is_empty() && !cx.broken(mark) {
        cx.wrong(node, "a list of strings", "an enum has at least one member");
    }
    if let Some((place, meant)) = default.and_then(|default| misspelt_member(cx, &members, default)) {
        let message = format!("`{}` is a member, and what is used is `{meant}`", members[place]);
        let item = items(node).iter().find(|item| item.scalar().is_some_and(|scalar| *scalar.text == *members[place]));
        cx.fault(item.unwrap_or(node), rule::TYPE_MISMATCH, message, &format!("did you mean `{meant}`?"));
        members[place] = meant;
    }
    (!members.is_empty()).then(|| members.into())
}

/// Which of `members` is misspelt, and what it was meant to be: the default is like it and none of them, and the file says
/// that elsewhere as well, the member nowhere.
fn misspelt_member(cx: &Cx<'_>, members: &[SmolStr], default: &Node<'_>) -> Option<(usize, SmolStr)> {
    let Some(Literal::Str(said)) = literal(default) else { return None };
    // The text is gone through for a fault alone.
    if members.iter().any(|member| member == said) {
        return None;
    }
    let near = suggest::nearest(said, members.iter().map(SmolStr::as_str))?;
    let mentions = |name: &str| mentions(&cx.source.text, name);
    let is_used = mentions(near) == 1 && mentions(said) > 1;
    let place = members.iter().position(|member| member == near).filter(|_| is_used)?;
    Some((place, SmolStr::new(said)))
}

/// How often `text` says `name` as a value, rather than as a word of prose.
fn mentions(text: &str, name: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let is_value = |&(at, _): &(usize, &str)| {
        let opens = text[..at].trim_end_matches(' ').ends_with(['"', '\'', ':', '[', ',', '-']);
        opens && !text[at + name.len()..].starts_with(is_part)
    };
    text.match_indices(name).filter(is_value).count()
}

fn object(cx: &mut Cx<'_>, node: &Node<'_>) -> Arc<[Field]> {
    let mut fields = Vec::new();
    for (name, node) in entries(cx, node, "fields with their types") {
        let shape = shape(cx, node).unwrap_or_else(|| Shape::of(Of::Any));
        fields.push(Field { name: name.value, shape });
    }
    fields.into()
}

fn limits(cx: &mut Cx<'_>, fields: &Fields<'_, '_>, shape: &mut Shape) {
    let plain = Shape::of(shape.of.clone());
    let limit = |cx: &mut Cx<'_>, key: &str| -> Option<Value> {
        let node = fields.get(key)?;
        if !matches!(plain.of, Of::Int | Of::Number | Of::Timestamp | Of::Duration) {
            let message = format!("`{key}` means nothing for a value of type `{plain}`");
            cx.fault(node, rule::WRONG_SHAPE, message, "only numbers, timestamps and durations have limits");
            return None;
        }
        convert(cx, &plain, node)
    };
    shape.min = limit(cx, "min");
    shape.max = limit(cx, "max");
    if let (Some(min), Some(max), Some(node)) = (&shape.min, &shape.max, fields.get("max"))
        && max.total_cmp(min).is_lt()
    {
        cx.fault(node, rule::WRONG_SHAPE, format!("the maximum {max} is below the minimum {min}"), "swap the two");
        // Which of the two is wrong nobody can say, so nothing is held against either.
        (shape.min, shape.max) = (None, None);
    }
}

fn pattern(cx: &mut Cx<'_>, fields: &Fields<'_, '_>, shape: &mut Shape) {
    let Some(node) = fields.get("pattern") else { return };
    if shape.of != Of::String {
        let message = format!("`pattern` means nothing for a value of type `{shape}`");
        return cx.fault(node, rule::WRONG_SHAPE, message, "only a `string` has a pattern");
    }
    let Some(text) = cx.text(node, "a regular expression") else { return };
    match Pattern::new(text) {
        Ok(pattern) => shape.pattern = Some(pattern),
        Err(reason) => {
            let said = describe(node);
            let finding = Finding::new(rule::WRONG_SHAPE, cx.span(node), format!("{said} is no regular expression"));
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            cx.report(finding.note(reason).help("look-around and back references are not supported"));
        }
    }
}
