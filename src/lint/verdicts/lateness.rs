//! Timers whose state is always left before they are due.

use std::collections::BTreeMap;

use crate::expr::term::Term;
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::lint::case::Case;
use crate::lint::verdicts::asking::is_certain;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Due, StateKind, Timer, Trigger};
use crate::terms::value::Value;

/// Each such timer, with the step that leaves first. `certain` says which steps always take who is there.
pub fn of(case: &Case<'_>, certain: &dyn Fn(StepId) -> bool, connected: &[bool]) -> BTreeMap<StepId, StepId> {
    let machine = &case.machine;
    let leaves = |step: StepId| is_certain(case, step) && certain(step);
    let firsts: Vec<Vec<StepId>> = machine
        .journey
        .states
        .iter()
        .map(|state| {
            state.steps.iter().copied().filter(|&step| leaves(step) && delay(machine, step).is_some()).collect()
        })
        .collect();
    let mut found = BTreeMap::new();
    for (number, step) in machine.journey.steps.iter().enumerate() {
        let (id, Trigger::Timer(timer)) = (StepId(number as u32), &step.trigger) else { continue };
        if !connected[step.source.index()] || !is_certain(case, id) || is_armed_by_a_move(case, id) {
            continue;
        }
        let around = machine.outward(step.source).flat_map(|state| &firsts[state.index()]);
        let mut earlier: Vec<StepId> = around.copied().filter(|&first| first != id).collect();
        earlier.retain(|&first| takes_out_of(machine, first, step.source) && is_before(machine, first, (id, timer)));
        if let Some(&first) = earlier.iter().min_by_key(|&&first| (delay(machine, first), first)) {
            found.insert(id, first);
        }
    }
    found
}

/// When a step fires that needs nothing but time: milliseconds after its state was entered, none for an `always` step.
fn delay(machine: &Machine, step: StepId) -> Option<i64> {
    match &machine.step(step).trigger {
        Trigger::Always => Some(i64::MIN),
        Trigger::Timer(timer) if timer.within.is_none() => first_due(timer),
        _ => None,
    }
}

/// When a timer is first due, where that is a constant.
fn first_due(timer: &Timer) -> Option<i64> {
    let term = match &timer.due {
        Due::After(term) | Due::Every(term, _) => term,
        Due::Gaps(gaps) => gaps.first()?,
        Due::At(_) => return None,
    };
    match term {
        Term::Constant(Value::Duration(length)) => Some(*length),
        Term::Expression(program) => match program.constant()? {
            Value::Duration(length) => Some(*length),
            _ => None,
        },
        _ => None,
    }
}

/// Whether `first` is taken before the timer of `id` is due: it belongs to the same state, or to one around it, which
/// was entered no later and whose own timer is still to come.
fn is_before(machine: &Machine, first: StepId, (id, timer): (StepId, &Timer)) -> bool {
    let Some(leaving) = delay(machine, first) else { return false };
    if leaving == i64::MIN {
        // What waits for an instant is not due in the same input, nor is anything that takes time.
        return true;
    }
    let Some(due) = first_due(timer) else { return false };
    let source = machine.step(first).source;
    if source == machine.step(id).source {
        // Those of one instant fire in the order in which they were started: that of the file.
        return leaving < due || (leaving == due && first < id);
    }
    // A timer of a state around that it does not leave is used up once, and people may come back.
    let again = matches!(&machine.step(first).trigger, Trigger::Timer(Timer { due: Due::Every(_, None), .. }));
    let once = takes_out_of(machine, first, source) || completes(machine, first);
    (once && leaving <= due) || (again && leaving < due)
}

/// Whether a step leads to a final state at the top, after which nothing comes.
fn completes(machine: &Machine, step: StepId) -> bool {
    let is_end = |&state: &StateId| {
        let of = machine.state(state);
        matches!(of.kind, StateKind::Final) && of.parent == Some(Machine::ROOT)
    };
    machine.step(step).to.iter().any(is_end)
}

/// Whether a step always leaves `state`.
fn takes_out_of(machine: &Machine, step: StepId, state: StateId) -> bool {
    match machine.dispatch.route(step) {
        Route::Simple { domain, .. } | Route::Inside(domain) => machine.is_inside(domain, state),
        Route::Stay | Route::Remembering => false,
    }
}

/// Whether `migrate.timers` sets the timer to another instant.
fn is_armed_by_a_move(case: &Case<'_>, step: StepId) -> bool {
    case.machine.journey.migrate.iter().any(|entry| entry.timers.iter().any(|(armed, _)| *armed == step))
}
