//! Conditions become parts of the graph; simple functions of the journey are put in.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::expr::explain::each_inside;
use crate::expr::node::{Body, Line, Node, Reach, Source};
use crate::expr::paths::Paths;
use crate::expr::program::Program;
use crate::expr::solve::budget::Budget;
use crate::expr::solve::terms::{Hidden, Id, Known, Op, Shared, Strict, Terms};
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::{Condition, Term, TextPart};
use crate::terms::value::Value;

/// Deeper calls than this are not looked into.
const MAX_CALLS: usize = 8;

/// The arguments and variables of a function, by slot.
type Locals = SmallVec<[Option<Id>; 4]>;

/// Enters conditions into a graph.
pub(crate) struct Enter<'g, 'a> {
    pub(crate) terms: &'g mut Terms<'a>,
    pub(crate) paths: &'a Paths,
    pub(crate) budget: &'g mut Budget,
    /// Whether the state was entered just now.
    at_once: bool,
    locals: Vec<Locals>,
}

impl<'g, 'a> Enter<'g, 'a> {
    pub(crate) const fn new(terms: &'g mut Terms<'a>, world: &World<'a>, budget: &'g mut Budget) -> Self {
        let World { ground, at_once, .. } = *world;
        Self { terms, paths: &ground.paths, budget, at_once, locals: Vec::new() }
    }

    /// A condition; absent when the budget is out.
    pub(crate) fn condition(&mut self, condition: &'a Condition) -> Option<Id> {
        match condition {
            Condition::Expression(program) => self.program(program),
            Condition::Not(one) => {
                let one = self.condition(one)?;
                self.add(Op::Not, &[one])
            }
            Condition::All(parts) => {
                let parts = parts.iter().map(|part| self.condition(part)).collect::<Option<SmallVec<[Id; 8]>>>()?;
                self.add(Op::And, &parts)
            }
            Condition::Any(parts) => {
                let parts = parts.iter().map(|part| self.condition(part)).collect::<Option<SmallVec<[Id; 8]>>>()?;
                self.add(Op::Or, &parts)
            }
        }
    }

    /// A value of a file; absent where it is an object or the budget is out.
    pub(crate) fn term(&mut self, term: &'a Term) -> Option<Id> {
        match term {
            Term::Constant(value) => self.constant(value),
            Term::Expression(program) => self.program(program),
            Term::Text(parts) => {
                let parts = parts.iter().map(|part| match part {
                    TextPart::Literal(text) => self.add(Op::Text(text), &[]),
                    TextPart::Expression(program) => self.program(program),
                });
                let parts = parts.collect::<Option<SmallVec<[Id; 8]>>>()?;
                self.add(Op::Template, &parts)
            }
            Term::List(items) => {
                let items = items.iter().map(|item| self.term(item)).collect::<Option<SmallVec<[Id; 8]>>>()?;
                self.add(Op::List, &items)
            }
            Term::Object(_) => None,
        }
    }

    fn program(&mut self, program: &'a Program) -> Option<Id> {
        self.node(program.root())
    }

    /// A part of an expression; absent when the budget is out.
    pub(crate) fn node(&mut self, node: &'a Node) -> Option<Id> {
        match node {
            Node::Constant(value) => self.constant(value),
            Node::Read(source) => self.read(node, *source, &[]),
            Node::ReadPath(source, path) => self.read(node, *source, path),
            Node::Asked(_, one) => self.node(one),
            Node::Consent(slot) => self.thing(Thing::Consent(*slot)),
            Node::Envelope(member) => self.thing(Thing::of_member(*member)),
            Node::UserId => self.thing(Thing::UserId),
            Node::UserAnonymous => self.thing(Thing::Anonymous),
            Node::Now => self.thing(Thing::Now),
            Node::EnteredAt if self.at_once => self.thing(Thing::Now),
            Node::EnteredAt => self.thing(Thing::EnteredAt),
            Node::InState(state) => self.thing(Thing::InState(*state)),
            Node::SlotInt(op, source, constant) => {
                let both = [self.read(node, *source, &[])?, self.add(Op::Int(*constant), &[])?];
                self.add(Op::Compare(*op, Strict::Any), &both)
            }
            Node::SlotNumber(op, source, constant) => {
                let both = [self.read(node, *source, &[])?, self.add(Op::Number(*constant), &[])?];
                self.add(Op::Compare(*op, Strict::Any), &both)
            }
            Node::SlotText(op, source, constant) => {
                let both = [self.read(node, *source, &[])?, self.add(Op::Text(constant), &[])?];
                self.add(Op::Compare(*op, Strict::Any), &both)
            }
            Node::Not(one) => self.made(Op::Not, [&**one]),
            Node::Negate(one) => self.made(Op::Negate, [&**one]),
            Node::Signed(one) => self.made(Op::Signed, [&**one]),
            Node::Widen(one) => self.made(Op::Widen, [&**one]),
            Node::Convert(of, one) => self.made(Op::Convert(of), [&**one]),
            Node::And(parts) => self.made(Op::And, parts),
            Node::Or(parts) => self.made(Op::Or, parts),
            Node::Coalesce(parts) => self.made(Op::Coalesce, parts),
            Node::List(items) => self.made(Op::List, items),
            Node::Template(parts) => self.made(Op::Template, parts),
            Node::If(parts) => self.made(Op::If, [&parts.0, &parts.1, &parts.2]),
            Node::CompareInts(op, both) => self.made(Op::Compare(*op, Strict::Ints), [&both.0, &both.1]),
            Node::CompareNumbers(op, both) => self.made(Op::Compare(*op, Strict::Numbers), [&both.0, &both.1]),
            Node::Binary(op, both) if op.is_equality() || op.is_order() => {
                self.made(Op::Compare(*op, Strict::Any), [&both.0, &both.1])
            }
            Node::Binary(op, both) => self.made(Op::Binary(*op), [&both.0, &both.1]),
            Node::Ints(op, both) => self.made(Op::Ints(*op), [&both.0, &both.1]),
            Node::Numbers(op, both) => self.made(Op::Numbers(*op), [&both.0, &both.1]),
            Node::In(negated, both) => self.made(Op::In(*negated), [&both.0, &both.1]),
            Node::InRange(negated, inclusive, parts) => {
                self.made(Op::InRange(*negated, *inclusive), [&parts.0, &parts.1, &parts.2])
            }
            Node::Call(Reach::Must, builtin, args) => self.made(Op::Call(Known(builtin)), args),
            Node::Function(Reach::Must, body, args) => {
                let args = args.iter().map(|arg| self.node(arg)).collect::<Option<SmallVec<[Id; 4]>>>()?;
                match self.inlined(body, &args) {
                    Some(value) => Some(value),
                    None => self.add(Op::Function(Shared(body)), &args),
                }
            }
            Node::Chain(_)
            | Node::Field(..)
            | Node::Index(..)
            | Node::Object(_)
            | Node::Block(_)
            | Node::Call(..)
            | Node::Function(..) => self.hidden(node),
        }
    }

    fn add(&mut self, op: Op<'a>, args: &[Id]) -> Option<Id> {
        self.budget.take(1).then(|| self.terms.add(op, args))
    }

    fn made(&mut self, op: Op<'a>, args: impl IntoIterator<Item = &'a Node>) -> Option<Id> {
        let args = args.into_iter().map(|arg| self.node(arg)).collect::<Option<SmallVec<[Id; 8]>>>()?;
        self.add(op, &args)
    }

    fn constant(&mut self, value: &'a Value) -> Option<Id> {
        let op = match value {
            Value::Int(int) => Op::Int(*int),
            Value::Number(number) => Op::Number(*number),
            Value::Str(text) => Op::Text(text),
            other => Op::Constant(other),
        };
        self.add(op, &[])
    }

    fn thing(&mut self, thing: Thing) -> Option<Id> {
        self.place(thing, &[])
    }

    fn read(&mut self, node: &'a Node, source: Source, path: &'a [SmolStr]) -> Option<Id> {
        match (Thing::of(source), source) {
            (Some(thing), _) => self.place(thing, path),
            (None, Source::Local(slot)) if path.is_empty() => {
                self.locals.last().and_then(|locals| locals.get(usize::from(slot)).copied().flatten())
            }
            _ => self.hidden(node),
        }
    }

    /// A thing or fields inside it, tied to what it stands in and what stands in it.
    fn place(&mut self, thing: Thing, path: &'a [SmolStr]) -> Option<Id> {
        let known = self.terms.all.len();
        let id = self.add(Op::Read(thing, path), &[])?;
        if (id as usize) < known {
            return Some(id);
        }
        let mut ties: SmallVec<[(Id, Id); 2]> = SmallVec::new();
        let (root, own) = self.within(thing, path);
        for (other, its, fields) in self.terms.reads().filter(|read| read.0 != id) {
            let (its, fields) = self.within(its, fields);
            if its == root && own.starts_with(fields) {
                ties.push((other, id));
            } else if its == root && fields.starts_with(own) {
                ties.push((id, other));
            }
        }
        self.terms.inside.extend(ties);
        Some(id)
    }

    /// What a thing stands in, and where.
    fn within<'p>(&self, thing: Thing, path: &'p [SmolStr]) -> (Thing, &'p [SmolStr])
    where
        'a: 'p,
    {
        match thing {
            Thing::Payload(number) if usize::from(number) < self.paths.len() => {
                (Thing::Payload(0), self.paths.get(number))
            }
            _ => (thing, path),
        }
    }

    /// A part that is not looked into, with what it reads. What it reads of a function's own cannot be told.
    fn hidden(&mut self, node: &'a Node) -> Option<Id> {
        let mut reads = SmallVec::<[Id; 4]>::new();
        let mut all = true;
        self.inside(node, &mut reads, &mut all);
        if all { self.add(Op::Opaque(Hidden(node)), &reads) } else { None }
    }

    fn inside(&mut self, node: &'a Node, reads: &mut SmallVec<[Id; 4]>, all: &mut bool) {
        let local = match node {
            Node::Read(source)
            | Node::ReadPath(source, _)
            | Node::SlotInt(_, source, _)
            | Node::SlotNumber(_, source, _)
            | Node::SlotText(_, source, _) => matches!(source, Source::Local(_)),
            Node::Block(_) => true,
            _ => false,
        };
        if local {
            *all = false;
            return;
        }
        let read = match node {
            Node::SlotInt(_, source, _) | Node::SlotNumber(_, source, _) | Node::SlotText(_, source, _) => {
                self.read(node, *source, &[])
            }
            Node::Read(_)
            | Node::ReadPath(..)
            | Node::Asked(..)
            | Node::Consent(_)
            | Node::Envelope(_)
            | Node::UserId
            | Node::UserAnonymous
            | Node::Now
            | Node::EnteredAt
            | Node::InState(_) => self.node(node),
            other => {
                each_inside(other, &mut |inside| self.inside(inside, reads, all));
                return;
            }
        };
        match read {
            Some(id) if !reads.contains(&id) => reads.push(id),
            Some(_) => {}
            None => *all = false,
        }
    }

    /// What the body of a function gives for `args`, where it is values and branches alone.
    fn inlined(&mut self, body: &'a Body, args: &[Id]) -> Option<Id> {
        if !body.limits.is_empty() || body.result.is_some() || self.locals.len() >= MAX_CALLS {
            return None;
        }
        let mut locals: Locals = args.iter().copied().map(Some).collect();
        locals.resize(body.slots.max(args.len()), None);
        self.locals.push(locals);
        let value = self.lines(&body.lines);
        self.locals.pop();
        let value = value.and_then(|value| self.add(Op::Convert(&body.returns), &[value]))?;
        let all: SmallVec<[Id; 5]> = args.iter().copied().chain([value]).collect();
        self.add(Op::After, &all)
    }

    fn lines(&mut self, lines: &'a [Line]) -> Option<Id> {
        match lines {
            [Line::Value(node) | Line::Return(node)] => self.node(node),
            [Line::Block(lines)] => self.lines(lines),
            [Line::If(condition, then, other)] => {
                let parts = [self.node(condition)?, self.lines(then)?, self.lines(other)?];
                self.add(Op::If, &parts)
            }
            [Line::Set(slot, node), rest @ ..] => {
                let set = self.node(node)?;
                let locals = self.locals.last_mut()?;
                let before = locals.get_mut(usize::from(*slot))?.replace(set);
                let value = self.lines(rest);
                *self.locals.last_mut()?.get_mut(usize::from(*slot))? = before;
                let value = value?;
                self.add(Op::After, &[set, value])
            }
            _ => None,
        }
    }
}
