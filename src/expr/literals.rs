//! Values as literals of the language.

use std::fmt::Write as _;

use crate::expr::parse::is_reserved;
use crate::expr::strength::{SUM, Strength, UNARY, WHOLE};
use crate::terms::name::is_word;
use crate::terms::time::{DAY, HOUR, MINUTE, SECOND, format_duration, format_instant, parse_instant};
use crate::terms::value::Value;

/// The longest `hours(…)`, `minutes(…)` and `seconds(…)` that still say something.
const READABLE: i64 = 100;

/// How firmly the literal of `value` holds together.
pub(crate) const fn strength(value: &Value) -> Strength {
    match value {
        Value::Int(i64::MIN) => SUM,
        Value::Int(number) | Value::Duration(number) if *number < 0 => UNARY,
        Value::Number(number) if number.is_sign_negative() => UNARY,
        _ => WHOLE,
    }
}

/// Writes `value`. Writing to a string cannot fail, so results are dropped.
pub(crate) fn value(text: &mut String, of: &Value) {
    match of {
        Value::Int(i64::MIN) => drop(write!(text, "{} - 1", i64::MIN + 1)),
        Value::Str(string) => quoted(text, string),
        Value::Timestamp(at) => instant(text, *at),
        Value::Duration(length) => duration(text, *length),
        Value::List(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                value(text, item);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            text.push_str("#{");
            for (index, (name, item)) in fields.iter().enumerate() {
                text.push_str(if index == 0 { " " } else { ", " });
                key(text, name);
                text.push_str(": ");
                value(text, item);
            }
            text.push_str(" }");
        }
        plain => drop(write!(text, "{plain}")),
    }
}

/// Writes `value` for people: an instant and a length of time as a file says them.
pub(crate) fn said(text: &mut String, of: &Value) {
    match of {
        Value::Timestamp(at) => text.push_str(&format_instant(*at)),
        Value::Duration(length) => text.push_str(&format_duration(*length)),
        other => value(text, other),
    }
}

/// Writes a string in quotes.
pub(crate) fn quoted(text: &mut String, string: &str) {
    text.push('"');
    for c in string.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => drop(write!(text, "\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
}

/// Writes the name of a field of an object.
pub(crate) fn key(text: &mut String, name: &str) {
    if is_plain(name) {
        text.push_str(name);
    } else {
        quoted(text, name);
    }
}

/// Whether a field of this name can be written behind a dot.
pub(crate) fn is_plain(name: &str) -> bool {
    is_word(name) && !is_reserved(name)
}

fn instant(text: &mut String, at: i64) {
    let written = format_instant(at);
    // What no calendar has a date for is written as its number.
    let exact = parse_instant(&written).is_ok_and(|read| read == at);
    let _ = if exact { write!(text, "timestamp(\"{written}\")") } else { write!(text, "timestamp({at})") };
}

fn duration(text: &mut String, length: i64) {
    const UNITS: [(&str, i64, i64); 4] = [
        ("days", DAY, i64::MAX),
        ("hours", HOUR, READABLE),
        ("minutes", MINUTE, READABLE),
        ("seconds", SECOND, READABLE),
    ];
    let written = format_duration(length);
    let (sign, written) = written.strip_prefix('-').map_or(("", written.as_str()), |written| ("-", written));
    let counts = |unit: i64, most: i64| length != 0 && length % unit == 0 && (length / unit).abs() < most;
    let _ = match UNITS.into_iter().find(|&(_, unit, most)| counts(unit, most)) {
        Some((name, unit, _)) => write!(text, "{sign}{name}({})", (length / unit).abs()),
        None => write!(text, "{sign}duration(\"{written}\")"),
    };
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::expr::world::World;
    use crate::terms::time::{DAY, HOUR};
    use crate::terms::value::Value;

    #[test]
    fn every_literal_reads_back_as_itself() {
        let world = World::new();
        let strange = "a\"b\\ `${x}`\n\r\t\u{1b}\u{7f}\u{85} é😀";
        for of in [
            Value::Unit,
            Value::Bool(true),
            Value::Int(i64::MIN),
            Value::Int(i64::MAX),
            Value::Int(-3),
            Value::Number(-0.25),
            Value::Number(1e300),
            Value::Number(1e-7),
            Value::str(strange),
            Value::Timestamp(1_700_000_000_001),
            Value::Timestamp(i64::MAX),
            Value::Duration(3 * DAY),
            Value::Duration(-36 * HOUR),
            Value::Duration(90_061_001),
            Value::Duration(0),
            Value::list([Value::str(""), Value::str("x")]),
            Value::object([("default".into(), Value::Int(1)), ("a b".into(), Value::Bool(false))]),
        ] {
            let mut text = String::new();
            value(&mut text, &of);
            assert_eq!(world.eval(&text), Ok(of), "{text}");
        }
    }
}
