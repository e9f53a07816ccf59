//! What becomes of a list in an expression that gives its new value, behind definitions and in functions too.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use crate::expr::parse;
use crate::expr::tree::{BinaryOp, Link, LinkKind, Statement, StatementKind, Tree, TreeKind};
use crate::lint::lists::mentions;
use crate::lint::lists::names::Names;
use crate::lint::parts;
use crate::syntax::text::Text;

/// What an expression makes of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is the list as it was.
    Kept,
    /// The list with something added.
    Grown,
    /// Something else, or nobody knows what.
    Anew,
}

/// The most parts of one expression that are looked at, those of definitions and functions included.
const MOST_PARTS: u32 = 4_000;

/// What `text` makes of the list `ctx.<variable>`, and the context variables that decide whether it grows; absent where
/// that cannot be read.
pub fn of(text: &Text, variable: &str, names: &Names<'_, '_>) -> Option<(Fate, BTreeSet<SmolStr>)> {
    let parsed = parse::parse(text, &mut Vec::new())?;
    let mut reader = Reader { names, variable, left: MOST_PARTS, asked: BTreeSet::new(), lost: false };
    let held = reader.value(&parsed.tree, &mut None)?;
    (!reader.lost).then_some((held.fate, reader.asked))
}

/// A value: what it is of the list, and what it is made of.
#[derive(Clone, Debug)]
struct Held {
    fate: Fate,
    from: BTreeSet<SmolStr>,
}

/// The locals of a function by name; outside of functions there are none.
type Locals = Option<BTreeMap<SmolStr, Held>>;

struct Reader<'r, 'c, 'a> {
    names: &'r Names<'c, 'a>,
    variable: &'r str,
    left: u32,
    asked: BTreeSet<SmolStr>,
    lost: bool,
}

impl Reader<'_, '_, '_> {
    /// What `tree` is; absent where nothing goes on behind it, as behind a `return`.
    fn value(&mut self, tree: &Tree, locals: &mut Locals) -> Option<Held> {
        if self.left == 0 {
            self.lost = true;
            return Some(Held { fate: Fate::Anew, from: BTreeSet::new() });
        }
        self.left -= 1;
        match &tree.kind {
            TreeKind::Name(name) => Some(self.named(name, tree, locals)),
            TreeKind::Binary(BinaryOp::Add, both) => {
                let (first, second) = (self.value(&both.0, locals)?, self.value(&both.1, locals)?);
                Some(sum(&first, &second))
            }
            TreeKind::Coalesce(parts) => self.value(parts.first()?, locals),
            TreeKind::If(parts) => self.choice((&parts.0, &parts.1, &parts.2), locals),
            TreeKind::Call(call) => {
                let args = call.args.iter().map(|arg| self.value(arg, locals)).collect::<Option<Vec<_>>>()?;
                Some(self.called(&call.name, args, tree, locals))
            }
            TreeKind::Chain(base, links) => self.chain((base, links), tree, locals),
            TreeKind::Block(statements) => self.block(statements, locals),
            _ => Some(self.made_of(tree, locals)),
        }
    }

    fn named(&mut self, name: &SmolStr, tree: &Tree, locals: &mut Locals) -> Held {
        if let Some(locals) = locals {
            return locals.get(name).cloned().unwrap_or_else(|| Held { fate: Fate::Anew, from: BTreeSet::new() });
        }
        let parsed = self.names.definition(name).and_then(|text| parse::parse(text, &mut Vec::new()));
        let value = parsed.and_then(|parsed| self.value(&parsed.tree, &mut None));
        value.unwrap_or_else(|| self.made_of(tree, locals))
    }

    fn chain(&mut self, (base, links): (&Tree, &[Link]), tree: &Tree, locals: &mut Locals) -> Option<Held> {
        let is_context = locals.is_none() && matches!(&base.kind, TreeKind::Name(name) if name == "ctx");
        let (first, behind) = match links {
            [field, behind @ ..] if is_context => match &field.kind {
                LinkKind::Field(name) if name == self.variable => {
                    let from = BTreeSet::from([name.clone()]);
                    (Held { fate: Fate::Kept, from }, behind)
                }
                _ => return Some(self.made_of(tree, locals)),
            },
            _ => (self.value(base, locals)?, links),
        };
        match behind {
            [] => Some(first),
            [link] => match &link.kind {
                LinkKind::Method(name, args) => {
                    let mut all = vec![first];
                    for arg in args {
                        all.push(self.value(arg, locals)?);
                    }
                    Some(self.called(name, all, tree, locals))
                }
                _ => Some(self.made_of(tree, locals)),
            },
            _ => Some(self.made_of(tree, locals)),
        }
    }

    fn choice(&mut self, (test, then, other): (&Tree, &Tree, &Tree), locals: &mut Locals) -> Option<Held> {
        let test = self.made_of(test, locals);
        let mut beside = locals.clone();
        let (first, second) = (self.value(then, locals), self.value(other, &mut beside));
        merge(locals, beside, (first.is_some(), second.is_some()));
        let chosen = either(first, second)?;
        // What tells two like values apart decides nothing.
        self.asked.extend(test.from.iter().cloned());
        Some(Held { from: &chosen.from | &test.from, ..chosen })
    }

    fn called(&mut self, name: &str, args: Vec<Held>, tree: &Tree, locals: &mut Locals) -> Held {
        let Some(decl) = self.names.function(name) else { return self.made_of(tree, locals) };
        let names = decl.params.iter().map(|param| param.name.value.clone());
        let mut own = Some(names.zip(args).collect());
        let body = decl.body.as_ref().and_then(|body| parse::body(body, &mut Vec::new()));
        let value = body.and_then(|statements| self.body(&statements, &mut own));
        value.unwrap_or_else(|| {
            self.lost = true;
            Held { fate: Fate::Anew, from: BTreeSet::new() }
        })
    }

    /// What a function gives: what any of its `return` says, or its last line.
    fn body(&mut self, statements: &[Statement], locals: &mut Locals) -> Option<Held> {
        let last = self.block(statements, locals);
        let given = locals.as_mut().and_then(|locals| locals.remove(GIVEN));
        either(given, last)
    }

    fn block(&mut self, statements: &[Statement], locals: &mut Locals) -> Option<Held> {
        let mut last = Some(Held { fate: Fate::Anew, from: BTreeSet::new() });
        for statement in statements {
            last = self.statement(statement, locals);
            last.as_ref()?;
        }
        last
    }

    fn statement(&mut self, statement: &Statement, locals: &mut Locals) -> Option<Held> {
        let nothing = || Some(Held { fate: Fate::Anew, from: BTreeSet::new() });
        match &statement.kind {
            StatementKind::Expression(tree) => return self.value(tree, locals),
            StatementKind::Let(name, tree) => {
                let value = self.value(tree, locals)?;
                put(locals, name, value);
            }
            StatementKind::Assign(name, _, op, tree) => {
                let mut value = self.value(tree, locals)?;
                if let Some(op) = op {
                    let before = locals.as_ref().and_then(|locals| locals.get(name).cloned());
                    let before = before.unwrap_or(Held { fate: Fate::Anew, from: BTreeSet::new() });
                    value = sum(&before, &value);
                    if *op != BinaryOp::Add {
                        value.fate = Fate::Anew;
                    }
                }
                put(locals, name, value);
            }
            StatementKind::For(name, _, over, lines) => {
                let over = self.value(over, locals)?;
                let mut inside = locals.clone();
                put(&mut inside, name, Held { fate: Fate::Anew, ..over });
                let goes_on = self.block(lines, &mut inside).is_some();
                merge(locals, inside, (true, goes_on));
            }
            StatementKind::While(test, lines) => {
                let test = self.made_of(test, locals);
                self.asked.extend(test.from);
                let mut inside = locals.clone();
                let goes_on = self.block(lines, &mut inside).is_some();
                merge(locals, inside, (true, goes_on));
            }
            StatementKind::Return(tree) => {
                let value = tree.as_ref().and_then(|tree| self.value(tree, locals));
                let before = locals.as_mut().and_then(|locals| locals.remove(GIVEN));
                if let Some(value) = either(before, value) {
                    put(locals, &GIVEN.into(), value);
                }
                return None;
            }
            StatementKind::Break | StatementKind::Continue => {}
        }
        nothing()
    }

    /// Something that is not the list, and what it is made of.
    fn made_of(&mut self, tree: &Tree, locals: &Locals) -> Held {
        let mut from = BTreeSet::new();
        match locals {
            Some(locals) => parts::each(tree, &mut |part| {
                if let TreeKind::Name(name) = &part.kind {
                    from.extend(locals.get(name).into_iter().flat_map(|held| held.from.iter().cloned()));
                }
            }),
            None => self.lost |= !mentions::into(tree, self.names, &mut from),
        }
        Held { fate: Fate::Anew, from }
    }
}

/// Under this name, which no local can have, stands what was returned.
const GIVEN: &str = "return";

fn put(locals: &mut Locals, name: &SmolStr, value: Held) {
    if let Some(locals) = locals {
        locals.insert(name.clone(), value);
    }
}

fn sum(first: &Held, second: &Held) -> Held {
    let grows = first.fate != Fate::Anew || second.fate != Fate::Anew;
    Held { fate: if grows { Fate::Grown } else { Fate::Anew }, from: &first.from | &second.from }
}

/// One or the other: it grows for ever only where neither begins anew.
fn either(first: Option<Held>, second: Option<Held>) -> Option<Held> {
    match (first, second) {
        (Some(first), Some(second)) => {
            Some(Held { fate: first.fate.max(second.fate), from: &first.from | &second.from })
        }
        (one, other) => one.or(other),
    }
}

/// Locals after one of two ways, as far as each goes on.
fn merge(locals: &mut Locals, beside: Locals, (first, second): (bool, bool)) {
    let (Some(locals), Some(beside)) = (locals, beside) else { return };
    for (name, value) in beside {
        let before = locals.remove(&name);
        let kept = if name == GIVEN || (first && second) {
            either(before, Some(value))
        } else if first {
            before
        } else {
            Some(value)
        };
        if let Some(kept) = kept {
            locals.insert(name, kept);
        }
    }
}
