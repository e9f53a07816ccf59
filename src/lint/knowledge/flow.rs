//! What variables may be in each state: what every way in has set, followed until nothing new comes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::expr::solve::values::Values;
use crate::graph::machine::Machine;
use crate::lint::knowledge::carrier::{Carrier, Facts};
use crate::lint::knowledge::completion::{self, Completions};
use crate::lint::knowledge::gate::Gate;
use crate::lint::knowledge::moves::{By, Move};
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

/// How often what is known of a state may grow before intervals that grow are left without a bound.
const TURNS: u8 = 24;

/// What is so of people of whom the moves of a journey do not tell.
#[derive(Debug, Default)]
pub struct Unseen {
    /// By state and slot, what they may have while it is active.
    pub stays: BTreeMap<StateId, BTreeMap<usize, Values>>,
    /// The states with nothing inside in which they come to be, whatever they have.
    pub arrivals: Vec<StateId>,
}

/// By state number, what variables may be while it is active, between two moves; absent where nobody comes. `moves` are
/// those of the journey, the entry first; `completions` are known of them, and `unseen` is so as well.
pub fn follow(carrier: &Carrier<'_>, moves: &[Move], completions: &Completions, unseen: Unseen) -> Vec<Option<Facts>> {
    let states = carrier.machine.journey.states.len();
    let completed: Vec<Vec<StateId>> = moves.iter().map(|way| completions.before(carrier.machine, way)).collect();
    let of_state = by_state(carrier.machine, moves, &completed);
    let gates: Vec<Gate<'_>> = moves.iter().map(|way| carrier.gate(way)).collect();
    let mut flow = Flow {
        machine: carrier.machine,
        carrier,
        facts: vec![None; states],
        turns: vec![0; states],
        open: BTreeSet::new(),
        sides: BTreeMap::new(),
        stays: unseen.stays,
        dirty: BTreeSet::new(),
    };
    flow.run((&moves[0], &gates[0]), carrier.beginning());
    for leaf in unseen.arrivals {
        flow.arrive(leaf, &carrier.ground.context);
    }
    while let Some(state) = flow.next() {
        for &number in &of_state[state.index()] {
            let Some(facts) = flow.facts[moves[number].source.index()].clone() else { continue };
            if let Some(facts) = completion::narrowed(flow.machine, &completed[number], facts, &flow.facts) {
                flow.run((&moves[number], &gates[number]), facts);
            }
        }
    }
    flow.facts
}

/// By state, the places of the moves that begin with what is known of it: its own, and those that its completion lets
/// people go.
fn by_state(machine: &Machine, moves: &[Move], completed: &[Vec<StateId>]) -> Vec<Vec<usize>> {
    let mut of_state: Vec<Vec<usize>> = vec![Vec::new(); machine.journey.states.len()];
    for (number, way) in moves.iter().enumerate().skip(1) {
        of_state[way.source.index()].push(number);
        for state in completed[number].iter().flat_map(|&state| completion::finals(machine, state)) {
            of_state[state.index()].push(number);
        }
    }
    of_state
}

/// What other regions of a parallel state set.
#[derive(Clone, Debug)]
enum Side {
    /// One region does.
    One(StateId, Values),
    /// Several do.
    Many(Values),
}

struct Flow<'m> {
    machine: &'m Machine,
    carrier: &'m Carrier<'m>,
    facts: Vec<Option<Facts>>,
    turns: Vec<u8>,
    /// States of which something new is known, the innermost first.
    open: BTreeSet<(Reverse<u32>, StateId)>,
    /// By parallel state and slot, what its regions set.
    sides: BTreeMap<StateId, BTreeMap<usize, Side>>,
    /// By state and slot, what its steps that stay set.
    stays: BTreeMap<StateId, BTreeMap<usize, Values>>,
    /// States of which one of these has grown.
    dirty: BTreeSet<StateId>,
}

impl Flow<'_> {
    /// The next state to go on from. What regions see of one another is brought to all their states, so that it waits until
    /// everything else is followed.
    fn next(&mut self) -> Option<StateId> {
        loop {
            if let Some((_, state)) = self.open.pop_first() {
                return Some(state);
            }
            let around = self.dirty.pop_first()?;
            let last = self.machine.state(around).last;
            for state in (around.0..=last.0).map(StateId) {
                if self.machine.dispatch.is_atomic(state)
                    && let Some(facts) = self.facts[state.index()].clone()
                {
                    self.arrive(state, &facts);
                }
            }
        }
    }

    /// People who are in a state with `facts` go `way`, if they can.
    fn run(&mut self, (way, gate): (&Move, &Gate<'_>), mut facts: Facts) {
        let carrier = self.carrier;
        let world = match carrier.enter(way, gate, &mut facts) {
            Some(world) => world,
            // That nobody can enter is a fault of its own, and no other is hidden behind it.
            None if way.by == By::Entry => carrier.world(way),
            None => return,
        };
        let mut set = BTreeSet::new();
        carrier.exits(way, &mut facts, &mut set);
        self.share(way, &mut facts, &mut set);
        carrier.content(way, &world, &mut facts, &mut set);
        let assigned: Vec<usize> = set.iter().copied().collect();
        self.share(way, &mut facts, &mut set);
        if way.domain.is_none() {
            return self.stay(way.source, &facts, &assigned);
        }
        carrier.entries(way, &mut facts, &mut set);
        self.share(way, &mut facts, &mut set);
        for &leaf in &way.leaves {
            self.arrive(leaf, &facts);
        }
    }

    /// What is set here is seen by the other regions that stay active, and what those set is seen here. Begins anew with
    /// what is set.
    fn share(&mut self, way: &Move, facts: &mut Facts, set: &mut BTreeSet<usize>) {
        for &slot in &*set {
            for &(parallel, region) in &way.regions {
                let sides = self.sides.entry(parallel).or_default();
                let values = &facts[slot];
                let new = match sides.get(&slot) {
                    None => Side::One(region, values.clone()),
                    Some(Side::One(known, all)) if *known == region => Side::One(region, all.join(values)),
                    Some(Side::One(_, all) | Side::Many(all)) => Side::Many(all.join(values)),
                };
                if sides.get(&slot).is_none_or(|old| !old.is_same(&new)) {
                    sides.insert(slot, new);
                    self.dirty.insert(parallel);
                }
            }
        }
        set.clear();
        self.overhear(way.source, facts, false);
    }

    /// Adds to `facts` what may be set while `state` is active, by steps of other regions or by steps that stay; at the
    /// same time as it is left, only those of other regions and of what is around them may.
    fn overhear(&self, state: StateId, facts: &mut Facts, active: bool) {
        if self.sides.is_empty() && self.stays.is_empty() {
            return;
        }
        let (mut region, mut beside) = (None, active);
        for around in self.machine.outward(state) {
            if let (Some(sides), Some(region)) = (self.sides.get(&around), region) {
                add(sides, Some(region), facts);
            }
            beside |= region.is_some() && matches!(self.machine.state(around).kind, StateKind::Parallel);
            if let Some(stays) = self.stays.get(&around).filter(|_| beside) {
                for (&slot, values) in stays {
                    facts[slot] = facts[slot].join(values);
                }
            }
            region = Some(around);
        }
        let inside = state..=self.machine.state(state).last;
        self.sides.range(inside).for_each(|(_, sides)| add(sides, None, facts));
    }

    /// A step that stays adds what it sets to what is known of its state, and of those inside.
    fn stay(&mut self, source: StateId, facts: &Facts, assigned: &[usize]) {
        let stays = self.stays.entry(source).or_default();
        for &slot in assigned {
            let all = stays.get(&slot).map_or_else(|| facts[slot].clone(), |known| known.join(&facts[slot]));
            if stays.get(&slot) != Some(&all) {
                stays.insert(slot, all);
                self.dirty.insert(source);
            }
        }
    }

    /// People may be in `leaf` with `facts`, and so in the states around it.
    fn arrive(&mut self, leaf: StateId, facts: &Facts) {
        let mut facts = facts.clone();
        self.overhear(leaf, &mut facts, true);
        if !self.learn(leaf, &facts) {
            return;
        }
        // What is known of the leaf may have grown by more than that.
        let Some(known) = self.facts[leaf.index()].clone() else { return };
        let machine = self.machine;
        for state in machine.outward(leaf).skip(1) {
            if !self.learn(state, &known) {
                break;
            }
        }
    }

    /// Whether `facts` say something new of `state`.
    fn learn(&mut self, state: StateId, facts: &Facts) -> bool {
        let number = state.index();
        // What is around others grows only as they do.
        let widens = self.turns[number] >= TURNS && self.machine.dispatch.is_atomic(state);
        let grown = match &mut self.facts[number] {
            None => {
                self.facts[number] = Some(facts.clone());
                true
            }
            Some(known) => {
                let mut grown = false;
                for &slot in &self.carrier.slots {
                    let (old, new) = (&known[slot], &facts[slot]);
                    let all =
                        if widens { old.widen(new).meet(&self.carrier.ground.context[slot]) } else { old.join(new) };
                    if all != *old {
                        known[slot] = all;
                        grown = true;
                    }
                }
                grown
            }
        };
        if grown {
            self.turns[number] = self.turns[number].saturating_add(1);
            self.open.insert((Reverse(self.machine.state(state).depth), state));
        }
        grown
    }
}

impl Side {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(a, some), Self::One(b, others)) => a == b && some == others,
            (Self::Many(some), Self::Many(others)) => some == others,
            _ => false,
        }
    }
}

/// Adds what regions other than `own` set.
fn add(sides: &BTreeMap<usize, Side>, own: Option<StateId>, facts: &mut Facts) {
    for (&slot, side) in sides {
        match side {
            Side::One(region, _) if Some(*region) == own => {}
            Side::One(_, values) | Side::Many(values) => facts[slot] = facts[slot].join(values),
        }
    }
}
