//! The variables of a function's body: how their types grow, and which of them some lines set.

use smol_str::SmolStr;

use crate::expr::checker::{Checker, Typed};
use crate::expr::kinds::{fits_whole, join};
use crate::expr::tokens::Place;
use crate::expr::tree::{Statement, StatementKind, Tree, TreeKind};
use crate::terms::types::{Kind, Type};

impl Checker<'_> {
    /// A block that stands where a value belongs: variables and a last expression, nothing that leaves it.
    pub(crate) fn value_block(&mut self, statements: &[Statement], place: Place) -> Option<Typed> {
        if let [Statement { kind: StatementKind::Expression(tree), .. }] = statements {
            return self.check(tree);
        }
        self.refuse_block(place)
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
            StatementKind::Expression(tree) => assigned_in(tree, names),
            _ => {}
        }
    }
}

fn assigned_in(tree: &Tree, names: &mut Vec<SmolStr>) {
    match &tree.kind {
        TreeKind::Block(lines) => assigned(lines, names),
        TreeKind::If(parts) => {
            assigned_in(&parts.1, names);
            assigned_in(&parts.2, names);
        }
        _ => {}
    }
}

/// Whether a `break` may leave the loop around `lines`.
pub(crate) fn contains_break(lines: &[Statement]) -> bool {
    fn in_tree(tree: &Tree) -> bool {
        match &tree.kind {
            TreeKind::Block(lines) => contains_break(lines),
            TreeKind::If(parts) => in_tree(&parts.1) || in_tree(&parts.2),
            _ => false,
        }
    }
    lines.iter().any(|line| match &line.kind {
        StatementKind::Break => true,
        StatementKind::Expression(tree) => in_tree(tree),
        _ => false,
    })
}
