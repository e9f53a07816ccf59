//! A naive reading of SCXML's algorithm over sets, and random charts on which the interpreter must agree with it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::test_runner::TestCaseError;

use crate::engine::instance::Status;
use crate::engine::step::Rollback;
use crate::engine::testing::{Person, machine};
use crate::graph::machine::Machine;
use crate::model::ids::{EventId, StateId, StepId};
use crate::model::journey::{EventKind, Instruction, Journey, StateKind, Trigger, Work};
use crate::syntax::document::HistoryDepth;

type States = BTreeSet<StateId>;

/// The interpreter of the recommendation's appendix D, without any table or interval.
struct Naive<'a> {
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
    fn start(journey: &'a Journey) -> Self {
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

    fn macrostep(&mut self, event: EventId) -> bool {
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

    fn story(&self) -> String {
        let names = self.configuration.iter().map(|state| self.journey.states[state.index()].name.value.as_str());
        format!("{} | {}", self.said.join(" "), names.collect::<Vec<_>>().join(" "))
    }
}

/// Random charts, drawn from bytes so that a failing one shrinks.
struct Draw<'a> {
    bytes: std::slice::Iter<'a, u8>,
    states: Vec<Drawn>,
}

struct Drawn {
    kind: Drew,
    parent: Option<usize>,
    depth: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Drew {
    Atomic,
    Compound,
    Parallel,
    Final,
    History,
}

impl<'a> Draw<'a> {
    fn chart(bytes: &'a [u8]) -> String {
        let mut draw = Self { bytes: bytes.iter(), states: Vec::new() };
        draw.states.push(Drawn { kind: Drew::Compound, parent: None, depth: 0 });
        draw.grow(0);
        draw.write()
    }

    fn below(&mut self, n: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % n
    }

    fn pick(&mut self, from: &[usize]) -> usize {
        let place = self.below(from.len());
        from[place]
    }

    fn grow(&mut self, parent: usize) {
        let (kind, depth) = (self.states[parent].kind, self.states[parent].depth + 1);
        let count = 1 + self.below(3) + usize::from(kind == Drew::Parallel);
        for place in 0..count {
            let drawn = match self.below(if depth > 4 || self.states.len() > 24 { 5 } else { 11 }) {
                5.. if place == 0 && depth > 3 => Drew::Atomic,
                3 if place > 0 && kind == Drew::Compound => Drew::Final,
                4 if place > 0 => Drew::History,
                5..=7 => Drew::Compound,
                8..=10 => Drew::Parallel,
                _ => Drew::Atomic,
            };
            let number = self.states.len();
            self.states.push(Drawn { kind: drawn, parent: Some(parent), depth });
            if matches!(drawn, Drew::Compound | Drew::Parallel) {
                self.grow(number);
            }
        }
    }

    fn inside(&self, outer: usize) -> Vec<usize> {
        let within = |state: usize| std::iter::successors(self.states[state].parent, |at| self.states[*at].parent);
        let found = (1..self.states.len()).filter(|&state| within(state).any(|at| at == outer));
        found.filter(|&state| self.states[state].kind != Drew::History).collect()
    }

    fn write(&mut self) -> String {
        let mut text = String::new();
        for state in 0..self.states.len() {
            let indent = "  ".repeat(self.states[state].depth);
            let inside = match self.states[state].kind {
                Drew::History => self.inside(self.states[state].parent.unwrap_or(0)),
                _ => self.inside(state),
            };
            let kind = match self.states[state].kind {
                Drew::Atomic => String::new(),
                Drew::Final => "final".to_owned(),
                Drew::Parallel => "parallel".to_owned(),
                Drew::Compound => format!("> S{}", self.pick(&inside)),
                Drew::History => format!("{} > S{}", ["shallow", "deep"][self.below(2)], self.pick(&inside)),
            };
            writeln!(text, "{indent}S{state} {kind}").unwrap();
            if self.states[state].kind == Drew::History {
                continue;
            }
            if state > 0 {
                let raise = if self.below(8) == 0 { format!(", raise:E{}", self.below(3)) } else { String::new() };
                writeln!(text, "{indent}  entry +S{state}{raise}\n{indent}  exit -S{state}").unwrap();
            }
            if self.states[state].kind != Drew::Final {
                for step in 0..self.below(4) {
                    let line = self.step(state, step);
                    writeln!(text, "{indent}  {line}").unwrap();
                }
            }
        }
        // Every event that is sent stands somewhere.
        writeln!(text, "  last on E0,E1,E2 no").unwrap();
        text
    }

    fn step(&mut self, state: usize, step: usize) -> String {
        let composite: Vec<usize> = (1..self.states.len())
            .filter(|&of| matches!(self.states[of].kind, Drew::Compound | Drew::Parallel))
            .collect();
        let trigger = match self.below(12) {
            0 => "always".to_owned(),
            1 if !composite.is_empty() => format!("on done.S{}", self.pick(&composite)),
            _ => format!("on E{}", self.below(3)),
        };
        let flags = ["", "", "", "", " no", " reenter", " reenter"][self.below(7)];
        let to = self.targets();
        let raise = if self.below(8) == 0 { format!(", raise:E{}", self.below(3)) } else { String::new() };
        format!("s{state}-{step} {trigger}{flags}{to} do s{state}-{step}{raise}")
    }

    fn targets(&mut self) -> String {
        let all: Vec<usize> = (1..self.states.len()).collect();
        let parallels: Vec<usize> =
            all.iter().copied().filter(|&state| self.states[state].kind == Drew::Parallel).collect();
        match self.below(8) {
            0 => String::new(),
            1 if !parallels.is_empty() => {
                let parallel = self.pick(&parallels);
                let regions: Vec<usize> = self
                    .inside(parallel)
                    .into_iter()
                    .filter(|&state| self.states[state].parent == Some(parallel))
                    .collect();
                let targets: Vec<String> = regions
                    .iter()
                    .map(|&region| {
                        let mut choices = self.inside(region);
                        choices.push(region);
                        format!("S{}", self.pick(&choices))
                    })
                    .collect();
                format!(" to {}", targets.join(","))
            }
            _ => format!(" to S{}", self.pick(&all)),
        }
    }
}

fn is_legal(machine: &Machine, person: &Person) -> bool {
    let active: Vec<StateId> = person.instance.configuration.iter().map(|active| active.state).collect();
    let in_order = active.windows(2).all(|pair| pair[0] < pair[1]);
    let is_active = |state: StateId| state == Machine::ROOT || active.contains(&state);
    let full = |&state: &StateId| {
        let of = machine.state(state);
        let regions = of.children.iter().filter(|child| !matches!(machine.state(**child).kind, StateKind::History(..)));
        let count = regions.clone().filter(|child| is_active(**child)).count();
        let inside = match of.kind {
            StateKind::Compound(_) => count == 1,
            StateKind::Parallel => count == regions.count(),
            _ => count == 0,
        };
        inside && of.parent.is_none_or(is_active)
    };
    in_order && full(&Machine::ROOT) && active.iter().all(full)
}

fn compare(chart: &str, events: &[u8]) -> Result<(), TestCaseError> {
    let machine = machine(chart);
    let mut naive = Naive::start(&machine.journey);
    // The entering event is heard by nothing, so entering is the initial macrostep alone.
    if !naive.macrostep_from_start() {
        return Ok(());
    }
    let mut person = Person::enter(machine.clone());
    proptest::prop_assert_eq!(full_story(&person), naive.story(), "entering\n{}", chart);
    for event in events.iter().map(|event| format!("E{}", event % 3)) {
        let mut twin = person.instance.clone();
        let Some(number) = person.machine.event_named(&event) else { continue };
        if person.instance.status != Status::Active {
            break;
        }
        let before = person.instance.clone();
        let ended = naive.macrostep(number);
        let outcome = person.send(&event);
        if !ended {
            proptest::prop_assert!(matches!(outcome, Err(Rollback::Livelock(_))), "{:?}\n{}", outcome, chart);
            proptest::prop_assert_eq!(&person.instance, &before);
            break;
        }
        proptest::prop_assert!(outcome.is_ok(), "{:?}\n{}", outcome, chart);
        proptest::prop_assert_eq!(full_story(&person), naive.story(), "{}\n{}", event, chart);
        proptest::prop_assert!(is_legal(&person.machine, &person), "{}\n{}", event, chart);
        std::mem::swap(&mut twin, &mut person.instance);
        person.send(&event).ok();
        proptest::prop_assert_eq!(&twin, &person.instance, "the same again");
    }
    Ok(())
}

impl Naive<'_> {
    fn macrostep_from_start(&mut self) -> bool {
        // No chart hears this number.
        let said = std::mem::take(&mut self.said);
        let ended = !self.running || self.macrostep(EventId(u32::MAX));
        self.said.splice(0..0, said);
        ended
    }
}

fn full_story(person: &Person) -> String {
    let story = person.story();
    let (said, _) = story.split_once(" | ").unwrap_or_default();
    format!("{said} | {}", person.active())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_interpreter_agrees_with_the_recommendation(
        chart in proptest::collection::vec(any::<u8>(), 0..400),
        events in proptest::collection::vec(any::<u8>(), 1..12),
    ) {
        compare(&Draw::chart(&chart), &events)?;
    }
}
