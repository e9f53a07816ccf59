//! Every way on in a journey: what runs on the way, and where people come to be.

use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::lint::knowledge::activity::together;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::{Block, StateKind, Work};

/// One way on.
#[derive(Clone, Debug)]
pub struct Move {
    /// Who goes it: people who are in this state.
    pub source: StateId,
    /// What takes them.
    pub by: By,
    /// What bounds it; absent where nothing is left or entered.
    pub domain: Option<StateId>,
    /// The states whose `on_exit` sets something, in the order in which they run.
    pub exits: Vec<Passed>,
    /// The states whose `on_entry` sets something, in the order in which they run.
    pub entries: Vec<Passed>,
    /// The states with nothing inside in which people come to be.
    pub leaves: Vec<StateId>,
    /// The parallel states that they stay in, each with the region in which this happens.
    pub regions: Vec<(StateId, StateId)>,
}

/// What takes people on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// They enter.
    Entry,
    /// A step.
    Step(StepId),
    /// The arm of a split of this number.
    Arm(usize),
}

/// A state that is passed, and whether it certainly is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The state.
    pub state: StateId,
    /// Whether it is left, or entered, whenever the way is gone.
    pub certain: bool,
}

/// Every move of a journey: the entry first, then those of each state in document order.
pub fn all(machine: &Machine) -> Vec<Move> {
    let mut builder = Builder::new(machine);
    let root = Machine::ROOT;
    let mut moves = vec![builder.way(root, By::Entry, (&[root], false))];
    for number in 0..machine.journey.states.len() as u32 {
        let state = StateId(number);
        for &step in &machine.state(state).steps {
            let of = machine.step(step);
            moves.push(builder.way(state, By::Step(step), (&of.to, of.reenter)));
        }
        if let StateKind::Split(split) = &machine.state(state).kind {
            for (arm, of) in split.arms.iter().enumerate() {
                moves.push(builder.way(state, By::Arm(arm), (&of.to, false)));
            }
        }
    }
    moves
}

/// Where people from other versions come to be: the states with nothing inside that an image of `migrate` enters.
pub fn arrivals(machine: &Machine) -> Vec<StateId> {
    let mut builder = Builder::new(machine);
    let mut leaves = |image| builder.way(Machine::ROOT, By::Entry, (&[image], false)).leaves;
    images(machine).into_iter().flat_map(&mut leaves).collect()
}

/// The images of `migrate` to which people move; of a history, what is around it.
pub fn images(machine: &Machine) -> Vec<StateId> {
    let moving = machine.journey.migrate.iter().filter(|entry| !entry.finish);
    let images = moving.flat_map(|entry| &entry.states).filter_map(|(_, image)| *image);
    let around = |image: StateId| match machine.state(image).kind {
        StateKind::History(..) => machine.state(image).parent.unwrap_or(image),
        _ => image,
    };
    images.map(around).collect()
}

/// Whether a list sets a variable.
pub fn sets(block: &Block) -> bool {
    block.iter().any(|instruction| match &instruction.work {
        Work::Set(assigns) => !assigns.is_empty(),
        Work::If(_, then, otherwise) => sets(then) || sets(otherwise),
        _ => false,
    })
}

struct Builder<'m> {
    machine: &'m Machine,
    /// The states whose `on_exit` sets something, the last first: that is the order in which they are left.
    exits: Vec<StateId>,
    buffers: SetBuffers,
}

impl<'m> Builder<'m> {
    fn new(machine: &'m Machine) -> Self {
        let states = (0..machine.journey.states.len() as u32).map(StateId);
        let exits = states.rev().filter(|&state| sets(&machine.state(state).on_exit)).collect();
        Self { machine, exits, buffers: SetBuffers::default() }
    }

    fn way(&mut self, source: StateId, by: By, (targets, reenter): (&[StateId], bool)) -> Move {
        let machine = self.machine;
        let remembers = matches!(by, By::Step(step) if matches!(machine.dispatch.route(step), Route::Remembering))
            || targets.iter().any(|&target| self.is_history(target));
        let domain = sets::domain(&machine.journey, source, (targets, reenter), &Forgotten, &mut self.buffers);
        let domain = if remembers { Some(machine.widest(source, domain, targets)) } else { domain };
        let mut way = Move {
            source,
            by,
            domain,
            exits: Vec::new(),
            entries: Vec::new(),
            leaves: Vec::new(),
            regions: Vec::new(),
        };
        if let Some(domain) = domain {
            if by != By::Entry {
                way.exits = self.left(source, domain, remembers);
            }
            self.enter(domain, targets, &mut way);
        }
        let around: Vec<StateId> = machine.outward(source).collect();
        for pair in around.windows(2) {
            let (region, parallel) = (pair[0], pair[1]);
            let is_parallel = matches!(machine.state(parallel).kind, StateKind::Parallel);
            if is_parallel && domain.is_none_or(|domain| machine.is_inside(parallel, domain)) {
                way.regions.push((parallel, region));
            }
        }
        way
    }

    fn is_history(&self, state: StateId) -> bool {
        matches!(self.machine.state(state).kind, StateKind::History(..))
    }

    fn left(&self, source: StateId, domain: StateId, remembers: bool) -> Vec<Passed> {
        let machine = self.machine;
        let may = |state: &&StateId| machine.is_inside(domain, **state) && together(machine, source, **state);
        let certain = |state: StateId| !remembers && (state == source || machine.is_inside(state, source));
        self.exits.iter().filter(may).map(|&state| Passed { state, certain: certain(state) }).collect()
    }

    fn enter(&mut self, domain: StateId, targets: &[StateId], way: &mut Move) {
        let machine = self.machine;
        let mut entered = Vec::new();
        sets::entry_set(&machine.journey, domain, targets, &Forgotten, (&mut self.buffers, &mut entered));
        // Where a history is targeted, or begun with, any state beside it may be entered.
        let begun = std::iter::once(domain).chain(entered.iter().copied()).filter_map(|state| {
            match &machine.state(state).kind {
                StateKind::Compound(initial) => Some(initial.iter().copied()),
                _ => None,
            }
        });
        let histories = targets.iter().copied().chain(begun.flatten()).filter(|&target| self.is_history(target));
        let remembered: Vec<StateId> = histories.filter_map(|history| machine.state(history).parent).collect();
        let certain = remembered.is_empty();
        for around in remembered {
            entered.extend((around.0 + 1..=machine.state(around).last.0).map(StateId));
        }
        entered.sort_unstable();
        entered.dedup();
        entered.retain(|&state| !self.is_history(state));
        way.leaves = entered.iter().copied().filter(|&state| machine.dispatch.is_atomic(state)).collect();
        let setting = entered.into_iter().filter(|&state| sets(&machine.state(state).on_entry));
        way.entries = setting.map(|state| Passed { state, certain }).collect();
    }
}
