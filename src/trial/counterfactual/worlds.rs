//! Two worlds in which the same events happen.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::graph::fleet::Fleet;
use crate::orchestrator::process::Settings;
use crate::terms::renames::Renames;
use crate::trial::counterfactual::shared::{Shared, World};

/// Two worlds, the old one first.
#[derive(Debug)]
pub struct Worlds<'w> {
    /// Their journeys, of each one version.
    pub fleets: [&'w Fleet; 2],
    /// What holds for all people.
    pub settings: [&'w Settings; 2],
    /// What is one thing in both.
    pub shared: Shared,
    /// How the numbers of each become shared ones.
    pub numbers: [World; 2],
}

impl<'w> Worlds<'w> {
    /// Two worlds, in which by id of a journey `renames` says what is called otherwise in the new one.
    pub fn new(fleets: [&'w Fleet; 2], settings: [&'w Settings; 2], renames: &BTreeMap<&SmolStr, &Renames>) -> Self {
        let (shared, numbers) = Shared::of(fleets[0], fleets[1], renames);
        Self { fleets, settings, shared, numbers }
    }
}
