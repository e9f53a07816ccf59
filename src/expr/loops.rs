//! `for` and `while` in the body of a function: what is known before a round is only what every round keeps.

use smol_str::SmolStr;

use crate::expr::checker::{Asker, Checker};
use crate::expr::facts::Root;
use crate::expr::kinds::show;
use crate::expr::node::{Line, Node};
use crate::expr::tree::{Statement, Tree, TreeKind};
use crate::expr::variables::{assigned, assigned_in, contains_break};
use crate::terms::rule::TYPE_MISMATCH;
use crate::terms::types::{Kind, Type};

/// What a `for` goes over.
enum Over {
    List(Node),
    /// From and to, and whether `to` is inside.
    Range(Box<(Node, Node)>, bool),
}

impl Checker<'_> {
    pub(crate) fn for_each(
        &mut self,
        item: &SmolStr,
        counter: Option<&SmolStr>,
        items: &Tree,
        lines: &[Statement],
    ) -> Option<Line> {
        let outer = self.locals.len();
        let (over, of) = self.items(items);
        self.forget_assigned(lines);
        let outside = self.facts.clone();
        let item = self.declare(item, items.place.start, of);
        let counter = counter.map(|name| self.declare(name, items.place.end, Type::of(Kind::Int)));
        let inside = self.looped(lines);
        self.facts = outside;
        self.locals.truncate(outer);
        let (over, inside) = (over?, inside?);
        Some(match over {
            Over::Range(ends, inclusive) => Line::ForRange(item, counter, ends, inclusive, inside),
            Over::List(list) => Line::ForList(item, counter, list, inside),
        })
    }

    /// What a `for` goes over, and the type of one item.
    fn items(&mut self, items: &Tree) -> (Option<Over>, Type) {
        let any = Type::of(Kind::Any);
        if let TreeKind::Range(inclusive, ends) = &items.kind {
            let int = Type::of(Kind::Int);
            let asker = Asker { rule: TYPE_MISMATCH, what: "the end of a range" };
            let from = self.expect(&ends.0, &int, asker);
            let to = self.expect(&ends.1, &int, asker);
            let over = from.zip(to).map(|(from, to)| Over::Range(Box::new((from.node, to.node)), *inclusive));
            return (over, int);
        }
        let Some(found) = self.check(items) else { return (None, any) };
        if self.present(&found, items.place).is_none() {
            return (None, any);
        }
        match &found.ty.kind {
            Kind::List(of) => (Some(Over::List(found.node)), (**of).clone()),
            Kind::Any => (Some(Over::List(found.node)), any),
            _ => {
                let message = format!("`for` goes over a list, not {}", show(&found.ty));
                (self.fault(TYPE_MISMATCH, items.place, message), any)
            }
        }
    }

    /// What a loop may set is not known to be there when it begins again.
    fn forget_assigned(&mut self, lines: &[Statement]) {
        let mut names = Vec::new();
        assigned(lines, &mut names);
        self.forget(&names);
    }

    fn forget(&mut self, names: &[SmolStr]) {
        for local in self.locals.clone() {
            if names.contains(&local.name) {
                self.facts.forget(Root::Local(local.slot));
            }
        }
    }

    fn looped(&mut self, statements: &[Statement]) -> Option<Box<[Line]>> {
        self.frame.loops += 1;
        let lines = self.lines(statements);
        self.frame.loops -= 1;
        lines
    }

    pub(crate) fn while_true(&mut self, condition: &Tree, lines: &[Statement]) -> Option<Line> {
        self.forget_assigned(lines);
        self.forget(&assigned_in(condition));
        let condition = self.condition(condition, "the condition of `while`");
        let outside = self.facts.clone();
        let mut after = outside.clone();
        if let Some(condition) = &condition {
            after = condition.when_false(&outside);
            self.facts = condition.when_true(&outside);
        }
        let inside = self.looped(lines);
        self.facts = if contains_break(lines) { outside } else { after };
        Some(Line::While(condition?.node, inside?))
    }
}
