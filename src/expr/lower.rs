//! Rhai's tree becomes ours: every part with both its ends, chains flat, desugared forms as written.

use rhai::{AST, ASTFlags, BinaryExpr, Expr, FnCallExpr, Position};
use smol_str::SmolStr;

use crate::expr::refusal::Refusal;
use crate::expr::tokens::{Lexed, Place};
use crate::expr::tree::{BinaryOp, Call, Link, LinkKind, Statement, Tree, TreeKind, UnaryOp};
use crate::terms::rule::EXPRESSION_SYNTAX;

/// Operators of one chain lean to the left, so the tree of a long sum is deep.
const MAX_DEPTH: usize = 240;

/// The one expression of `ast`.
pub(crate) fn expression(lexed: &Lexed<'_>, ast: &AST) -> Result<Tree, Refusal> {
    let mut lower = Lower { lexed, depth: 0 };
    match ast.statements() {
        [one] => lower.value_of(one),
        _ => Err(refuse(lower.all(), "one expression is expected")),
    }
}

/// The statements of `ast`.
pub(crate) fn body(lexed: &Lexed<'_>, ast: &AST) -> Result<Vec<Statement>, Refusal> {
    let mut lower = Lower { lexed, depth: 0 };
    ast.statements().iter().map(|statement| lower.statement(statement)).collect()
}

/// What lowering carries.
pub(crate) struct Lower<'a, 't> {
    pub(crate) lexed: &'a Lexed<'t>,
    depth: usize,
}

impl Lower<'_, '_> {
    /// One expression.
    pub(crate) fn expr(&mut self, expr: &Expr) -> Result<Tree, Refusal> {
        if self.depth >= MAX_DEPTH {
            return Err(refuse(self.token(expr.start_position()), "the expression is nested too deeply"));
        }
        self.depth += 1;
        let tree = self.any(expr);
        self.depth -= 1;
        tree
    }

    fn any(&mut self, expr: &Expr) -> Result<Tree, Refusal> {
        let at = self.token(expr.position());
        let simple = |kind| Ok(Tree { kind, place: at });
        match expr {
            Expr::Unit(_) => simple(TreeKind::Unit),
            Expr::BoolConstant(value, _) => simple(TreeKind::Bool(*value)),
            Expr::IntegerConstant(value, position) => self.number(TreeKind::Int(*value), *position),
            Expr::FloatConstant(value, position) => self.number(TreeKind::Number(**value), *position),
            Expr::StringConstant(text, _) => simple(TreeKind::Str(SmolStr::new(text))),
            Expr::CharConstant(char, _) => {
                Err(refuse(at, "text stands in double quotes").help(format!("write `\"{char}\"`")))
            }
            Expr::Variable(name, ..) => simple(TreeKind::Name(SmolStr::new(&name.1))),
            Expr::InterpolatedString(parts, position) => self.template(parts, *position),
            Expr::Array(items, position) => {
                let items = self.all_of(items.iter())?;
                let open = self.lexed.at(*position);
                Ok(Tree { kind: TreeKind::List(items), place: self.lexed.bracketed(open, open) })
            }
            Expr::Map(fields, position) => {
                let fields = fields
                    .0
                    .iter()
                    .map(|(name, value)| Ok((SmolStr::new(&name.name), self.token(name.pos), self.expr(value)?)));
                let fields = fields.collect::<Result<Vec<_>, Refusal>>()?;
                let open = self.lexed.at(*position);
                Ok(Tree { kind: TreeKind::Map(fields), place: self.lexed.bracketed(open, open) })
            }
            Expr::And(parts, _) => self.spread(parts, TreeKind::And),
            Expr::Or(parts, _) => self.spread(parts, TreeKind::Or),
            Expr::Coalesce(parts, _) => self.spread(parts, TreeKind::Coalesce),
            Expr::FnCall(call, position) => self.call(call, *position),
            Expr::Dot(..) | Expr::Index(..) => self.chain(expr),
            Expr::Stmt(block) => self.block(block),
            _ => Err(refuse(at, "this is not part of the language")),
        }
    }

    /// A call or an operator.
    pub(crate) fn call(&mut self, call: &FnCallExpr, position: Position) -> Result<Tree, Refusal> {
        let index = self.lexed.at(position);
        let word = self.lexed.word(index);
        let args = self.all_of(call.args.iter())?;
        if word == call.name.as_str() && call.op_token.is_none() || !is_sign(word) {
            if call.capture_parent_scope {
                return Err(refuse(self.lexed.place(index), "`!` before the arguments is not part of the language"));
            }
            let call = Call { name: SmolStr::new(&call.name), at: self.lexed.place(index), args };
            return Ok(Tree { kind: TreeKind::Call(call), place: self.call_place(index) });
        }
        self.operator(call.name.as_str(), word, args, index)
    }

    fn operator(&self, name: &str, word: &str, args: Vec<Tree>, index: usize) -> Result<Tree, Refusal> {
        let own = self.lexed.place(index);
        let place = self.lexed.balanced(args.iter().fold(own, |place, arg| place.to(arg.place)));
        let mut args = args.into_iter();
        let kind = match (args.next(), args.next()) {
            (Some(whole), Some(item)) if word == "in" => TreeKind::In(false, Box::new((item, whole))),
            (Some(Tree { kind: TreeKind::In(_, parts), .. }), None) if word == "!in" => TreeKind::In(true, parts),
            // The call inside a negated `in`, whose operator stands at the same place.
            (Some(whole), Some(item)) if word == "!in" => TreeKind::In(false, Box::new((item, whole))),
            (Some(from), Some(to)) if name == ".." || name == "..=" => {
                TreeKind::Range(name == "..=", Box::new((from, to)))
            }
            (Some(one), None) => match name {
                "-" => TreeKind::Unary(UnaryOp::Minus, Box::new(one)),
                "+" => TreeKind::Unary(UnaryOp::Plus, Box::new(one)),
                "!" => TreeKind::Unary(UnaryOp::Not, Box::new(one)),
                _ => return Err(refuse(own, "this operator is not part of the language")),
            },
            (Some(left), Some(right)) => match BinaryOp::of_sign(name) {
                Some(op) => TreeKind::Binary(op, Box::new((left, right))),
                None => return Err(refuse(own, "this operator is not part of the language")),
            },
            (None, _) => return Err(refuse(own, "this operator is not part of the language")),
        };
        Ok(Tree { kind, place })
    }

    fn chain(&mut self, expr: &Expr) -> Result<Tree, Refusal> {
        let (parts, flags, position) = match expr {
            Expr::Dot(parts, flags, position) | Expr::Index(parts, flags, position) => (parts, *flags, *position),
            other => return self.expr(other),
        };
        let (base, mut links) = match self.expr(&parts.lhs)? {
            Tree { kind: TreeKind::Chain(base, links), .. } => (*base, links),
            base => (base, Vec::new()),
        };
        if matches!(expr, Expr::Dot(..)) {
            self.after_dot(&parts.rhs, position, &mut links)?;
        } else {
            self.after_bracket(parts, flags, position, &mut links)?;
        }
        let end = links.last().map_or(base.place.end, |link| link.end);
        let place = self.lexed.balanced(Place { start: base.place.start, end });
        Ok(Tree { kind: TreeKind::Chain(Box::new(base), links), place })
    }

    /// The rest of a chain after the `.` at `position`.
    fn after_dot(&mut self, rest: &Expr, position: Position, links: &mut Vec<Link>) -> Result<(), Refusal> {
        let optional = self.lexed.word(self.lexed.at(position)) == "?.";
        match rest {
            Expr::Property(name, position) => {
                let place = self.token(*position);
                let kind = LinkKind::Field(SmolStr::new(&name.2));
                links.push(Link { optional, kind, place, end: place.end });
                Ok(())
            }
            Expr::MethodCall(call, position) => {
                let index = self.lexed.at(*position);
                let kind = LinkKind::Method(SmolStr::new(&call.name), self.all_of(call.args.iter())?);
                links.push(Link { optional, kind, place: self.lexed.place(index), end: self.call_place(index).end });
                Ok(())
            }
            Expr::Dot(parts, _, next) => {
                self.after_dot(&parts.lhs, position, links)?;
                self.after_dot(&parts.rhs, *next, links)
            }
            Expr::Index(parts, flags, next) => {
                self.after_dot(&parts.lhs, position, links)?;
                self.after_bracket(parts, *flags, *next, links)
            }
            other => Err(refuse(self.token(other.position()), "the name of a field is expected here")),
        }
    }

    /// The rest of a chain after the `[` at `position`: `parts.rhs` is the index, and the links after it if any.
    fn after_bracket(
        &mut self,
        parts: &BinaryExpr,
        flags: ASTFlags,
        position: Position,
        links: &mut Vec<Link>,
    ) -> Result<(), Refusal> {
        let open = self.lexed.at(position);
        let place = self.lexed.bracketed(open, open);
        let optional = self.lexed.word(open) == "?[";
        let (index, rest) = match &parts.rhs {
            Expr::Dot(inner, _, _) | Expr::Index(inner, _, _) if !flags.contains(ASTFlags::BREAK) => (&inner.lhs, true),
            whole => (whole, false),
        };
        let index = self.expr(index)?;
        links.push(Link { optional, kind: LinkKind::Index(index), place, end: place.end });
        match &parts.rhs {
            Expr::Dot(inner, _, next) if rest => self.after_dot(&inner.rhs, *next, links),
            Expr::Index(inner, flags, next) if rest => self.after_bracket(inner, *flags, *next, links),
            _ => Ok(()),
        }
    }

    fn template(&mut self, parts: &[Expr], position: Position) -> Result<Tree, Refusal> {
        let first = self.lexed.at(position);
        let parts = self.all_of(parts.iter())?;
        let end = self.template_end(first);
        let place = Place { start: self.lexed.place(first).start, end };
        Ok(Tree { kind: TreeKind::Template(parts), place })
    }

    /// Past the last piece of the template that begins with token `first`: a piece, an expression in braces, a piece …
    fn template_end(&self, first: usize) -> usize {
        let mut index = first;
        while let Some(close) =
            self.lexed.tokens.get(index + 1).and_then(|open| open.pair).filter(|close| *close > index)
        {
            index = close + 1;
            if !matches!(self.lexed.tokens.get(index).map(|t| &t.token), Some(rhai::Token::InterpolatedString(_))) {
                break;
            }
        }
        self.lexed.place(index).end
    }

    fn number(&self, kind: TreeKind, position: Position) -> Result<Tree, Refusal> {
        let index = self.lexed.at(position);
        let mut last = index;
        while matches!(self.lexed.word(last), "-" | "+" | "(") {
            last += 1;
        }
        let place = self.lexed.balanced(self.lexed.place(index).to(self.lexed.place(last)));
        // Rhai reads an int that has no place in 64 bits as a float.
        if matches!(kind, TreeKind::Number(_)) && !self.lexed.word(last).contains(['.', 'e', 'E']) {
            return Err(refuse(place, "this int does not fit 64 bits"));
        }
        Ok(Tree { kind, place })
    }

    fn spread(&mut self, parts: &[Expr], make: fn(Vec<Tree>) -> TreeKind) -> Result<Tree, Refusal> {
        let parts = self.all_of(parts.iter())?;
        let first = parts.first().map_or_else(Place::default, |part| part.place);
        let place = self.lexed.balanced(parts.iter().fold(first, |place, part| place.to(part.place)));
        Ok(Tree { kind: make(parts), place })
    }

    fn all_of<'e>(&mut self, exprs: impl Iterator<Item = &'e Expr>) -> Result<Vec<Tree>, Refusal> {
        exprs.map(|expr| self.expr(expr)).collect()
    }

    /// From the name at token `index` to the end of its arguments.
    fn call_place(&self, index: usize) -> Place {
        match self.lexed.tokens.get(index + 1).map(|next| &next.token) {
            Some(rhai::Token::Unit) => self.lexed.place(index).to(self.lexed.place(index + 1)),
            Some(rhai::Token::LeftParen) => self.lexed.bracketed(index, index + 1),
            _ => self.lexed.place(index),
        }
    }

    pub(crate) fn token(&self, position: Position) -> Place {
        self.lexed.place(self.lexed.at(position))
    }

    pub(crate) fn all(&self) -> Place {
        self.lexed.place(0).to(self.lexed.place(self.lexed.tokens.len().saturating_sub(1)))
    }
}

fn refuse(place: Place, message: &str) -> Refusal {
    Refusal::new(EXPRESSION_SYNTAX, place, message)
}

fn is_sign(word: &str) -> bool {
    matches!(word, "in" | "!in" | "!" | ".." | "..=") || BinaryOp::of_sign(word).is_some()
}
