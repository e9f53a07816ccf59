//! What history states stand for, as far as the structure tells.

use crate::graph::machine::Machine;
use crate::graph::routes::Route;
use crate::graph::sets::{self, Forgotten, SetBuffers};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::StateKind;
use crate::model::unread::Unread;
use crate::syntax::chart::HistoryDepth;

/// So many histories are looked into: each may take a walk through the whole graph.
const MOST: usize = 64;

impl Machine {
    /// Whether somebody who takes `step` comes to the default of each history that it leads to, or that something on its
    /// way begins with, as if nothing were remembered.
    pub fn leads_to_defaults(&self, step: StepId) -> bool {
        let of = self.step(step);
        let mut entered = Vec::new();
        if let Some(domain) = self.domain_of(step) {
            let buffers = (&mut SetBuffers::default(), &mut entered);
            sets::entry_set(&self.journey, domain, &of.to, &Forgotten, buffers);
            entered.push(domain);
        }
        of.to.iter().copied().chain(self.beginning_histories(&entered)).all(|state| self.forgets(state))
    }

    /// What bounds the states that `step` may leave and enter, whatever histories remember; absent where it stays.
    pub fn widest_domain_of(&self, step: StepId) -> Option<StateId> {
        let (of, domain) = (self.step(step), self.domain_of(step));
        let remembers = matches!(self.dispatch.route(step), Route::Remembering) && !self.leads_to_defaults(step);
        if remembers { Some(self.widest(of.source, domain, &of.to)) } else { domain }
    }

    /// The same of a move from `source` to `targets`, some of which are histories, that `domain` bounds where nothing is
    /// remembered.
    pub fn widest(&self, source: StateId, domain: Option<StateId>, targets: &[StateId]) -> StateId {
        let parents = targets.iter().filter_map(|&target| self.state(target).parent);
        let holds = |at: StateId, inner: StateId| at == inner || self.is_inside(at, inner);
        let parents: Vec<StateId> = parents.chain(domain).collect();
        let compound = |at: StateId| matches!(self.state(at).kind, StateKind::Compound(_));
        let mut around = self.outward(source).skip(1);
        around.find(|&at| compound(at) && parents.iter().all(|&inner| holds(at, inner))).unwrap_or(Self::ROOT)
    }

    /// The history states by which some of `entered` begin.
    pub fn beginning_histories(&self, entered: &[StateId]) -> impl Iterator<Item = StateId> {
        let begins = entered.iter().flat_map(|&state| match &self.state(state).kind {
            StateKind::Compound(initial) => initial.as_slice(),
            _ => &[],
        });
        begins.copied().filter(|&state| self.is_history(state))
    }

    /// Whether `state` is no history that may lead to anything but its default: whoever has left the state around it never
    /// comes back, or can have been nowhere else in it. Where there are very many histories, each may.
    pub fn forgets(&self, state: StateId) -> bool {
        self.forgetful.get_or_init(|| self.forgetful())[state.index()]
    }

    fn forgetful(&self) -> Box<[bool]> {
        let all = || (0..self.journey.states.len() as u32).map(StateId);
        let histories = all().filter(|&state| self.is_history(state)).count();
        if histories == 0 || histories > MOST {
            return all().map(|state| !self.is_history(state)).collect();
        }
        let reached = self.reachable(&|_| true);
        all().map(|state| self.leads_to_default(state, &reached)).collect()
    }

    fn leads_to_default(&self, state: StateId, reached: &[bool]) -> bool {
        let of = self.state(state);
        let (StateKind::History(depth, default), Some(around)) = (&of.kind, of.parent) else { return true };
        if default.iter().any(|&state| self.is_history(state)) || self.unread != Unread::default() {
            return false;
        }
        let only = matches!(self.state(around).kind, StateKind::Compound(_))
            && self.is_only(around, (*depth, default), reached);
        only || !self.is_entered_again(around)
    }

    fn is_history(&self, state: StateId) -> bool {
        matches!(self.state(state).kind, StateKind::History(..))
    }

    /// Whether people can be nowhere inside `around` but in `default`, as far as its history remembers.
    fn is_only(&self, around: StateId, (depth, default): (HistoryDepth, &[StateId]), reached: &[bool]) -> bool {
        let inside = (around.0 + 1..=self.state(around).last.0).map(StateId).filter(|state| reached[state.index()]);
        let remembered: Vec<StateId> = match depth {
            HistoryDepth::Shallow => {
                inside.filter(|&at| self.state(at).parent == Some(around) && !self.is_history(at)).collect()
            }
            HistoryDepth::Deep => inside.filter(|&at| self.dispatch.is_atomic(at)).collect(),
        };
        matches!((&remembered[..], default), ([one], [begin]) if one == begin || self.is_inside(*begin, *one))
    }

    /// Whether somebody who has left `state` may come to it once more.
    fn is_entered_again(&self, state: StateId) -> bool {
        let with = |other: StateId| {
            other == state
                || self.is_inside(state, other)
                || self.is_inside(other, state)
                || self.are_beside(state, other)
        };
        let draws = |other: StateId| matches!(self.state(other).kind, StateKind::Split(_)) && with(other);
        if self.all_states().any(draws) {
            return true;
        }
        let steps = (0..self.journey.steps.len() as u32).map(StepId);
        let leaves = |&step: &StepId| {
            with(self.step(step).source) && self.domain_of(step).is_some_and(|domain| self.is_inside(domain, state))
        };
        let leaving: Vec<StepId> = steps.filter(leaves).collect();
        self.reachable_by(&leaving, &|_| true)[state.index()]
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::testing;
    use crate::graph::testing::machine;

    const JOURNEY: &str = "
J > A
  A
    a on E to K
  K > K1
    H shallow > K1
    K1
      k1 on F to H
      k2 on G to K2
    K2
    k on E to OUT
  L > L1
    I shallow > L1
    L1
      l1 on F to I
    l on E to END
  M > M1
    D deep > M1
    M1
      m1 on F to D
      m2 on G to M2
    M2
    m on E to OUT
  OUT
    o on E to L
    p on F to M
  END final
";

    #[test]
    fn a_history_leads_to_its_default_where_nobody_comes_back_or_can_have_been_elsewhere() {
        let machine = machine(JOURNEY);
        let forgets = |name: &str| machine.forgets(machine.state_named(name).unwrap());
        assert!(forgets("H") && forgets("A"));
        let step = |id: &str| machine.leads_to_defaults(machine.step_named(id).unwrap());
        assert_eq!(["k1", "l1", "m1", "a"].map(step), [true, true, false, true]);
        let back = testing::machine(&JOURNEY.replace("o on E to L", "o on E to K"));
        assert!(!back.forgets(back.state_named("H").unwrap()));
    }

    #[test]
    fn where_there_are_very_many_histories_each_may_remember() {
        let state = |n: usize| format!("  M{n} > N{n}\n    I{n} shallow > N{n}\n    N{n}\n");
        let more: String = (0..super::MOST).map(state).collect();
        let many = machine(&format!("{}\n{more}", JOURNEY.trim_end()));
        assert!(!many.forgets(many.state_named("H").unwrap()) && many.forgets(many.state_named("A").unwrap()));
    }
}
