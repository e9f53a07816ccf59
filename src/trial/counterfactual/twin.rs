//! The same people in two worlds: each line is heard in both, and what they do is held side by side.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::engine::event::Event;
use crate::orchestrator::person::Person;
use crate::runner::heard::{Heard, linked, who};
use crate::runner::lane::Lane;
use crate::runner::roster::{Who, hash};
use crate::runner::shard::Shard;
use crate::terms::beside::beside;
use crate::trial::counterfactual::ends::Ends;
use crate::trial::counterfactual::ledger::{AFTER, Entry, Grade, Id, Ledger, Parted};
use crate::trial::counterfactual::note::{Cause, Note};
use crate::trial::counterfactual::parting::{counted, first, origins};
use crate::trial::counterfactual::scribe::Scribe;
use crate::trial::counterfactual::worlds::Worlds;

/// Some of the people, in both worlds.
pub struct Twin<'w> {
    worlds: &'w Worlds<'w>,
    shards: [Shard<'w, Scribe<'w>>; 2],
    /// Where they are at the end.
    pub ends: Ends,
    /// Whose worlds differ.
    pub ledger: Ledger,
    /// Who the unknown people are who turned out to be somebody, in each world.
    pub names: [BTreeMap<SmolStr, Id>; 2],
}

/// One person in each world where they are.
#[derive(Debug)]
pub struct Pair {
    /// Them, in the old world and in the new one.
    pub both: [Option<Person>; 2],
    /// What is remembered of them, while they go from one thread to another.
    entry: Option<Box<(Id, Entry)>>,
}

impl Pair {
    const fn of(both: [Option<Person>; 2]) -> Self {
        Self { both, entry: None }
    }
}

impl<'w> Twin<'w> {
    /// Nobody yet.
    pub fn new(worlds: &'w Worlds<'w>) -> Self {
        let shard =
            |side: usize| Shard::new(worlds.fleets[side], worlds.settings[side], Scribe::new(&worlds.numbers[side]));
        let (ends, ledger) = (Ends::default(), Ledger::default());
        Self { worlds, shards: [0, 1].map(shard), ends, ledger, names: Default::default() }
    }

    /// An unknown person whom `event` names beside a known one may be them from now on.
    fn fold(&mut self, event: &Event<'_>) {
        let Some(other) = linked(event) else { return };
        let of_other = hash(other);
        let found = self.shards.iter().rev().find_map(|shard| {
            let place = shard.roster.find(other, of_other)?;
            shard.roster.people.get(place).filter(|person| !person.anonymous)
        });
        if let Some(person) = found
            && let Some((_, entry)) = self.ledger.take(other)
        {
            self.ledger.put((person.id.clone(), false), entry);
        }
    }

    fn clear(&mut self) {
        self.shards.iter_mut().for_each(|shard| shard.collector.clear());
    }

    /// Whether the last input did the same in both worlds, and left the same.
    fn is_one(&self) -> bool {
        let [old, new] = self.shards.each_ref().map(|shard| &shard.collector);
        let same = old.notes.len() == new.notes.len()
            && old.notes.iter().zip(&new.notes).all(|(old, new)| old.deed == new.deed);
        // Who enters has a context of defaults, which nobody assigned.
        same && old.set == new.set && !new.has_entered()
    }
}

/// Holds what one input at `line` did to a person side by side.
fn hold(
    ledger: &mut Ledger,
    worlds: &Worlds<'_>,
    [old, new]: [&Scribe<'_>; 2],
    line: u64,
    (who, person): (Who<'_>, [Option<&Person>; 2]),
) {
    let id = (who.0.into(), who.1);
    let mut others = Vec::new();
    if ledger.partings.wants(Grade::Way) {
        let known = ledger.entries.get(&id).map_or(&[][..], |entry| &entry.origins);
        others = origins(worlds, [old, new], person, (line, known));
    }
    let parting = first(&old.notes, &new.notes);
    if others.is_empty() && parting.is_none() {
        return;
    }
    let entry = ledger.entries.entry(id).or_default();
    entry.origins.extend(others);
    let Some((grade, notes)) = parting else { return };
    counted(&old.notes, &new.notes, entry);
    if entry.part(grade) && ledger.partings.wants(grade) {
        let parted = Parted {
            line,
            who: (who.0.into(), who.1),
            notes: notes.map(Option::<&Note>::cloned),
            origins: entry.origins.to_vec(),
        };
        ledger.partings.keep(grade, parted);
    }
}

impl Lane for Twin<'_> {
    type Person = Pair;

    fn hear(&mut self, heard: &Heard<'_>) {
        self.clear();
        let [old, new] = &mut self.shards;
        old.said(&heard.said, heard);
        new.said(heard.other.as_deref().unwrap_or(&heard.said), heard);
        let Some(event) = heard.event() else { return };
        self.fold(event);
        if self.is_one() {
            return;
        }
        // Whoever refuses a line does not know what the other world reads in it.
        let refusals = self.shards.iter_mut().flat_map(|shard| &mut shard.collector.notes);
        for note in refusals.filter(|note| note.is_refusal()) {
            (note.cause, note.deed.at) = (Cause::Event(event.name.as_ref().into()), event.timestamp);
        }
        let of = who(event);
        let [old, new] = &self.shards;
        let person = [old, new].map(|shard| {
            let place = shard.roster.find(of, heard.hash)?;
            shard.roster.people.get(place)
        });
        // An unknown person may have turned out to be a known one.
        let is = person[1].or(person[0]).map_or(of, |person| (&person.id, person.anonymous));
        hold(&mut self.ledger, self.worlds, [&old.collector, &new.collector], heard.line, (is, person));
    }

    fn too_long(&mut self, line: u64) {
        self.shards.iter_mut().for_each(|shard| shard.too_long(line));
    }

    fn lines(&self) -> u64 {
        self.shards[1].lines
    }

    fn latest(&self) -> Option<i64> {
        self.shards.iter().filter_map(|shard| shard.latest).max()
    }

    fn depart(&mut self, hash: u64) -> Vec<Pair> {
        let [old, new] = self.shards.each_mut().map(|shard| shard.roster.take_all(hash));
        let olds = old.into_iter().map(|person| Pair::of([Some(person), None]));
        let mut pairs: Vec<Pair> = olds.chain(new.into_iter().map(|person| Pair::of([None, Some(person)]))).collect();
        for pair in &mut pairs {
            pair.entry = self.ledger.take(Self::who(pair)).map(Box::new);
        }
        pairs
    }

    fn arrive(&mut self, Pair { both, entry }: Pair) {
        if let Some(remembered) = entry {
            let (who, entry) = *remembered;
            self.ledger.put(who, entry);
        }
        for (shard, person) in self.shards.iter_mut().zip(both) {
            if let Some(person) = person {
                shard.roster.take_in(person);
            }
        }
    }

    fn close(&mut self) -> Vec<Pair> {
        let [olds, news] = self.shards.each_mut().map(|shard| {
            let mut people = shard.roster.close();
            people.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
            people
        });
        let mut pairs = Vec::with_capacity(news.len());
        pairs.extend(beside(olds, news, |old, new| key(old).cmp(&key(new))).map(Pair::of));
        pairs
    }

    fn settle(&mut self, pair: &mut Pair, until: i64) {
        self.clear();
        // Nobody asks for them any more: their memory is for whoever comes next.
        let mut both = std::mem::take(&mut pair.both);
        for (shard, person) in self.shards.iter_mut().zip(&mut both) {
            if let Some(person) = person {
                shard.conductor.settle(person, until, &mut shard.collector);
            }
        }
        let Some(who) = both[1].as_ref().or(both[0].as_ref()).map(|person| (person.id.clone(), person.anonymous))
        else {
            return;
        };
        let [old, new] = &self.shards;
        let person = both.each_ref().map(Option::as_ref);
        let is = (who.0.as_str(), who.1);
        if !self.is_one() {
            hold(&mut self.ledger, self.worlds, [&old.collector, &new.collector], AFTER, (is, person));
        }
        let Worlds { fleets, numbers, .. } = self.worlds;
        if self.ends.count([(fleets[0], &numbers[0]), (fleets[1], &numbers[1])], person) {
            self.ledger.entry(is).elsewhere = true;
        }
        for (names, person) in self.names.iter_mut().zip(&both) {
            let Some(person) = person else { continue };
            let aliases = person.aliases().iter();
            names.extend(aliases.map(|alias| (alias.clone(), (person.id.clone(), person.anonymous))));
        }
    }

    fn who(Pair { both, .. }: &Pair) -> Who<'_> {
        both.iter().flatten().map(key).next_back().unwrap_or_default()
    }
}

fn key(person: &Person) -> Who<'_> {
    (&person.id, person.anonymous)
}
