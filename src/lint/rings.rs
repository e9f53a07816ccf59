//! Rings of `always` steps that go round for ever: by steps that always fire, and by guards that hold again and again.

use std::collections::BTreeSet;

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::echoes;
use crate::lint::guards;
use crate::lint::knots::{Round, Seeker, is_alone, is_lasting};
use crate::lint::livelocks;
use crate::lint::shown::CYCLE;
use crate::lint::verdicts;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::Trigger;

/// The rounds of a journey, and how many questions were left open.
pub fn all(case: &Case<'_>) -> (Vec<Round>, usize) {
    let machine = &case.machine;
    let mut found = Vec::new();
    // First those that no guard is needed for.
    let always = |step: StepId| !guards::always_holds(case, step);
    certain(case, &always, &mut found);
    certain(case, &|_| true, &mut found);
    for (number, step) in machine.journey.steps.iter().enumerate() {
        let id = StepId(number as u32);
        let stays = step.to.is_empty() && verdicts::of(case).peopled[step.source.index()];
        if stays && is_certain(case, id) && is_lasting(machine, &[step.source], &[id]) {
            let follows = guards::always_holds(case, id).then_some(id);
            found.push(Round { states: vec![step.source], step: Some(id), follows, ..Round::default() });
        }
    }
    let mut seeker = Seeker::new(case, found);
    seeker.seek();
    let (mut found, open) = (seeker.found, seeker.open);
    let more = livelocks::seek(case, &mut found);
    found.extend(echoes::rounds(case));
    (found, open + more)
}

/// The states that everybody who comes there goes round through for ever, if a finding of its own tells of them.
pub fn restless(case: &Case<'_>) -> BTreeSet<StateId> {
    if !CYCLE.is_shown(case) {
        return BTreeSet::new();
    }
    all(case).0.into_iter().filter(|round| round.when.is_empty()).flat_map(|round| round.states).collect()
}

/// What becomes of people in a round.
pub fn wording(machine: &Machine, round: &Round) -> Option<String> {
    let when = if round.when.is_empty() { String::new() } else { format!(" when {}", round.when) };
    let names = round.raises.iter().map(|event| format!("`{}`", machine.journey.events[event.index()].name));
    let raised = names.collect::<Vec<_>>().join(" and ");
    if let Some(step) = round.step {
        let name = &machine.step(step).id.value;
        return Some(match raised.as_str() {
            "" => format!("the step `{name}` stays where it is and fires again for ever{when}"),
            _ => format!("the step `{name}` raises {raised}, which fires it again for ever"),
        });
    }
    let first = *round.states.first()?;
    let from = match first {
        Machine::ROOT => "by the journey's own steps".to_owned(),
        _ => format!("from the state `{}`", machine.state(first).name.value),
    };
    Some(match raised.as_str() {
        "" => format!("{from} it goes round for ever without an event{when}"),
        _ => format!("{from} it goes round for ever by raising {raised}"),
    })
}

/// Adds the rounds by steps that always fire and that `counts` names, but for those through states that go round anyway.
fn certain(case: &Case<'_>, counts: &dyn Fn(StepId) -> bool, found: &mut Vec<Round>) {
    let machine = &case.machine;
    let peopled = &verdicts::of(case).peopled;
    let told: BTreeSet<StateId> = found.iter().flat_map(|round| &round.states).copied().collect();
    for ring in machine.eventless_rings(&|step| counts(step) && is_certain(case, step)) {
        let comes = ring.states.iter().all(|state| peopled[state.index()] && !told.contains(state));
        if comes && is_lasting(machine, &ring.states, &ring.steps) {
            let follows = ring.steps.iter().copied().find(|&step| guards::always_holds(case, step));
            found.push(Round { states: ring.states, follows, ..Round::default() });
        }
    }
}

/// Whether a step fires whenever its state is active: no guard, or one that always holds, and nothing that is asked
/// before it; and whether it then leads to the same states, whatever is remembered.
fn is_certain(case: &Case<'_>, step: StepId) -> bool {
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let source = machine.step(step).source;
    let last = machine.state(source).last;
    let mut before = machine.dispatch.always(source).iter().take_while(|&&other| other != step);
    let is_always = matches!(machine.step(step).trigger, Trigger::Always);
    let known = !machine.unread.is_uncertain(source, last) && verdicts.steps[step.index()].is_always();
    is_always
        && known
        && before.all(|other| verdicts.steps[other.index()].is_never())
        && is_alone(machine, source)
        && machine.leads_to_defaults(step)
}
