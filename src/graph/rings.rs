//! Rings among things that lead to one another.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// The rings among `count` things, of which each pair of `ways` leads from the first to the second: the numbers of those
/// in it, sorted, by the first; a thing that leads to itself is one.
pub fn rings(count: usize, ways: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut graph: DiGraph<(), (), u32> = DiGraph::with_capacity(count, ways.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for &(from, to) in ways {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
    }
    let is_ring = |nodes: &Vec<NodeIndex<u32>>| match nodes[..] {
        [one] => graph.contains_edge(one, one),
        _ => true,
    };
    let numbers = |nodes: Vec<NodeIndex<u32>>| {
        let mut numbers: Vec<usize> = nodes.into_iter().map(NodeIndex::index).collect();
        numbers.sort_unstable();
        numbers
    };
    let mut rings: Vec<Vec<usize>> = tarjan_scc(&graph).into_iter().filter(is_ring).map(numbers).collect();
    rings.sort();
    rings
}

#[cfg(test)]
mod tests {
    use super::rings;

    #[test]
    fn what_leads_back_is_a_ring() {
        let ways = [(0, 1), (1, 0), (2, 3), (3, 4), (4, 4), (1, 2), (6, 5), (5, 6), (6, 5)];
        assert_eq!(rings(7, &ways), [vec![0, 1], vec![4], vec![5, 6]]);
    }
}
