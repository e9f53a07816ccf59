//! Whatever an expression says, the compiled program gives what Rhai gives for the same text, errors included.

mod expression_writer;

use proptest::prelude::{ProptestConfig, any, prop, proptest};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use wayfare::expr::check::{Compiled, Want, compile};
use wayfare::expr::explain::{Found, Made, Part, explain};
use wayfare::expr::facts::Facts;
use wayfare::expr::function::Functions;
use wayfare::expr::inputs::{ActiveStates, Complaints, Envelope, Inputs, Payload, PersonView};
use wayfare::expr::parse::parse;
use wayfare::expr::paths::Paths;
use wayfare::expr::reference::reference_eval;
use wayfare::expr::scope::{EventScope, PayloadScope, Scope, Variable};
use wayfare::expr::term::Condition;
use wayfare::expr::wording::Names;
use wayfare::syntax::text::Text;
use wayfare::terms::rule::TYPE_MISMATCH;
use wayfare::terms::shape::{Field, Of, Shape};
use wayfare::terms::span::{FileId, Name, Span};
use wayfare::terms::types::{Kind, Type};
use wayfare::terms::value::Value;

use expression_writer::Sort::{Bool, Int, Number, Span as Length, Text as Words, Texts, Time};
use expression_writer::Writer;

struct Even;

impl ActiveStates for Even {
    fn is_active(&self, state: u32) -> bool {
        state.is_multiple_of(2)
    }
}

fn variable(name: &str, ty: Type) -> Variable {
    Variable { name: name.into(), ty }
}

fn text(source: &str) -> Text {
    Text::straight(source, Span::new(FileId(0), 0, source.len() as u32), 0)
}

fn box_type() -> Type {
    Type::of(Kind::Object(
        [("n".into(), Type::of(Kind::Int)), ("maybe".into(), Type::of(Kind::Int).or_missing())].into(),
    ))
}

fn functions() -> Functions {
    let mut functions = Functions::default();
    let mut add = |name: &str, params: &[(&str, Of)], returns: Of, body: &str| {
        let mut findings = Vec::new();
        let params =
            params.iter().map(|(name, of)| Field { name: (*name).into(), shape: Shape::of(of.clone()) }).collect();
        functions.add(
            &Name::new(name.into(), Span::default()),
            params,
            Some(Shape::of(returns)),
            Some(&text(body)),
            &mut findings,
        );
        assert_eq!(findings, [], "{name}");
    };
    add("twice", &[("x", Of::Int)], Of::Int, "let y = x; y = y + x; y");
    add(
        "old_enough",
        &[("age", Of::Int), ("strict", Of::Bool)],
        Of::Bool,
        "let limit = 16; if strict { limit += 2; } while limit > 100 { limit = limit - 1; } return twice(age) >= limit;",
    );
    functions
}

struct World {
    context: Vec<Variable>,
    payload: PayloadScope,
    profile: Vec<Variable>,
    purposes: Vec<SmolStr>,
    states: FxHashMap<SmolStr, u32>,
    functions: Functions,
}

impl World {
    fn new() -> Self {
        let some = |kind: Kind| Type::of(kind);
        let maybe = |kind: Kind| Type::of(kind).or_missing();
        let texts = || Type::list(Type::of(Kind::String));
        Self {
            context: vec![
                variable("flag", some(Kind::Bool)),
                variable("int", some(Kind::Int)),
                variable("number", some(Kind::Number)),
                variable("text", some(Kind::String)),
                variable("time", some(Kind::Timestamp)),
                variable("span", some(Kind::Duration)),
                variable("texts", texts()),
                variable("box", box_type()),
                variable("maybe_int", maybe(Kind::Int)),
                variable("maybe_number", maybe(Kind::Number)),
                variable("maybe_text", maybe(Kind::String)),
            ],
            payload: PayloadScope {
                fields: vec![
                    variable("int", some(Kind::Int)),
                    variable("number", some(Kind::Number)),
                    variable("text", some(Kind::String)),
                    variable("texts", texts()),
                    variable("box", box_type()),
                    variable("maybe_texts", texts().or_missing()),
                ],
                refused: Vec::new(),
            },
            profile: vec![variable("seen", maybe(Kind::Timestamp))],
            purposes: vec!["marketing".into()],
            states: [(SmolStr::new("A"), 1), (SmolStr::new("B"), 2)].into_iter().collect(),
            functions: functions(),
        }
    }

    fn scope(&self) -> Scope<'_> {
        Scope {
            context: &self.context,
            old: &[],
            event: EventScope::Payload(&self.payload),
            profile: &self.profile,
            purposes: &self.purposes,
            states: &self.states,
            definitions: &[],
            functions: &self.functions,
            person: true,
        }
    }

    /// Its text compiles to the same, and the parts of a condition come to what it is.
    fn tells_of_itself(&self, program: &Compiled, paths: &Paths, inputs: &Inputs<'_>) {
        let names_of =
            |variables: &'_ [Variable]| variables.iter().map(|variable| variable.name.clone()).collect::<Vec<_>>();
        let (context, profile) = (names_of(&self.context), names_of(&self.profile));
        let called = Names {
            context: context.iter().map(SmolStr::as_str).collect(),
            profile: profile.iter().map(SmolStr::as_str).collect(),
            purposes: &self.purposes,
            states: vec!["", "A", "B"],
            paths,
        };
        let words = program.program.wording(&called);
        let again = compiled(&words, &self.scope(), &mut paths.clone());
        let value = |program: &Compiled| program.program.eval(inputs).map_err(|error| error.to_string());
        assert!(same(&value(program), &value(&again)), "{words}");
        if program.ty == Type::of(Kind::Bool) {
            let condition = Condition::Expression(program.program.clone());
            let part = explain(&condition, inputs, &called);
            let whole = condition.test(inputs).map_or_else(|error| Found::Failed(error.to_string()), Found::Holds);
            assert_eq!((&part.text, &part.found), (&words, &whole));
            adds_up(&part);
        }
    }

    /// Both values of `source` under values drawn from `numbers`.
    fn both(&self, source: &str, numbers: &[i64]) -> (Result<Value, String>, Result<Value, String>) {
        let mut paths = Paths::default();
        let scope = self.scope();
        let compiled = compiled(source, &scope, &mut paths);
        let n = |index: usize| numbers.get(index).copied().unwrap_or(0);
        let time = |index: usize| Value::Timestamp(n(index).rem_euclid(4_000_000_000_000));
        let word = |index: usize| Value::str(["", "b", "Ab é", " x "][n(index).rem_euclid(4) as usize]);
        let or_missing = |index: usize, value: Value| if n(index) % 2 == 0 { value } else { Value::Unit };
        let boxed = |index: usize| {
            let mut fields = vec![("n".into(), Value::Int(n(index)))];
            if n(index) % 2 == 0 {
                fields.push(("maybe".into(), Value::Int(n(index + 1))));
            }
            Value::object(fields)
        };
        let context = [
            Value::Bool(n(0) % 2 == 0),
            Value::Int(n(1)),
            Value::Number(n(2) as f64 / 8.0),
            word(3),
            time(4),
            Value::Duration(n(5) % 1_000_000_000),
            Value::list([word(6), word(7)]),
            boxed(8),
            or_missing(9, Value::Int(n(10))),
            or_missing(10, Value::Number(n(11) as f64)),
            or_missing(11, word(12)),
        ];
        let payload = Value::object([
            ("int".into(), Value::Int(n(3) % 100)),
            ("number".into(), Value::Number(n(4) as f64)),
            ("text".into(), word(5)),
            ("texts".into(), Value::list([word(1)])),
            ("box".into(), boxed(2)),
            ("maybe_texts".into(), or_missing(7, Value::list([word(8)]))),
        ]);
        let slots: Vec<Value> = paths.iter().map(|path| payload.at_path(path).clone()).collect();
        let profile = [or_missing(3, time(6))];
        let person = PersonView { id: "u-1", anonymous: n(7) % 3 == 0, consent: &[n(8) % 2 == 0], profile: &profile };
        let envelope = Envelope { kind: "b", id: "e-1", timestamp: n(9) % 4_000_000_000_000, session: None };
        let complaints = Complaints::default();
        let inputs = Inputs {
            context: &context,
            old: &[],
            payload: Payload { slots: &slots, map: None },
            envelope: Some(&envelope),
            person: &person,
            now: 1_774_750_000_000,
            entered_at: 1_700_000_000_000,
            active: &Even,
            default_tz: "Europe/Paris",
            complaints: &complaints,
        };
        let ours = compiled.program.eval(&inputs).map_err(|error| error.to_string());
        if let Ok(Value::Bool(holds)) = ours {
            assert_eq!(compiled.program.test(&inputs), Ok(holds), "{source}");
        } else {
            assert!(compiled.program.test(&inputs).is_err(), "{source}");
        }
        self.tells_of_itself(&compiled, &paths, &inputs);
        let rhais = reference_eval(source, &scope, &paths, &inputs).map_err(|error| error.to_string());
        (ours, rhais)
    }
}

fn compiled(source: &str, scope: &Scope<'_>, paths: &mut Paths) -> Compiled {
    let mut findings = Vec::new();
    let want = Want { ty: None, rule: TYPE_MISMATCH, what: "the value" };
    let compiled = parse(&text(source), &mut findings)
        .and_then(|parsed| compile(&parsed, scope, want, &Facts::default(), paths, &mut findings));
    compiled.unwrap_or_else(|| panic!("{source}\n{findings:?}"))
}

/// What the parts of `part` come to is what it was found to be.
fn adds_up(part: &Part) {
    let (parts, decides) = match &part.made {
        Made::Question(..) => return,
        Made::Not(inner) => {
            adds_up(inner);
            let turned = match &inner.found {
                Found::Holds(holds) => Found::Holds(!holds),
                other => other.clone(),
            };
            return assert_eq!(part.found, turned, "{}", part.text);
        }
        Made::All(parts) => (parts, false),
        Made::Any(parts) => (parts, true),
    };
    parts.iter().for_each(adds_up);
    let asked = parts.iter().take_while(|part| part.found != Found::Unasked);
    let decisive = asked.map(|part| &part.found).find(|found| **found != Found::Holds(!decides));
    let whole = match (&part.found, decisive) {
        (Found::Unasked, None) => Found::Unasked,
        (_, decisive) => decisive.cloned().unwrap_or(Found::Holds(!decides)),
    };
    assert_eq!(part.found, whole, "{}: {parts:?}", part.text);
}

fn same(a: &Result<Value, String>, b: &Result<Value, String>) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => a.total_cmp(b).is_eq() || a == b,
        (Err(_), Err(_)) => true,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_program_gives_what_rhai_gives(
        sort in 0usize..7,
        choices in prop::collection::vec(any::<u32>(), 0..120),
        numbers in prop::collection::vec(prop::num::i64::ANY, 13),
        small in any::<bool>(),
    ) {
        let numbers: Vec<i64> = numbers.iter().map(|n| if small { n % 20 } else { *n }).collect();
        let sort = [Bool, Int, Number, Words, Time, Length, Texts][sort];
        let source = Writer { choices, next: 0 }.write(sort, 4);
        let (ours, rhais) = World::new().both(&source, &numbers);
        assert!(same(&ours, &rhais), "{source}\nprogram: {ours:?}\nRhai:    {rhais:?}");
    }

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
        let world = World::new();
        if body {
            let name = Name::new("f".into(), Span::default());
            world.functions.clone().add(&name, Vec::new(), Some(Shape::of(Of::Int)), Some(&text(&source)), &mut findings);
        } else {
            let want = Want { ty: None, rule: TYPE_MISMATCH, what: "the value" };
            let compiled = parse(&text(&source), &mut findings)
                .and_then(|parsed| compile(&parsed, &world.scope(), want, &Facts::default(), &mut Paths::default(), &mut findings));
            assert!(compiled.is_some() != findings.iter().any(|_| true), "{source}: {findings:?}");
        }
        for finding in findings {
            assert!(finding.span.end as usize <= source.len() && finding.span.start <= finding.span.end, "{source}: {finding:?}");
        }
    }
}
