//! Of which slots a value is made, and at which ones a condition looks.
//!
//! What a comparison, a length, `has`, `hash` or `bucket` tells of a value is not that value.

use crate::expr::inflow::{Inflow, Spring};
use crate::expr::node::{Body, Line, Node, Source};
use crate::expr::term::{Condition, Term, TextPart};
use crate::terms::value::Value;

/// Variables of a function that are set in a loop are followed so often.
const MAX_ROUNDS: usize = 8;

impl Term {
    /// Of which slots its value is made; sorted, each once.
    pub fn made_of(&self) -> Vec<Inflow> {
        let mut all = of_term(self);
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Condition {
    /// The slots that it looks at, in whatever way; sorted, each once.
    pub fn looks_at(&self) -> Vec<Inflow> {
        let mut all = Vec::new();
        looks(self, &mut all);
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Of which of its parameters the result of a function is made.
pub(crate) fn of_body(lines: &[Line], slots: usize, params: usize) -> Vec<Inflow> {
    let param = |slot: usize| vec![Inflow::of(Spring::Local(slot as u16), &[])];
    let mut flow =
        Flow { locals: (0..slots).map(|slot| if slot < params { param(slot) } else { Vec::new() }).collect() };
    let mut result = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let before = flow.locals.clone();
        flow.lines(lines, true, &mut result);
        if flow.locals == before {
            break;
        }
    }
    join(&mut result, Vec::new());
    result
}

fn of_term(term: &Term) -> Vec<Inflow> {
    match term {
        Term::Constant(_) => Vec::new(),
        Term::Expression(program) => Flow::default().of(program.root()),
        Term::Text(parts) => {
            let programs = parts.iter().filter_map(|part| match part {
                TextPart::Expression(program) => Some(program),
                TextPart::Literal(_) => None,
            });
            derived(programs.flat_map(|program| Flow::default().of(program.root())))
        }
        Term::List(items) => items.iter().flat_map(of_term).collect(),
        Term::Object(fields) => {
            fields.iter().flat_map(|(name, term)| of_term(term).into_iter().map(|one| one.under(name))).collect()
        }
    }
}

fn looks(condition: &Condition, all: &mut Vec<Inflow>) {
    match condition {
        Condition::Expression(program) => reads(program.root(), all),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| looks(part, all)),
        Condition::Not(part) => looks(part, all),
    }
}

const fn spring(source: Source) -> Spring {
    match source {
        Source::Context(slot) => Spring::Context(slot),
        Source::Old(slot) => Spring::Old(slot),
        Source::Profile(slot) => Spring::Profile(slot),
        Source::Payload(path) => Spring::Payload(path),
        Source::Local(slot) => Spring::Local(slot),
    }
}

fn derived(parts: impl IntoIterator<Item = Inflow>) -> Vec<Inflow> {
    parts.into_iter().map(Inflow::derived).collect()
}

fn join(all: &mut Vec<Inflow>, more: Vec<Inflow>) {
    all.extend(more);
    all.sort_unstable();
    all.dedup();
}

/// What is known of the variables of a function; none outside one.
#[derive(Default)]
struct Flow {
    locals: Vec<Vec<Inflow>>,
}

impl Flow {
    fn of(&mut self, node: &Node) -> Vec<Inflow> {
        match node {
            Node::Read(source) => self.read(*source, &[]),
            Node::ReadPath(source, path) => self.read(*source, path),
            Node::Asked(_, one) | Node::Chain(one) | Node::Widen(one) | Node::Convert(_, one) => self.of(one),
            Node::Not(one) | Node::Negate(one) | Node::Signed(one) => derived(self.of(one)),
            Node::And(parts) | Node::Or(parts) | Node::Template(parts) => derived(self.all(parts)),
            Node::Coalesce(parts) | Node::List(parts) => self.all(parts),
            Node::If(parts) => {
                self.of(&parts.0);
                [self.of(&parts.1), self.of(&parts.2)].concat()
            }
            Node::Ints(_, both) | Node::Numbers(_, both) => derived([self.of(&both.0), self.of(&both.1)].concat()),
            Node::Binary(op, both) if !op.is_equality() && !op.is_order() => {
                [self.of(&both.0), self.of(&both.1)].concat()
            }
            Node::Field(_, base, name) => self.of(base).into_iter().filter_map(|one| one.inside(name)).collect(),
            Node::Index(_, both) => match &both.1 {
                Node::Constant(Value::Str(name)) => {
                    self.of(&both.0).into_iter().filter_map(|one| one.inside(name)).collect()
                }
                _ => self.of(&both.0),
            },
            Node::Object(fields) => {
                fields.iter().flat_map(|(name, node)| self.of(node).into_iter().map(|one| one.under(name))).collect()
            }
            Node::Call(_, builtin, args) => self.call(builtin.name, args),
            Node::Function(_, body, args) => self.function(body, args),
            Node::Block(lines) => {
                let mut result = Vec::new();
                self.lines(lines, true, &mut result);
                result
            }
            _ => Vec::new(),
        }
    }

    fn all(&mut self, nodes: &[Node]) -> Vec<Inflow> {
        nodes.iter().flat_map(|node| self.of(node)).collect()
    }

    fn read(&self, source: Source, path: &[smol_str::SmolStr]) -> Vec<Inflow> {
        let Source::Local(slot) = source else { return vec![Inflow::of(spring(source), path)] };
        let known = self.locals.get(usize::from(slot)).cloned().unwrap_or_default();
        path.iter().fold(known, |known, name| known.into_iter().filter_map(|one| one.inside(name)).collect())
    }

    fn call(&mut self, name: &str, args: &[Node]) -> Vec<Inflow> {
        match name {
            "hash" | "bucket" | "len" | "has" | "contains" | "starts_with" | "ends_with" => Vec::new(),
            "without" => args.first().map(|list| self.of(list)).unwrap_or_default(),
            // The zone and the time of day steer, and are not in the result.
            "next_time" | "start_of_day" | "date" | "hour" | "weekday" | "add_workdays" => {
                derived(args.first().map(|instant| self.of(instant)).unwrap_or_default())
            }
            _ => derived(self.all(args)),
        }
    }

    fn function(&mut self, body: &Body, args: &[Node]) -> Vec<Inflow> {
        let args: Vec<Vec<Inflow>> = args.iter().map(|arg| self.of(arg)).collect();
        let mut all = Vec::new();
        for one in &body.made_of {
            let Spring::Local(param) = one.from else { continue };
            let given = args.get(usize::from(param)).cloned().unwrap_or_default();
            let given = one
                .path
                .iter()
                .fold(given, |given, name| given.into_iter().filter_map(|part| part.inside(name)).collect());
            all.extend(given.into_iter().map(|part| {
                let part = if one.whole { part } else { part.derived() };
                one.to.iter().rev().fold(part, Inflow::under)
            }));
        }
        all
    }

    /// Statements; if they are the `last`, what they give goes into `result`.
    fn lines(&mut self, lines: &[Line], last: bool, result: &mut Vec<Inflow>) {
        for (index, line) in lines.iter().enumerate() {
            self.line(line, last && index + 1 == lines.len(), result);
        }
    }

    fn line(&mut self, line: &Line, last: bool, result: &mut Vec<Inflow>) {
        match line {
            Line::Value(node) => {
                let given = self.of(node);
                if last {
                    join(result, given);
                }
            }
            Line::Return(node) => {
                let given = self.of(node);
                join(result, given);
            }
            Line::Set(slot, node) => {
                let given = self.of(node);
                self.set(*slot, given);
            }
            Line::If(condition, then, other) => {
                self.of(condition);
                self.lines(then, last, result);
                self.lines(other, last, result);
            }
            Line::Block(lines) => self.lines(lines, last, result),
            Line::ForList(item, _, whole, inside) => {
                let given = self.of(whole);
                self.set(*item, given);
                self.lines(inside, false, result);
            }
            Line::ForRange(_, _, _, _, lines) => self.lines(lines, false, result),
            Line::While(condition, lines) => {
                self.of(condition);
                self.lines(lines, false, result);
            }
            Line::Break | Line::Continue => {}
        }
    }

    fn set(&mut self, slot: u16, given: Vec<Inflow>) {
        if let Some(known) = self.locals.get_mut(usize::from(slot)) {
            join(known, given);
        }
    }
}

/// Every read in `node`; a function looks at what it is given.
fn reads(node: &Node, all: &mut Vec<Inflow>) {
    let mut each = |nodes: &[Node]| nodes.iter().for_each(|node| reads(node, all));
    match node {
        Node::Read(source)
        | Node::SlotInt(_, source, _)
        | Node::SlotNumber(_, source, _)
        | Node::SlotText(_, source, _) => all.push(Inflow::of(spring(*source), &[])),
        Node::ReadPath(source, path) => all.push(Inflow::of(spring(*source), path)),
        Node::Field(_, base, name) => {
            let mut inside = Vec::new();
            reads(base, &mut inside);
            let plain = matches!(**base, Node::Read(_) | Node::ReadPath(..) | Node::Field(..) | Node::Index(..));
            all.extend(inside.into_iter().filter_map(|one| if plain { one.inside(name) } else { Some(one) }));
        }
        Node::Asked(_, one)
        | Node::Chain(one)
        | Node::Widen(one)
        | Node::Convert(_, one)
        | Node::Not(one)
        | Node::Negate(one)
        | Node::Signed(one) => reads(one, all),
        Node::And(parts)
        | Node::Or(parts)
        | Node::Coalesce(parts)
        | Node::Template(parts)
        | Node::List(parts)
        | Node::Call(_, _, parts)
        | Node::Function(_, _, parts) => each(parts),
        Node::Object(fields) => fields.iter().for_each(|field| reads(&field.1, all)),
        Node::If(parts) | Node::InRange(_, _, parts) => {
            reads(&parts.0, all);
            reads(&parts.1, all);
            reads(&parts.2, all);
        }
        Node::CompareInts(_, both)
        | Node::CompareNumbers(_, both)
        | Node::Binary(_, both)
        | Node::Ints(_, both)
        | Node::Numbers(_, both)
        | Node::In(_, both)
        | Node::Index(_, both) => {
            reads(&both.0, all);
            reads(&both.1, all);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::expr::inflow::Spring;
    use crate::expr::term::Term;
    use crate::expr::world::World;

    fn made_of(text: &str) -> Vec<String> {
        let (compiled, paths) = World::new().compile(text, None).unwrap();
        let term = Term::Expression(compiled.program);
        let told = term.made_of().into_iter().map(|one| {
            let slot = match one.from {
                Spring::Context(slot) => format!("ctx{slot}"),
                Spring::Payload(path) => paths.get(path).join("."),
                other => format!("{other:?}"),
            };
            let whole = if one.whole { "" } else { "~" };
            let path = [vec![slot.into()], one.path].concat().join(".");
            format!("{whole}{}", [vec![path.into()], one.to].concat().join(">"))
        });
        told.collect()
    }

    #[test]
    fn tests_lengths_and_hashes_are_not_the_value() {
        for text in ["hash(ctx.tier)", "ctx.tier == \"gold\"", "ctx.tier.len() + 1", "bucket(ctx.tier, 3)", "user.id"] {
            assert_eq!(made_of(text), [""; 0], "{text}");
        }
        assert_eq!(made_of("if ctx.tier == \"gold\" { 1 } else { 2 }"), [""; 0]);
    }

    #[test]
    fn what_is_made_of_a_value_still_is() {
        assert_eq!(made_of("ctx.tier.upper()"), ["~ctx2"]);
        assert_eq!(made_of("`Hi ${ctx.tier}`"), ["~ctx2"]);
        assert_eq!(made_of("#{ a: #{ b: ctx.tier } }.a"), ["ctx2>b"]);
        assert_eq!(made_of("event.payload.coupon ?? ctx.tier"), ["ctx2", "coupon"]);
        assert_eq!(made_of("[event.payload.cart?.id ?? ctx.tier][0]"), ["ctx2", "cart.id"]);
    }
}
