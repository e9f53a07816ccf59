//! Somebody on the way: where they are, what is due, what they were sent.

use smol_str::SmolStr;

use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::lint::fatigue::brings::{Brought, known, of_block};
use crate::lint::fatigue::ground::Ground;
use crate::model::ids::{ActionId, EventId, StateId, StepId};
use crate::model::journey::{Due, StateKind, Trigger};

/// Why something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The person enters.
    Entry,
    /// An arm of an experiment is drawn.
    Draw(StateId),
    /// A step is taken.
    Step(StepId),
}

/// What happens at once.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Why.
    pub cause: Cause,
    /// Milliseconds from the first message.
    pub at: i64,
    /// The messages that are sent.
    pub sent: Vec<ActionId>,
}

/// Somebody on the way. Instants are milliseconds from the beginning of the walk.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The present.
    pub now: i64,
    /// The active states, and when each was entered, where that is known.
    pub active: Vec<(StateId, Option<i64>)>,
    /// How often each timer of an active state was due.
    pub fired: Vec<(StepId, u32)>,
    /// Events that will come.
    pub waiting: Vec<(i64, EventId, Option<SmolStr>)>,
    /// Actions that were asked for and whose fate is open.
    pub open: Vec<ActionId>,
    /// What was sent, and when.
    pub sent: Vec<(i64, ActionId)>,
    /// What happened.
    pub moments: Vec<Moment>,
    /// Steps that were taken at this instant: none is taken twice, for what ends it is in the data.
    pub taken: Vec<StepId>,
    /// Whether no `always` step holds any more.
    pub settled: bool,
    /// Whether the journey is over.
    pub over: bool,
}

impl Person {
    /// Whether `state` is active.
    pub fn is_in(&self, state: StateId) -> bool {
        self.active.iter().any(|&(active, _)| active == state)
    }

    /// Moves from `source`, does the `actions` on the way, and notes what was sent.
    pub fn go(&mut self, ground: &Ground<'_>, cause: Cause, source: StateId, (to, reenter): (&[StateId], bool)) {
        let journey = &ground.machine.journey;
        let mut buffers = SetBuffers::default();
        let domain = sets::domain(journey, source, (to, reenter), &Forgotten, &mut buffers);
        let mut all = Vec::new();
        let counts = |action: ActionId| ground.is_message(action);
        let mut entered = Vec::new();
        if let Some(domain) = domain {
            for state in self.leave(ground, domain).into_iter().rev() {
                all.extend(of_block(&ground.machine.state(state).on_exit, &counts));
            }
            sets::entry_set(journey, domain, to, &Forgotten, (&mut buffers, &mut entered));
        }
        if let Cause::Step(step) = cause {
            self.taken.push(step);
            all.extend(of_block(&ground.machine.step(step).actions, &counts));
        }
        for &state in &entered {
            all.extend(of_block(&ground.machine.state(state).on_entry, &counts));
        }
        self.arrive(ground, &entered);
        self.settled = false;
        self.bring(ground, cause, all);
    }

    /// Leaves what is active inside `domain`; says what it was, in document order.
    fn leave(&mut self, ground: &Ground<'_>, domain: StateId) -> Vec<StateId> {
        let inside = |state: StateId| ground.machine.is_inside(domain, state);
        let mut left: Vec<StateId> = self.active.iter().map(|active| active.0).filter(|&state| inside(state)).collect();
        left.sort_unstable();
        self.active.retain(|active| !inside(active.0));
        self.fired.retain(|(step, _)| !inside(ground.machine.step(*step).source));
        left
    }

    fn arrive(&mut self, ground: &Ground<'_>, entered: &[StateId]) {
        self.active.extend(entered.iter().map(|&state| (state, Some(self.now))));
        self.active.sort_unstable();
        for &state in entered {
            if !matches!(ground.machine.state(state).kind, StateKind::Final) {
                continue;
            }
            let Some(parent) = ground.machine.state(state).parent.filter(|parent| parent.0 != 0) else {
                self.over = true;
                continue;
            };
            self.complete(ground, parent);
            if let Some(around) = ground.machine.state(parent).parent
                && matches!(ground.machine.state(around).kind, StateKind::Parallel)
                && ground.machine.state(around).children.iter().all(|&region| self.is_complete(ground, region))
            {
                self.complete(ground, around);
            }
        }
    }

    fn complete(&mut self, ground: &Ground<'_>, state: StateId) {
        self.waiting.extend(ground.done(state).map(|event| (self.now, event, None)));
    }

    fn is_complete(&self, ground: &Ground<'_>, region: StateId) -> bool {
        let is_final = |&child: &StateId| matches!(ground.machine.state(child).kind, StateKind::Final);
        let history = matches!(ground.machine.state(region).kind, StateKind::History(..));
        history
            || ground
                .machine
                .state(region)
                .children
                .iter()
                .filter(|child| is_final(child))
                .any(|&child| self.is_in(child))
    }

    fn bring(&mut self, ground: &Ground<'_>, cause: Cause, all: Vec<Brought>) {
        let mut moment = Moment { cause, at: self.now, sent: Vec::new() };
        for one in all {
            match one {
                Brought::Act(action) => {
                    if ground.is_message(action) && ground.allows(action, self.now, &self.sent) {
                        self.sent.push((self.now, action));
                        moment.sent.push(action);
                    }
                    self.open.push(action);
                }
                Brought::Event(event, after, name) => {
                    self.waiting.retain(|waiting| name.is_none() || waiting.2 != name);
                    self.waiting.push((self.now.saturating_add(after.max(0)), event, name));
                }
                Brought::Cancel(name) => self.waiting.retain(|waiting| waiting.2.as_ref() != Some(&name)),
            }
        }
        self.moments.push(moment);
    }

    /// The timer that is due first, and when, as far as that is known; in file order where several are.
    pub fn next_timer(&self, ground: &Ground<'_>) -> Option<(i64, StepId)> {
        let steps = self
            .active
            .iter()
            .flat_map(|&(state, since)| ground.machine.state(state).steps.iter().map(move |&step| (step, since)));
        steps.filter_map(|(step, since)| Some((self.due(ground, step, since)?, step))).min()
    }

    fn due(&self, ground: &Ground<'_>, step: StepId, since: Option<i64>) -> Option<i64> {
        let Trigger::Timer(timer) = &ground.machine.step(step).trigger else { return None };
        let fired = self.fired.iter().find(|(known, _)| *known == step).map_or(0, |(_, times)| *times);
        match &timer.due {
            Due::After(term) if fired == 0 => Some(since?.saturating_add(known(term)?)),
            Due::Every(period, often) => {
                let period = known(period).filter(|period| *period > 0)?;
                // A rhythm that began before the walk goes on in it, whenever that was.
                let since = if often.is_none() { since.unwrap_or(0) } else { since? };
                let more = often.is_none_or(|often| fired < often);
                more.then(|| since.saturating_add(period.saturating_mul(i64::from(fired) + 1)))
            }
            Due::Gaps(gaps) => {
                let upto = gaps.get(..=fired as usize)?;
                let waits = upto.iter().map(known).collect::<Option<Vec<i64>>>()?;
                Some(waits.into_iter().fold(since?, i64::saturating_add))
            }
            _ => None,
        }
    }

    /// The timer was due, whether or not anything came of it.
    pub fn tick(&mut self, step: StepId) {
        match self.fired.iter_mut().find(|(known, _)| *known == step) {
            Some((_, times)) => *times = times.saturating_add(1),
            None => self.fired.push((step, 1)),
        }
    }

    /// Time passes.
    pub fn wait_until(&mut self, instant: i64) {
        if instant > self.now {
            self.now = instant;
            self.taken.clear();
            self.settled = false;
        }
    }
}
