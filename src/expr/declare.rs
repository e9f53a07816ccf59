//! A function of a journey is checked once, where it is declared.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::expr::body::check_body;
use crate::expr::builtin;
use crate::expr::facts::Facts;
use crate::expr::flow;
use crate::expr::function::{Function, Functions};
use crate::expr::node::Body;
use crate::expr::parse;
use crate::expr::scope::{EventScope, Scope};
use crate::syntax::text::Text;
use crate::terms::finding::Finding;
use crate::terms::rule::{BAD_NAME, UNKNOWN_NAME};
use crate::terms::shape::{Field, Shape};
use crate::terms::span::Name;

impl Functions {
    /// Parses and checks one more function, which may call those before it. A function with faults is known by name
    /// and signature afterwards, so that its uses are not reported again.
    pub fn add(
        &mut self,
        name: &Name,
        params: Vec<Field>,
        returns: Option<Shape>,
        body: Option<&Text>,
        findings: &mut Vec<Finding>,
    ) {
        findings.extend(taken(name));
        let result = returns.clone().filter(Shape::is_limited);
        let returns = returns.map(|shape| shape.type_of());
        let mut function = Function {
            name: name.value.clone(),
            params,
            source: body.map(|body| body.text.clone()).unwrap_or_default(),
            depth: 0,
            body: None,
            calls: Vec::new(),
            returns,
            open: false,
        };
        if let (Some(text), Some(_)) = (body, &function.returns) {
            self.compile(&mut function, result, text, findings);
        }
        self.all.push(function);
    }

    /// Adds one whose parameters could not be read: it is known by its name alone.
    pub fn add_open(&mut self, name: &Name, findings: &mut Vec<Finding>) {
        findings.extend(taken(name));
        self.all.push(Function {
            name: name.value.clone(),
            params: Vec::new(),
            source: SmolStr::default(),
            depth: 0,
            body: None,
            calls: Vec::new(),
            returns: None,
            open: true,
        });
    }

    fn compile(&self, function: &mut Function, result: Option<Shape>, text: &Text, findings: &mut Vec<Finding>) {
        let Some(statements) = parse::body(text, findings) else { return };
        let states = FxHashMap::default();
        let scope = Scope {
            context: &[],
            old: &[],
            event: EventScope::Absent("a function sees only its parameters"),
            profile: &[],
            purposes: &[],
            states: &states,
            definitions: &[],
            functions: self,
            person: false,
        };
        let before = findings.len();
        let Some(checked) = check_body(&scope, text, function, &statements, findings) else {
            // A name that nothing has may well be a parameter that was forgotten: then nobody knows what it takes.
            let told = findings.get(before..).unwrap_or_default();
            function.open = function.params.is_empty() && told.iter().any(|finding| finding.rule == UNKNOWN_NAME);
            return;
        };
        function.depth = checked.depth;
        function.calls = checked.calls;
        let Some(returns) = function.returns.clone() else { return };
        let limited = function.params.iter().enumerate().filter(|(_, field)| field.shape.is_limited());
        let limits = limited.map(|(place, field)| (place, field.clone())).collect();
        let name = function.name.clone();
        let made_of = flow::of_body(&checked.lines, checked.slots, function.params.len()).into();
        let body = Body { name, slots: checked.slots, lines: checked.lines, returns, limits, result, made_of };
        function.body = Some(Arc::new(body));
    }
}

/// The finding for a name that a function of the language has.
fn taken(name: &Name) -> Option<Finding> {
    builtin::names().any(|known| known == name.value).then(|| {
        let message = format!("`{}` is a function of the language", name.value);
        Finding::new(BAD_NAME, name.span, message).help("give it another name")
    })
}

impl Facts {
    /// Nothing is known at the beginning of a body.
    pub(crate) fn none() -> Self {
        Self::default()
    }
}
