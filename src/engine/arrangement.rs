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

/// Whether a state of `instance` has the end as its image.
pub fn ends(plan: &Plan, instance: &Instance) -> bool {
    instance.configuration.iter().any(|active| plan.image(active.state) == Image::Exit)
}

/// Where somebody stands who stood as `instance` says; `history` is what the new history states remember. The move
/// happens at `now`.
pub fn arrange(
    plan: &Plan,
    instance: &Instance,
    history: &[(StateId, Vec<StateId>)],
    now: i64,
) -> Result<Arrangement, Rollback> {
    let targets = targets(plan, instance)?;
    let memory = Remembered(history);
    let wanted = sets::resolved(&plan.to.journey, &targets, &memory);
    let states = together(&plan.to, Machine::ROOT, &wanted, &memory).map_err(|(a, b)| {
        let name = |state: StateId| &plan.to.state(state).name.value;
        unmovable(plan, &format!("`{}` and `{}` cannot both be active in", name(a), name(b)))
    })?;
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

/// The images that must be active: those of atomic states, and what `migrate.states` says of the others.
fn targets(plan: &Plan, instance: &Instance) -> Result<Vec<StateId>, Rollback> {
    let mut targets = Vec::with_capacity(instance.configuration.len());
    for active in &instance.configuration {
        let image = plan.image(active.state);
        if !plan.from.dispatch.is_atomic(active.state) {
            targets.extend(matches!(image, Image::Told(_)).then(|| image.own()).flatten());
        } else if let Some(state) = image.state() {
            targets.push(state);
        } else {
            let name = &plan.from.state(active.state).name.value;
            return Err(unmovable(plan, &format!("`{name}` has no image in")));
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

fn memory(plan: &Plan, history: StateId, states: &[StateId]) -> Option<(StateId, Vec<StateId>)> {
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
