//! The body of a function: the types of its variables, statement by statement, until they no longer change.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::expr::checker::{Asker, Checker, Typed, convert};
use crate::expr::facts::{Facts, Root, Spot};
use crate::expr::frame::{Frame, Local};
use crate::expr::function::Function;
use crate::expr::kinds::{MISSING, show};
use crate::expr::node::{Line, Node};
use crate::expr::paths::Paths;
use crate::expr::reads::Reads;
use crate::expr::scope::Scope;
use crate::expr::tokens::Place;
use crate::expr::tree::{BinaryOp, Statement, StatementKind, Tree, TreeKind};
use crate::expr::variables::{assigned_in, grow};
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
    /// The functions of the journey that it calls.
    pub(crate) calls: Vec<SmolStr>,
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
        let mut body = Checker::of_body(scope, text, function, known.clone(), &mut paths, &mut found);
        let checked = body.run(statements);
        let types = std::mem::take(&mut body.frame.types);
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

impl<'s> Checker<'s> {
    fn of_body(
        scope: &'s Scope<'s>,
        text: &'s Text,
        function: &Function,
        types: BTreeMap<usize, Type>,
        paths: &'s mut Paths,
        findings: &'s mut Vec<Finding>,
    ) -> Self {
        const ANY: Type = Type::of(Kind::Any);
        let locals = function.params.iter().enumerate().map(|(index, param)| Local {
            name: param.name.clone(),
            slot: index as u16,
            ty: param.shape.type_of(),
        });
        let returns = Some(function.returns.clone().unwrap_or(ANY));
        Self {
            scope,
            paths,
            findings,
            reads: Reads::default(),
            facts: Facts::none(),
            text,
            uses: Vec::new(),
            visible: 0,
            locals: locals.collect(),
            frame: Frame {
                function: function.name.clone(),
                returns,
                types,
                declared: vec![None; function.params.len()],
                undeclared: Vec::new(),
                loops: 0,
            },
            parts: 0,
            nesting: 0,
            deepest: 0,
            floored: None,
            divided: None,
        }
    }

    fn run(&mut self, statements: &[Statement]) -> Option<Checked> {
        let before = self.findings.len();
        let lines = self.tail(statements);
        if self.findings[before..].iter().any(|finding| !finding.rule.is_remark()) {
            return None;
        }
        // Blocks of statements nest no deeper than brackets do, and a call has its own frames.
        let depth = self.deepest + BLOCKS;
        self.reads.settle();
        let calls = std::mem::take(&mut self.reads.functions);
        Some(Checked { lines: lines?, slots: self.frame.declared.len(), depth, calls })
    }

    /// Statements of which the last gives the result.
    fn tail(&mut self, statements: &[Statement]) -> Option<Box<[Line]>> {
        let outer = self.locals.len();
        let mut lines = Vec::new();
        let mut whole = true;
        for (index, statement) in statements.iter().enumerate() {
            let line = if index + 1 == statements.len() { self.last(statement) } else { self.statement(statement) };
            whole &= line.is_some();
            lines.extend(line);
        }
        if statements.is_empty() && !self.may_be_missing() {
            let place = Place { start: 0, end: self.text.text.len() };
            whole = false;
            self.no_result(place);
        }
        self.locals.truncate(outer);
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
                if !self.may_be_missing() && !endless {
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
                let (condition, then, other) = self.forked(parts, Self::last_value);
                Some(Line::If(condition?.node, Box::new([then?]), Box::new([other?])))
            }
            TreeKind::Unit if !self.may_be_missing() => {
                self.no_result(tree.place);
                None
            }
            _ => self.result(tree).map(Line::Value),
        }
    }

    fn returns(&self) -> Type {
        self.frame.returns.clone().unwrap_or(Type::of(Kind::Any))
    }

    /// Whether `()` is a result.
    fn may_be_missing(&self) -> bool {
        let returns = self.returns();
        returns.optional || returns.kind == Kind::Any
    }

    fn result(&mut self, tree: &Tree) -> Option<Node> {
        let returns = self.returns();
        self.expect(tree, &returns, RESULT).map(|typed| typed.node)
    }

    fn no_result(&mut self, place: Place) {
        let message = format!("the result must be {}, and here there is none", show(&self.returns()));
        self.fault::<()>(TYPE_MISMATCH, place, message);
    }

    pub(crate) fn statement(&mut self, statement: &Statement) -> Option<Line> {
        match &statement.kind {
            StatementKind::Expression(tree) => self.expression(tree),
            StatementKind::Let(name, value) => {
                let value = self.check(value);
                let value = value.unwrap_or_else(|| Typed::of(Node::Constant(Value::Unit), Kind::Any));
                let slot = self.declare(name, statement.place.start, value.ty.clone());
                let ty = self.frame.types.get(&statement.place.start).cloned().unwrap_or(MISSING);
                self.learn(slot, &value.ty);
                Some(Line::Set(slot, convert(value, &ty).node))
            }
            StatementKind::Assign(name, at, op, value) => self.assign(name, *at, *op, value),
            StatementKind::For(item, counter, items, lines) => self.for_each(item, counter.as_ref(), items, lines),
            StatementKind::While(condition, lines) => self.while_true(condition, lines),
            StatementKind::Break | StatementKind::Continue if self.frame.loops == 0 => {
                self.fault(TYPE_MISMATCH, statement.place, "this stands outside a loop")
            }
            StatementKind::Break => Some(self.leave(Line::Break)),
            StatementKind::Continue => Some(self.leave(Line::Continue)),
            StatementKind::Return(value) => {
                let node = match value {
                    Some(value) => self.result(value),
                    None if self.returns().optional => Some(Node::Constant(Value::Unit)),
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
        self.facts = Facts::never();
        line
    }

    fn expression(&mut self, tree: &Tree) -> Option<Line> {
        match &tree.kind {
            TreeKind::Block(statements) => self.lines(statements).map(Line::Block),
            TreeKind::Unit => Some(Line::Value(Node::Constant(Value::Unit))),
            TreeKind::If(parts) => {
                let (condition, then, other) = self.forked(parts, Self::expression);
                Some(Line::If(condition?.node, Box::new([then?]), Box::new([other?])))
            }
            _ => self.check(tree).map(|typed| Line::Value(typed.node)),
        }
    }

    pub(crate) fn lines(&mut self, statements: &[Statement]) -> Option<Box<[Line]>> {
        let outer = self.locals.len();
        let lines: Vec<_> = statements.iter().map(|statement| self.statement(statement)).collect();
        self.locals.truncate(outer);
        lines.into_iter().collect()
    }

    fn assign(&mut self, name: &SmolStr, at: Place, op: Option<BinaryOp>, value: &Tree) -> Option<Line> {
        if op.is_some() && assigned_in(value).contains(name) {
            return self.assign_after(name, at, op, value);
        }
        let Some(local) = self.locals.iter().rev().find(|local| local.name == *name).cloned() else {
            return self.undeclared(name, at, value);
        };
        let typed = match op {
            None => self.check(value),
            Some(op) => {
                let target = Tree { kind: TreeKind::Name(name.clone()), place: at };
                self.binary(op, &target, value, at.to(value.place))
            }
        };
        let typed = typed?;
        let declared = self.frame.declared.get(usize::from(local.slot)).copied().flatten();
        let ty = match declared {
            // A parameter keeps the type that it was declared with.
            None => {
                let what = format!("the param `{name}`");
                let fitted = self.fit(typed, &local.ty, value.place, Asker { rule: TYPE_MISMATCH, what: &what })?;
                self.learn(local.slot, &fitted.ty);
                return Some(Line::Set(local.slot, fitted.node));
            }
            Some(start) => {
                let grown = grow(&local.ty, &typed.ty);
                self.frame.types.insert(start, grown.clone());
                for one in self.locals.iter_mut().filter(|one| one.slot == local.slot) {
                    one.ty = grown.clone();
                }
                grown
            }
        };
        self.learn(local.slot, &typed.ty);
        Some(Line::Set(local.slot, convert(typed, &ty).node))
    }

    /// `name = value` where no variable is called `name`: told once, however often it is set and read.
    fn undeclared(&mut self, name: &SmolStr, at: Place, value: &Tree) -> Option<Line> {
        self.check(value);
        if self.frame.undeclared.contains(name) {
            return None;
        }
        self.frame.undeclared.push(name.clone());
        let names = self.locals.iter().map(|local| local.name.as_str());
        let help = suggest::nearest(name, names)
            .map_or_else(|| format!("declare it first: `let {name} = …`"), |near| format!("did you mean `{near}`?"));
        self.fault_with(UNKNOWN_NAME, at, format!("there is no variable `{name}`"), Some(help))
    }

    /// `name += value` where `value` itself sets `name`: what that left there is added to.
    fn assign_after(&mut self, name: &SmolStr, at: Place, op: Option<BinaryOp>, value: &Tree) -> Option<Line> {
        // No variable that somebody wrote is called so.
        let held = SmolStr::new_static("");
        let typed = self.check(value)?;
        let slot = self.declare(&held, value.place.start, typed.ty.clone());
        self.learn(slot, &typed.ty);
        let first = Line::Set(slot, typed.node);
        let set = self.assign(name, at, op, &Tree { kind: TreeKind::Name(held), place: value.place });
        self.locals.pop();
        Some(Line::Block(Box::new([first, set?])))
    }

    /// A new variable at `start`, of `ty` or of what an earlier round made of it.
    pub(crate) fn declare(&mut self, name: &SmolStr, start: usize, ty: Type) -> u16 {
        let slot = self.frame.declared.len() as u16;
        self.frame.declared.push(Some(start));
        let ty = match self.frame.types.get(&start) {
            Some(known) => grow(known, &ty),
            None => ty,
        };
        self.frame.types.insert(start, ty.clone());
        self.locals.push(Local { name: name.clone(), slot, ty });
        slot
    }

    fn learn(&mut self, slot: u16, ty: &Type) {
        let root = Root::Local(slot);
        self.facts.forget(root);
        if !ty.optional && ty.kind != Kind::Any {
            self.facts.learn(&Spot { root, path: Vec::new() });
        }
    }
}
