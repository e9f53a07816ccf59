//! What is proposed for a variable under `migrate`: what people have, as far as the new type takes it.

use smol_str::SmolStr;

use crate::diff::pair::Pair;
use crate::diff::shapes::{Fit, fit};
use crate::expr::kinds::{fits, fits_whole};
use crate::model::journey::{Journey, Variable};
use crate::syntax::quoting;
use crate::terms::shape::{Of, Shape};
use crate::terms::types::Kind;
use crate::terms::value::Value;

/// A line of `set` for the variable that the new version calls `name`.
pub fn taken_over(pair: &Pair<'_>, name: &SmolStr) -> String {
    let was = pair.renames.variables.old_of(name);
    let both = (variable(&pair.old.machine.journey, was), variable(&pair.new.machine.journey, name));
    let (Some(old), Some(new)) = both else { return format!("{name}: =old.{was}  # or whatever fits") };
    if let Some(text) = made_of(&old.shape, was, new) {
        return format!("{name}: {}  # or whatever fits", quoting::value(&format!("={text}")));
    }
    format!("{name}: {}  # or what comes of `old.{was}`", written(&new.default))
}

fn variable<'j>(journey: &'j Journey, name: &SmolStr) -> Option<&'j Variable> {
    journey.context.iter().find(|variable| variable.name.value == *name)
}

/// The value of `new` made of the old one, which is called `was`; absent where nobody knows how to make all of them fit.
fn made_of(old: &Shape, was: &SmolStr, new: &Variable) -> Option<String> {
    let (from, to) = (old.type_of(), new.shape.type_of());
    let mut text = format!("old.{was}");
    let mut made = old.clone();
    if (&from.kind, &to.kind, from.optional) == (&Kind::Number, &Kind::Int, false) {
        text = format!("round({text})");
        made.of = Of::Int;
    } else if !fits(&from.kind, &to.kind) {
        return None;
    } else if !fits_whole(&from, &to) {
        if new.default.is_unit() {
            return None;
        }
        text = format!("{text} ?? {}", expression(&new.default));
        made.optional = false;
    }
    let limit = |is: &Option<Value>, was: &Option<Value>| is.clone().filter(|is| was.as_ref() != Some(is));
    let is_ordered = matches!(to.kind, Kind::Int | Kind::Number | Kind::Duration | Kind::Timestamp);
    for (limit, by) in [(limit(&new.shape.max, &old.max), "min"), (limit(&new.shape.min, &old.min), "max")] {
        // A missing value has no limit.
        if let Some(limit) = limit.filter(|_| !to.optional && is_ordered) {
            text = format!("{by}({text}, {})", expression(&limit));
            (made.min, made.max) = (new.shape.min.clone(), new.shape.max.clone());
        }
    }
    matches!(fit(&made, &new.shape), Fit::Same | Fit::Wider).then_some(text)
}

/// `value` as an expression.
fn expression(value: &Value) -> String {
    let listed = |all: Vec<String>| all.join(", ");
    match value {
        Value::Timestamp(_) => format!("timestamp(\"{value}\")"),
        Value::Duration(_) => format!("duration(\"{value}\")"),
        Value::List(items) => format!("[{}]", listed(items.iter().map(expression).collect())),
        Value::Object(fields) => {
            let field = |(name, value): (&SmolStr, &Value)| format!("{name}: {}", expression(value));
            format!("#{{{}}}", listed(fields.iter().map(field).collect()))
        }
        _ => value.to_string(),
    }
}

/// `value` as it is written under `set`.
fn written(value: &Value) -> String {
    let listed = |all: Vec<String>| all.join(", ");
    match value {
        Value::Unit => "null".to_owned(),
        Value::Timestamp(_) => format!("\"{value}\""),
        // What begins so, or has that in it, would be read as an expression.
        Value::Str(text) => {
            let sign = if text.starts_with('=') { "=" } else { "" };
            format!("{:?}", format!("{sign}{}", text.replace("${", "$${")))
        }
        Value::List(items) => format!("[{}]", listed(items.iter().map(written).collect())),
        Value::Object(fields) => {
            let field = |(name, value): (&SmolStr, &Value)| format!("{name}: {}", written(value));
            format!("{{ {} }}", listed(fields.iter().map(field).collect()))
        }
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::written;
    use crate::terms::value::Value;

    #[test]
    fn a_default_is_written_so_that_it_is_read_again() {
        for (value, text) in [
            (Value::Unit, "null"),
            (Value::Int(-3), "-3"),
            (Value::Duration(86_400_000), "1d"),
            (Value::Timestamp(0), "\"1970-01-01T00:00:00Z\""),
            (Value::str("a b"), "\"a b\""),
            (Value::str("=a"), "\"==a\""),
            (Value::str("${a}"), "\"$${a}\""),
            (Value::list([Value::Duration(1_000)]), "[1s]"),
            (Value::object([("a".into(), Value::Int(1))]), "{ a: 1 }"),
        ] {
            assert_eq!(written(&value), text);
        }
    }
}
