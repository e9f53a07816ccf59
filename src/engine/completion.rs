//! What a final state completes.

use crate::engine::run::Run;
use crate::engine::scratch::Raised;
use crate::graph::machine::Machine;
use crate::graph::sets;
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

/// Raises `done.*` of what the final state `state`, just entered, completes, outward; whether that is the journey.
pub fn of_final(run: &mut Run<'_>, state: StateId) -> bool {
    let machine = run.machine;
    let Some(parent) = machine.state(state).parent else {
        return false;
    };
    if parent == Machine::ROOT {
        return true;
    }
    let mut at = Some(parent);
    if matches!(machine.state(parent).kind, StateKind::Compound(_)) {
        raise(run, parent);
        at = machine.state(parent).parent;
    }
    while let Some(parallel) = at.filter(|&at| matches!(machine.state(at).kind, StateKind::Parallel)) {
        if !is_done(run, parallel) {
            break;
        }
        raise(run, parallel);
        at = machine.state(parallel).parent;
    }
    false
}

fn raise(run: &mut Run<'_>, state: StateId) {
    if let Some(event) = run.machine.dispatch.done(state) {
        run.work.queue.push_back(Raised { event, payload: None });
    }
}

/// Whether an active state is final, has an active final child, or has only such regions.
fn is_done(run: &Run<'_>, state: StateId) -> bool {
    let machine = run.machine;
    let of = machine.state(state);
    match of.kind {
        StateKind::Final => is_active(run, state),
        StateKind::Compound(_) => {
            let is_final = |child: StateId| matches!(machine.state(child).kind, StateKind::Final);
            active_child(run, state).is_some_and(is_final)
        }
        StateKind::Parallel => of
            .children
            .iter()
            .filter(|child| sets::is_region(&machine.journey, **child))
            .all(|&child| is_done(run, child)),
        _ => false,
    }
}

fn is_active(run: &Run<'_>, state: StateId) -> bool {
    run.place_of(state).is_some()
}

/// In document order the active child of an active compound state comes directly after it.
fn active_child(run: &Run<'_>, state: StateId) -> Option<StateId> {
    let next = run.place_of(state)? + 1;
    let child = run.instance.configuration.get(next)?.state;
    (run.is_visible(next) && run.machine.is_inside(state, child)).then_some(child)
}
