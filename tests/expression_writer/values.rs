//! Values for the world, drawn from a row of numbers, and both answers to an expression under them.

use wayfare::expr::check::Compiled;
use wayfare::expr::inputs::{ActiveStates, Complaints, Envelope, Inputs, Payload, PersonView};
use wayfare::expr::paths::Paths;
use wayfare::expr::reference::reference_eval;
use wayfare::terms::types::{Kind, Type};
use wayfare::terms::value::Value;

use super::world::{SETTLED, World};

/// What an expression gives, or why it gives nothing.
pub type Answer = Result<Value, String>;

/// Whether both are one value, down to the kind of each number and the sign of zeros, or both none.
pub fn same(a: &Answer, b: &Answer) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => format!("{a:?}") == format!("{b:?}"),
        (Err(_), Err(_)) => true,
        _ => false,
    }
}

/// Whether `value` is one of `ty`.
pub fn is_of(value: &Value, ty: &Type) -> bool {
    match (value, &ty.kind) {
        (_, Kind::Any) => true,
        (Value::Unit, kind) => ty.optional || *kind == Kind::Null,
        (Value::Str(text), Kind::Enum(members)) => members.contains(text),
        (Value::List(items), Kind::List(item)) => items.iter().all(|one| is_of(one, item)),
        (Value::Object(values), Kind::Object(fields)) => {
            fields.iter().all(|(name, of)| is_of(values.get(name).unwrap_or(&Value::Unit), of))
        }
        (value, kind) => matches!(
            (value, kind),
            (Value::Bool(_), Kind::Bool)
                | (Value::Int(_), Kind::Int)
                | (Value::Number(_), Kind::Number)
                | (Value::Str(_), Kind::String)
                | (Value::Timestamp(_), Kind::Timestamp)
                | (Value::Duration(_), Kind::Duration)
        ),
    }
}

struct Even;

impl ActiveStates for Even {
    fn is_active(&self, state: u32) -> bool {
        state.is_multiple_of(2)
    }
}

/// A row of numbers; 0 past its end.
pub struct Draw<'a>(pub &'a [i64]);

impl Draw<'_> {
    fn n(&self, index: usize) -> i64 {
        self.0.get(index).copied().unwrap_or(0)
    }

    fn time(&self, index: usize) -> Value {
        Value::Timestamp(self.n(index).rem_euclid(4_000_000_000_000))
    }

    fn word(&self, index: usize) -> Value {
        let all = ["", "b", "Ab é", " x ", "gold", "09:30", "3d", "2026-11-24T00:00:00Z", "Europe/Paris", "ǅ ß İ"];
        Value::str(all[self.n(index).rem_euclid(all.len() as i64) as usize])
    }

    fn int(&self, index: usize) -> Value {
        Value::Int(self.n(index))
    }

    fn number(&self, index: usize) -> Value {
        Value::Number(self.n(index) as f64 / 8.0)
    }

    fn boxed(&self, index: usize) -> Value {
        let mut fields = vec![("n".into(), self.int(index))];
        if self.n(index) % 2 == 0 {
            fields.push(("maybe".into(), self.int(index + 1)));
        }
        Value::object(fields)
    }

    fn or_missing(&self, index: usize, value: Value) -> Value {
        if self.n(index) % 2 == 0 { value } else { Value::Unit }
    }

    fn ints(&self, index: usize) -> Value {
        Value::list((0..self.n(index).rem_euclid(4) as usize).map(|next| self.int(index + next)))
    }

    /// A value of any kind, texts and ints left out where `bag`.
    fn loose(&self, index: usize, bag: bool) -> Value {
        match self.n(index).rem_euclid(if bag { 7 } else { 11 }) {
            0 => Value::object([("a".into(), self.number(index + 1)), ("b".into(), self.boxed(index + 2))]),
            1 => Value::list([self.int(index + 1), self.word(index + 2), Value::Unit]),
            2 => Value::Unit,
            3 => Value::Bool(self.n(index + 1) % 2 == 0),
            4 => self.number(index + 1),
            5 => self.time(index + 1),
            6 => Value::Duration(self.n(index + 1) % 1_000_000_000),
            7 | 8 => self.int(index + 1),
            9 => self.ints(index + 1),
            _ => self.word(index + 1),
        }
    }

    fn context(&self) -> Vec<Value> {
        let tier = Value::str(if self.n(1) % 2 == 0 { "basic" } else { "gold" });
        vec![
            Value::Bool(self.n(0) % 2 == 0),
            self.int(1),
            self.number(2),
            self.word(3),
            tier.clone(),
            self.time(4),
            Value::Duration(self.n(5) % 1_000_000_000),
            Value::list([self.word(6), self.word(7)]),
            self.ints(2),
            self.boxed(8),
            self.or_missing(9, self.int(10)),
            self.or_missing(10, self.number(11)),
            self.or_missing(11, self.word(12)),
            self.or_missing(12, tier),
            self.or_missing(13, self.ints(14)),
            self.or_missing(14, self.boxed(15)),
            self.loose(16, false),
            self.loose(17, false),
            self.loose(18, true),
        ]
    }

    fn payload(&self) -> Value {
        Value::object([
            ("int".into(), Value::Int(self.n(3) % 100)),
            ("number".into(), self.number(4)),
            ("text".into(), self.word(5)),
            ("texts".into(), Value::list([self.word(1)])),
            ("box".into(), self.boxed(2)),
            ("maybe_texts".into(), self.or_missing(7, Value::list([self.word(8)]))),
            ("maybe_box".into(), self.or_missing(8, self.boxed(9))),
            ("loose".into(), self.loose(19, false)),
        ])
    }
}

impl World {
    /// What the program and what Rhai give for `source`, a value of `want` where that is asked.
    pub fn both(&self, source: &str, want: Option<&Type>, draw: &Draw<'_>) -> (Compiled, Answer, Answer) {
        let mut paths = Paths::default();
        let compiled = self.compile(source, want, &mut paths).unwrap_or_else(|faults| panic!("{source}\n{faults:?}"));
        let (ours, rhais) = under(draw, &paths, |inputs| {
            let given = source.replace("settled", SETTLED);
            let rhais = reference_eval(&given, &self.scope(), &paths, inputs).map_err(|error| error.to_string());
            (run(source, &compiled, inputs), rhais)
        });
        (compiled, ours, rhais)
    }

    /// What `source` says of itself under the same values, if that is not what it is.
    pub fn misgivings(&self, source: &str, want: Option<&Type>, draw: &Draw<'_>) -> Result<(), String> {
        let mut paths = Paths::default();
        let compiled = self.compile(source, want, &mut paths).map_err(|faults| format!("{faults:?}"))?;
        under(draw, &paths, |inputs| self.tells_of_itself(&compiled, want, &paths, inputs))
    }

    /// What the program alone gives.
    pub fn answer(&self, source: &str, draw: &Draw<'_>) -> Answer {
        let mut paths = Paths::default();
        let compiled = self.compile(source, None, &mut paths).unwrap_or_else(|faults| panic!("{source}\n{faults:?}"));
        under(draw, &paths, |inputs| run(source, &compiled, inputs))
    }
}

/// What the program gives, and that it says the same when it is asked as a condition.
fn run(source: &str, compiled: &Compiled, inputs: &Inputs<'_>) -> Answer {
    let ours = compiled.program.eval(inputs).map_err(|error| error.to_string());
    if let Ok(Value::Bool(holds)) = ours {
        assert_eq!(compiled.program.test(inputs), Ok(holds), "{source}");
    } else {
        assert!(compiled.program.test(inputs).is_err(), "{source}");
    }
    ours
}

/// What `ask` finds in the world that is drawn.
pub fn under<T>(draw: &Draw<'_>, paths: &Paths, ask: impl FnOnce(&Inputs<'_>) -> T) -> T {
    let (context, payload) = (draw.context(), draw.payload());
    let slots: Vec<Value> = paths.iter().map(|path| payload.at_path(path).clone()).collect();
    let old = [draw.int(5), draw.boxed(6), draw.or_missing(8, draw.int(9))];
    let vip = draw.or_missing(2, Value::Bool(draw.n(4) % 2 == 0));
    let profile = [draw.or_missing(3, draw.time(6)), vip, draw.or_missing(5, draw.boxed(7))];
    let consent = [draw.n(8) % 2 == 0];
    let person = PersonView { id: "u-1", anonymous: draw.n(7) % 3 == 0, consent: &consent, profile: &profile };
    let session = (draw.n(6) % 2 == 0).then_some("s-1");
    let envelope = Envelope { kind: "b", id: "e-1", timestamp: draw.n(9) % 4_000_000_000_000, session };
    let complaints = Complaints::default();
    let inputs = Inputs {
        context: &context,
        old: &old,
        payload: Payload { slots: &slots, map: None },
        envelope: Some(&envelope),
        person: &person,
        now: 1_774_750_000_000,
        entered_at: 1_700_000_000_000,
        active: &Even,
        default_tz: "Europe/Paris",
        complaints: &complaints,
    };
    ask(&inputs)
}
