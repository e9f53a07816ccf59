//! Whether somebody can come to what a witness says.

use crate::expr::solve::question::Answer;
use crate::expr::solve::witness::Witness;
use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::lint::case::Case;
use crate::lint::knowledge::attain::{Attain, Place, slots};
use crate::lint::knowledge::undo::Wanted;
use crate::lint::verdicts::asking::asked;
use crate::lint::verdicts::judge;
use crate::model::ids::StateId;

/// The answer of [`asked`] for a finding that speaks of what a person meets: it is yes only where it is known that somebody who
/// is in all of `within` can have come to the values of the witness. Ask this before you tell anybody of a witness.
pub fn witnessed(
    (case, within): (&Case<'_>, &[StateId]),
    holds: &[&Condition],
    fails: &[&Condition],
    world: &World<'_>,
) -> Answer {
    witnessed_at((case, &Place { states: within, event: None }), holds, fails, world)
}

/// The same at a `place` where an event has come, which tells what has happened before.
pub fn witnessed_at(
    (case, place): (&Case<'_>, &Place<'_>),
    holds: &[&Condition],
    fails: &[&Condition],
    world: &World<'_>,
) -> Answer {
    let (machine, knowledge) = (&case.machine, case.knowledge());
    let ask = |world: &World<'_>| asked((machine, place.states), holds, fails, world);
    let answer = ask(world);
    let Some(witness) = answer.witness().filter(|_| knowledge.is_whole()) else { return answer };
    let attain = attain(case);
    let is_attained = |witness: &Witness, wanted: &Wanted| {
        let params = attain.params(place.event, witness);
        attain.is_attained(&Place { states: &active(place, witness), ..*place }, wanted, &params)
    };
    let wanted = attain.wanted(witness);
    if is_attained(witness, &wanted) {
        return answer;
    }
    let all = Place { states: &active(place, witness), ..*place };
    let ways = attain.by_ways(&all, &slots(&wanted).collect(), world);
    let fits = attain.by_fits(&wanted, world);
    let mut refused = vec![wanted];
    for world in ways.iter().chain(&fits) {
        let answer = ask(world);
        let Some(witness) = answer.witness() else { continue };
        let wanted = attain.wanted(witness);
        if refused.contains(&wanted) {
            continue;
        }
        if is_attained(witness, &wanted) {
            return answer;
        }
        refused.push(wanted);
    }
    Answer::Unknown
}

/// What follows people back, but for ways that nobody goes.
pub fn attain<'c>(case: &'c Case<'_>) -> Attain<'c> {
    Attain::new(&case.machine, case.knowledge(), &judge::of(case).idle)
}

/// The states of a place, and those in which a witness is.
fn active(place: &Place<'_>, witness: &Witness) -> Vec<StateId> {
    place.states.iter().copied().chain(witness.active.iter().map(|&state| StateId(state))).collect()
}
