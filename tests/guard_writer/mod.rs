//! Random guards over so few values that every world can be tried.

use proptest::prelude::{any, prop};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use wayfare::expr::check::{Want, compile};
use wayfare::expr::facts::Facts;
use wayfare::expr::function::Functions;
use wayfare::expr::inputs::{Complaints, Inputs, Nowhere, Payload, PersonView};
use wayfare::expr::parse::parse;
use wayfare::expr::paths::Paths;
use wayfare::expr::scope::{EventScope, Scope, Variable};
use wayfare::expr::solve::values::Values;
use wayfare::expr::solve::world::Ground;
use wayfare::expr::term::Condition;
use wayfare::syntax::text::Text;
use wayfare::terms::rule::TYPE_MISMATCH;
use wayfare::terms::span::{FileId, Span};
use wayfare::terms::types::{Kind, Type};
use wayfare::terms::value::Value;

/// A written guard.
pub struct Guard(pub String);

/// The variables, and all values of each.
pub struct Domains {
    variables: Vec<(Variable, Vec<Value>)>,
}

/// Numbers that a guard is written from.
pub fn choices() -> impl prop::strategy::Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 4..60)
}

struct Row<'a> {
    numbers: &'a [u32],
    next: usize,
}

impl Row<'_> {
    fn pick(&mut self, below: usize) -> usize {
        let number = self.numbers.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        number as usize % below
    }

    fn of(&mut self, all: &[&str]) -> String {
        all[self.pick(all.len())].to_owned()
    }

    fn guard(&mut self, depth: usize) -> String {
        match self.pick(if depth == 0 { 3 } else { 8 }) {
            0..3 => self.atom(),
            3 | 4 => format!("({} && {})", self.guard(depth - 1), self.guard(depth - 1)),
            5 | 6 => format!("({} || {})", self.guard(depth - 1), self.guard(depth - 1)),
            _ => format!("!({})", self.guard(depth - 1)),
        }
    }

    fn int(&mut self, depth: usize) -> String {
        let leaf =
            ["ctx.a", "ctx.b", "ctx.c", "0", "1", "2", "3", "(ctx.o ?? 1)", "ctx.list.len()", "9223372036854775807"];
        if depth == 0 {
            return self.of(&leaf);
        }
        match self.pick(9) {
            0..4 => self.of(&leaf),
            4 => format!("({} {} {})", self.int(depth - 1), self.of(&["+", "-", "*", "/", "%"]), self.int(depth - 1)),
            5 => format!("min({}, {})", self.int(depth - 1), self.int(depth - 1)),
            6 => format!("max({}, {})", self.int(depth - 1), self.int(depth - 1)),
            7 => format!("abs({} - {})", self.int(depth - 1), self.int(depth - 1)),
            _ => format!("(if {} {{ {} }} else {{ {} }})", self.guard(0), self.int(depth - 1), self.int(depth - 1)),
        }
    }

    fn number(&mut self) -> String {
        match self.pick(4) {
            0 => "ctx.x".to_owned(),
            1 => self.of(&["0.5", "0.1", "1.0", "2.0", "0.3"]),
            2 => format!("(ctx.x {} {})", self.of(&["+", "-", "*", "/"]), self.of(&["0.5", "3", "0.1", "ctx.a"])),
            _ => format!("({} * 1.0)", self.int(0)),
        }
    }

    fn atom(&mut self) -> String {
        let compared = ["==", "!=", "<", "<=", ">", ">="];
        match self.pick(14) {
            0..4 => format!("{} {} {}", self.int(1), self.of(&compared), self.int(1)),
            4 => format!("{} {} {}", self.number(), self.of(&compared), self.number()),
            5 => {
                self.of(&["ctx.f", "ctx.g", "has(ctx.o)", "ctx.o == ()", "ctx.o != 1", "has(ctx.t)", "ctx.o == ctx.a"])
            }
            6 => format!("ctx.p {} {}", self.of(&["==", "!="]), self.of(&["\"u\"", "\"v\"", "\"w\"", "ctx.q"])),
            7 => format!("ctx.p {} [\"u\", {}]", self.of(&["in", "!in"]), self.of(&["\"v\"", "\"w\""])),
            8 => format!("{} {} ctx.list", self.of(&["\"u\"", "\"v\"", "ctx.p"]), self.of(&["in", "!in"])),
            9 => format!("ctx.list {} {}", self.of(&["==", "!="]), self.of(&["[]", "[\"u\"]", "[\"v\", \"u\"]"])),
            10 => format!("{} in {}{}{}", self.int(0), self.int(0), self.of(&["..", "..="]), self.int(0)),
            11 => format!(
                "{}((ctx.t ?? \"\"), {})",
                self.of(&["starts_with", "ends_with", "contains"]),
                self.of(&["\"a\"", "\"ab\"", "\"b\""])
            ),
            12 => format!("(has(ctx.o) && ctx.o {} {})", self.of(&compared), self.int(0)),
            _ => format!(
                "has(ctx.t) && ctx.t {} {}",
                self.of(&compared),
                self.of(&["\"a\"", "\"ab\"", "\"\"", "\"zz\""])
            ),
        }
    }
}

impl Guard {
    /// The guard that `numbers` stand for.
    pub fn write(numbers: &[u32]) -> Self {
        Self(Row { numbers, next: 0 }.guard(3))
    }
}

impl Domains {
    pub fn new() -> Self {
        let int = |least: i64, most: i64| (least..=most).map(Value::Int).collect::<Vec<_>>();
        let bools = || vec![Value::Bool(false), Value::Bool(true)];
        let texts = |all: &[&str]| all.iter().map(Value::str).collect::<Vec<_>>();
        let lists = [&[][..], &["u"], &["v"], &["v", "u"]].map(|items| Value::list(items.iter().map(Value::str)));
        let plan = || Type::one_of(&["u", "v", "w"]);
        let of = |name: &str, ty: Type, values: Vec<Value>| (Variable { name: name.into(), ty }, values);
        let maybe = |mut values: Vec<Value>| {
            values.push(Value::Unit);
            values
        };
        Self {
            variables: vec![
                of("a", Type::of(Kind::Int), int(0, 3)),
                of("b", Type::of(Kind::Int), int(-1, 2)),
                of("c", Type::of(Kind::Int), vec![Value::Int(1), Value::Int(i64::MAX)]),
                of("x", Type::of(Kind::Number), [0.0, 0.3, 0.5, 3.0].map(Value::Number).to_vec()),
                of("o", Type::of(Kind::Int).or_missing(), maybe(int(0, 2))),
                of("f", Type::of(Kind::Bool), bools()),
                of("g", Type::of(Kind::Bool), bools()),
                of("p", plan(), texts(&["u", "v", "w"])),
                of("q", plan(), texts(&["u", "v"])),
                of("list", Type::list(plan()), lists.to_vec()),
                of("t", Type::of(Kind::String).or_missing(), maybe(texts(&["", "ab", "b"]))),
            ],
        }
    }

    pub fn ground(&self) -> Ground {
        let context = self.variables.iter().map(|(_, values)| Values::some(values)).collect();
        Ground { context, default_tz: "UTC".into(), ..Ground::default() }
    }

    pub fn compile(&self, guard: &Guard) -> Condition {
        let context: Vec<Variable> = self.variables.iter().map(|variable| variable.0.clone()).collect();
        let (states, functions) = (FxHashMap::<SmolStr, u32>::default(), Functions::default());
        let scope = Scope {
            context: &context,
            old: &[],
            event: EventScope::Envelope,
            profile: &[],
            purposes: &[],
            states: &states,
            definitions: &[],
            functions: &functions,
            person: true,
        };
        let text = Text::straight(&guard.0, Span::new(FileId(0), 0, guard.0.len() as u32), 0);
        let (mut paths, mut findings) = (Paths::default(), Vec::new());
        let want = Want { ty: Some(&Type::of(Kind::Bool)), rule: TYPE_MISMATCH, what: "a guard" };
        let compiled = parse(&text, &mut findings)
            .and_then(|parsed| compile(&parsed, &scope, want, &Facts::default(), &mut paths, &mut findings));
        Condition::Expression(compiled.unwrap_or_else(|| panic!("{}: {findings:?}", guard.0)).program)
    }

    /// Of every world that the two can tell from others, whether each of them holds.
    pub fn worlds(&self, one: &Condition, other: &Condition) -> Vec<(bool, bool)> {
        let mut read = vec![false; self.variables.len()];
        for condition in [one, other] {
            let written = format!("{condition:?}");
            for (slot, read) in read.iter_mut().enumerate() {
                *read |=
                    written.contains(&format!("Context({slot})")) || written.contains(&format!("Context(\n{slot}"));
            }
        }
        let mut context: Vec<Value> = self.variables.iter().map(|(_, values)| values[0].clone()).collect();
        let mut found = Vec::new();
        self.each(0, &read, &mut context, &mut |context| {
            let test = |condition: &Condition| holds(condition, context);
            let both = (test(one), test(other));
            if !found.contains(&both) {
                found.push(both);
            }
        });
        found
    }

    fn each(&self, slot: usize, read: &[bool], context: &mut Vec<Value>, visit: &mut dyn FnMut(&[Value])) {
        let Some((_, values)) = self.variables.get(slot) else { return visit(context) };
        for value in values.iter().take(if read[slot] { usize::MAX } else { 1 }) {
            context[slot] = value.clone();
            self.each(slot + 1, read, context, visit);
        }
    }
}

/// Whether a condition holds: an error counts as false.
fn holds(condition: &Condition, context: &[Value]) -> bool {
    let person = PersonView { id: "u-1", anonymous: false, consent: &[], profile: &[] };
    condition.test(&Inputs {
        context,
        old: &[],
        payload: Payload::EMPTY,
        envelope: None,
        person: &person,
        now: 0,
        entered_at: 0,
        active: &Nowhere,
        default_tz: "UTC",
        complaints: &Complaints::default(),
    }) == Ok(true)
}
