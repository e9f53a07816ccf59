//! Conditions and terms, in which YAML and expressions meet, as one expression of the language.

use smol_str::SmolStr;

use crate::expr::literals;
use crate::expr::node::Node;
use crate::expr::strength::{AND, CHOICE, OR, Strength, WHOLE};
use crate::expr::term::{Condition, Term, TextPart};
use crate::expr::wording::{Names, Writer};
use crate::terms::value::Value;

impl Condition {
    /// Its text as one expression.
    pub fn wording(&self, names: &Names<'_>) -> String {
        let mut writer = Writer::new(names);
        writer.condition(self, CHOICE);
        writer.text
    }

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

impl Writer<'_, '_> {
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
