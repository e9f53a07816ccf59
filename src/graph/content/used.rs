//! Which of the things that a journey could use it does use: what a catalog has beside that is no part of it.

use crate::expr::term::{Condition, Term};
use crate::model::ids::{ActionId, EventId};
use crate::model::journey::{
    Assign, Block, Due, EventCall, EventKind, GoalBy, Journey, ScheduleTime, StateKind, Trigger, Work,
};

/// What is used, each by its number.
#[derive(Clone, Debug)]
pub(in crate::graph::content) struct Used {
    pub(in crate::graph::content) actions: Vec<bool>,
    pub(in crate::graph::content) events: Vec<bool>,
    pub(in crate::graph::content) profile: Vec<bool>,
    pub(in crate::graph::content) caps: Vec<bool>,
    pub(in crate::graph::content) windows: Vec<bool>,
}

/// What `journey` uses.
pub(in crate::graph::content) fn used(journey: &Journey) -> Used {
    let mut finder = Finder {
        journey,
        used: Used {
            actions: vec![false; journey.actions.len()],
            events: vec![false; journey.events.len()],
            profile: vec![false; journey.profile.len()],
            caps: vec![false; journey.caps.len()],
            windows: vec![false; journey.windows.len()],
        },
    };
    finder.ends();
    finder.states();
    finder.steps();
    finder.used
}

struct Finder<'j> {
    journey: &'j Journey,
    used: Used,
}

impl Finder<'_> {
    fn ends(&mut self) {
        let entry = &self.journey.entry;
        self.events(&entry.triggers);
        self.condition(entry.guard.as_ref());
        self.set(&entry.set);
        for (event, term) in entry.key.iter().flat_map(|key| &key.by_event) {
            // An event that carries the key belongs to the journey although no step listens to it.
            self.events(&[*event]);
            self.term(term);
        }
        for rule in &self.journey.exit {
            self.events(&rule.triggers);
            self.condition(rule.guard.as_ref());
            self.block(&rule.actions);
        }
        for goal in &self.journey.goals {
            if let GoalBy::Events(events, guard) = &goal.by {
                self.events(events);
                self.condition(guard.as_ref());
            }
            goal.value.iter().for_each(|value| self.term(value));
        }
    }

    fn states(&mut self) {
        for state in &self.journey.states {
            self.block(&state.on_entry);
            self.block(&state.on_exit);
            if let StateKind::Split(split) = &state.kind {
                self.term(&split.key);
                self.term(&split.salt);
                split.arms.iter().for_each(|arm| self.set(&arm.set));
            }
        }
    }

    fn steps(&mut self) {
        for step in &self.journey.steps {
            match &step.trigger {
                Trigger::Events(events) => self.events(events),
                Trigger::Always => {}
                Trigger::Timer(timer) => {
                    if let Some(window) = timer.within {
                        self.window(window.index());
                    }
                    match &timer.due {
                        Due::After(term) | Due::At(term) | Due::Every(term, _) => self.term(term),
                        Due::Gaps(terms) => terms.iter().for_each(|term| self.term(term)),
                    }
                }
            }
            self.condition(step.guard.as_ref());
            self.set(&step.set);
            self.block(&step.actions);
        }
    }

    fn block(&mut self, block: &Block) {
        for instruction in block {
            match &instruction.work {
                Work::Act(action, params) => {
                    self.action(*action);
                    for param in params {
                        self.term(&param.1);
                    }
                }
                Work::Raise(call) | Work::Emit(call) => {
                    self.events(&[call.event]);
                    self.payload(call);
                }
                Work::Schedule(schedule) => {
                    self.events(&[schedule.call.event]);
                    self.payload(&schedule.call);
                    let (ScheduleTime::After(when) | ScheduleTime::At(when)) = &schedule.when;
                    self.term(when);
                }
                Work::Cancel(_) => {}
                Work::Set(assigns) => self.set(assigns),
                Work::If(condition, then, otherwise) => {
                    self.condition(Some(condition));
                    self.block(then);
                    self.block(otherwise);
                }
            }
        }
    }

    fn payload(&mut self, call: &EventCall) {
        for field in &call.payload {
            self.term(&field.1);
        }
    }

    fn set(&mut self, assigns: &[Assign]) {
        for assign in assigns {
            self.term(&assign.value);
        }
    }

    fn action(&mut self, action: ActionId) {
        if std::mem::replace(&mut self.used.actions[action.index()], true) {
            return;
        }
        let of = &self.journey.actions[action.index()];
        of.caps.iter().for_each(|cap| self.used.caps[cap.index()] = true);
        if let Some((window, _)) = of.window {
            self.window(window.index());
        }
        let answers: Vec<EventId> = of.on_success.into_iter().chain(of.on_failure).collect();
        self.events(&answers);
    }

    fn window(&mut self, window: usize) {
        if !std::mem::replace(&mut self.used.windows[window], true) {
            self.term(&self.journey.windows[window].tz);
        }
    }

    fn events(&mut self, events: &[EventId]) {
        for event in events {
            self.used.events[event.index()] = true;
            let kind = &self.journey.events[event.index()].kind;
            if let EventKind::Succeeded(action) | EventKind::Failed(action) | EventKind::Held(action) = kind {
                self.action(*action);
            }
        }
    }

    fn term(&mut self, term: &Term) {
        if !self.journey.profile.is_empty() {
            term.reads().profile.iter().for_each(|&slot| self.used.profile[usize::from(slot)] = true);
        }
    }

    fn condition(&mut self, condition: Option<&Condition>) {
        if let (Some(condition), false) = (condition, self.journey.profile.is_empty()) {
            condition.reads().profile.iter().for_each(|&slot| self.used.profile[usize::from(slot)] = true);
        }
    }
}
