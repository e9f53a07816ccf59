//! The language's operators in Rhai, where its own do other things or are missing, for the reference.

use std::any::TypeId;

use rhai::{Array, Dynamic, Engine, ImmutableString, Map, NativeCallContext};

use crate::expr::arithmetic::{display, negated, values};
use crate::expr::reference_values::{Instant, Length, Outcome, from_dynamic, to_dynamic, told};
use crate::expr::tree::BinaryOp;

/// Registers them. What Rhai itself does with two ints, two bools and two texts stays as it is, but for what the
/// language does not have: an order of bools, a difference of texts.
pub(crate) fn operators(engine: &mut Engine) {
    let kinds = [
        TypeId::of::<()>(),
        TypeId::of::<bool>(),
        TypeId::of::<i64>(),
        TypeId::of::<f64>(),
        TypeId::of::<ImmutableString>(),
        TypeId::of::<Instant>(),
        TypeId::of::<Length>(),
        TypeId::of::<Array>(),
        TypeId::of::<Map>(),
    ];
    for op in BinaryOp::all() {
        for (index, a) in kinds.into_iter().enumerate() {
            for b in kinds {
                if !is_rhais(op, (index, a == b)) {
                    binary(engine, op, [a, b]);
                }
            }
        }
    }
    signs(engine);
    texts(engine);
}

/// Whether Rhai has the operator for these kinds, the first by its place and whether both are one.
const fn is_rhais(op: BinaryOp, (first, one): (usize, bool)) -> bool {
    match (first, one) {
        (0, true) => op.is_equality(),
        (1, true) => op.is_equality() || matches!(op, BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor),
        (2, true) => true,
        (4, true) => op.is_equality() || op.is_order() || matches!(op, BinaryOp::Add),
        (2 | 3, _) | (_, true) => false,
        (_, false) => op.is_equality(),
    }
}

fn binary(engine: &mut Engine, op: BinaryOp, kinds: [TypeId; 2]) {
    engine.register_raw_fn(op.sign(), kinds, move |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
        let (a, b) = (from_dynamic(args[0]).map_err(told)?, from_dynamic(args[1]).map_err(told)?);
        values(op, &a, &b).map(|value| to_dynamic(&value)).map_err(told)
    });
    if op.is_equality() || op.is_order() {
        return;
    }
    let assigned = format!("{}=", op.sign());
    engine.register_raw_fn(assigned, kinds, move |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
        let (a, b) = (from_dynamic(args[0]).map_err(told)?, from_dynamic(args[1]).map_err(told)?);
        *args[0] = values(op, &a, &b).map(|value| to_dynamic(&value)).map_err(told)?;
        Ok(Dynamic::UNIT)
    });
}

fn signs(engine: &mut Engine) {
    for of in [TypeId::of::<i64>(), TypeId::of::<f64>(), TypeId::of::<Length>()] {
        engine.register_raw_fn("-", [of], |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            from_dynamic(args[0]).and_then(|value| negated(&value)).map(|value| to_dynamic(&value)).map_err(told)
        });
        engine.register_raw_fn("+", [of], |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            Ok(args[0].clone())
        });
    }
    engine.register_fn("!", |holds: bool| !holds);
}

fn texts(engine: &mut Engine) {
    for name in ["to_string", "print"] {
        let any = [TypeId::of::<Dynamic>()];
        engine.register_raw_fn(name, any, |_: NativeCallContext<'_>, args: &mut [&mut Dynamic]| -> Outcome {
            let mut text = String::new();
            display(&from_dynamic(args[0]).map_err(told)?, &mut text).map_err(told)?;
            Ok(text.into())
        });
    }
}
