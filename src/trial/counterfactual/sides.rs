//! What of one input was done in both worlds, and what in one of them alone.

use crate::trial::counterfactual::note::{Deed, Note, What};

/// What was done in the old world and in the new one.
#[derive(Clone, Debug)]
pub struct Sides<'n> {
    /// It.
    pub deeds: [Option<&'n Deed>; 2],
    /// Steps that were taken in both.
    pub common: Vec<u32>,
    /// Steps that were taken in each alone.
    pub lone: [Vec<u32>; 2],
}

impl<'n> Sides<'n> {
    /// What `notes` say.
    pub fn of(notes: [Option<&'n Note>; 2]) -> Self {
        let deeds = notes.map(|note| note.map(|note| &note.deed));
        let steps = deeds.map(|deed| deed.map_or(&[][..], |deed| &deed.steps));
        let (common, old) = steps[0].iter().partition(|step| steps[1].contains(step));
        let new = steps[1].iter().copied().filter(|step| !steps[0].contains(step)).collect();
        Self { deeds, common, lone: [old, new] }
    }

    /// Whether both took the same steps.
    pub fn is_same(&self) -> bool {
        self.both().is_some() && self.lone.iter().all(Vec::is_empty)
    }

    /// What was done, where something was done in both.
    pub fn both(&self) -> Option<[&'n Deed; 2]> {
        Some([self.deeds[0]?, self.deeds[1]?])
    }

    /// What was done in either.
    pub fn all(&self) -> impl Iterator<Item = &'n Deed> {
        self.deeds.into_iter().flatten()
    }

    /// Goals that were reached in one of them alone, where both took the same steps.
    pub fn lone_goals(&self) -> impl Iterator<Item = u32> {
        let both = self.both().filter(|_| self.is_same());
        let pairs = both.into_iter().flat_map(|[old, new]| [(old, new), (new, old)]);
        pairs.flat_map(|(of, other)| of.goals.iter().copied().filter(|goal| !other.goals.contains(goal)))
    }

    /// Whether somebody entered in one of them alone.
    pub fn enters_apart(&self) -> bool {
        self.is_apart(|what| *what == What::Entered)
    }

    /// Whether an instance was left by a rule in one of them alone, or by different ones.
    pub fn exits_apart(&self) -> bool {
        let rules = self.deeds.map(|deed| deed.and_then(Deed::rule));
        rules[0] != rules[1]
    }

    /// Whether one of them alone could not process it.
    pub fn fails_apart(&self) -> bool {
        self.is_apart(|what| matches!(what, What::DeadLetter(_)))
    }

    fn is_apart(&self, is: impl Fn(&What) -> bool) -> bool {
        let [old, new] = self.deeds.map(|deed| deed.is_some_and(|deed| is(&deed.what)));
        old != new
    }
}
