//! Why something can never be, or always is, in words.

use crate::expr::solve::budget::Budget;
use crate::expr::solve::proof::proof;
use crate::expr::solve::question::{Claims, possible};
use crate::expr::solve::world::World;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::verdicts;
use crate::lint::verdicts::asking;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{GoalBy, StateKind};
use crate::model::naming::names;
use crate::terms::finding::Finding;

/// At most so many names are told one by one.
const NAMED: usize = 3;

/// `finding` with the reason why `claims` cannot be in `world`, which is that of `state`, as a note.
#[must_use]
pub fn why(finding: Finding, case: &Case<'_>, claims: &Claims<'_>, (world, state): (&World<'_>, StateId)) -> Finding {
    let clashes = asking::clashes(&case.machine, claims, world);
    if !clashes.is_empty() {
        return clashes.into_iter().fold(finding, |finding, pair| finding.note(at_once(case, pair)));
    }
    let told = proof(claims, world, &mut Budget::default()).wording(&names(&case.machine.journey));
    let finding = finding.note(told);
    let anywhere = case.knowledge().forgetting(world.clone());
    if possible(claims, &anywhere, &mut Budget::default()).is_no() {
        return finding;
    }
    if state == Machine::ROOT {
        finding.note("nothing in the journey lets it be otherwise")
    } else {
        let name = &case.machine.state(state).name.value;
        finding.note(format!("nothing that leads to `{name}`, or happens there, lets it be otherwise"))
    }
}

fn at_once(case: &Case<'_>, (state, other): (StateId, StateId)) -> String {
    let [one, two] = [state, other].map(|state| &case.machine.state(state).name.value);
    if state == other {
        format!("`{one}` only remembers, nobody is ever in it")
    } else {
        format!("nobody is in `{one}` and in `{two}` at once")
    }
}

/// `finding` with what is only so because the guard of `own` always holds, as notes: it has no findings of its own.
#[must_use]
pub fn follows(finding: Finding, case: &Case<'_>, own: StepId) -> Finding {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let shadows = verdicts.shadowed.iter().filter(|(_, earlier)| earlier.contains(&own)).map(|(&step, _)| step);
    let finding = shadows.fold(finding, |finding, step| beaten(finding, case, step));
    let late = verdicts.late.iter().filter(|(_, first)| first.contains(&own)).map(|(&step, _)| step);
    late.filter(|&step| is_told(case, step)).fold(finding, |finding, step| {
        let note = format!("so the timer `{}` never fires", machine.step(step).id.value);
        lost(finding.note(note), case, step)
    })
}

/// `finding` with that nobody can ever take `step`, as a note, unless another finding tells of it.
#[must_use]
pub fn beaten(finding: Finding, case: &Case<'_>, step: StepId) -> Finding {
    if !is_told(case, step) {
        return finding;
    }
    let note = format!("so nobody can ever take the step `{}`", case.machine.step(step).id.value);
    lost(finding.note(note), case, step)
}

fn is_told(case: &Case<'_>, step: StepId) -> bool {
    let verdicts = verdicts::of(case);
    !verdicts.duplicates.contains_key(&step) && verdicts.reached[case.machine.step(step).source.index()]
}

/// `finding` with the states that nobody reaches because `step` never fires, as a note.
#[must_use]
pub fn lost(finding: Finding, case: &Case<'_>, step: StepId) -> Finding {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    if verdicts.ending.is_some() {
        // Nobody would come there anyway, of which another finding tells.
        return finding;
    }
    let is_lost = |&&target: &&StateId| verdicts.connected[target.index()] && !verdicts.reached[target.index()];
    let names: Vec<String> =
        machine.step(step).to.iter().filter(is_lost).map(|&target| shown(machine, target)).collect();
    let finding = machine.journey.goals.iter().fold(finding, |finding, goal| match goal.by {
        GoalBy::State(state) if names.iter().any(|name| *name == shown(machine, state)) => {
            finding.note(format!("so nobody ever reaches the goal `{}`", goal.id.value))
        }
        _ => finding,
    });
    match names.as_slice() {
        [] => finding,
        all if all.len() <= NAMED => finding.note(format!("so nobody reaches {}", all.join(" and "))),
        [first, rest @ ..] => finding.note(format!("so nobody reaches {first} and {} more states", rest.len())),
    }
}

fn shown(machine: &Machine, state: StateId) -> String {
    let of = machine.state(state);
    let inside = match of.kind {
        StateKind::Compound(_) | StateKind::Parallel => " and what is inside it",
        _ => "",
    };
    format!("`{}`{inside}", of.name.value)
}
