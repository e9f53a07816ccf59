//! An expression as it was written: names not yet resolved, every part with its place.

use smol_str::SmolStr;

use crate::expr::tokens::Place;

/// A part of an expression.
#[derive(Clone, Debug)]
pub struct Tree {
    /// What it is.
    pub kind: TreeKind,
    /// Its bytes in the text.
    pub place: Place,
}

/// The forms of an expression.
#[derive(Clone, Debug)]
pub enum TreeKind {
    /// `()`.
    Unit,
    /// `true`, `false`.
    Bool(bool),
    /// `42`.
    Int(i64),
    /// `4.2`.
    Number(f64),
    /// `"text"`.
    Str(SmolStr),
    /// `` `a ${b} c` ``; its literal pieces are [`TreeKind::Str`].
    Template(Vec<Tree>),
    /// `[a, b]`.
    List(Vec<Tree>),
    /// `#{ name: value }`.
    Map(Vec<(SmolStr, Place, Tree)>),
    /// `name`.
    Name(SmolStr),
    /// `base.field?.other[index].method(args)`.
    Chain(Box<Tree>, Vec<Link>),
    /// `name(args)`.
    Call(Call),
    /// `-x`, `!x`, `+x`.
    Unary(UnaryOp, Box<Tree>),
    /// `a + b` and the like.
    Binary(BinaryOp, Box<(Tree, Tree)>),
    /// `item in whole`; `true` for `!in`.
    In(bool, Box<(Tree, Tree)>),
    /// `a..b`, `a..=b`.
    Range(bool, Box<(Tree, Tree)>),
    /// `a && b && …`.
    And(Vec<Tree>),
    /// `a || b || …`.
    Or(Vec<Tree>),
    /// `a ?? b ?? …`.
    Coalesce(Vec<Tree>),
    /// `if condition { then } else { other }`; without `else`, that is [`TreeKind::Unit`].
    If(Box<(Tree, Tree, Tree)>),
    /// Statements; only in the body of a function.
    Block(Vec<Statement>),
}

impl Tree {
    /// Hands `visit` the blocks of statements that stand in it, those inside them left to it.
    pub(crate) fn blocks<'t>(&'t self, visit: &mut dyn FnMut(&'t [Statement])) {
        let mut all = |trees: &'t [Self]| trees.iter().for_each(|tree| tree.blocks(visit));
        match &self.kind {
            TreeKind::Block(statements) => visit(statements),
            TreeKind::Template(parts)
            | TreeKind::List(parts)
            | TreeKind::And(parts)
            | TreeKind::Or(parts)
            | TreeKind::Coalesce(parts) => all(parts),
            TreeKind::Map(fields) => fields.iter().for_each(|field| field.2.blocks(visit)),
            TreeKind::Chain(base, links) => {
                base.blocks(visit);
                for link in links {
                    link.kind.blocks(visit);
                }
            }
            TreeKind::Call(call) => all(&call.args),
            TreeKind::Unary(_, one) => one.blocks(visit),
            TreeKind::Binary(_, both) | TreeKind::In(_, both) | TreeKind::Range(_, both) => {
                both.0.blocks(visit);
                both.1.blocks(visit);
            }
            TreeKind::If(parts) => {
                parts.0.blocks(visit);
                parts.1.blocks(visit);
                parts.2.blocks(visit);
            }
            TreeKind::Unit
            | TreeKind::Bool(_)
            | TreeKind::Int(_)
            | TreeKind::Number(_)
            | TreeKind::Str(_)
            | TreeKind::Name(_) => {}
        }
    }
}

impl LinkKind {
    fn blocks<'t>(&'t self, visit: &mut dyn FnMut(&'t [Statement])) {
        match self {
            Self::Field(_) => {}
            Self::Index(index) => index.blocks(visit),
            Self::Method(_, args) => args.iter().for_each(|arg| arg.blocks(visit)),
        }
    }
}

impl Statement {
    /// The same of its own expressions, not of the lines of a loop.
    pub(crate) fn blocks<'t>(&'t self, visit: &mut dyn FnMut(&'t [Self])) {
        match &self.kind {
            StatementKind::Expression(tree)
            | StatementKind::Let(_, tree)
            | StatementKind::Assign(_, _, _, tree)
            | StatementKind::For(_, _, tree, _)
            | StatementKind::While(tree, _)
            | StatementKind::Return(Some(tree)) => tree.blocks(visit),
            StatementKind::Break | StatementKind::Continue | StatementKind::Return(None) => {}
        }
    }
}

/// A call by name.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name.
    pub name: SmolStr,
    /// Where the name stands.
    pub at: Place,
    /// In order.
    pub args: Vec<Tree>,
}

/// One step of a chain.
#[derive(Clone, Debug)]
pub struct Link {
    /// Whether it is `?.` or `?[`.
    pub optional: bool,
    /// What it does.
    pub kind: LinkKind,
    /// The name, or the index with its brackets.
    pub place: Place,
    /// Where the chain up to here ends.
    pub end: usize,
}

/// The kinds of step.
#[derive(Clone, Debug)]
pub enum LinkKind {
    /// `.name`.
    Field(SmolStr),
    /// `[index]`.
    Index(Tree),
    /// `.name(args)`.
    Method(SmolStr, Vec<Tree>),
}

/// One statement of a function's body.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// Its bytes in the text.
    pub place: Place,
}

/// The forms of a statement.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// An expression, whose value is the block's if it is the last.
    Expression(Tree),
    /// `let name = value`.
    Let(SmolStr, Tree),
    /// `name = value`; with an operator, `name += value`.
    Assign(SmolStr, Place, Option<BinaryOp>, Tree),
    /// `for item in list { … }`, with a counter where one is written.
    For(SmolStr, Option<SmolStr>, Tree, Vec<Statement>),
    /// `while condition { … }`.
    While(Tree, Vec<Statement>),
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `return value`.
    Return(Option<Tree>),
}

/// Operators of one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-`.
    Minus,
    /// `+`.
    Plus,
    /// `!`.
    Not,
}

/// Operators of two operands that take both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`.
    Add,
    /// `-`.
    Sub,
    /// `*`.
    Mul,
    /// `/`.
    Div,
    /// `%`.
    Rem,
    /// `**`.
    Pow,
    /// `<<`.
    Shl,
    /// `>>`.
    Shr,
    /// `&`.
    BitAnd,
    /// `|`.
    BitOr,
    /// `^`.
    BitXor,
    /// `==`.
    Eq,
    /// `!=`.
    Ne,
    /// `<`.
    Lt,
    /// `<=`.
    Le,
    /// `>`.
    Gt,
    /// `>=`.
    Ge,
}

const SIGNS: [(&str, BinaryOp); 17] = [
    ("+", BinaryOp::Add),
    ("-", BinaryOp::Sub),
    ("*", BinaryOp::Mul),
    ("/", BinaryOp::Div),
    ("%", BinaryOp::Rem),
    ("**", BinaryOp::Pow),
    ("<<", BinaryOp::Shl),
    (">>", BinaryOp::Shr),
    ("&", BinaryOp::BitAnd),
    ("|", BinaryOp::BitOr),
    ("^", BinaryOp::BitXor),
    ("==", BinaryOp::Eq),
    ("!=", BinaryOp::Ne),
    ("<", BinaryOp::Lt),
    ("<=", BinaryOp::Le),
    (">", BinaryOp::Gt),
    (">=", BinaryOp::Ge),
];

/// Whether a float can be `number` exactly: longer fractions are rounded.
pub fn is_exact(number: f64) -> bool {
    (number * 1024.0).fract() == 0.0
}

impl BinaryOp {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        SIGNS.iter().map(|sign| sign.1)
    }

    /// The operator that is written `sign`.
    pub fn of_sign(sign: &str) -> Option<Self> {
        SIGNS.iter().find(|(text, _)| *text == sign).map(|(_, op)| *op)
    }

    /// How it is written.
    pub fn sign(self) -> &'static str {
        SIGNS.iter().find(|(_, op)| *op == self).map_or("", |(text, _)| text)
    }

    /// Whether it is `<`, `<=`, `>` or `>=`.
    pub const fn is_order(self) -> bool {
        matches!(self, Self::Lt | Self::Le | Self::Gt | Self::Ge)
    }

    /// Whether it is `==` or `!=`.
    pub const fn is_equality(self) -> bool {
        matches!(self, Self::Eq | Self::Ne)
    }
}
