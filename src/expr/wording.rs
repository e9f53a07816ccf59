//! A compiled expression as text of the language again, definitions put in.
//!
//! Compiling the text gives a program of the same value, but for a field of something that may be missing: the program
//! does not know any more whether that was tested before or stood behind `?.`.

use std::fmt::Write as _;

use smol_str::SmolStr;

use crate::expr::literals;
use crate::expr::node::{Member, Node, Reach, Source};
use crate::expr::paths::Paths;
use crate::expr::program::Program;
use crate::expr::strength::{AND, CHOICE, COALESCE, IN, OR, PRODUCT, RANGE, SUM, Strength, UNARY, WHOLE, rank};
use crate::expr::term::{Condition, Term, TextPart};
use crate::expr::tree::BinaryOp;
use crate::terms::value::Value;

/// What the slots of programs are called.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    /// `ctx`, by slot.
    pub context: Vec<&'a str>,
    /// `old`, by slot; empty where nothing sees it.
    pub old: Vec<&'a str>,
    /// `profile`, by slot.
    pub profile: Vec<&'a str>,
    /// `user.consent`, by slot.
    pub purposes: &'a [SmolStr],
    /// States, by number.
    pub states: Vec<&'a str>,
    /// Payload paths, by number.
    pub paths: &'a Paths,
}

impl Program {
    /// Its text.
    pub fn wording(&self, names: &Names<'_>) -> String {
        self.root().wording(names)
    }
}

impl Condition {
    /// Its text as one expression.
    pub fn wording(&self, names: &Names<'_>) -> String {
        let mut writer = Writer::new(names);
        writer.condition(self, CHOICE);
        writer.text
    }
}

impl Condition {
    /// Whether it is one more `&&` (or `||`) of this strength.
    fn joins(&self, strength: Strength) -> bool {
        match self {
            Self::All(_) => strength == AND,
            Self::Any(_) => strength == OR,
            Self::Expression(program) => match program.root() {
                Node::And(_) => strength == AND,
                Node::Or(_) => strength == OR,
                _ => false,
            },
            Self::Not(_) => false,
        }
    }
}

impl Term {
    /// Its text as one expression.
    pub fn wording(&self, names: &Names<'_>) -> String {
        let mut writer = Writer::new(names);
        writer.term(self);
        writer.text
    }
}

impl Node {
    /// Its text.
    pub(crate) fn wording(&self, names: &Names<'_>) -> String {
        let mut writer = Writer::new(names);
        writer.node(self, CHOICE);
        writer.text
    }

    /// How firmly its text holds together.
    fn strength(&self) -> Strength {
        match self {
            Self::Constant(value) => literals::strength(value),
            Self::If(_) => CHOICE,
            Self::Or(parts) | Self::And(parts) | Self::Coalesce(parts) if parts.len() == 1 => parts[0].strength(),
            Self::Or(_) => OR,
            Self::And(_) => AND,
            Self::Coalesce(_) => COALESCE,
            Self::SlotText(op, ..)
            | Self::SlotInt(op, ..)
            | Self::SlotNumber(op, ..)
            | Self::CompareInts(op, _)
            | Self::CompareNumbers(op, _)
            | Self::Binary(op, _)
            | Self::Ints(op, _)
            | Self::Numbers(op, _) => rank(*op),
            Self::In(..) | Self::InRange(..) => IN,
            Self::Not(_) | Self::Negate(_) | Self::Signed(_) => UNARY,
            // What comes behind it must not be left out with it.
            Self::Chain(_) => UNARY + 1,
            Self::Widen(one) | Self::Convert(_, one) => one.strength(),
            _ => WHOLE,
        }
    }
}

struct Writer<'n, 'a> {
    names: &'n Names<'a>,
    text: String,
}

impl<'n, 'a> Writer<'n, 'a> {
    const fn new(names: &'n Names<'a>) -> Self {
        Self { names, text: String::new() }
    }

    fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// `node`, in parentheses if it is weaker than `least`.
    fn node(&mut self, node: &Node, least: Strength) {
        if node.strength() < least {
            self.say("(");
            self.form(node);
            self.say(")");
        } else {
            self.form(node);
        }
    }

    fn form(&mut self, node: &Node) {
        match node {
            Node::Constant(value) => literals::value(&mut self.text, value),
            Node::Read(source) => self.source(*source, &[], &[]),
            Node::ReadPath(source, path) => self.source(*source, path, &[]),
            Node::Asked(asked, read) => match &**read {
                Node::Read(source) => self.source(*source, &[], asked),
                Node::ReadPath(source, path) => self.source(*source, path, asked),
                other => self.form(other),
            },
            Node::Consent(slot) => {
                self.say("user.consent");
                let purpose = self.names.purposes.get(usize::from(*slot)).map_or("?", SmolStr::as_str);
                self.field(purpose, false);
            }
            Node::Envelope(member) => self.say(match member {
                Member::Kind => "event.type",
                Member::Id => "event.id",
                Member::Timestamp => "event.timestamp",
                Member::Session => "event.session_id",
            }),
            Node::UserId => self.say("user.id"),
            Node::UserAnonymous => self.say("user.anonymous"),
            Node::Now => self.say("now"),
            Node::EnteredAt => self.say("state.entered_at"),
            Node::InState(state) => {
                self.say("in_state(");
                let name = self.names.states.get(*state as usize).copied().unwrap_or("?");
                literals::quoted(&mut self.text, name);
                self.say(")");
            }
            Node::Field(lenient, base, name) => {
                self.node(base, WHOLE);
                self.field(name, *lenient == Reach::May);
            }
            Node::Index(lenient, both) => {
                self.node(&both.0, WHOLE);
                self.say(if *lenient == Reach::May { "?[" } else { "[" });
                self.node(&both.1, CHOICE);
                self.say("]");
            }
            Node::Template(parts) => self.template(parts),
            Node::List(items) => self.items("[", items, "]"),
            Node::Object(fields) => self.object(fields, |writer, node| writer.node(node, CHOICE)),
            Node::Call(lenient, builtin, args) => self.call(*lenient, builtin.name, args),
            Node::Function(lenient, body, args) => self.call(*lenient, &body.name, args),
            Node::Widen(one) | Node::Convert(_, one) | Node::Chain(one) => self.form(one),
            other => self.operation(other),
        }
    }

    fn operation(&mut self, node: &Node) {
        match node {
            Node::Not(one) => {
                self.say("!");
                self.node(one, WHOLE);
            }
            Node::Signed(one) => {
                self.say("+");
                self.node(one, WHOLE);
            }
            Node::Negate(one) => {
                self.say("-");
                self.node(one, WHOLE);
            }
            Node::And(parts) => self.joined(" && ", parts, AND),
            Node::Or(parts) => self.joined(" || ", parts, OR),
            Node::Coalesce(parts) => self.joined(" ?? ", parts, COALESCE),
            Node::If(parts) => {
                self.say("if ");
                self.node(&parts.0, CHOICE + 1);
                self.say(" { ");
                self.node(&parts.1, CHOICE);
                self.say(" } else { ");
                self.node(&parts.2, CHOICE);
                self.say(" }");
            }
            Node::SlotInt(op, source, constant) => self.compared(*op, *source, &Value::Int(*constant)),
            Node::SlotNumber(op, source, constant) => self.compared(*op, *source, &Value::Number(*constant)),
            Node::SlotText(op, source, constant) => self.compared(*op, *source, &Value::Str(constant.clone())),
            Node::CompareInts(op, both)
            | Node::CompareNumbers(op, both)
            | Node::Binary(op, both)
            | Node::Ints(op, both)
            | Node::Numbers(op, both) => self.binary(op.sign(), rank(*op), &both.0, &both.1),
            Node::In(negated, both) => self.binary(membership(*negated), IN, &both.0, &both.1),
            Node::InRange(negated, inclusive, parts) => {
                self.node(&parts.0, IN + 1);
                let _ = write!(self.text, " {} ", membership(*negated));
                self.node(&parts.1, RANGE + 1);
                self.say(if *inclusive { "..=" } else { ".." });
                self.node(&parts.2, RANGE + 1);
            }
            // All others are forms of their own.
            _ => self.say("?"),
        }
    }

    /// Operators of one rank lean to the left, but for `**`; there parentheses stand on both sides.
    fn binary(&mut self, sign: &str, strength: Strength, left: &Node, right: &Node) {
        self.node(left, if strength == SUM || strength == PRODUCT { strength } else { strength + 1 });
        let _ = write!(self.text, " {sign} ");
        self.node(right, strength + 1);
    }

    fn compared(&mut self, op: BinaryOp, source: Source, constant: &Value) {
        self.source(source, &[], &[]);
        let _ = write!(self.text, " {} ", op.sign());
        self.value_within(constant, rank(op) + 1);
    }

    fn joined(&mut self, between: &str, parts: &[Node], strength: Strength) {
        for (index, part) in parts.iter().enumerate() {
            self.say(if index == 0 { "" } else { between });
            self.node(part, if parts.len() == 1 { CHOICE } else { strength + 1 });
        }
    }

    /// A call; one that is left out where its first argument is missing can only be written as a method.
    fn call(&mut self, reach: Reach, name: &str, args: &[Node]) {
        let mut args = args;
        if let (true, Some((receiver, rest))) = (reach != Reach::Must, args.split_first()) {
            self.node(receiver, WHOLE);
            self.say(if reach == Reach::May { "?." } else { "." });
            args = rest;
        }
        self.say(name);
        self.items("(", args, ")");
    }

    fn items(&mut self, open: &str, items: &[Node], close: &str) {
        self.say(open);
        for (index, item) in items.iter().enumerate() {
            self.say(if index == 0 { "" } else { ", " });
            self.node(item, CHOICE);
        }
        self.say(close);
    }

    fn object<'o, T: 'o>(
        &mut self,
        fields: impl IntoIterator<Item = &'o (SmolStr, T)>,
        mut write: impl FnMut(&mut Self, &T),
    ) {
        self.say("#{");
        for (index, (name, value)) in fields.into_iter().enumerate() {
            self.say(if index == 0 { " " } else { ", " });
            literals::key(&mut self.text, name);
            self.say(": ");
            write(self, value);
        }
        self.say(" }");
    }

    fn template(&mut self, parts: &[Node]) {
        self.say("`");
        for part in parts {
            match part {
                Node::Constant(Value::Str(text)) if !text.contains(['`', '$', '\n', '\r', '\\']) => self.say(text),
                part => {
                    self.say("${");
                    self.node(part, CHOICE);
                    self.say("}");
                }
            }
        }
        self.say("`");
    }

    /// A slot and fields below it, some of them behind `?.`.
    fn source(&mut self, source: Source, path: &[SmolStr], asked: &[bool]) {
        let names = self.names;
        let at = |all: &[&'a str], slot: u16| all.get(usize::from(slot)).copied().unwrap_or("?");
        let (root, name) = match source {
            Source::Context(slot) => ("ctx", at(&names.context, slot)),
            Source::Profile(slot) => ("profile", at(&names.profile, slot)),
            Source::Old(slot) => ("old", at(&names.old, slot)),
            // What a function has of its own is never seen from outside.
            Source::Local(_) => ("local", "?"),
            Source::Payload(number) => {
                self.say("event.payload");
                let fields = if usize::from(number) < names.paths.len() { names.paths.get(number) } else { &[] };
                return self.fields(fields, asked);
            }
        };
        self.say(root);
        self.field(name, false);
        self.fields(path, asked);
    }

    fn fields(&mut self, path: &[SmolStr], asked: &[bool]) {
        for (index, field) in path.iter().enumerate() {
            self.field(field, asked.get(index) == Some(&true));
        }
    }

    fn field(&mut self, name: &str, lenient: bool) {
        if literals::is_plain(name) {
            self.say(if lenient { "?." } else { "." });
            self.say(name);
        } else {
            self.say(if lenient { "?[" } else { "[" });
            literals::quoted(&mut self.text, name);
            self.say("]");
        }
    }

    fn value_within(&mut self, value: &Value, least: Strength) {
        if literals::strength(value) < least {
            self.say("(");
            literals::value(&mut self.text, value);
            self.say(")");
        } else {
            literals::value(&mut self.text, value);
        }
    }

    fn condition(&mut self, condition: &Condition, least: Strength) {
        let (parts, between, strength) = match condition {
            Condition::Expression(program) => return self.node(program.root(), least),
            Condition::Not(one) => {
                self.say("!");
                return self.condition(one, WHOLE);
            }
            Condition::All(parts) if parts.is_empty() => return self.say("true"),
            Condition::Any(parts) if parts.is_empty() => return self.say("false"),
            Condition::All(parts) => (parts, " && ", AND),
            Condition::Any(parts) => (parts, " || ", OR),
        };
        if let [one] = parts.as_slice() {
            return self.condition(one, least);
        }
        self.say(if strength < least { "(" } else { "" });
        for (index, part) in parts.iter().enumerate() {
            self.say(if index == 0 { "" } else { between });
            // `&&` in `&&` needs no parentheses, and `||` in `||` none.
            self.condition(part, if part.joins(strength) { strength } else { strength + 1 });
        }
        self.say(if strength < least { ")" } else { "" });
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Constant(value) => literals::value(&mut self.text, value),
            Term::Expression(program) => self.node(program.root(), CHOICE),
            Term::Text(parts) => {
                let constant = |text: &SmolStr| Node::Constant(Value::Str(text.clone()));
                let nodes = parts.iter().map(|part| match part {
                    TextPart::Literal(text) => constant(text),
                    TextPart::Expression(program) => program.root().clone(),
                });
                let nodes: Vec<Node> = nodes.collect();
                self.template(&nodes);
            }
            Term::List(items) => {
                self.say("[");
                for (index, item) in items.iter().enumerate() {
                    self.say(if index == 0 { "" } else { ", " });
                    self.term(item);
                }
                self.say("]");
            }
            Term::Object(fields) => self.object(fields, Self::term),
        }
    }
}

const fn membership(negated: bool) -> &'static str {
    if negated { "!in" } else { "in" }
}
