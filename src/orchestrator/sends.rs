//! What was sent to a person, as far as caps count it.

use xxhash_rust::xxh3::xxh3_64;

use crate::engine::ledger::{Counter, Ledger};
use crate::graph::counters::CounterSlots;

/// The sends of one person, by the fleet's counters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sends {
    all: Vec<Sent>,
    /// How many were counted so far.
    counted: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sent {
    at: i64,
    /// The hash of the person to whom it was sent, as they were called then, and which of theirs it was: together as good
    /// as the effect's key, and far cheaper.
    to: u64,
    number: u32,
    counter: u16,
}

/// The sends of one person as a journey counts them.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// They; absent for somebody to whom nothing was sent.
    pub sends: Option<&'a Sends>,
    /// The journey's counters.
    pub slots: &'a CounterSlots,
}

impl Sends {
    /// Counts an effect that was sent to `person` at `at` against `counter`, whose cap looks back over `period`. What is
    /// twice as old as that is forgotten: only an event that is later than the whole period could still ask for it.
    pub fn count(&mut self, counter: u16, period: i64, at: i64, person: &str) {
        self.all.retain(|sent| sent.counter != counter || at.saturating_sub(sent.at) < period.saturating_mul(2));
        self.all.push(Sent { at, to: xxh3_64(person.as_bytes()), number: self.counted, counter });
        self.counted = self.counted.wrapping_add(1);
    }

    /// Takes those of another person over; one effect counts once.
    pub fn unite(&mut self, other: Self) {
        self.all.extend(other.all);
        self.all.sort_unstable();
        self.all.dedup();
        self.counted = self.counted.max(other.counted);
    }
}

impl Ledger for Counted<'_> {
    fn sent(&self, counter: Counter, after: i64) -> u32 {
        let slot = match counter {
            Counter::Action(action) => self.slots.of_action(action),
            Counter::Cap(cap) => self.slots.of_cap(cap),
        };
        let (Some(sends), Some(slot)) = (self.sends, slot) else { return 0 };
        sends.all.iter().filter(|sent| sent.counter == slot && sent.at > after).count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, Sends};

    use crate::engine::ledger::{Counter, Ledger};
    use crate::graph::counters::CounterSlots;
    use crate::model::ids::CapId;

    #[test]
    fn what_is_sent_counts_for_less_than_a_period() {
        let mut sends = Sends::default();
        sends.count(0, 10, 100, "ada");
        sends.count(0, 10, 105, "ada");
        sends.count(1, 10, 105, "ada");
        let slots = CounterSlots { actions: Box::default(), caps: Box::new([0, 1]) };
        let counted = Counted { sends: Some(&sends), slots: &slots };
        let at = |now: i64, cap: u16| counted.sent(Counter::Cap(CapId(cap)), now - 10);
        assert_eq!((at(109, 0), at(110, 0), at(115, 0)), (2, 1, 0));
        assert_eq!((at(109, 1), at(109, 7)), (1, 0));
    }

    #[test]
    fn one_effect_counts_once_after_people_became_one() {
        let mut a = Sends::default();
        a.count(0, 10, 1, "ada");
        let mut b = a.clone();
        b.count(0, 10, 2, "ada");
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.unite(b.clone());
        ba.unite(a);
        assert_eq!(ab, ba);
        assert_eq!(ab, b);
    }
}
