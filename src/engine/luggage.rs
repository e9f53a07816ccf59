//! What a person takes along to another version: data, timers, scheduled events, arms, goals.

use smol_str::SmolStr;

use crate::engine::arrangement::unmovable;
use crate::engine::input::Rollback;
use crate::engine::instance::{Active, GoalReached, Instance, PendingEvent, PendingTimer};
use crate::engine::moves::Plan;
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Contract, EventKind, Trigger};
use crate::syntax::lifecycle::MergeVariable;
use crate::terms::shape::Misfit;
use crate::terms::value::Value;

/// The parts of an instance by the numbers of the new version.
#[derive(Debug)]
pub struct Luggage {
    /// Variables.
    pub context: Vec<Value>,
    /// When they were set.
    pub set_at: Box<[i64]>,
    /// Timers.
    pub timers: Vec<PendingTimer>,
    /// Scheduled events.
    pub schedules: Vec<PendingEvent>,
    /// Arms taken.
    pub arms: Vec<(StateId, u16)>,
    /// Goals reached.
    pub goals: Vec<GoalReached>,
    /// Scheduled events that stay behind, each with the reason.
    pub lost: Vec<(SmolStr, String)>,
}

/// Takes what `instance` has to the states in `configuration`.
pub fn pack(plan: &Plan, instance: &Instance, configuration: &[Active]) -> Result<Luggage, Rollback> {
    let (schedules, lost) = schedules(plan, instance);
    Ok(Luggage {
        context: context(plan, instance)?,
        set_at: set_at(plan, instance),
        timers: timers(plan, instance, configuration),
        schedules,
        arms: instance.arms.iter().filter_map(|&taken| plan.arm(taken)).collect(),
        goals: goals(plan, instance),
        lost,
    })
}

/// Whether `step` has a timer and belongs to an active state, or to the journey itself.
pub fn stands(machine: &Machine, step: StepId, is_active: impl Fn(StateId) -> bool) -> bool {
    let of = machine.step(step);
    matches!(of.trigger, Trigger::Timer(_)) && (of.source == Machine::ROOT || is_active(of.source))
}

/// Whether `state` is among the active ones.
pub fn is_active(configuration: &[Active], state: StateId) -> bool {
    configuration.binary_search_by_key(&state, |active| active.state).is_ok()
}

/// Variables of the same name keep their value, new ones have their default. One that `migrate.set` sets need not fit.
fn context(plan: &Plan, instance: &Instance) -> Result<Vec<Value>, Rollback> {
    let variables = plan.to.journey.context.iter().zip(&plan.variables).enumerate();
    let kept = variables.map(|(slot, (variable, old))| {
        let Some(value) = old.and_then(|old| instance.context.get(old)) else { return Ok(variable.default.clone()) };
        let is_set = || plan.set.iter().any(|assign| assign.variable.index() == slot);
        match variable.shape.admit(value.clone()) {
            Ok(value) => Ok(value),
            Err(_) if is_set() => Ok(variable.default.clone()),
            Err(misfit) => {
                let name = &variable.name.value;
                Err(unmovable(plan, &format!("the variable `{name}`: {misfit}, in")))
            }
        }
    });
    kept.collect()
}

fn set_at(plan: &Plan, instance: &Instance) -> Box<[i64]> {
    let variables = &plan.to.journey.context;
    let by_time = |merge: MergeVariable| matches!(merge, MergeVariable::Newest | MergeVariable::Oldest);
    if !variables.iter().any(|variable| by_time(variable.merge)) {
        return Box::default();
    }
    let at = |old: &Option<usize>| old.and_then(|old| instance.set_at.get(old)).copied().unwrap_or(i64::MIN);
    plan.variables.iter().map(at).collect()
}

fn timers(plan: &Plan, instance: &Instance, configuration: &[Active]) -> Vec<PendingTimer> {
    let mut kept: Vec<PendingTimer> = Vec::with_capacity(instance.timers.len());
    for timer in &instance.timers {
        let image = plan.steps.get(timer.step.index()).copied().flatten();
        let Some(step) = image.filter(|&step| stands(&plan.to, step, |state| is_active(configuration, state))) else {
            continue;
        };
        // Two old steps may have become one: the timer that was started first goes on.
        if kept.iter().all(|other| other.step != step) {
            kept.push(PendingTimer { step, ..*timer });
        }
    }
    kept
}

/// Scheduled events that the new version declares, and why others stay behind.
fn schedules(plan: &Plan, instance: &Instance) -> (Vec<PendingEvent>, Vec<(SmolStr, String)>) {
    let (mut kept, mut lost) = (Vec::with_capacity(instance.schedules.len()), Vec::new());
    for pending in &instance.schedules {
        match fitting(plan, pending) {
            Ok((event, payload)) => kept.push(PendingEvent { id: pending.id.clone(), event, payload, ..*pending }),
            Err(reason) => {
                let name = plan.from.journey.events.get(pending.event.index()).map(|event| event.name.clone());
                let version = &plan.to.journey.version;
                let detail = format!("it was scheduled and is dropped: in version {version} {reason}");
                lost.push((name.unwrap_or_default(), detail));
            }
        }
    }
    (kept, lost)
}

fn fitting(plan: &Plan, pending: &PendingEvent) -> Result<(EventId, Value), String> {
    let image = plan.events.get(pending.event.index()).copied().flatten();
    let event = image.ok_or_else(|| "there is no such event".to_owned())?;
    let EventKind::Declared(contract, _) = &plan.to.journey.events[event.index()].kind else {
        return Err("nobody can send it".to_owned());
    };
    Ok((event, payload(contract, &pending.payload).map_err(|misfit| misfit.to_string())?))
}

fn payload(contract: &Contract, payload: &Value) -> Result<Value, Misfit> {
    let fields = contract.fields.iter().map(|field| {
        let value = payload.at_path(std::slice::from_ref(&field.name)).clone();
        let value = if value.is_unit() { field.shape.default.clone().unwrap_or_default() } else { value };
        let value = field.shape.admit(value).map_err(|misfit| misfit.inside(&field.name))?;
        Ok((field.name.clone(), value))
    });
    let fields = fields.filter(|field| !matches!(field, Ok((_, Value::Unit))));
    fields.collect::<Result<Vec<_>, Misfit>>().map(Value::object)
}

fn goals(plan: &Plan, instance: &Instance) -> Vec<GoalReached> {
    let image = |reached: &GoalReached| {
        let goal = plan.goals.get(usize::from(reached.goal)).copied().flatten()?;
        Some(GoalReached { goal, ..*reached })
    };
    instance.goals.iter().filter_map(image).collect()
}
