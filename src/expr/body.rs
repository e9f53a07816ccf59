//! The body of a function: the types of its variables, statement by statement, until they no longer change.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::expr::checker::{Asker, Checker, Local, Typed, convert};
use crate::expr::facts::{Facts, Root, Spot};
use crate::expr::function::Function;
use crate::expr::kinds::{MISSING, fits_whole, join, show};
use crate::expr::node::{Line, Node};
use crate::expr::paths::Paths;
use crate::expr::reads::Reads;
use crate::expr::scope::Scope;
use crate::expr::tokens::Place;
use crate::expr::tree::{BinaryOp, Statement, StatementKind, Tree, TreeKind};
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

/// What a `for` goes over.
enum Over {
    List(Node),
    /// From and to, and whether `to` is inside.
    Range(Box<(Node, Node)>, bool),
}

/// A checker with what only a body has.
struct BodyChecker<'a, 's> {
    checker: Checker<'s>,
    returns: &'a Type,
    /// The type of each variable, by where its `let` stands.
    types: BTreeMap<usize, Type>,
    /// Where the `let` of each slot stands.
    declared: Vec<Option<usize>>,
    loops: usize,
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
            StatementKind::While(condition, lines) => {
                self.forget_assigned(lines);
                let outside = self.checker.facts.clone();
                let condition = self.checker.condition(condition, "the condition of `while`");
                if let Some(condition) = &condition {
                    self.checker.facts = condition.when_true(&outside);
                }
                let inside = self.looped(lines);
                self.checker.facts = condition.as_ref().map_or(outside.clone(), |one| one.when_false(&outside));
                if contains_break(lines) {
                    self.checker.facts = outside;
                }
                Some(Line::While(condition?.node, inside?))
            }
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

    fn lines(&mut self, statements: &[Statement]) -> Option<Box<[Line]>> {
        let outer = self.checker.locals.len();
        let lines: Vec<_> = statements.iter().map(|statement| self.statement(statement)).collect();
        self.checker.locals.truncate(outer);
        lines.into_iter().collect()
    }

    fn looped(&mut self, statements: &[Statement]) -> Option<Box<[Line]>> {
        self.loops += 1;
        let lines = self.lines(statements);
        self.loops -= 1;
        lines
    }

    fn for_each(
        &mut self,
        item: &SmolStr,
        counter: Option<&SmolStr>,
        items: &Tree,
        lines: &[Statement],
    ) -> Option<Line> {
        let outer = self.checker.locals.len();
        let (over, of) = self.items(items);
        self.forget_assigned(lines);
        let outside = self.checker.facts.clone();
        let item = self.declare(item, items.place.start, of);
        let counter = counter.map(|name| self.declare(name, items.place.end, Type::of(Kind::Int)));
        let inside = self.looped(lines);
        self.checker.facts = outside;
        self.checker.locals.truncate(outer);
        let (over, inside) = (over?, inside?);
        Some(match over {
            Over::Range(ends, inclusive) => Line::ForRange(item, counter, ends, inclusive, inside),
            Over::List(list) => Line::ForList(item, counter, list, inside),
        })
    }

    /// What a `for` goes over, and the type of one item.
    fn items(&mut self, items: &Tree) -> (Option<Over>, Type) {
        let any = Type::of(Kind::Any);
        if let TreeKind::Range(inclusive, ends) = &items.kind {
            let int = Type::of(Kind::Int);
            let asker = Asker { rule: TYPE_MISMATCH, what: "the end of a range" };
            let from = self.checker.expect(&ends.0, &int, asker);
            let to = self.checker.expect(&ends.1, &int, asker);
            let over = from.zip(to).map(|(from, to)| Over::Range(Box::new((from.node, to.node)), *inclusive));
            return (over, int);
        }
        let Some(found) = self.checker.check(items) else { return (None, any) };
        if self.checker.present(&found, items.place).is_none() {
            return (None, any);
        }
        match &found.ty.kind {
            Kind::List(of) => (Some(Over::List(found.node)), (**of).clone()),
            Kind::Any => (Some(Over::List(found.node)), any),
            _ => {
                let message = format!("`for` goes over a list, not {}", show(&found.ty));
                (self.checker.fault(TYPE_MISMATCH, items.place, message), any)
            }
        }
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
    fn declare(&mut self, name: &SmolStr, start: usize, ty: Type) -> u16 {
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

    /// What a loop may set is not known to be there when it begins again.
    fn forget_assigned(&mut self, lines: &[Statement]) {
        let mut names = Vec::new();
        assigned(lines, &mut names);
        for local in self.checker.locals.clone() {
            if names.contains(&local.name) {
                self.checker.facts.forget(Root::Local(local.slot));
            }
        }
    }
}

impl Checker<'_> {
    /// A block that stands where a value belongs: variables and a last expression, nothing that leaves it.
    pub(crate) fn value_block(&mut self, statements: &[Statement], place: Place) -> Option<Typed> {
        if let [Statement { kind: StatementKind::Expression(tree), .. }] = statements {
            return self.check(tree);
        }
        self.refuse_block(place)
    }
}

/// The type of a variable of `known` that is set to a value of `found`; an int is never silently a number here.
fn grow(known: &Type, found: &Type) -> Type {
    let mixed = matches!((&known.kind, &found.kind), (Kind::Int, Kind::Number) | (Kind::Number, Kind::Int));
    if !mixed && fits_whole(found, known) && known.kind != Kind::Null {
        return known.clone();
    }
    let joined = if mixed { None } else { join(known, found) };
    match joined {
        // Literals that a variable is set to make a string of it, not an ever longer enum.
        Some(Type { kind: Kind::Enum(members), optional }) if members.len() > 1 && !same_enum(known, &members) => {
            Type { kind: if matches!(known.kind, Kind::Null) { Kind::Enum(members) } else { Kind::String }, optional }
        }
        Some(joined) => joined,
        None => Type::of(Kind::Any),
    }
}

fn same_enum(known: &Type, members: &[SmolStr]) -> bool {
    matches!(&known.kind, Kind::Enum(known) if known.len() == members.len())
}

fn assigned(lines: &[Statement], names: &mut Vec<SmolStr>) {
    for line in lines {
        match &line.kind {
            StatementKind::Assign(name, ..) => names.push(name.clone()),
            StatementKind::For(_, _, _, lines) | StatementKind::While(_, lines) => assigned(lines, names),
            StatementKind::Expression(tree) => assigned_in(tree, names),
            _ => {}
        }
    }
}

fn assigned_in(tree: &Tree, names: &mut Vec<SmolStr>) {
    match &tree.kind {
        TreeKind::Block(lines) => assigned(lines, names),
        TreeKind::If(parts) => {
            assigned_in(&parts.1, names);
            assigned_in(&parts.2, names);
        }
        _ => {}
    }
}

fn contains_break(lines: &[Statement]) -> bool {
    fn in_tree(tree: &Tree) -> bool {
        match &tree.kind {
            TreeKind::Block(lines) => contains_break(lines),
            TreeKind::If(parts) => in_tree(&parts.1) || in_tree(&parts.2),
            _ => false,
        }
    }
    lines.iter().any(|line| match &line.kind {
        StatementKind::Break => true,
        StatementKind::Expression(tree) => in_tree(tree),
        _ => false,
    })
}
