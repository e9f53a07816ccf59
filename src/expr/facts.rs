//! What tests have shown not to be missing.

use std::collections::BTreeSet;

use smol_str::SmolStr;

/// The places (`ctx.x`, `event.payload.y`, `profile.z`, …) that are known to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Nothing gets here, so everything is known.
    impossible: bool,
    known: BTreeSet<Spot>,
}

/// A readable place, by its root and the fields below it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) root: Root,
    pub(crate) path: Vec<SmolStr>,
}

/// Where a place begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Root {
    /// `ctx.<slot>`.
    Context(u16),
    /// `old.<slot>`.
    Old(u16),
    /// `profile.<slot>`.
    Profile(u16),
    /// `event.payload`.
    Payload,
    /// `event.type`, `id`, `timestamp`, `session_id`.
    Envelope(u8),
    /// A parameter or variable of a function.
    Local(u16),
}

impl Facts {
    /// What holds when both do.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            impossible: self.impossible || other.impossible,
            known: self.known.union(&other.known).cloned().collect(),
        }
    }

    /// What holds when one of both does.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self.impossible, other.impossible) {
            (true, _) => other.clone(),
            (_, true) => self.clone(),
            _ => Self { impossible: false, known: self.known.intersection(&other.known).cloned().collect() },
        }
    }

    /// Context variable `slot` was set to a value that may be missing.
    pub fn forget_context(&mut self, slot: usize) {
        self.forget(Root::Context(u16::try_from(slot).unwrap_or(u16::MAX)));
    }

    /// Context variable `slot` was set to a value that is there.
    pub fn learn_context(&mut self, slot: usize) {
        let root = Root::Context(u16::try_from(slot).unwrap_or(u16::MAX));
        self.forget(root);
        self.known.insert(Spot { root, path: Vec::new() });
    }

    /// Nothing gets here.
    pub(crate) const fn never() -> Self {
        Self { impossible: true, known: BTreeSet::new() }
    }

    pub(crate) fn forget(&mut self, root: Root) {
        self.known.retain(|spot| spot.root != root);
    }

    pub(crate) fn learn(&mut self, spot: &Spot) {
        self.known.insert(spot.clone());
        // What lies inside something is there only if that is.
        let mut path = spot.path.clone();
        while path.pop().is_some() {
            self.known.insert(Spot { root: spot.root, path: path.clone() });
        }
    }

    pub(crate) fn knows(&self, spot: &Spot) -> bool {
        self.impossible || self.known.contains(spot)
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Root, Spot};

    fn facts(slots: &[u16]) -> Facts {
        let mut facts = Facts::default();
        for &slot in slots {
            facts.learn(&Spot { root: Root::Context(slot), path: Vec::new() });
        }
        facts
    }

    #[test]
    fn both_know_all_and_either_what_is_common() {
        assert_eq!(facts(&[1, 2]).and(&facts(&[2, 3])), facts(&[1, 2, 3]));
        assert_eq!(facts(&[1, 2]).or(&facts(&[2, 3])), facts(&[2]));
        assert_eq!(Facts::never().or(&facts(&[2])), facts(&[2]));
    }

    #[test]
    fn setting_a_variable_forgets_and_learns() {
        let mut known = facts(&[1]);
        known.forget_context(1);
        assert_eq!(known, facts(&[]));
        known.learn_context(1);
        assert_eq!(known, facts(&[1]));
    }
}
