//! How long people stay at most, where timers that nothing stops take everybody on.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::model::ids::{StateId, StepId};
use crate::model::journey::StateKind;

/// More states in a row than this are not walked through.
const MOST: usize = 100;

/// By state, the most milliseconds after which everybody has left it who came there, and the last step that they take
/// then; absent where nothing ends it for all.
type Ends = Option<(i64, StepId)>;

/// What is known of how long people stay.
pub struct Stays<'c> {
    machine: &'c Machine,
    /// By state, its own steps that everybody takes, each with the most milliseconds after which it has come; the least
    /// number for one that comes at once.
    firsts: &'c [Vec<(StepId, i64)>],
    /// By state, whether anybody comes there.
    reached: &'c [bool],
    known: RefCell<BTreeMap<StateId, Ends>>,
}

impl<'c> Stays<'c> {
    /// That of a journey with these `firsts`, of whose states these are `reached`.
    pub fn new(machine: &'c Machine, firsts: &'c [Vec<(StepId, i64)>], reached: &'c [bool]) -> Self {
        Self { machine, firsts, reached, known: RefCell::new(BTreeMap::new()) }
    }

    /// Whether something in `state`, or in one around it, may end a stay.
    pub fn is_worth(&self, state: StateId) -> bool {
        self.machine.outward(state).any(|at| at != Machine::ROOT && self.most(at).is_some())
    }

    /// The step by which the last have left `state`, or one around it, before they have been in `state` for `due`
    /// milliseconds.
    pub fn before(&self, state: StateId, due: i64) -> Option<StepId> {
        let around = self.machine.outward(state).filter(|&at| at != Machine::ROOT);
        around.filter_map(|at| self.most(at)).find(|&(most, _)| most < due).map(|(_, last)| last)
    }

    /// The most milliseconds from entry to the end of the journey; absent where somebody may stay for ever.
    pub fn whole(&self) -> Option<i64> {
        let of = self.machine.state(Machine::ROOT);
        let StateKind::Compound(initial) = &of.kind else { return None };
        if self.machine.unread.is_uncertain(Machine::ROOT, of.last) || !self.machine.unread.leads.is_empty() {
            return None;
        }
        let first = self.child(Machine::ROOT, *initial.first()?)?;
        Walk { stays: self, of: Machine::ROOT, open: Vec::new(), done: BTreeMap::new() }.from(first).map(|end| end.0)
    }

    /// How long people stay in `state`.
    fn most(&self, state: StateId) -> Ends {
        if let Some(known) = self.known.borrow().get(&state) {
            return *known;
        }
        let inside = self.inside(state);
        let own = self.firsts[state.index()].iter().filter(|&&(step, _)| self.leaves(step, state));
        let own = own.map(|&(step, most)| (most.max(0), step)).min();
        let ends = own.into_iter().chain(inside).min();
        self.known.borrow_mut().insert(state, ends);
        ends
    }

    /// How long they stay because of what is inside.
    fn inside(&self, state: StateId) -> Ends {
        let of = self.machine.state(state);
        if self.machine.unread.is_uncertain(state, of.last) || self.moves_within(state, &of.steps) {
            return None;
        }
        match &of.kind {
            StateKind::Compound(_) => {
                let mut walk = Walk { stays: self, of: state, open: Vec::new(), done: BTreeMap::new() };
                // Nobody asks where people come in.
                let reached = of.children.iter().filter(|child| self.reached[child.index()]);
                reached.map(|&child| walk.from(child)).collect::<Option<Vec<_>>>()?.into_iter().max()
            }
            StateKind::Parallel => {
                let leaves_all = |&region: &StateId| !self.moves_within(state, &self.steps_in(region));
                let regions = of.children.iter().copied().filter(leaves_all);
                regions.filter_map(|region| self.most(region)).min()
            }
            _ => None,
        }
    }

    /// Whether one of `steps` may enter something inside `state` anew without leaving it, or nobody knows where it leads.
    fn moves_within(&self, state: StateId, steps: &[StepId]) -> bool {
        steps.iter().any(|&step| match self.machine.dispatch.route(step) {
            Route::Simple { domain, .. } | Route::Inside(domain) => domain == state,
            Route::Remembering => true,
            Route::Stay => false,
        })
    }

    fn steps_in(&self, state: StateId) -> Vec<StepId> {
        let all = (state.0..=self.machine.state(state).last.0).map(StateId);
        all.flat_map(|at| self.machine.state(at).steps.iter().copied()).collect()
    }

    fn leaves(&self, step: StepId, state: StateId) -> bool {
        match self.machine.dispatch.route(step) {
            Route::Simple { domain, .. } | Route::Inside(domain) => self.machine.is_inside(domain, state),
            Route::Stay | Route::Remembering => false,
        }
    }

    /// The state directly inside `outer` in which `state` is, or which it is.
    fn child(&self, outer: StateId, state: StateId) -> Option<StateId> {
        self.machine.outward(state).find(|&at| self.machine.state(at).parent == Some(outer))
    }
}

/// A walk from state to state inside one.
struct Walk<'s, 'c> {
    stays: &'s Stays<'c>,
    of: StateId,
    open: Vec<StateId>,
    done: BTreeMap<StateId, Ends>,
}

impl Walk<'_, '_> {
    /// How long it takes from the entry of `child` until everybody has left, or has come to an end of the journey.
    fn from(&mut self, child: StateId) -> Ends {
        if let Some(known) = self.done.get(&child) {
            return *known;
        }
        let (stays, machine) = (self.stays, self.stays.machine);
        let is_end = matches!(machine.state(child).kind, StateKind::Final) && self.of == Machine::ROOT;
        if is_end {
            return Some((0, StepId(0)));
        }
        let passes = matches!(machine.state(child).kind, StateKind::Split(_) | StateKind::History(..));
        if passes || self.open.len() == MOST || self.open.contains(&child) {
            // They may go round, or nobody knows where they go.
            return None;
        }
        let (stay, mut last) = stays.most(child)?;
        self.open.push(child);
        let mut longest = 0;
        for next in self.next(child)? {
            let (more, step) = self.from(next)?;
            if more > longest {
                (longest, last) = (more, step);
            }
        }
        self.open.pop();
        let ends = stay.checked_add(longest).map(|most| (most, last));
        self.done.insert(child, ends);
        ends
    }

    /// Where steps lead that leave `child` and nothing around it, or that enter it anew.
    fn next(&self, child: StateId) -> Option<Vec<StateId>> {
        let (stays, machine) = (self.stays, self.stays.machine);
        let mut steps = stays.steps_in(child);
        steps.extend(&machine.state(self.of).steps);
        let mut next = Vec::new();
        for step in steps {
            match machine.dispatch.route(step) {
                Route::Simple { domain, .. } | Route::Inside(domain) if domain == self.of => {
                    for &target in &machine.step(step).to {
                        next.push(stays.child(self.of, target)?);
                    }
                }
                Route::Remembering => return None,
                _ => {}
            }
        }
        Some(next)
    }
}
