//! Values that `migrate` computes from what people have, and that the new version refuses.

use smol_str::SmolStr;

use crate::diff::migration::tried::candidates;
use crate::diff::pair::Pair;
use crate::expr::inputs::{Complaints, Inputs, Nowhere, Payload, PersonView};
use crate::expr::term::Term;
use crate::model::journey::{Assign, Variable};
use crate::terms::value::Value;

/// How much work is done for one value: what takes longer is not looked into.
const MOST_WORK: u64 = 100_000;

/// Somebody for whom a value is computed that does not fit.
pub struct Refused {
    /// The old variable.
    pub old: SmolStr,
    /// What they have in it.
    pub has: Value,
    /// What comes of that.
    pub comes: Value,
    /// Why it is refused.
    pub why: String,
}

/// Somebody for whom `assign` does not fit, if there is one among those who have something odd in one variable.
pub fn refused(pair: &Pair<'_>, assign: &Assign) -> Option<Refused> {
    if matches!(assign.value, Term::Constant(_)) {
        return None;
    }
    let (from, to) = (&pair.old.machine.journey.context, &pair.new.machine.journey.context);
    let new = &to[assign.variable.index()].shape;
    let begins = |all: &[Variable]| -> Vec<Value> { all.iter().map(|variable| variable.default.clone()).collect() };
    let (context, mut old) = (begins(to), begins(from));
    let written = assign.value.written();
    let spoken_of = |variable: &Variable| written.contains(variable.name.value.as_str());
    for (slot, variable) in from.iter().enumerate().filter(|(_, variable)| spoken_of(variable)) {
        for has in candidates(&variable.shape, new) {
            let Ok(has) = variable.shape.admit(has) else { continue };
            old[slot] = has.clone();
            let Some(comes) = computed(pair, &assign.value, [&context, &old]) else { continue };
            if let Err(misfit) = new.admit(comes.clone()) {
                return Some(Refused { old: variable.name.value.clone(), has, comes, why: misfit.to_string() });
            }
        }
        old[slot] = variable.default.clone();
    }
    None
}

/// What `term` comes to for somebody of whom nothing else is known; absent where it is an error.
fn computed(pair: &Pair<'_>, term: &Term, [context, old]: [&[Value]; 2]) -> Option<Value> {
    let journey = &pair.new.machine.journey;
    let complaints = Complaints::within(MOST_WORK);
    let profile = vec![Value::Unit; journey.profile.len()];
    let consent = vec![false; journey.purposes.len()];
    let inputs = Inputs {
        context,
        old,
        payload: Payload::EMPTY,
        envelope: None,
        person: &PersonView { id: "u-1", anonymous: false, consent: &consent, profile: &profile },
        now: 0,
        entered_at: 0,
        active: &Nowhere,
        default_tz: &journey.default_tz,
        complaints: &complaints,
    };
    term.eval(&inputs).ok()
}
