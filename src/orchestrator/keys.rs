//! The idempotency keys that a person's events came with, remembered for a while.

use std::hash::{BuildHasherDefault, Hasher};

use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_128;

/// Up to here the keys are looked through one by one.
const FEW: usize = 64;

/// Keys as 128-bit hashes with the instant at which each was accepted.
#[derive(Clone, Debug, Default)]
pub struct Keys(Store);

#[derive(Clone, Debug)]
enum Store {
    Few(Vec<Entry>),
    Many(Box<Many>),
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    // Halves, because a u128 would be aligned to 16 and waste 8 bytes an entry.
    hash: [u64; 2],
    at: i64,
}

#[derive(Clone, Debug)]
struct Many {
    at: HashMap<[u64; 2], i64, BuildHasherDefault<AsItIs>>,
    /// At this size those that are too old are looked for again.
    sweep: usize,
}

impl Default for Store {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Keys {
    /// Whether `key` is remembered from within `window` before `now`.
    pub fn knows(&self, key: &str, now: i64, window: i64) -> bool {
        let hash = halves(key);
        let at = match &self.0 {
            Store::Few(entries) => entries.iter().find(|entry| entry.hash == hash).map(|entry| entry.at),
            Store::Many(many) => many.at.get(&hash).copied(),
        };
        at.is_some_and(|at| now.saturating_sub(at) <= window)
    }

    /// Takes those of another person over; of one key the later acceptance stands.
    pub fn unite(&mut self, other: Self) {
        let entries = match other.0 {
            Store::Few(entries) => entries,
            Store::Many(many) => {
                let mut entries: Vec<_> = many.at.iter().map(|(&hash, &at)| Entry { hash, at }).collect();
                entries.sort_unstable_by_key(|entry| entry.hash);
                entries
            }
        };
        for entry in entries {
            self.remember(entry);
        }
    }

    fn remember(&mut self, new: Entry) {
        match &mut self.0 {
            Store::Few(entries) => {
                if let Some(entry) = entries.iter_mut().find(|entry| entry.hash == new.hash) {
                    entry.at = entry.at.max(new.at);
                } else if entries.len() < FEW {
                    entries.push(new);
                } else {
                    let at = entries.iter().chain([&new]).map(|entry| (entry.hash, entry.at)).collect();
                    self.0 = Store::Many(Box::new(Many { at, sweep: 2 * FEW }));
                }
            }
            Store::Many(many) => {
                let at = many.at.entry(new.hash).or_insert(new.at);
                *at = new.at.max(*at);
            }
        }
    }

    /// Remembers `key`; false if it is remembered from within `window` before `now` already.
    pub fn accept(&mut self, key: &str, now: i64, window: i64) -> bool {
        let hash = halves(key);
        let fresh = |at: i64| now.saturating_sub(at) > window;
        match &mut self.0 {
            Store::Few(entries) => {
                if let Some(entry) = entries.iter_mut().find(|entry| entry.hash == hash) {
                    let fresh = fresh(entry.at);
                    entry.at = if fresh { now } else { entry.at };
                    return fresh;
                }
                if entries.len() == entries.capacity() {
                    entries.retain(|entry| !fresh(entry.at));
                }
                if entries.len() == FEW {
                    let at = entries.iter().map(|entry| (entry.hash, entry.at)).chain([(hash, now)]).collect();
                    self.0 = Store::Many(Box::new(Many { at, sweep: 2 * FEW }));
                    return true;
                }
                // By half, not by double: most of the memory of a run is here.
                if entries.len() == entries.capacity() {
                    entries.reserve_exact((entries.len() / 2).max(4).min(FEW - entries.len()));
                }
                entries.push(Entry { hash, at: now });
                true
            }
            Store::Many(many) => {
                if many.at.len() >= many.sweep {
                    many.at.retain(|_, at| !fresh(*at));
                    many.sweep = 2 * many.at.len().max(FEW);
                }
                let before = many.at.get(&hash).copied();
                let fresh = before.is_none_or(fresh);
                if fresh {
                    many.at.insert(hash, now);
                }
                fresh
            }
        }
    }
}

fn halves(key: &str) -> [u64; 2] {
    let hash = xxh3_128(key.as_bytes());
    [hash as u64, (hash >> 64) as u64]
}

/// The keys are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks_exact(8) {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.0 ^= u64::from_ne_bytes(word);
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 ^= word;
    }

    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Keys, Store};

    #[test]
    fn a_key_is_new_once_within_the_window() {
        let mut keys = Keys::default();
        assert!(keys.accept("a", 0, 100));
        assert!(!keys.accept("a", 100, 100));
        assert!(keys.accept("b", 100, 100));
        assert!(keys.accept("a", 101, 100));
        assert!(!keys.accept("a", 201, 100), "counted from when it was accepted last");
    }

    #[test]
    fn many_keys_are_remembered_as_well() {
        let mut keys = Keys::default();
        for round in 0..2 {
            for n in 0..1_000 {
                assert_eq!(keys.accept(&format!("k-{n}"), n, 10_000), round == 0, "{n}");
            }
        }
    }

    #[test]
    fn the_keys_of_two_people_become_those_of_one() {
        for (ours, theirs) in [(1, 1), (1, 70), (70, 1), (70, 70)] {
            let (mut a, mut b) = (Keys::default(), Keys::default());
            (0..ours).for_each(|n| assert!(a.accept(&format!("a-{n}"), 5, 100)));
            (0..theirs).for_each(|n| assert!(b.accept(&format!("b-{n}"), 7, 100)));
            b.accept("a-0", 9, 100);
            a.unite(b);
            assert!((0..ours).all(|n| a.knows(&format!("a-{n}"), 105, 100)), "{ours} {theirs}");
            assert!((0..theirs).all(|n| a.knows(&format!("b-{n}"), 107, 100)), "{ours} {theirs}");
            assert!(a.knows("a-0", 109, 100) && !a.knows("a-0", 110, 100) && !a.knows("c", 9, 100));
        }
    }

    #[test]
    fn memory_does_not_grow_with_what_is_too_old() {
        let mut keys = Keys::default();
        for n in 0..100_000 {
            assert!(keys.accept(&format!("k-{n}"), n, 10));
        }
        let Store::Few(entries) = keys.0 else { panic!("spilled over") };
        assert!(entries.capacity() <= FEW);
    }
}
