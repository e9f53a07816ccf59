//! Exit and entry sets: which states a move leaves and enters, as in SCXML, over intervals of document order.
//!
//! A domain bounds both: what is active inside it is left, what is entered lies inside it.

use crate::model::ids::StateId;
use crate::model::journey::{Journey, StateKind};

/// What history states remember.
pub trait Memory {
    /// The states that `history` stands for; absent where it remembers nothing.
    fn remembered(&self, history: StateId) -> Option<&[StateId]>;
}

/// A memory of nothing: every history state leads to its default.
#[derive(Clone, Copy, Debug)]
pub struct Forgotten;

impl Memory for Forgotten {
    fn remembered(&self, _: StateId) -> Option<&[StateId]> {
        None
    }
}

/// Working memory of the set functions, reused from call to call.
#[derive(Clone, Debug, Default)]
pub struct SetBuffers {
    targets: Vec<StateId>,
    pending: Vec<(StateId, usize, usize)>,
}

/// How far defaults of history states may lead on to other history states.
const HISTORY_HOPS: usize = 32;

/// Whether `inner` is a proper descendant of `outer`.
#[inline]
pub fn is_inside(journey: &Journey, outer: StateId, inner: StateId) -> bool {
    outer < inner && inner <= journey.states[outer.index()].last
}

/// Whether nothing is ever active inside: atomic and final states, and splits.
pub const fn is_atomic(kind: &StateKind) -> bool {
    matches!(kind, StateKind::Atomic | StateKind::Final | StateKind::Split(_))
}

/// The domain of a move from `source` to `targets`; absent where nothing is left or entered.
pub fn domain(
    journey: &Journey,
    source: StateId,
    (targets, reenter): (&[StateId], bool),
    memory: &dyn Memory,
    buffers: &mut SetBuffers,
) -> Option<StateId> {
    buffers.targets.clear();
    resolve(journey, targets, memory, &mut buffers.targets, HISTORY_HOPS);
    let first = buffers.targets.iter().copied().min()?;
    let last = buffers.targets.iter().copied().max()?;
    let only_itself = first == source && last == source;
    let within = source <= first && last <= journey.states[source.index()].last;
    let keeps_source = match journey.states[source.index()].kind {
        StateKind::Compound(_) => within,
        _ => only_itself,
    };
    if keeps_source && !reenter {
        return (!is_atomic(&journey.states[source.index()].kind)).then_some(source);
    }
    let around = std::iter::successors(journey.states[source.index()].parent, |at| journey.states[at.index()].parent);
    around
        .into_iter()
        .find(|&at| {
            let state = &journey.states[at.index()];
            matches!(state.kind, StateKind::Compound(_)) && at < first && last <= state.last
        })
        .or(Some(StateId(0)))
}

/// Adds to `entered` the states that a move to `targets` enters inside `domain`, in document order.
pub fn entry_set(
    journey: &Journey,
    domain: StateId,
    targets: &[StateId],
    memory: &dyn Memory,
    (buffers, entered): (&mut SetBuffers, &mut Vec<StateId>),
) {
    let SetBuffers { targets: wanted, pending } = buffers;
    wanted.clear();
    pending.clear();
    resolve(journey, targets, memory, wanted, HISTORY_HOPS);
    wanted.sort_unstable();
    pending.push((domain, 0, wanted.len()));
    while let Some((at, low, high)) = pending.pop() {
        if at != domain {
            entered.push(at);
        }
        let state = &journey.states[at.index()];
        match &state.kind {
            StateKind::Compound(initial) => {
                let (low, high) = inner_targets(journey, (at, initial), memory, wanted, (low, high));
                if let Some(child) = wanted.get(low).and_then(|&target| child_towards(&state.children, target)) {
                    pending.push(within(journey, child, wanted, (low, high)));
                }
            }
            StateKind::Parallel => {
                for &child in state.children.iter().rev().filter(|child| is_region(journey, **child)) {
                    pending.push(within(journey, child, wanted, (low, high)));
                }
            }
            _ => {}
        }
    }
}

/// Whether a child of a parallel state is one of its regions.
pub fn is_region(journey: &Journey, child: StateId) -> bool {
    !matches!(journey.states[child.index()].kind, StateKind::History(..))
}

/// `targets` with history states replaced by what they stand for.
pub fn resolved(journey: &Journey, targets: &[StateId], memory: &dyn Memory) -> Vec<StateId> {
    let mut found = Vec::with_capacity(targets.len());
    resolve(journey, targets, memory, &mut found, HISTORY_HOPS);
    found
}

/// Targets with history states replaced by what they stand for.
fn resolve(journey: &Journey, targets: &[StateId], memory: &dyn Memory, found: &mut Vec<StateId>, hops: usize) {
    for &target in targets {
        match &journey.states[target.index()].kind {
            StateKind::History(_, default) if hops > 0 => match memory.remembered(target) {
                Some(states) => found.extend_from_slice(states),
                None => resolve(journey, default, memory, found, hops - 1),
            },
            StateKind::History(..) => {}
            _ => found.push(target),
        }
    }
}

/// The part of `wanted` that lies properly inside a compound state; where there is none, its initial states.
fn inner_targets(
    journey: &Journey,
    (state, initial): (StateId, &[StateId]),
    memory: &dyn Memory,
    wanted: &mut Vec<StateId>,
    (low, high): (usize, usize),
) -> (usize, usize) {
    let low = low + wanted[low..high].partition_point(|&target| target <= state);
    if low < high {
        return (low, high);
    }
    let start = wanted.len();
    resolve(journey, initial, memory, wanted, HISTORY_HOPS);
    wanted[start..].sort_unstable();
    (start, wanted.len())
}

fn child_towards(children: &[StateId], target: StateId) -> Option<StateId> {
    children[..children.partition_point(|&child| child <= target)].last().copied()
}

/// `state` with the part of the sorted `wanted` that is it or lies inside it.
fn within(
    journey: &Journey,
    state: StateId,
    wanted: &[StateId],
    (low, high): (usize, usize),
) -> (StateId, usize, usize) {
    let last = journey.states[state.index()].last;
    let part = &wanted[low..high];
    (state, low + part.partition_point(|&target| target < state), low + part.partition_point(|&target| target <= last))
}
