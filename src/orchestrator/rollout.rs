//! Versions that take effect one after the other while people are on the way.

use crate::graph::fleet::Fleet;

/// Which versions take effect when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollout {
    /// The machine on which people enter each journey before anything takes effect.
    first: Vec<u32>,
    stages: Vec<Stage>,
}

/// What takes effect at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// When, in epoch milliseconds.
    pub at: i64,
    /// The machines whose people move from then on.
    pub machines: Vec<u32>,
    /// The machine on which people enter each journey from then on.
    current: Vec<u32>,
}

impl Rollout {
    /// Of each journey of `fleet` the oldest version first, and at each of `instants` the next one, where there is one.
    pub fn new(fleet: &Fleet, instants: &[i64]) -> Self {
        let first: Vec<u32> = fleet.journeys.iter().map(|versions| versions.machines.start).collect();
        let mut current = first.clone();
        let stages = instants.iter().map(|&at| {
            let mut machines = Vec::new();
            for (now, versions) in current.iter_mut().zip(&fleet.journeys) {
                if *now + 1 < versions.machines.end {
                    *now += 1;
                    machines.push(*now);
                }
            }
            Stage { at, machines, current: current.clone() }
        });
        Self { stages: stages.collect(), first }
    }

    /// What takes effect next for somebody for whom so many stages have.
    pub fn next(&self, passed: u16) -> Option<&Stage> {
        self.stages.get(usize::from(passed))
    }

    /// Since when things are as they are for somebody for whom so many stages have taken effect.
    pub fn since(&self, passed: u16) -> i64 {
        let last = usize::from(passed).checked_sub(1).and_then(|last| self.stages.get(last));
        last.map_or(i64::MIN, |stage| stage.at)
    }

    /// The machine on which they enter each journey.
    pub fn current(&self, passed: u16) -> &[u32] {
        let last = usize::from(passed).checked_sub(1).and_then(|last| self.stages.get(last));
        last.map_or(&self.first, |stage| &stage.current)
    }

    /// Everything that takes effect, in order.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }
}
