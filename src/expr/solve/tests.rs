//! Conditions by hand: what can be, in which world, and what cannot.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::check::{Want, compile};
use crate::expr::facts::Facts;
use crate::expr::function::Functions;
use crate::expr::parse::parse;
use crate::expr::paths::Paths;
use crate::expr::scope::{EventScope, PayloadScope, Scope, Variable};
use crate::expr::solve::budget::Budget;
use crate::expr::solve::proof::proof;
use crate::expr::solve::question::{Answer, Claims, Verdict, disjoint, implies, possible};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Ground, World};
use crate::expr::term::Condition;
use crate::expr::wording::Names;
use crate::syntax::text::Text;
use crate::terms::rule::TYPE_MISMATCH;
use crate::terms::shape::{Field, Of, Pattern, Shape};
use crate::terms::span::{FileId, Name, Span};
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// A journey's variables and functions, and what is known of them.
pub(super) struct Bench {
    context: Vec<Field>,
    payload: Vec<Field>,
    profile: Vec<Field>,
    purposes: Vec<SmolStr>,
    states: FxHashMap<SmolStr, u32>,
    functions: Functions,
    paths: Paths,
    /// The most that a question may take.
    steps: u32,
}

fn text(source: &str) -> Text {
    Text::straight(source, Span::new(FileId(0), 0, source.len() as u32), 0)
}

fn field(name: &str, of: Of) -> Field {
    Field { name: name.into(), shape: Shape::of(of) }
}

fn maybe(name: &str, of: Of) -> Field {
    Field { name: name.into(), shape: Shape { optional: true, ..Shape::of(of) } }
}

fn within(name: &str, of: Of, min: Value, max: Value) -> Field {
    Field { name: name.into(), shape: Shape { min: Some(min), max: Some(max), ..Shape::of(of) } }
}

fn list(of: Of) -> Of {
    Of::List(Shape::of(of).into())
}

impl Bench {
    pub(super) fn new() -> Self {
        let plans = Of::Enum(["free".into(), "basic".into(), "gold".into()].into());
        let cart = Of::Object([field("id", Of::String), maybe("n", Of::Int)].into());
        let code = Shape { pattern: Some(Pattern::new("^[A-Z]").unwrap()), ..Shape::of(Of::String) };
        let mut bench = Self {
            context: vec![
                field("n", Of::Int),
                field("m", Of::Int),
                field("k", Of::Int),
                field("x", Of::Number),
                field("y", Of::Number),
                field("plan", plans.clone()),
                field("other", plans),
                maybe("name", Of::String),
                maybe("maybe", Of::Int),
                field("flag", Of::Bool),
                field("seen", list(Of::String)),
                field("ints", list(Of::Int)),
                field("at", Of::Timestamp),
                field("until", Of::Timestamp),
                field("span", Of::Duration),
                field("thing", Of::Any),
                within("small", Of::Int, Value::Int(0), Value::Int(5)),
                within("rate", Of::Number, Value::Number(0.0), Value::Number(1.0)),
                Field { name: "code".into(), shape: code },
                maybe("box", cart.clone()),
            ],
            payload: vec![field("total", Of::Number), maybe("coupon", Of::String), maybe("cart", cart)],
            profile: vec![maybe("tz", Of::String)],
            purposes: vec!["marketing".into(), "survey".into()],
            states: [(SmolStr::new("HOME"), 1), (SmolStr::new("AWAY"), 2)].into_iter().collect(),
            functions: Functions::default(),
            paths: Paths::default(),
            steps: Budget::QUESTION,
        };
        bench.function("twice", &[field("i", Of::Int)], Of::Int, "i * 2");
        let body = "if t == \"gold\" { 3 } else if t == \"basic\" { 2 } else { 1 }";
        bench.function("rank", &[field("t", Of::String)], Of::Int, body);
        bench.function("sum", &[field("l", list(Of::Int))], Of::Int, "let s = 0; for i in l { s += i; } s");
        bench.function("endless", &[field("i", Of::Int)], Of::Bool, "while true { } i > 1");
        bench
    }

    fn function(&mut self, name: &str, params: &[Field], returns: Of, body: &str) {
        let mut findings = Vec::new();
        let name = Name::new(name.into(), Span::default());
        self.functions.add(&name, params.to_vec(), Some(Shape::of(returns)), Some(&text(body)), &mut findings);
        assert_eq!(findings, [], "{body}");
    }

    pub(super) fn condition(&mut self, source: &str) -> Condition {
        let variables = |fields: &[Field]| {
            let of = |field: &Field| Variable { name: field.name.clone(), ty: field.shape.type_of() };
            fields.iter().map(of).collect::<Vec<_>>()
        };
        let (context, profile) = (variables(&self.context), variables(&self.profile));
        let payload = PayloadScope { fields: variables(&self.payload), ..PayloadScope::default() };
        let scope = Scope {
            context: &context,
            old: &[],
            event: EventScope::Payload(&payload),
            profile: &profile,
            purposes: &self.purposes,
            states: &self.states,
            definitions: &[],
            functions: &self.functions,
            person: true,
        };
        let mut findings = Vec::new();
        let want = Want { ty: Some(&Type::of(Kind::Bool)), rule: TYPE_MISMATCH, what: "a guard" };
        let compiled = parse(&text(source), &mut findings)
            .and_then(|parsed| compile(&parsed, &scope, want, &Facts::default(), &mut self.paths, &mut findings));
        Condition::Expression(compiled.unwrap_or_else(|| panic!("{source}: {findings:?}")).program)
    }

    pub(super) fn ground(&self) -> Ground {
        let of = |fields: &[Field]| fields.iter().map(|field| Values::of_shape(&field.shape)).collect();
        Ground {
            context: of(&self.context),
            profile: of(&self.profile),
            purposes: self.purposes.len(),
            paths: self.paths.clone(),
            default_tz: "UTC".into(),
        }
    }

    pub(super) fn payload(&self) -> Vec<Values> {
        let whole = Values::of_shape(&Shape::of(Of::Object(self.payload.as_slice().into())));
        self.paths.iter().map(|path| whole.at_path(path)).collect()
    }

    pub(super) fn names(&self) -> Names<'_> {
        Names {
            context: self.context.iter().map(|field| field.name.as_str()).collect(),
            old: Vec::new(),
            profile: self.profile.iter().map(|field| field.name.as_str()).collect(),
            purposes: &self.purposes,
            states: vec!["ROOT", "HOME", "AWAY"].into(),
            paths: &self.paths,
        }
    }

    /// The verdict in words: the witness, `never`, or `unknown`.
    fn told(&mut self, holds: &[&str], fails: &[&str]) -> String {
        let holds: Vec<Condition> = holds.iter().map(|source| self.condition(source)).collect();
        let fails: Vec<Condition> = fails.iter().map(|source| self.condition(source)).collect();
        let (ground, payload) = (self.ground(), self.payload());
        let world = World::of(&ground).payload(&payload).event(["PAID".into(), "LEFT".into()]);
        let (holds, fails): (Vec<_>, Vec<_>) = (holds.iter().collect(), fails.iter().collect());
        let claims = Claims { holds: &holds, fails: &fails };
        match possible(&claims, &world, &mut Budget::of(self.steps)) {
            Answer::Yes(witness) => witness.wording(&self.names()),
            Answer::No => "never".to_owned(),
            Answer::Unknown => "unknown".to_owned(),
        }
    }
}

/// Guards, and a world in which each holds.
const HOLD: &[(&str, &str)] = &[
    ("endless(ctx.n)", "unknown"),
    ("ctx.n == 3 && endless(ctx.n)", "unknown"),
    ("ctx.n > 5", "`ctx.n` is `6`"),
    ("ctx.n > 5 && ctx.n < 3", "never"),
    ("ctx.n > 5 && ctx.n < 7", "`ctx.n` is `6`"),
    ("ctx.n > 5 && ctx.n < 6", "never"),
    ("ctx.x > 5.0 && ctx.x < 6.0", "`ctx.x` is `5.5`"),
    ("ctx.small > 5", "never"),
    ("ctx.small >= 5", "`ctx.small` is `5`"),
    ("ctx.n + 1 > ctx.n", "`ctx.n` is `0`"),
    ("ctx.n + 1 <= ctx.n", "never"),
    ("ctx.n + 1 > 9223372036854775807", "never"),
    ("ctx.n * 2 == 5", "never"),
    ("ctx.n * 2 == 6", "`ctx.n` is `3`"),
    ("ctx.n / 2 == 3", "`ctx.n` is `6`"),
    ("ctx.n % 2 == 1", "`ctx.n` is `1`"),
    ("ctx.n % 2 == 2", "never"),
    ("ctx.n % 2 == 0 && ctx.n % 2 == 1", "never"),
    ("ctx.x + 1.0 == ctx.x", "`ctx.x` is `1e17`"),
    ("ctx.x * 0.1 == 0.3", "`ctx.x` is `2.9999999999999996`"),
    ("ctx.x == 0.1 + 0.2 && ctx.x == 0.3", "never"),
    ("ctx.n == 9223372036854775807 && ctx.n * 1.0 == 9223372036854775808.0", "`ctx.n` is `9223372036854775807`"),
    ("ctx.n > 9223372036854775807.0", "never"),
    ("ctx.plan == \"gold\"", "`ctx.plan` is `\"gold\"`"),
    ("ctx.plan != \"gold\" && ctx.plan != \"free\" && ctx.plan != \"basic\"", "never"),
    ("ctx.plan == ctx.other && ctx.plan == \"free\" && ctx.other == \"gold\"", "never"),
    ("ctx.plan in [\"gold\", \"basic\"] && ctx.plan != \"gold\"", "`ctx.plan` is `\"basic\"`"),
    ("ctx.name == () && has(ctx.name)", "never"),
    ("(ctx.name ?? \"x\") == \"x\" && ctx.name != \"x\"", "`ctx.name` is missing"),
    ("(ctx.maybe ?? 0) > 3", "`ctx.maybe` is `4`"),
    ("(ctx.maybe ?? 0) > 3 && ctx.maybe == ()", "never"),
    ("has(ctx.maybe) && ctx.maybe > 3", "`ctx.maybe` is `4`"),
    ("ctx.flag && !ctx.flag", "never"),
    ("ctx.n < ctx.m && ctx.m < ctx.k && ctx.k < ctx.n", "never"),
    ("ctx.n < ctx.m && ctx.m < ctx.k", "`ctx.n` is `0`, `ctx.m` is `1` and `ctx.k` is `2`"),
    ("ctx.x < ctx.y && ctx.y < ctx.x", "never"),
    ("ctx.n + 3 < ctx.m && ctx.m < ctx.n + 4", "never"),
    ("\"a\" in ctx.seen", "`ctx.seen` is `[\"a\"]`"),
    ("\"a\" in ctx.seen && ctx.seen == []", "never"),
    ("\"a\" in ctx.seen && ctx.seen.len() == 0", "never"),
    ("ctx.seen.contains(\"a\") && !(\"a\" in ctx.seen)", "never"),
    ("ctx.seen.len() >= 2 && \"a\" in ctx.seen && !(\"b\" in ctx.seen)", "`ctx.seen` is `[\"a\", \"a\"]`"),
    ("ctx.ints.len() > 3 && ctx.ints.len() < 3", "never"),
    ("3 in ctx.ints && ctx.ints != []", "`ctx.ints` is `[3]`"),
    ("starts_with(ctx.code, \"a\")", "unknown"),
    ("starts_with(ctx.code, \"A\") && ends_with(ctx.code, \"Z\") && ctx.code.len() == 2", "`ctx.code` is `\"AZ\"`"),
    ("starts_with(ctx.code, \"AB\") && starts_with(ctx.code, \"AC\")", "never"),
    ("ctx.code.len() < 2 && starts_with(ctx.code, \"AB\")", "never"),
    ("ctx.at + days(1) <= now && ctx.at > now", "never"),
    ("now - state.entered_at > days(3)", ""),
    ("now < state.entered_at", "never"),
    ("hour(now, \"UTC\") == 12", "`now` is `2026-01-05T12:00:00Z`"),
    ("weekday(now, \"UTC\") == \"sun\" && hour(now, \"UTC\") == 4", "`now` is `2026-01-11T04:00:00Z`"),
    ("date(now, \"Europe/Paris\") == \"2026-12-24\"", "`now` is `2026-12-24T00:00:00Z`"),
    ("hour(now, \"UTC\") == 24", "never"),
    ("now - state.entered_at < seconds(0)", "never"),
    ("ctx.span > days(2) && ctx.span < hours(50)", "`ctx.span` is `2d1h`"),
    ("event.type == \"PAID\"", "`event.type` is `\"PAID\"`"),
    ("event.type == \"ELSE\"", "never"),
    ("user.anonymous && user.consent.marketing && !user.consent.survey", ""),
    ("in_state(\"HOME\") && !in_state(\"HOME\")", "never"),
    ("ctx.n in 1..3 && ctx.n > 2", "never"),
    ("ctx.n in 1..=3 && ctx.n > 2", "`ctx.n` is `3`"),
    ("ctx.n !in 0..10 && ctx.n > 0", "`ctx.n` is `10`"),
    ("min(ctx.n, 3) > 3", "never"),
    ("max(ctx.n, 3) < 5 && ctx.n > 3", "`ctx.n` is `4`"),
    ("abs(ctx.n) < 3 && ctx.n < -1", "`ctx.n` is `-2`"),
    ("abs(ctx.n) < 0", "never"),
    ("(if ctx.flag { 1 } else { 2 }) == 2 && ctx.flag", "never"),
    ("(if ctx.flag { 1 } else { 2 }) == 2", "`ctx.flag` is `false`"),
    ("twice(ctx.n) == 7", "never"),
    ("twice(ctx.n) == 8", "`ctx.n` is `4`"),
    ("rank(ctx.plan) == 3 && ctx.plan != \"gold\"", "never"),
    ("rank(ctx.plan) > 1 && ctx.plan != \"gold\"", "`ctx.plan` is `\"basic\"`"),
    ("sum(ctx.ints) > 3 && sum(ctx.ints) < 2", "never"),
    ("hash(ctx.code) == \"a\" && hash(ctx.code) == \"b\"", "never"),
    ("bucket(user.id, 10) == 10", "never"),
    ("event.payload.cart?.n == 3", "`event.payload.cart.n` is `3`"),
    ("event.payload.cart == () && event.payload.cart?.n == 3", "never"),
    ("has(ctx.box) && ctx.box?.n == 3", ""),
    ("event.payload.total > 1e308 && event.payload.total * 10.0 > 0.0", "never"),
    ("1 / ctx.n > 0", "`ctx.n` is `1`"),
    ("1 / ctx.n > 1", "never"),
    ("ctx.thing == 3 && ctx.thing == \"a\"", "never"),
    ("ctx.rate > 1.0", "never"),
    ("len(ctx.name ?? \"\") > 3", ""),
    ("(ctx.n > 3 || ctx.m > 3) && ctx.n <= 3 && ctx.m <= 3", "never"),
    ("has(ctx.name) && ctx.name == hash(ctx.code)", ""),
    ("lower(ctx.code) == \"abc\"", "`ctx.code` is `\"ABC\"`"),
];

#[test]
fn what_can_hold_is_shown_and_what_cannot_is_not() {
    let mut wrong = Vec::new();
    for (source, expected) in HOLD {
        let told = Bench::new().told(&[source], &[]);
        let shown = told != "never" && told != "unknown";
        if told != *expected && !(expected.is_empty() && shown) {
            wrong.push(format!("{source}\n    {told}\n    {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Guards that can never hold, and why.
const CLASH: &[(&str, &str)] = &[
    ("ctx.flag && ctx.n > 5 && ctx.m > 2 && ctx.n < 3", "`ctx.n > 5` and `ctx.n < 3` cannot both hold"),
    ("ctx.small > 5", "`ctx.small` can only be from `0` to `5`, so `ctx.small > 5` never holds"),
    (
        "ctx.flag && ctx.rate > 1.0",
        "`ctx.rate` can only be at least `0.0` and at most `1.0`, so `ctx.rate > 1.0` never holds",
    ),
    (
        "ctx.plan != \"free\" && ctx.plan != \"basic\" && ctx.plan != \"gold\"",
        "`ctx.plan != \"free\"`, `ctx.plan != \"basic\"` and `ctx.plan != \"gold\"` cannot all hold: `ctx.plan` can only be `free`, `basic` or `gold`",
    ),
    ("ctx.n + 1 <= ctx.n", "`ctx.n + 1 <= ctx.n` never holds"),
    ("ctx.n < ctx.m && ctx.flag && ctx.m < ctx.n", "`ctx.n < ctx.m` and `ctx.m < ctx.n` cannot both hold"),
    ("event.type == \"ELSE\"", "`event.type` can only be `PAID` or `LEFT`, so `event.type == \"ELSE\"` never holds"),
    ("ctx.n == ()", "`ctx.n` is never missing, so `ctx.n == ()` never holds"),
    ("ctx.flag && !ctx.flag", "`ctx.flag` and `!ctx.flag` cannot both hold"),
    ("now < state.entered_at", "`now < state.entered_at` never holds"),
];

#[test]
fn a_proof_names_what_clashes_and_no_more() {
    let mut wrong = Vec::new();
    for (source, expected) in CLASH {
        let mut bench = Bench::new();
        let condition = bench.condition(source);
        let (ground, payload) = (bench.ground(), bench.payload());
        let world = World::of(&ground).payload(&payload).event(["PAID".into(), "LEFT".into()]);
        let claims = Claims { holds: &[&condition], fails: &[] };
        assert_eq!(possible(&claims, &world, &mut Budget::default()), Answer::No, "{source}");
        let told = proof(&claims, &world, &mut Budget::of(10_000)).wording(&bench.names());
        if told != *expected {
            wrong.push(format!("{source}\n    {told}\n    {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What follows from what, and where it does not, a world.
const FOLLOW: &[(&str, &str, &str)] = &[
    ("ctx.n > 5", "ctx.n > 3", "always"),
    ("ctx.n > 3", "ctx.n > 5", "`ctx.n` is `4`"),
    ("ctx.flag", "ctx.n + 1 > ctx.n", "`ctx.flag` is `true` and `ctx.n` is `9223372036854775807`"),
    ("ctx.n < 100", "ctx.n + 1 > ctx.n", "always"),
    ("true", "ctx.n / ctx.m == ctx.n / ctx.m", ""),
    ("ctx.flag", "ctx.flag || 1 / ctx.n > 0", "always"),
    ("ctx.plan == \"gold\"", "ctx.plan != \"free\"", "always"),
    ("ctx.n > 3 && ctx.flag", "ctx.flag", "always"),
    ("ctx.x > 3.0", "ctx.x >= 3.0", "always"),
    ("ctx.n >= 3", "ctx.n > 2", "always"),
    ("ctx.x >= 3.0", "ctx.x > 2.9999999999999996", "always"),
    ("starts_with(ctx.code, \"AB\")", "starts_with(ctx.code, \"A\")", "always"),
    ("ctx.seen.len() > 1", "ctx.seen != []", "always"),
    ("has(ctx.name) && ctx.name == \"x\"", "ctx.name == \"x\"", "always"),
];

#[test]
fn what_follows_follows_always() {
    let mut wrong = Vec::new();
    for (first, second, expected) in FOLLOW {
        let mut bench = Bench::new();
        let (one, other) = (bench.condition(first), bench.condition(second));
        let (ground, payload) = (bench.ground(), bench.payload());
        let world = World::of(&ground).payload(&payload).event(["PAID".into()]);
        let told = match implies(&one, &other, &world, &mut Budget::default()) {
            Verdict::Always => "always".to_owned(),
            Verdict::Not(witness) => witness.wording(&bench.names()),
            Verdict::Unknown => "unknown".to_owned(),
        };
        let shown = told != "always" && told != "unknown";
        if told != *expected && !(expected.is_empty() && shown) {
            wrong.push(format!("{first} => {second}\n    {told}\n    {expected}"));
        }
        let both = disjoint(&one, &other, &world, &mut Budget::default());
        if told == "always" && !matches!(both, Verdict::Not(_)) {
            wrong.push(format!("{first} and {second}: {both:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_wants_one_thing_to_be_two_values_excludes_the_other() {
    let mut bench = Bench::new();
    let mut exclude = |one: &str, other: &str| {
        let [one, other] = [one, other].map(|source| bench.condition(source));
        one.pins().exclude(&other.pins())
    };
    assert!(exclude("ctx.n == 1", "ctx.n == 2 && ctx.x > 1.0"));
    for (one, other) in
        [("ctx.n == 1", "ctx.n == 1"), ("ctx.n == 1", "ctx.n > 1"), ("ctx.n == 1", "ctx.n == 2 || ctx.n == 3")]
    {
        assert!(!exclude(one, other), "{one} {other}");
    }
}

#[test]
fn what_is_seen_at_once_is_not_searched_for() {
    let mut bench = Bench::new();
    let mut least = |holds: &[&str], fails: &[&str]| {
        let enough = |steps: &u32| {
            bench.steps = *steps;
            bench.told(holds, fails) != "unknown"
        };
        (1..=Budget::QUESTION).find(enough)
    };
    let long = "ctx.n > 3 && (ctx.plan == \"gold\" || ctx.m > 5 && ctx.flag) && ctx.x > 1.0 && ctx.k in [1, 2, 3]";
    assert_eq!(least(&[], &[long]), Some(45), "a guard fails in the friendliest world");
    let apart = "ctx.plan != ctx.other && ctx.n != ctx.m";
    assert_eq!(least(&[apart], &[]), Some(23), "what must differ does from the start");
}
