//! The values of the language as Rhai holds them, for the reference.

use std::sync::Arc;

use rhai::{Array, Dynamic, EvalAltResult, Map, Position};
use smol_str::SmolStr;

use crate::expr::fault::EvalError;
use crate::expr::sizes::short;
use crate::terms::value::Value;

/// A timestamp as Rhai holds it.
#[derive(Clone, Copy)]
pub(crate) struct Instant(pub(crate) i64);

/// A duration as Rhai holds it.
#[derive(Clone, Copy)]
pub(crate) struct Length(pub(crate) i64);

/// What a function gives to Rhai.
pub(crate) type Outcome = Result<Dynamic, Box<EvalAltResult>>;

/// `error` as Rhai passes it on.
#[allow(clippy::unnecessary_box_returns, reason = "Rhai's own functions fail with a box")]
#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(crate) fn told(error: EvalError) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(error.to_string().into(), Position::NONE).into()
}

/// `value` as Rhai holds it.
pub(crate) fn to_dynamic(value: &Value) -> Dynamic {
    match value {
        Value::Unit => Dynamic::UNIT,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Number(value) => (*value).into(),
        Value::Str(text) => text.to_string().into(),
        Value::Timestamp(at) => Dynamic::from(Instant(*at)),
        Value::Duration(length) => Dynamic::from(Length(*length)),
        Value::List(items) => items.iter().map(to_dynamic).collect::<Array>().into(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.as_str().into(), to_dynamic(value))).collect::<Map>().into()
        }
    }
}

/// The value that Rhai holds, if it is one of the language.
pub(crate) fn from_dynamic(value: &Dynamic) -> Result<Value, EvalError> {
    if let Some(items) = value.read_lock::<Array>() {
        let items = items.iter().map(from_dynamic).collect::<Result<Vec<_>, _>>()?;
        return Ok(Value::list(items));
    }
    if let Some(fields) = value.read_lock::<Map>() {
        let mut all = std::collections::BTreeMap::new();
        for (name, value) in fields.iter() {
            let value = from_dynamic(value)?;
            if !value.is_unit() {
                all.insert(SmolStr::new(name), value);
            }
        }
        return Ok(Value::Object(Arc::new(all)));
    }
    if let Some(at) = value.clone().try_cast::<Instant>() {
        return Ok(Value::Timestamp(at.0));
    }
    if let Some(length) = value.clone().try_cast::<Length>() {
        return Ok(Value::Duration(length.0));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        return short(text.len()).map(|()| Value::str(text.as_str()));
    }
    match (value.is_unit(), value.as_bool(), value.as_int(), value.as_float()) {
        (true, ..) => Ok(Value::Unit),
        (_, Ok(value), ..) => Ok(Value::Bool(value)),
        (_, _, Ok(value), _) => Ok(Value::Int(value)),
        (_, _, _, Ok(value)) => crate::expr::arithmetic::finite(value).map(Value::Number),
        _ => Err(EvalError::new(format!("`{}` is no type of the language", value.type_name()))),
    }
}
