//! What questions about guards cost: ordinary ones, and what the budget keeps of hostile ones, in steps and in time.
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

mod scale;

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use wayfare::expr::check::{Want, compile};
use wayfare::expr::facts::Facts;
use wayfare::expr::function::Functions;
use wayfare::expr::parse::parse;
use wayfare::expr::paths::Paths;
use wayfare::expr::scope::{EventScope, Scope, Variable};
use wayfare::expr::solve::budget::Budget;
use wayfare::expr::solve::question::{Answer, Claims, possible};
use wayfare::expr::solve::values::Values;
use wayfare::expr::solve::world::{Ground, World};
use wayfare::expr::term::Condition;
use wayfare::syntax::text::Text;
use wayfare::terms::rule::TYPE_MISMATCH;
use wayfare::terms::span::{FileId, Span};
use wayfare::terms::types::{Kind, Type};

use scale::{Scale, spread};

const ROUNDS: usize = 31;
const TIMES: usize = 2_000;
/// The most that a question about one guard may cost, by an ordinary question.
const MOST: f64 = 20.0;

/// Guards as journeys have them; every question of them is asked, alone and of each pair.
const ORDINARY: [&str; 8] = [
    "ctx.n0 >= 3 && ctx.x > 100.0",
    "ctx.plan == \"gold\"",
    "ctx.plan != \"free\" && ctx.flag",
    "ctx.n1 > 2 && ctx.n1 < 10 && (ctx.plan == \"basic\" || ctx.plan == \"gold\")",
    "has(ctx.name) && ctx.name != \"\"",
    "\"welcome\" in ctx.seen && ctx.n0 < 5",
    "now - state.entered_at > days(3)",
    "(ctx.name ?? \"none\") == \"none\" && !ctx.flag",
];

struct Bench {
    context: Vec<Variable>,
    ground: Ground,
}

impl Bench {
    fn new() -> Self {
        let variable = |name: &str, ty: Type| Variable { name: name.into(), ty };
        let mut context = vec![
            variable("x", Type::of(Kind::Number)),
            variable("plan", Type::one_of(&["free", "basic", "gold"])),
            variable("flag", Type::of(Kind::Bool)),
            variable("name", Type::of(Kind::String).or_missing()),
            variable("seen", Type::list(Type::of(Kind::String))),
        ];
        context.extend((0..60).map(|n| variable(&format!("n{n}"), Type::of(Kind::Int))));
        let values = context.iter().map(|variable| Values::of_type(&variable.ty)).collect();
        Self { context, ground: Ground { context: values, default_tz: "UTC".into(), ..Ground::default() } }
    }

    fn condition(&self, source: &str) -> Option<Condition> {
        let (states, functions) = (FxHashMap::<SmolStr, u32>::default(), Functions::default());
        let scope = Scope {
            context: &self.context,
            old: &[],
            event: EventScope::Envelope,
            profile: &[],
            purposes: &[],
            states: &states,
            definitions: &[],
            functions: &functions,
            person: true,
        };
        let text = Text::straight(source, Span::new(FileId(0), 0, source.len() as u32), 0);
        let want = Want { ty: Some(&Type::of(Kind::Bool)), rule: TYPE_MISMATCH, what: "a guard" };
        let (mut paths, mut findings) = (Paths::default(), Vec::new());
        let parsed = parse(&text, &mut findings)?;
        let compiled = compile(&parsed, &scope, want, &Facts::default(), &mut paths, &mut findings)?;
        Some(Condition::Expression(compiled.program))
    }
}

/// Guards that a naive solver would never be done with.
fn hostile() -> Vec<(&'static str, String)> {
    let conjuncts = |part: &dyn Fn(usize) -> String| (0..60).map(part).collect::<Vec<_>>().join(" && ");
    let mut nested = "ctx.n0 > 0".to_owned();
    for n in 1..24 {
        let _ = write!(nested, " || ctx.n{n} > {n}");
        nested = format!("!({nested}) || ctx.n{n} < -{n}");
    }
    vec![
        ("60 conjuncts of two, free", conjuncts(&|n| format!("(ctx.n{n} > {n} || ctx.n{n} < -{n})"))),
        (
            "60 conjuncts of two, in a ring",
            conjuncts(&|n| format!("(ctx.n{n} < ctx.n{} || ctx.n{n} == {n})", (n + 1) % 60)),
        ),
        (
            "60 conjuncts of three, opposed",
            conjuncts(&|n| {
                format!("(ctx.n{} > {n} || ctx.n{} < {n} || ctx.n{} == -{n})", n % 7, (n + 3) % 7, (n + 5) % 7)
            }),
        ),
        ("pigeons", conjuncts(&|n| format!("(ctx.n{} != ctx.n{} || ctx.n{} == {n})", n % 8, (n + 1) % 8, n % 5))),
        ("60 products", conjuncts(&|n| format!("ctx.n{n} * ctx.n{} == {}", (n + 1) % 60, 2 * n + 3))),
        ("60 numbers", conjuncts(&|n| format!("(ctx.x * {n}.1 == 0.3 || ctx.x + {n}.7 < {n}.2)"))),
        ("nested 24 deep", nested),
    ]
}

/// What a question claims to hold, and to fail.
type Question<'a> = (Vec<&'a Condition>, Vec<&'a Condition>);

fn main() -> ExitCode {
    let scale = Scale::asked();
    let bench = Bench::new();
    let world = World::of(&bench.ground);
    let compiled = |source: &str| bench.condition(source).unwrap_or_else(|| panic!("`{source}` does not compile"));
    let ordinary: Vec<Condition> = ORDINARY.iter().map(|source| compiled(source)).collect();
    let hostile: Vec<(&str, Condition)> = hostile().iter().map(|(name, source)| (*name, compiled(source))).collect();
    let questions = questions(&ordinary);

    let steps: u32 = questions.iter().map(|(holds, fails)| asked(holds, fails, &world).1).sum();
    let each = f64::from(steps) / questions.len() as f64;
    let open = questions.iter().filter(|(holds, fails)| asked(holds, fails, &world).0 == Answer::Unknown).count();
    println!("{} ordinary questions, {open} open: {each:.1} steps each", questions.len());
    assert_eq!(open, 0, "an ordinary question is answered");
    for (name, guard) in &hostile {
        let (answer, steps) = asked(&[guard], &[], &world);
        let by_steps = f64::from(steps) / each;
        let said = match answer {
            Answer::Yes(_) => "yes",
            Answer::No => "no",
            Answer::Unknown => "unknown",
        };
        println!("{name:>32}: {said:>7}, {steps} steps, {by_steps:.1}x");
        assert!(by_steps <= MOST, "{name}: more than {MOST} times the steps of an ordinary question");
    }
    if scale == Scale::Small { ExitCode::SUCCESS } else { scale.end(&in_time(&questions, &hostile, &world)) }
}

/// Each guard alone and each pair, as what holds and as what fails.
fn questions(guards: &[Condition]) -> Vec<Question<'_>> {
    let mut questions = Vec::new();
    for one in guards {
        questions.extend([(vec![one], vec![]), (vec![], vec![one])]);
        for other in guards {
            questions.extend([(vec![one, other], vec![]), (vec![one], vec![other])]);
        }
    }
    questions
}

/// Whether each hostile guard keeps its promise beside an ordinary question.
fn in_time(questions: &[Question<'_>], hostile: &[(&str, Condition)], world: &World<'_>) -> Vec<bool> {
    let all = || {
        for (holds, fails) in questions {
            black_box(asked(black_box(holds), black_box(fails), world));
        }
    };
    let times = TIMES / questions.len() + 1;
    let usual: Vec<f64> = (0..ROUNDS).map(|_| nanoseconds(times, &mut { all }) / questions.len() as f64).collect();
    let (least, median, most) = spread(usual.clone());
    println!("an ordinary question: {median:.0} ns ({least:.0} to {most:.0})");
    let judged = hostile.iter().map(|(name, guard)| {
        let mut ask = || drop(black_box(asked(&[guard], &[], world)));
        let ratios = usual.iter().map(|usual| nanoseconds(20, &mut ask) / usual).collect();
        Scale::Whole.judge(&format!("{name:>32}, in time / an ordinary question"), spread(ratios), MOST)
    });
    judged.collect()
}

fn asked(holds: &[&Condition], fails: &[&Condition], world: &World<'_>) -> (Answer, u32) {
    let mut budget = Budget::default();
    let answer = possible(&Claims { holds, fails }, world, &mut budget);
    (answer, budget.spent())
}

fn nanoseconds(times: usize, run: &mut impl FnMut()) -> f64 {
    let begin = Instant::now();
    for _ in 0..times {
        run();
    }
    begin.elapsed().as_nanos() as f64 / times as f64
}
