//! Rhai's statements become ours, and refuse to where the language leaves them out.

use rhai::{ASTFlags, Expr, Stmt, StmtBlock};
use smol_str::SmolStr;

use crate::expr::lower::Lower;
use crate::expr::refusal::Refusal;
use crate::expr::tokens::Place;
use crate::expr::tree::{BinaryOp, Statement, StatementKind, Tree, TreeKind};
use crate::terms::rule::EFFECT_IN_EXPRESSION;

impl Lower<'_, '_> {
    /// A statement that must be a value.
    pub(crate) fn value_of(&mut self, statement: &Stmt) -> Result<Tree, Refusal> {
        match statement {
            Stmt::Expr(expr) => self.expr(expr),
            Stmt::FnCall(call, position) => self.call(call, *position),
            Stmt::If(flow, position) => {
                let condition = self.expr(&flow.expr)?;
                let then = self.block(&flow.body)?;
                let other = self.block(&flow.branch)?;
                let start = self.token(*position);
                let end = if flow.branch.is_empty() { then.place } else { other.place };
                let kind = TreeKind::If(Box::new((condition, then, other)));
                Ok(Tree { kind, place: self.lexed.balanced(start.to(end)) })
            }
            Stmt::Block(block) => self.block(block),
            Stmt::Noop(position) => Ok(Tree { kind: TreeKind::Unit, place: self.token(*position) }),
            other => {
                let statement = self.statement(other)?;
                let place = statement.place;
                Ok(Tree { kind: TreeKind::Block(vec![statement]), place })
            }
        }
    }

    /// A block in braces, or one statement where Rhai made a block of it.
    pub(crate) fn block(&mut self, block: &StmtBlock) -> Result<Tree, Refusal> {
        let place = self.block_place(block);
        match block.statements() {
            [] => Ok(Tree { kind: TreeKind::Unit, place }),
            [one] => {
                let mut tree = self.value_of(one)?;
                if matches!(tree.kind, TreeKind::Block(_)) {
                    tree.place = place;
                }
                Ok(tree)
            }
            many => {
                let statements = many.iter().map(|one| self.statement(one)).collect::<Result<Vec<_>, _>>()?;
                Ok(Tree { kind: TreeKind::Block(statements), place })
            }
        }
    }

    /// One statement of a body.
    pub(crate) fn statement(&mut self, statement: &Stmt) -> Result<Statement, Refusal> {
        let at = self.token(statement.position());
        let kind = match statement {
            Stmt::Var(parts, flags, _) if !flags.contains(ASTFlags::CONSTANT) => {
                let value = self.expr(&parts.1)?;
                let place = at.to(self.token(parts.0.pos)).to(value.place);
                return Ok(Statement { kind: StatementKind::Let(SmolStr::new(&parts.0.name), value), place });
            }
            Stmt::Assignment(parts) => return self.assignment(&parts.0, &parts.1.lhs, &parts.1.rhs),
            Stmt::For(parts, _) => {
                let items = self.expr(&parts.2.expr)?;
                let inside = self.statements(&parts.2.body)?;
                let counter = parts.1.as_ref().map(|counter| SmolStr::new(&counter.name));
                StatementKind::For(SmolStr::new(&parts.0.name), counter, items, inside)
            }
            Stmt::While(flow, _) if !flow.expr.is_unit() => {
                StatementKind::While(self.expr(&flow.expr)?, self.statements(&flow.body)?)
            }
            Stmt::BreakLoop(None, flags, _) if flags.contains(ASTFlags::BREAK) => StatementKind::Break,
            Stmt::BreakLoop(None, _, _) => StatementKind::Continue,
            Stmt::Return(value, flags, _) if !flags.contains(ASTFlags::BREAK) => {
                StatementKind::Return(value.as_ref().map(|value| self.expr(value)).transpose()?)
            }
            Stmt::Expr(_) | Stmt::FnCall(..) | Stmt::If(..) | Stmt::Block(_) | Stmt::Noop(_) => {
                let tree = self.value_of(statement)?;
                return Ok(Statement { place: tree.place, kind: StatementKind::Expression(tree) });
            }
            _ => return Err(left_out(at)),
        };
        Ok(Statement { kind, place: at })
    }

    fn assignment(&mut self, op: &rhai::OpAssignment, target: &Expr, value: &Expr) -> Result<Statement, Refusal> {
        let Expr::Variable(name, ..) = target else {
            let place = self.token(target.start_position());
            return Err(Refusal::new(EFFECT_IN_EXPRESSION, place, "only a local variable can be assigned")
                .help("build a new list or object and assign it to the variable"));
        };
        let at = self.token(target.position());
        let value = self.expr(value)?;
        let sign = op.get_op_assignment_info().map(|info| info.5);
        let op = match sign {
            None => None,
            Some(sign) => Some(BinaryOp::of_sign(sign).ok_or_else(|| left_out(at))?),
        };
        let place = at.to(value.place);
        Ok(Statement { kind: StatementKind::Assign(SmolStr::new(&name.1), at, op, value), place })
    }

    fn statements(&mut self, block: &StmtBlock) -> Result<Vec<Statement>, Refusal> {
        block.statements().iter().map(|one| self.statement(one)).collect()
    }

    fn block_place(&self, block: &StmtBlock) -> Place {
        let open = self.lexed.at(block.position());
        self.lexed.bracketed(open, open)
    }
}

fn left_out(place: Place) -> Refusal {
    Refusal::new(EFFECT_IN_EXPRESSION, place, "this statement is not part of the language")
        .help("a body has `let`, assignment to its own variables, `if`, `for`, `while` and `return`")
}
