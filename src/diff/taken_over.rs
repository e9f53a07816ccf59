//! What is proposed for a variable under `migrate`: what people have, as far as the new type takes it.

use smol_str::SmolStr;

use crate::diff::pair::Pair;
use crate::expr::kinds::{fits, fits_whole};
use crate::model::journey::{Journey, Variable};
use crate::syntax::quoting;
use crate::terms::shape::Shape;
use crate::terms::types::Kind;
use crate::terms::value::Value;

/// A line of `set` for the variable that the new version calls `name`.
pub fn taken_over(pair: &Pair<'_>, name: &SmolStr) -> String {
    let was = pair.renames.variables.old_of(name);
    let both = (variable(&pair.old.machine.journey, was), variable(&pair.new.machine.journey, name));
    let (Some(old), Some(new)) = both else { return format!("{name}: =old.{was}  # or whatever fits") };
    if let Some(text) = made_of(&old.shape, was, new) {
        return format!("{name}: {}  # or whatever fits", quoting::value(&format!("={text}")));
    }
    let default = if new.default.is_unit() { "null".to_owned() } else { new.default.to_string() };
    format!("{name}: {default}  # or what comes of `old.{was}`")
}

fn variable<'j>(journey: &'j Journey, name: &SmolStr) -> Option<&'j Variable> {
    journey.context.iter().find(|variable| variable.name.value == *name)
}

/// The value of `new` made of the old one, which is called `was`.
fn made_of(old: &Shape, was: &SmolStr, new: &Variable) -> Option<String> {
    let (from, to) = (old.type_of(), new.shape.type_of());
    let mut text = format!("old.{was}");
    if (&from.kind, &to.kind, from.optional) == (&Kind::Number, &Kind::Int, false) {
        text = format!("round({text})");
    } else if !fits(&from.kind, &to.kind) {
        return None;
    } else if !fits_whole(&from, &to) {
        if new.default.is_unit() {
            return None;
        }
        text = format!("{text} ?? {}", new.default);
    }
    let limit = |is: &Option<Value>, was: &Option<Value>| is.clone().filter(|is| was.as_ref() != Some(is));
    for (limit, by) in [(limit(&new.shape.max, &old.max), "min"), (limit(&new.shape.min, &old.min), "max")] {
        // A missing value has no limit.
        if let Some(limit) = limit.filter(|_| !to.optional && matches!(to.kind, Kind::Int | Kind::Number)) {
            text = format!("{by}({text}, {limit})");
        }
    }
    Some(text)
}
