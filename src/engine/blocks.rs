//! Lists of things to do: a step's actions, `on_entry`, `on_exit`, an exit rule's actions.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::engine::decide::{self, Decision};
use crate::engine::effect::{self, Deferral, Effect, List, Params, Verdict};
use crate::engine::input::Rollback;
use crate::engine::run::{Run, Scene};
use crate::engine::scratch::Raised;
use crate::engine::{assign, schedules};
use crate::expr::term::Term;
use crate::model::ids::ActionId;
use crate::model::journey::{EventCall, Instruction, Work};
use crate::terms::shape::Shape;
use crate::terms::value::Value;

/// The list that runs.
pub struct Site<'b> {
    list: List,
    owner: &'b SmolStr,
    run: u32,
}

type Fields = [(SmolStr, Term, Option<Arc<Shape>>)];

impl<'b> Site<'b> {
    /// The list of this kind of the step, state or rule of this number and name; counts that it runs once more.
    pub fn new(run: &mut Run<'_>, list: List, number: u32, owner: &'b SmolStr) -> Self {
        let count = run.work.runs.entry((list, number)).or_insert(0);
        *count += 1;
        Self { list, owner, run: *count - 1 }
    }
}

/// Does what `block` says, in order.
pub fn run(run: &mut Run<'_>, block: &[Instruction], site: &Site<'_>, scene: Scene<'_>) -> Result<(), Rollback> {
    block.iter().try_for_each(|instruction| perform(run, instruction, site, scene))
}

fn perform(run: &mut Run<'_>, instruction: &Instruction, site: &Site<'_>, scene: Scene<'_>) -> Result<(), Rollback> {
    match &instruction.work {
        Work::Act(action, params) => {
            let params = fields(run, params, site.owner, scene)?;
            act(run, *action, params, (site, &instruction.position))
        }
        Work::Raise(call) => {
            let payload = Some(payload(run, call, site.owner, scene)?);
            run.work.queue.push_back(Raised { event: call.event, payload });
            Ok(())
        }
        Work::Emit(call) => {
            let payload = payload(run, call, site.owner, scene)?;
            run.trace.emitted.push((call.event, payload));
            Ok(())
        }
        Work::Schedule(schedule) => {
            let payload = payload(run, &schedule.call, site.owner, scene)?;
            schedules::add(run, schedule, payload, (scene, site.owner))
        }
        Work::Cancel(id) => {
            schedules::cancel(run, id);
            Ok(())
        }
        Work::Set(assigns) => assign::set(run, assigns, scene, site.owner),
        Work::If(condition, then, otherwise) => {
            let holds = run.test(Some(condition), scene, site.owner);
            self::run(run, if holds { then } else { otherwise }, site, scene)
        }
    }
}

fn act(
    run: &mut Run<'_>,
    action: ActionId,
    params: Params,
    (site, position): (&Site<'_>, &SmolStr),
) -> Result<(), Rollback> {
    let Decision { verdict, until } = decide::now(run, action, site.owner)?;
    if let (Some(reason), Some(event)) = (final_reason(verdict), run.machine.dispatch.held(action)) {
        run.work.queue.push_back(Raised { event, payload: Some(effect::held(reason, &params)) });
    }
    let site = effect::Site { list: site.list, owner: site.owner.clone(), position: position.clone(), run: site.run };
    let deferral = until.map(|until| Deferral { until, started: run.instance.take_start() });
    run.trace.effects.push(Effect { action, params, site, verdict, deferral });
    Ok(())
}

/// Why an effect is held back for good.
fn final_reason(verdict: Verdict) -> Option<&'static str> {
    verdict.held().filter(|_| verdict != Verdict::Deferred)
}

fn payload(run: &mut Run<'_>, call: &EventCall, at: &SmolStr, scene: Scene<'_>) -> Result<Value, Rollback> {
    fields(run, &call.payload, at, scene).map(Value::object)
}

fn fields(run: &mut Run<'_>, fields: &Fields, at: &SmolStr, scene: Scene<'_>) -> Result<Params, Rollback> {
    let mut values = Params::with_capacity(fields.len());
    for (name, term, shape) in fields {
        let value = run.eval(term, scene, at)?;
        let admitted = match shape {
            Some(shape) => shape.admit(value).map_err(|misfit| Rollback::at(at, &format!("`{name}`: {misfit}")))?,
            None => value,
        };
        values.push((name.clone(), admitted));
    }
    Ok(values)
}
