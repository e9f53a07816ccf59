//! Whatever an expression says, the compiled program gives what Rhai gives for the same text, errors included.

mod expression_writer;

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::test_runner::{TestCaseError, TestError, TestRunner};

use wayfare::expr::forms::Forms;
use wayfare::expr::paths::Paths;
use wayfare::terms::shape::{Of, Shape};
use wayfare::terms::value::Value;

use expression_writer::values::{Answer, Draw, is_of};
use expression_writer::world::{World, shape_of};
use expression_writer::{SORTS, Sort, Writer};

/// How many cases the gate runs; `EXPRESSION_CASES` asks for another number.
const CASES: u32 = 4_000;
/// How often each form, and each function of the language as a method, must have been written in them.
const EACH: usize = 3;

/// What all cases together have shown.
struct Seen {
    forms: Forms,
    methods: BTreeMap<String, usize>,
    values: usize,
    faults: BTreeMap<String, usize>,
}

impl Seen {
    fn nothing() -> Self {
        let forms = Forms::all();
        let functions = forms.rarest().into_iter().filter_map(|(form, _)| form.strip_prefix("Call "));
        // Nothing that is there has to be asked whether it is.
        let methods = functions.filter(|name| *name != "has").map(|name| (name.to_owned(), 0)).collect();
        Self { forms, methods, values: 0, faults: BTreeMap::new() }
    }

    fn add(&mut self, written: &str, ours: &Answer) {
        for (name, count) in &mut self.methods {
            *count += written.matches(&format!(".{name}(")).count();
        }
        match ours {
            Ok(_) => self.values += 1,
            Err(words) => {
                let kind = words.split('`').step_by(2).collect::<Vec<_>>().join("`…`");
                *self.faults.entry(kind.replace(|c: char| c.is_ascii_digit(), "")).or_default() += 1;
            }
        }
    }

    fn check(&self, cases: u32) {
        let rare: Vec<_> = self.forms.rarest().into_iter().filter(|form| form.1 < EACH).collect();
        assert!(rare.is_empty(), "the writer should write these forms more often: {rare:?}");
        let rare: Vec<_> = self.methods.iter().filter(|method| *method.1 < EACH).collect();
        assert!(rare.is_empty(), "the writer should write these methods more often: {rare:?}");
        assert!(self.values > cases as usize / 3, "only {} of {cases} cases have a value", self.values);
        for words in self.faults.keys() {
            let plain = words.chars().next().is_some_and(|c| !c.is_uppercase()) && !words.ends_with('.');
            assert!(plain && !words.contains("Dynamic"), "this is not how we say it: {words}");
        }
        if std::env::var_os("EXPRESSION_CASES").is_some() {
            println!("{} values of {cases}; {:#?}\n{:?}", self.values, self.faults, self.forms.rarest());
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
    fn write(sort: Sort, choices: Vec<u32>) -> Self {
        let mut writer = Writer::new(choices);
        let first = writer.body(Sort::Int);
        writer.functions.push(("first", Sort::Int));
        let second = SORTS[writer.pick(SORTS.len())];
        let bodies = [first, writer.body(second)];
        writer.functions.push(("second", second));
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
        if same(&ours, &rhais) { Ok(()) } else { Err(self.told(&format!("program: {ours:?}\nRhai:    {rhais:?}"))) }
    }

    fn told(&self, what: &str) -> String {
        let [first, second] = &self.bodies;
        format!("\n--- first\n{first}\n--- second ({:?})\n{second}\n--- expression\n{}\n---\n{what}", self.second, self.source)
    }
}

/// Whether both are one value, down to the kind of each number and the sign of zeros, or both none.
fn same(a: &Answer, b: &Answer) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => format!("{a:?}") == format!("{b:?}"),
        (Err(_), Err(_)) => true,
        _ => false,
    }
}

#[test]
fn the_program_gives_what_rhai_gives() {
    let cases = std::env::var("EXPRESSION_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let config = ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::default() };
    let strategy = (
        0..SORTS.len(),
        prop::collection::vec(any::<u32>(), 0..600),
        prop::collection::vec(prop::num::i64::ANY, 24),
        any::<bool>(),
    );
    let seen = RefCell::new(Seen::nothing());
    let result = TestRunner::new(config).run(&strategy, |(sort, choices, numbers, small)| {
        let numbers: Vec<i64> = numbers.iter().map(|n| if small { n % 20 } else { *n }).collect();
        let case = Case::write(SORTS[sort], choices);
        case.run(&numbers, &mut seen.borrow_mut()).map_err(TestCaseError::fail)
    });
    match result {
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        other => other.unwrap(),
    }
    seen.borrow().check(cases);
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
