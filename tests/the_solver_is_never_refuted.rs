//! Whatever the solver claims of conditions, neither random worlds nor all worlds of small domains refute it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod expression_writer;
mod guard_writer;

use std::cell::RefCell;

use proptest::prelude::{ProptestConfig, any, prop};
use proptest::test_runner::{TestCaseError, TestError, TestRunner};

use wayfare::expr::paths::Paths;
use wayfare::expr::solve::budget::Budget;
use wayfare::expr::solve::question::{Answer, Claims, Verdict, disjoint, equivalent, implies, possible, values_of};
use wayfare::expr::solve::values::Values;
use wayfare::expr::solve::world::{Ground, World as Known};
use wayfare::expr::term::{Condition, Term};

use expression_writer::values::{Draw, is_of, under};
use expression_writer::world::World;
use expression_writer::{Sort, Writer};
use guard_writer::{Domains, Guard, choices};

/// How many cases the gate runs; `PROPTEST_CASES` asks for more.
const CASES: u32 = 600;
/// In how many random worlds a claim is tried.
const WORLDS: usize = 24;

/// What the solver said in all cases together.
#[derive(Debug, Default)]
struct Said {
    yes: usize,
    no: usize,
    unknown: usize,
}

impl Said {
    fn add(&mut self, answer: &Answer) {
        match answer {
            Answer::Yes(_) => self.yes += 1,
            Answer::No => self.no += 1,
            Answer::Unknown => self.unknown += 1,
        }
    }

    fn share(&self) -> f64 {
        let all = self.yes + self.no + self.unknown;
        (self.yes + self.no) as f64 / all.max(1) as f64
    }
}

/// Conditions of YAML around two questions.
fn around(one: &Condition, other: &Condition, form: usize) -> Condition {
    let (one, other) = (one.clone(), other.clone());
    let not = |condition| Condition::Not(Box::new(condition));
    match form % 6 {
        0 => one,
        1 => Condition::All(vec![one, other]),
        2 => Condition::Any(vec![one, other]),
        3 => not(Condition::All(vec![one, not(other)])),
        4 => not(Condition::Any(vec![other, one])),
        _ => Condition::Any(vec![
            Condition::All(vec![one.clone(), not(other.clone())]),
            Condition::All(vec![other, not(one)]),
        ]),
    }
}

fn run<S: prop::strategy::Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value) -> Result<(), String>) {
    let cases = ProptestConfig::default().cases.max(cases);
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 1_000, ..ProptestConfig::default() };
    match TestRunner::new(config).run(strategy, |value| test(value).map_err(TestCaseError::fail)) {
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        other => other.unwrap(),
    }
}

/// One case: two written expressions, two conditions made of them, and what is known of the world.
struct Case {
    world: World,
    sources: [String; 2],
    paths: Paths,
    conditions: [Condition; 2],
    ground: Ground,
    payload: Vec<Values>,
}

impl Case {
    fn write(choices: Vec<u32>, forms: [usize; 2]) -> Self {
        let mut writer = Writer::new(choices);
        let (world, mut paths) = (World::new(), Paths::default());
        let sources = [writer.write(Sort::Bool, 3), writer.write(Sort::Bool, 3)];
        let compiled = sources.each_ref().map(|source| {
            let compiled =
                world.compile(source, None, &mut paths).unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
            Condition::Expression(compiled.program)
        });
        let conditions = forms.map(|form| around(&compiled[0], &compiled[1], form));
        let types = |variables: &[wayfare::expr::scope::Variable]| {
            variables.iter().map(|one| Values::of_type(&one.ty)).collect()
        };
        let scope = world.scope();
        let ground = Ground {
            context: types(scope.context),
            profile: types(scope.profile),
            purposes: scope.purposes.len(),
            paths: paths.clone(),
            default_tz: "Europe/Paris".into(),
        };
        Self { world, sources, paths, conditions, ground, payload: Vec::new() }
    }

    fn told(&self, what: &str) -> String {
        format!("\n--- first\n{}\n--- second\n{}\n---\n{what}", self.sources[0], self.sources[1])
    }

    /// That no world of `draws` refutes what the solver says of the claims that the first holds, and the second holds or fails.
    fn check(&self, draws: &[i64], said: &mut Said) -> Result<(), String> {
        let known = Known::of(&self.ground).payload(&self.payload);
        let [first, second] = &self.conditions;
        let claims: [(&[&Condition], &[&Condition]); 4] =
            [(&[first], &[]), (&[first, second], &[]), (&[first], &[second]), (&[], &[first, second])];
        for (holds, fails) in claims {
            let answer = possible(&Claims { holds, fails }, &known, &mut Budget::default());
            said.add(&answer);
            match answer {
                Answer::Yes(witness) => {
                    let right = holds.iter().all(|one| witness.replay(one) == Ok(true))
                        && fails.iter().all(|one| witness.replay(one) != Ok(true));
                    let scope = self.world.scope();
                    let typed = witness
                        .context
                        .iter()
                        .zip(scope.context)
                        .all(|(value, variable)| value.is_unit() || is_of(value, &variable.ty));
                    if !right || !typed {
                        return Err(self.told(&format!("not so under {witness:?}")));
                    }
                }
                Answer::No => self.unrefuted(draws, holds, fails)?,
                Answer::Unknown => {}
            }
        }
        Ok(())
    }

    fn unrefuted(&self, draws: &[i64], holds: &[&Condition], fails: &[&Condition]) -> Result<(), String> {
        for world in 0..WORLDS {
            let numbers: Vec<i64> = (0..24).map(|index| draws[(index * 7 + world * 5) % draws.len()]).collect();
            let found = under(&Draw(&numbers), &self.paths, |inputs| {
                holds.iter().all(|one| one.test(inputs) == Ok(true))
                    && fails.iter().all(|one| one.test(inputs) != Ok(true))
            });
            if found {
                return Err(self.told(&format!(
                    "said never, and yet under {numbers:?}: {} {}",
                    holds.len(),
                    fails.len()
                )));
            }
        }
        Ok(())
    }
}

/// Numbers that conditions of the writer can tell from each other, and extreme ones.
fn numbers() -> impl prop::strategy::Strategy<Value = Vec<i64>> {
    let few = prop::strategy::Strategy::boxed(-4_i64..20);
    let all = prop::strategy::Strategy::boxed(any::<i64>());
    prop::collection::vec(prop::strategy::Union::new([few.clone(), few, all]), 64)
}

#[test]
fn random_worlds_refute_nothing() {
    let said = RefCell::new(Said::default());
    let strategy = (prop::collection::vec(any::<u32>(), 20..160), any::<[usize; 2]>(), numbers());
    run(CASES, &strategy, |(choices, forms, numbers)| {
        Case::write(choices, forms).check(&numbers, &mut said.borrow_mut())
    });
    let said = said.into_inner();
    println!("{said:?}, {:.3} decided", said.share());
    assert!(said.no > 50 && said.yes > 50, "{said:?}");
}

#[test]
fn a_value_is_among_those_that_were_told() {
    let sorts =
        [Sort::Bool, Sort::Int, Sort::Number, Sort::Text, Sort::Time, Sort::Span, Sort::Texts, Sort::Ints, Sort::Loose];
    let strategy = (0..sorts.len(), prop::collection::vec(any::<u32>(), 20..160), numbers());
    run(CASES, &strategy, |(sort, choices, draws)| {
        let mut writer = Writer::new(choices);
        let case = Case::write(Vec::new(), [0, 0]);
        let source = writer.write(sorts[sort], 3);
        let mut paths = Paths::default();
        let compiled =
            case.world.compile(&source, None, &mut paths).unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
        let ground = Ground { paths: paths.clone(), ..case.ground };
        let term = Term::Expression(compiled.program);
        let values = values_of(&term, &Known::of(&ground), &mut Budget::default());
        for world in 0..WORLDS {
            let numbers: Vec<i64> = (0..24).map(|index| draws[(index * 7 + world * 5) % draws.len()]).collect();
            let found = under(&Draw(&numbers), &paths, |inputs| term.eval(inputs));
            if let Ok(value) = found
                && !values.contains(&value)
            {
                return Err(format!("{source}\nis {value:?}\nbut was told to be {values:?}"));
            }
        }
        Ok(())
    });
}

#[test]
fn no_world_of_small_domains_refutes_anything() {
    let said = RefCell::new(Said::default());
    let domains = Domains::new();
    let ground = domains.ground();
    let known = Known::of(&ground);
    run(CASES, &(choices(), choices()), |(first, second)| {
        let (first, second) = (Guard::write(&first), Guard::write(&second));
        let (one, other) = (domains.compile(&first), domains.compile(&second));
        let told = |what: &str| Err(format!("\n{}\n{}\n{what}", first.0, second.0));
        let worlds = domains.worlds(&one, &other);
        let claims: [(&[&Condition], &[&Condition]); 4] =
            [(&[&one], &[]), (&[&one, &other], &[]), (&[&one], &[&other]), (&[], &[&one])];
        for (holds, fails) in claims {
            let answer = possible(&Claims { holds, fails }, &known, &mut Budget::default());
            said.borrow_mut().add(&answer);
            let can = worlds.iter().any(|(a, b)| {
                let found = |condition: &&Condition| if std::ptr::eq(*condition, &one) { *a } else { *b };
                holds.iter().all(|condition| found(condition)) && !fails.iter().any(|condition| found(condition))
            });
            match answer {
                Answer::Yes(_) if !can => return told("said yes, and there is no such world"),
                Answer::No if can => return told("said no, and there is such a world"),
                _ => {}
            }
        }
        let mut budget = Budget::of(10_000);
        let so = |all: bool, verdict: Verdict| match verdict {
            Verdict::Always => all,
            Verdict::Not(_) => !all,
            Verdict::Unknown => true,
        };
        let follows = worlds.iter().all(|(a, b)| !a || *b);
        let same = worlds.iter().all(|(a, b)| a == b);
        let apart = worlds.iter().all(|(a, b)| !(*a && *b));
        let right = so(follows, implies(&one, &other, &known, &mut budget))
            && so(same, equivalent(&one, &other, &known, &mut budget))
            && so(apart, disjoint(&one, &other, &known, &mut budget));
        if right { Ok(()) } else { told("a verdict on the two is wrong") }
    });
    let said = said.into_inner();
    println!("{said:?}, {:.3} decided", said.share());
    assert!(said.share() > 0.97, "{said:?}");
}
