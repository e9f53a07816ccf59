//! Every guard of a journey: of steps, of the entry, of exit rules and of goals.

use crate::expr::solve::world::World;
use crate::expr::term::Condition;
use crate::graph::machine::Machine;
use crate::lint::case::Case;
use crate::lint::shown::{ALWAYS, NEVER, STATE_ALWAYS};
use crate::lint::verdicts;
use crate::lint::verdicts::verdict::Verdict;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::GoalBy;
use crate::syntax::content::ConditionDecl;

/// A guard.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'c> {
    /// Whose it is.
    pub owner: Owner,
    /// As it was written.
    pub decl: &'c ConditionDecl,
    /// As it runs.
    pub compiled: &'c Condition,
    /// What is known of it.
    pub verdict: Verdict,
}

/// Whose a guard is; numbers are places in the journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A step's.
    Step(StepId),
    /// The entry's.
    Entry,
    /// An exit rule's.
    Exit(usize),
    /// A goal's.
    Goal(usize),
}

/// The guards of `case`, but for those of states that nobody comes to.
pub fn all<'c>(case: &'c Case<'_>) -> Vec<Guard<'c>> {
    let (journey, verdicts) = (&case.machine.journey, verdicts::of(case));
    let document = case.document;
    let mut all = Vec::new();
    let entry = document.entry.as_ref().and_then(|entry| entry.guard.as_ref());
    if let (Some(decl), Some(compiled)) = (entry, &journey.entry.guard) {
        all.push(Guard { owner: Owner::Entry, decl, compiled, verdict: verdicts.entry });
    }
    for (number, (decl, rule)) in document.exit.iter().zip(&journey.exit).enumerate() {
        if let (Some(decl), Some(compiled)) = (&decl.guard, &rule.guard) {
            all.push(Guard { owner: Owner::Exit(number), decl, compiled, verdict: verdicts.exits[number] });
        }
    }
    for (number, goal) in journey.goals.iter().enumerate() {
        let decl = document.goals.iter().find(|decl| decl.id == goal.id).and_then(|decl| decl.guard.as_ref());
        if let (Some(decl), GoalBy::Events(_, Some(compiled))) = (decl, &goal.by) {
            all.push(Guard { owner: Owner::Goal(number), decl, compiled, verdict: verdicts.goals[number] });
        }
    }
    for (number, step) in journey.steps.iter().enumerate() {
        let id = StepId(number as u32);
        if let (Some(decl), Some(compiled)) = (&case.step_decl(id).guard, &step.guard)
            && verdicts.reached[step.source.index()]
        {
            all.push(Guard { owner: Owner::Step(id), decl, compiled, verdict: verdicts.steps[number] });
        }
    }
    all
}

/// Whether the guard of `step` always holds, and a finding of its own tells what follows from that.
pub fn always_holds(case: &Case<'_>, step: StepId) -> bool {
    let (of, verdicts) = (case.machine.step(step), verdicts::of(case));
    let granted = verdicts.granted.contains(&step);
    let is_always = granted || verdicts.steps[step.index()].is_always();
    let telling = if granted { STATE_ALWAYS } else { ALWAYS };
    is_always && verdicts.reached[of.source.index()] && of.guard.is_some() && telling.is_shown(case)
}

/// Whether the guard of `step` never holds, and a finding of its own tells that: what was meant to take people there, or
/// to leave them to others, is not known.
pub fn never_holds(case: &Case<'_>, step: StepId) -> bool {
    verdicts::of(case).steps[step.index()].is_never() && NEVER.is_shown(case)
}

/// The same of the guard of the exit rule of this number.
pub fn exit_always_holds(case: &Case<'_>, rule: usize) -> bool {
    let is_always = verdicts::of(case).exits[rule].is_always();
    is_always && case.machine.journey.exit[rule].guard.is_some() && ALWAYS.is_shown(case)
}

impl Guard<'_> {
    /// The state of which it is known where it is asked; the journey itself for any.
    pub fn state(&self, machine: &Machine) -> StateId {
        match self.owner {
            Owner::Step(step) => machine.step(step).source,
            _ => Machine::ROOT,
        }
    }

    /// "the guard of `buy`".
    pub fn named(&self, machine: &Machine) -> String {
        let journey = &machine.journey;
        match self.owner {
            Owner::Step(step) => format!("the guard of `{}`", machine.step(step).id.value),
            Owner::Entry => "the guard of `entry`".to_owned(),
            Owner::Exit(rule) => format!("the guard of the exit rule `{}`", journey.exit[rule].id.value),
            Owner::Goal(goal) => format!("the guard of the goal `{}`", journey.goals[goal].id.value),
        }
    }

    /// What it can read.
    pub fn world<'c>(&self, case: &'c Case<'_>) -> World<'c> {
        let (machine, knowledge) = (&case.machine, case.knowledge());
        match self.owner {
            Owner::Step(step) => {
                let step = machine.step(step);
                knowledge.world(machine, step.source, &step.trigger)
            }
            Owner::Entry => knowledge.world_of_entry(machine),
            Owner::Exit(rule) => knowledge.world_anywhere(machine, &machine.journey.exit[rule].triggers),
            Owner::Goal(goal) => match &machine.journey.goals[goal].by {
                GoalBy::Events(events, _) => knowledge.world_anywhere(machine, events),
                GoalBy::State(_) => World::of(knowledge.ground()),
            },
        }
    }
}
