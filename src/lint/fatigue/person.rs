//! Somebody on the way: where they are, what is due, what they were sent.

use smol_str::SmolStr;

use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::lint::blocks;
use crate::lint::fatigue::ground::Ground;
use crate::lint::fatigue::premises::Premises;
use crate::lint::timers::length;
use crate::model::ids::{ActionId, EventId, StateId, StepId, WindowId};
use crate::model::journey::{Assign, Block, Instruction, ScheduleTime, StateKind, Work};
use crate::syntax::declared::Outside;

/// Why something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The person enters.
    Entry,
    /// An arm of an experiment is drawn.
    Draw(StateId),
    /// A step is taken.
    Step(StepId),
    /// A window opens, for which messages waited.
    Opening(WindowId),
}

/// A list of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// A step's.
    Step(StepId),
    /// What is done on the way into a state.
    Entering(StateId),
    /// What is done on the way out.
    Leaving(StateId),
}

/// A message that is sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The action.
    pub action: ActionId,
    /// The list in which it stands, and its place there.
    pub at: (List, SmolStr),
}

/// Messages that wait for a window.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// For which.
    pub window: WindowId,
    /// When it opens.
    pub opens: i64,
    /// What goes out then, in the order in which it was asked for.
    pub waiting: Vec<Sent>,
    /// Whether something happened of which it is not known what comes of it.
    pub torn: bool,
}

/// An action that was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The action.
    pub action: ActionId,
    /// Whether it is a message, and then the place of the moment in which it was sent; absent there where it was held.
    pub message: Option<Option<usize>>,
}

/// What happens at once.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Why.
    pub cause: Cause,
    /// Milliseconds from the first message.
    pub at: i64,
    /// The messages that are sent.
    pub sent: Vec<Sent>,
}

/// Somebody on the way. Instants are milliseconds from the beginning of the walk.
#[derive(Clone, Debug, Default)]
pub struct Person<'g> {
    /// The present.
    pub now: i64,
    /// The active states, and when each was entered, where that is known.
    pub active: Vec<(StateId, Option<i64>)>,
    /// When states of which that is not known were entered at the latest.
    pub around: i64,
    /// How often each timer of an active state was due.
    pub fired: Vec<(StepId, u32)>,
    /// Events that will come.
    pub waiting: Vec<(i64, EventId, Option<SmolStr>)>,
    /// Actions that were asked for and whose fate is open.
    pub open: Vec<Asked>,
    /// The first window that was needed, and when: it opens just then.
    pub opened: Option<(WindowId, i64)>,
    /// Messages that wait for a window.
    pub bundle: Option<Bundle>,
    /// What was sent, and when.
    pub sent: Vec<(i64, ActionId)>,
    /// What happened.
    pub moments: Vec<Moment>,
    /// Steps that were taken since time passed or an action was answered: none is taken twice, for what ends it is in the
    /// data.
    pub taken: Vec<StepId>,
    /// What was taken to be so.
    pub premises: Premises<'g>,
    /// Whether no `always` step holds any more.
    pub settled: bool,
    /// Whether the journey is over.
    pub over: bool,
}

/// So many persons at most come of one, where conditions tell them apart.
const MOST_ALIKE: usize = 8;

/// Something to do.
#[derive(Clone, Copy)]
enum Deed<'g> {
    Set(&'g [Assign]),
    All(List, &'g Block),
}

/// Where a step or arm leads, and whether its owner is entered again.
pub type Leads<'g> = (&'g [StateId], bool);

impl<'g> Person<'g> {
    /// Whether `state` is active.
    pub fn is_in(&self, state: StateId) -> bool {
        self.active.iter().any(|&(active, _)| active == state)
    }

    /// Whether a step may be taken that fires now: one that was taken before only where nothing that was set since can
    /// have ended it.
    pub fn may_take(&self, ground: &Ground<'g>, step: StepId) -> bool {
        let before = self.moments.iter().rposition(|moment| moment.cause == Cause::Step(step));
        let ended = before.zip(ground.machine.step(step).guard.as_ref());
        ground.fires(step)
            && !self.taken.contains(&step)
            && !ended.is_some_and(|(moment, guard)| self.premises.is_blurred(guard, moment))
    }

    /// Moves from `source`, does the actions on the way, and notes what was sent; those who get more come first.
    pub fn go(mut self, ground: &Ground<'g>, cause: Cause, source: StateId, (to, reenter): Leads<'_>) -> Vec<Self> {
        let machine = ground.machine;
        let mut buffers = SetBuffers::default();
        let domain = sets::domain(&machine.journey, source, (to, reenter), &Forgotten, &mut buffers);
        let (mut deeds, mut entered) = (Vec::new(), Vec::new());
        if let Some(domain) = domain {
            let left = self.leave(ground, domain).into_iter().rev();
            deeds.extend(left.map(|state| Deed::All(List::Leaving(state), &machine.state(state).on_exit)));
            sets::entry_set(&machine.journey, domain, to, &Forgotten, (&mut buffers, &mut entered));
        }
        if let Cause::Step(step) = cause {
            self.taken.push(step);
            let of = machine.step(step);
            deeds.extend([Deed::Set(&of.set), Deed::All(List::Step(step), &of.actions)]);
        }
        let entering = entered.iter().map(|&state| Deed::All(List::Entering(state), &machine.state(state).on_entry));
        deeds.extend(entering);
        self.arrive(ground, &entered);
        self.settled = false;
        self.moments.push(Moment { cause, at: self.now, sent: Vec::new() });
        let mut all = vec![self];
        for deed in deeds {
            all = all.into_iter().flat_map(|person| person.does(ground, deed)).take(MOST_ALIKE).collect();
        }
        all.sort_by_key(|person| std::cmp::Reverse(person.sent.len()));
        for person in &mut all {
            person.premises.pass();
        }
        all
    }

    fn does(mut self, ground: &Ground<'g>, deed: Deed<'g>) -> Vec<Self> {
        match deed {
            Deed::Set(assigns) => {
                self.set(assigns);
                vec![self]
            }
            Deed::All(list, block) => {
                let mut all = vec![self];
                for instruction in block {
                    all = all.into_iter().flat_map(|one| one.bring(ground, list, instruction)).collect();
                    all.truncate(MOST_ALIKE);
                }
                all
            }
        }
    }

    /// Leaves what is active inside `domain`; says what it was, in document order.
    fn leave(&mut self, ground: &Ground<'g>, domain: StateId) -> Vec<StateId> {
        let inside = |state: StateId| ground.machine.is_inside(domain, state);
        let mut left: Vec<StateId> = self.active.iter().map(|active| active.0).filter(|&state| inside(state)).collect();
        left.sort_unstable();
        self.active.retain(|active| !inside(active.0));
        self.fired.retain(|(step, _)| !inside(ground.machine.step(*step).source));
        left
    }

    fn arrive(&mut self, ground: &Ground<'g>, entered: &[StateId]) {
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

    fn complete(&mut self, ground: &Ground<'g>, state: StateId) {
        self.waiting.extend(ground.done(state).map(|event| (self.now, event, None)));
    }

    fn is_complete(&self, ground: &Ground<'g>, region: StateId) -> bool {
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

    fn bring(mut self, ground: &Ground<'g>, list: List, instruction: &'g Instruction) -> Vec<Self> {
        match &instruction.work {
            Work::Act(action, _) => {
                let message = ground
                    .is_message(*action)
                    .then(|| Sent { action: *action, at: (list, instruction.position.clone()) });
                if !message.as_ref().is_some_and(|sent| self.defers(ground, sent)) {
                    let message = message.map(|sent| self.sends(ground, sent));
                    self.open.push(Asked { action: *action, message });
                }
            }
            Work::Raise(call) | Work::Emit(call) => self.waiting.push((self.now, call.event, None)),
            Work::Schedule(schedule) => {
                let after = match &schedule.when {
                    ScheduleTime::After(term) => length(term),
                    ScheduleTime::At(_) => None,
                };
                // What comes nobody knows when is left out.
                if let Some(after) = after {
                    self.waiting.retain(|waiting| schedule.id.is_none() || waiting.2 != schedule.id);
                    let due = self.now.saturating_add(after.max(0));
                    self.waiting.push((due, schedule.call.event, schedule.id.clone()));
                }
            }
            Work::Cancel(name) => self.waiting.retain(|waiting| waiting.2.as_ref() != Some(name)),
            Work::Set(assigns) => self.set(assigns),
            Work::If(..) => return self.fork(ground, list, instruction),
        }
        vec![self]
    }

    /// Sends a message, unless its window or a cap holds it back; the place of the moment in which it is sent.
    fn sends(&mut self, ground: &Ground<'g>, sent: Sent) -> Option<usize> {
        let drops = ground.action(sent.action).window.filter(|(_, outside)| *outside == Outside::Drop);
        let is_open = drops.is_none_or(|(window, _)| self.needs(ground, window));
        if !is_open || !ground.allows(sent.action, self.now, &self.sent) {
            return None;
        }
        self.sent.push((self.now, sent.action));
        self.moments.last_mut()?.sent.push(sent);
        Some(self.moments.len() - 1)
    }

    /// What was sent in the moment of that place was held back after all.
    pub fn hold(&mut self, action: ActionId, moment: usize) {
        let at = self.moments[moment].at;
        if let Some(place) = self.sent.iter().rposition(|&sent| sent == (at, action)) {
            self.sent.remove(place);
        }
        let sent = &mut self.moments[moment].sent;
        if let Some(place) = sent.iter().rposition(|sent| sent.action == action) {
            sent.remove(place);
        }
    }

    /// Sets variables.
    pub fn set(&mut self, assigns: &[Assign]) {
        self.premises.set(assigns, self.moments.len().saturating_sub(1));
    }

    /// Those for whom a condition holds, and those for whom it does not, as far as both can be.
    fn fork(mut self, ground: &Ground<'g>, list: List, instruction: &'g Instruction) -> Vec<Self> {
        let Work::If(condition, then, otherwise) = &instruction.work else { return vec![self] };
        if only_sets(then) && only_sets(otherwise) {
            let moment = self.moments.len().saturating_sub(1);
            for block in [then, otherwise] {
                blocks::assignments(block, &mut |assign| self.premises.blur(assign.variable.0, moment));
            }
            return vec![self];
        }
        let cause = self.moments.last().map(|moment| moment.cause);
        let earlier = self.moments.iter().rev().skip(1).position(|moment| Some(moment.cause) == cause);
        let before = earlier.map(|back| self.moments.len() - 2 - back);
        let mut all = Vec::new();
        for (holds, block) in [(true, then), (false, otherwise)] {
            let mut next = self.clone();
            if next.premises.assume(ground, condition, holds) {
                all.extend(next.does(ground, Deed::All(list, block)));
            }
        }
        all.sort_by_key(|person| std::cmp::Reverse(person.sent.len()));
        if before.is_some_and(|moment| self.premises.is_blurred(condition, moment)) {
            // What was set since may have ended it.
            all.drain(..all.len().saturating_sub(1));
        }
        all
    }
}

fn only_sets(block: &Block) -> bool {
    let mut only = true;
    blocks::each(block, &mut |instruction| only &= matches!(instruction.work, Work::Set(_) | Work::If(..)));
    only
}
