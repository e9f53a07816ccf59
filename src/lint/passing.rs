//! States that everybody leaves in the input that brings them there.

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, possible};
use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::graph::sets;
use crate::lint::case::Case;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{Block, StateKind, Trigger, Work};

/// Which states are passed; what is asked of the whole journey is found out once, when it is first needed.
pub struct Passing<'c, 'd> {
    case: &'c Case<'d>,
    /// By state, whether it is come to in the input of the entry, and whether in a later one.
    entered: Option<(Vec<bool>, Vec<bool>)>,
}

impl<'c, 'd> Passing<'c, 'd> {
    /// Those of a journey.
    pub const fn new(case: &'c Case<'d>) -> Self {
        Self { case, entered: None }
    }

    /// Whether nobody is left in `state` when the input is over that brought them there: its `always` steps, or those of a
    /// state around it or of a region beside it, take everybody, or those for an event that is raised on the way in, or
    /// those for the entering event.
    pub fn is_passed(&mut self, state: StateId) -> bool {
        let machine = &self.case.machine;
        let world = || self.case.knowledge().world(machine, state, &Trigger::Always);
        machine.outward(state).any(|at| self.is_left(at))
            // Who stays by an `always` step goes round for ever, and is not left there either.
            || self.all_take(machine.dispatch.always(state).iter().copied(), &world)
            || (self.leave_by_entry(state) && self.is_only_entered(state))
            || machine.outward(state).any(|at| self.is_left_beside(at))
    }

    /// Whether the steps of `state` itself take everybody out of it in the input that brings them there.
    fn is_left(&self, state: StateId) -> bool {
        let machine = &self.case.machine;
        let world = || self.case.knowledge().world(machine, state, &Trigger::Always);
        let by = |event: EventId| self.all_leave_by(state, event);
        // What is inside may take an event first.
        let hears = machine.dispatch.is_atomic(state);
        self.all_leave(machine.dispatch.always(state).iter().copied(), &world)
            || (hears && raised(&machine.state(state).on_entry).any(by))
            || (hears && self.raised_by_all(state).into_iter().any(by))
    }

    /// Whether nobody stays in a region beside `state`, so that nobody stays here either.
    fn is_left_beside(&self, state: StateId) -> bool {
        let machine = &self.case.machine;
        let Some(around) = machine.state(state).parent else { return false };
        let mut regions = machine.state(around).children.iter().filter(|&&child| child != state);
        matches!(machine.state(around).kind, StateKind::Parallel)
            && regions.any(|&region| sets::is_region(&machine.journey, region) && self.is_restless(region))
    }

    /// Whether people leave every state inside `region`, and the parallel state around it, in the input that brings them
    /// there.
    fn is_restless(&self, region: StateId) -> bool {
        let machine = &self.case.machine;
        let inside = (region.0..=machine.state(region).last.0).map(StateId);
        let mut leaves = inside.filter(|&at| machine.dispatch.is_atomic(at) && self.case.reached()[at.index()]);
        let certain = !machine.unread.is_uncertain(region, machine.state(region).last);
        certain
            && leaves.all(|leaf| {
                let splits = matches!(machine.state(leaf).kind, StateKind::Split(_));
                splits || machine.outward(leaf).take_while(|&at| at >= region).any(|at| self.is_left(at))
            })
    }

    /// The events that every step raises by which people come to `state`; none where they come in another way as well.
    fn raised_by_all(&self, state: StateId) -> Vec<EventId> {
        let machine = &self.case.machine;
        let is_led = |of: StateId| match &machine.state(of).kind {
            StateKind::Compound(initial) => initial.contains(&state),
            StateKind::Parallel => machine.state(state).parent == Some(of),
            StateKind::History(..) => true,
            StateKind::Split(split) => split.arms.iter().any(|arm| arm.to.contains(&state)),
            StateKind::Atomic | StateKind::Final => false,
        };
        if is_led(Machine::ROOT) || machine.all_states().any(is_led) {
            return Vec::new();
        }
        let ways = machine.journey.steps.iter().filter(|step| step.to.contains(&state));
        let all = ways.map(|step| raised(&step.actions).collect::<Vec<EventId>>());
        all.reduce(|some, others| some.into_iter().filter(|event| others.contains(event)).collect()).unwrap_or_default()
    }

    /// Whether each event that enters a person takes everybody out of `state`.
    fn leave_by_entry(&self, state: StateId) -> bool {
        let triggers = &self.case.machine.journey.entry.triggers;
        let entry = self.case.document.entry.is_some() && !triggers.is_empty();
        entry && triggers.iter().all(|&event| self.all_leave_by(state, event))
    }

    fn all_leave_by(&self, state: StateId, event: EventId) -> bool {
        let machine = &self.case.machine;
        let steps = machine.dispatch.steps(state, event).iter().map(|&(_, step)| step);
        self.all_leave(steps, &|| self.case.knowledge().world_of_event(machine, state, event))
    }

    /// Whether each of `steps` that is asked leaves its state, and one of them is taken by everybody.
    fn all_leave(&self, steps: impl Iterator<Item = StepId> + Clone, world: &dyn Fn() -> World<'c>) -> bool {
        let unguarded = |step: &StepId| self.case.machine.step(*step).guard.is_none();
        let last = steps.clone().position(|step| unguarded(&step)).map_or(usize::MAX, |place| place + 1);
        let mut asked = steps.clone().take(last);
        asked.all(|step| self.case.machine.leaves_source(step)) && self.all_take(steps, world)
    }

    /// Whether everybody takes one of `steps`.
    fn all_take(&self, steps: impl Iterator<Item = StepId>, world: &dyn Fn() -> World<'c>) -> bool {
        let mut guards: Vec<&Condition> = Vec::new();
        for step in steps {
            match &self.case.machine.step(step).guard {
                Some(guard) => guards.push(guard),
                None => return self.case.step_decl(step).guard.is_none(),
            }
        }
        let claims = Claims { holds: &[], fails: &guards };
        !guards.is_empty() && possible(&claims, &world(), &mut Budget::default()).is_no()
    }

    /// Whether people come to `state` in the input that enters them and in no later one.
    fn is_only_entered(&mut self, state: StateId) -> bool {
        let machine = &self.case.machine;
        let is_remembered = machine.outward(state).skip(1).any(|around| {
            let mut children = machine.state(around).children.iter();
            children.any(|&child| matches!(machine.state(child).kind, StateKind::History(..)))
        });
        let (first, later) = self.entered.get_or_insert_with(|| {
            let is_always = |step: StepId| matches!(machine.step(step).trigger, Trigger::Always);
            let steps = (0..machine.journey.steps.len() as u32).map(StepId);
            let later: Vec<StepId> = steps.filter(|&step| !is_always(step)).collect();
            (machine.entered_at_once(), machine.reachable_by(&later, &is_always))
        });
        !is_remembered && first[state.index()] && !later[state.index()]
    }
}

/// The events that `block` raises whatever holds.
fn raised(block: &Block) -> impl Iterator<Item = EventId> + '_ {
    block.iter().filter_map(|instruction| match &instruction.work {
        Work::Raise(call) => Some(call.event),
        _ => None,
    })
}
