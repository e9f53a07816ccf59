//! A compiled expression as text of the language again, definitions put in.
//!
//! Compiling the text where the same is known, for the same place, gives a program of the same value: what the place made
//! of an int, or a test around it of a value that may be missing, does not stand in it.

use std::fmt::Write as _;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::literals;
use crate::expr::node::{Member, Node, Reach, Source};
use crate::expr::paths::Paths;
use crate::expr::program::Program;
use crate::expr::strength::{AND, CHOICE, COALESCE, IN, OR, PRODUCT, RANGE, SUM, Strength, UNARY, WHOLE, rank};
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
    pub states: Arc<[&'a str]>,
    /// Payload paths, by number.
    pub paths: &'a Paths,
}

impl Program {
    /// Its text.
    pub fn wording(&self, names: &Names<'_>) -> String {
        self.root().wording(names)
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
            Self::Widen(one) | Self::Convert(_, one) => one.strength(),
            _ => WHOLE,
        }
    }
}

/// A text as far as it is written.
pub(crate) struct Writer<'n, 'a> {
    names: &'n Names<'a>,
    pub(crate) text: String,
}

impl<'n, 'a> Writer<'n, 'a> {
    pub(crate) const fn new(names: &'n Names<'a>) -> Self {
        Self { names, text: String::new() }
    }

    pub(crate) fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// What a link stands behind. Brackets would not end a chain with `?.` in it, a default does.
    fn base(&mut self, node: &Node) {
        match node {
            Node::Chain(_) => {
                self.say("(");
                self.form(node);
                self.say(" ?? ())");
            }
            Node::Widen(one) | Node::Convert(_, one) => self.base(one),
            _ => self.node(node, WHOLE),
        }
    }

    /// `node`, in parentheses if it is weaker than `least`.
    pub(crate) fn node(&mut self, node: &Node, least: Strength) {
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
                self.base(base);
                self.field(name, *lenient == Reach::May);
            }
            Node::Index(lenient, both) => {
                self.base(&both.0);
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
            self.base(receiver);
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

    pub(crate) fn object<'o, T: 'o>(
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

    pub(crate) fn template(&mut self, parts: &[Node]) {
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
}

const fn membership(negated: bool) -> &'static str {
    if negated { "!in" } else { "in" }
}
