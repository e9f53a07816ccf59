//! Where a person stands after a move: the images of active states, made a legal configuration.

use crate::engine::input::Rollback;
use crate::engine::instance::{Active, Instance};
use crate::engine::moves::{Image, Plan};
use crate::engine::run::Remembered;
use crate::graph::machine::Machine;
use crate::graph::sets::{self, Forgotten, Memory, SetBuffers};
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

/// The active states of the new version, and how they came about.
#[derive(Debug)]
pub struct Arrangement {
    /// The active states, in document order.
    pub configuration: Vec<Active>,
    /// Those among them that were no active state before, in document order.
    pub entered: Vec<StateId>,
    /// The old ones that are none any more, innermost first.
    pub left: Vec<StateId>,
}

/// Why somebody has no place in the new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// This state of the old version has no image.
    Nowhere(StateId),
    /// These states of the new version cannot both be active.
    Rivals(StateId, StateId),
}

/// Whether one of `states`, the active ones of the old version, has the end as its image.
pub fn ends(plan: &Plan, states: &[StateId]) -> bool {
    states.iter().any(|&state| plan.image(state) == Image::Exit)
}

/// The active states of the new version, in document order, for whoever is in `states`, the active ones of the old version;
/// `history` is what the new history states remember.
pub fn placed(plan: &Plan, states: &[StateId], history: &[(StateId, Vec<StateId>)]) -> Result<Vec<StateId>, Obstacle> {
    let targets = targets(plan, states)?;
    let memory = Remembered(history);
    let wanted = sets::resolved(&plan.to.journey, &targets, &memory);
    together(&plan.to, Machine::ROOT, &wanted, &memory).map_err(|(one, other)| Obstacle::Rivals(one, other))
}

/// Where somebody stands who stood as `instance` says; `history` is what the new history states remember. The move
/// happens at `now`.
pub fn arrange(
    plan: &Plan,
    instance: &Instance,
    history: &[(StateId, Vec<StateId>)],
    now: i64,
) -> Result<Arrangement, Rollback> {
    let states: Vec<StateId> = instance.configuration.iter().map(|active| active.state).collect();
    let states = placed(plan, &states, history).map_err(|obstacle| refused(plan, obstacle))?;
    let since = |state: StateId| {
        let images = instance.configuration.iter().filter(|active| plan.image(active.state).own() == Some(state));
        images.map(|active| active.entered_at).min()
    };
    let configuration = states.iter().map(|&state| Active { state, entered_at: since(state).unwrap_or(now) });
    let is_kept = |old: StateId| plan.image(old).own().is_some_and(|image| states.binary_search(&image).is_ok());
    let old = instance.configuration.iter().rev().map(|active| active.state);
    Ok(Arrangement {
        configuration: configuration.collect(),
        entered: states.iter().copied().filter(|&state| since(state).is_none()).collect(),
        left: old.filter(|&old| !is_kept(old)).collect(),
    })
}

fn refused(plan: &Plan, obstacle: Obstacle) -> Rollback {
    match obstacle {
        Obstacle::Nowhere(state) => {
            unmovable(plan, &format!("`{}` has no image in", plan.from.state(state).name.value))
        }
        Obstacle::Rivals(one, other) => {
            let name = |state: StateId| &plan.to.state(state).name.value;
            unmovable(plan, &format!("`{}` and `{}` cannot both be active in", name(one), name(other)))
        }
    }
}

/// The images that must be active: those of atomic states, and what `migrate.states` says of the others.
fn targets(plan: &Plan, states: &[StateId]) -> Result<Vec<StateId>, Obstacle> {
    let mut targets = Vec::with_capacity(states.len());
    for &old in states {
        let image = plan.image(old);
        if plan.from.dispatch.is_atomic(old) {
            targets.push(image.state().ok_or(Obstacle::Nowhere(old))?);
        } else if let Image::Told(state) = image {
            targets.push(state);
        }
    }
    Ok(targets)
}

/// What is active inside `domain` when `wanted` are, or two of them that cannot be together.
fn together(
    machine: &Machine,
    domain: StateId,
    wanted: &[StateId],
    memory: &dyn Memory,
) -> Result<Vec<StateId>, (StateId, StateId)> {
    let mut buffers = SetBuffers::default();
    let mut states = Vec::new();
    sets::entry_set(&machine.journey, domain, wanted, memory, (&mut buffers, &mut states));
    match wanted.iter().find(|state| states.binary_search(state).is_err()) {
        None => Ok(states),
        Some(&lost) => Err((rival(machine, &states, wanted, lost), lost)),
    }
}

/// Which of `wanted` took the place of `lost` among `states`.
fn rival(machine: &Machine, states: &[StateId], wanted: &[StateId], lost: StateId) -> StateId {
    let is_active = |state: &StateId| states.binary_search(state).is_ok();
    let around = machine.outward(lost).find(is_active).unwrap_or(Machine::ROOT);
    let rival = wanted.iter().copied().find(|&other| is_active(&other) && machine.is_inside(around, other));
    rival.unwrap_or(around)
}

/// What the history states of the new version remember; what has no place there is forgotten.
pub fn remembered(plan: &Plan, instance: &Instance) -> Vec<(StateId, Vec<StateId>)> {
    instance.history.iter().filter_map(|(history, states)| memory(plan, *history, states)).collect()
}

/// What an old history state that remembers `states` is in the new version, and what it remembers there; absent where it
/// is none or its states have no place in it.
pub fn memory(plan: &Plan, history: StateId, states: &[StateId]) -> Option<(StateId, Vec<StateId>)> {
    let history = plan.image(history).own()?;
    let of = plan.to.state(history);
    let parent = of.parent.filter(|_| matches!(of.kind, StateKind::History(..)))?;
    let mut images = states.iter().map(|&state| plan.image(state).state()).collect::<Option<Vec<StateId>>>()?;
    images.sort_unstable();
    images.dedup();
    let is_inside = |&state: &StateId| plan.to.is_inside(parent, state);
    (images.iter().all(is_inside) && together(&plan.to, parent, &images, &Forgotten).is_ok())
        .then_some((history, images))
}

/// An error that names the version which has no place for the person.
pub fn unmovable(plan: &Plan, detail: &str) -> Rollback {
    Rollback::Unmovable(format!("{detail} version {}", plan.to.journey.version))
}
