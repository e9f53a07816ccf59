//! What is known so far of the parts of a question, and what follows from it.

use smallvec::SmallVec;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::erring::may_err;
use crate::expr::solve::forward::Doms;
use crate::expr::solve::terms::{Id, Op, Terms};
use crate::expr::solve::values::{There, Values};
use crate::expr::solve::world::World;

/// What cannot all be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clash;

/// What is asked of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// It comes to `true`.
    True,
    /// It comes to `false`.
    False,
    /// It comes to `false` or is an error.
    NotTrue,
    /// It comes to `true` or is an error.
    NotFalse,
    /// It is an error.
    Error,
    /// It comes to `()`.
    Missing,
    /// It comes to something else.
    There,
}

/// What is fixed during a question.
pub(crate) struct Ground<'q, 'a> {
    pub(crate) terms: Terms<'a>,
    /// The parts that each part is an argument of.
    parents: Vec<SmallVec<[Id; 2]>>,
    pub(crate) world: &'q World<'a>,
}

/// What is known so far.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// What each part can come to, where it has a value.
    pub(crate) doms: Vec<Values>,
    /// Whether it must have one.
    pub(crate) needed: Vec<bool>,
    /// What is to be looked at again: what a part comes to (1), what that says of its arguments (2).
    stale: Vec<u8>,
    /// Whether anything is.
    any_stale: bool,
    /// What leaves a choice.
    pub(crate) open: SmallVec<[(Id, Want); 4]>,
    /// What must be errors.
    pub(crate) errors: SmallVec<[Id; 2]>,
}

const RESULT: u8 = 1;
const ARGUMENTS: u8 = 2;
/// What a look for errors goes through at most.
const LOOKS: u32 = 200;
/// Rounds after which intervals that still shrink are left as they are.
const ROUNDS: usize = 12;

impl<'q, 'a> Ground<'q, 'a> {
    pub(crate) fn new(terms: Terms<'a>, world: &'q World<'a>) -> Self {
        let mut parents: Vec<SmallVec<[Id; 2]>> = vec![SmallVec::new(); terms.all.len()];
        for (id, term) in terms.all.iter().enumerate() {
            for &arg in &term.args {
                parents[arg as usize].push(id as Id);
            }
        }
        Self { terms, parents, world }
    }
}

impl State {
    /// What the world alone says.
    pub(crate) fn new(ground: &Ground<'_, '_>) -> Self {
        let count = ground.terms.all.len();
        let mut state = Self {
            doms: Vec::with_capacity(count),
            needed: vec![false; count],
            stale: vec![0; count],
            any_stale: true,
            open: SmallVec::new(),
            errors: SmallVec::new(),
        };
        let default_tz = ground.world.ground.default_tz.as_str();
        for term in &ground.terms.all {
            let values = match term.op {
                Op::Read(thing, path) => ground.world.get(thing).at_path(path),
                _ => Doms { doms: &state.doms, default_tz }.results(term),
            };
            state.doms.push(values);
        }
        state
    }

    pub(crate) fn dom(&self, id: Id) -> &Values {
        &self.doms[id as usize]
    }

    /// `id` must have a value.
    pub(crate) fn need(&mut self, id: Id) -> Result<(), Clash> {
        let index = id as usize;
        if !self.needed[index] {
            self.needed[index] = true;
            self.stale[index] |= ARGUMENTS;
            self.any_stale = true;
        }
        if self.doms[index].is_empty() { Err(Clash) } else { Ok(()) }
    }

    /// `id` must be one of `values`, where it has a value.
    pub(crate) fn restrict(&mut self, ground: &Ground<'_, '_>, id: Id, values: &Values) -> Result<(), Clash> {
        let index = id as usize;
        let old = &self.doms[index];
        if old == values {
            return Ok(());
        }
        let new = old.meet(values);
        if new == *old {
            return Ok(());
        }
        let empty = new.is_empty();
        self.doms[index] = new;
        self.stale[index] |= ARGUMENTS;
        for &parent in &ground.parents[index] {
            self.stale[parent as usize] |= RESULT | ARGUMENTS;
        }
        self.any_stale = true;
        let must = self.needed[index] || matches!(ground.terms.get(id).op, Op::Read(..));
        if empty && must { Err(Clash) } else { Ok(()) }
    }

    /// `id` must have a value, one of `values`.
    pub(crate) fn require(&mut self, ground: &Ground<'_, '_>, id: Id, values: &Values) -> Result<(), Clash> {
        self.need(id)?;
        self.restrict(ground, id, values)
    }

    /// What `want` asks of `id`; what leaves a choice is kept for later.
    pub(crate) fn assert(&mut self, ground: &Ground<'_, '_>, id: Id, want: Want) -> Result<(), Clash> {
        let term = ground.terms.get(id);
        match (want, &term.op) {
            (Want::True | Want::False, op) => {
                let truth = want == Want::True;
                self.require(ground, id, &Values::truth(truth))?;
                match op {
                    Op::Not => self.assert(ground, term.args[0], if truth { Want::False } else { Want::True }),
                    Op::And | Op::Or if matches!(op, Op::And) == truth => {
                        term.args.iter().try_for_each(|arg| self.assert(ground, *arg, want))
                    }
                    Op::And | Op::Or => self.keep(id, want),
                    _ => Ok(()),
                }
            }
            (Want::NotTrue, Op::Not) => self.assert(ground, term.args[0], Want::NotFalse),
            (Want::NotFalse, Op::Not) => self.assert(ground, term.args[0], Want::NotTrue),
            (Want::Error, Op::Not) => self.assert(ground, term.args[0], Want::Error),
            (Want::Error, Op::And | Op::Or) => self.keep(id, want),
            (Want::NotTrue | Want::NotFalse, _) => self.keep(id, want),
            (Want::Error, _) => {
                self.errors.push(id);
                if self.needed[id as usize] { Err(Clash) } else { Ok(()) }
            }
            (Want::Missing, _) => self.require(ground, id, &Values::none().or_missing()),
            (Want::There, _) => self.require(ground, id, &Values::any().present()),
        }
    }

    fn keep(&mut self, id: Id, want: Want) -> Result<(), Clash> {
        if !self.open.contains(&(id, want)) {
            self.open.push((id, want));
        }
        Ok(())
    }

    /// Everything that follows without a choice; `None` when the budget is out.
    pub(crate) fn propagate(&mut self, ground: &Ground<'_, '_>, budget: &mut Budget) -> Option<Result<(), Clash>> {
        for _ in 0..ROUNDS {
            if !self.any_stale {
                break;
            }
            self.any_stale = false;
            if let Err(clash) = self.results(ground, budget)? {
                return Some(Err(clash));
            }
            if let Err(clash) = self.arguments(ground, budget)? {
                return Some(Err(clash));
            }
            for &(outer, inner) in &ground.terms.inside {
                if let Err(clash) = self.tie(ground, outer, inner) {
                    return Some(Err(clash));
                }
            }
        }
        Some(self.errors_can_be(ground, budget))
    }

    fn results(&mut self, ground: &Ground<'_, '_>, budget: &mut Budget) -> Option<Result<(), Clash>> {
        let default_tz = ground.world.ground.default_tz.as_str();
        for id in 0..self.doms.len() {
            if self.stale[id] & RESULT == 0 {
                continue;
            }
            self.stale[id] &= !RESULT;
            if !budget.take(1) {
                return None;
            }
            let values = Doms { doms: &self.doms, default_tz }.results(&ground.terms.all[id]);
            if let Err(clash) = self.restrict(ground, id as Id, &values) {
                return Some(Err(clash));
            }
        }
        Some(Ok(()))
    }

    fn arguments(&mut self, ground: &Ground<'_, '_>, budget: &mut Budget) -> Option<Result<(), Clash>> {
        for id in (0..self.doms.len()).rev() {
            if self.stale[id] & ARGUMENTS == 0 {
                continue;
            }
            self.stale[id] &= !ARGUMENTS;
            if !self.needed[id] || ground.terms.all[id].args.is_empty() {
                continue;
            }
            if !budget.take(1) {
                return None;
            }
            if let Err(clash) = self.narrow(ground, id as Id) {
                return Some(Err(clash));
            }
        }
        Some(Ok(()))
    }

    /// What is inside something is there only where that is.
    fn tie(&mut self, ground: &Ground<'_, '_>, outer: Id, inner: Id) -> Result<(), Clash> {
        if self.dom(outer).there == There::Nothing && self.dom(inner).there != There::Nothing {
            self.restrict(ground, inner, &Values::none().or_missing())?;
        }
        if !self.dom(inner).missing && self.dom(outer).missing {
            self.restrict(ground, outer, &Values::any().present())?;
        }
        Ok(())
    }

    fn errors_can_be(&self, ground: &Ground<'_, '_>, budget: &mut Budget) -> Result<(), Clash> {
        for &id in &self.errors {
            if self.needed[id as usize] || !self.may_err(ground, id, budget) {
                return Err(Clash);
            }
        }
        Ok(())
    }

    /// Whether `id` may be an error; it may where there is no budget to see.
    pub(crate) fn may_err(&self, ground: &Ground<'_, '_>, id: Id, budget: &mut Budget) -> bool {
        if self.needed[id as usize] {
            return false;
        }
        let mut looks = LOOKS;
        let may = may_err(&ground.terms, self, id, &mut looks);
        !budget.take(LOOKS - looks) || may
    }
}
