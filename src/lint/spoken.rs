//! Every expression of a journey, for questions about what is read anywhere.

use crate::expr::reads::Reads;
use crate::expr::term::{Condition, Term};
use crate::lint::blocks;
use crate::model::journey::{Assign, Due, EventCall, GoalBy, Journey, ScheduleTime, StateKind, Trigger, Work};

/// Hands `visit` what each expression of `journey` reads.
pub fn each(journey: &Journey, visit: &mut dyn FnMut(&Reads)) {
    let mut speaker = Speaker { visit };
    for step in &journey.steps {
        speaker.condition(step.guard.as_ref());
        speaker.set(&step.set);
        if let Trigger::Timer(timer) = &step.trigger {
            (speaker.visit)(&timer.reads);
            speaker.due(&timer.due);
        }
    }
    blocks::all(journey, &mut |block| blocks::each(block, &mut |instruction| speaker.work(&instruction.work)));
    for state in &journey.states {
        if let StateKind::Split(split) = &state.kind {
            speaker.terms([&split.key, &split.salt]);
            split.arms.iter().for_each(|arm| speaker.set(&arm.set));
        }
    }
    speaker.condition(journey.entry.guard.as_ref());
    speaker.set(&journey.entry.set);
    speaker.terms(journey.entry.key.iter().flat_map(|key| key.by_event.iter().map(|(_, term)| term)));
    journey.exit.iter().for_each(|rule| speaker.condition(rule.guard.as_ref()));
    for goal in &journey.goals {
        speaker.terms(&goal.value);
        if let GoalBy::Events(_, guard) = &goal.by {
            speaker.condition(guard.as_ref());
        }
    }
    speaker.terms(journey.windows.iter().map(|window| &window.tz));
}

struct Speaker<'a> {
    visit: &'a mut dyn FnMut(&Reads),
}

impl Speaker<'_> {
    fn condition(&mut self, condition: Option<&Condition>) {
        if let Some(condition) = condition {
            (self.visit)(&condition.reads());
        }
    }

    fn terms<'t>(&mut self, terms: impl IntoIterator<Item = &'t Term>) {
        for term in terms {
            if !matches!(term, Term::Constant(_)) {
                (self.visit)(&term.reads());
            }
        }
    }

    fn set(&mut self, assigns: &[Assign]) {
        self.terms(assigns.iter().map(|assign| &assign.value));
    }

    fn due(&mut self, due: &Due) {
        match due {
            Due::After(term) | Due::At(term) | Due::Every(term, _) => self.terms([term]),
            Due::Gaps(terms) => self.terms(terms),
        }
    }

    fn call(&mut self, call: &EventCall) {
        self.terms(call.payload.iter().map(|field| &field.1));
    }

    fn work(&mut self, work: &Work) {
        match work {
            Work::Act(_, params) => self.terms(params.iter().map(|param| &param.1)),
            Work::Raise(call) | Work::Emit(call) => self.call(call),
            Work::Schedule(schedule) => {
                self.call(&schedule.call);
                match &schedule.when {
                    ScheduleTime::After(term) | ScheduleTime::At(term) => self.terms([term]),
                }
            }
            Work::Cancel(_) => {}
            Work::Set(assigns) => self.set(assigns),
            Work::If(condition, ..) => self.condition(Some(condition)),
        }
    }
}
