//! `&&`, `||`, `!`, `??` and `if`: where what a test has shown is known to what comes after it.

use crate::expr::checker::{Asker, Checker, Typed, convert};
use crate::expr::facts::Facts;
use crate::expr::kinds::{NEVER, join, show};
use crate::expr::node::Node;
use crate::expr::tree::{Tree, UnaryOp};
use crate::terms::rule::TYPE_MISMATCH;
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

impl Checker<'_> {
    pub(crate) fn all_of(&mut self, parts: &[Tree]) -> Option<Typed> {
        let mut nodes = Vec::new();
        let mut when_false = Facts::never();
        let mut whole = true;
        for part in parts {
            match self.condition(part, "what `&&` joins") {
                Some(typed) => {
                    when_false = when_false.or(&typed.when_false(&self.facts));
                    self.facts = typed.when_true(&self.facts);
                    nodes.push(typed.node);
                }
                None => whole = false,
            }
        }
        let when_true = self.facts.clone();
        self.facts = when_true.or(&when_false);
        whole.then(|| Typed::of(Node::And(nodes.into()), Kind::Bool).telling(when_true, when_false))
    }

    pub(crate) fn any_of(&mut self, parts: &[Tree]) -> Option<Typed> {
        let mut nodes = Vec::new();
        let mut when_true = Facts::never();
        let mut whole = true;
        for part in parts {
            match self.condition(part, "what `||` joins") {
                Some(typed) => {
                    when_true = when_true.or(&typed.when_true(&self.facts));
                    self.facts = typed.when_false(&self.facts);
                    nodes.push(typed.node);
                }
                None => whole = false,
            }
        }
        let when_false = self.facts.clone();
        self.facts = when_true.or(&when_false);
        whole.then(|| Typed::of(Node::Or(nodes.into()), Kind::Bool).telling(when_true, when_false))
    }

    pub(crate) fn unary(&mut self, op: UnaryOp, one: &Tree) -> Option<Typed> {
        if op == UnaryOp::Not {
            let typed = self.condition(one, "what `!` turns round")?;
            let (when_true, when_false) = (typed.when_false(&self.facts), typed.when_true(&self.facts));
            return Some(Typed::of(Node::Not(Box::new(typed.node)), Kind::Bool).telling(when_true, when_false));
        }
        let found = self.check(one)?;
        self.present(&found, one.place)?;
        match (&found.ty.kind, op) {
            (Kind::Int | Kind::Number | Kind::Duration | Kind::Any, UnaryOp::Minus) => {
                Some(Typed::new(Node::Negate(Box::new(found.node)), found.ty))
            }
            (Kind::Any, _) => Some(Typed::new(Node::Signed(Box::new(found.node)), found.ty)),
            (Kind::Int | Kind::Number | Kind::Duration, _) => Some(Typed::new(found.node, found.ty)),
            _ => {
                let message = format!("{} has no sign", show(&found.ty));
                self.fault(TYPE_MISMATCH, one.place, message)
            }
        }
    }

    pub(crate) fn coalesce(&mut self, parts: &[Tree], want: Option<(&Type, Asker<'_>)>) -> Option<Typed> {
        let mut found = Vec::new();
        let mut whole = true;
        let mut after = Facts::never();
        for (index, part) in parts.iter().enumerate() {
            let last = index + 1 == parts.len();
            let typed = match want {
                Some((want, asker)) if last => self.expect(part, want, asker),
                Some((want, asker)) => self.expect(part, &want.clone().or_missing(), asker),
                None => self.check(part),
            };
            whole &= typed.is_some();
            found.extend(typed);
            after = after.or(&self.facts);
        }
        self.facts = after;
        if !whole {
            return None;
        }
        let optional = found.last().is_none_or(|last| last.ty.optional);
        let joined = found.iter().try_fold(NEVER, |all, one| join(&all, &one.ty));
        let Some(mut joined) = joined else {
            let place = parts.last().map(|last| last.place).unwrap_or_default();
            let types: Vec<_> = found.iter().map(|one| show(&one.ty.clone().present())).collect();
            return self.fault(
                TYPE_MISMATCH,
                place,
                format!("the sides of `??` must be of one type, not {}", types.join(" and ")),
            );
        };
        joined.optional = optional;
        let truth = self.default_tells(&found);
        let nodes = found.into_iter().map(|one| convert(one, &joined).node).collect();
        let typed = Typed::new(Node::Coalesce(nodes), joined);
        Some(match truth {
            Some((when_true, when_false)) => typed.telling(when_true, when_false),
            None => typed,
        })
    }

    /// `x ?? false` is true only if `x` is there, `x ?? true` false only then.
    fn default_tells(&self, found: &[Typed]) -> Option<(Facts, Facts)> {
        let [Typed { spot: Some(spot), .. }, Typed { node: Node::Constant(Value::Bool(default)), .. }] = found else {
            return None;
        };
        let mut known = self.facts.clone();
        known.learn(spot);
        Some(if *default { (self.facts.clone(), known) } else { (known, self.facts.clone()) })
    }

    /// The condition of an `if`, and what `branch` makes of its branches; known afterwards is what both leave known.
    pub(crate) fn forked<T>(
        &mut self,
        parts: &(Tree, Tree, Tree),
        mut branch: impl FnMut(&mut Self, &Tree) -> T,
    ) -> (Option<Typed>, T, T) {
        let condition = self.condition(&parts.0, "the condition of `if`");
        let mut otherwise = self.facts.clone();
        if let Some(condition) = &condition {
            otherwise = condition.when_false(&self.facts);
            self.facts = condition.when_true(&self.facts);
        }
        let then = branch(self, &parts.1);
        let after_then = std::mem::replace(&mut self.facts, otherwise);
        let other = branch(self, &parts.2);
        self.facts = after_then.or(&self.facts);
        (condition, then, other)
    }

    pub(crate) fn choice(&mut self, parts: &(Tree, Tree, Tree), want: Option<(&Type, Asker<'_>)>) -> Option<Typed> {
        let (condition, then, other) = self.forked(parts, |checker, tree| {
            let typed = checker.branch(tree, want)?;
            let after = (typed.when_true(&checker.facts), typed.when_false(&checker.facts));
            Some((typed, after))
        });
        let (condition, (then, after_then), (other, after_other)) = (condition?, then?, other?);
        let Some(joined) = join(&then.ty, &other.ty) else {
            let message =
                format!("the branches of `if` must be of one type, not {} and {}", show(&then.ty), show(&other.ty));
            return self.fault(TYPE_MISMATCH, parts.2.place, message);
        };
        let nodes = (condition.node, convert(then, &joined).node, convert(other, &joined).node);
        let typed = Typed::new(Node::If(Box::new(nodes)), joined);
        Some(typed.telling(after_then.0.or(&after_other.0), after_then.1.or(&after_other.1)))
    }

    fn branch(&mut self, tree: &Tree, want: Option<(&Type, Asker<'_>)>) -> Option<Typed> {
        match want {
            Some((want, asker)) => self.expect(tree, want, asker),
            None => self.check(tree),
        }
    }
}
