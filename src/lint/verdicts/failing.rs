//! Whether a timer that is due may end in a runtime error: it is rolled back then and used up, and whoever it was to take
//! away stays.

use std::collections::BTreeSet;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, certain_values, narrowed};
use crate::expr::solve::values::Values;
use crate::expr::solve::world::{Thing, World};
use crate::expr::term::{Condition, Term};
use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::lint::case::Case;
use crate::lint::knowledge::activity::together;
use crate::model::ids::{EventId, StateId, StepId, WindowId};
use crate::model::journey::{Assign, Block, Due, GoalBy, ScheduleTime, Split, StateKind, Timer, Trigger, Work};
use crate::terms::shape::{Of, Shape};

/// With more steps in one input than this nobody looks whether they fail.
const MOST: usize = 64;

/// A value and what it must be.
type Fields = [(SmolStr, Term, Option<Arc<Shape>>)];

/// Whether something that is done when `step` is taken, or afterwards in the same input, may be a runtime error.
pub fn may_fail(case: &Case<'_>, step: StepId) -> bool {
    let machine = &case.machine;
    let mut input = Input {
        case,
        machine,
        active: beside(machine, step),
        entered: BTreeSet::new(),
        raised: BTreeSet::new(),
        written: BTreeSet::new(),
        taken: BTreeSet::new(),
    };
    let mut next = Some(step);
    while let Some(step) = next {
        if input.taken.len() == MOST || input.take(step) {
            return true;
        }
        next = input.next();
    }
    input.timers() || input.goals(&|by| matches!(by, GoalBy::Events(events, _) if input.hears(events)))
}

/// The states that may be active while `step` is taken and that it does not leave.
fn beside(machine: &Machine, step: StepId) -> BTreeSet<StateId> {
    let (source, domain) = (machine.step(step).source, machine.widest_domain_of(step));
    let stays = |state: StateId| domain.is_none_or(|domain| !machine.is_inside(domain, state));
    let parallel = |at: &StateId| matches!(machine.state(*at).kind, StateKind::Parallel);
    let widest = machine.outward(source).filter(parallel).last().unwrap_or(source);
    let inside = (widest.0..=machine.state(widest).last.0).map(StateId);
    let inside = inside.filter(|&state| together(machine, source, state));
    inside.chain(machine.outward(widest)).filter(|&state| stays(state)).collect()
}

/// One input, as far as it may go; each of its methods says whether something in it may fail.
struct Input<'c, 'a> {
    case: &'c Case<'a>,
    machine: &'c Machine,
    /// The states that may be active at some time, but for those that are left at first.
    active: BTreeSet<StateId>,
    /// Those of them that may be entered.
    entered: BTreeSet<StateId>,
    raised: BTreeSet<EventId>,
    /// The variables that may be set, by slot.
    written: BTreeSet<u16>,
    taken: BTreeSet<StepId>,
}

impl<'c> Input<'c, '_> {
    /// A step that may be taken next and was not yet.
    fn next(&self) -> Option<StepId> {
        let dispatch = &self.machine.dispatch;
        let heard = |state: StateId| self.raised.iter().flat_map(move |&event| dispatch.steps(state, event));
        let steps = self.active.iter().flat_map(|&state| {
            let always = dispatch.always(state).iter().copied();
            always.chain(heard(state).map(|&(_, step)| step))
        });
        steps.into_iter().find(|step| !self.taken.contains(step))
    }

    fn take(&mut self, id: StepId) -> bool {
        self.taken.insert(id);
        let (machine, knowledge) = (self.machine, self.case.knowledge());
        let (step, domain) = (machine.step(id), machine.widest_domain_of(id));
        let guard: Vec<&Condition> = step.guard.iter().collect();
        let world = knowledge.world(machine, step.source, &step.trigger);
        // Who is never there to take it, takes it without fault.
        let Some(mut world) = narrow(&world, &guard, &[]) else { return false };
        if domain.is_some_and(|domain| self.leave(step.source, domain, &mut world)) {
            return true;
        }
        if self.set(&step.set, &mut world) || self.block(&step.actions, &mut world) {
            return true;
        }
        let remembers = matches!(machine.dispatch.route(id), Route::Remembering);
        domain.is_some_and(|domain| self.enter_inside(domain, &step.to, remembers))
    }

    /// What is left inside `domain`; what is set on the way out is no longer known in `world`.
    fn leave(&mut self, source: StateId, domain: StateId, world: &mut World<'_>) -> bool {
        let machine = self.machine;
        // A step that leads into its own state leaves all that is inside.
        let child = machine.outward(source).find(|&at| machine.state(at).parent == Some(domain));
        let first = child.map_or(domain.0 + 1, |child| child.0);
        let inside = (first..=machine.state(child.unwrap_or(domain)).last.0).map(StateId);
        let left = inside.filter(|&state| together(machine, source, state));
        let mut set = BTreeSet::new();
        for state in left {
            let block = &machine.state(state).on_exit;
            assigned(block, &mut set);
            if self.block(block, &mut self.anywhere()) {
                return true;
            }
        }
        self.forget(&set, world);
        false
    }

    fn enter_inside(&mut self, domain: StateId, targets: &[StateId], remembers: bool) -> bool {
        let machine = self.machine;
        let mut entered = Vec::new();
        let buffers = (&mut SetBuffers::default(), &mut entered);
        sets::entry_set(&machine.journey, domain, targets, &Forgotten, buffers);
        // What is remembered may be any state beside it.
        let inside = |around: StateId| (around.0 + 1..=machine.state(around).last.0).map(StateId);
        let around = machine.beginning_histories(&entered).filter_map(|history| machine.state(history).parent);
        let around: Vec<StateId> = around.chain(Some(domain).filter(|_| remembers)).collect();
        entered.extend(around.into_iter().flat_map(inside));
        entered.into_iter().any(|state| self.enter(state))
    }

    fn enter(&mut self, id: StateId) -> bool {
        self.active.insert(id);
        if !self.entered.insert(id) {
            return false;
        }
        let (machine, state) = (self.machine, self.machine.state(id));
        let is_reached = |by: &GoalBy| matches!(by, GoalBy::State(of) if *of == id);
        if self.block(&state.on_entry, &mut self.anywhere()) || self.goals(&is_reached) {
            return true;
        }
        match &state.kind {
            StateKind::Final => {
                self.raised.extend(machine.outward(id).filter_map(|around| machine.dispatch.done(around)));
                false
            }
            StateKind::Split(split) => self.split(id, split),
            _ => false,
        }
    }

    fn hears(&self, events: &[EventId]) -> bool {
        events.iter().any(|event| self.raised.contains(event))
    }

    /// What the goals are worth that are `reached`.
    fn goals(&self, reached: &dyn Fn(&GoalBy) -> bool) -> bool {
        let goals = self.machine.journey.goals.iter().filter(|goal| reached(&goal.by));
        goals.filter_map(|goal| goal.value.as_ref()).any(|value| is_error(value, &self.anywhere()))
    }

    fn split(&mut self, id: StateId, split: &'c Split) -> bool {
        let (machine, world) = (self.machine, self.anywhere());
        let draws = [&split.key, &split.salt].iter().any(|term| is_error(term, &world));
        if draws || self.block(&machine.state(id).on_exit, &mut self.anywhere()) {
            return true;
        }
        split.arms.iter().any(|arm| {
            let domain = sets::domain(&machine.journey, id, (&arm.to, false), &Forgotten, &mut SetBuffers::default());
            let is_history = |&to: &StateId| matches!(machine.state(to).kind, StateKind::History(..));
            let remembers = arm.to.iter().any(is_history);
            let domain = if remembers { Some(machine.widest(id, domain, &arm.to)) } else { domain };
            self.set(&arm.set, &mut self.anywhere())
                || domain.is_some_and(|domain| self.enter_inside(domain, &arm.to, remembers))
        })
    }

    fn block(&mut self, block: &'c Block, world: &mut World<'_>) -> bool {
        block.iter().any(|instruction| match &instruction.work {
            Work::Act(action, params) => {
                self.raised.extend(self.machine.dispatch.held(*action));
                let window = self.machine.journey.actions[action.index()].window.as_ref();
                misfit(params, world) || window.is_some_and(|of| self.window(of.0, world))
            }
            Work::Raise(call) => {
                self.raised.insert(call.event);
                misfit(&call.payload, world)
            }
            Work::Emit(call) => misfit(&call.payload, world),
            Work::Schedule(schedule) => {
                let (ScheduleTime::After(when) | ScheduleTime::At(when)) = &schedule.when;
                misfit(&schedule.call.payload, world) || is_error(when, world)
            }
            Work::Cancel(_) => false,
            Work::Set(assigns) => self.set(assigns, world),
            Work::If(condition, then, otherwise) => self.branch(condition, (then, otherwise), world),
        })
    }

    /// An `if` whose condition is an error goes the other way.
    fn branch(
        &mut self,
        condition: &'c Condition,
        (then, otherwise): (&'c Block, &'c Block),
        world: &mut World<'_>,
    ) -> bool {
        let mut run = |claims: (&[&Condition], &[&Condition]), block: &'c Block| {
            narrow(world, claims.0, claims.1).is_some_and(|mut world| self.block(block, &mut world))
        };
        if run((&[condition], &[]), then) || run((&[], &[condition]), otherwise) {
            return true;
        }
        let mut set = BTreeSet::new();
        assigned(then, &mut set);
        assigned(otherwise, &mut set);
        self.forget(&set, world);
        false
    }

    /// All right-hand sides see what was before; of what they set only its type and limits are known afterwards.
    fn set(&mut self, assigns: &[Assign], world: &mut World<'_>) -> bool {
        let variable = |assign: &Assign| &self.machine.journey.context[assign.variable.index()];
        let fails = |assign: &Assign| match value(&assign.value, world) {
            None => true,
            Some(values) => assign.check && !admits(&variable(assign).shape, &values),
        };
        if assigns.iter().any(fails) {
            return true;
        }
        let set: BTreeSet<u16> = assigns.iter().map(|assign| assign.variable.0).collect();
        self.forget(&set, world);
        self.written.extend(set);
        false
    }

    /// The timers that are computed at the end of it.
    fn timers(&self) -> bool {
        let dispatch = &self.machine.dispatch;
        let mut timers = self.active.iter().flat_map(|&state| dispatch.timers(state));
        timers.any(|&id| {
            let step = self.machine.step(id);
            let Trigger::Timer(timer) = &step.trigger else { return false };
            let changed = || timer.reads.context.iter().any(|slot| self.written.contains(slot));
            let starts = self.entered.contains(&step.source) || changed();
            starts && self.due(timer, &self.case.knowledge().world(self.machine, step.source, &step.trigger))
        })
    }

    fn due(&self, timer: &Timer, world: &World<'_>) -> bool {
        let is_due = match &timer.due {
            Due::After(term) | Due::At(term) => !is_error(term, world),
            // One that is no longer than nothing cannot go on.
            Due::Every(term, _) => {
                matches!(term, Term::Constant(_))
                    || value(term, world).and_then(|values| values.durations()).is_some_and(|(least, _)| least > 0)
            }
            Due::Gaps(gaps) => gaps.iter().all(|gap| !is_error(gap, world)),
        };
        !is_due || timer.within.is_some_and(|window| self.window(window, world))
    }

    fn window(&self, window: WindowId, world: &World<'_>) -> bool {
        is_error(&self.machine.journey.windows[window.index()].tz, world)
    }

    fn forget(&self, set: &BTreeSet<u16>, world: &mut World<'_>) {
        let all = &self.case.knowledge().ground().context;
        for &slot in set {
            world.set(Thing::Context(slot), all[usize::from(slot)].clone());
        }
    }

    /// Where of variables only their types and limits are known.
    fn anywhere(&self) -> World<'c> {
        World::of(self.case.knowledge().ground())
    }
}

/// `world` where those conditions hold and fail; absent where they cannot.
fn narrow<'w>(world: &World<'w>, holds: &[&Condition], fails: &[&Condition]) -> Option<World<'w>> {
    if holds.is_empty() && fails.is_empty() {
        return Some(world.clone());
    }
    let found = narrowed(&Claims { holds, fails }, world, &mut Budget::default())?;
    Some(found.into_iter().fold(world.clone(), |world, (thing, values)| world.with(thing, values)))
}

fn value(term: &Term, world: &World<'_>) -> Option<Values> {
    certain_values(term, world, &mut Budget::default())
}

fn is_error(term: &Term, world: &World<'_>) -> bool {
    value(term, world).is_none()
}

/// Whether one of `fields` may be an error, or not what it must be.
fn misfit(fields: &Fields, world: &World<'_>) -> bool {
    fields.iter().any(|(_, term, shape)| match value(term, world) {
        None => true,
        Some(values) => shape.as_ref().is_some_and(|shape| !admits(shape, &values)),
    })
}

/// Whether it is certain that each of `values` is one of `shape`.
fn admits(shape: &Shape, values: &Values) -> bool {
    if let Some(one) = values.single() {
        return shape.admit(one).is_ok();
    }
    let told = !matches!(shape.of, Of::List(_) | Of::Object(_)) && shape.pattern.is_none();
    told && values.meet(&Values::of_shape(shape)) == *values
}
