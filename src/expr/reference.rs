//! Rhai itself on the same text over maps: what the compiled programs are held equal to by tests, and nothing else.

use std::any::TypeId;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, EvalAltResult, Map, NativeCallContext, Position};
use smol_str::SmolStr;

use crate::expr::arithmetic::{display, negated, values};
use crate::expr::builtin::{BUILTINS, Builtin, Sort, Surroundings};
use crate::expr::fault::EvalError;
use crate::expr::inputs::{Complaints, Inputs};
use crate::expr::parse;
use crate::expr::paths::Paths;
use crate::expr::scope::{Scope, Variable};
use crate::expr::tree::BinaryOp;
use crate::terms::value::Value;

/// A timestamp as Rhai holds it.
#[derive(Clone, Copy)]
struct Instant(i64);

/// A duration as Rhai holds it.
#[derive(Clone, Copy)]
struct Length(i64);

type Outcome = Result<Dynamic, Box<EvalAltResult>>;

/// What Rhai makes of `source`, with the language's functions and operators on its types registered.
#[doc(hidden)]
pub fn reference_eval(source: &str, scope: &Scope<'_>, paths: &Paths, inputs: &Inputs<'_>) -> Result<Value, EvalError> {
    let failed = |error: Box<EvalAltResult>| EvalError::new(error.to_string());
    let mut engine = parse::engine();
    engine.set_fast_operators(false);
    operators(&mut engine);
    for builtin in BUILTINS {
        function(&mut engine, builtin, inputs.default_tz);
    }
    let active: Vec<SmolStr> = active_states(scope, inputs);
    engine.register_fn("in_state", move |name: &str| active.iter().any(|state| state == name));
    let mut variables = variables(scope, paths, inputs);
    let functions: String = scope.functions.all.iter().map(written).collect();
    let ast = if functions.is_empty() {
        engine.compile_expression(source)
    } else {
        engine.compile(format!("{functions}\n{source}"))
    };
    let ast = ast.map_err(|error| EvalError::new(error.to_string()))?;
    let value = engine.eval_ast_with_scope::<Dynamic>(&mut variables, &ast).map_err(failed)?;
    from_dynamic(&value)
}

fn written(function: &crate::expr::function::Function) -> String {
    let params: Vec<&str> = function.params.iter().map(|param| param.name.as_str()).collect();
    format!("fn {}({}) {{ {} }}\n", function.name, params.join(", "), function.source)
}

fn active_states(scope: &Scope<'_>, inputs: &Inputs<'_>) -> Vec<SmolStr> {
    let mut active: Vec<SmolStr> =
        scope.states.iter().filter(|state| inputs.active.is_active(*state.1)).map(|state| state.0.clone()).collect();
    active.sort_unstable();
    active
}

fn variables(scope: &Scope<'_>, paths: &Paths, inputs: &Inputs<'_>) -> rhai::Scope<'static> {
    let mut payload = Map::new();
    for (number, path) in paths.iter().enumerate() {
        let value = inputs.payload.get(number as u16);
        if !value.is_unit() {
            place(&mut payload, path, to_dynamic(value));
        }
    }
    let text = |text: &str| Dynamic::from(text.to_owned());
    let mut event = Map::new();
    if let Some(envelope) = inputs.envelope {
        event.insert("type".into(), text(envelope.kind));
        event.insert("id".into(), text(envelope.id));
        event.insert("timestamp".into(), Dynamic::from(Instant(envelope.timestamp)));
        event.insert("session_id".into(), envelope.session.map_or(Dynamic::UNIT, text));
    }
    event.insert("payload".into(), payload.into());
    let consent = scope.purposes.iter().enumerate().map(|(slot, purpose)| {
        (purpose.as_str().into(), Dynamic::from(inputs.person.consent.get(slot).copied().unwrap_or(false)))
    });
    let mut user = Map::new();
    user.insert("id".into(), text(inputs.person.id));
    user.insert("anonymous".into(), Dynamic::from(inputs.person.anonymous));
    user.insert("consent".into(), consent.collect::<Map>().into());
    let mut state = Map::new();
    state.insert("entered_at".into(), Dynamic::from(Instant(inputs.entered_at)));
    let mut all = rhai::Scope::new();
    all.push_dynamic("ctx", slots(scope.context, inputs.context));
    all.push_dynamic("old", slots(scope.old, inputs.old));
    all.push_dynamic("profile", slots(scope.profile, inputs.person.profile));
    all.push_dynamic("event", event.into());
    all.push_dynamic("user", user.into());
    all.push_dynamic("state", state.into());
    all.push_dynamic("now", Dynamic::from(Instant(inputs.now)));
    all
}

fn slots(variables: &[Variable], values: &[Value]) -> Dynamic {
    let fields =
        variables.iter().zip(values).map(|(variable, value)| (variable.name.as_str().into(), to_dynamic(value)));
    fields.collect::<Map>().into()
}

fn place(map: &mut Map, path: &[SmolStr], value: Dynamic) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        map.insert(first.as_str().into(), value);
    } else {
        let inner = map.entry(first.as_str().into()).or_insert_with(|| Map::new().into());
        if let Some(mut inner) = inner.write_lock::<Map>() {
            place(&mut inner, rest, value);
        }
    }
}

fn function(engine: &mut Engine, builtin: &'static Builtin, default_tz: &str) {
    let mut counts: Vec<usize> = builtin.signatures.iter().map(|signature| signature.params.len()).collect();
    counts.dedup();
    for count in counts {
        let default_tz = default_tz.to_owned();
        let run = move |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            if let Some(found) = in_range(builtin.name, args) {
                return Ok(found.into());
            }
            let args = args.iter().map(|arg| from_dynamic(arg)).collect::<Result<Vec<_>, _>>().map_err(told)?;
            let complaints = Complaints::default();
            let surroundings = Surroundings { default_tz: &default_tz, complaints: &complaints };
            (builtin.run)(surroundings, &widened(builtin, args)).map(|value| to_dynamic(&value)).map_err(told)
        };
        engine.register_raw_fn(builtin.name, vec![TypeId::of::<Dynamic>(); count], run);
    }
}

/// `in` is a call of `contains` to Rhai, with a range too.
fn in_range(name: &str, args: &[&mut Dynamic]) -> Option<bool> {
    let item = args.get(1)?.as_int().ok().filter(|_| name == "contains")?;
    if let Some(range) = args[0].read_lock::<Range<i64>>() {
        return Some(range.contains(&item));
    }
    args[0].read_lock::<RangeInclusive<i64>>().map(|range| range.contains(&item))
}

/// The arguments as the first signature that takes them has them: ints as numbers where those are asked.
fn widened(builtin: &Builtin, args: Vec<Value>) -> Vec<Value> {
    let ints = args.iter().all(|arg| matches!(arg, Value::Int(_)));
    let numbers = builtin.signatures.iter().any(|signature| signature.params.iter().all(|p| p.1 == Sort::Number));
    if ints || !numbers {
        return args;
    }
    args.into_iter().map(|arg| if let Value::Int(int) = arg { Value::Number(int as f64) } else { arg }).collect()
}

fn operators(engine: &mut Engine) {
    const ALL: [BinaryOp; 12] = [
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::Div,
        BinaryOp::Rem,
        BinaryOp::Pow,
        BinaryOp::Eq,
        BinaryOp::Ne,
        BinaryOp::Lt,
        BinaryOp::Le,
        BinaryOp::Gt,
        BinaryOp::Ge,
    ];
    let (int, float) = (TypeId::of::<i64>(), TypeId::of::<f64>());
    let (instant, length) = (TypeId::of::<Instant>(), TypeId::of::<Length>());
    let (list, map) = (TypeId::of::<Array>(), TypeId::of::<Map>());
    let pairs = [
        (float, float),
        (int, float),
        (float, int),
        (instant, length),
        (length, instant),
        (instant, instant),
        (length, length),
        (length, int),
        (int, length),
        (list, list),
        (map, map),
    ];
    for op in ALL {
        for (a, b) in pairs {
            let run = move |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
                let (a, b) = (from_dynamic(args[0]).map_err(told)?, from_dynamic(args[1]).map_err(told)?);
                values(op, &a, &b).map(|value| to_dynamic(&value)).map_err(told)
            };
            engine.register_raw_fn(op.sign(), [a, b], run);
        }
    }
    for of in [int, float, length] {
        engine.register_raw_fn("-", [of], |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            from_dynamic(args[0]).and_then(|value| negated(&value)).map(|value| to_dynamic(&value)).map_err(told)
        });
        engine.register_raw_fn("+", [of], |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            Ok(args[0].clone())
        });
    }
    engine.register_fn("!", |holds: bool| !holds);
    for name in ["to_string", "print"] {
        let any = [TypeId::of::<Dynamic>()];
        engine.register_raw_fn(name, any, |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            let mut text = String::new();
            display(&from_dynamic(args[0]).map_err(told)?, &mut text).map_err(told)?;
            Ok(text.into())
        });
    }
}

#[allow(clippy::unnecessary_box_returns, reason = "Rhai's own functions fail with a box")]
#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn told(error: EvalError) -> Box<EvalAltResult> {
    EvalAltResult::ErrorRuntime(error.to_string().into(), Position::NONE).into()
}

fn to_dynamic(value: &Value) -> Dynamic {
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

fn from_dynamic(value: &Dynamic) -> Result<Value, EvalError> {
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
        return Ok(Value::str(text.as_str()));
    }
    match (value.is_unit(), value.as_bool(), value.as_int(), value.as_float()) {
        (true, ..) => Ok(Value::Unit),
        (_, Ok(value), ..) => Ok(Value::Bool(value)),
        (_, _, Ok(value), _) => Ok(Value::Int(value)),
        (_, _, _, Ok(value)) => crate::expr::arithmetic::finite(value).map(Value::Number),
        _ => Err(EvalError::new(format!("`{}` is no type of the language", value.type_name()))),
    }
}
