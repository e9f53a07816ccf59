//! Which variables have other values in the worlds of somebody: since when, and which values where these part.

use crate::orchestrator::person::Person;
use crate::terms::value::Value;
use crate::trial::counterfactual::ledger::Origin;
use crate::trial::counterfactual::note::{Deed, Ids, Note, What};
use crate::trial::counterfactual::parts::Part;
use crate::trial::counterfactual::scribe::Scribe;
use crate::trial::counterfactual::worlds::Worlds;

/// One input in both worlds, and the person as it left them.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The worlds.
    pub worlds: &'a Worlds<'a>,
    /// What it did.
    pub scribes: [&'a Scribe<'a>; 2],
    /// The person, where they are.
    pub person: [Option<&'a Person>; 2],
    /// Its line, or [`AFTER`](crate::trial::counterfactual::ledger::AFTER).
    pub line: u64,
}

/// A variable of an instance: the journey, the instance's key and the variable.
type Slot<'s> = (u32, &'s Value, u32);

impl<'a> Input<'a> {
    /// Variables of instances that are there in both worlds and that the input gave other values, but for those `known`.
    pub fn origins(&self, known: &[Origin]) -> Vec<Origin> {
        let mut found: Vec<Origin> = Vec::new();
        for Note { deed: Deed { journey, key, .. }, .. } in &self.scribes[1].notes {
            let Some(journey) = *journey else { continue };
            for variable in self.variables(journey) {
                let slot = (journey, key, variable);
                if known.iter().chain(&found).any(|known| known.slot() == slot) {
                    continue;
                }
                let values = [0, 1].map(|world| self.left(world, slot));
                let [Some(was), Some(is)] = values else { continue };
                if was != is {
                    let (steps, states) = self.passed(journey, key, [usize::MAX; 2]);
                    let values = [was.clone(), is.clone()];
                    found.push(Origin { journey, key: key.clone(), variable, line: self.line, values, steps, states });
                }
            }
        }
        found
    }

    /// Those of `origins` that have other values where `notes` begin, with these values. Those that differed before
    /// the input are to have the values that they had then.
    pub fn at_parting<'o>(&self, notes: [Option<&Note>; 2], origins: impl Iterator<Item = &'o Origin>) -> Vec<Origin> {
        let until = [0, 1].map(|world| self.place(world, notes));
        let told = |origin: &Origin| {
            let ends = if self.is_given_before(notes, until, origin) { until.map(|place| place + 1) } else { until };
            let [Some(was), Some(is)] = [0, 1].map(|world| self.value(world, ends[world], origin)) else { return None };
            if was == is {
                return None;
            }
            let mut told = Origin { values: [was, is], ..origin.clone() };
            if told.line == self.line {
                (told.steps, told.states) = self.passed(told.journey, &told.key, ends);
            }
            Some(told)
        };
        origins.filter_map(told).collect()
    }

    /// Brings `origin` to what the input left; whether the values are still others.
    pub fn renew(&self, origin: &mut Origin) -> bool {
        let values = [0, 1].map(|world| self.left(world, origin.slot()));
        let [Some(was), Some(is)] = values else { return false };
        if was != is {
            origin.values = [was.clone(), is.clone()];
        }
        was != is
    }

    /// Variables that both versions of a journey have.
    fn variables(&self, journey: u32) -> impl Iterator<Item = u32> {
        let [olds, news] = [0, 1].map(|world| self.slots(world, journey));
        news.into_iter().flatten().copied().filter(move |variable| olds.is_some_and(|olds| olds.contains(variable)))
    }

    fn slots(&self, world: usize, journey: u32) -> Option<&'a [u32]> {
        let version = self.worlds.shared.journey(journey)?.versions[world].as_ref()?;
        Some(&self.worlds.numbers[world].numbers(&version.machine)?.variables)
    }

    /// The value that the input left.
    fn left(&self, world: usize, (journey, key, variable): Slot<'_>) -> Option<&'a Value> {
        let version = self.worlds.shared.journey(journey)?.versions[world].as_ref()?;
        let person = self.person[world]?;
        let visit = person.visits.get(person.find(version.journey, key).ok()?)?;
        let slot = self.slots(world, journey)?.iter().position(|&known| known == variable)?;
        visit.instance.context.get(slot)
    }

    /// Steps of an instance that were taken in either world, and states that were passed, in so many notes of each.
    fn passed(&self, journey: u32, key: &Value, ends: [usize; 2]) -> (Ids, Ids) {
        let notes = self.scribes.iter().zip(ends).flat_map(|(scribe, end)| scribe.notes.iter().take(end));
        let notes = notes.map(|note| &note.deed);
        let (mut steps, mut states) = (Ids::new(), Ids::new());
        for deed in notes.filter(|deed| deed.journey == Some(journey) && deed.key == *key) {
            steps.extend(deed.steps.iter().copied());
            states.extend(deed.from.iter().chain(&deed.entered).copied());
        }
        for ids in [&mut steps, &mut states] {
            ids.sort_unstable();
            ids.dedup();
        }
        (steps, states)
    }

    /// How many notes of that world come before `notes`.
    fn place(&self, world: usize, notes: [Option<&Note>; 2]) -> usize {
        let all = &self.scribes[world].notes;
        let is_there = |note: &Note| match (notes[world], notes[1 - world]) {
            (Some(meant), _) => std::ptr::eq(note, meant),
            (None, Some(other)) => note.order() > other.order(),
            (None, None) => false,
        };
        all.iter().position(is_there).unwrap_or(all.len())
    }

    /// Whether `notes` themselves gave the variable what the rest of them met: what both do there before they part.
    fn is_given_before(&self, notes: [Option<&Note>; 2], places: [usize; 2], origin: &Origin) -> bool {
        let [Some(old), Some(new)] = notes else { return false };
        let gives = |world: usize| self.gives(world, places[world], origin);
        let goes_on = old.deed.at == new.deed.at && old.deed.goals == new.deed.goals;
        goes_on && (gives(0) || gives(1)) && !self.is_given_apart([&old.deed, &new.deed], origin)
    }

    /// Whether a part that did something in one world alone gives the variable a value.
    fn is_given_apart(&self, deeds: [&Deed; 2], origin: &Origin) -> bool {
        let Some(journey) = self.worlds.shared.journey(origin.journey) else { return false };
        let name = journey.variables.name(origin.variable);
        let gives = |part: Part| part.does(journey).sets.contains_key(name);
        [(deeds[0], deeds[1]), (deeds[1], deeds[0])].into_iter().any(|(of, other)| {
            let steps = of.steps.iter().filter(|step| !other.steps.contains(step)).map(|&step| Part::Step(step));
            let states = of.entered.iter().filter(|state| !other.entered.contains(state));
            steps.chain(states.map(|&state| Part::State(state))).any(gives)
        })
    }

    /// Whether the note at that place gave the variable a value.
    fn gives(&self, world: usize, place: usize, origin: &Origin) -> bool {
        self.given(world, origin).any(|(note, _)| note == place)
    }

    /// The value after so many notes of that world; absent where it is not known.
    fn value(&self, world: usize, until: usize, origin: &Origin) -> Option<Value> {
        let before = self.given(world, origin).filter(|&(note, _)| note < until).last();
        let left = || self.left(world, origin.slot());
        match before {
            Some((_, value)) => Some(value.clone()),
            None if self.given(world, origin).next().is_none() => left().cloned(),
            // What was there before the input is known of what differed then.
            None => (origin.line < self.line).then(|| origin.values[world].clone()),
        }
    }

    /// The values that the input gave the variable in that world, each with the number of the note.
    fn given<'s>(&'s self, world: usize, origin: &'s Origin) -> impl Iterator<Item = (usize, &'s Value)> {
        let scribe = self.scribes[world];
        let notes = scribe.notes.iter().enumerate();
        notes.filter(|(_, note)| note.deed.journey == Some(origin.journey) && note.deed.key == origin.key).filter_map(
            move |(number, note)| {
                let set = scribe.set.iter().find(|set| set.note == number && set.variable == origin.variable);
                let value = set.map(|set| &set.value);
                let default = || self.default(world, origin).filter(|_| note.deed.what == What::Entered);
                Some((number, value.or_else(default)?))
            },
        )
    }

    fn default(&self, world: usize, origin: &Origin) -> Option<&'a Value> {
        let version = self.worlds.shared.journey(origin.journey)?.versions[world].as_ref()?;
        let slot = self.slots(world, origin.journey)?.iter().position(|&known| known == origin.variable)?;
        Some(&version.machine.journey.context.get(slot)?.default)
    }
}
