//! Variables whose values of old the new version refuses.

use smol_str::SmolStr;

use crate::diff::change::Places;
use crate::diff::migration::computed::{Refused, refused};
use crate::diff::migration::fault::{Fault, Kind, Person};
use crate::diff::migration::tried::candidates;
use crate::diff::pair::Pair;
use crate::diff::shapes::{Fit, fit};
use crate::diff::shown;
use crate::model::journey::{Migration, Variable};
use crate::syntax::content::ValueKind;
use crate::terms::shape::Shape;
use crate::terms::value::Value;

/// Each variable that may not come along, and what `migrate` sets that does not fit.
pub fn faults(pair: &Pair<'_>, entry: Option<&Migration>) -> Vec<Fault> {
    let plan = &pair.plan;
    if let Some(finding) = plan.findings.first() {
        return vec![untyped(pair, &finding.message)];
    }
    let journeys = (&plan.from.journey, &plan.to.journey);
    let mut faults = Vec::new();
    for (slot, variable) in journeys.1.context.iter().enumerate() {
        let is_set = plan.set.iter().any(|assign| assign.variable.index() == slot);
        let told = entry.and_then(|entry| taken_over(entry, &variable.name.value));
        let is_computed = told.is_none();
        let old = match told {
            Some(name) => journeys.0.context.iter().find(|of| of.name.value == name),
            None if is_set => None,
            None => plan.variables.get(slot).copied().flatten().and_then(|old| journeys.0.context.get(old)),
        };
        faults.extend(old.and_then(|old| misfit(pair, old, variable, is_set)));
        let assign = plan.set.iter().find(|assign| assign.variable.index() == slot && is_computed);
        faults.extend(assign.and_then(|assign| refused(pair, assign)).map(|found| miscomputed(pair, variable, found)));
    }
    faults
}

/// What `migrate` computes for somebody, and the new version refuses.
fn miscomputed(pair: &Pair<'_>, new: &Variable, Refused { old, has, comes, why }: Refused) -> Fault {
    let name = &new.name.value;
    let (from, to) = (&pair.old.machine.journey.version, &pair.new.machine.journey.version);
    Fault {
        kind: Kind::Refused,
        states: Vec::new(),
        timers: Vec::new(),
        variable: Some(name.clone()),
        message: format!(
            "`{name}` would be `{comes}` where `{old}` is `{has}`, which {to} refuses: {why}; whoever has it stays on {from}, \
             with a dead letter"
        ),
        help: format!("make it fit where `migrate` sets `{name}`"),
        person: Some(Person { has: Some(format!("`ctx.{old}` is `{has}`")), ..Person::default() }),
        places: Places { old: None, new: Some(new.name.span) },
    }
}

/// The old variable whose value a variable is set to as it is.
fn taken_over(entry: &Migration, name: &str) -> Option<SmolStr> {
    let assign = entry.set.iter().find(|assign| assign.variable.value == name)?;
    let ValueKind::Expr(text) = &assign.value.kind else { return None };
    let mut said = text.text.trim();
    while let Some(inner) = said.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        said = inner.trim();
    }
    let old = said.strip_prefix("old.")?;
    let is_name = old.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    is_name.then(|| SmolStr::new(old))
}

fn misfit(pair: &Pair<'_>, old: &Variable, new: &Variable, is_set: bool) -> Option<Fault> {
    if matches!(fit(&old.shape, &new.shape), Fit::Same | Fit::Wider) {
        return None;
    }
    let found = example(&old.shape, &new.shape);
    let (name, was) = (&new.name.value, &old.name.value);
    let versions = (&pair.old.machine.journey.version, &pair.new.machine.journey.version);
    let why = match &found {
        Some((value, why)) => format!("may be `{value}`, which {} refuses: {why}", versions.1),
        // Nobody can say of which value a pattern or an object is made that the other refuses.
        None if is_set => return None,
        None => format!("may have a value that {} refuses: it asks for {}", versions.1, shown::shape(&new.shape)),
    };
    let from = if was == name { format!("`{name}`") } else { format!("`{was}`, which `{name}` takes over,") };
    let message = format!("{from} {why}; whoever has it stays on {}, with a dead letter", versions.0);
    let help = if is_set {
        format!("make it fit where `migrate` sets `{name}`")
    } else {
        format!("say under `migrate`, in `set`, what becomes of it: `{name}: =old.{was}` made to fit, or another value")
    };
    let has = found.map(|(value, _)| format!("`ctx.{was}` is `{value}`"));
    let person = has.map(|has| Person { has: Some(has), ..Person::default() });
    Some(Fault {
        kind: if is_set { Kind::Refused } else { Kind::Misfit },
        states: Vec::new(),
        timers: Vec::new(),
        variable: Some(name.clone()),
        message,
        help,
        person,
        places: Places { old: Some(old.name.span), new: Some(new.name.span) },
    })
}

fn untyped(pair: &Pair<'_>, why: &str) -> Fault {
    let version = &pair.old.machine.journey.version;
    Fault {
        kind: Kind::Untyped,
        states: Vec::new(),
        timers: Vec::new(),
        variable: None,
        message: format!("what `migrate` sets does not fit {version}: {why}; nobody on it can move"),
        help: "write in `set` what holds for every version that the entry is `from`".to_owned(),
        person: None,
        places: Places { old: None, new: pair.plan.findings.first().map(|finding| finding.span) },
    }
}

/// A value that the old shape has and the new one refuses, with the reason.
fn example(old: &Shape, new: &Shape) -> Option<(Value, String)> {
    let mut tried = candidates(old, new);
    tried.retain(|value| old.admit(value.clone()).is_ok());
    tried.into_iter().find_map(|value| {
        let misfit = new.admit(value.clone()).err()?;
        Some((value, misfit.to_string()))
    })
}

#[cfg(test)]
mod tests {
    use super::example;
    use crate::terms::shape::{Field, Of, Pattern, Shape};
    use crate::terms::value::Value;

    #[test]
    fn a_value_is_shown_that_the_new_type_refuses() {
        let int = Shape::of(Of::Int);
        let least = Shape { min: Some(Value::Int(3)), ..int.clone() };
        let most = Shape { max: Some(Value::Int(9)), ..int.clone() };
        let one_of = |members: &[&str]| Shape::of(Of::Enum(members.iter().map(|&name| name.into()).collect()));
        let maybe = Shape { optional: true, ..int.clone() };
        let days = |days: i64| Some(Value::Duration(days * 86_400_000));
        let span = Shape::of(Of::Duration);
        let short = Shape { max: days(5), ..span.clone() };
        let letters = Shape { pattern: Pattern::new("^[a-z]*$").ok(), ..Shape::of(Of::String) };
        let object = |of: &Shape| {
            let field = |name: &str, shape: &Shape| Field { name: name.into(), shape: shape.clone() };
            Shape::of(Of::Object([field("a", &int), field("b", of)].into()))
        };
        let list = |of: &Shape| Shape::of(Of::List(std::sync::Arc::new(of.clone())));
        for (old, new, value) in [
            (&int, &least, Some(Value::Int(2))),
            (&int, &most, Some(Value::Int(10))),
            (&least, &int, None),
            (&maybe, &int, Some(Value::Unit)),
            (&one_of(&["a", "b"]), &one_of(&["a"]), Some(Value::str("b"))),
            (&list(&int), &list(&most), Some(Value::list(vec![Value::Int(10)]))),
            (&int, &Shape::of(Of::Bool), Some(Value::Int(0))),
            (&span, &short, Some(Value::Duration(5 * 86_400_000 + 1))),
            (&Shape::of(Of::String), &letters, Some(Value::str("Other"))),
            (
                &object(&span),
                &object(&short),
                Some(Value::object([("a".into(), Value::Int(0)), ("b".into(), Value::Duration(5 * 86_400_000 + 1))])),
            ),
        ] {
            assert_eq!(example(old, new).map(|found| found.0), value, "{old} {new}");
        }
    }
}
