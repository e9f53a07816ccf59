//! What the type checker says of expressions that are valid and hardly meant.

use crate::expr::checker::{Checker, Typed};
use crate::expr::divided::Divided;
use crate::expr::node::{Body, Line, Node};
use crate::expr::tokens::Place;
use crate::expr::tree::{BinaryOp, Tree, TreeKind, is_exact};
use crate::terms::rule::{FLOAT_EQUALITY, INTEGER_DIVISION, NEWLINE_IN_STRING};
use crate::terms::types::Kind;
use crate::terms::value::Value;

impl Checker<'_> {
    /// `/` of two ints, unless nothing is lost or `floor(…)` around it says that the whole number is meant.
    pub(crate) fn remark_division(
        &mut self,
        op: BinaryOp,
        (a, left): (&Typed, &Tree),
        (b, right): (&Typed, &Tree),
        place: Place,
    ) {
        let ints = matches!((&a.ty.kind, &b.ty.kind), (Kind::Int, Kind::Int));
        if op != BinaryOp::Div || !ints {
            return;
        }
        if self.floored == Some(place) {
            self.forget_division(left);
            return;
        }
        // Whoever divides by zero has another fault.
        let by_one = matches!(b.node, Node::Constant(Value::Int(-1..=1)));
        let whole = |a: i64, b: i64| a.checked_rem(b) == Some(0);
        if by_one
            || matches!((&a.node, &b.node), (Node::Constant(Value::Int(a)), Node::Constant(Value::Int(b))) if whole(*a, *b))
        {
            return;
        }
        let (a, b) = (self.operand(left), self.operand(right));
        // Of `a / b / c` the whole is told, once.
        let (number, whole) = match (self.forget_division(left), &right.kind) {
            (Some(inner), _) => (format!("{} / {b}", inner.number), format!("{} / {b}", inner.whole)),
            (None, TreeKind::Int(by)) => (format!("{a} / {by}.0"), format!("{a} / {b}")),
            (None, _) => (format!("{a} * 1.0 / {b}"), format!("{a} / {b}")),
        };
        let help = format!("for a number, write `{number}`; if the whole number is meant, say so: `floor({whole})`");
        self.remark(INTEGER_DIVISION, place, "`/` of two ints leaves out what is behind the point: `5 / 2` is 2", help);
        self.divided = Some(Divided { place, number, whole });
    }

    /// Takes back what was said of `tree`, a division that stands in another of which the same is said.
    fn forget_division(&mut self, tree: &Tree) -> Option<Divided> {
        let divided = self.divided.take()?;
        if divided.place != tree.place || !matches!(tree.kind, TreeKind::Binary(BinaryOp::Div, _)) {
            return None;
        }
        let span = tree.place.span(self.text);
        self.findings.retain(|finding| finding.rule != INTEGER_DIVISION || finding.span != span);
        Some(divided)
    }

    /// `==` and `!=` where one side is a number that was rounded, or that no float is exactly; and where a text has a line
    /// break that was made by the file's layout.
    pub(crate) fn remark_equality(
        &mut self,
        op: BinaryOp,
        (a, left): (&Typed, &Tree),
        (b, right): (&Typed, &Tree),
        place: Place,
    ) {
        for tree in [left, right] {
            self.remark_break(tree);
        }
        let numeric = |typed: &Typed| matches!(typed.ty.kind, Kind::Int | Kind::Number);
        if !numeric(a) || !numeric(b) {
            return;
        }
        let rounded = |typed: &Typed| matches!(typed.ty.kind, Kind::Number) && typed.node.is_rounded();
        if rounded(a) || rounded(b) {
            let (a, b) = (self.operand(left), self.operand(right));
            let always = if op == BinaryOp::Eq { "hardly ever" } else { "nearly always" };
            let message = format!("`{}` of rounded numbers is {always} true: `0.1 + 0.2` is not `0.3`", op.sign());
            let within = if op == BinaryOp::Eq { "<" } else { ">=" };
            let help = format!("say how near is near enough, `abs({a} - {b}) {within} 0.005`, or count in whole cents");
            self.remark(FLOAT_EQUALITY, place, message, help);
        }
    }

    /// A part as it was written, on one line, so that an operator may stand beside it.
    fn operand(&self, tree: &Tree) -> String {
        let text = self.source(tree.place).split_whitespace().collect::<Vec<_>>().join(" ");
        let whole = matches!(
            tree.kind,
            TreeKind::Int(_) | TreeKind::Number(_) | TreeKind::Name(_) | TreeKind::Chain(..) | TreeKind::Call(_)
        );
        if whole { text } else { format!("({text})") }
    }

    /// A text that is compared, and goes on in the next line of the file.
    fn remark_break(&mut self, tree: &Tree) {
        let has_break = |tree: &Tree| matches!(&tree.kind, TreeKind::Str(text) if text.contains('\n'));
        let broken = match &tree.kind {
            TreeKind::Template(parts) => parts.iter().any(has_break),
            _ => has_break(tree),
        };
        if broken && self.source(tree.place).contains('\n') {
            let message = "this text has a line break in it, so it equals no text that stands on one line";
            let help = "write it on one line; a line break that is meant is `\"\\n\"`".to_owned();
            self.remark(NEWLINE_IN_STRING, tree.place, message, help);
        }
    }
}

impl Node {
    /// Whether it is a number that arithmetic has rounded, or a fraction that no float is exactly.
    fn is_rounded(&self) -> bool {
        match self {
            Self::Constant(Value::Number(number)) => !is_exact(*number),
            Self::Numbers(..) => !self.is_whole(),
            Self::Negate(one) | Self::Signed(one) | Self::Asked(_, one) | Self::Chain(one) | Self::Convert(_, one) => {
                one.is_rounded()
            }
            Self::If(parts) => parts.1.is_rounded() || parts.2.is_rounded(),
            Self::Coalesce(parts) => parts.iter().any(Self::is_rounded),
            Self::Call(_, builtin, args) => {
                matches!(builtin.name, "abs" | "min" | "max") && args.iter().any(Self::is_rounded)
            }
            Self::Function(_, body, _) => body.rounds(),
            Self::Block(lines) => lines.iter().any(Line::rounds),
            _ => false,
        }
    }

    /// Whether it is made of whole numbers by what leaves them whole.
    fn is_whole(&self) -> bool {
        match self {
            Self::Constant(Value::Number(number)) => number.fract() == 0.0,
            Self::Constant(Value::Int(_)) | Self::Widen(_) => true,
            Self::Numbers(BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul, both) => {
                both.0.is_whole() && both.1.is_whole()
            }
            _ => false,
        }
    }
}

impl Body {
    fn rounds(&self) -> bool {
        self.lines.iter().any(Line::rounds)
    }
}

impl Line {
    /// Whether a number is rounded in it.
    fn rounds(&self) -> bool {
        let all = |lines: &[Self]| lines.iter().any(Self::rounds);
        match self {
            Self::Value(node) | Self::Set(_, node) | Self::Return(node) => node.is_rounded(),
            Self::If(_, then, other) => all(then) || all(other),
            Self::Block(lines)
            | Self::ForList(_, _, _, lines)
            | Self::ForRange(_, _, _, _, lines)
            | Self::While(_, lines) => all(lines),
            Self::Break | Self::Continue => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::expr::world::World;

    fn remarks(text: &str) -> Vec<(String, String)> {
        World::new().remarks(text)
    }

    #[test]
    fn division_of_ints_is_told_at_the_smallest_part() {
        let told = |place: &str| vec![("integer-division".to_owned(), place.to_owned())];
        assert_eq!(remarks("1 + ctx.n / 2 > 3"), told("ctx.n / 2"));
        assert_eq!(remarks("round(ctx.n / 2)"), told("ctx.n / 2"));
        assert_eq!(remarks("ctx.n / 2 / 3 > 1"), told("ctx.n / 2 / 3"));
        assert_eq!(remarks("ctx.n / 2 / 3.0 > 1.0"), told("ctx.n / 2"));
        for fine in [
            "ctx.n / 2.0",
            "floor(ctx.n / 2)",
            "floor(ctx.n / 2 / 3)",
            "ctx.n / 0",
            "6 / 2",
            "ctx.n / 1",
            "ctx.n / -1",
            "days(3) / 2",
            "(now - state.entered_at) / days(1)",
        ] {
            assert_eq!(remarks(fine), [], "{fine}");
        }
    }

    #[test]
    fn equality_of_numbers_is_told_where_one_was_rounded() {
        for text in [
            "event.payload.total * 0.2 == 3.0",
            "event.payload.total != 19.99",
            "abs(event.payload.total - 1.0) == 0.0",
            "event.payload.total / 3.0 == ctx.n",
        ] {
            assert_eq!(remarks(text), [("float-equality".to_owned(), text.to_owned())]);
        }
        for fine in [
            "event.payload.total == 0.0",
            "event.payload.total == 4.5",
            "event.payload.total == ctx.n",
            "ctx.n * 2.0 == event.payload.total",
            "round(event.payload.total / 3.0) == 4",
            "event.payload.total * 0.2 > 3.0",
        ] {
            assert_eq!(remarks(fine), [], "{fine}");
        }
    }

    #[test]
    fn a_text_that_goes_on_in_the_next_line_is_told_where_it_is_compared() {
        assert_eq!(remarks("ctx.name == `go\nld`"), [("newline-in-string".to_owned(), "`go\nld`".to_owned())]);
        assert_eq!(remarks("ctx.name == \"go\\nld\""), []);
        assert_eq!(remarks("`go\nld`"), []);
    }
}
