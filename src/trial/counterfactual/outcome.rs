//! What became of the same people in two worlds.

use std::collections::BTreeMap;

use crate::trial::counterfactual::ends::{self, End};
use crate::trial::counterfactual::ledger::{Counted, Entry, Ledger, Parted};

/// So many people are told with the point where their worlds part.
pub const TOLD: usize = 10;

/// What both worlds left.
#[derive(Debug)]
pub struct Left {
    /// Lines that were not blank.
    pub lines: u64,
    /// Everyone in either world.
    pub people: u64,
    /// Until when timers fired, in milliseconds; none where no line was an event.
    pub until: Option<i64>,
    /// Where they are.
    pub ends: ends::Ends,
    /// Whose worlds differ.
    pub ledger: Ledger,
}

/// What became of the same people in two worlds.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Lines that were not blank.
    pub lines: u64,
    /// Until when timers fired, in milliseconds since the epoch; none where no line was an event.
    pub until: Option<i64>,
    /// How many people there are, by what differs for them.
    pub people: People,
    /// Where their instances are, by journey.
    pub ends: Vec<Ends>,
    /// What happened more or less often, in order.
    pub shifts: Vec<Shift>,
    /// The first people whose worlds part.
    pub partings: Vec<Parted>,
}

/// How many people there are; each is counted once, by the first of these that holds from below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Nothing differs.
    pub same: u64,
    /// They get there by other steps or at another time.
    pub otherwise: u64,
    /// They are in the same states at the end; actions or goals differ.
    pub effects: u64,
    /// They are in another state at the end.
    pub elsewhere: u64,
}

/// Where the instances of one journey are, in the old world and in the new one.
#[derive(Clone, Debug)]
pub struct Ends {
    /// The journey.
    pub journey: u32,
    /// How many are where, in order.
    pub cells: Vec<([End; 2], u64)>,
}

/// What happened to people more or less often in the new world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// What.
    pub what: Counted,
    /// How often it happened only in the new world, over the people to whom it happens more often there; how often an
    /// action ran with other params.
    pub gained: u64,
    /// How often it happened only in the old world, over the people to whom it happens less often now.
    pub lost: u64,
}

impl People {
    /// All of them.
    pub const fn total(self) -> u64 {
        self.same + self.otherwise + self.effects + self.elsewhere
    }
}

impl Ends {
    /// How many are elsewhere.
    pub fn moved(&self) -> u64 {
        self.cells.iter().filter(|([old, new], _)| old != new).map(|(_, count)| count).sum()
    }
}

impl Outcome {
    /// What `left` comes to.
    pub fn of(left: Left) -> Self {
        let Left { lines, people, until, ends, mut ledger } = left;
        let partings = ledger.first(TOLD);
        let (mut counts, mut shifts) = (People::default(), BTreeMap::new());
        #[allow(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for entry in ledger.entries.values() {
            counts.count(entry);
            for &(what, net) in &entry.nets {
                let shift = shifts.entry(what).or_insert(Shift { what, gained: 0, lost: 0 });
                if net > 0 { shift.gained += net.unsigned_abs() } else { shift.lost += net.unsigned_abs() }
            }
        }
        counts.same = people.saturating_sub(counts.total());
        let mut cells: Vec<_> = ends.0.into_iter().collect();
        cells.sort();
        let chunks = cells.chunk_by(|a, b| a.0.0 == b.0.0);
        let ends = chunks.filter_map(|of| {
            let journey = of.first()?.0.0;
            Some(Ends { journey, cells: of.iter().map(|((_, ends), count)| (ends.clone(), *count)).collect() })
        });
        let shifts = shifts.into_values().filter(|shift| shift.gained + shift.lost > 0).collect();
        let ends = ends.collect();
        Self { lines, until, people: counts, ends, shifts, partings }
    }
}

impl People {
    fn count(&mut self, entry: &Entry) {
        let differs = entry.nets.iter().any(|&(_, net)| net != 0);
        let of = match entry.parted {
            _ if entry.elsewhere => &mut self.elsewhere,
            _ if differs => &mut self.effects,
            [false, false] => return,
            _ => &mut self.otherwise,
        };
        *of += 1;
    }
}
