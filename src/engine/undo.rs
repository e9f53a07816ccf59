//! What an instance was before an input, kept only of the parts that the input touches.

use crate::engine::instance::{Active, GoalReached, Instance, PendingEvent, PendingTimer, Status};
use crate::model::ids::{StateId, VariableId};
use crate::terms::value::Value;

/// The old parts, reused from input to input.
#[derive(Debug, Default)]
pub struct Undo {
    /// Values that were replaced, in the order in which that happened.
    context: Vec<(VariableId, Value)>,
    /// When they had been set, where that is kept, in the same order.
    set_at: Vec<i64>,
    configuration: Saved<Active>,
    history: Saved<(StateId, Vec<StateId>)>,
    timers: Saved<PendingTimer>,
    schedules: Saved<PendingEvent>,
    arms: Saved<(StateId, u16)>,
    goals: Saved<GoalReached>,
    scalars: Scalars,
}

#[derive(Debug)]
struct Saved<T> {
    taken: bool,
    old: Vec<T>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Scalars {
    status: Status,
    ended_at: Option<i64>,
    last_input: i64,
    firings: u32,
    next_start: u32,
}

impl<T> Default for Saved<T> {
    fn default() -> Self {
        Self { taken: false, old: Vec::new() }
    }
}

impl<T: Clone> Saved<T> {
    fn save(&mut self, current: &[T]) {
        if !self.taken {
            self.taken = true;
            self.old.clear();
            self.old.extend_from_slice(current);
        }
    }

    fn restore<C: Default + Extend<T>>(&mut self, current: &mut C) {
        if std::mem::take(&mut self.taken) {
            *current = C::default();
            current.extend(self.old.drain(..));
        }
    }
}

impl Undo {
    /// Forgets what was, and begins an input of `instance`.
    pub fn begin(&mut self, instance: &Instance) {
        self.context.clear();
        self.set_at.clear();
        self.configuration.taken = false;
        self.history.taken = false;
        self.timers.taken = false;
        self.schedules.taken = false;
        self.arms.taken = false;
        self.goals.taken = false;
        self.scalars = Scalars {
            status: instance.status,
            ended_at: instance.ended_at,
            last_input: instance.last_input,
            firings: instance.firings,
            next_start: instance.next_start,
        };
    }

    /// Before active states change.
    pub fn configuration(&mut self, instance: &Instance) {
        self.configuration.save(&instance.configuration);
    }

    /// Before a history state learns something.
    pub fn history(&mut self, instance: &Instance) {
        self.history.save(&instance.history);
    }

    /// Before timers change.
    pub fn timers(&mut self, instance: &Instance) {
        self.timers.save(&instance.timers);
    }

    /// Before scheduled events change.
    pub fn schedules(&mut self, instance: &Instance) {
        self.schedules.save(&instance.schedules);
    }

    /// Before an arm is noted.
    pub fn arms(&mut self, instance: &Instance) {
        self.arms.save(&instance.arms);
    }

    /// Before a goal is noted.
    pub fn goals(&mut self, instance: &Instance) {
        self.goals.save(&instance.goals);
    }

    /// Sets a variable now and keeps its old value.
    pub fn assign(&mut self, instance: &mut Instance, variable: VariableId, value: Value, now: i64) {
        let old = std::mem::replace(&mut instance.context[variable.index()], value);
        self.context.push((variable, old));
        if let Some(set_at) = instance.set_at.get_mut(variable.index()) {
            self.set_at.push(std::mem::replace(set_at, now));
        }
    }

    /// How many assignments there were so far.
    pub fn assignments(&self) -> usize {
        self.context.len()
    }

    /// Whether a variable of these slots has another value than before the assignment of this number.
    pub fn changed(&self, instance: &Instance, slots: &[u16], since: usize) -> bool {
        let log = self.context.get(since..).unwrap_or_default();
        slots.iter().any(|&slot| {
            let first = log.iter().find(|(variable, _)| variable.0 == slot);
            first.is_some_and(|(_, old)| instance.context[usize::from(slot)] != *old)
        })
    }

    /// The variables that were assigned, into `slots`, each once, in order.
    pub fn assigned(&self, slots: &mut Vec<VariableId>) {
        slots.clear();
        slots.extend(self.context.iter().map(|&(variable, _)| variable));
        slots.sort_unstable();
        slots.dedup();
    }

    /// Makes `instance` what it was.
    pub fn revert(&mut self, instance: &mut Instance) {
        for (variable, old) in self.context.drain(..).rev() {
            instance.context[variable.index()] = old;
            if let Some(set_at) = instance.set_at.get_mut(variable.index()) {
                *set_at = self.set_at.pop().unwrap_or(i64::MIN);
            }
        }
        self.configuration.restore(&mut instance.configuration);
        self.history.restore(&mut instance.history);
        self.timers.restore(&mut instance.timers);
        self.schedules.restore(&mut instance.schedules);
        self.arms.restore(&mut instance.arms);
        self.goals.restore(&mut instance.goals);
        instance.status = self.scalars.status;
        instance.ended_at = self.scalars.ended_at;
        instance.last_input = self.scalars.last_input;
        instance.firings = self.scalars.firings;
        instance.next_start = self.scalars.next_start;
    }
}
