//! Rings of events that a journey raises itself: each step raises what fires the next one.

use std::collections::BTreeSet;

use crate::lint::beginnings::raised;
use crate::lint::case::Case;
use crate::lint::knots::{Landing, Round, landing};
use crate::lint::verdicts;
use crate::lint::verdicts::asking;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Block, StateKind, Work};

/// Where people are, and what was raised.
type Heard = (StateId, EventId);

/// What everybody does who hears an event.
#[derive(Clone, Copy)]
struct Echo {
    heard: Heard,
    step: StepId,
    then: Heard,
}

/// The rounds by steps that everybody takes and that raise one event each, once for each ring.
pub fn rounds(case: &Case<'_>) -> Vec<Round> {
    let (machine, events) = (&case.machine, raised(case));
    let peopled = &verdicts::of(case).peopled;
    let (mut found, mut seen): (Vec<Round>, _) = (Vec::new(), BTreeSet::new());
    for event in events {
        let rests = |state: &StateId| matches!(machine.state(*state).kind, StateKind::Atomic) && peopled[state.index()];
        for leaf in machine.all_states().filter(rests) {
            // Steps of a state around others are heard in each of those.
            let ring = ring(case, (leaf, event), &mut seen).filter(|round| !found.contains(round));
            found.extend(ring);
        }
    }
    found
}

/// The ring to which `heard` leads, if that was not `seen` before.
fn ring(case: &Case<'_>, heard: Heard, seen: &mut BTreeSet<Heard>) -> Option<Round> {
    let mut way: Vec<Echo> = Vec::new();
    let mut now = heard;
    loop {
        if let Some(begin) = way.iter().position(|echo| echo.heard == now) {
            return Some(round(case, &way[begin..]));
        }
        if !seen.insert(now) {
            return None;
        }
        let echo = echo(case, now)?;
        now = echo.then;
        way.push(echo);
    }
}

/// What everybody does who is in a state with nothing inside and hears an event there, if it is one thing for all of them
/// and raises one event.
fn echo(case: &Case<'_>, heard: Heard) -> Option<Echo> {
    let (leaf, event) = heard;
    let (machine, verdicts) = (&case.machine, verdicts::of(case));
    let calm = |at: StateId| {
        let apart = matches!(machine.state(at).kind, StateKind::Parallel);
        !apart && machine.dispatch.always(at).is_empty() && !machine.unread.is_uncertain(at, at)
    };
    let ends = machine.journey.exit.iter().any(|rule| rule.triggers.contains(&event));
    if ends || !machine.outward(leaf).all(calm) {
        return None;
    }
    let mut steps = machine.outward(leaf).flat_map(|at| machine.dispatch.steps(at, event)).map(|&(_, step)| step);
    let step = steps.find(|step| !verdicts.steps[step.index()].is_never())?;
    if !verdicts.steps[step.index()].is_always() || !asking::is_certain(case, step) {
        return None;
    }
    let Landing { domain, entered, leaf: next } = landing(machine, step)?;
    let next = next.unwrap_or(leaf);
    let left = domain.into_iter().flat_map(|domain| machine.outward(leaf).take_while(move |&at| at != domain));
    let exits = left.map(|at| &machine.state(at).on_exit);
    let entries = entered.iter().map(|&at| &machine.state(at).on_entry);
    let raises = one_event(exits.chain([&machine.step(step).actions]).chain(entries))?;
    let rests = matches!(machine.state(next).kind, StateKind::Atomic);
    rests.then_some(Echo { heard, step, then: (next, raises) })
}

/// The one event that these lists raise, whatever holds.
fn one_event<'b>(blocks: impl Iterator<Item = &'b Block>) -> Option<EventId> {
    let mut raised = None;
    for instruction in blocks.flatten() {
        match &instruction.work {
            Work::Raise(call) if raised.is_none() => raised = Some(call.event),
            Work::Raise(_) | Work::If(..) => return None,
            _ => {}
        }
    }
    raised
}

fn round(case: &Case<'_>, ring: &[Echo]) -> Round {
    let steps: Vec<StepId> = ring.iter().map(|echo| echo.step).collect();
    let raises: BTreeSet<EventId> = ring.iter().map(|echo| echo.then.1).collect();
    Round { raises: raises.into_iter().collect(), ..Round::of(&case.machine, &steps) }
}
