//! The search: one choice after the other until nothing is left to choose, then values for everything that is read.

use smallvec::SmallVec;

use crate::expr::solve::budget::Budget;
use crate::expr::solve::forward::truths;
use crate::expr::solve::narrow::answer;
use crate::expr::solve::state::{Clash, Ground, State, Want};
use crate::expr::solve::terms::{Id, Op};
use crate::expr::solve::trying::Trying;
use crate::expr::solve::values::There;
use crate::expr::solve::witness::Outcome;

/// One way to satisfy what leaves a choice.
type Way = SmallVec<[(Id, Want); 2]>;
/// All ways.
type Ways = SmallVec<[Way; 4]>;

/// What leaves a choice, and the ways that it leaves.
pub(crate) struct Choice {
    of: (Id, Want),
    ways: Ways,
}

/// A search in what is fixed, as far as the budget goes.
pub(crate) struct Search<'s, 'q, 'a> {
    pub(crate) ground: &'s Ground<'q, 'a>,
    /// Absent where only a clash is looked for.
    pub(crate) trying: Option<Trying<'s, 'a>>,
    pub(crate) budget: &'s mut Budget,
}

impl Search<'_, '_, '_> {
    /// Whether what `state` knows and leaves open can be.
    pub(crate) fn run(&mut self, mut state: State) -> Outcome {
        let choice = match self.settle(&mut state) {
            None => return Outcome::Unknown,
            Some(Err(Clash)) => return Outcome::No,
            Some(Ok(choice)) => choice,
        };
        if let Some(choice) = choice {
            // Whichever way is taken settles it.
            state.open.retain(|open| *open != choice.of);
            return self.branch(&state, &choice.ways);
        }
        if state.differences(self.ground).is_err() {
            return Outcome::No;
        }
        if let Some(trying) = &self.trying
            && let Some(witness) = trying.friendliest(self.ground, &state, self.budget)
        {
            return Outcome::Yes(Box::new(witness));
        }
        let ways = self.branches(&state);
        if !ways.is_empty() {
            return self.branch(&state, &ways);
        }
        match &self.trying {
            Some(trying) => trying.one_by_one(self.ground, &state, self.budget),
            None => Outcome::Unknown,
        }
    }

    fn branch(&mut self, state: &State, ways: &Ways) -> Outcome {
        let mut unknown = false;
        for way in ways {
            if !self.budget.take(1 + state.doms.len() as u32 / 8) {
                return Outcome::Unknown;
            }
            let mut state = state.clone();
            if way.iter().try_for_each(|(id, want)| state.assert(self.ground, *id, *want)).is_err() {
                continue;
            }
            match self.run(state) {
                Outcome::Yes(witness) => return Outcome::Yes(witness),
                Outcome::No => {}
                Outcome::Unknown => unknown = true,
            }
        }
        if unknown { Outcome::Unknown } else { Outcome::No }
    }

    /// What follows without a choice; then the ways of the choice that leaves the fewest.
    pub(crate) fn settle(&mut self, state: &mut State) -> Option<Result<Option<Choice>, Clash>> {
        loop {
            if let Err(clash) = state.propagate(self.ground, self.budget)? {
                return Some(Err(clash));
            }
            let mut fewest: Option<Choice> = None;
            let mut decided = false;
            for (id, want) in std::mem::take(&mut state.open) {
                if decided || self.is_done(state, id, want) {
                    if decided {
                        state.open.push((id, want));
                    }
                    continue;
                }
                if !self.budget.take(1) {
                    return None;
                }
                let ways = self.ways(state, id, want);
                match ways.as_slice() {
                    [] => return Some(Err(Clash)),
                    [only] => {
                        decided = true;
                        if only.iter().try_for_each(|(id, want)| state.assert(self.ground, *id, *want)).is_err() {
                            return Some(Err(Clash));
                        }
                    }
                    _ => {
                        state.open.push((id, want));
                        if fewest.as_ref().is_none_or(|fewest| ways.len() < fewest.ways.len()) {
                            fewest = Some(Choice { of: (id, want), ways });
                        }
                    }
                }
            }
            if !decided {
                return Some(Ok(fewest));
            }
        }
    }

    /// Whether a choice is made already.
    fn is_done(&self, state: &State, id: Id, want: Want) -> bool {
        let term = self.ground.terms.get(id);
        let holds = |arg: &Id, truth: bool| state.needed[*arg as usize] && answer(state.dom(*arg)) == Some(truth);
        match (want, &term.op) {
            (Want::True, Op::Or) => {
                let first = term.args.iter().position(|arg| !holds(arg, false));
                first.is_some_and(|first| holds(&term.args[first], true))
            }
            (Want::False, Op::And) => {
                let first = term.args.iter().position(|arg| !holds(arg, true));
                first.is_some_and(|first| holds(&term.args[first], false))
            }
            (Want::NotTrue, _) => holds(&id, false),
            (Want::NotFalse, _) => holds(&id, true),
            _ => false,
        }
    }

    /// The ways that are left to give `id` what is wanted.
    fn ways(&mut self, state: &State, id: Id, want: Want) -> Ways {
        let op = &self.ground.terms.get(id).op;
        match (want, op) {
            (Want::True, Op::Or) => self.each(state, id, Want::False, Want::True),
            (Want::False, Op::And) => self.each(state, id, Want::True, Want::False),
            (Want::NotTrue, Op::And) => self.each(state, id, Want::True, Want::NotTrue),
            (Want::NotFalse, Op::Or) => self.each(state, id, Want::False, Want::NotFalse),
            (Want::Error, Op::And) => self.each(state, id, Want::True, Want::Error),
            (Want::Error, Op::Or) => self.each(state, id, Want::False, Want::Error),
            (Want::NotTrue, _) => self.this_or_error(state, id, Want::False),
            (Want::NotFalse, _) => self.this_or_error(state, id, Want::True),
            _ => SmallVec::new(),
        }
    }

    fn this_or_error(&mut self, state: &State, id: Id, want: Want) -> Ways {
        let mut ways = Ways::new();
        if self.can(state, id, want) {
            ways.push(SmallVec::from_slice(&[(id, want)]));
        }
        if self.can(state, id, Want::Error) {
            ways.push(SmallVec::from_slice(&[(id, Want::Error)]));
        }
        ways
    }

    /// For each part: those before it are `before`, and it is `this`. What is no single question is not asked before it.
    fn each(&mut self, state: &State, id: Id, before: Want, this: Want) -> Ways {
        let mut ways = Ways::new();
        let mut first = Way::new();
        for &arg in &self.ground.terms.get(id).args {
            if self.can(state, arg, this) {
                let mut way = first.clone();
                way.push((arg, this));
                ways.push(way);
            }
            if !self.can(state, arg, before) {
                // Nothing gets past it.
                break;
            }
            if !matches!(self.ground.terms.get(arg).op, Op::And | Op::Or | Op::Not) {
                first.push((arg, before));
            }
        }
        ways
    }

    /// Whether what is known so far leaves `want` to `id`.
    fn can(&mut self, state: &State, id: Id, want: Want) -> bool {
        let (no, yes) = truths(state.dom(id));
        match want {
            Want::True => yes,
            Want::False => no,
            Want::NotTrue => no || state.may_err(self.ground, id, self.budget),
            Want::NotFalse => yes || state.may_err(self.ground, id, self.budget),
            Want::Error => state.may_err(self.ground, id, self.budget),
            Want::Missing => state.dom(id).missing,
            Want::There => state.dom(id).there != There::Nothing,
        }
    }

    /// The two sides of the first `if` or `??` that is open.
    fn branches(&self, state: &State) -> Ways {
        let mut ways = Ways::new();
        for (index, term) in self.ground.terms.all.iter().enumerate() {
            if !state.needed[index] {
                continue;
            }
            let (arg, wants) = match term.op {
                Op::If if answer(state.dom(term.args[0])).is_none() => (term.args[0], [Want::True, Want::False]),
                Op::Coalesce => {
                    let open = term.args.split_last().and_then(|(_, before)| {
                        before.iter().find(|arg| {
                            let values = state.dom(**arg);
                            state.needed[**arg as usize] && values.missing && values.there != There::Nothing
                        })
                    });
                    let Some(open) = open else { continue };
                    (*open, [Want::There, Want::Missing])
                }
                Op::And | Op::Or if answer(state.dom(index as Id)).is_none() => {
                    (index as Id, [Want::True, Want::False])
                }
                _ => continue,
            };
            ways.extend(wants.map(|want| SmallVec::from_slice(&[(arg, want)])));
            break;
        }
        ways
    }
}
