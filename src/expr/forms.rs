//! The forms that programs are made of, so that a test can ask whether it has written them all.

use std::collections::BTreeMap;

use crate::expr::builtin::BUILTINS;
use crate::expr::node::{Line, Member, Node, Reach, Source};
use crate::expr::program::Program;
use crate::expr::tree::BinaryOp;
use crate::terms::types::Kind;

/// A table of an enum's variants: their names, and the name of one, which no variant can be missing from.
macro_rules! variants {
    ($of:ident, $all:ident, $name:ident: $($variant:ident),*) => {
        const $all: &[&str] = &[$(stringify!($variant)),*];

        const fn $name(one: &$of) -> &'static str {
            match one {
                $($of::$variant { .. } => stringify!($variant)),*
            }
        }
    };
}

variants!(Node, NODES, node_name: Constant, Read, ReadPath, Asked, Consent, Envelope, UserId, UserAnonymous, Now, EnteredAt,
    InState, Not, And, Or, If, Coalesce, SlotInt, SlotNumber, SlotText, CompareInts, CompareNumbers, Binary, Ints,
    Numbers, Negate, Signed, In, InRange, Widen, Convert, Chain, Field, Index, Template, List, Object, Call, Function, Block);
variants!(Source, SOURCES, source_name: Context, Old, Profile, Payload, Local);
variants!(Member, MEMBERS, member_name: Kind, Id, Timestamp, Session);
variants!(Line, LINES, line_name: Value, Set, If, Block, ForList, ForRange, While, Break, Continue, Return);
variants!(Kind, KINDS, kind_name: Null, Any, Bool, Int, Number, String, Enum, Timestamp, Duration, List, Object);

/// How often each form stands in programs.
#[derive(Clone, Debug, Default)]
pub struct Forms(BTreeMap<String, usize>);

impl Forms {
    /// Every form that there is, none of them counted.
    pub fn all() -> Self {
        let mut all = Self::default();
        for node in NODES {
            for detail in details(node) {
                all.0.insert(format!("{node}{detail}"), 0);
            }
        }
        all.0.extend(LINES.iter().map(|line| (format!("line {line}"), 0)));
        all
    }

    /// Counts what `program` is made of, the functions that it calls included.
    pub fn count(&mut self, program: &Program) {
        self.node(program.root());
    }

    /// Every form with how often it was counted, the rarest first.
    pub fn rarest(&self) -> Vec<(&str, usize)> {
        let mut all: Vec<_> = self.0.iter().map(|(form, &count)| (form.as_str(), count)).collect();
        all.sort_by_key(|form| form.1);
        all
    }

    fn add(&mut self, form: String) {
        *self.0.entry(form).or_default() += 1;
    }

    fn node(&mut self, node: &Node) {
        self.add(format!("{}{}", node_name(node), detail(node)));
        for part in parts(node) {
            self.node(part);
        }
        match node {
            Node::Function(_, body, _) => self.lines(&body.lines),
            Node::Block(lines) => self.lines(lines),
            _ => {}
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            self.add(format!("line {}", line_name(line)));
            match line {
                Line::Value(node) | Line::Set(_, node) | Line::Return(node) => self.node(node),
                Line::If(condition, then, other) => {
                    self.node(condition);
                    self.lines(then);
                    self.lines(other);
                }
                Line::Block(inside) => self.lines(inside),
                Line::ForList(_, _, node, inside) | Line::While(node, inside) => {
                    self.node(node);
                    self.lines(inside);
                }
                Line::ForRange(_, _, both, _, inside) => {
                    self.node(&both.0);
                    self.node(&both.1);
                    self.lines(inside);
                }
                Line::Break | Line::Continue => {}
            }
        }
    }
}

/// The nodes that `node` is made of.
fn parts(node: &Node) -> Vec<&Node> {
    match node {
        Node::Not(one)
        | Node::Negate(one)
        | Node::Signed(one)
        | Node::Widen(one)
        | Node::Chain(one)
        | Node::Asked(_, one)
        | Node::Convert(_, one)
        | Node::Field(_, one, _) => vec![one],
        Node::CompareInts(_, both)
        | Node::CompareNumbers(_, both)
        | Node::Binary(_, both)
        | Node::Ints(_, both)
        | Node::Numbers(_, both)
        | Node::In(_, both)
        | Node::Index(_, both) => vec![&both.0, &both.1],
        Node::InRange(_, _, three) | Node::If(three) => vec![&three.0, &three.1, &three.2],
        Node::And(all) | Node::Or(all) | Node::Coalesce(all) | Node::Template(all) | Node::List(all) => {
            all.iter().collect()
        }
        Node::Call(_, _, args) | Node::Function(_, _, args) => args.iter().collect(),
        Node::Object(fields) => fields.iter().map(|field| &field.1).collect(),
        _ => Vec::new(),
    }
}

/// What sets forms of one node apart: its operator, source, function, or whether it is the lenient or negated one.
fn detail(node: &Node) -> String {
    match node {
        Node::Read(source) | Node::ReadPath(source, _) => format!(" {}", source_name(source)),
        Node::Envelope(member) => format!(" {}", member_name(member)),
        Node::SlotInt(op, ..)
        | Node::SlotNumber(op, ..)
        | Node::SlotText(op, ..)
        | Node::CompareInts(op, _)
        | Node::CompareNumbers(op, _)
        | Node::Binary(op, _)
        | Node::Ints(op, _)
        | Node::Numbers(op, _) => format!(" {}", op.sign()),
        Node::In(negated, _) => if *negated { " not" } else { "" }.to_owned(),
        Node::InRange(negated, inclusive, _) => {
            format!("{}{}", if *negated { " not" } else { "" }, if *inclusive { " =" } else { "" })
        }
        Node::Convert(want, _) => format!(" {}", kind_name(&want.kind)),
        Node::Call(Reach::Must, builtin, _) => format!(" {}", builtin.name),
        Node::Field(reach, ..) | Node::Index(reach, _) | Node::Function(reach, ..) | Node::Call(reach, ..) => {
            match reach {
                Reach::Must => String::new(),
                Reach::May => "?".to_owned(),
                Reach::Rest => " after ?".to_owned(),
            }
        }
        _ => String::new(),
    }
}

/// All details of the nodes of that name.
fn details(node: &str) -> Vec<String> {
    let each = |all: &[&str]| all.iter().map(|one| format!(" {one}")).collect();
    let signs = |asked: fn(BinaryOp) -> bool| -> Vec<String> {
        BinaryOp::all().filter(|op| asked(*op)).map(|op| format!(" {}", op.sign())).collect()
    };
    let texts = |all: &[&str]| -> Vec<String> { all.iter().map(|&one| one.to_owned()).collect() };
    match node {
        "Read" => each(SOURCES),
        // A path into the payload is a slot of its own.
        "ReadPath" => each(&SOURCES.iter().copied().filter(|source| *source != "Payload").collect::<Vec<_>>()),
        "Envelope" => each(MEMBERS),
        "SlotInt" | "SlotNumber" | "CompareInts" | "CompareNumbers" => signs(|op| op.is_equality() || op.is_order()),
        "SlotText" => signs(BinaryOp::is_equality),
        "Binary" => signs(|_| true),
        "Ints" => signs(|op| !op.is_equality() && !op.is_order()),
        "Numbers" => each(&["+", "-", "*", "/", "%", "**"]),
        "In" => texts(&["", " not"]),
        "InRange" => texts(&["", " not", " =", " not ="]),
        // Anything is a value of `any` as it stands, and nothing becomes `()`.
        "Convert" => each(&KINDS.iter().copied().filter(|kind| !matches!(*kind, "Any" | "Null")).collect::<Vec<_>>()),
        "Field" | "Index" | "Function" => texts(&["", "?", " after ?"]),
        "Call" => {
            let all = BUILTINS.iter().map(|one| format!(" {}", one.name));
            all.chain(texts(&["?", " after ?"])).collect()
        }
        _ => vec![String::new()],
    }
}
