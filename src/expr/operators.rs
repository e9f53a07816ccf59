//! The types of operators, and the node of each: the common shapes of guards get nodes of their own.

use crate::expr::checker::{Asker, Checker, Typed, convert};
use crate::expr::facts::Facts;
use crate::expr::kinds::{comparable, join, show};
use crate::expr::node::{Node, Source};
use crate::expr::tokens::Place;
use crate::expr::tree::{BinaryOp, Tree, TreeKind};
use crate::expr::variables::assigned_in;
use crate::terms::rule::TYPE_MISMATCH;
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

impl Checker<'_> {
    pub(crate) fn binary(&mut self, op: BinaryOp, left: &Tree, right: &Tree, place: Place) -> Option<Typed> {
        let (a, b) = (self.check(left), self.check(right));
        let (mut a, b) = (a?, b?);
        if self.frame.returns.is_some() && !assigned_in(right).is_empty() {
            // What it read may be another by now.
            a.spot = None;
        }
        if op.is_equality() {
            return self.equality(op, (a, left), (b, right), place);
        }
        let there = (self.present(&a, left.place), self.present(&b, right.place));
        let (Some(()), Some(())) = there else { return None };
        if op.is_order() {
            return self.ordering(op, a, b, place);
        }
        self.remark_division(op, (&a, left), (&b, right), place);
        self.arithmetic(op, a, b, place)
    }

    fn equality(
        &mut self,
        op: BinaryOp,
        (a, left): (Typed, &Tree),
        (b, right): (Typed, &Tree),
        place: Place,
    ) -> Option<Typed> {
        for (literal, tree, other) in [(&a, left, &b), (&b, right, &a)] {
            if let (TreeKind::Str(text), Kind::Enum(members)) = (&tree.kind, &other.ty.kind)
                && !members.contains(text)
                && !other.node.is_literal()
            {
                debug_assert!(matches!(literal.ty.kind, Kind::Enum(_)), "a text literal is an enum of its own");
                return self.stranger(text, members, tree.place);
            }
        }
        if !comparable(&a.ty.kind, &b.ty.kind) {
            let message = format!("{} cannot be compared with {}", show(&a.ty), show(&b.ty));
            return self.fault(TYPE_MISMATCH, place, message);
        }
        self.remark_equality(op, (&a, left), (&b, right), place);
        let truth = self.equality_tells(op, &a, &b);
        let node = compared(op, a, b);
        Some(Typed::of(node, Kind::Bool).telling(truth.0, truth.1))
    }

    /// `x == 3` shows that `x` is there, `x == ()` that it is not; `!=` the other way round.
    fn equality_tells(&self, op: BinaryOp, a: &Typed, b: &Typed) -> (Facts, Facts) {
        let mut equal = self.facts.clone();
        let mut unequal = self.facts.clone();
        for (one, other) in [(a, b), (b, a)] {
            let Some(spot) = &one.spot else { continue };
            if other.ty.kind == Kind::Null {
                unequal.learn(spot);
            } else if !other.ty.optional && other.ty.kind != Kind::Any {
                equal.learn(spot);
            }
        }
        if op == BinaryOp::Eq { (equal, unequal) } else { (unequal, equal) }
    }

    fn ordering(&mut self, op: BinaryOp, a: Typed, b: Typed, place: Place) -> Option<Typed> {
        let ordered = |kind: &Kind| {
            matches!(kind, Kind::Int | Kind::Number | Kind::String | Kind::Timestamp | Kind::Duration | Kind::Any)
        };
        // Literals are strings; an enum that was declared has no order of its own.
        let literal = |typed: &Typed| matches!(typed.ty.kind, Kind::Enum(_)) && typed.node.is_literal();
        let text = |typed: &Typed| matches!(typed.ty.kind, Kind::String | Kind::Any) || literal(typed);
        let both = text(&a) && text(&b) || ordered(&a.ty.kind) && ordered(&b.ty.kind);
        if both && comparable(&a.ty.kind, &b.ty.kind) || text(&a) && text(&b) {
            return Some(Typed::of(compared(op, a, b), Kind::Bool));
        }
        let message = if comparable(&a.ty.kind, &b.ty.kind) {
            format!("{} has no order, so `{}` cannot compare it", show(&a.ty), op.sign())
        } else {
            format!("{} cannot be compared with {}", show(&a.ty), show(&b.ty))
        };
        self.fault(TYPE_MISMATCH, place, message)
    }

    fn arithmetic(&mut self, op: BinaryOp, a: Typed, b: Typed, place: Place) -> Option<Typed> {
        if let Some(kind) = result(op, &a.ty.kind, &b.ty.kind) {
            return Some(Typed::of(computed(op, a, b, &kind), kind));
        }
        if let (Kind::List(one), Kind::List(two), BinaryOp::Add) = (&a.ty.kind, &b.ty.kind, op)
            && let Some(item) = join(one, two)
        {
            let of = Type::list(item);
            let both = (convert(a, &of).node, convert(b, &of).node);
            return Some(Typed::new(Node::Binary(op, Box::new(both)), of));
        }
        let help = match (&a.ty.kind, &b.ty.kind, op) {
            (Kind::List(_), _, BinaryOp::Add) => Some(format!("a list grows by a list: `+ [{}]`", "x")),
            (Kind::String | Kind::Enum(_), _, BinaryOp::Add) | (_, Kind::String | Kind::Enum(_), BinaryOp::Add) => {
                Some("put the value into a text: `` `… ${x} …` ``".to_owned())
            }
            (Kind::Timestamp | Kind::Duration, Kind::Int | Kind::Number, _) => {
                Some("say the unit: `days(3)`, `hours(2)`".to_owned())
            }
            _ => None,
        };
        let message = format!("`{}` is not defined for {} and {}", op.sign(), show(&a.ty), show(&b.ty));
        self.fault_with(TYPE_MISMATCH, place, message, help)
    }

    pub(crate) fn membership(&mut self, negated: bool, item: &Tree, whole: &Tree) -> Option<Typed> {
        if let TreeKind::Range(inclusive, ends) = &whole.kind {
            let asker = Asker { rule: TYPE_MISMATCH, what: "what is in a range" };
            let int = Type::of(Kind::Int);
            let parts = [item, &ends.0, &ends.1].map(|tree| self.expect(tree, &int, asker));
            let [Some(item), Some(from), Some(to)] = parts else { return None };
            let parts = Box::new((item.node, from.node, to.node));
            return Some(Typed::of(Node::InRange(negated, *inclusive, parts), Kind::Bool));
        }
        let (found, all) = (self.check(item), self.check(whole));
        let (found, all) = (found?, all?);
        let there = (self.present(&found, item.place), self.present(&all, whole.place));
        let (Some(()), Some(())) = there else { return None };
        if let (Kind::Enum(members), TreeKind::List(literals)) = (&found.ty.kind, &whole.kind)
            && !found.node.is_literal()
        {
            self.strangers(members, literals)?;
        }
        if !all.node.is_literal() {
            self.strange_item(item, &all.ty)?;
        }
        let right = match (&found.ty.kind, &all.ty.kind) {
            (found, Kind::List(of)) => comparable(found, &of.kind),
            (
                Kind::String | Kind::Enum(_) | Kind::Any | Kind::Null,
                Kind::String | Kind::Enum(_) | Kind::Object(_) | Kind::Null,
            )
            | (_, Kind::Any) => true,
            _ => false,
        };
        if !right {
            let message = format!("{} cannot be in {}", show(&found.ty), show(&all.ty));
            return self.fault(TYPE_MISMATCH, item.place.to(whole.place), message);
        }
        Some(Typed::of(Node::In(negated, Box::new((found.node, all.node))), Kind::Bool))
    }

    /// That a literal may be in a list of an enum.
    pub(crate) fn strange_item(&mut self, item: &Tree, list: &Type) -> Option<()> {
        if let (TreeKind::Str(text), Kind::List(of)) = (&item.kind, &list.kind)
            && let Kind::Enum(members) = &of.kind
            && !members.contains(text)
        {
            return self.stranger(text, members, item.place);
        }
        Some(())
    }

    fn strangers(&mut self, members: &[smol_str::SmolStr], literals: &[Tree]) -> Option<()> {
        let mut all = Some(());
        for literal in literals {
            if let TreeKind::Str(text) = &literal.kind
                && !members.contains(text)
            {
                all = self.stranger(text, members, literal.place);
            }
        }
        all
    }
}

/// The kind of `a op b`, but for lists; absent where there is none.
fn result(op: BinaryOp, a: &Kind, b: &Kind) -> Option<Kind> {
    use BinaryOp as B;
    Some(match (a, b) {
        (Kind::Int, Kind::Int) => Kind::Int,
        (Kind::Int | Kind::Number, Kind::Int | Kind::Number)
            if matches!(op, B::Add | B::Sub | B::Mul | B::Div | B::Rem | B::Pow) =>
        {
            Kind::Number
        }
        (Kind::Bool, Kind::Bool) if matches!(op, B::BitAnd | B::BitOr | B::BitXor) => Kind::Bool,
        (Kind::String | Kind::Enum(_), Kind::String | Kind::Enum(_)) if op == B::Add => Kind::String,
        (Kind::Timestamp, Kind::Duration) if matches!(op, B::Add | B::Sub) => Kind::Timestamp,
        (Kind::Duration, Kind::Timestamp) if op == B::Add => Kind::Timestamp,
        (Kind::Timestamp, Kind::Timestamp) if op == B::Sub => Kind::Duration,
        (Kind::Duration, Kind::Duration) if matches!(op, B::Add | B::Sub | B::Rem) => Kind::Duration,
        (Kind::Duration, Kind::Duration) if op == B::Div => Kind::Int,
        (Kind::Duration, Kind::Int) if matches!(op, B::Mul | B::Div) => Kind::Duration,
        (Kind::Int, Kind::Duration) if op == B::Mul => Kind::Duration,
        (Kind::Any, _) | (_, Kind::Any) => Kind::Any,
        _ => return None,
    })
}

fn computed(op: BinaryOp, a: Typed, b: Typed, kind: &Kind) -> Node {
    let plain = matches!((&a.ty.kind, &b.ty.kind), (Kind::Int | Kind::Number, Kind::Int | Kind::Number));
    match kind {
        Kind::Int if plain => Node::Ints(op, Box::new((a.node, b.node))),
        Kind::Number if plain => {
            let number = Type::of(Kind::Number);
            Node::Numbers(op, Box::new((convert(a, &number).node, convert(b, &number).node)))
        }
        _ => Node::Binary(op, Box::new((a.node, b.node))),
    }
}

fn compared(op: BinaryOp, a: Typed, b: Typed) -> Node {
    if matches!(a.node, Node::Constant(_)) && slot(&b.node).is_some() {
        return compared(mirrored(op), b, a);
    }
    let number = Type::of(Kind::Number);
    let there = !a.ty.optional && !b.ty.optional;
    match (&a.ty.kind, &b.ty.kind) {
        (Kind::Int, Kind::Int) if there => match (slot(&a.node), &b.node) {
            (Some(slot), Node::Constant(Value::Int(constant))) => Node::SlotInt(op, slot, *constant),
            _ => Node::CompareInts(op, Box::new((a.node, b.node))),
        },
        (Kind::Int | Kind::Number, Kind::Int | Kind::Number) if there => {
            let (a, b) = (convert(a, &number), convert(b, &number));
            match (slot(&a.node), &b.node) {
                (Some(slot), Node::Constant(Value::Number(constant))) => Node::SlotNumber(op, slot, *constant),
                _ => Node::CompareNumbers(op, Box::new((a.node, b.node))),
            }
        }
        (Kind::String | Kind::Enum(_), Kind::Enum(_)) if op.is_equality() => match (slot(&a.node), &b.node) {
            (Some(slot), Node::Constant(Value::Str(text))) => Node::SlotText(op, slot, text.clone()),
            _ => Node::Binary(op, Box::new((a.node, b.node))),
        },
        _ => Node::Binary(op, Box::new((a.node, b.node))),
    }
}

/// The operator that says the same with its sides exchanged.
const fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Lt => BinaryOp::Gt,
        BinaryOp::Le => BinaryOp::Ge,
        BinaryOp::Gt => BinaryOp::Lt,
        BinaryOp::Ge => BinaryOp::Le,
        same => same,
    }
}

const fn slot(node: &Node) -> Option<Source> {
    match node {
        Node::Read(source) => Some(*source),
        _ => None,
    }
}
