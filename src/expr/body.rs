//! The body of a function: the types of its variables, statement by statement, until they no longer change.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::expr::checker::{Asker, Checker, Local, Typed, convert};
use crate::expr::facts::{Facts, Root, Spot};
use crate::expr::function::Function;
use crate::expr::kinds::{MISSING, show};
use crate::expr::node::{Line, Node};
use crate::expr::paths::Paths;
use crate::expr::reads::Reads;
use crate::expr::scope::Scope;
use crate::expr::tokens::Place;
use crate::expr::tree::{BinaryOp, Statement, StatementKind, Tree, TreeKind};
use crate::expr::variables::grow;
use crate::syntax::text::Text;
use crate::terms::finding::Finding;
use crate::terms::rule::{TYPE_MISMATCH, UNKNOWN_NAME};
use crate::terms::suggest;
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// A body that was checked.
pub(crate) struct Checked {
    pub(crate) lines: Box<[Line]>,
    pub(crate) slots: usize,
    /// How deep running it goes.
    pub(crate) depth: usize,
}

const RESULT: Asker<'static> = Asker { rule: TYPE_MISMATCH, what: "the result" };

/// What blocks of statements add to the depth of a body.
const BLOCKS: usize = 10;

/// Variables only grow in type, so this is reached by no body that could not be named better.
const MAX_ROUNDS: usize = 40;

/// Checks `statements` as the body of `function`; absent if there were faults.
pub(crate) fn check_body(
    scope: &Scope<'_>,
    text: &Text,
    function: &Function,
    statements: &[Statement],
    findings: &mut Vec<Finding>,
) -> Option<Checked> {
    let mut known = BTreeMap::new();
    for _ in 0..MAX_ROUNDS {
        let mut paths = Paths::default();
        let mut found = Vec::new();
        let mut body = BodyChecker::new(scope, text, function, &mut paths, &mut found);
        body.types.clone_from(&known);
        let checked = body.run(statements);
        let types = std::mem::take(&mut body.types);
        if types == known {
            findings.append(&mut found);
            return checked;
        }
        known = types;
    }
    let message = format!("the types of the variables of `{}` cannot be found", function.name);
    findings.push(Finding::new(TYPE_MISMATCH, text.span, message));
    None
}

/// A checker with what only a body has.
pub(crate) struct BodyChecker<'a, 's> {
    pub(crate) checker: Checker<'s>,
    returns: &'a Type,
    /// The type of each variable, by where its `let` stands.
    types: BTreeMap<usize, Type>,
    /// Where the `let` of each slot stands.
    declared: Vec<Option<usize>>,
    pub(crate) loops: usize,
}

impl<'a, 's> BodyChecker<'a, 's> {
    fn new(
        scope: &'s Scope<'s>,
        text: &'s Text,
        function: &'a Function,
        paths: &'s mut Paths,
        findings: &'s mut Vec<Finding>,
    ) -> Self {
        const ANY: &Type = &Type::of(Kind::Any);
        let locals = function.params.iter().enumerate().map(|(index, param)| Local {
            name: param.name.clone(),
            slot: index as u16,
            ty: param.shape.type_of(),
        });
        let checker = Checker {
            scope,
            paths,
            findings,
            reads: Reads::default(),
            facts: Facts::none(),
            text,
            uses: Vec::new(),
            visible: 0,
            locals: locals.collect(),
            parts: 0,
            nesting: 0,
            deepest: 0,
        };
        let declared = vec![None; function.params.len()];
        Self { checker, returns: function.returns.as_ref().unwrap_or(ANY), types: BTreeMap::new(), declared, loops: 0 }
    }

    fn run(&mut self, statements: &[Statement]) -> Option<Checked> {
        let before = self.checker.findings.len();
        let lines = self.tail(statements);
        if self.checker.findings.len() > before {
            return None;
        }
        // Blocks of statements nest no deeper than brackets do, and a call has its own frames.
        let depth = self.checker.deepest + BLOCKS;
        Some(Checked { lines: lines?, slots: self.declared.len(), depth })
    }

    /// Statements of which the last gives the result.
    fn tail(&mut self, statements: &[Statement]) -> Option<Box<[Line]>> {
        let outer = self.checker.locals.len();
        let mut lines = Vec::new();
        let mut whole = true;
        for (index, statement) in statements.iter().enumerate() {
            let line = if index + 1 == statements.len() { self.last(statement) } else { self.statement(statement) };
            whole &= line.is_some();
            lines.extend(line);
        }
        if statements.is_empty() && !self.returns.optional {
            let place = Place { start: 0, end: self.checker.text.text.len() };
            whole = false;
            self.no_result(place);
        }
        self.checker.locals.truncate(outer);
        whole.then(|| lines.into())
    }

    fn last(&mut self, statement: &Statement) -> Option<Line> {
        match &statement.kind {
            StatementKind::Expression(tree) => self.last_value(tree),
            StatementKind::Return(_) => self.statement(statement),
            _ => {
                let line = self.statement(statement);
                let endless =
                    matches!(&statement.kind, StatementKind::While(Tree { kind: TreeKind::Bool(true), .. }, _));
                if !self.returns.optional && self.returns.kind != Kind::Any && !endless {
                    self.no_result(statement.place);
                    return None;
                }
                line
            }
        }
    }

    fn last_value(&mut self, tree: &Tree) -> Option<Line> {
        match &tree.kind {
            TreeKind::Block(statements) => self.tail(statements).map(Line::Block),
            TreeKind::If(parts) => {
                let outside = self.checker.facts.clone();
                let condition = self.checker.condition(&parts.0, "the condition of `if`");
                self.checker.facts = condition.as_ref().map_or_else(|| outside.clone(), |one| one.when_true(&outside));
                let then = self.last_value(&parts.1);
                let after_then = std::mem::replace(
                    &mut self.checker.facts,
                    condition.as_ref().map_or_else(|| outside.clone(), |one| one.when_false(&outside)),
                );
                let other = self.last_value(&parts.2);
                self.checker.facts = after_then.or(&self.checker.facts);
                Some(Line::If(condition?.node, Box::new([then?]), Box::new([other?])))
            }
            TreeKind::Unit if !self.returns.optional && self.returns.kind != Kind::Any => {
                self.no_result(tree.place);
                None
            }
            _ => {
                let asker = RESULT;
                self.checker.expect(tree, self.returns, asker).map(|typed| Line::Value(typed.node))
            }
        }
    }

    fn no_result(&mut self, place: Place) {
        let message = format!("the result must be {}, and here there is none", show(self.returns));
        self.checker.fault::<()>(TYPE_MISMATCH, place, message);
    }

    fn statement(&mut self, statement: &Statement) -> Option<Line> {
        match &statement.kind {
            StatementKind::Expression(tree) => self.expression(tree),
            StatementKind::Let(name, value) => {
                let value = self.checker.check(value);
                let value = value.unwrap_or_else(|| Typed::of(Node::Constant(Value::Unit), Kind::Any));
                let slot = self.declare(name, statement.place.start, value.ty.clone());
                let ty = self.types.get(&statement.place.start).cloned().unwrap_or(MISSING);
                self.learn(slot, &value.ty);
                Some(Line::Set(slot, convert(value, &ty).node))
            }
            StatementKind::Assign(name, at, op, value) => self.assign(name, *at, *op, value),
            StatementKind::For(item, counter, items, lines) => self.for_each(item, counter.as_ref(), items, lines),
            StatementKind::While(condition, lines) => self.while_true(condition, lines),
            StatementKind::Break | StatementKind::Continue if self.loops == 0 => {
                self.checker.fault(TYPE_MISMATCH, statement.place, "this stands outside a loop")
            }
            StatementKind::Break => Some(self.leave(Line::Break)),
            StatementKind::Continue => Some(self.leave(Line::Continue)),
            StatementKind::Return(value) => {
                let asker = RESULT;
                let node = match value {
                    Some(value) => self.checker.expect(value, self.returns, asker).map(|typed| typed.node),
                    None if self.returns.optional => Some(Node::Constant(Value::Unit)),
                    None => {
                        self.no_result(statement.place);
                        None
                    }
                };
                node.map(|node| self.leave(Line::Return(node)))
            }
        }
    }

    /// Nothing after it runs.
    fn leave(&mut self, line: Line) -> Line {
        self.checker.facts = Facts::never();
        line
    }

    fn expression(&mut self, tree: &Tree) -> Option<Line> {
        match &tree.kind {
            TreeKind::Block(statements) => self.lines(statements).map(Line::Block),
            TreeKind::Unit => Some(Line::Value(Node::Constant(Value::Unit))),
            TreeKind::If(parts) => {
                let outside = self.checker.facts.clone();
                let condition = self.checker.condition(&parts.0, "the condition of `if`");
                self.checker.facts = condition.as_ref().map_or_else(|| outside.clone(), |one| one.when_true(&outside));
                let then = self.expression(&parts.1);
                let after_then = std::mem::replace(
                    &mut self.checker.facts,
                    condition.as_ref().map_or_else(|| outside.clone(), |one| one.when_false(&outside)),
                );
                let other = self.expression(&parts.2);
                self.checker.facts = after_then.or(&self.checker.facts);
                Some(Line::If(condition?.node, Box::new([then?]), Box::new([other?])))
            }
            _ => self.checker.check(tree).map(|typed| Line::Value(typed.node)),
        }
    }

    pub(crate) fn lines(&mut self, statements: &[Statement]) -> Option<Box<[Line]>> {
        let outer = self.checker.locals.len();
        let lines: Vec<_> = statements.iter().map(|statement| self.statement(statement)).collect();
        self.checker.locals.truncate(outer);
        lines.into_iter().collect()
    }

    fn assign(&mut self, name: &SmolStr, at: Place, op: Option<BinaryOp>, value: &Tree) -> Option<Line> {
        let typed = match op {
            None => self.checker.check(value),
            Some(op) => {
                let target = Tree { kind: TreeKind::Name(name.clone()), place: at };
                self.checker.binary(op, &target, value, at.to(value.place))
            }
        };
        let Some(local) = self.checker.locals.iter().rev().find(|local| local.name == *name).cloned() else {
            let names = self.checker.locals.iter().map(|local| local.name.as_str());
            let help = suggest::nearest(name, names).map_or_else(
                || format!("declare it first: `let {name} = …`"),
                |near| format!("did you mean `{near}`?"),
            );
            return self.checker.fault_with(UNKNOWN_NAME, at, format!("there is no variable `{name}`"), Some(help));
        };
        let typed = typed?;
        let declared = self.declared.get(usize::from(local.slot)).copied().flatten();
        let ty = match declared {
            // A parameter keeps the type that it was declared with.
            None => {
                let what = format!("the param `{name}`");
                let fitted =
                    self.checker.fit(typed, &local.ty, value.place, Asker { rule: TYPE_MISMATCH, what: &what })?;
                self.learn(local.slot, &fitted.ty);
                return Some(Line::Set(local.slot, fitted.node));
            }
            Some(start) => {
                let grown = grow(&local.ty, &typed.ty);
                self.types.insert(start, grown.clone());
                for one in self.checker.locals.iter_mut().filter(|one| one.slot == local.slot) {
                    one.ty = grown.clone();
                }
                grown
            }
        };
        self.learn(local.slot, &typed.ty);
        Some(Line::Set(local.slot, convert(typed, &ty).node))
    }

    /// A new variable at `start`, of `ty` or of what an earlier round made of it.
    pub(crate) fn declare(&mut self, name: &SmolStr, start: usize, ty: Type) -> u16 {
        let slot = self.declared.len() as u16;
        self.declared.push(Some(start));
        let ty = match self.types.get(&start) {
            Some(known) => grow(known, &ty),
            None => ty,
        };
        self.types.insert(start, ty.clone());
        self.checker.locals.push(Local { name: name.clone(), slot, ty });
        slot
    }

    fn learn(&mut self, slot: u16, ty: &Type) {
        let root = Root::Local(slot);
        self.checker.facts.forget(root);
        if !ty.optional && ty.kind != Kind::Any {
            self.checker.facts.learn(&Spot { root, path: Vec::new() });
        }
    }
}
