//! What is looked up again and again on the way: who listens, what is a message, what holds one back.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::knowledge::known::Knowledge;
use crate::lint::messages::purpose;
use crate::lint::privacy::places::declared;
use crate::lint::usage::works::works;
use crate::lint::verdicts;
use crate::lint::verdicts::verdict::Verdicts;
use crate::model::ids::{ActionId, EventId, StateId, StepId, WindowId};
use crate::model::journey::{Action, EventKind, Work};
use crate::terms::time::{DAY, MINUTE};

/// The limits that hold against.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// So many messages are well.
    pub most: usize,
    /// In so many milliseconds.
    pub window: i64,
}

/// What stays the same for a whole journey.
pub struct Ground<'a> {
    /// The journey.
    pub machine: &'a Machine,
    /// The limits.
    pub limits: Limits,
    /// What is known of its states.
    pub knowledge: &'a Knowledge,
    /// Whether anything is scheduled.
    pub schedules: bool,
    verdicts: &'a Verdicts,
    messages: Vec<bool>,
    done: FxHashMap<StateId, EventId>,
    fates: FxHashMap<ActionId, [Option<EventId>; 3]>,
    questions: Cell<usize>,
    denied: Cell<bool>,
}

/// So many questions about conditions the search may ask for each state and step: enough for ordinary ones, and the
/// whole stays linear.
const QUESTIONS: usize = 4;

/// And so many more, however small the journey is.
const LEAST_QUESTIONS: usize = 600;

impl<'a> Ground<'a> {
    /// The ground of a journey that has messages.
    pub fn of(case: &'a Case<'_>, limits: Limits) -> Option<Self> {
        let machine = &case.machine;
        let is_message = |action: &Action| {
            purpose(case.config, &action.sink).is_some() && declared(case, action).is_some_and(|decl| !decl.broken)
        };
        let messages: Vec<bool> = machine.journey.actions.iter().map(is_message).collect();
        if !messages.contains(&true) {
            return None;
        }
        let mut schedules = false;
        works(machine, &mut |work| schedules |= matches!(work, Work::Schedule(_)));
        let mut ground = Self {
            machine,
            limits,
            knowledge: case.knowledge(),
            verdicts: verdicts::of(case),
            schedules,
            messages,
            done: FxHashMap::default(),
            fates: FxHashMap::default(),
            questions: Cell::new(
                LEAST_QUESTIONS + QUESTIONS * (machine.journey.states.len() + machine.journey.steps.len()),
            ),
            denied: Cell::new(false),
        };
        for (number, event) in machine.journey.events.iter().enumerate() {
            let event_id = EventId(number as u32);
            match event.kind {
                EventKind::Declared(..) => {}
                EventKind::Done(state) => drop(ground.done.insert(state, event_id)),
                EventKind::Succeeded(action) => ground.fates.entry(action).or_default()[0] = Some(event_id),
                EventKind::Failed(action) => ground.fates.entry(action).or_default()[1] = Some(event_id),
                EventKind::Held(action) => ground.fates.entry(action).or_default()[2] = Some(event_id),
            }
        }
        Some(ground)
    }

    /// Whether somebody may take a step.
    pub fn fires(&self, step: StepId) -> bool {
        self.verdicts.happens(step)
    }

    /// The action of a number.
    pub fn action(&self, action: ActionId) -> &'a Action {
        &self.machine.journey.actions[action.index()]
    }

    /// Whether an action is a message.
    pub fn is_message(&self, action: ActionId) -> bool {
        self.messages[action.index()]
    }

    /// The completion of a state, if anybody listens to it.
    pub fn done(&self, state: StateId) -> Option<EventId> {
        self.done.get(&state).copied()
    }

    /// The events that may become of an action, of which one comes: for each fate the fate itself and what it is called.
    pub fn fates(&self, action: ActionId) -> [Vec<EventId>; 3] {
        let [succeeded, failed, held] = self.fates.get(&action).copied().unwrap_or_default();
        let of = self.action(action);
        [
            succeeded.into_iter().chain(of.on_success).collect(),
            failed.into_iter().chain(of.on_failure).collect(),
            held.into_iter().collect(),
        ]
    }

    /// Whether a window that opens at some instant is open so many milliseconds later: in the hours that follow, and at
    /// the same hours of later days where it opens each day.
    pub fn is_open(&self, window: WindowId, later: i64) -> bool {
        let hours = &self.machine.journey.windows[window.index()].hours;
        let (from, to) = (i64::from(hours.from) * MINUTE, i64::from(hours.to) * MINUTE);
        let open = if from < to { to - from } else { to + DAY - from };
        let daily = hours.days == [true; 7];
        (0..open).contains(&if daily { later.rem_euclid(DAY) } else { later })
    }

    /// For how long a window is closed at most, in milliseconds; absent where it never is, never opens, or may become that of
    /// another zone on the way.
    pub fn longest_closed(&self, window: WindowId) -> Option<i64> {
        let of = &self.machine.journey.windows[window.index()];
        let (from, to) = (i64::from(of.hours.from) * MINUTE, i64::from(of.hours.to) * MINUTE);
        let open = if from < to { to - from } else { to + DAY - from };
        let days: Vec<i64> = (0..7).filter(|&day| of.hours.days[day as usize]).collect();
        let next_week = days.first()? + 7;
        let next = days.iter().copied().skip(1).chain([next_week]);
        let longest = days.iter().zip(next).map(|(day, next)| (next - day) * DAY - open).max()?;
        (longest > 0 && of.reads.context.is_empty()).then_some(longest)
    }

    /// Takes one of the questions about conditions that the search of this journey may ask; whether one was left.
    pub fn may_ask(&self) -> bool {
        let left = self.questions.get();
        self.questions.set(left.saturating_sub(1));
        if left == 0 {
            self.denied.set(true);
        }
        left > 0
    }

    /// Whether a question was denied since this was asked last: what was found without its answer does not count.
    pub fn was_denied(&self) -> bool {
        self.denied.replace(false)
    }

    /// Whether a message may go out now, after those that were `sent` at their instants.
    pub fn allows(&self, action: ActionId, now: i64, sent: &[(i64, ActionId)]) -> bool {
        let of = self.action(action);
        let within = |per: i64, counts: &dyn Fn(ActionId) -> bool| {
            sent.iter().filter(|&&(at, other)| at > now.saturating_sub(per) && counts(other)).count()
        };
        let own = of.cap.is_none_or(|(max, per)| within(per, &|other| other == action) < max as usize);
        let shared = of.caps.iter().all(|cap| {
            let limit = &self.machine.journey.caps[cap.index()];
            within(limit.per, &|other| self.action(other).caps.contains(cap)) < limit.max as usize
        });
        own && shared
    }
}
