//! How long a typical guard takes: the compiled program, Rhai on the same text, and Rust by hand.
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use rhai::{Dynamic, Engine, Map, OptimizationLevel, Scope as Variables};
use rustc_hash::FxHashMap;

use wayfare::expr::check::{Compiled, Want, compile};
use wayfare::expr::facts::Facts;
use wayfare::expr::function::Functions;
use wayfare::expr::inputs::{Complaints, Inputs, Nowhere, Payload, PersonView};
use wayfare::expr::parse::parse;
use wayfare::expr::paths::Paths;
use wayfare::expr::scope::{EventScope, PayloadScope, Scope, Variable};
use wayfare::syntax::text::Text;
use wayfare::terms::rule::TYPE_MISMATCH;
use wayfare::terms::span::{FileId, Span};
use wayfare::terms::types::{Kind, Type};
use wayfare::terms::value::Value;

const GUARD: &str = "ctx.step_index >= 3 && event.payload.total > 100.0";
const ROUNDS: usize = 31;
const TIMES: usize = 100_000;
/// The least that the program must be faster than Rhai, and the most that it may be slower than Rust by hand.
const LEAST_OVER_RHAI: f64 = 25.0;
const MOST_OVER_RUST: f64 = 10.0;

fn main() -> ExitCode {
    let Some((guard, _)) = compiled() else {
        println!("the guard does not compile");
        return ExitCode::FAILURE;
    };
    let context = [Value::Int(5)];
    let payload = [Value::Number(120.5)];
    let person = PersonView { id: "u-1", anonymous: false, consent: &[], profile: &[] };
    let complaints = Complaints::default();
    let inputs = Inputs {
        context: &context,
        old: &[],
        payload: Payload { slots: &payload, map: None },
        envelope: None,
        person: &person,
        now: 0,
        entered_at: 0,
        active: &Nowhere,
        default_tz: "UTC",
        complaints: &complaints,
    };
    let mut engine = Engine::new_raw();
    engine.set_optimization_level(OptimizationLevel::None);
    let Ok(ast) = engine.compile_expression(GUARD) else { return ExitCode::FAILURE };
    let mut variables = variables();

    let program = || guard.program.test(black_box(&inputs)) == Ok(true);
    let mut rhai = || engine.eval_ast_with_scope::<bool>(black_box(&mut variables), &ast).is_ok_and(|holds| holds);
    let by_hand = || by_hand(black_box(&context), black_box(&payload));

    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..ROUNDS {
        times[0].push(nanoseconds(TIMES, &mut { program }));
        times[1].push(nanoseconds(TIMES / 10, &mut rhai));
        times[2].push(nanoseconds(TIMES, &mut { by_hand }));
    }
    report(&times)
}

fn by_hand(context: &[Value], payload: &[Value]) -> bool {
    matches!(context[0], Value::Int(step) if step >= 3) && matches!(payload[0], Value::Number(total) if total > 100.0)
}

fn compiled() -> Option<(Compiled, Paths)> {
    let variable = |name: &str, kind| Variable { name: name.into(), ty: Type::of(kind) };
    let context = [variable("step_index", Kind::Int)];
    let payload = PayloadScope { fields: vec![variable("total", Kind::Number)], ..PayloadScope::default() };
    let (states, functions) = (FxHashMap::default(), Functions::default());
    let scope = Scope {
        context: &context,
        old: &[],
        event: EventScope::Payload(&payload),
        profile: &[],
        purposes: &[],
        states: &states,
        definitions: &[],
        functions: &functions,
        person: true,
    };
    let text = Text::straight(GUARD, Span::new(FileId(0), 0, GUARD.len() as u32), 0);
    let (mut paths, mut findings) = (Paths::default(), Vec::new());
    let want = Want { ty: Some(&Type::of(Kind::Bool)), rule: TYPE_MISMATCH, what: "a guard" };
    let parsed = parse(&text, &mut findings)?;
    let guard = compile(&parsed, &scope, want, &Facts::default(), &mut paths, &mut findings)?;
    Some((guard, paths))
}

fn variables() -> Variables<'static> {
    let (mut context, mut payload, mut event) = (Map::new(), Map::new(), Map::new());
    context.insert("step_index".into(), Dynamic::from(5_i64));
    payload.insert("total".into(), Dynamic::from(120.5_f64));
    event.insert("payload".into(), payload.into());
    let mut variables = Variables::new();
    variables.push("ctx", context);
    variables.push("event", event);
    variables
}

fn nanoseconds(times: usize, run: &mut impl FnMut() -> bool) -> f64 {
    let begin = Instant::now();
    let mut held = 0usize;
    for _ in 0..times {
        held += usize::from(black_box(run()));
    }
    assert_eq!(held, times, "the guard holds");
    begin.elapsed().as_nanos() as f64 / times as f64
}

fn report(times: &[Vec<f64>; 3]) -> ExitCode {
    let [program, rhai, rust] = times;
    println!("{GUARD}");
    for (name, all) in [("program", program), ("rhai", rhai), ("by hand", rust)] {
        let (min, median, max) = spread(all.clone());
        println!("{name:>8}: {median:8.2} ns  ({min:.2} to {max:.2})");
    }
    let over_rhai = spread(rhai.iter().zip(program).map(|(rhai, program)| rhai / program).collect());
    let over_rust = spread(program.iter().zip(rust).map(|(program, rust)| program / rust).collect());
    println!(
        "faster than rhai:    {:.1}x  ({:.1} to {:.1}), at least {LEAST_OVER_RHAI}",
        over_rhai.1, over_rhai.0, over_rhai.2
    );
    println!(
        "slower than by hand: {:.1}x  ({:.1} to {:.1}), at most {MOST_OVER_RUST}",
        over_rust.1, over_rust.0, over_rust.2
    );
    if over_rhai.1 < LEAST_OVER_RHAI || over_rust.1 > MOST_OVER_RUST {
        println!("too slow");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The least, the median and the greatest.
fn spread(mut all: Vec<f64>) -> (f64, f64, f64) {
    all.sort_by(f64::total_cmp);
    (all[0], all[all.len() / 2], all[all.len() - 1])
}
