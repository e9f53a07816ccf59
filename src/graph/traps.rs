//! Sets of states from which nobody comes to an end.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;
use petgraph::unionfind::UnionFind;
use petgraph::visit::{Dfs, EdgeFiltered, EdgeRef, NodeIndexable, Reversed};

use crate::graph::machine::Machine;
use crate::graph::questions::{Fires, may};
use crate::graph::sets;
use crate::graph::ways::{Way, Ways};
use crate::model::ids::StateId;
use crate::model::journey::StateKind;

impl Machine {
    /// Sets of reachable states from which no final state at the top can be reached if steps fire as `fires` says, nor a
    /// state in which somebody may `end` in another way; each in document order, by their first states. States that lead
    /// to one another are in one set, and a state around others is in it if all of those are. History states are in
    /// none. Ways that may be there and could not be read lead to an end.
    pub fn traps(&self, fires: Fires<'_>, ends: &dyn Fn(StateId) -> bool) -> Vec<Vec<StateId>> {
        let reached = self.reachable(fires);
        let ending = self.ending(fires, ends);
        let is_stuck = |leaf: StateId| !ending[self.ways.graph.to_index(Ways::being_in(leaf))];
        let stuck = self.stuck(&reached, &is_stuck);
        let groups = self.connected(fires, &|node| !ending[node], &stuck);
        let mut traps: BTreeMap<usize, Vec<StateId>> = BTreeMap::new();
        let one = !self.tops().any(|top| self.is_final(top) && reached[top.index()]);
        for state in self.all_states().filter(|state| stuck[state.index()]) {
            // Where no end can be reached at all, there is one trap: the journey.
            let group = if one { 0 } else { groups.find(state.index()) };
            traps.entry(group).or_default().push(state);
        }
        let mut traps: Vec<Vec<StateId>> = traps.into_values().collect();
        traps.sort();
        traps
    }

    /// By node, whether an end can be reached from it.
    pub(in crate::graph) fn ending(&self, fires: Fires<'_>, ends: &dyn Fn(StateId) -> bool) -> Vec<bool> {
        let finals = self.tops().filter(|&top| self.is_final(top));
        let others = self.all_states().filter(|&state| ends(state));
        let seeds: Vec<StateId> = finals.chain(others).chain(self.unread.leads.keys().copied()).collect();
        self.leading_back(&seeds, &|way, _| may(way, fires))
    }

    /// By node, whether one of `seeds` can be reached from it by ways that `counts`, each with the states at its ends. A
    /// history may bring people back to wherever they can have been.
    pub(in crate::graph) fn leading_back(
        &self,
        seeds: &[StateId],
        counts: &dyn Fn(Way, [StateId; 2]) -> bool,
    ) -> Vec<bool> {
        let all = &self.ways.graph;
        let graph = EdgeFiltered::from_fn(all, |edge| counts(*edge.weight(), [all[edge.source()], all[edge.target()]]));
        let backward = Reversed(&graph);
        let mut leading = vec![false; all.node_count()];
        let mut search = Dfs::empty(&backward);
        let mut open: Vec<NodeIndex<u32>> = seeds.iter().map(|&seed| Ways::being_in(seed)).collect();
        let mut histories: Vec<StateId> = self.all_states().filter(|&state| !self.forgets(state)).collect();
        while !open.is_empty() {
            for node in open.drain(..) {
                search.move_to(node);
                while let Some(node) = search.next(&backward) {
                    leading[all.to_index(node)] = true;
                }
            }
            histories.retain(|&history| {
                let brings_back = self.beside_history(history).any(|at| leading[all.to_index(Ways::being_in(at))]);
                if brings_back {
                    open.push(Ways::entering(history));
                }
                !brings_back
            });
        }
        leading
    }

    /// The states inside the one around `history`.
    fn beside_history(&self, history: StateId) -> impl Iterator<Item = StateId> + use<> {
        let around = self.state(history).parent.unwrap_or(Self::ROOT);
        (around.0 + 1..=self.state(around).last.0).map(StateId)
    }

    /// By state, whether it is reached and nobody who is in it comes to an end, if `is_stuck` says so of those with
    /// nothing inside.
    pub(in crate::graph) fn stuck(&self, reached: &[bool], is_stuck: &dyn Fn(StateId) -> bool) -> Vec<bool> {
        let count = self.journey.states.len();
        let (mut stuck, mut free) = (vec![false; count], vec![false; count]);
        for state in self.all_states().rev().filter(|state| reached[state.index()]) {
            let of = self.state(state);
            if !sets::is_region(&self.journey, state) {
                continue;
            }
            let inner = of.children.iter().copied();
            stuck[state.index()] = if sets::is_atomic(&of.kind) {
                is_stuck(state)
            } else {
                inner.clone().any(|child| stuck[child.index()]) && !inner.clone().any(|child| free[child.index()])
            };
            free[state.index()] = !stuck[state.index()];
        }
        stuck
    }

    /// States that lead to one another by nodes that `counts`. That two states lie in a third one joins them only if that
    /// has steps, or all in it are stuck.
    pub(in crate::graph) fn connected(
        &self,
        fires: Fires<'_>,
        counts: &dyn Fn(usize) -> bool,
        stuck: &[bool],
    ) -> UnionFind<usize> {
        let graph = &self.ways.graph;
        let mut groups = UnionFind::new(self.journey.states.len());
        for edge in graph.edge_references() {
            let (from, to) = (graph[edge.source()], graph[edge.target()]);
            let known = counts(graph.to_index(edge.source())) && counts(graph.to_index(edge.target()));
            let joins = match edge.weight() {
                Way::Outward => stuck[to.index()] || !self.state(to).steps.is_empty(),
                way => may(*way, fires),
            };
            if known && joins && from != Self::ROOT && to != Self::ROOT {
                groups.union(from.index(), to.index());
            }
        }
        groups
    }

    fn tops(&self) -> impl Iterator<Item = StateId> + '_ {
        self.state(Self::ROOT).children.iter().copied()
    }

    pub(in crate::graph) fn is_final(&self, state: StateId) -> bool {
        matches!(self.state(state).kind, StateKind::Final)
    }

    /// Every state but the journey itself, in document order.
    pub fn all_states(&self) -> impl DoubleEndedIterator<Item = StateId> + use<> {
        (1..self.journey.states.len() as u32).map(StateId)
    }
}
