//! How large a value is with all that lies inside it: what bounds memory, equality and letting go of it alike.

use crate::expr::fault::EvalError;
use crate::expr::parse::{MAX_ITEMS, MAX_STRING};
use crate::terms::value::Value;

/// The most bytes of all texts inside one list or object.
pub(crate) const MAX_TEXT: usize = 1_048_576;
/// How deep computed lists and objects may lie in one another.
const MAX_DEPTH: usize = 128;
/// How many bytes of text count as one operation.
const BYTES: usize = 64;

/// What lies inside a value.
#[derive(Default)]
struct Size {
    items: usize,
    fields: usize,
    bytes: usize,
}

/// `value`, if it is not too large.
pub(crate) fn sized(value: Value) -> Result<Value, EvalError> {
    Size::default().add(&value, 0)?;
    Ok(value)
}

/// What one look at all of `value` costs, in operations.
pub(crate) fn weight(value: &Value) -> usize {
    match value {
        Value::Str(text) => text.len() / BYTES,
        Value::List(items) => items.iter().map(|item| 1 + weight(item)).sum(),
        Value::Object(fields) => fields.values().map(|field| 1 + weight(field)).sum(),
        _ => 0,
    }
}

/// That a list of so many items may be.
pub(crate) fn few(items: usize) -> Result<(), EvalError> {
    at_most(items, MAX_ITEMS, "the list is longer than", "items")
}

/// That a text of so many bytes may be.
pub(crate) fn short(bytes: usize) -> Result<(), EvalError> {
    at_most(bytes, MAX_STRING, "the text is longer than", "bytes")
}

impl Size {
    fn add(&mut self, value: &Value, depth: usize) -> Result<(), EvalError> {
        match value {
            Value::Str(text) if depth == 0 => return short(text.len()),
            Value::Str(text) => self.bytes += text.len(),
            Value::List(items) => {
                self.items += items.len();
                few(self.items)?;
                items.iter().try_for_each(|item| self.add(item, depth + 1))?;
            }
            Value::Object(fields) => {
                self.fields += fields.len();
                at_most(self.fields, MAX_ITEMS, "the object has more than", "fields")?;
                fields.values().try_for_each(|field| self.add(field, depth + 1))?;
            }
            _ => {}
        }
        at_most(self.bytes, MAX_TEXT, "the texts inside the value are longer than", "bytes")?;
        at_most(depth, MAX_DEPTH, "the value is nested deeper than", "levels")
    }
}

fn at_most(found: usize, most: usize, what: &str, unit: &str) -> Result<(), EvalError> {
    if found > most { Err(EvalError::new(format!("{what} {most} {unit}"))) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::{MAX_TEXT, sized, weight};
    use crate::terms::value::Value;

    #[test]
    fn all_that_lies_inside_counts() {
        let long = Value::list(vec![Value::Int(1); 6_000]);
        assert!(sized(Value::list([long.clone()])).is_ok());
        let words = sized(Value::list([long.clone(), long.clone()])).unwrap_err().to_string();
        assert_eq!(words, "the list is longer than 10000 items");
        assert_eq!(weight(&Value::list([long.clone(), long])), 12_002);
        let text = Value::str("x".repeat(65_536));
        let many = Value::list(vec![text.clone(); MAX_TEXT / 65_536]);
        assert!(sized(many.clone()).is_ok() && sized(Value::list([many, text])).is_err());
        let nested = (0..130).fold(Value::Unit, |inner, _| Value::list([inner]));
        assert_eq!(sized(nested).unwrap_err().to_string(), "the value is nested deeper than 128 levels");
    }
}
