//! A naive reading of SCXML's algorithm: sets and walks, no table and no interval.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, Instruction, Journey, StateKind, Trigger, Work};
use crate::syntax::chart::HistoryDepth;

type States = BTreeSet<StateId>;

/// The interpreter of the recommendation's appendix D, without any table or interval.
pub struct Naive<'a> {
    journey: &'a Journey,
    configuration: States,
    history: BTreeMap<StateId, States>,
    queue: VecDeque<EventId>,
    said: Vec<String>,
    running: bool,
    microsteps: u32,
}

/// A step with the domain that it had when it was selected.
#[derive(Clone, Copy)]
struct Chosen {
    step: StepId,
    domain: Option<StateId>,
}

impl<'a> Naive<'a> {
    /// Enters the initial states.
    pub fn start(journey: &'a Journey) -> Self {
        let mut naive = Self {
            journey,
            configuration: States::new(),
            history: BTreeMap::new(),
            queue: VecDeque::new(),
            said: Vec::new(),
            running: true,
            microsteps: 0,
        };
        let mut entering = States::new();
        naive.add_descendants(StateId(0), &mut entering);
        entering.remove(&StateId(0));
        naive.enter(&entering);
        naive
    }

    fn kind(&self, state: StateId) -> &'a StateKind {
        &self.journey.states[state.index()].kind
    }

    fn parent(&self, state: StateId) -> Option<StateId> {
        self.journey.states[state.index()].parent
    }

    fn ancestors(&self, state: StateId) -> Vec<StateId> {
        std::iter::successors(self.parent(state), |at| self.parent(*at)).collect()
    }

    fn is_descendant(&self, state: StateId, of: StateId) -> bool {
        self.ancestors(state).contains(&of)
    }

    fn children(&self, state: StateId) -> Vec<StateId> {
        let is_child = |child: &StateId| {
            self.parent(*child) == Some(state) && !matches!(self.kind(*child), StateKind::History(..))
        };
        (0..self.journey.states.len() as u32).map(StateId).filter(is_child).collect()
    }

    fn is_atomic(&self, state: StateId) -> bool {
        matches!(self.kind(state), StateKind::Atomic | StateKind::Final)
    }

    /// One input; whether it came to its end.
    pub fn macrostep(&mut self, event: EventId) -> bool {
        self.said.clear();
        self.microsteps = 0;
        let mut chosen = self.select(Some(event));
        loop {
            if !chosen.is_empty() {
                self.microsteps += 1;
                if self.microsteps > 1_000 {
                    return false;
                }
                self.microstep(&chosen);
            }
            if !self.running {
                return true;
            }
            chosen = self.select(None);
            if chosen.is_empty() {
                let Some(event) = self.queue.pop_front() else {
                    return true;
                };
                chosen = self.select(Some(event));
            }
        }
    }

    fn matches(&self, step: StepId, event: Option<EventId>) -> bool {
        let step = &self.journey.steps[step.index()];
        let heard = match (&step.trigger, event) {
            (Trigger::Events(events), Some(event)) => events.contains(&event),
            (Trigger::Always, None) => true,
            _ => false,
        };
        heard && step.guard.is_none()
    }

    fn select(&self, event: Option<EventId>) -> Vec<Chosen> {
        let mut enabled: Vec<StepId> = Vec::new();
        for &state in self.configuration.iter().filter(|state| self.is_atomic(**state)) {
            let mut around = self.ancestors(state);
            around.insert(0, state);
            let found = around.iter().find_map(|at| {
                self.journey.states[at.index()].steps.iter().copied().find(|&step| self.matches(step, event))
            });
            if let Some(step) = found.filter(|step| !enabled.contains(step)) {
                enabled.push(step);
            }
        }
        let mut kept: Vec<Chosen> = Vec::new();
        for step in enabled {
            let one = Chosen { step, domain: self.domain(step) };
            let source = |of: &Chosen| self.journey.steps[of.step.index()].source;
            let meets = |other: &Chosen| !self.exit_set(&one).is_disjoint(&self.exit_set(other));
            let preempted = kept.iter().any(|other| meets(other) && !self.is_descendant(source(&one), source(other)));
            if !preempted {
                kept.retain(|other| !meets(other));
                kept.push(one);
            }
        }
        kept
    }

    fn effective_targets(&self, targets: &[StateId]) -> States {
        let mut found = States::new();
        for target in targets {
            match (self.kind(*target), self.history.get(target)) {
                (StateKind::History(..), Some(states)) => found.extend(states),
                (StateKind::History(_, default), None) => found.extend(self.effective_targets(default)),
                _ => {
                    found.insert(*target);
                }
            }
        }
        found
    }

    fn domain(&self, step: StepId) -> Option<StateId> {
        let step = &self.journey.steps[step.index()];
        let targets = self.effective_targets(&step.to);
        if targets.is_empty() {
            return None;
        }
        let source = step.source;
        let within = targets.iter().all(|&target| target == source || self.is_descendant(target, source));
        let itself = targets.iter().all(|&target| target == source);
        if !step.reenter {
            match self.kind(source) {
                StateKind::Compound(_) if within => return Some(source),
                StateKind::Parallel if itself => return Some(source),
                StateKind::Atomic if itself => return None,
                _ => {}
            }
        }
        let fits = |at: &StateId| {
            matches!(self.kind(*at), StateKind::Compound(_))
                && targets.iter().all(|&target| self.is_descendant(target, *at))
        };
        self.ancestors(source).into_iter().find(fits).or(Some(StateId(0)))
    }

    fn exit_set(&self, chosen: &Chosen) -> States {
        let Some(domain) = chosen.domain else {
            return States::new();
        };
        self.configuration.iter().copied().filter(|&state| self.is_descendant(state, domain)).collect()
    }

    fn microstep(&mut self, chosen: &[Chosen]) {
        let exiting: States = chosen.iter().flat_map(|one| self.exit_set(one)).collect();
        self.record(&exiting);
        for &state in exiting.iter().rev() {
            self.run(&self.journey.states[state.index()].on_exit);
            self.configuration.remove(&state);
        }
        for one in chosen {
            self.run(&self.journey.steps[one.step.index()].actions);
        }
        let mut entering = States::new();
        for one in chosen {
            if let Some(domain) = one.domain {
                self.add_targets(&self.journey.steps[one.step.index()].to, domain, &mut entering);
            }
        }
        self.enter(&entering);
    }

    fn record(&mut self, exiting: &States) {
        for (number, history) in self.journey.states.iter().enumerate() {
            let (StateKind::History(depth, _), Some(parent)) = (&history.kind, history.parent) else {
                continue;
            };
            if exiting.contains(&parent) {
                let wanted = |state: &StateId| match depth {
                    HistoryDepth::Shallow => self.parent(*state) == Some(parent),
                    HistoryDepth::Deep => self.is_atomic(*state) && self.is_descendant(*state, parent),
                };
                let states = self.configuration.iter().copied().filter(wanted).collect();
                self.history.insert(StateId(number as u32), states);
            }
        }
    }

    fn add_targets(&self, targets: &[StateId], domain: StateId, entering: &mut States) {
        for &target in targets {
            self.add_descendants(target, entering);
        }
        for target in self.effective_targets(targets) {
            self.add_ancestors(target, domain, entering);
        }
    }

    fn add_descendants(&self, state: StateId, entering: &mut States) {
        match self.kind(state) {
            StateKind::History(_, default) => {
                let targets: Vec<StateId> = match self.history.get(&state) {
                    Some(states) => states.iter().copied().collect(),
                    None => default.clone(),
                };
                self.add_inside(&targets, self.parent(state), entering);
            }
            StateKind::Compound(initial) => {
                entering.insert(state);
                self.add_inside(initial, Some(state), entering);
            }
            StateKind::Parallel => {
                entering.insert(state);
                self.add_regions(state, entering);
            }
            _ => {
                entering.insert(state);
            }
        }
    }

    fn add_inside(&self, targets: &[StateId], outer: Option<StateId>, entering: &mut States) {
        for &target in targets {
            self.add_descendants(target, entering);
        }
        for target in self.effective_targets(targets) {
            if let Some(outer) = outer {
                self.add_ancestors(target, outer, entering);
            }
        }
    }

    fn add_ancestors(&self, state: StateId, outer: StateId, entering: &mut States) {
        if state == outer || self.is_descendant(outer, state) {
            return;
        }
        for at in self.ancestors(state).into_iter().take_while(|&at| at != outer) {
            entering.insert(at);
            if matches!(self.kind(at), StateKind::Parallel) {
                self.add_regions(at, entering);
            }
        }
    }

    /// What is still active needs no entering: the recommendation does not say so, but a history default that
    /// leads into the domain of its step would else enter it twice.
    fn add_regions(&self, state: StateId, entering: &mut States) {
        for child in self.children(state) {
            let known = entering.iter().any(|&other| self.is_descendant(other, child));
            if !known && !self.configuration.contains(&child) {
                self.add_descendants(child, entering);
            }
        }
    }

    fn enter(&mut self, entering: &States) {
        let entering: Vec<StateId> = entering.difference(&self.configuration).copied().collect();
        for state in entering {
            self.configuration.insert(state);
            self.run(&self.journey.states[state.index()].on_entry);
            if matches!(self.kind(state), StateKind::Final) {
                self.complete(state);
            }
        }
    }

    fn complete(&mut self, state: StateId) {
        let Some(parent) = self.parent(state).filter(|parent| *parent != StateId(0)) else {
            self.running = false;
            return;
        };
        self.raise_done(parent);
        for at in self.ancestors(parent) {
            if !matches!(self.kind(at), StateKind::Parallel) || !self.is_in_final(at) {
                break;
            }
            self.raise_done(at);
        }
    }

    fn is_in_final(&self, state: StateId) -> bool {
        let active_final =
            |child: &StateId| matches!(self.kind(*child), StateKind::Final) && self.configuration.contains(child);
        match self.kind(state) {
            StateKind::Compound(_) => self.children(state).iter().any(active_final),
            StateKind::Parallel => self.children(state).iter().all(|&child| self.is_in_final(child)),
            _ => false,
        }
    }

    fn raise_done(&mut self, state: StateId) {
        let is_it = |kind: &EventKind| matches!(kind, EventKind::Done(of) if *of == state);
        if let Some(place) = self.journey.events.iter().position(|event| is_it(&event.kind)) {
            self.queue.push_back(EventId(place as u32));
        }
    }

    fn run(&mut self, block: &[Instruction]) {
        for instruction in block {
            match &instruction.work {
                Work::Act(action, _) => {
                    self.said.push(self.journey.actions[action.index()].name.value.to_string());
                }
                Work::Raise(call) => self.queue.push_back(call.event),
                _ => {}
            }
        }
    }

    /// The actions of the last input, in order, and the active states, composite ones too.
    pub fn story(&self) -> String {
        let names = self.configuration.iter().map(|state| self.journey.states[state.index()].name.value.as_str());
        format!("{} | {}", self.said.join(" "), names.collect::<Vec<_>>().join(" "))
    }
}

impl Naive<'_> {
    /// What follows from entering.
    pub fn macrostep_from_start(&mut self) -> bool {
        // No chart hears this number.
        let said = std::mem::take(&mut self.said);
        let ended = !self.running || self.macrostep(EventId(u32::MAX));
        self.said.splice(0..0, said);
        ended
    }
}
