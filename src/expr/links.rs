//! How fields, items and calls get their values, and what `?.` leaves out.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::expr::evaluation::Run;
use crate::expr::fault::EvalError;
use crate::expr::kinds::convert;
use crate::expr::node::{Node, Reach};
use crate::expr::sizes::weight;
use crate::terms::value::Value;

type Arguments = SmallVec<[Value; 3]>;

impl Node {
    /// The value of a link of a chain, or of a call.
    pub(crate) fn link(&self, run: &Run<'_>) -> Result<Value, EvalError> {
        match self {
            Self::Chain(whole) => {
                let around = run.left_out.replace(false);
                let value = whole.eval(run);
                run.left_out.set(around);
                value
            }
            Self::Field(reach, base, name) => {
                let base = base.eval(run)?;
                if leaves_out(run, *reach, &base) { Ok(Value::Unit) } else { field(&base, name) }
            }
            Self::Index(reach, both) => {
                let (base, index) = (both.0.eval(run)?, both.1.eval(run)?);
                if leaves_out(run, *reach, &base) { Ok(Value::Unit) } else { item(&base, &index) }
            }
            Self::Call(reach, builtin, args) => match arguments(run, *reach, args)? {
                Some(args) => (builtin.run)(run.surroundings(), &args),
                None => Ok(Value::Unit),
            },
            Self::Function(reach, body, args) => match arguments(run, *reach, args)? {
                Some(args) => body.call(run, &args),
                None => Ok(Value::Unit),
            },
            other => other.eval(run),
        }
    }
}

/// Whether a link behind `base` is left out.
fn leaves_out(run: &Run<'_>, reach: Reach, base: &Value) -> bool {
    if reach == Reach::May && base.is_unit() {
        run.left_out.set(true);
    }
    reach != Reach::Must && base.is_unit() && run.left_out.get()
}

fn field(base: &Value, name: &SmolStr) -> Result<Value, EvalError> {
    match base {
        Value::Object(fields) => Ok(fields.get(name).cloned().unwrap_or_default()),
        other => Err(EvalError::new(format!("{} has no field `{name}`", other.describe()))),
    }
}

fn item(base: &Value, index: &Value) -> Result<Value, EvalError> {
    match (base, index) {
        (Value::List(items), Value::Int(at)) => {
            let place = if *at < 0 { at.checked_add(items.len() as i64) } else { Some(*at) };
            let item = place.and_then(|place| usize::try_from(place).ok()).and_then(|place| items.get(place));
            item.cloned().ok_or_else(|| EvalError::new(format!("the list has no item {at}")))
        }
        (Value::Object(_), Value::Str(name)) => field(base, name),
        (base, index) => Err(EvalError::new(format!("{} has no item by {}", base.describe(), index.describe()))),
    }
}

/// The arguments; absent where the call is left out. Those of a call that is left out are asked for their errors too.
fn arguments(run: &Run<'_>, reach: Reach, args: &[Node]) -> Result<Option<Arguments>, EvalError> {
    let mut all = Arguments::new();
    let mut work = 1;
    let mut left_out = false;
    for (place, arg) in args.iter().enumerate() {
        let value = match (arg, place) {
            // The receiver is asked before it has to be of the type of the parameter.
            (Node::Convert(want, receiver), 0) if reach != Reach::Must => {
                let value = receiver.eval(run)?;
                left_out = leaves_out(run, reach, &value);
                if left_out { value } else { convert(value, want)? }
            }
            _ => arg.eval(run)?,
        };
        left_out |= place == 0 && leaves_out(run, reach, &value);
        work += weight(&value);
        all.push(value);
    }
    run.charge(work)?;
    Ok((!left_out).then_some(all))
}
