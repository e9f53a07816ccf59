//! The language's operators in Rhai, where its own do other things or are missing, for the reference.

use std::any::TypeId;
use std::sync::LazyLock;

use rhai::{
    Array, Dynamic, Engine, FuncRegistration, ImmutableString, Map, Module, NativeCallContext, RhaiFunc, Shared,
};

use crate::expr::arithmetic::{display, negated, values};
use crate::expr::reference_values::{Instant, Length, Outcome, from_dynamic, to_dynamic, told};
use crate::expr::tree::BinaryOp;

/// Made once: there are thousands.
static ALL: LazyLock<Shared<Module>> = LazyLock::new(all);

/// Registers them. What Rhai itself does with two ints, two bools and two texts stays as it is, but for what the
/// language does not have: an order of bools, a difference of texts.
pub(crate) fn operators(engine: &mut Engine) {
    engine.register_global_module(Shared::clone(&ALL));
}

fn all() -> Shared<Module> {
    let mut module = Module::new();
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
                    binary(&mut module, op, [a, b]);
                }
            }
        }
    }
    signs(&mut module);
    texts(&mut module);
    module.into()
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

fn binary(module: &mut Module, op: BinaryOp, kinds: [TypeId; 2]) {
    raw(module, op.sign().to_owned(), &kinds, move |args| result(op, args));
    if !op.is_equality() && !op.is_order() {
        raw(module, format!("{}=", op.sign()), &kinds, move |args| {
            *args[0] = result(op, args)?;
            Ok(Dynamic::UNIT)
        });
    }
}

fn result(op: BinaryOp, args: &[&mut Dynamic]) -> Outcome {
    let (a, b) = (from_dynamic(args[0]).map_err(told)?, from_dynamic(args[1]).map_err(told)?);
    values(op, &a, &b).map(|value| to_dynamic(&value)).map_err(told)
}

fn raw(
    module: &mut Module,
    name: String,
    kinds: &[TypeId],
    run: impl Fn(&mut [&mut Dynamic]) -> Outcome + Send + Sync + 'static,
) {
    let func = RhaiFunc::Method {
        func: Shared::new(move |_: Option<NativeCallContext<'_>>, args: &mut [&mut Dynamic]| run(args)),
        has_context: true,
        is_pure: true,
        is_volatile: true,
    };
    FuncRegistration::new(name).in_global_namespace().set_into_module_raw(module, kinds, func);
}

fn signs(module: &mut Module) {
    for of in [TypeId::of::<i64>(), TypeId::of::<f64>(), TypeId::of::<Length>()] {
        raw(module, "-".to_owned(), &[of], |args| {
            from_dynamic(args[0]).and_then(|value| negated(&value)).map(|value| to_dynamic(&value)).map_err(told)
        });
        raw(module, "+".to_owned(), &[of], |args| Ok(args[0].clone()));
    }
    raw(module, "!".to_owned(), &[TypeId::of::<bool>()], |args| Ok((!args[0].as_bool()?).into()));
}

fn texts(module: &mut Module) {
    for name in ["to_string", "print"] {
        raw(module, name.to_owned(), &[TypeId::of::<Dynamic>()], |args| {
            let mut text = String::new();
            display(&from_dynamic(args[0]).map_err(told)?, &mut text).map_err(told)?;
            Ok(text.into())
        });
    }
}
