//! Where people are at the end, in both worlds.

use rustc_hash::FxHashMap;

use crate::engine::instance::Status;
use crate::graph::fleet::Fleet;
use crate::model::journey::StateKind;
use crate::orchestrator::person::{Person, Visit};
use crate::terms::beside::beside;
use crate::terms::value::Value;
use crate::trial::counterfactual::note::Ids;
use crate::trial::counterfactual::shared::World;

/// Where an instance is at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// In these atomic states, on the way.
    Active(Ids),
    /// Completed, in these final states.
    Completed(Ids),
    /// Ended by an exit rule.
    Exited,
    /// There is no such instance.
    #[default]
    Outside,
}

/// How many instances of each journey are where in the old world and where in the new one.
#[derive(Debug, Default)]
pub struct Ends(pub FxHashMap<(u32, [End; 2]), u64>);

/// An instance at its end.
struct Ended<'p> {
    journey: u32,
    key: &'p Value,
    end: End,
}

impl Ends {
    /// Counts the instances of one person; whether any is elsewhere.
    pub fn count(&mut self, worlds: [(&Fleet, &World); 2], person: [Option<&Person>; 2]) -> bool {
        let [olds, news] = [0, 1].map(|side| ended(worlds[side], person[side]));
        let order =
            |old: &Ended<'_>, new: &Ended<'_>| old.journey.cmp(&new.journey).then_with(|| old.key.total_cmp(new.key));
        let mut elsewhere = false;
        for both in beside(olds, news, order) {
            let Some(journey) = both.iter().flatten().map(|ended| ended.journey).next() else { continue };
            let ends = both.map(|ended| ended.map(|it| it.end).unwrap_or_default());
            elsewhere |= ends[0] != ends[1];
            *self.0.entry((journey, ends)).or_default() += 1;
        }
        elsewhere
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: Self) {
        #[allow(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for (ends, count) in other.0 {
            *self.0.entry(ends).or_default() += count;
        }
    }
}

/// The latest visit of each instance of a person, by shared journey and key.
fn ended<'p>((fleet, world): (&'p Fleet, &'p World), person: Option<&'p Person>) -> impl Iterator<Item = Ended<'p>> {
    let visits = person.map_or(&[][..], |person| &person.visits);
    visits.iter().filter_map(move |visit| {
        let machine = fleet.machine(visit.machine)?;
        let numbers = world.numbers(machine)?;
        let states = |visit: &Visit| -> Ids {
            let atomic = visit.instance.configuration.iter().filter(|active| {
                let kind = machine.journey.states.get(active.state.index()).map(|state| &state.kind);
                !matches!(kind, None | Some(StateKind::Compound(_) | StateKind::Parallel))
            });
            let mut states: Ids = atomic.filter_map(|at| numbers.states.get(at.state.index()).copied()).collect();
            // The versions may tell the same states in another order.
            states.sort_unstable();
            states
        };
        let end = match visit.instance.status {
            Status::Active => End::Active(states(visit)),
            Status::Completed => End::Completed(states(visit)),
            Status::Exited => End::Exited,
        };
        Some(Ended { journey: numbers.journey, key: &visit.key, end })
    })
}
