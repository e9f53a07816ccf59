//! States that everybody leaves in the input that brings them there.

use crate::expr::solve::budget::Budget;
use crate::expr::solve::question::{Claims, possible};
use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::lint::case::Case;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{StateKind, Trigger, Work};

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

    /// Whether nobody is left in `state` when the input is over that brought them there: its `always` steps take
    /// everybody, or those for an event that it raises on the way in, or those for the entering event.
    pub fn is_passed(&mut self, state: StateId) -> bool {
        let machine = &self.case.machine;
        let world = || self.case.knowledge().world(machine, state, &Trigger::Always);
        let raised = machine.state(state).on_entry.iter().filter_map(|instruction| match &instruction.work {
            Work::Raise(call) => Some(call.event),
            _ => None,
        });
        // Who stays by an `always` step goes round for ever, and is not left there either.
        self.all_take(machine.dispatch.always(state).iter().copied(), &world)
            || raised.into_iter().any(|event| self.all_leave_by(state, event))
            || (self.leave_by_entry(state) && self.is_only_entered(state))
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
        guards.len() > 1 && possible(&claims, &world(), &mut Budget::default()).is_no()
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
