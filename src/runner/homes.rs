//! Which shard people are in. Whoever may turn out to be one with somebody is in the same shard, so that no shard ever
//! asks another one.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

/// The shards of people, by the hash of an id.
#[derive(Debug)]
pub struct Homes {
    shards: usize,
    /// The group of everyone whom an event named together with somebody else.
    groups: HashMap<u64, u32, FxBuildHasher>,
    members: Vec<Group>,
}

#[derive(Debug)]
struct Group {
    shard: usize,
    people: Vec<u64>,
}

/// Somebody has to go from one shard to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The hash of one of their ids.
    pub person: u64,
    /// Where they are.
    pub from: usize,
    /// Where they are to be.
    pub to: usize,
}

/// The shard of a person of whom nobody else is known.
pub fn own_shard(hash: u64, shards: usize) -> usize {
    (hash >> 32) as usize % shards.max(1)
}

impl Homes {
    /// Everyone in their own shard.
    pub fn new(shards: usize) -> Self {
        Self { shards, groups: HashMap::default(), members: Vec::new() }
    }

    /// Whether everyone is in their own shard.
    pub fn is_trivial(&self) -> bool {
        self.groups.is_empty()
    }

    /// Where a person is.
    pub fn shard(&self, person: u64) -> usize {
        let group = self.groups.get(&person).and_then(|&group| self.members.get(group as usize));
        group.map_or_else(|| own_shard(person, self.shards), |group| group.shard)
    }

    /// An event names both: the smaller of their groups joins the larger. Who has to move is added to `moves`.
    pub fn join(&mut self, a: u64, b: u64, moves: &mut Vec<Move>) {
        let (a, b) = (self.group(a), self.group(b));
        if a == b {
            return;
        }
        let size = |group: u32| self.members[group as usize].people.len();
        let (large, small) = if size(a) >= size(b) { (a, b) } else { (b, a) };
        let from = self.members[small as usize].shard;
        let people = std::mem::take(&mut self.members[small as usize].people);
        let group = &mut self.members[large as usize];
        for &person in &people {
            self.groups.insert(person, large);
            if from != group.shard {
                moves.push(Move { person, from, to: group.shard });
            }
        }
        group.people.extend(people);
    }

    fn group(&mut self, person: u64) -> u32 {
        let next = self.members.len() as u32;
        let group = *self.groups.entry(person).or_insert(next);
        if group == next {
            self.members.push(Group { shard: own_shard(person, self.shards), people: vec![person] });
        }
        group
    }
}

#[cfg(test)]
mod tests {
    use super::{Homes, own_shard};

    #[test]
    fn whoever_may_be_one_is_in_one_shard() {
        let mut homes = Homes::new(3);
        let hash = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut at: Vec<usize> = (0..100).map(|n| own_shard(hash(n), 3)).collect();
        for step in [1, 7, 10] {
            for n in (0..100 - step).filter(|n| n % 3 == 0) {
                let mut moves = Vec::new();
                homes.join(hash(n), hash(n + step), &mut moves);
                for it in moves {
                    let who = (0..100).find(|&n| hash(n) == it.person).unwrap() as usize;
                    assert_eq!(at[who], it.from);
                    at[who] = it.to;
                }
                assert_eq!(homes.shard(hash(n)), homes.shard(hash(n + step)));
            }
        }
        assert!((0..100).all(|n| homes.shard(hash(n)) == at[n as usize]));
    }
}
