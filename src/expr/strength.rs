//! How firmly expressions hold together, as Rhai ranks its operators; a weaker one stands in parentheses.

use crate::expr::tree::BinaryOp;

/// How firmly an expression holds together.
pub(crate) type Strength = u8;

pub(crate) const CHOICE: Strength = 0;
pub(crate) const OR: Strength = 30;
pub(crate) const AND: Strength = 60;
pub(crate) const EQUALITY: Strength = 90;
pub(crate) const IN: Strength = 110;
pub(crate) const ORDER: Strength = 130;
pub(crate) const COALESCE: Strength = 135;
pub(crate) const RANGE: Strength = 140;
pub(crate) const SUM: Strength = 150;
pub(crate) const PRODUCT: Strength = 180;
pub(crate) const POWER: Strength = 190;
pub(crate) const SHIFT: Strength = 210;
pub(crate) const UNARY: Strength = 250;
pub(crate) const WHOLE: Strength = 255;

/// How firmly two operands are held by `op`.
pub(crate) const fn rank(op: BinaryOp) -> Strength {
    match op {
        BinaryOp::BitOr | BinaryOp::BitXor => OR,
        BinaryOp::BitAnd => AND,
        BinaryOp::Eq | BinaryOp::Ne => EQUALITY,
        BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => ORDER,
        BinaryOp::Add | BinaryOp::Sub => SUM,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::Rem => PRODUCT,
        BinaryOp::Pow => POWER,
        BinaryOp::Shl | BinaryOp::Shr => SHIFT,
    }
}
