//! Events of a test as the lines that `run` would read.

use std::ops::Range;

use smol_str::SmolStr;

use crate::syntax::content::ValueDecl;
use crate::terms::span::Name;
use crate::trial::literal::{json, number, object_json, string};
use crate::trial::script::Role;

/// Members with literal values.
type Literals<'a> = &'a [(Name, ValueDecl)];

/// What a line says.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The event's type.
    pub event: &'a str,
    /// The number by which its id is made; each line of a test has its own.
    pub number: usize,
    /// Its idempotency key, if it is not the id.
    pub key: Option<&'a SmolStr>,
    /// When it happened, in milliseconds.
    pub timestamp: i64,
    /// Whose it is.
    pub of: &'a Role,
    /// Another id of the same person, unknown.
    pub link: Option<&'a SmolStr>,
    /// Answers about consent.
    pub consent: &'a [(Name, bool)],
    /// Profile fields.
    pub traits: Literals<'a>,
    /// Its payload.
    pub payload: Payload<'a>,
}

/// A payload.
#[derive(Clone, Copy, Debug)]
pub enum Payload<'a> {
    /// Fields.
    Fields(Literals<'a>),
    /// Why an action failed.
    Reason(&'a str),
}

/// Appends the line to `out`; where it stands there.
pub fn write(line: &Line<'_>, out: &mut Vec<u8>) -> Range<usize> {
    let start = out.len();
    out.extend(b"{\"type\":");
    string(line.event, out);
    out.extend(b",\"eventId\":\"e-");
    number(out, line.number);
    out.extend(b"\",\"timestamp\":");
    number(out, line.timestamp);
    text(if line.of.anonymous { ",\"anonymousId\":" } else { ",\"userId\":" }, Some(&line.of.id), out);
    text(",\"anonymousId\":", line.link, out);
    text(",\"idempotencyKey\":", line.key, out);
    if !line.consent.is_empty() {
        out.extend(b",\"consent\":");
        let answers = line.consent.iter().map(|(name, answer)| (&name.value, *answer));
        object_json(answers, out, |answer, out| out.extend(if answer { &b"true"[..] } else { b"false" }));
    }
    if !line.traits.is_empty() {
        out.extend(b",\"traits\":");
        literals(line.traits, out);
    }
    match line.payload {
        Payload::Fields([]) => {}
        Payload::Fields(fields) => {
            out.extend(b",\"payload\":");
            literals(fields, out);
        }
        Payload::Reason(reason) => {
            out.extend(b",\"payload\":{\"reason\":");
            string(reason, out);
            out.extend(b",\"tries\":1}");
        }
    }
    out.push(b'}');
    start..out.len()
}

fn literals(pairs: Literals<'_>, out: &mut Vec<u8>) {
    object_json(pairs.iter().map(|(name, decl)| (&name.value, decl)), out, json);
}

fn text(head: &str, value: Option<&SmolStr>, out: &mut Vec<u8>) {
    if let Some(value) = value {
        out.extend(head.as_bytes());
        string(value, out);
    }
}
