//! The type checker: names resolved, types and narrowing checked, the program written.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::checker::{Asker, Checker, Typed, convert};
use crate::expr::facts::Facts;
use crate::expr::frame::Frame;
use crate::expr::kinds::{MISSING, NEVER, join, show};
use crate::expr::node::Node;
use crate::expr::parse::Parsed;
use crate::expr::paths::Paths;
use crate::expr::program::Program;
use crate::expr::scope::Scope;
use crate::expr::tokens::Place;
use crate::expr::tree::{Tree, TreeKind};
use crate::terms::finding::Finding;
use crate::terms::rule::{RuleName, TYPE_MISMATCH};
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

pub use crate::expr::reads::Reads;

/// A typed expression, ready to run.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// What runs.
    pub program: Program,
    /// Its type.
    pub ty: Type,
    /// What it reads.
    pub reads: Reads,
    /// What is known to be there when it is true (given the facts it was compiled with).
    pub when_true: Facts,
    /// What is known to be there when it is false.
    pub when_false: Facts,
}

/// What the place asks of an expression.
#[derive(Clone, Copy, Debug)]
pub struct Want<'a> {
    /// The type that the value must fit; absent where any will do.
    pub ty: Option<&'a Type>,
    /// The rule that is broken where it does not (`type-mismatch`, or `action-params` for a param).
    pub rule: RuleName,
    /// What asks, for the message: "a guard", "the variable `step_index`", "the param `template`".
    pub what: &'a str,
}

/// Types `parsed` under `scope` where `facts` are known; absent if there were faults, which are in `findings`.
pub fn compile(
    parsed: &Parsed,
    scope: &Scope<'_>,
    want: Want<'_>,
    facts: &Facts,
    paths: &mut Paths,
    findings: &mut Vec<Finding>,
) -> Option<Compiled> {
    let mut checker = Checker::new(parsed, scope, facts, paths, findings);
    let typed = match want.ty {
        Some(ty) => checker.expect(&parsed.tree, ty, Asker { rule: want.rule, what: want.what })?,
        None => checker.check(&parsed.tree)?,
    };
    Some(checker.finish(typed))
}

/// Types the expression of one `${ … }` in a text; it must be a scalar that is there.
pub fn compile_piece(
    parsed: &Parsed,
    scope: &Scope<'_>,
    facts: &Facts,
    paths: &mut Paths,
    findings: &mut Vec<Finding>,
) -> Option<Compiled> {
    let mut checker = Checker::new(parsed, scope, facts, paths, findings);
    let typed = checker.printable(&parsed.tree)?;
    Some(checker.finish(typed))
}

impl<'s> Checker<'s> {
    pub(crate) fn new(
        parsed: &'s Parsed,
        scope: &'s Scope<'s>,
        facts: &Facts,
        paths: &'s mut Paths,
        findings: &'s mut Vec<Finding>,
    ) -> Self {
        Self {
            scope,
            paths,
            findings,
            reads: Reads::default(),
            facts: facts.clone(),
            text: &parsed.text,
            uses: Vec::new(),
            visible: scope.definitions.len(),
            locals: Vec::new(),
            frame: Frame::default(),
            parts: 0,
            nesting: 0,
            deepest: 0,
            floored: None,
            divided: None,
        }
    }

    fn finish(mut self, typed: Typed) -> Compiled {
        self.reads.settle();
        Compiled {
            when_true: typed.when_true(&self.facts),
            when_false: typed.when_false(&self.facts),
            program: Program::new(typed.node, self.text.text.clone()),
            ty: typed.ty,
            reads: self.reads,
        }
    }

    /// The type of `tree`, whatever it is.
    pub(crate) fn check(&mut self, tree: &Tree) -> Option<Typed> {
        self.count(tree)?;
        self.nesting += 1;
        let typed = self.kind_of(tree);
        self.nesting -= 1;
        typed
    }

    fn kind_of(&mut self, tree: &Tree) -> Option<Typed> {
        let constant = |value, kind| Some(Typed::of(Node::Constant(value), kind));
        match &tree.kind {
            TreeKind::Unit => Some(Typed::new(Node::Constant(Value::Unit), MISSING)),
            TreeKind::Bool(value) => {
                let typed = Typed::of(Node::Constant(Value::Bool(*value)), Kind::Bool);
                let (here, never) = (self.facts.clone(), Facts::never());
                Some(if *value { typed.telling(here, never) } else { typed.telling(never, here) })
            }
            TreeKind::Int(value) => constant(Value::Int(*value), Kind::Int),
            TreeKind::Number(value) if value.is_finite() => constant(Value::Number(*value), Kind::Number),
            TreeKind::Number(_) => self.fault(TYPE_MISMATCH, tree.place, "the number is not finite"),
            // A literal is the only member of its own enum, so that it fits every enum that has it.
            TreeKind::Str(text) => constant(Value::Str(text.clone()), Kind::Enum([text.clone()].into())),
            TreeKind::Template(parts) => self.template(parts),
            TreeKind::List(items) => self.list(items, tree.place),
            TreeKind::Map(fields) => self.map(fields),
            TreeKind::Name(name) => self.name(name, tree.place),
            TreeKind::Chain(base, links) => self.chain(base, links),
            TreeKind::Call(call) => self.call_by_name(call, tree.place),
            TreeKind::Unary(op, one) => self.unary(*op, one),
            TreeKind::Binary(op, both) => self.binary(*op, &both.0, &both.1, tree.place),
            TreeKind::In(negated, both) => self.membership(*negated, &both.0, &both.1),
            TreeKind::Range(..) => {
                let help = Some("a range may stand to the right of `in`".to_owned());
                self.fault_with(TYPE_MISMATCH, tree.place, "a range is no value", help)
            }
            TreeKind::And(parts) => self.all_of(parts),
            TreeKind::Or(parts) => self.any_of(parts),
            TreeKind::Coalesce(parts) => self.coalesce(parts, None),
            TreeKind::If(parts) => self.choice(parts, None),
            TreeKind::Block(statements) => self.value_block(statements, tree.place, None),
        }
    }

    /// `tree` as a value of `want`; the fault, if it is none, stands at the smallest part that is wrong.
    pub(crate) fn expect(&mut self, tree: &Tree, want: &Type, asker: Asker<'_>) -> Option<Typed> {
        match (&tree.kind, &want.kind) {
            (TreeKind::If(parts), _) => self.choice(parts, Some((want, asker))),
            (TreeKind::Coalesce(parts), _) => self.coalesce(parts, Some((want, asker))),
            (TreeKind::Block(statements), _) => self.value_block(statements, tree.place, Some((want, asker))),
            (TreeKind::List(items), Kind::List(item)) => {
                let items: Vec<_> = items.iter().map(|tree| self.expect(tree, item, asker)).collect();
                let nodes = items.into_iter().map(|item| Some(item?.node)).collect::<Option<Vec<_>>>()?;
                Some(Typed::new(gather(nodes), want.clone().present()))
            }
            (TreeKind::Map(fields), Kind::Object(wanted)) => self.object(tree, fields, wanted, asker),
            _ => {
                let found = self.check(tree)?;
                self.fit(found, want, tree.place, asker)
            }
        }
    }

    /// `tree` as a condition.
    pub(crate) fn condition(&mut self, tree: &Tree, what: &str) -> Option<Typed> {
        self.expect(tree, &Type::of(Kind::Bool), Asker { rule: TYPE_MISMATCH, what })
    }

    /// `tree` as a part of a text.
    pub(crate) fn printable(&mut self, tree: &Tree) -> Option<Typed> {
        let found = self.check(tree)?;
        self.present(&found, tree.place)?;
        match found.ty.kind {
            Kind::List(_) | Kind::Object(_) | Kind::Null => {
                let message = format!("{} cannot stand in a text", show(&found.ty));
                self.fault(TYPE_MISMATCH, tree.place, message)
            }
            _ => Some(found),
        }
    }

    fn template(&mut self, parts: &[Tree]) -> Option<Typed> {
        let parts: Vec<_> = parts.iter().map(|part| self.printable(part)).collect();
        let nodes = parts.into_iter().map(|part| Some(part?.node)).collect::<Option<Box<[_]>>>()?;
        Some(Typed::of(Node::Template(nodes), Kind::String))
    }

    fn list(&mut self, trees: &[Tree], place: Place) -> Option<Typed> {
        let found: Vec<_> = trees.iter().map(|tree| self.check(tree)).collect();
        let found = found.into_iter().collect::<Option<Vec<_>>>()?;
        let item = found.iter().try_fold(NEVER, |item, one| join(&item, &one.ty));
        let Some(item) = item else {
            return self.fault(TYPE_MISMATCH, place, "the items of a list must be of one type");
        };
        let nodes = found.into_iter().map(|one| convert(one, &item).node).collect();
        Some(Typed::new(gather(nodes), Type::list(item)))
    }

    fn map(&mut self, trees: &[(SmolStr, Place, Tree)]) -> Option<Typed> {
        let found: Vec<_> = trees.iter().map(|(name, _, tree)| Some((name.clone(), self.check(tree)?))).collect();
        let found = found.into_iter().collect::<Option<Vec<_>>>()?;
        let fields: Arc<[_]> = found.iter().map(|(name, one)| (name.clone(), one.ty.clone())).collect();
        let nodes = found.into_iter().map(|(name, one)| (name, one.node)).collect();
        Some(Typed::of(Node::Object(nodes), Kind::Object(fields)))
    }

    fn object(
        &mut self,
        tree: &Tree,
        fields: &[(SmolStr, Place, Tree)],
        wanted: &[(SmolStr, Type)],
        asker: Asker<'_>,
    ) -> Option<Typed> {
        let mut nodes = Vec::new();
        let mut whole = true;
        for (name, place, value) in fields {
            let node = if let Some((_, want)) = wanted.iter().find(|field| field.0 == *name) {
                let what = format!("the field `{name}`");
                self.expect(value, want, Asker { rule: asker.rule, what: &what })
            } else {
                let help = crate::terms::suggest::help(name, wanted.iter().map(|field| field.0.as_str()));
                self.fault_with(asker.rule, *place, format!("there is no field `{name}` here"), help)
            };
            match node {
                Some(typed) => nodes.push((name.clone(), typed.node)),
                None => whole = false,
            }
        }
        for (name, want) in wanted {
            if !want.optional && want.kind != Kind::Any && fields.iter().all(|field| field.0 != *name) {
                whole = false;
                self.fault::<()>(asker.rule, tree.place, format!("the field `{name}` is missing"));
            }
        }
        whole.then(|| Typed::of(Node::Object(nodes.into()), Kind::Object(wanted.into())))
    }
}

/// The list of `nodes`, made at once where all are known.
fn gather(nodes: Vec<Node>) -> Node {
    let constants = nodes.iter().map(|node| match node {
        Node::Constant(value) => Some(value.clone()),
        _ => None,
    });
    match constants.collect::<Option<Vec<_>>>() {
        Some(values) => Node::Constant(Value::list(values)),
        None => Node::List(nodes.into()),
    }
}
