//! What an expression reads, for whoever must know what it depends on.

/// What an expression reads; slots and numbers sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Context slots.
    pub context: Vec<u16>,
    /// Profile slots.
    pub profile: Vec<u16>,
    /// Payload paths.
    pub payload: Vec<u16>,
    /// Consent purposes.
    pub purposes: Vec<u16>,
    /// States asked for by `in_state`.
    pub states: Vec<u32>,
    /// `event.type`, `event.id`, `event.timestamp` or `event.session_id`.
    pub envelope: bool,
    /// `now` or `state.entered_at`.
    pub time: bool,
    /// `user.id` or `user.anonymous`.
    pub user: bool,
    /// Names of definitions.
    pub definitions: Vec<smol_str::SmolStr>,
    /// Names of functions of the journey.
    pub functions: Vec<smol_str::SmolStr>,
}

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

    /// Sorts every list and leaves each entry in it once.
    pub(crate) fn settle(&mut self) {
        fn once<T: Ord>(list: &mut Vec<T>) {
            list.sort_unstable();
            list.dedup();
        }
        once(&mut self.context);
        once(&mut self.profile);
        once(&mut self.payload);
        once(&mut self.purposes);
        once(&mut self.states);
        once(&mut self.definitions);
        once(&mut self.functions);
    }
}

fn union<T: Ord + Clone>(all: &mut Vec<T>, more: &[T]) {
    for item in more {
        if let Err(place) = all.binary_search(item) {
            all.insert(place, item.clone());
        }
    }
}
