//! What a compiled expression reads, and its value where it reads nothing.

use crate::expr::evaluation::{ASKED_WORK, Run};
use crate::expr::explain::each_inside;
use crate::expr::inputs::{Complaints, Inputs, Nowhere, Payload, PersonView};
use crate::expr::node::{Node, Source};
use crate::expr::program::Program;
use crate::expr::reads::Reads;
use crate::expr::term::{Condition, Term, TextPart};
use crate::expr::tree::BinaryOp;
use crate::terms::value::Value;

impl Program {
    /// What it reads; names of definitions and functions, which its program no longer has, are left out.
    pub fn reads(&self) -> Reads {
        let mut reads = Reads::default();
        gather(self.root(), &mut reads);
        reads.settle();
        reads
    }

    /// Its value, if that is the same for everybody at all times.
    pub fn fixed(&self) -> Option<Value> {
        if let Some(value) = self.constant() {
            return Some(value.clone());
        }
        fixed(self.root())
    }

    /// How much is added to what `other` comes to, if this is `other` and something that is always the same.
    fn added_to(&self, other: &Self) -> Option<Value> {
        let Node::Binary(BinaryOp::Add, both) = self.root() else { return None };
        // What two nodes are made of is told apart by nothing but how it is shown.
        (format!("{:?}", both.0) == format!("{:?}", other.root())).then(|| fixed(&both.1)).flatten()
    }
}

/// The value of a node, if that is the same for everybody at all times.
fn fixed(node: &Node) -> Option<Value> {
    let mut reads = Reads::default();
    gather(node, &mut reads);
    reads.settle();
    if reads != Reads::default() {
        return None;
    }
    let person = PersonView { id: "", anonymous: false, consent: &[], profile: &[] };
    let complaints = Complaints::within(ASKED_WORK);
    let inputs = Inputs {
        context: &[],
        old: &[],
        payload: Payload::EMPTY,
        envelope: None,
        person: &person,
        now: 0,
        entered_at: 0,
        active: &Nowhere,
        default_tz: "UTC",
        complaints: &complaints,
    };
    let value = node.eval(&Run::new(&inputs)).ok()?;
    // A zone that is none stands for the project's, which is not known here.
    complaints.is_empty().then_some(value)
}

impl Term {
    /// What it reads.
    pub fn reads(&self) -> Reads {
        match self {
            Self::Constant(_) => Reads::default(),
            Self::Expression(program) => program.reads(),
            Self::Text(parts) => merged(parts.iter().filter_map(|part| match part {
                TextPart::Literal(_) => None,
                TextPart::Expression(program) => Some(program.reads()),
            })),
            Self::List(items) => merged(items.iter().map(Self::reads)),
            Self::Object(fields) => merged(fields.iter().map(|field| field.1.reads())),
        }
    }

    /// Whether an `if` decides what it comes to, its own or that of a function.
    pub fn chooses(&self) -> bool {
        match self {
            Self::Expression(program) => chooses(program.root()),
            Self::Constant(_) | Self::Text(_) | Self::List(_) | Self::Object(_) => false,
        }
    }

    /// By how many milliseconds it always comes to a later instant, or a longer duration, than `other`; absent where that
    /// is not to be seen.
    pub fn later_than(&self, other: &Self) -> Option<i64> {
        let (Self::Expression(this), Self::Expression(other)) = (self, other) else { return None };
        match this.added_to(other)? {
            Value::Duration(millis) if millis > 0 => Some(millis),
            _ => None,
        }
    }

    /// Its value, if that is a literal or the same for everybody at all times.
    pub fn fixed(&self) -> Option<Value> {
        match self {
            Self::Constant(value) => Some(value.clone()),
            Self::Expression(program) => program.fixed(),
            Self::Text(_) | Self::List(_) | Self::Object(_) => None,
        }
    }
}

impl Condition {
    /// What it reads.
    pub fn reads(&self) -> Reads {
        match self {
            Self::Expression(program) => program.reads(),
            Self::All(parts) | Self::Any(parts) => merged(parts.iter().map(Self::reads)),
            Self::Not(one) => one.reads(),
        }
    }
}

fn merged(parts: impl Iterator<Item = Reads>) -> Reads {
    let mut all = Reads::default();
    for part in parts {
        all.merge(&part);
    }
    all
}

fn chooses(node: &Node) -> bool {
    let mut found = matches!(node, Node::If(_) | Node::Function(..));
    each_inside(node, &mut |inside| found = found || chooses(inside));
    found
}

fn gather(node: &Node, reads: &mut Reads) {
    match node {
        Node::Read(source)
        | Node::ReadPath(source, _)
        | Node::SlotInt(_, source, _)
        | Node::SlotNumber(_, source, _)
        | Node::SlotText(_, source, _) => match source {
            Source::Context(slot) => reads.context.push(*slot),
            Source::Profile(slot) => reads.profile.push(*slot),
            Source::Payload(path) => reads.payload.push(*path),
            Source::Old(_) | Source::Local(_) => {}
        },
        Node::Consent(purpose) => reads.purposes.push(*purpose),
        Node::InState(state) => reads.states.push(*state),
        Node::Envelope(_) => reads.envelope = true,
        Node::Now | Node::EnteredAt => reads.time = true,
        Node::UserId | Node::UserAnonymous => reads.user = true,
        // The body of a function sees nothing but its parameters.
        Node::Asked(_, inner) => gather(inner, reads),
        other => each_inside(other, &mut |inside| gather(inside, reads)),
    }
}
