//! A scope with something of every type, for the tests of this room.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::check::{Compiled, Want, compile};
use crate::expr::facts::Facts;
use crate::expr::function::Functions;
use crate::expr::inputs::{ActiveStates, Complaints, Envelope, Inputs, Payload, PersonView};
use crate::expr::parse::parse;
use crate::expr::paths::Paths;
use crate::expr::scope::{Definition, EventScope, PayloadScope, Scope, Variable};
use crate::syntax::text::Text;
use crate::terms::finding::Finding;
use crate::terms::rule::TYPE_MISMATCH;
use crate::terms::shape::{Field, Of, Shape};
use crate::terms::span::{FileId, Name, Span};
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

struct Only(u32);

impl ActiveStates for Only {
    fn is_active(&self, state: u32) -> bool {
        state == self.0
    }
}

fn text(source: &str) -> Text {
    Text::straight(source, Span::new(FileId(0), 0, source.len() as u32), 0)
}

fn variable(name: &str, ty: Type) -> Variable {
    Variable { name: name.into(), ty }
}

/// The scope, to which definitions and functions can be added.
pub(super) struct World {
    context: Vec<Variable>,
    payload: PayloadScope,
    profile: Vec<Variable>,
    purposes: Vec<SmolStr>,
    states: FxHashMap<SmolStr, u32>,
    definitions: Vec<Definition>,
    functions: Functions,
}

impl World {
    pub(super) fn new() -> Self {
        let cart = Kind::Object(
            [("id".into(), Type::of(Kind::String)), ("n".into(), Type::of(Kind::Int).or_missing())].into(),
        );
        Self {
            context: vec![
                variable("n", Type::of(Kind::Int)),
                variable("name", Type::of(Kind::String).or_missing()),
                variable("tier", Type::one_of(&["basic", "silver", "gold"])),
                variable("seen", Type::list(Type::of(Kind::String))),
                variable("ratio", Type::of(Kind::Number)),
                variable("starts", Type::of(Kind::Timestamp)),
                variable("thing", Type::of(Kind::Any)),
                variable("maybe", Type::of(Kind::Int).or_missing()),
            ],
            payload: PayloadScope {
                fields: vec![
                    variable("total", Type::of(Kind::Number)),
                    variable("coupon", Type::of(Kind::String).or_missing()),
                    variable("cart", Type::of(cart).or_missing()),
                    variable("default", Type::of(Kind::Int)),
                ],
                refused: vec![("source".into(), "`EMAIL_OPENED` has no field `source`".into())],
                partial: false,
            },
            profile: vec![variable("tz", Type::of(Kind::String).or_missing())],
            purposes: vec!["marketing".into()],
            states: [(SmolStr::new("HOME"), 1), (SmolStr::new("AWAY"), 2)].into_iter().collect(),
            definitions: Vec::new(),
            functions: Functions::default(),
        }
    }

    pub(super) fn define(mut self, name: &str, body: &str) -> Self {
        let body = parse(&text(body), &mut Vec::new());
        self.definitions.push(Definition { name: name.into(), body });
        self
    }

    pub(super) fn function(
        mut self,
        name: &str,
        params: &[(&str, Of)],
        returns: Of,
        body: &str,
    ) -> (Self, Vec<Finding>) {
        let mut findings = Vec::new();
        let params = params.iter().map(|(name, of)| Field { name: (*name).into(), shape: Shape::of(of.clone()) });
        let name = Name::new(name.into(), Span::default());
        self.functions.add(&name, params.collect(), Some(Shape::of(returns)), Some(&text(body)), &mut findings);
        findings.retain(|finding| !finding.rule.is_remark());
        (self, findings)
    }

    pub(super) fn scope(&self) -> Scope<'_> {
        Scope {
            context: &self.context,
            old: &[],
            event: EventScope::Payload(&self.payload),
            profile: &self.profile,
            purposes: &self.purposes,
            states: &self.states,
            definitions: &self.definitions,
            functions: &self.functions,
            person: true,
        }
    }

    pub(super) fn compile(&self, source: &str, want: Option<&Type>) -> Result<(Compiled, Paths), Vec<Finding>> {
        let mut findings = Vec::new();
        let mut paths = Paths::default();
        let want = Want { ty: want, rule: TYPE_MISMATCH, what: "the value" };
        let compiled = parse(&text(source), &mut findings)
            .and_then(|parsed| compile(&parsed, &self.scope(), want, &Facts::default(), &mut paths, &mut findings));
        findings.retain(|finding| !finding.rule.is_remark());
        match compiled {
            Some(compiled) if findings.is_empty() => Ok((compiled, paths)),
            Some(_) => panic!("{source}: compiled with findings {findings:?}"),
            None => {
                assert!(!findings.is_empty(), "{source}: neither a program nor a finding");
                Err(findings)
            }
        }
    }

    /// What is said of a valid expression: the rule, and the part of it.
    pub(super) fn remarks(&self, source: &str) -> Vec<(String, String)> {
        let mut findings = Vec::new();
        let want = Want { ty: None, rule: TYPE_MISMATCH, what: "the value" };
        let text = text(source);
        let parsed = parse(&text, &mut findings).unwrap();
        let compiled = compile(&parsed, &self.scope(), want, &Facts::default(), &mut Paths::default(), &mut findings);
        assert!(compiled.is_some(), "{source}: {findings:?}");
        let start = text.span_of(0..0).start as usize;
        let place = |span: Span| source[span.start as usize - start..span.end as usize - start].to_owned();
        findings.iter().map(|finding| (finding.rule.0.to_owned(), place(finding.span))).collect()
    }

    pub(super) fn eval(&self, source: &str) -> Result<Value, String> {
        let (compiled, paths) = self.compile(source, None).map_err(|findings| format!("{findings:?}"))?;
        let context = [
            Value::Int(7),
            Value::Unit,
            Value::str("gold"),
            Value::list([Value::str("a"), Value::str("b")]),
            Value::Number(2.5),
            Value::Timestamp(1_700_000_000_000),
            Value::object([("deep".into(), Value::Int(3))]),
            Value::Unit,
        ];
        let payload = Value::object([
            ("total".into(), Value::Number(120.0)),
            ("coupon".into(), Value::str("SAVE")),
            ("cart".into(), Value::object([("id".into(), Value::str("c-1"))])),
            ("default".into(), Value::Int(1)),
        ]);
        let slots: Vec<Value> = paths.iter().map(|path| payload.at_path(path).clone()).collect();
        let person = PersonView { id: "u-1", anonymous: false, consent: &[true], profile: &[] };
        let envelope = Envelope { kind: "CHECKOUT", id: "e-1", timestamp: 5, session: None };
        let complaints = Complaints::default();
        let inputs = Inputs {
            context: &context,
            old: &[],
            payload: Payload { slots: &slots, map: None },
            envelope: Some(&envelope),
            person: &person,
            now: 1_700_000_000_000,
            entered_at: 1_600_000_000_000,
            active: &Only(1),
            default_tz: "UTC",
            complaints: &complaints,
        };
        compiled.program.eval(&inputs).map_err(|error| error.to_string())
    }
}
