//! Rhai itself on the same text over maps: what the compiled programs are held equal to by tests, and nothing else.

use std::any::TypeId;
use std::ops::{Range, RangeInclusive};

use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, Map, NativeCallContext};
use smol_str::SmolStr;

use crate::expr::builtin::{BUILTINS, Builtin, Surroundings};
use crate::expr::fault::EvalError;
use crate::expr::function::{Function, Functions};
use crate::expr::inputs::{Complaints, Inputs};
use crate::expr::kinds::convert;
use crate::expr::parse;
use crate::expr::paths::Paths;
use crate::expr::reference_operators::operators;
use crate::expr::reference_values::{Instant, Outcome, from_dynamic, to_dynamic, told};
use crate::expr::scope::{Scope, Variable};
use crate::expr::sizes::MAX_TEXT;
use crate::terms::shape::Shape;
use crate::terms::value::Value;

/// Stands in a text before what becomes a number: Rhai does not know the types that ask for it.
const AS_NUMBER: &str = "/*number*/";
/// Stands before what is put into a text and may be of any kind: Rhai drops the errors of printing.
const AS_TEXT: &str = "/*text*/";

/// What Rhai makes of `source`, with the language's functions and operators on its types registered.
#[doc(hidden)]
pub fn reference_eval(source: &str, scope: &Scope<'_>, paths: &Paths, inputs: &Inputs<'_>) -> Result<Value, EvalError> {
    let failed = |error: Box<EvalAltResult>| EvalError::new(error.to_string());
    let mut engine = limited();
    operators(&mut engine);
    for builtin in BUILTINS {
        function(&mut engine, builtin, inputs.default_tz);
    }
    conversions(&mut engine, scope.functions);
    let active: Vec<SmolStr> = active_states(scope, inputs);
    engine.register_fn("in_state", move |name: &str| active.iter().any(|state| state == name));
    let mut variables = variables(scope, paths, inputs);
    let functions: String = scope.functions.all.iter().map(written).collect();
    let known = |text: &str| text.replace(AS_NUMBER, "number_of").replace(AS_TEXT, "to_string");
    let functions = engine.compile(known(&functions));
    let expression = engine.compile_expression(known(source));
    let both = functions.and_then(|functions| Ok(functions.merge(&expression?)));
    let ast = both.map_err(|error| EvalError::new(error.to_string()))?;
    let value = engine.eval_ast_with_scope::<Dynamic>(&mut variables, &ast).map_err(failed)?;
    from_dynamic(&value)
}

/// With loops, and room for what this file wraps around the functions.
fn limited() -> Engine {
    let mut engine = parse::engine();
    engine.set_fast_operators(false).set_max_call_levels(1_000).set_max_string_size(MAX_TEXT);
    engine.register_iterator::<Array>().register_iterator::<Range<i64>>().register_iterator::<RangeInclusive<i64>>();
    engine
}

/// A function as it was written, in another that admits its arguments and its result, and a third that is called like a
/// method: to Rhai the receiver is no parameter.
fn written(function: &Function) -> String {
    let name = &function.name;
    let params: Vec<&str> = function.params.iter().map(|param| param.name.as_str()).collect();
    let taken = |(place, param): (usize, &&str)| format!("taken(\"{name}\", {place}, {param})");
    let given: Vec<String> = params.iter().enumerate().map(taken).collect();
    let method = params.split_first().map_or_else(String::new, |(_, rest)| {
        let arguments: Vec<&str> = std::iter::once("this").chain(rest.iter().copied()).collect();
        format!("fn {name}({}) {{ {name}({}) }}\n", rest.join(", "), arguments.join(", "))
    });
    let (params, given) = (params.join(", "), given.join(", "));
    let own = format!("fn own_{name}({params}) {{ {} }}\n", function.source);
    format!("{own}fn {name}({params}) {{ given(\"{name}\", own_{name}({given})) }}\n{method}")
}

/// What the types of functions do to values, and what those of branches and lists do.
fn conversions(engine: &mut Engine, functions: &Functions) {
    let all = functions.clone();
    engine.register_raw_fn(
        "taken",
        vec![TypeId::of::<ImmutableString>(), TypeId::of::<i64>(), TypeId::of::<Dynamic>()],
        move |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            let name = args[0].clone().into_string()?;
            let place = usize::try_from(args[1].as_int()?).unwrap_or_default();
            let param = all.find(&name).and_then(|function| function.params.get(place));
            admitted(param.map(|param| &param.shape), args[2])
        },
    );
    let all = functions.clone();
    engine.register_raw_fn(
        "given",
        vec![TypeId::of::<ImmutableString>(), TypeId::of::<Dynamic>()],
        move |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            let name = args[0].clone().into_string()?;
            let found = all.find(&name);
            let value = match found.and_then(|function| function.returns.as_ref()) {
                Some(of) => from_dynamic(args[1]).and_then(|value| convert(value, of)).map_err(told)?,
                None => from_dynamic(args[1]).map_err(told)?,
            };
            let shape = found.and_then(|function| function.body.as_ref()).and_then(|body| body.result.as_ref());
            if shape.is_some() { admitted(shape, &to_dynamic(&value)) } else { Ok(to_dynamic(&value)) }
        },
    );
    let any = [TypeId::of::<Dynamic>()];
    engine.register_raw_fn("number_of", any, |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
        from_dynamic(args[0]).map(|value| to_dynamic(&number_of(value))).map_err(told)
    });
}

fn admitted(shape: Option<&Shape>, value: &Dynamic) -> Outcome {
    let value = from_dynamic(value).map_err(told)?;
    let Some(shape) = shape else { return Ok(to_dynamic(&value)) };
    let value = convert(value, &shape.type_of()).map_err(told)?;
    shape.admit(value).map(|value| to_dynamic(&value)).map_err(|misfit| told(EvalError::new(misfit.to_string())))
}

fn number_of(value: Value) -> Value {
    match value {
        Value::Int(int) => Value::Number(int as f64),
        Value::List(items) => Value::list(items.iter().cloned().map(number_of)),
        other => other,
    }
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
            (builtin.run)(surroundings, &args).map(|value| to_dynamic(&value)).map_err(told)
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
