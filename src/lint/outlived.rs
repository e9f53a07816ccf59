//! The states to which nobody comes because an exit rule ends the journey in the very input that enters.

use crate::lint::case::Case;
use crate::lint::guards;
use crate::lint::verdicts;
use crate::lint::verdicts::verdict::Dead;
use crate::model::ids::StateId;

/// Those states, in document order, where they are told of as such: not where the guard of the rule is at fault, which
/// always holds.
pub fn states(case: &Case<'_>) -> Vec<StateId> {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let Some(ending) = &verdicts.ending else { return Vec::new() };
    if ending.rules.iter().any(|&rule| guards::exit_always_holds(case, rule)) {
        return Vec::new();
    }
    let otherwise = machine.reachable(&|step| verdicts.dead.get(&step).is_none_or(|dead| *dead == Dead::Ended));
    let lost = |state: &StateId| otherwise[state.index()] && !verdicts.reached[state.index()];
    machine.all_states().filter(lost).collect()
}
