//! What caps count over all journeys and versions of a fleet, each counter numbered once.

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::graph::machine::Machine;
use crate::model::ids::{ActionId, CapId};

/// The numbers of a fleet's counters in one version of one journey.
#[derive(Clone, Debug, Default)]
pub struct CounterSlots {
    /// The counter of each action's own cap; [`CounterSlots::NONE`] where it has none.
    pub actions: Box<[u16]>,
    /// The counter of each named cap.
    pub caps: Box<[u16]>,
}

/// Whom a counter belongs to: a catalog's is shared by all journeys that use it, a journey's own by its versions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    catalog: Option<SmolStr>,
    journey: Option<SmolStr>,
    action: bool,
    own: SmolStr,
}

impl CounterSlots {
    /// The mark of an action without a cap of its own.
    pub const NONE: u16 = u16::MAX;

    /// The counter of an action's own cap.
    pub fn of_action(&self, action: ActionId) -> Option<u16> {
        self.actions.get(action.index()).copied().filter(|slot| *slot != Self::NONE)
    }

    /// The counter of a named cap.
    pub fn of_cap(&self, cap: CapId) -> Option<u16> {
        self.caps.get(cap.index()).copied()
    }
}

/// For how long each counter's sends matter, in milliseconds, by number; and the numbers in each machine.
pub fn counters(machines: &[Arc<Machine>]) -> (Vec<i64>, Vec<CounterSlots>) {
    let mut periods: BTreeMap<Name, i64> = BTreeMap::new();
    let mut note = |name, per: i64| {
        let longest = periods.entry(name).or_insert(per);
        *longest = per.max(*longest);
    };
    for machine in machines {
        let journey = &machine.journey;
        for action in &journey.actions {
            if let Some((_, per)) = action.cap {
                note(of(machine, action.catalog.as_ref(), true, &action.name.value), per);
            }
        }
        journey.caps.iter().for_each(|cap| note(of(machine, cap.catalog.as_ref(), false, &cap.name.value), cap.per));
    }
    let numbers: BTreeMap<&Name, u16> = periods.keys().enumerate().map(|(n, name)| (name, n as u16)).collect();
    let number = |name: &Name| numbers.get(name).copied().unwrap_or(CounterSlots::NONE);
    let slots = machines.iter().map(|machine| CounterSlots {
        actions: machine
            .journey
            .actions
            .iter()
            .map(|action| number(&of(machine, action.catalog.as_ref(), true, &action.name.value)))
            .collect(),
        caps: machine
            .journey
            .caps
            .iter()
            .map(|cap| number(&of(machine, cap.catalog.as_ref(), false, &cap.name.value)))
            .collect(),
    });
    let slots = slots.collect();
    (periods.into_values().collect(), slots)
}

fn of(machine: &Machine, catalog: Option<&SmolStr>, action: bool, name: &SmolStr) -> Name {
    let journey = catalog.is_none().then(|| machine.journey.id.value.clone());
    Name { catalog: catalog.cloned(), journey, action, own: name.clone() }
}
