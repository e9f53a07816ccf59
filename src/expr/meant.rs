//! Whether a text that stands where a value belongs was meant as an expression.

use crate::expr::builtin;
use crate::expr::parse;
use crate::expr::scope::{EventScope, Scope};
use crate::expr::tree::{Link, LinkKind, Tree, TreeKind};
use crate::syntax::text::Text;
use crate::terms::span::Span;

/// What may be read by a name and the fields after it, and which functions of the journey there are.
pub trait Vocabulary {
    /// Whether `root`, one of `ctx`, `event`, `profile`, `user`, has what `path` names.
    fn has(&self, root: &str, path: &[&str]) -> bool;
    /// Whether it is the name of a definition.
    fn defines(&self, name: &str) -> bool;
    /// Whether it is the name of a function of the journey.
    fn calls(&self, name: &str) -> bool;
}

/// What can be read by fields.
const ROOTS: [&str; 4] = ["ctx", "event", "profile", "user"];

/// Longer texts are prose.
const LONGEST: usize = 1_000;

/// Whether `text` is an expression of which every name is known, and which reads something of a person or an event or
/// calls a function of the language.
pub fn reads_as_expression(text: &str, known: &dyn Vocabulary) -> bool {
    let hints = ROOTS.iter().any(|root| text.contains(root)) || text.contains('(');
    if !hints || text.len() > LONGEST || !text.contains(['.', '(']) {
        return false;
    }
    let mut walk = Walk { known, strange: false, telling: false };
    let span = Span::default();
    if let Some(parsed) = parse::parse(&Text::straight(text, span, 0), &mut Vec::new()) {
        walk.tree(&parsed.tree);
        return walk.telling && !walk.strange;
    }
    false
}

/// The same in a place that has all of `scope`: every name begins as something that it has.
pub fn seems_expression(text: &str, scope: &Scope<'_>) -> bool {
    scope.person && reads_as_expression(text, &Begun(scope))
}

/// Whether `text`, which is refused where it stands, may be an expression of which only the `=` is missing: every name
/// begins as something that `scope` has, whether that has the field or not.
pub fn may_be_expression(text: &str, scope: &Scope<'_>) -> bool {
    let known = Begun(scope);
    let text = text.trim();
    scope.person && (text == "now" || known.defines(text) || reads_as_expression(text, &known))
}

/// What a place has by the first word.
struct Begun<'a>(&'a Scope<'a>);

impl Vocabulary for Begun<'_> {
    fn has(&self, root: &str, path: &[&str]) -> bool {
        !path.is_empty() && (root != "event" || !matches!(self.0.event, EventScope::Absent(_)))
    }

    fn defines(&self, name: &str) -> bool {
        self.0.definitions.iter().any(|known| known.name == name)
    }

    fn calls(&self, name: &str) -> bool {
        self.0.functions.all.iter().any(|known| known.name == name)
    }
}

struct Walk<'a> {
    known: &'a dyn Vocabulary,
    /// Whether there is a name that nothing has.
    strange: bool,
    /// Whether it can only be meant as an expression.
    telling: bool,
}

impl Walk<'_> {
    fn tree(&mut self, tree: &Tree) {
        match &tree.kind {
            TreeKind::Name(name) => self.strange |= name != "now" && !self.known.defines(name),
            TreeKind::Chain(base, links) => self.chain(base, links),
            TreeKind::Call(call) => {
                self.function(&call.name, call.args.len());
                self.all(&call.args);
            }
            TreeKind::Template(parts)
            | TreeKind::List(parts)
            | TreeKind::And(parts)
            | TreeKind::Or(parts)
            | TreeKind::Coalesce(parts) => self.all(parts),
            TreeKind::Map(fields) => fields.iter().for_each(|field| self.tree(&field.2)),
            TreeKind::Unary(_, one) => self.tree(one),
            TreeKind::Binary(_, both) | TreeKind::In(_, both) | TreeKind::Range(_, both) => {
                self.tree(&both.0);
                self.tree(&both.1);
            }
            TreeKind::If(parts) => {
                self.tree(&parts.0);
                self.tree(&parts.1);
                self.tree(&parts.2);
            }
            TreeKind::Block(_) => self.strange = true,
            TreeKind::Unit | TreeKind::Bool(_) | TreeKind::Int(_) | TreeKind::Number(_) | TreeKind::Str(_) => {}
        }
    }

    fn all(&mut self, trees: &[Tree]) {
        for tree in trees {
            self.tree(tree);
        }
    }

    fn chain(&mut self, base: &Tree, links: &[Link]) {
        match &base.kind {
            TreeKind::Name(root) if ROOTS.contains(&root.as_str()) => {
                let fields = links.iter().map_while(|link| match &link.kind {
                    LinkKind::Field(name) => Some(name.as_str()),
                    _ => None,
                });
                let path: Vec<&str> = fields.collect();
                let has = self.known.has(root, &path);
                self.telling |= has;
                self.strange |= !has;
            }
            TreeKind::Name(root) if root == "state" => {
                self.strange |= !matches!(links, [Link { kind: LinkKind::Field(name), .. }] if name == "entered_at");
            }
            _ => self.tree(base),
        }
        for link in links {
            match &link.kind {
                LinkKind::Field(_) => {}
                LinkKind::Index(index) => self.tree(index),
                LinkKind::Method(name, args) => {
                    self.function(name, args.len() + 1);
                    self.all(args);
                }
            }
        }
    }

    fn function(&mut self, name: &str, count: usize) {
        let fits = builtin::find(name).is_some_and(|of| of.signatures.iter().any(|one| one.params.len() == count));
        self.telling |= fits;
        self.strange |= !fits && name != "in_state" && !self.known.calls(name);
    }
}

#[cfg(test)]
mod tests {
    use super::{Vocabulary, reads_as_expression};

    struct Known;

    impl Vocabulary for Known {
        fn has(&self, root: &str, path: &[&str]) -> bool {
            matches!((root, path), ("ctx", ["plan" | "n"]) | ("user", ["id"]) | ("event", ["payload", ..]))
        }
        fn defines(&self, name: &str) -> bool {
            name == "price"
        }
        fn calls(&self, name: &str) -> bool {
            name == "discount"
        }
    }

    #[test]
    fn what_can_only_be_an_expression_is_one() {
        for text in [
            "ctx.plan",
            "user.id",
            "ctx.n + 1",
            "days(3)",
            "discount(ctx.n)",
            "event.payload.x ?? \"y\"",
            "ctx.n > price",
        ] {
            assert!(reads_as_expression(text, &Known), "{text}");
        }
    }

    #[test]
    fn names_of_things_and_prose_are_text() {
        for text in [
            "user.onboarding.complete",
            "event.signup",
            "ctx.planning",
            "Hello (again)",
            "offer(1)",
            "hour(9)",
            "Say user.id",
            "price",
            "discount",
            "welcome-1",
            "x.user.id",
            "1.4.0",
            "max",
        ] {
            assert!(!reads_as_expression(text, &Known), "{text}");
        }
    }
}
