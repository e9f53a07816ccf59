//! Timers whose state is always left before they are due.

use std::collections::BTreeMap;

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::knowledge::moves::images;
use crate::lint::shown::NOT_POSITIVE;
use crate::lint::timers;
use crate::lint::verdicts::asking::is_certain;
use crate::lint::verdicts::failing;
use crate::lint::verdicts::leaving::Leaving;
use crate::lint::verdicts::stays::Stays;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Due, Timer, Trigger};

/// Each such timer, with the step that leaves first: if possible one without a guard; or with several of which one always
/// does. `certain` says which steps always take who is there.
pub fn of(
    case: &Case<'_>,
    certain: &dyn Fn(StepId) -> bool,
    (connected, leaving): (&[bool], &Leaving),
) -> BTreeMap<StepId, Vec<StepId>> {
    let machine = &case.machine;
    // Of what was to wait and does not nobody knows when it was to come.
    let told = NOT_POSITIVE.is_shown(case);
    let waits = |step: StepId| !told || timers::is_positive(machine.step(step));
    let leaves = |step: StepId| is_certain(case, step) && certain(step) && waits(step) && is_safe(case, step);
    let firsts = firsts(case, &leaves);
    let (stays, images) = (Stays::new(machine, &firsts, connected), images(machine));
    let mut found = BTreeMap::new();
    for (number, step) in machine.journey.steps.iter().enumerate() {
        let (id, Trigger::Timer(_)) = (StepId(number as u32), &step.trigger) else { continue };
        if !connected[step.source.index()] || !is_certain(case, id) {
            continue;
        }
        let at_once = || Some(leaving.at_once(machine, step.source)).filter(|steps| !steps.is_empty());
        if is_brought_along(machine, id, &images) {
            // Only what needs no timer takes those away who bring this one and not the others.
            found.extend(at_once().map(|first| (id, first.to_vec())));
            continue;
        }
        let around = machine.outward(step.source).flat_map(|state| &firsts[state.index()]);
        let mut earlier: Vec<(StepId, i64)> = around.copied().filter(|&(first, _)| first != id).collect();
        earlier.retain(|&(first, _)| machine.takes_out_of(first, step.source));
        let due = if earlier.is_empty() && !stays.is_worth(step.source) { None } else { timers::least(case, id) };
        earlier.retain(|&first| is_before(case, first, (id, due)));
        let key = |&&(first, leaving): &&(StepId, i64)| (machine.step(first).guard.is_some(), leaving, first);
        let first = earlier.iter().min_by_key(key).map(|first| first.0);
        let sooner =
            || machine.state(step.source).steps.iter().copied().find(|&first| is_sooner(machine, first, id, &leaves));
        let first = first.or_else(sooner).map(|first| vec![first]);
        let first = first.or_else(|| at_once().map(<[StepId]>::to_vec));
        if let Some(first) = first.or_else(|| Some(vec![stays.before(step.source, due?)?])) {
            found.insert(id, first);
        }
    }
    found
}

/// The most milliseconds that somebody is in the journey; absent where one may be in it for ever. `certain` says which
/// steps always take who is there.
pub fn longest(case: &Case<'_>, certain: &dyn Fn(StepId) -> bool) -> Option<i64> {
    let firsts = firsts(case, &|step| is_certain(case, step) && certain(step) && is_safe(case, step));
    Stays::new(&case.machine, &firsts, case.reached()).whole()
}

/// Whether a step is no timer that may be used up and take nobody. An input that an `always` step fails is rolled back
/// whole, so that nobody is where it would have taken people from.
fn is_safe(case: &Case<'_>, step: StepId) -> bool {
    !matches!(case.machine.step(step).trigger, Trigger::Timer(_)) || !failing::may_fail(case, step)
}

/// By state, its steps that need nothing but time, each with the most milliseconds after which it has fired.
fn firsts(case: &Case<'_>, leaves: &dyn Fn(StepId) -> bool) -> Vec<Vec<(StepId, i64)>> {
    let delayed = |&step: &StepId| leaves(step).then(|| Some((step, delay(case, step)?))).flatten();
    let states = case.machine.journey.states.iter();
    states.map(|state| state.steps.iter().filter_map(delayed).collect()).collect()
}

/// Whether `first` of the same state waits for the same as the timer of `id`, which adds something to it, and leaves.
fn is_sooner(machine: &Machine, first: StepId, id: StepId, leaves: &dyn Fn(StepId) -> bool) -> bool {
    let [Some(one), Some(other)] = [first, id].map(|step| timers::of(machine.step(step))) else { return false };
    let later = match (&one.due, &other.due) {
        (Due::After(one), Due::After(other)) | (Due::At(one), Due::At(other)) => other.later_than(one).is_some(),
        _ => false,
    };
    first != id
        && one.within.is_none()
        && later
        && machine.takes_out_of(first, machine.step(id).source)
        && leaves(first)
}

/// When a step has fired that needs nothing but time: at most so many milliseconds after its state was entered, the
/// least number for an `always` step.
fn delay(case: &Case<'_>, step: StepId) -> Option<i64> {
    match &case.machine.step(step).trigger {
        Trigger::Always => Some(i64::MIN),
        Trigger::Timer(timer) if timer.within.is_none() => timers::most(case, step),
        _ => None,
    }
}

/// Whether `first`, which has fired after `leaving`, is taken before the timer of `id` is due: it belongs to the same
/// state, or to one around it, which was entered no later and whose own timer is still to come.
fn is_before(case: &Case<'_>, (first, leaving): (StepId, i64), (id, due): (StepId, Option<i64>)) -> bool {
    let machine = &case.machine;
    if leaving == i64::MIN {
        // What waits for an instant is not due in the same input, nor is anything that takes time.
        return true;
    }
    let Some(due) = due else { return false };
    // Those of one instant fire in the order in which they were started, which data that change may turn round.
    let alike = leaving == due && [first, id].iter().all(|&step| timers::wait(machine, step).is_some());
    let source = machine.step(first).source;
    if source == machine.step(id).source {
        // That is the order of the file.
        return leaving < due || (alike && first < id);
    }
    // A timer of a state around that it does not leave is used up once, and people may come back.
    let again = matches!(&machine.step(first).trigger, Trigger::Timer(Timer { due: Due::Every(_, None), .. }));
    let once = machine.takes_out_of(first, source) || completes(machine, first);
    leaving < due && (once || again) || (once && alike)
}

/// Whether nobody waits in the state of a step any more who has taken it.
pub fn leaves_for_good(machine: &Machine, step: StepId) -> bool {
    machine.takes_out_of(step, machine.step(step).source) || completes(machine, step)
}

/// Whether a step leads to a final state at the top, after which nothing comes.
pub fn completes(machine: &Machine, step: StepId) -> bool {
    machine.step(step).to.iter().any(|&state| machine.is_end(state))
}

/// Whether people from another version may have the timer of `step` without those that are set with it here: `migrate` sets
/// it or hands it on, or its state is one of the `images` to which they move, or lies in or around one.
fn is_brought_along(machine: &Machine, step: StepId, images: &[StateId]) -> bool {
    let named = machine.journey.migrate.iter().any(|entry| {
        let handed_on = entry.steps.iter().map(|(_, new)| *new);
        entry.timers.iter().map(|(armed, _)| *armed).chain(handed_on).any(|one| one == step)
    });
    let source = machine.step(step).source;
    let holds = |outer: StateId, inner: StateId| outer == inner || machine.is_inside(outer, inner);
    let beside = |image: StateId| holds(image, source) || source != Machine::ROOT && holds(source, image);
    named || images.iter().any(|&image| beside(image))
}
