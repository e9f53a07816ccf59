//! The `if`s of lists of things to do, and the values that an `if` decides.

use crate::diff::cover::group::{Given, Group, On};
use crate::expr::term::{Condition, Term};
use crate::graph::assigned::assigned;
use crate::graph::machine::Machine;
use crate::model::journey::{Assign, Block, EventCall, Instruction, ScheduleTime, Work};

/// Groups that are found in lists.
pub struct Lists<'g> {
    /// So far.
    pub found: Vec<Group<'g>>,
    /// The variables that something sets on the way out of some state.
    pub on_exit: Vec<u16>,
    machine: &'g Machine,
}

/// Whose a list or a value is, and when it is asked.
#[derive(Clone, Copy)]
pub struct Owner<'o> {
    /// "the step `nudge`".
    pub whose: &'o str,
    /// When.
    pub on: &'o On,
}

/// An `if` with those that stand in its `else` alone, and what is left in the last `else`.
struct Chain<'g> {
    asked: Vec<(&'g Condition, &'g Block)>,
    rest: &'g Block,
}

impl<'g> Chain<'g> {
    fn of(instruction: &'g Instruction) -> Option<Self> {
        let Work::If(condition, then, rest) = &instruction.work else { return None };
        let mut chain = Self { asked: vec![(condition, then)], rest };
        while let [only] = chain.rest.as_slice()
            && let Work::If(condition, then, rest) = &only.work
        {
            chain.asked.push((condition, then));
            chain.rest = rest;
        }
        Some(chain)
    }

    fn conditions(&self) -> Vec<&'g Condition> {
        self.asked.iter().map(|(condition, _)| *condition).collect()
    }
}

impl<'g> Lists<'g> {
    /// None yet, of the version that `machine` is.
    pub fn new(machine: &'g Machine) -> Self {
        let mut on_exit = Vec::new();
        machine.journey.states.iter().for_each(|state| assigned(&state.on_exit, &mut on_exit));
        Self { found: Vec::new(), on_exit, machine }
    }

    /// What stands in a list.
    pub fn list(&mut self, block: &'g Block, owner: &Owner<'_>, given: Given<'g>) {
        if block.is_empty() {
            return;
        }
        let mut set = Vec::new();
        assigned(block, &mut set);
        self.walk(block, owner, &given.without(&set), &set);
    }

    fn walk(&mut self, block: &'g Block, owner: &Owner<'_>, given: &Given<'g>, set: &[u16]) {
        // `if`s one behind the other, each without an `else`, are one choice as well.
        let mut beside: Vec<Vec<&'g Condition>> = Vec::new();
        for instruction in block {
            let Some(chain) = Chain::of(instruction) else {
                self.beside(std::mem::take(&mut beside), owner, given);
                self.values(instruction, owner, given);
                continue;
            };
            let conditions = chain.conditions();
            if chain.rest.is_empty() {
                self.choice(vec![conditions.clone()], 0, owner, given);
                beside.push(conditions.clone());
            } else {
                self.beside(std::mem::take(&mut beside), owner, given);
            }
            for (at, (condition, then)) in chain.asked.iter().enumerate() {
                let given = given.failing(&conditions[..at]).holding(condition).without(set);
                self.walk(then, owner, &given, set);
            }
            self.walk(chain.rest, owner, &given.failing(&conditions).without(set), set);
        }
        self.beside(beside, owner, given);
    }

    /// `if`s that are one choice, if there are several; it counts only if none of them covers everybody alone.
    fn beside(&mut self, mut chains: Vec<Vec<&'g Condition>>, owner: &Owner<'_>, given: &Given<'g>) {
        let own = chains.len();
        if own > 1 {
            chains.push(chains.concat());
            self.choice(chains, own, owner, given);
        }
    }

    /// A choice between the conditions of the set number `own`.
    fn choice(&mut self, sets: Vec<Vec<&'g Condition>>, own: usize, owner: &Owner<'_>, given: &Given<'g>) {
        // By the conditions as they are written: where they are others, that is a change of its own.
        let written: Vec<String> = sets[own].iter().map(|condition| condition.written()).collect();
        self.found.push(Group {
            key: format!("{} asks {}", owner.whose, written.join(", ")),
            left_out: format!("no `if` of {} holds", owner.whose),
            on: owner.on.clone(),
            sets: sets.into_iter().map(|set| set.into_iter().map(Some).collect()).collect(),
            own,
            given: given.clone(),
            value: None,
        });
    }

    fn values(&mut self, instruction: &'g Instruction, owner: &Owner<'_>, given: &Given<'g>) {
        match &instruction.work {
            Work::Set(assigns) => self.set(assigns, owner, given),
            Work::Act(_, params) => params.iter().for_each(|(name, term, _)| self.value(term, name, owner, given)),
            Work::Raise(call) | Work::Emit(call) => self.call(call, owner, given),
            Work::Schedule(schedule) => {
                self.call(&schedule.call, owner, given);
                let (ScheduleTime::After(term) | ScheduleTime::At(term)) = &schedule.when;
                self.value(term, "schedule", owner, given);
            }
            Work::Cancel(_) | Work::If(..) => {}
        }
    }

    fn call(&mut self, call: &'g EventCall, owner: &Owner<'_>, given: &Given<'g>) {
        call.payload.iter().for_each(|(name, term, _)| self.value(term, name, owner, given));
    }

    /// The values of a `set`.
    pub fn set(&mut self, assigns: &'g [Assign], owner: &Owner<'_>, given: &Given<'g>) {
        for assign in assigns {
            let variable = &self.machine.journey.context[usize::from(assign.variable.0)].name.value;
            self.value(&assign.value, variable, owner, given);
        }
    }

    /// A value, if an `if` decides it.
    pub fn value(&mut self, term: &'g Term, what: &str, owner: &Owner<'_>, given: &Given<'g>) {
        if term.chooses() {
            let whose = owner.whose;
            self.found.push(Group {
                key: format!("{whose} says {}", term.written()),
                left_out: format!("`{what}` comes to nothing in {whose}"),
                on: owner.on.clone(),
                sets: vec![Vec::new()],
                own: 0,
                given: given.clone(),
                value: Some(term),
            });
        }
    }
}
