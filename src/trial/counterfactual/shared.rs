//! Numbers that both worlds share, for what is one thing in both: a state of either version, by name or by rename.

use std::collections::{BTreeMap, BTreeSet};
use std::ptr::from_ref;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::graph::fleet::Fleet;
use crate::graph::machine::Machine;
use crate::model::journey::Journey;
use crate::terms::renames::{Names as Renamed, Renames};

/// What the shared numbers stand for.
#[derive(Debug, Default)]
pub struct Shared {
    /// The journeys of either world, sorted by id.
    pub journeys: Vec<SharedJourney>,
    /// The actions of all journeys, sorted by name.
    pub actions: Vec<SmolStr>,
}

/// One journey in both worlds.
#[derive(Debug, Default)]
pub struct SharedJourney {
    /// Its id.
    pub id: SmolStr,
    /// Its version in each world, old and new.
    pub versions: [Option<Version>; 2],
    /// Its states.
    pub states: Names,
    /// Its steps.
    pub steps: Names,
    /// Its context variables.
    pub variables: Names,
    /// Its goals.
    pub goals: Names,
    /// Its events.
    pub events: Names,
}

/// A version of a journey in a world.
#[derive(Clone, Debug)]
pub struct Version {
    /// The journey's number in the world's fleet.
    pub journey: u32,
    /// The version, ready to run.
    pub machine: Arc<Machine>,
}

/// What each number is called, in the old world and in the new one.
#[derive(Debug, Default)]
pub struct Names(Vec<[Option<SmolStr>; 2]>);

/// How one world's own numbers become shared ones, by version of a journey.
#[derive(Debug, Default)]
pub struct World(FxHashMap<usize, Numbers>);

/// The shared numbers of one version, by its own.
#[derive(Debug, Default)]
pub struct Numbers {
    /// The journey's.
    pub journey: u32,
    /// Of each state.
    pub states: Box<[u32]>,
    /// Of each step.
    pub steps: Box<[u32]>,
    /// Of each context variable.
    pub variables: Box<[u32]>,
    /// Of each goal.
    pub goals: Box<[u32]>,
    /// Of each event.
    pub events: Box<[u32]>,
    /// Of each action.
    pub actions: Box<[u32]>,
}

impl Names {
    /// What `number` is called in the new world, or was in the old one where the new one lacks it.
    pub fn name(&self, number: u32) -> &str {
        self.of(number, 1).or_else(|| self.of(number, 0)).map_or("?", SmolStr::as_str)
    }

    /// What `number` is called in that world, old or new.
    pub fn called(&self, number: u32, world: usize) -> &str {
        self.of(number, world).map_or_else(|| self.name(number), SmolStr::as_str)
    }

    /// The numbers of what is called `name` in either world.
    pub fn numbers(&self, name: &str) -> impl Iterator<Item = u32> {
        let is_meant = move |names: &[Option<SmolStr>; 2]| names.iter().flatten().any(|known| known == name);
        self.0.iter().enumerate().filter(move |(_, names)| is_meant(names)).map(|(number, _)| number as u32)
    }

    /// What is called `name` in the old world is called so in the new one.
    pub fn now<'n>(&'n self, name: &'n SmolStr) -> &'n SmolStr {
        let known = self.0.iter().find(|[old, _]| old.as_ref() == Some(name));
        known.and_then(|[_, new]| new.as_ref()).unwrap_or(name)
    }

    fn of(&self, number: u32, world: usize) -> Option<&SmolStr> {
        self.0.get(number as usize)?.get(world)?.as_ref()
    }

    /// Numbers `old` and `new` names, of which those are one that are called alike or that `renamed` says are.
    fn join(
        old: impl Iterator<Item = SmolStr>,
        new: impl Iterator<Item = SmolStr>,
        renamed: &Renamed,
    ) -> (Self, [Box<[u32]>; 2]) {
        let mut names: Vec<[Option<SmolStr>; 2]> = new.map(|name| [None, Some(name)]).collect();
        let known: FxHashMap<SmolStr, usize> =
            names.iter().enumerate().filter_map(|(n, [_, name])| Some((name.clone()?, n))).collect();
        let is: Box<[u32]> = (0..names.len() as u32).collect();
        let old: Vec<SmolStr> = old.collect();
        let olds: BTreeSet<&SmolStr> = old.iter().collect();
        let was = old.iter().map(|name| {
            let now = renamed.new_of(name);
            // What takes the place of something that is there still is not the same thing.
            let now = if now != name && olds.contains(now) { name } else { now };
            let number = known.get(now).copied().unwrap_or(names.len());
            if number == names.len() {
                names.push([None, None]);
            }
            names[number][0] = Some(name.clone());
            number as u32
        });
        let was = was.collect();
        (Self(names), [was, is])
    }
}

impl World {
    /// The numbers of a version of this world.
    pub fn numbers(&self, machine: &Machine) -> Option<&Numbers> {
        self.0.get(&address(machine))
    }
}

fn address(machine: &Machine) -> usize {
    from_ref(machine) as usize
}

impl Shared {
    /// The numbers that `old` and `new` share, where `renames` says by id of a journey what is called otherwise.
    pub fn of(old: &Fleet, new: &Fleet, renames: &BTreeMap<&SmolStr, &Renames>) -> (Self, [World; 2]) {
        let fleets = [old, new];
        let machines = || fleets.into_iter().flat_map(|fleet| &fleet.machines);
        let names = machines().flat_map(|machine| &machine.journey.actions).map(|action| action.name.value.clone());
        let actions: Vec<SmolStr> = names.collect::<BTreeSet<_>>().into_iter().collect();
        let ids: BTreeSet<&SmolStr> = machines().map(|machine| &machine.journey.id.value).collect();
        let mut worlds = [World::default(), World::default()];
        let mut journeys = Vec::new();
        for id in ids {
            let versions = fleets.map(|fleet| version(fleet, id));
            let renames = renames.get(id).copied().unwrap_or(Renames::NONE);
            let (journey, numbers) = shared(id, versions, renames, journeys.len() as u32);
            for ((world, numbers), version) in worlds.iter_mut().zip(numbers).zip(&journey.versions) {
                if let Some(Version { machine, .. }) = version {
                    let place = |name: &SmolStr| actions.binary_search(name).unwrap_or_default() as u32;
                    let actions = machine.journey.actions.iter().map(|action| place(&action.name.value)).collect();
                    world.0.insert(address(machine), Numbers { actions, ..numbers });
                }
            }
            journeys.push(journey);
        }
        (Self { journeys, actions }, worlds)
    }

    /// A journey by its number.
    pub fn journey(&self, number: u32) -> Option<&SharedJourney> {
        self.journeys.get(number as usize)
    }

    /// An action's name.
    pub fn action(&self, number: u32) -> &str {
        self.actions.get(number as usize).map_or("?", SmolStr::as_str)
    }
}

/// The newest version of a journey in `fleet`.
fn version(fleet: &Fleet, id: &SmolStr) -> Option<Version> {
    let journey = fleet.journeys.binary_search_by(|versions| versions.id.cmp(id)).ok()?;
    let machine = fleet.machine(fleet.journeys[journey].machines.end.checked_sub(1)?)?;
    Some(Version { journey: journey as u32, machine: Arc::clone(machine) })
}

fn shared(
    id: &SmolStr,
    versions: [Option<Version>; 2],
    renames: &Renames,
    number: u32,
) -> (SharedJourney, [Numbers; 2]) {
    let [old, new] = versions.each_ref().map(|version| version.as_ref().map(|version| &version.machine.journey));
    macro_rules! join {
        ($parts:ident, $name:expr, $renamed:expr) => {{
            let of = |journey: Option<&Arc<Journey>>| -> Vec<SmolStr> {
                journey.iter().flat_map(|journey| &journey.$parts).map($name).collect()
            };
            Names::join(of(old).into_iter(), of(new).into_iter(), $renamed)
        }};
    }
    let none = Renamed::default();
    let (states, [old_states, new_states]) = join!(states, |it| it.name.value.clone(), &renames.states);
    let (steps, [old_steps, new_steps]) = join!(steps, |it| it.id.value.clone(), &renames.steps);
    let (variables, [old_vars, new_vars]) = join!(context, |it| it.name.value.clone(), &renames.variables);
    let (goals, [old_goals, new_goals]) = join!(goals, |it| it.id.value.clone(), &none);
    let (events, [old_events, new_events]) = join!(events, |it| it.name.clone(), &renames.events);
    let numbers = |[states, steps, variables, goals, events]: [Box<[u32]>; 5]| Numbers {
        journey: number,
        states,
        steps,
        variables,
        goals,
        events,
        actions: Box::default(),
    };
    let was = numbers([old_states, old_steps, old_vars, old_goals, old_events]);
    let is = numbers([new_states, new_steps, new_vars, new_goals, new_events]);
    (SharedJourney { id: id.clone(), versions, states, steps, variables, goals, events }, [was, is])
}

#[cfg(test)]
mod tests {
    use smol_str::SmolStr;

    use super::Names;
    use crate::terms::renames::Names as Renamed;

    fn names(all: &[&str]) -> std::vec::IntoIter<SmolStr> {
        all.iter().map(|&name| SmolStr::new(name)).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn one_thing_has_one_number_whatever_it_is_called() {
        let renamed = Renamed([("B".into(), "C".into()), ("D".into(), "A".into())].into());
        let (shared, [old, new]) = Names::join(names(&["A", "B", "D", "E"]), names(&["C", "A", "F"]), &renamed);
        assert_eq!(&*new, [0, 1, 2]);
        // `D` is put where `A` is, which is there still: a person in `D` is not where one in `A` is.
        assert_eq!(&*old, [1, 0, 3, 4]);
        let called = |number: u32| [shared.called(number, 0), shared.called(number, 1)];
        assert_eq!([0, 1, 2, 3].map(called), [["B", "C"], ["A", "A"], ["F", "F"], ["D", "D"]]);
        assert_eq!((shared.now(&"B".into()).as_str(), shared.now(&"E".into()).as_str()), ("C", "E"));
    }
}
