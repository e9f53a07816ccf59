//! Sets of states inside a region of a parallel state from which the region is never done.

use std::collections::BTreeMap;

use petgraph::visit::NodeIndexable;

use crate::graph::machine::Machine;
use crate::graph::questions::{Fires, may};
use crate::graph::sets;
use crate::graph::ways::{Ways, completing};
use crate::model::ids::{StateId, StepId};
use crate::model::journey::StateKind;

/// A step that leaves something, with the states in which people take it.
struct Leaving {
    domain: StateId,
    sources: Vec<StateId>,
    /// Whether only completions fire it.
    completes: bool,
}

impl Machine {
    /// Sets of reachable states inside a region of a parallel state from which no final state of that region can be
    /// reached, nor a state in which somebody may `ends` in another way, where nobody leaves the parallel state before
    /// it is done, if steps fire as `fires` says. Regions without a final state have none, and states from which nobody
    /// comes to an end whatever the region does are in those of [`Machine::traps`]. Each set is in document order.
    pub fn region_traps(&self, fires: Fires<'_>, ends: &dyn Fn(StateId) -> bool) -> Vec<Vec<StateId>> {
        let parallel = |&state: &StateId| matches!(self.state(state).kind, StateKind::Parallel);
        // The innermost first: what is never done inside is the reason that what is around it is not.
        let around: Vec<StateId> = self.all_states().rev().filter(parallel).collect();
        if around.is_empty() {
            return Vec::new();
        }
        let (reached, ending) = (self.reachable(fires), self.ending(fires, ends));
        let leaving = self.leaving(fires);
        let mut told = vec![false; reached.len()];
        let mut traps = Vec::new();
        for parallel in around.into_iter().filter(|state| reached[state.index()]) {
            if self.unread.is_uncertain(parallel, self.state(parallel).last) {
                continue;
            }
            let has_end = |&&region: &&StateId| self.state(region).children.iter().any(|&child| self.is_final(child));
            for &region in self.state(parallel).children.iter().filter(has_end) {
                let Some(mut seeds) = self.ways_out((parallel, region), &leaving) else { continue };
                seeds.extend((region.0..=self.state(region).last.0).map(StateId).filter(|&state| ends(state)));
                let done = self.leading_to(region, &seeds, fires);
                let is_stuck = |leaf: StateId| {
                    let node = self.ways.graph.to_index(Ways::being_in(leaf));
                    self.is_inside(region, leaf) && ending[node] && !done[node] && !told[leaf.index()]
                };
                let mut stuck = self.stuck(&reached, &is_stuck);
                stuck[..=region.index()].fill(false);
                let found = self.grouped(fires, &|node| !done[node], &stuck);
                found.iter().flatten().for_each(|state| told[state.index()] = true);
                traps.extend(found);
            }
        }
        traps.sort();
        traps
    }

    /// The steps that leave something.
    fn leaving(&self, fires: Fires<'_>) -> Vec<Leaving> {
        let steps = self.journey.steps.iter().enumerate().map(|(number, step)| (StepId(number as u32), step));
        let leaving = steps.filter(|&(id, _)| fires(id)).filter_map(|(id, step)| {
            let sources = completing(&self.journey, step);
            let completes = sources.is_some();
            let sources = sources.unwrap_or_else(|| vec![step.source]);
            Some(Leaving { domain: self.domain_of(id)?, sources, completes })
        });
        leaving.collect()
    }

    /// The states of a region in which it is done, or in which people may leave the parallel state around it; absent
    /// where they may leave that from elsewhere.
    fn ways_out(&self, (parallel, region): (StateId, StateId), leaving: &[Leaving]) -> Option<Vec<StateId>> {
        let within = |state: StateId| state == region || self.is_inside(region, state);
        let around = |state: StateId| state == parallel || self.is_inside(state, parallel);
        let mut seeds: Vec<StateId> =
            self.state(region).children.iter().copied().filter(|&child| self.is_final(child)).collect();
        for way in leaving.iter().filter(|way| self.is_inside(way.domain, parallel)) {
            for &source in &way.sources {
                // Nothing around is done before the region is.
                let waits = way.completes && around(source);
                if within(source) {
                    seeds.push(source);
                } else if !waits && self.is_beside(parallel, source, way.domain) {
                    return None;
                }
            }
        }
        for &unread in self.unread.leads.keys() {
            if within(unread) {
                seeds.push(unread);
            } else if around(unread) || self.is_inside(parallel, unread) {
                return None;
            }
        }
        Some(seeds)
    }

    /// Whether who is in `parallel` may be in `source` too, and leaves both when everything inside `domain` is left.
    fn is_beside(&self, parallel: StateId, source: StateId, domain: StateId) -> bool {
        let holds = |&at: &StateId| at == parallel || self.is_inside(at, parallel);
        let common = self.outward(source).find(holds).unwrap_or(Self::ROOT);
        common == source || (matches!(self.state(common).kind, StateKind::Parallel) && self.is_inside(domain, common))
    }

    /// By node, whether one of `seeds` can be reached without leaving `region`.
    fn leading_to(&self, region: StateId, seeds: &[StateId], fires: Fires<'_>) -> Vec<bool> {
        let within = |state: StateId| state == region || self.is_inside(region, state);
        self.leading_back(seeds, &|way, ends| may(way, fires) && ends.into_iter().all(within))
    }

    /// The states that are `stuck`, those together that lead to one another by nodes that `counts`.
    fn grouped(&self, fires: Fires<'_>, counts: &dyn Fn(usize) -> bool, stuck: &[bool]) -> Vec<Vec<StateId>> {
        if !stuck.contains(&true) {
            return Vec::new();
        }
        let groups = self.connected(fires, counts, stuck);
        let mut sets: BTreeMap<usize, Vec<StateId>> = BTreeMap::new();
        for state in self.all_states().filter(|state| stuck[state.index()] && sets::is_region(&self.journey, *state)) {
            sets.entry(groups.find(state.index())).or_default().push(state);
        }
        sets.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::testing::machine;

    const JOURNEY: &str = "
J > P
  P parallel
    L > L1
      L1
        l1 on E to L2
        l2 on F to L3
      L2
        l3 on E to L4
      L4
        l4 on E to L2
      L3 final
    R > R1
      R1
        r1 on E to R2
        r2 on F to OUT
      R2 final
    p1 on done.P to END
  OUT
    o on E to END
  END final
";

    #[test]
    fn a_region_is_never_done_from_what_leads_only_round_in_it() {
        let machine = machine(JOURNEY);
        let trapped = |silent: &str| {
            let traps = machine.region_traps(&|step| machine.step(step).id.value != silent, &|_| false);
            let names: Vec<&str> = traps.concat().iter().map(|&at| machine.state(at).name.value.as_str()).collect();
            names.join(" ")
        };
        assert_eq!(trapped("r2"), "L2 L4");
        assert_eq!(trapped(""), "", "another region may lead out");
        assert!(machine.traps(&|_| true, &|_| false).is_empty(), "an end can be reached by the completion");
    }
}
