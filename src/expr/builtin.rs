//! The functions of the language in one table: names, signatures and what they do.

use crate::expr::arithmetic::{contains, display, equal, finite, ints, negated, order};
use crate::expr::calendar;
use crate::expr::fault::EvalError;
use crate::expr::inputs::Complaints;
use crate::expr::sizes::sized;
use crate::expr::tree::BinaryOp;
use crate::terms::digest::{bucket, hex, identifier};
use crate::terms::time::{DAY, HOUR, MINUTE, SECOND, parse_duration, parse_instant};
use crate::terms::value::Value;
use crate::terms::zone;

/// What a function may lean on beside its arguments.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    /// The zone where an expression's is none.
    pub(crate) default_tz: &'a str,
    /// Where that is reported.
    pub(crate) complaints: &'a Complaints,
}

/// One function of the language.
pub(crate) struct Builtin {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it takes and gives, the narrower first.
    pub(crate) signatures: &'static [Signature],
    /// What it does; the arguments are of one of the signatures.
    pub(crate) run: fn(Surroundings<'_>, &[Value]) -> Result<Value, EvalError>,
}

/// One way to call a function.
pub(crate) struct Signature {
    /// Names and sorts of the parameters.
    pub(crate) params: &'static [(&'static str, Sort)],
    /// The sort of the result.
    pub(crate) result: Sort,
}

/// The sorts of parameters and results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A bool.
    Bool,
    /// An int.
    Int,
    /// A number, or an int, which becomes one.
    Number,
    /// Text.
    Text,
    /// Text that a duration is written in.
    DurationText,
    /// Text that an instant is written in.
    InstantText,
    /// The name of an IANA zone.
    Zone,
    /// A time of day, `09:00`.
    Clock,
    /// An instant.
    Timestamp,
    /// A span of time.
    Duration,
    /// A list of anything; as a result, the same list type as the first argument's.
    List,
    /// What fits into the list that is the first argument.
    Item,
    /// Anything, missing or not.
    Maybe,
    /// `mon` to `sun`.
    Weekday,
}

macro_rules! builtins {
    ($($name:ident: $(($($param:ident: $sort:ident),*) -> $result:ident)|+ = $run:expr;)*) => {
        /// All, by name.
        pub(crate) const BUILTINS: &[Builtin] = &[$(Builtin {
            name: stringify!($name),
            signatures: &[$(Signature {
                params: &[$((stringify!($param), Sort::$sort)),*],
                result: Sort::$result,
            }),+],
            run: $run,
        }),*];
    };
}

builtins! {
    abs: (x: Int) -> Int | (x: Number) -> Number | (x: Duration) -> Duration = |_, v| absolute(&v[0]);
    add_workdays: (t: Timestamp, n: Int, tz: Zone) -> Timestamp =
        |s, v| calendar::add_workdays(instant(&v[0])?, int(&v[1])?, &zone(s, &v[2])?).map(Value::Timestamp);
    bucket: (key: Text, n: Int) -> Int = |_, v| place(text(&v[0])?, int(&v[1])?);
    ceil: (x: Int) -> Int | (x: Number) -> Int = |_, v| whole(&v[0], f64::ceil);
    contains: (list: List, x: Item) -> Bool | (text: Text, part: Text) -> Bool =
        |_, v| contains(&v[0], &v[1]).map(Value::Bool);
    date: (t: Timestamp, tz: Zone) -> Text = |s, v| calendar::date(instant(&v[0])?, &zone(s, &v[1])?).map(Value::str);
    days: (n: Int) -> Duration = |_, v| span(&v[0], DAY);
    duration: (text: DurationText) -> Duration =
        |_, v| parse_duration(text(&v[0])?).map(Value::Duration).map_err(|e| EvalError::new(e.to_string()));
    ends_with: (text: Text, end: Text) -> Bool = |_, v| Ok(Value::Bool(text(&v[0])?.ends_with(text(&v[1])?)));
    floor: (x: Int) -> Int | (x: Number) -> Int = |_, v| whole(&v[0], f64::floor);
    has: (x: Maybe) -> Bool = |_, v| Ok(Value::Bool(!v[0].is_unit()));
    hash: (s: Text) -> Text = |_, v| Ok(Value::str(hex(&identifier(text(&v[0])?))));
    hour: (t: Timestamp, tz: Zone) -> Int = |s, v| calendar::hour(instant(&v[0])?, &zone(s, &v[1])?).map(Value::Int);
    hours: (n: Int) -> Duration = |_, v| span(&v[0], HOUR);
    len: (text: Text) -> Int | (list: List) -> Int = |_, v| length(&v[0]);
    lower: (text: Text) -> Text = |_, v| printed(&text(&v[0])?.to_lowercase());
    max: (a: Int, b: Int) -> Int | (a: Number, b: Number) -> Number | (a: Timestamp, b: Timestamp) -> Timestamp
        | (a: Duration, b: Duration) -> Duration = |_, v| pick(v, BinaryOp::Ge);
    min: (a: Int, b: Int) -> Int | (a: Number, b: Number) -> Number | (a: Timestamp, b: Timestamp) -> Timestamp
        | (a: Duration, b: Duration) -> Duration = |_, v| pick(v, BinaryOp::Le);
    minutes: (n: Int) -> Duration = |_, v| span(&v[0], MINUTE);
    next_time: (t: Timestamp, time: Clock, tz: Zone) -> Timestamp =
        |s, v| calendar::next_time(instant(&v[0])?, clock(&v[1])?, &zone(s, &v[2])?).map(Value::Timestamp);
    round: (x: Int) -> Int | (x: Number) -> Int = |_, v| whole(&v[0], f64::round);
    seconds: (n: Int) -> Duration = |_, v| span(&v[0], SECOND);
    start_of_day: (t: Timestamp, tz: Zone) -> Timestamp =
        |s, v| calendar::start_of_day(instant(&v[0])?, &zone(s, &v[1])?).map(Value::Timestamp);
    starts_with: (text: Text, start: Text) -> Bool = |_, v| Ok(Value::Bool(text(&v[0])?.starts_with(text(&v[1])?)));
    timestamp: (text: InstantText) -> Timestamp | (ms: Int) -> Timestamp = |_, v| moment(&v[0]);
    trim: (text: Text) -> Text = |_, v| Ok(Value::str(text(&v[0])?.trim()));
    upper: (text: Text) -> Text = |_, v| printed(&text(&v[0])?.to_uppercase());
    weekday: (t: Timestamp, tz: Zone) -> Weekday =
        |s, v| calendar::weekday(instant(&v[0])?, &zone(s, &v[1])?).map(Value::str);
    without: (list: List, x: Item) -> List = |_, v| without(&v[0], &v[1]);
}

/// The function of that name.
pub(crate) fn find(name: &str) -> Option<&'static Builtin> {
    BUILTINS.iter().find(|builtin| builtin.name == name)
}

/// The names of all functions of the language, `in_state` included.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILTINS.iter().map(|builtin| builtin.name).chain(["in_state"])
}

fn wrong(value: &Value, asked: &str) -> EvalError {
    EvalError::new(format!("{} where {asked} is expected", value.describe()))
}

fn int(value: &Value) -> Result<i64, EvalError> {
    if let Value::Int(int) = value { Ok(*int) } else { Err(wrong(value, "an int")) }
}

fn instant(value: &Value) -> Result<i64, EvalError> {
    if let Value::Timestamp(at) = value { Ok(*at) } else { Err(wrong(value, "a timestamp")) }
}

fn text(value: &Value) -> Result<&str, EvalError> {
    if let Value::Str(text) = value { Ok(text) } else { Err(wrong(value, "a string")) }
}

fn zone(surroundings: Surroundings<'_>, value: &Value) -> Result<zone::Zone, EvalError> {
    Ok(calendar::zone_or_default(text(value)?, surroundings.default_tz, surroundings.complaints))
}

fn clock(value: &Value) -> Result<i16, EvalError> {
    let time = text(value)?;
    calendar::clock(time).ok_or_else(|| EvalError::new(format!("`{time}` is no time of day")))
}

fn span(count: &Value, unit: i64) -> Result<Value, EvalError> {
    ints(BinaryOp::Mul, int(count)?, unit).map(Value::Duration)
}

fn moment(value: &Value) -> Result<Value, EvalError> {
    match value {
        Value::Int(millis) => Ok(Value::Timestamp(*millis)),
        other => parse_instant(text(other)?).map(Value::Timestamp).map_err(|error| EvalError::new(error.to_string())),
    }
}

fn absolute(value: &Value) -> Result<Value, EvalError> {
    match value {
        Value::Int(n) | Value::Duration(n) if *n < 0 => negated(value),
        Value::Int(_) | Value::Duration(_) => Ok(value.clone()),
        Value::Number(number) => Ok(Value::Number(number.abs())),
        other => Err(wrong(other, "an int, a number or a duration")),
    }
}

fn whole(value: &Value, to: fn(f64) -> f64) -> Result<Value, EvalError> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    match value {
        Value::Int(_) => Ok(value.clone()),
        Value::Number(number) => {
            let whole = to(finite(*number)?);
            if (-LIMIT..LIMIT).contains(&whole) {
                Ok(Value::Int(whole as i64))
            } else {
                Err(EvalError::new("the number fits no int"))
            }
        }
        other => Err(wrong(other, "a number")),
    }
}

fn length(value: &Value) -> Result<Value, EvalError> {
    match value {
        Value::Str(text) => Ok(Value::Int(text.chars().count() as i64)),
        Value::List(items) => Ok(Value::Int(items.len() as i64)),
        other => Err(wrong(other, "a string or a list")),
    }
}

/// The first argument if it stands to the second as `op` says, else the second; a number where one of them is.
fn pick(values: &[Value], op: BinaryOp) -> Result<Value, EvalError> {
    let (a, b) = (&values[0], &values[1]);
    if let Some(text) = values.iter().find(|value| matches!(value, Value::Str(_))) {
        return Err(wrong(text, "an int, a number, a timestamp or a duration"));
    }
    let picked = if crate::expr::arithmetic::holds(op, order(a, b)?) { a } else { b };
    Ok(match picked {
        Value::Int(int) if matches!((a, b), (Value::Number(_), _) | (_, Value::Number(_))) => {
            Value::Number(*int as f64)
        }
        picked => picked.clone(),
    })
}

fn place(key: &str, n: i64) -> Result<Value, EvalError> {
    match u64::try_from(n) {
        Ok(n) if n > 0 => Ok(Value::Int(bucket(key, n) as i64)),
        _ => Err(EvalError::new("the number of buckets must be at least 1")),
    }
}

fn without(list: &Value, item: &Value) -> Result<Value, EvalError> {
    let Value::List(items) = list else { return Err(wrong(list, "a list")) };
    sized(Value::list(items.iter().filter(|one| !equal(one, item)).cloned()))
}

fn printed(text: &str) -> Result<Value, EvalError> {
    let mut out = String::new();
    display(&Value::str(text), &mut out)?;
    Ok(Value::Str(out.into()))
}

#[cfg(test)]
mod tests {
    use super::BUILTINS;

    #[test]
    fn the_table_is_sorted_and_each_name_stands_once() {
        assert!(BUILTINS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
