//! Whatever an expression says, the compiled program gives what Rhai gives for the same text, errors included.

mod expression_writer;

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::test_runner::{TestCaseError, TestError, TestRunner};

use wayfare::expr::forms::Forms;
use wayfare::expr::paths::Paths;
use wayfare::expr::tree::BinaryOp;
use wayfare::terms::shape::{Of, Shape};
use wayfare::terms::value::Value;

use expression_writer::values::{Answer, Draw, is_of, same};
use expression_writer::world::{World, shape_of};
use expression_writer::{SORTS, Sort, Writer};

/// How many cases the gate runs; `PROPTEST_CASES` asks for more.
const CASES: u32 = 2_000;
/// How often each form, and each function of the language as a method, must have been written in them.
const EACH: usize = 3;
/// How many rounds of cases there may be until they have.
const ROUNDS: u32 = 5;

/// What all cases together have shown.
struct Seen {
    forms: Forms,
    methods: BTreeMap<String, usize>,
    cases: usize,
    values: usize,
    faults: BTreeMap<String, usize>,
}

impl Seen {
    fn nothing() -> Self {
        let forms = Forms::all();
        let functions = forms.rarest().into_iter().filter_map(|(form, _)| form.strip_prefix("Call "));
        // Nothing that is there has to be asked whether it is.
        let methods =
            functions.filter(|name| !name.contains('?') && *name != "has").map(|name| (name.to_owned(), 0)).collect();
        Self { forms, methods, cases: 0, values: 0, faults: BTreeMap::new() }
    }

    fn add(&mut self, written: &str, ours: &Answer) {
        for (name, count) in &mut self.methods {
            *count += written.matches(&format!(".{name}(")).count();
        }
        self.cases += 1;
        match ours {
            Ok(_) => self.values += 1,
            Err(words) => {
                let kind = words.split('`').step_by(2).collect::<Vec<_>>().join("`…`");
                *self.faults.entry(kind.replace(|c: char| c.is_ascii_digit(), "")).or_default() += 1;
            }
        }
    }

    /// What has been written too seldom.
    fn rare(&self) -> Vec<(&str, usize)> {
        let methods = self.methods.iter().map(|(name, count)| (name.as_str(), *count));
        self.forms.rarest().into_iter().chain(methods).filter(|form| form.1 < EACH).collect()
    }

    fn check(&self) {
        let rare = self.rare();
        assert!(rare.is_empty(), "the writer should write these forms and methods more often: {rare:?}");
        assert!(self.values * 3 > self.cases, "only {} of {} cases have a value", self.values, self.cases);
        for words in self.faults.keys() {
            let plain = words.chars().next().is_some_and(|c| !c.is_uppercase()) && !words.ends_with('.');
            assert!(plain && !words.contains("Dynamic"), "this is not how we say it: {words}");
        }
    }
}

/// One case: functions, an expression that may call them, and values.
struct Case {
    second: Sort,
    bodies: [String; 2],
    source: String,
    as_number: bool,
}

impl Case {
    fn write(sort: Sort, choices: [Vec<u32>; 2]) -> Self {
        let [inside, outside] = choices;
        let mut writer = Writer::new(inside);
        let first = writer.body(Sort::Int);
        writer.functions.push(("first", Sort::Int));
        let second = SORTS[writer.pick(SORTS.len())];
        let bodies = [first, writer.body(second)];
        writer.functions.push(("second", second));
        writer.start_again(outside);
        let source = writer.write(sort, 4);
        Self { second, bodies, source, as_number: sort == Sort::Int && writer.pick(4) == 0 }
    }

    /// Whether both answers are one.
    fn run(&self, numbers: &[i64], seen: &mut Seen) -> Result<(), String> {
        let mut world = World::new();
        world.write("first", Sort::Int, &self.bodies[0]);
        world.write("second", self.second, &self.bodies[1]);
        let want = self.as_number.then(|| Shape::of(shape_of(Sort::Number)).type_of());
        let (compiled, ours, rhais) = world.both(&self.source, want.as_ref(), &Draw(numbers));
        seen.forms.count(&compiled.program);
        seen.add(&[&self.source, self.bodies[0].as_str(), &self.bodies[1]].concat(), &ours);
        let rhais = rhais.map(|value| match value {
            Value::Int(int) if self.as_number => Value::Number(int as f64),
            value => value,
        });
        if let Ok(value) = &ours
            && !is_of(value, &compiled.ty)
        {
            return Err(self.told(&format!("{value} is not of `{}`", compiled.ty)));
        }
        if !same(&ours, &rhais) {
            return Err(self.told(&format!("program: {ours:?}\nRhai:    {rhais:?}")));
        }
        world.misgivings(&self.source, want.as_ref(), &Draw(numbers)).map_err(|what| self.told(&what))
    }

    fn told(&self, what: &str) -> String {
        let [first, second] = &self.bodies;
        format!(
            "\n--- first\n{first}\n--- second ({:?})\n{second}\n--- expression\n{}\n---\n{what}",
            self.second, self.source
        )
    }
}

#[test]
fn the_program_gives_what_rhai_gives() {
    let cases = ProptestConfig::default().cases.max(CASES);
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::default() };
    let strategy = (
        0..SORTS.len(),
        prop::collection::vec(any::<u32>(), 0..300),
        prop::collection::vec(any::<u32>(), 20..150),
        prop::collection::vec(prop::num::i64::ANY, 24),
        any::<bool>(),
    );
    let seen = RefCell::new(Seen::nothing());
    for _ in 0..ROUNDS {
        let result = TestRunner::new(config.clone()).run(&strategy, |(sort, inside, outside, numbers, small)| {
            let numbers: Vec<i64> = numbers.iter().map(|n| if small { n % 20 } else { *n }).collect();
            let case = Case::write(SORTS[sort], [inside, outside]);
            case.run(&numbers, &mut seen.borrow_mut()).map_err(TestCaseError::fail)
        });
        match result {
            Err(TestError::Fail(reason, _)) => panic!("{reason}"),
            other => other.unwrap(),
        }
        if seen.borrow().rare().is_empty() {
            break;
        }
    }
    seen.borrow().check();
}

/// A value of each kind, as it is written.
const KINDS: [&str; 11] = [
    "true",
    "3",
    "-2",
    "2.5",
    "\"UTC\"",
    "\"GMT\"",
    "timestamp(1774746000000)",
    "days(2)",
    "seconds(3)",
    "[1, 2]",
    "#{ a: 1 }",
];

/// `form` with `1` and `2` replaced by written values, as they stand and as values of `any`.
fn both_ways(form: &str, values: [&str; 2]) -> [String; 2] {
    let put = |one: &str, two: &str| form.replace('①', one).replace('②', two);
    let loose = values.map(|value| format!("same({value})"));
    [put(&format!("({})", values[0]), &format!("({})", values[1])), put(&loose[0], &loose[1])]
}

/// Values of `any` are checked when they run, by the rules that hold for their types, but that any two may be equal or
/// not, and that anything may be looked for in a list.
#[test]
fn a_value_of_any_does_what_its_type_does() {
    let world = World::new();
    let builtins = Forms::all();
    let names =
        builtins.rarest().into_iter().filter_map(|form| form.0.strip_prefix("Call ")).filter(|n| *n != "after ?");
    let calls = names.flat_map(|name| [format!("{name}(①)"), format!("{name}(①, ②)")]);
    let signs = BinaryOp::all().map(BinaryOp::sign).chain(["in", "!in"]);
    let forms = signs.map(|sign| format!("① {sign} ②")).chain(["-①", "+①"].map(str::to_owned)).chain(calls);
    for form in forms {
        let seconds: &[&str] = if form.contains('②') { &KINDS } else { &["1"] };
        for (first, second) in KINDS.iter().flat_map(|first| seconds.iter().map(move |second| (*first, *second))) {
            let [typed, loose] = both_ways(&form, [first, second]);
            let lenient = ["==", "!=", "in", "contains", "without"].iter().any(|one| form.contains(one));
            let Ok(_) = world.compile(&loose, None, &mut Paths::default()) else { continue };
            let (_, found, rhais) = world.both(&loose, None, &Draw(&[]));
            assert!(same(&found, &rhais), "{loose}\nprogram: {found:?}\nRhai:    {rhais:?}");
            match world.compile(&typed, None, &mut Paths::default()) {
                Ok(_) => {
                    let (_, asked, rhais) = world.both(&typed, None, &Draw(&[]));
                    assert!(same(&asked, &rhais), "{typed}\nprogram: {asked:?}\nRhai:    {rhais:?}");
                    assert!(same(&found, &asked), "{loose}: {found:?}\n{typed}: {asked:?}");
                }
                Err(_) if lenient => {}
                Err(faults) => assert!(found.is_err(), "{loose}: {found:?}\n{typed}: {faults:?}"),
            }
        }
    }
}

/// Bodies of functions that end at a limit or just before one, and what is said of it.
#[test]
fn limits_end_both_alike() {
    const LONG: &str = "let t = \"a\"; for n in 0..16 { t += t; } ";
    const MANY: &str =
        "let l = [1, 2, 3, 4, 5]; for n in 0..3 { l = l + l + l + l + l; } for n in 0..4 { l = l + l; } ";
    for (body, fault) in [
        ("while true { } 1".to_owned(), Some("too many operations")),
        ("let n = 0; for i in 0..9223372036854775807 { n = i; } n".to_owned(), Some("too many operations")),
        ("let n = 0; for i in 0..20000 { n += 1; } n".to_owned(), None),
        (format!("{LONG} t.len()"), None),
        (format!("{LONG} t += \"b\"; t.len()"), Some("the text is longer than 65536 bytes")),
        (format!("{LONG} let u = `${{t}}b`; u.len()"), Some("the text is longer than 65536 bytes")),
        (format!("{MANY} l.len()"), None),
        (format!("{MANY} l += [1]; 1"), Some("the list is longer than 10000 items")),
        (format!("{MANY} let m = [l]; 1"), Some("the list is longer than 10000 items")),
        (
            "let l = [1]; for n in 0..40 { l = [l, l]; } if l == l { 1 } else { 2 }".to_owned(),
            Some("the list is longer than 10000 items"),
        ),
        (
            "let o = #{ a: 1 }; for n in 0..40 { o = #{ a: o, b: o }; } 1".to_owned(),
            Some("the object has more than 10000 fields"),
        ),
        (
            format!("{LONG} let l = [t]; for n in 0..5 {{ l += l; }} 1"),
            Some("the texts inside the value are longer than 1048576 bytes"),
        ),
    ] {
        let mut world = World::new();
        world.try_function("f", &[], Of::Int, &body, &mut Vec::new());
        let (_, ours, rhais) = world.both("f()", None, &Draw(&[]));
        assert!(same(&ours, &rhais), "{body}\nprogram: {ours:?}\nRhai:    {rhais:?}");
        assert_eq!(ours.err(), fault.map(|fault| format!("in `f`: {fault}")), "{body}");
    }
}

/// Statements where a value belongs: what they come to, what they set, and how they are left.
#[test]
fn blocks_of_statements_are_values() {
    for (body, value) in [
        ("let y = if true { let z = 1; z + 1 } else { 3 }; y", 2),
        ("let y = { let z = 4; z; }; y", 4),
        ("let z = 1; let y = { let z = 2; z = z + 1; z }; y * 10 + z", 31),
        ("let x = 1; let y = { x = 5; 2 }; x + y", 7),
        ("let y = 1 + { let z = 2; z * 3 }; y", 7),
        ("let x = 1; x += { x = 5; 2 }; x", 7),
        ("let y = if true { return 9; } else { 2 }; y", 9),
        ("let m = (); let y = m ?? { return 3; }; y", 3),
        ("let n = 0; for i in 0..9 { n += if i == 3 { break; } else { i }; } n", 3),
        ("let n = 0; for i in 0..5 { n += if i % 2 == 0 { continue; } else { i }; } n", 4),
        ("let n = 0; for i in 0..3 { for k in [1, { if i == 1 { break; } 2 }] { n += k; } } n", 3),
        ("let n = 0; while true && { n += 1; n < 5 } { } n", 5),
        ("let n = 0; while true { while true && { if n > 3 { break; } n += 1; true } { } return n; } n", 4),
        ("let n = 0; let y = { for i in 0..4 { n += i; } n }; y", 6),
        ("let m = (); if true && { m = 4; true } { m + 1 } else { 0 }", 5),
        ("let m = (); if true { m = 3; } let y = if m == () { return 7; } else { 1 }; m + y", 4),
        ("let m = (); m = 2; let y = { let k = m; k }; m + y", 4),
        ("max({ let a = 1; a + 1 }, { let b = 5; b })", 5),
        ("[1, { let a = 1; a + 1 }][{ let k = 0; k + 1 }]", 2),
        ("#{ a: { let a = 6; a } }.a", 6),
        ("let t = `${{ let a = 6; a }}`; t.len()", 1),
        ("if true && { let a = 1; a == 1 } && !{ let b = false; b } { 1 } else { 0 }", 1),
    ] {
        let mut world = World::new();
        let mut findings = Vec::new();
        world.try_function("f", &[], Of::Int, body, &mut findings);
        assert_eq!(findings, [], "{body}");
        let (_, ours, rhais) = world.both("f()", None, &Draw(&[]));
        assert!(same(&ours, &rhais), "{body}\nprogram: {ours:?}\nRhai:    {rhais:?}");
        assert_eq!(ours, Ok(Value::Int(value)), "{body}");
    }
}

#[test]
fn what_blocks_leave_unknown_is_a_fault() {
    for (body, rule, at) in [
        ("let y = { let z = 1; z }; z", "unknown-name", "z"),
        ("let y = { let z = 1; z > 0 }; y + 1", "type-mismatch", "y + 1"),
        ("let y = if true { let z = 1; z } else { let z = 2; \"a\" }; 1", "type-mismatch", "{ let z = 2; \"a\" }"),
        ("let y = { let z = 1; }; y + 1", "type-mismatch", "y"),
        ("let y = { let z = 1; break; }; 1", "expression-syntax", "break"),
        ("let y = { return \"a\"; }; 1", "type-mismatch", "\"a\""),
        ("let m = (); m = 1; let y = { m = (); 2 }; m + y", "nullable-use", "m"),
        ("let m = (); m = 1; let y = true && { m = (); true }; m", "nullable-use", "m"),
        ("let m = (); m = 1; for i in 0..2 { let a = m + 1; let b = { m = (); 1 }; } 1", "nullable-use", "m"),
        ("let m = (); m = 1; if m == { m = (); 1 } { m + 1 } else { 1 }", "nullable-use", "m"),
    ] {
        let mut findings = Vec::new();
        World::new().try_function("f", &[], Of::Int, body, &mut findings);
        let found: Vec<_> =
            findings.iter().map(|one| (one.rule.0, &body[one.span.start as usize..one.span.end as usize])).collect();
        assert_eq!(found, [(rule, at)], "{body}\n{findings:?}");
    }
}

/// What Rhai would run out of its stack for.
#[test]
fn what_nests_in_itself_ends() {
    for (body, fault) in [
        ("let l = [1]; while true { l = [l]; } 1", "the value is nested deeper than 128 levels"),
        ("let o = #{ a: 1 }; while true { o = #{ a: o }; } 1", "the value is nested deeper than 128 levels"),
    ] {
        let mut world = World::new();
        world.try_function("f", &[], Of::Int, body, &mut Vec::new());
        let ours = world.answer("f()", &Draw(&[]));
        assert_eq!(ours, Err(format!("in `f`: {fault}")), "{body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_soup_of_tokens_makes_it_panic(words in prop::collection::vec(0usize..60, 0..60), body in any::<bool>()) {
        const WORDS: [&str; 60] = [
            "ctx", ".", "int", "?.", "[", "]", "(", ")", "{", "}", "+", "-", "*", "/", "%", "**", "==", "!=", "<", "&&", "||", "!",
            "??", "in", "!in", "..", "..=", "if", "else", "let", "x", "=", ";", ",", ":", "#{", "`a ${", "`", "\"b\"", "1", "2.5",
            "()", "true", "event", "payload", "has", "len", "days", "?[", "while", "for", "return", "|", "é", "'c'", "/*", "\n", "in_state",
            "now", "99999999999999999999",
        ];
        let source: Vec<&str> = words.iter().map(|&word| WORDS[word]).collect();
        let source = source.join(" ");
        let mut findings = Vec::new();
        let mut world = World::new();
        if body {
            world.try_function("f", &[], Of::Int, &source, &mut findings);
        } else if let Err(found) = world.compile(&source, None, &mut Paths::default()) {
            assert!(!found.is_empty(), "{source}: neither a program nor a finding");
            findings = found;
        }
        for finding in findings {
            assert!(finding.span.end as usize <= source.len() && finding.span.start <= finding.span.end, "{source}: {finding:?}");
        }
    }
}
