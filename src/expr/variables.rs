//! The variables of a function's body: how their types grow, and which of them some lines set.

use smol_str::SmolStr;

use crate::expr::checker::{Asker, Checker, Typed};
use crate::expr::kinds::{MISSING, NEVER, fits_whole, join};
use crate::expr::node::{Line, Node};
use crate::expr::tokens::Place;
use crate::expr::tree::{Statement, StatementKind, Tree};
use crate::terms::rule::TYPE_MISMATCH;
use crate::terms::types::{Kind, Type};
use crate::terms::value::Value;

/// What a block adds to the depth of an expression: it runs line by line.
const FRAMES: usize = 3;

impl Checker<'_> {
    /// A block that stands where a value belongs: the value of its last statement. Only the body of a function has them.
    pub(crate) fn value_block(
        &mut self,
        statements: &[Statement],
        place: Place,
        want: Option<(&Type, Asker<'_>)>,
    ) -> Option<Typed> {
        if self.frame.returns.is_none() {
            return self.fault(TYPE_MISMATCH, place, "statements stand where a value belongs");
        }
        let (last, before) = statements.split_last()?;
        let outer = self.locals.len();
        self.nesting += FRAMES;
        let lines: Vec<_> = before.iter().map(|statement| self.statement(statement)).collect();
        let last = self.last_of_value(last, want);
        self.nesting -= FRAMES;
        self.locals.truncate(outer);
        let (line, ty) = last?;
        let lines = lines.into_iter().chain([Some(line)]).collect::<Option<_>>()?;
        Some(Typed::new(Node::Block(lines), ty))
    }

    fn last_of_value(&mut self, last: &Statement, want: Option<(&Type, Asker<'_>)>) -> Option<(Line, Type)> {
        if let StatementKind::Expression(tree) = &last.kind {
            let typed = match want {
                Some((want, asker)) => self.expect(tree, want, asker),
                None => self.check(tree),
            }?;
            return Some((Line::Value(typed.node), typed.ty));
        }
        let line = self.statement(last)?;
        let leaves = matches!(line, Line::Return(_) | Line::Break | Line::Continue);
        let nothing = Typed::new(Node::Constant(Value::Unit), if leaves { NEVER } else { MISSING });
        let fitted = match want {
            Some((want, asker)) => self.fit(nothing, want, last.place, asker)?,
            None => nothing,
        };
        Some((line, fitted.ty))
    }
}

/// The type of a variable of `known` that is set to a value of `found`; an int is never silently a number here.
pub(crate) fn grow(known: &Type, found: &Type) -> Type {
    let mixed = matches!((&known.kind, &found.kind), (Kind::Int, Kind::Number) | (Kind::Number, Kind::Int));
    if !mixed && fits_whole(found, known) && known.kind != Kind::Null {
        return known.clone();
    }
    let joined = if mixed { None } else { join(known, found) };
    match joined {
        // Literals that a variable is set to make a string of it, not an ever longer enum.
        Some(Type { kind: Kind::Enum(members), optional }) if members.len() > 1 && !same_enum(known, &members) => {
            Type { kind: if matches!(known.kind, Kind::Null) { Kind::Enum(members) } else { Kind::String }, optional }
        }
        Some(joined) => joined,
        None => Type::of(Kind::Any),
    }
}

fn same_enum(known: &Type, members: &[SmolStr]) -> bool {
    matches!(&known.kind, Kind::Enum(known) if known.len() == members.len())
}

/// The names of the variables that `lines` set.
pub(crate) fn assigned(lines: &[Statement], names: &mut Vec<SmolStr>) {
    for line in lines {
        match &line.kind {
            StatementKind::Assign(name, ..) => names.push(name.clone()),
            StatementKind::For(_, _, _, lines) | StatementKind::While(_, lines) => assigned(lines, names),
            _ => {}
        }
        line.blocks(&mut |lines| assigned(lines, names));
    }
}

/// The names of the variables that blocks inside `tree` set.
pub(crate) fn assigned_in(tree: &Tree) -> Vec<SmolStr> {
    let mut names = Vec::new();
    tree.blocks(&mut |lines| assigned(lines, &mut names));
    names
}

/// Whether a `break` may leave the loop around `lines`.
pub(crate) fn contains_break(lines: &[Statement]) -> bool {
    lines.iter().any(|line| {
        let mut found = matches!(line.kind, StatementKind::Break);
        line.blocks(&mut |lines| found |= contains_break(lines));
        found
    })
}
