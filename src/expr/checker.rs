//! What the checker carries through an expression, and what it finds out about a part of one.

use smol_str::SmolStr;

use crate::expr::divided::Divided;
use crate::expr::facts::{Facts, Spot};
use crate::expr::frame::{Frame, Local};
use crate::expr::kinds::{converts, fits, show};
use crate::expr::node::Node;
use crate::expr::paths::Paths;
use crate::expr::reads::Reads;
use crate::expr::refusal::Refusal;
use crate::expr::scope::Scope;
use crate::expr::tokens::Place;
use crate::expr::tree::Tree;
use crate::syntax::text::Text;
use crate::terms::finding::Finding;
use crate::terms::rule::{ACTION_PARAMS, EXPRESSION_SYNTAX, NULLABLE_USE, RuleName, TYPE_MISMATCH};
use crate::terms::span::Span;
use crate::terms::suggest;
use crate::terms::types::{Kind, Type};

/// Definitions inside definitions can multiply; this bounds what one expression may become.
const MAX_PARTS: usize = 50_000;
/// Definitions inside definitions can also nest.
pub(crate) const MAX_NESTING: usize = 300;

/// The state of one check.
pub(crate) struct Checker<'s> {
    pub(crate) scope: &'s Scope<'s>,
    pub(crate) paths: &'s mut Paths,
    pub(crate) findings: &'s mut Vec<Finding>,
    pub(crate) reads: Reads,
    /// What is known at the part that is being checked.
    pub(crate) facts: Facts,
    /// The text that the part was written in.
    pub(crate) text: &'s Text,
    /// The uses of definitions that led to this text, the outermost first.
    pub(crate) uses: Vec<(SmolStr, Span)>,
    /// How many definitions may be used here.
    pub(crate) visible: usize,
    /// Parameters and variables of a function, the innermost last.
    pub(crate) locals: Vec<Local>,
    /// What else the body of a function has.
    pub(crate) frame: Frame,
    pub(crate) parts: usize,
    pub(crate) nesting: usize,
    /// The deepest that running it goes, functions that it calls included.
    pub(crate) deepest: usize,
    /// The argument of a `floor(…)`: a division there cuts off on purpose.
    pub(crate) floored: Option<Place>,
    /// The division of ints that was told last.
    pub(crate) divided: Option<Divided>,
}

/// What is known of a part of an expression.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub(crate) node: Node,
    pub(crate) ty: Type,
    /// The place that it reads, if it is nothing but that.
    pub(crate) spot: Option<Spot>,
    /// What is known when it is true and when it is false.
    pub(crate) truth: Option<Box<(Facts, Facts)>>,
}

/// What a place asks: the rule that is broken otherwise, and what asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker<'a> {
    pub(crate) rule: RuleName,
    pub(crate) what: &'a str,
}

impl Typed {
    /// A part of a type, of which nothing else is known.
    pub(crate) fn new(node: Node, ty: Type) -> Self {
        Self { node, ty, spot: None, truth: None }
    }

    /// The same of a kind that is always there.
    pub(crate) fn of(node: Node, kind: Kind) -> Self {
        Self::new(node, Type::of(kind))
    }

    /// With what its truth and its falsehood tell.
    pub(crate) fn telling(mut self, when_true: Facts, when_false: Facts) -> Self {
        self.truth = Some(Box::new((when_true, when_false)));
        self
    }

    /// What is known when it is true.
    pub(crate) fn when_true(&self, facts: &Facts) -> Facts {
        self.truth.as_ref().map_or_else(|| facts.clone(), |truth| truth.0.clone())
    }

    /// What is known when it is false.
    pub(crate) fn when_false(&self, facts: &Facts) -> Facts {
        self.truth.as_ref().map_or_else(|| facts.clone(), |truth| truth.1.clone())
    }
}

impl<'s> Checker<'s> {
    /// Reports a fault of the text that is being checked, with the uses that led to it.
    pub(crate) fn refuse(&mut self, refusal: Refusal) {
        let mut finding = refusal.finding(self.text);
        for (name, span) in &self.uses {
            finding = finding.label(*span, format!("`{name}` is used here"));
        }
        self.findings.push(finding);
    }

    /// The same, and gives nothing.
    pub(crate) fn fault<T>(&mut self, rule: RuleName, place: Place, message: impl Into<String>) -> Option<T> {
        self.refuse(Refusal::new(rule, place, message));
        None
    }

    /// The same with a way out.
    pub(crate) fn fault_with<T>(
        &mut self,
        rule: RuleName,
        place: Place,
        message: impl Into<String>,
        help: Option<String>,
    ) -> Option<T> {
        let refusal = Refusal::new(rule, place, message);
        self.refuse(match help {
            Some(help) => refusal.help(help),
            None => refusal,
        });
        None
    }

    /// Says something about the text that is being checked, which is valid: where it is used does not matter.
    pub(crate) fn remark(&mut self, rule: RuleName, place: Place, message: impl Into<String>, help: String) {
        debug_assert!(rule.is_remark(), "what is no remark stops what it stands in");
        self.findings.push(Refusal::new(rule, place, message).help(help).finding(self.text));
    }

    /// As it was written.
    pub(crate) fn source(&self, place: Place) -> &'s str {
        self.text.text.get(place.start..place.end).unwrap_or_default()
    }

    /// One part more, if there may be one.
    pub(crate) fn count(&mut self, tree: &Tree) -> Option<()> {
        self.parts += 1;
        self.deepest = self.deepest.max(self.nesting);
        if self.parts <= MAX_PARTS && self.nesting <= MAX_NESTING {
            return Some(());
        }
        // Told once: the rest of the expression is left alone.
        let told = self.parts > MAX_PARTS * 2;
        self.parts = MAX_PARTS * 2 + 1;
        if told {
            return None;
        }
        let help = Some("let definitions build on fewer others, or write a function".to_owned());
        self.fault_with(EXPRESSION_SYNTAX, tree.place, "the expression is too large with its definitions put in", help)
    }

    /// That `found`, written at `place`, is there.
    pub(crate) fn present(&mut self, found: &Typed, place: Place) -> Option<()> {
        if !found.ty.optional || found.ty.kind == Kind::Any {
            return Some(());
        }
        if found.ty.kind == Kind::Null {
            return self.fault(TYPE_MISMATCH, place, "`()` has no value to work with");
        }
        let what = self.source(place).to_owned();
        let help = format!("test it first, `has({what})` or `{what} != ()`, or give a default: `{what} ?? …`");
        self.fault_with(NULLABLE_USE, place, format!("`{what}` may be missing"), Some(help))
    }

    /// `found` as a value of `want`, or the fault that it is none.
    pub(crate) fn fit(&mut self, found: Typed, want: &Type, place: Place, asker: Asker<'_>) -> Option<Typed> {
        if found.ty.optional && !want.optional && !matches!(found.ty.kind, Kind::Null | Kind::Any) {
            let kind = Type::of(found.ty.kind.clone());
            if fits(&kind.kind, &want.kind) || asker.rule == ACTION_PARAMS {
                return self.present(&found, place).map(|()| found);
            }
        }
        let missing = found.ty.kind == Kind::Null && found.ty.optional && !want.optional && want.kind != Kind::Any;
        if missing || !fits(&found.ty.kind, &want.kind) {
            return self.misfit(&found.ty, want, place, asker);
        }
        Some(convert(found, want))
    }

    fn misfit<T>(&mut self, found: &Type, want: &Type, place: Place, asker: Asker<'_>) -> Option<T> {
        if let (Kind::Enum(found), Kind::Enum(members)) = (&found.kind, &want.kind)
            && let Some(stranger) = found.iter().find(|member| !members.contains(member))
        {
            return self.stranger(stranger, members, place);
        }
        let message = format!("{} must be {}, not {}", asker.what, show(want), show(found));
        let help = match (&found.kind, &want.kind) {
            (Kind::Number, Kind::Int) => Some("`round(…)`, `floor(…)` and `ceil(…)` give an int".to_owned()),
            (Kind::String, Kind::Enum(_)) => Some("only its members fit an enum: compare, and name one".to_owned()),
            (Kind::String, Kind::Duration) => Some("write `duration(\"3d\")` or `days(3)`".to_owned()),
            (Kind::Int | Kind::Number, Kind::Duration) => Some("say the unit: `days(3)`, `hours(2)`".to_owned()),
            _ => None,
        };
        self.fault_with(asker.rule, place, message, help)
    }

    /// A literal that is no member of an enum.
    pub(crate) fn stranger<T>(&mut self, found: &str, members: &[SmolStr], place: Place) -> Option<T> {
        let message = format!("`{found}` is not one of `{}`", members.join("`, `"));
        // Another expression is not mended by a member in its place.
        let near = self.source(place).starts_with('"').then(|| members.iter().map(SmolStr::as_str));
        let help = near.and_then(|all| suggest::nearest(found, all)).map(|near| format!("did you mean `{near}`?"));
        self.fault_with(TYPE_MISMATCH, place, message, help)
    }
}

/// `found` as the node that gives a value of `want`, where it fits.
pub(crate) fn convert(mut found: Typed, want: &Type) -> Typed {
    if converts(&found.ty.kind, &want.kind) {
        let optional = found.ty.optional;
        found.node = match (found.node, &found.ty.kind, &want.kind) {
            (Node::Constant(crate::terms::value::Value::Int(int)), _, Kind::Number) => {
                Node::Constant(crate::terms::value::Value::Number(int as f64))
            }
            (node, Kind::Int, Kind::Number) if !optional => Node::Widen(Box::new(node)),
            (node, from, _) => {
                let want = Type { kind: want.kind.clone(), optional: want.optional || optional && *from != Kind::Any };
                Node::Convert(std::sync::Arc::new(want), Box::new(node))
            }
        };
        found.ty.kind = want.kind.clone();
    }
    found
}
