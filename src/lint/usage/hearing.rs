//! Which states handle which events, and which states lead to which.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::machine::Machine;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::lint::case::Case;
use crate::lint::knowledge::activity::together;
use crate::lint::usage::works::brought_about;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, GoalBy, StateKind, Trigger};
use crate::model::unread::To;

/// What the states of a journey handle, and how people come to them.
pub struct Hearing<'a> {
    machine: &'a Machine,
    /// By state, the events that its own steps name.
    named: Vec<BTreeSet<EventId>>,
    /// By state, the events that its own steps listen to, by patterns as well.
    heard: Vec<BTreeSet<EventId>>,
    /// By state, the states whose steps lead there, but for itself, sorted.
    sources: Vec<Vec<StateId>>,
    /// By state, the events that lead there.
    leading: Vec<BTreeSet<EventId>>,
    /// By state, the states where people wait that its steps name as targets.
    targets: Vec<BTreeSet<StateId>>,
    /// By state and event, how many of its targets handle the event.
    handling: BTreeMap<(StateId, EventId), usize>,
    /// By state, whether all is known of how people come to it and what it hears.
    known: Vec<bool>,
}

impl<'a> Hearing<'a> {
    /// That of a journey.
    pub fn of(case: &'a Case<'_>) -> Self {
        let machine = &case.machine;
        let count = machine.journey.states.len();
        let mut hearing = Self {
            machine,
            named: vec![BTreeSet::new(); count],
            heard: vec![BTreeSet::new(); count],
            sources: vec![Vec::new(); count],
            leading: vec![BTreeSet::new(); count],
            targets: vec![BTreeSet::new(); count],
            handling: BTreeMap::new(),
            known: case.reached().to_vec(),
        };
        hearing.listen(case);
        hearing.lead();
        hearing.doubt();
        hearing.count();
        hearing
    }

    /// Whether it can be said of `state` what is dropped there: people wait in it, and it is known how they come there.
    pub fn is_judged(&self, state: StateId) -> bool {
        let of = self.machine.state(state);
        let waits = self.is_target(state) && !of.steps.is_empty() && matches!(of.kind, StateKind::Atomic);
        let moves_on = of.steps.iter().any(|&step| matches!(self.machine.step(step).trigger, Trigger::Always));
        waits && !moves_on && self.known[state.index()]
    }

    /// The states that lead to `state`, but for itself.
    pub fn sources(&self, state: StateId) -> &[StateId] {
        &self.sources[state.index()]
    }

    /// The events that `state` certainly handles: by steps that name them, its own and those of states around it.
    pub fn handled(&self, state: StateId) -> BTreeSet<EventId> {
        self.machine.outward(state).flat_map(|at| &self.named[at.index()]).copied().collect()
    }

    /// In how many other states than `state` people may wait to which `source` leads.
    pub fn others(&self, source: StateId, state: StateId) -> usize {
        let targets = &self.targets[source.index()];
        targets.len() - usize::from(targets.contains(&state))
    }

    /// Whether `source` handles `event`, and so do all others than `state`, which does not.
    pub fn all_but(&self, source: StateId, state: StateId, event: EventId) -> bool {
        let handling = self.handling.get(&(source, event)).copied().unwrap_or_default();
        let handles = self.machine.outward(source).any(|at| self.named[at.index()].contains(&event));
        handles && handling == self.others(source, state)
    }

    /// Whether all states to which `state` leads and in which people wait handle `event`, some among them that do not lead
    /// back: who goes to and fro between two states hears in each what leads to the other.
    pub fn is_handled_ahead(&self, state: StateId, event: EventId) -> bool {
        let handling = self.handling.get(&(state, event)).copied().unwrap_or_default();
        let targets = &self.targets[state.index()];
        let onward = targets.iter().any(|target| !self.sources[state.index()].contains(target));
        onward && handling == targets.len()
    }

    /// Whether `event` may be handled while `state` is active, or leads there itself.
    pub fn may_handle(&self, state: StateId, event: EventId) -> bool {
        let top = self.machine.outward(state).filter(|&at| matches!(self.machine.state(at).kind, StateKind::Parallel));
        let top = top.last().unwrap_or(state);
        let mut inside = (top.0..=self.machine.state(top).last.0).map(StateId);
        let hears = |at: StateId| self.heard[at.index()].contains(&event);
        self.leading[state.index()].contains(&event)
            || self.machine.outward(top).any(hears)
            || inside.any(|at| hears(at) && together(self.machine, state, at))
    }

    /// Whether a step may name it as a target where people then wait.
    fn is_target(&self, state: StateId) -> bool {
        let kind = &self.machine.state(state).kind;
        matches!(kind, StateKind::Atomic | StateKind::Compound(_) | StateKind::Parallel)
    }

    fn listen(&mut self, case: &Case<'_>) {
        let journey = &self.machine.journey;
        // What comes from inside comes at its own time, and what enters, exits or counts is heard wherever people are.
        let mut elsewhere = brought_about(self.machine);
        // Who does not say by which events people enter means none of them by it.
        if case.document.entry.as_ref().is_some_and(|entry| !entry.triggers.is_empty()) {
            elsewhere.extend(&journey.entry.triggers);
        }
        elsewhere.extend(journey.exit.iter().flat_map(|rule| &rule.triggers));
        for goal in &journey.goals {
            if let GoalBy::Events(events, _) = &goal.by {
                elsewhere.extend(events);
            }
        }
        let is_outside = |event: &EventId| {
            matches!(journey.events[event.index()].kind, EventKind::Declared(..)) && !elsewhere.contains(event)
        };
        for (number, step) in journey.steps.iter().enumerate() {
            let Trigger::Events(events) = &step.trigger else { continue };
            let source = step.source.index();
            self.heard[source].extend(events);
            for name in case.step_decl(StepId(number as u32)).events().unwrap_or_default() {
                let is_one = |event: &&EventId| journey.events[event.index()].name == name.value && is_outside(event);
                self.named[source].extend(events.iter().find(is_one));
            }
        }
    }

    fn lead(&mut self) {
        let (machine, mut buffers) = (self.machine, SetBuffers::default());
        let journey = &machine.journey;
        let mut entered = Vec::new();
        let arms = journey.states.iter().enumerate().filter_map(|(number, state)| match &state.kind {
            StateKind::Split(split) => {
                Some(split.arms.iter().map(move |arm| (StateId(number as u32), &arm.to, false, None)))
            }
            _ => None,
        });
        let steps = journey.steps.iter().map(|step| (step.source, &step.to, step.reenter, Some(&step.trigger)));
        for (source, to, reenter, trigger) in steps.chain(arms.flatten()) {
            self.targets[source.index()].extend(to.iter().copied().filter(|&target| target != source));
            entered.clear();
            if let Some(domain) = sets::domain(journey, source, (to, reenter), &Forgotten, &mut buffers) {
                sets::entry_set(journey, domain, to, &Forgotten, (&mut buffers, &mut entered));
            }
            for &state in entered.iter().filter(|&&state| state != source) {
                self.sources[state.index()].push(source);
                if let Some(Trigger::Events(events)) = trigger {
                    self.leading[state.index()].extend(events);
                }
            }
        }
        self.begin(&mut buffers);
        for sources in &mut self.sources {
            sources.sort_unstable();
            sources.dedup();
        }
        for targets in &mut self.targets {
            targets.retain(|&target| !matches!(machine.state(target).kind, StateKind::Final));
        }
    }

    /// Where the journey begins, it leads itself.
    fn begin(&mut self, buffers: &mut SetBuffers) {
        let mut entered = Vec::new();
        if let StateKind::Compound(initial) = &self.machine.state(Machine::ROOT).kind {
            sets::entry_set(&self.machine.journey, Machine::ROOT, initial, &Forgotten, (buffers, &mut entered));
        }
        for state in &entered {
            self.sources[state.index()].push(Machine::ROOT);
        }
    }

    /// Notes where not all is known: what a history may remember, and what could not be read.
    fn doubt(&mut self) {
        let (machine, unread) = (self.machine, &self.machine.unread);
        let mut ranges: Vec<StateId> = unread.uncertain.iter().copied().collect();
        let histories = machine.journey.states.iter().filter(|state| matches!(state.kind, StateKind::History(..)));
        ranges.extend(histories.filter_map(|history| history.parent));
        for lead in unread.leads.values().flatten() {
            match lead.to {
                To::Nowhere => {}
                To::State(state) => self.known[state.index()] = false,
                To::AnyInside(outer) => ranges.push(outer),
            }
        }
        for outer in ranges {
            for inner in outer.0..=machine.state(outer).last.0 {
                self.known[inner as usize] = false;
            }
        }
    }

    fn count(&mut self) {
        for (number, targets) in self.targets.iter().enumerate() {
            for &target in targets {
                for event in self.handled(target) {
                    *self.handling.entry((StateId(number as u32), event)).or_default() += 1;
                }
            }
        }
    }
}
