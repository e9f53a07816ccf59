//! Sets of reads, put together.

use crate::expr::check::Reads;

impl Reads {
    /// What all of `parts` read.
    pub fn merged<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.merge(part);
        }
        all
    }

    /// Adds what `other` reads.
    pub fn merge(&mut self, other: &Self) {
        union(&mut self.context, &other.context);
        union(&mut self.profile, &other.profile);
        union(&mut self.payload, &other.payload);
        union(&mut self.purposes, &other.purposes);
        union(&mut self.states, &other.states);
        union(&mut self.definitions, &other.definitions);
        union(&mut self.functions, &other.functions);
        self.envelope |= other.envelope;
        self.time |= other.time;
        self.user |= other.user;
    }
}

fn union<T: Ord + Clone>(all: &mut Vec<T>, more: &[T]) {
    for item in more {
        if let Err(place) = all.binary_search(item) {
            all.insert(place, item.clone());
        }
    }
}
