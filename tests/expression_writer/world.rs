//! The world of written expressions: something of every type, and functions of every shape.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use wayfare::expr::check::{Compiled, Want, compile};
use wayfare::expr::facts::Facts;
use wayfare::expr::function::Functions;
use wayfare::expr::parse::parse;
use wayfare::expr::paths::Paths;
use wayfare::expr::scope::{Definition, EventScope, PayloadScope, Scope, Variable};
use wayfare::syntax::text::Text;
use wayfare::terms::finding::Finding;
use wayfare::terms::rule::TYPE_MISMATCH;
use wayfare::terms::shape::{Field, Of, Shape};
use wayfare::terms::span::{FileId, Name, Span};
use wayfare::terms::types::{Kind, Type};

use super::Sort;
use super::bodies::PARAMS;

/// The one definition, which Rhai is given as the text that it stands for.
pub const SETTLED: &str = "(has(ctx.maybe_int) && ctx.maybe_int > 3)";

pub struct World {
    context: Vec<Variable>,
    old: Vec<Variable>,
    payload: PayloadScope,
    profile: Vec<Variable>,
    purposes: Vec<SmolStr>,
    states: FxHashMap<SmolStr, u32>,
    definitions: Vec<Definition>,
    functions: Functions,
}

pub fn text(source: &str) -> Text {
    Text::straight(source, Span::new(FileId(0), 0, source.len() as u32), 0)
}

fn variable(name: &str, ty: Type) -> Variable {
    Variable { name: name.into(), ty }
}

fn box_of() -> Of {
    let field =
        |name: &str, optional: bool| Field { name: name.into(), shape: Shape { optional, ..Shape::of(Of::Int) } };
    Of::Object([field("n", false), field("maybe", true)].into())
}

fn list_of(item: Of) -> Of {
    Of::List(Shape::of(item).into())
}

fn tiers() -> Of {
    Of::Enum(["basic".into(), "gold".into()].into())
}

/// The declared type of what is drawn as `sort`.
pub fn shape_of(sort: Sort) -> Of {
    match sort {
        Sort::Bool => Of::Bool,
        Sort::Int => Of::Int,
        Sort::Number => Of::Number,
        Sort::Text => Of::String,
        Sort::Time => Of::Timestamp,
        Sort::Span => Of::Duration,
        Sort::Texts => list_of(Of::String),
        Sort::Ints => list_of(Of::Int),
        Sort::Loose => Of::Any,
    }
}

fn some(of: Of) -> Type {
    Shape::of(of).type_of()
}

fn maybe(of: Of) -> Type {
    some(of).or_missing()
}

impl World {
    pub fn new() -> Self {
        let mut world = Self {
            context: context(),
            old: vec![
                variable("int", some(Of::Int)),
                variable("box", some(box_of())),
                variable("maybe_int", maybe(Of::Int)),
            ],
            payload: PayloadScope { fields: payload(), ..PayloadScope::default() },
            profile: vec![
                variable("seen", maybe(Of::Timestamp)),
                variable("vip", maybe(Of::Bool)),
                variable("home", maybe(box_of())),
            ],
            purposes: vec!["marketing".into()],
            states: [(SmolStr::new("A"), 1), (SmolStr::new("B"), 2)].into_iter().collect(),
            definitions: vec![Definition { name: "settled".into(), body: parse(&text(SETTLED), &mut Vec::new()) }],
            functions: Functions::default(),
        };
        let int = || Shape::of(Of::Int);
        world.function("twice", &[("x", int())], Of::Int, "let y = x; y = y + x; y");
        let body = "let limit = 16; if strict { limit += 2; } while limit > 100 { limit = limit - 1; } return twice(age) >= limit;";
        world.function("old_enough", &[("age", int()), ("strict", Shape::of(Of::Bool))], Of::Bool, body);
        world.function("half", &[("x", Shape::of(Of::Number))], Of::Number, "x / 2");
        let body = "if tier == \"gold\" { 3 } else { 1 }";
        world.function("tiered", &[("tier", Shape::of(tiers()))], Of::Int, body);
        let params = [("t", Shape::of(Of::Timestamp)), ("d", Shape::of(Of::Duration))];
        world.function("later", &params, Of::Timestamp, "t + d");
        let body = "let sum = 0; for x in xs { sum += x; } sum";
        world.function("total", &[("xs", Shape::of(list_of(Of::Int)))], Of::Int, body);
        world.function("inside", &[("b", Shape::of(box_of()))], Of::Int, "b.n + (b.maybe ?? 1)");
        world.function("same", &[("x", Shape::of(Of::Any))], Of::Any, "x");
        world
    }

    /// One more function with the parameters of every written one.
    pub fn write(&mut self, name: &str, returns: Sort, body: &str) {
        let shape = |sort, optional| Shape { optional, ..Shape::of(shape_of(sort)) };
        let params = PARAMS.map(|(name, sort, optional)| (name, shape(sort, optional)));
        self.function(name, &params, shape_of(returns), body);
    }

    fn function(&mut self, name: &str, params: &[(&str, Shape)], returns: Of, body: &str) {
        let mut findings = Vec::new();
        self.try_function(name, params, returns, body, &mut findings);
        findings.retain(|finding| !finding.rule.is_remark());
        assert_eq!(findings, [], "{name}:\n{body}");
    }

    /// The same, with what is wrong with it.
    pub fn try_function(
        &mut self,
        name: &str,
        params: &[(&str, Shape)],
        returns: Of,
        body: &str,
        findings: &mut Vec<Finding>,
    ) {
        let params = params.iter().map(|(name, shape)| Field { name: (*name).into(), shape: shape.clone() }).collect();
        let name = Name::new(name.into(), Span::default());
        self.functions.add(&name, params, Some(Shape::of(returns)), Some(&text(body)), findings);
    }

    pub fn scope(&self) -> Scope<'_> {
        Scope {
            context: &self.context,
            old: &self.old,
            event: EventScope::Payload(&self.payload),
            profile: &self.profile,
            purposes: &self.purposes,
            states: &self.states,
            definitions: &self.definitions,
            functions: &self.functions,
            person: true,
        }
    }

    pub fn compile(&self, source: &str, ty: Option<&Type>, paths: &mut Paths) -> Result<Compiled, Vec<Finding>> {
        let mut findings = Vec::new();
        let want = Want { ty, rule: TYPE_MISMATCH, what: "the value" };
        let parsed = parse(&text(source), &mut findings);
        let compiled =
            parsed.and_then(|parsed| compile(&parsed, &self.scope(), want, &Facts::default(), paths, &mut findings));
        compiled.ok_or(findings)
    }
}

fn context() -> Vec<Variable> {
    vec![
        variable("flag", some(Of::Bool)),
        variable("int", some(Of::Int)),
        variable("number", some(Of::Number)),
        variable("text", some(Of::String)),
        variable("tier", some(tiers())),
        variable("time", some(Of::Timestamp)),
        variable("span", some(Of::Duration)),
        variable("texts", some(list_of(Of::String))),
        variable("ints", some(list_of(Of::Int))),
        variable("box", some(box_of())),
        variable("maybe_int", maybe(Of::Int)),
        variable("maybe_number", maybe(Of::Number)),
        variable("maybe_text", maybe(Of::String)),
        variable("maybe_tier", maybe(tiers())),
        variable("maybe_ints", maybe(list_of(Of::Int))),
        variable("maybe_box", maybe(box_of())),
        variable("loose", Type::of(Kind::Any)),
        variable("other", Type::of(Kind::Any)),
        // Never a text or an int, into which Rhai alone can index.
        variable("bag", Type::of(Kind::Any)),
    ]
}

fn payload() -> Vec<Variable> {
    vec![
        variable("int", some(Of::Int)),
        variable("number", some(Of::Number)),
        variable("text", some(Of::String)),
        variable("texts", some(list_of(Of::String))),
        variable("box", some(box_of())),
        variable("maybe_texts", maybe(list_of(Of::String))),
        variable("maybe_box", maybe(box_of())),
        variable("loose", Type::of(Kind::Any)),
    ]
}
