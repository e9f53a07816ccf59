//! Where people can stand between two inputs, and by which ways they come there, whatever guards say.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::machine::Machine;
use crate::graph::resting::Stage;
use crate::graph::sets::{self, Memory, SetBuffers};
use crate::graph::ways::completing;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{StateKind, Trigger};
use crate::syntax::chart::HistoryDepth;

/// Active states together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The active states, but for the journey itself, in document order.
    pub states: Vec<StateId>,
    /// Whether somebody can be found so between two inputs: the journey is not over, and nothing must go on at once.
    pub rests: bool,
    /// The one before, and what led from there; absent where people begin.
    pub from: Option<(usize, Hop)>,
}

/// What leads from one standing to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hop {
    /// A step.
    Step(StepId),
    /// An arm of a split, by its number.
    Arm(StateId, usize),
}

/// What a history state remembers.
pub type Remembered = (StateId, Vec<StateId>);

/// All that was found.
#[derive(Clone, Debug, Default)]
pub struct Standings {
    /// Each once, those that are nearer to the beginning first.
    pub all: Vec<Standing>,
    /// What history states may remember.
    pub memories: BTreeSet<Remembered>,
    /// How many of them are walked to; whoever comes by the entry is in the first. Of the others no way is known.
    pub walked: usize,
    /// Whether there are no others.
    pub whole: bool,
}

/// How many memories of history states are followed.
const MOST_MEMORIES: usize = 64;

/// How many moves are followed for each standing that may be found.
const MOVES_EACH: usize = 64;

impl Machine {
    /// Every standing that steps lead to, one step at a time, from where people enter and from each of `begins`; at most so
    /// many as `most` says. That each guard may hold, and that steps of one input are taken one by one but for those without
    /// a guard, adds standings and leaves none out.
    pub fn standings(&self, begins: &[StateId], most: usize) -> Standings {
        let mut walk = Walk::new(self, most);
        walk.begin(&[]);
        for &state in begins {
            walk.begin(&[state]);
        }
        loop {
            let memories = walk.out.memories.len();
            let mut at = 0;
            while at < walk.out.all.len() && walk.out.whole {
                walk.follow(at);
                at += 1;
            }
            // What is remembered only later may lead elsewhere from where people were before.
            if walk.out.memories.len() == memories || !walk.out.whole {
                walk.out.whole &= !walk.remembers_apart();
                walk.out.walked = walk.out.all.len();
                return walk.out;
            }
        }
    }

    /// Each state in which people can be, and each two that can be active together, with the states around them: what is
    /// true of every standing is true of some of these.
    pub fn places_and_pairs(&self, reached: &[bool], most: usize) -> Standings {
        let stays = |&state: &StateId| {
            reached[state.index()] && self.dispatch.is_atomic(state) && self.stage(&self.with_outer(&[state])).1
        };
        let leaves: Vec<StateId> = self.all_states().filter(stays).collect();
        let mut out = Standings { whole: false, ..Standings::default() };
        let standing = |leaves: &[StateId]| Standing { states: self.with_outer(leaves), rests: true, from: None };
        out.all.extend(leaves.iter().map(|&leaf| standing(&[leaf])));
        for (place, &one) in leaves.iter().enumerate() {
            for &other in leaves.iter().skip(place + 1).filter(|&&other| self.are_beside(one, other)) {
                if out.all.len() >= most {
                    return out;
                }
                out.all.push(standing(&[one, other]));
            }
        }
        out
    }

    /// The same with the states around them, in document order.
    fn with_outer(&self, leaves: &[StateId]) -> Vec<StateId> {
        let around = leaves.iter().flat_map(|&leaf| self.outward(leaf)).filter(|&state| state != Self::ROOT);
        around.collect::<BTreeSet<StateId>>().into_iter().collect()
    }
}

impl Standings {
    /// The standing in which somebody began who comes to that of this number, and the hops from there, in order; absent where
    /// none is known.
    pub fn way(&self, number: usize) -> Option<(usize, Vec<Hop>)> {
        let mut way = Vec::new();
        let mut at = (number < self.walked).then_some(number)?;
        while let Some((before, hop)) = self.all.get(at)?.from {
            way.push(hop);
            at = before;
        }
        way.reverse();
        Some((at, way))
    }
}

struct One<'m>(Option<&'m Remembered>);

impl Memory for One<'_> {
    fn remembered(&self, history: StateId) -> Option<&[StateId]> {
        self.0.filter(|(of, _)| *of == history).map(|(_, states)| states.as_slice())
    }
}

struct Walk<'a> {
    machine: &'a Machine,
    out: Standings,
    numbers: BTreeMap<Vec<StateId>, usize>,
    buffers: SetBuffers,
    most: usize,
    moves: usize,
    /// Whether it is known what one event takes together: no history decides what is entered.
    joins: bool,
    /// What is surely taken together with what is taken.
    along: Vec<StepId>,
}

impl<'a> Walk<'a> {
    fn new(machine: &'a Machine, most: usize) -> Self {
        Self {
            machine,
            out: Standings { whole: true, ..Standings::default() },
            numbers: BTreeMap::new(),
            buffers: SetBuffers::default(),
            most,
            moves: 0,
            joins: !machine.journey.states.iter().any(|state| matches!(state.kind, StateKind::History(..))),
            along: Vec::new(),
        }
    }

    fn begin(&mut self, targets: &[StateId]) {
        self.go(None, Machine::ROOT, targets);
    }

    /// Follows all that may be taken from the standing of this number.
    fn follow(&mut self, number: usize) {
        let machine = self.machine;
        let states = self.out.all[number].states.clone();
        let (stage, _) = machine.stage(&states);
        if stage == Stage::Drawing {
            return self.draw(number, &states);
        }
        for &state in [Machine::ROOT].iter().chain(&states) {
            for &step in &machine.state(state).steps {
                let of = machine.step(step);
                let at_once = matches!(of.trigger, Trigger::Always) || completing(&machine.journey, of).is_some();
                let may = match stage {
                    Stage::Over | Stage::Drawing => false,
                    Stage::GoingOn => at_once,
                    Stage::Waiting => true,
                };
                if may && !of.to.is_empty() && !machine.waits_for_completion(step, &states) {
                    let targets = (of.to.as_slice(), of.reenter);
                    let sets = if self.joins { machine.companions(&states, step) } else { vec![Vec::new()] };
                    for along in sets {
                        self.along = along;
                        self.take((number, Hop::Step(step)), state, targets);
                    }
                    self.along.clear();
                }
            }
        }
    }

    fn draw(&mut self, number: usize, states: &[StateId]) {
        let machine = self.machine;
        for &state in states {
            if let StateKind::Split(split) = &machine.state(state).kind {
                for (arm, of) in split.arms.iter().enumerate() {
                    self.take((number, Hop::Arm(state, arm)), state, (&of.to, false));
                }
            }
        }
    }

    fn take(&mut self, from: (usize, Hop), source: StateId, (targets, reenter): (&[StateId], bool)) {
        let journey = &self.machine.journey;
        let is_history = |state: &&StateId| matches!(journey.states[state.index()].kind, StateKind::History(..));
        match targets.iter().filter(is_history).count() {
            0 => {}
            1 => {
                for memory in self.out.memories.clone() {
                    let domain =
                        sets::domain(journey, source, (targets, reenter), &One(Some(&memory)), &mut self.buffers);
                    self.go_with(Some(&memory), Some(from), domain, targets);
                }
            }
            _ => self.out.whole = false,
        }
        let domain = sets::domain(journey, source, (targets, reenter), &One(None), &mut self.buffers);
        if let Some(domain) = domain {
            self.go(Some(from), domain, targets);
        }
    }

    /// Goes to `targets` inside `domain`; what begins with a history may remember.
    fn go(&mut self, from: Option<(usize, Hop)>, domain: StateId, targets: &[StateId]) {
        let entered = self.go_with(None, from, Some(domain), targets);
        let begins = |memory: &&Remembered| {
            let history = memory.0;
            self.machine.state(history).parent.is_some_and(|around| around == domain || entered.contains(&around))
        };
        let memories: Vec<Remembered> = self.out.memories.iter().filter(|memory| begins(memory)).cloned().collect();
        for memory in memories {
            self.go_with(Some(&memory), from, Some(domain), targets);
        }
    }

    /// What is entered.
    fn go_with(
        &mut self,
        memory: Option<&Remembered>,
        from: Option<(usize, Hop)>,
        domain: Option<StateId>,
        targets: &[StateId],
    ) -> Vec<StateId> {
        let mut entered = Vec::new();
        let Some(domain) = domain else { return entered };
        self.moves += 1;
        if self.moves > self.most.saturating_mul(MOVES_EACH) {
            self.out.whole = false;
            return entered;
        }
        let machine = self.machine;
        let before = from.map(|(number, _)| self.out.all[number].states.clone()).unwrap_or_default();
        let last = machine.state(domain).last;
        let is_left = |state: &StateId| *state > domain && *state <= last;
        self.remember(&before, is_left);
        let mut states: Vec<StateId> = before.iter().copied().filter(|state| !is_left(state)).collect();
        sets::entry_set(&machine.journey, domain, targets, &One(memory), (&mut self.buffers, &mut entered));
        states.extend(&entered);
        states.sort_unstable();
        for step in self.along.clone() {
            self.follow_along(step, &mut states);
        }
        self.add(states, from);
        entered
    }

    /// Takes `step` as well, in another region than what was taken before it.
    fn follow_along(&mut self, step: StepId, states: &mut Vec<StateId>) {
        let machine = self.machine;
        let Some(domain) = machine.domain_of(step) else { return };
        let last = machine.state(domain).last;
        let is_left = |state: &StateId| *state > domain && *state <= last;
        self.remember(states, is_left);
        states.retain(|state| !is_left(state));
        let mut entered = Vec::new();
        let targets = &machine.step(step).to;
        sets::entry_set(&machine.journey, domain, targets, &One(None), (&mut self.buffers, &mut entered));
        states.extend(&entered);
        states.sort_unstable();
    }

    fn add(&mut self, states: Vec<StateId>, from: Option<(usize, Hop)>) {
        if self.numbers.contains_key(&states) {
            return;
        }
        if self.out.all.len() >= self.most {
            self.out.whole = false;
            return;
        }
        let rests = self.machine.stage(&states).1;
        self.numbers.insert(states.clone(), self.out.all.len());
        self.out.all.push(Standing { states, rests, from });
    }

    /// What history states remember of `states` when those are left of which it is said.
    fn remember(&mut self, states: &[StateId], is_left: impl Fn(&StateId) -> bool) {
        let machine = self.machine;
        for &state in states.iter().filter(|state| is_left(state)) {
            for &history in machine.dispatch.histories(state) {
                let StateKind::History(depth, _) = machine.state(history).kind else { continue };
                let inside = states.iter().copied().filter(|&of| machine.is_inside(state, of));
                let remembered: Vec<StateId> = match depth {
                    HistoryDepth::Shallow => inside.filter(|&of| machine.state(of).parent == Some(state)).collect(),
                    HistoryDepth::Deep => inside.filter(|&of| machine.dispatch.is_atomic(of)).collect(),
                };
                if self.out.memories.len() < MOST_MEMORIES {
                    self.out.memories.insert((history, remembered));
                } else {
                    self.out.whole &= self.out.memories.contains(&(history, remembered));
                }
            }
        }
    }

    /// Whether two history states remember that can both be asked in one move: only one of them is, here.
    fn remembers_apart(&self) -> bool {
        let histories: BTreeSet<StateId> = self.out.memories.iter().map(|(history, _)| *history).collect();
        let all: Vec<StateId> = histories.into_iter().collect();
        let beside = |place: usize, one: StateId| all[place + 1..].iter().any(|&of| self.machine.are_beside(one, of));
        all.iter().enumerate().any(|(place, &one)| beside(place, one))
    }
}

#[cfg(test)]
mod tests {
    use super::{Hop, Standings};
    use crate::graph::machine::Machine;
    use crate::graph::testing::machine;

    fn told(machine: &Machine, standings: &Standings) -> Vec<String> {
        let name = |state| machine.state(state).name.value.to_string();
        let leaves = |states: &[crate::model::ids::StateId]| {
            let leaves = states.iter().filter(|&&state| machine.dispatch.is_atomic(state));
            leaves.map(|&state| name(state)).collect::<Vec<_>>().join("+")
        };
        let hop = |hop: Hop| match hop {
            Hop::Step(step) => machine.step(step).id.value.to_string(),
            Hop::Arm(split, arm) => format!("{}.{arm}", name(split)),
        };
        let all = standings.all.iter().enumerate().filter(|(_, standing)| standing.rests);
        let told = all.map(|(number, standing)| {
            let way: Vec<String> = standings.way(number).into_iter().flat_map(|way| way.1).map(hop).collect();
            format!("{} by {}", leaves(&standing.states), way.join(" "))
        });
        told.collect()
    }

    #[test]
    fn people_stand_where_steps_lead_one_by_one() {
        let machine = machine(
            "
J > A
  A
    go on E to P
  P parallel
    L > L1
      L1
        l1 on F to L2
      L2
        l2 always to L3
      L3
    R > R1
      R1
        r1 on G to R2
      R2
        r2 on G to END
  NOBODY
  END final
",
        );
        let standings = machine.standings(&[], 100);
        assert!(standings.whole);
        assert_eq!(
            told(&machine, &standings),
            ["A by ", "L1+R1 by go", "L1+R2 by go r1", "L3+R1 by go l1 l2", "L3+R2 by go l1 l2 r1"]
        );
        assert!(!machine.standings(&[], 3).whole);
        let begins = machine.standings(&[machine.state_named("NOBODY").unwrap()], 100);
        assert!(told(&machine, &begins).contains(&"NOBODY by ".to_owned()));
    }

    #[test]
    fn a_history_leads_back_to_all_that_it_may_remember() {
        let machine = machine(
            "
J > C
  C > C1
    H shallow > C1
    C1
      next on N to C2
    C2
    out on O to D
  D
    back on B to H
",
        );
        let standings = machine.standings(&[], 100);
        assert!(standings.whole && standings.memories.len() == 2, "{standings:?}");
        assert_eq!(told(&machine, &standings), ["C1 by ", "D by out", "C2 by next"]);
    }

    #[test]
    fn a_split_and_a_done_state_are_passed() {
        let machine = machine(
            "
J > S
  S split > a:A b:B
  A > A1
    A1
      end on E to A2
    A2 final
    done on done.A to B
  B
",
        );
        let standings = machine.standings(&[], 100);
        assert_eq!(told(&machine, &standings), ["A1 by S.0", "B by S.1"]);
        let places = machine.places_and_pairs(&machine.reachable(&|_| true), 100);
        assert_eq!(told(&machine, &places), ["A1 by ", "B by "]);
    }
}
