//! The same people in two worlds: each line is heard in both, and what they do is held side by side.

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
use crate::trial::counterfactual::origins::Input;
use crate::trial::counterfactual::parting::{counted, first};
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
    pub names: [Vec<(SmolStr, Id)>; 2],
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

    /// Whether a variable that had other values may be alike again, or have others.
    fn may_forget(&self) -> bool {
        let [_, new] = &self.shards;
        !new.collector.set.is_empty() && !self.ledger.entries.is_empty() && self.ledger.partings.wants(Grade::Way)
    }
}

/// Holds what one input did to a person side by side.
fn hold(ledger: &mut Ledger, input: &Input<'_>, who: Who<'_>) {
    let id = (who.0.into(), who.1);
    let [old, new] = input.scribes.map(|scribe| &scribe.notes[..]);
    let mut others = Vec::new();
    let known = ledger.entries.get(&id);
    // Whoever went another way is told of already.
    let is_followed = ledger.partings.wants(Grade::Way) && known.is_none_or(|entry| !entry.has_parted(Grade::Way));
    if is_followed {
        others = input.origins(known.map_or(&[][..], |entry| &entry.origins));
    }
    let parting = first(old, new);
    if others.is_empty() && parting.is_none() {
        return follow(ledger, input, &id);
    }
    let entry = ledger.entries.entry(id.clone()).or_default();
    if let Some((grade, notes)) = parting {
        counted(old, new, entry);
        if entry.part(grade) && ledger.partings.wants(grade) {
            ledger.partings.keep(
                grade,
                Parted {
                    line: input.line,
                    who: id,
                    notes: notes.map(Option::<&Note>::cloned),
                    input: [old.to_vec(), new.to_vec()],
                    origins: input.at_parting(notes, entry.origins.iter().chain(&others)),
                },
            );
        }
    }
    if entry.has_parted(Grade::Way) {
        entry.forget();
    } else if is_followed {
        entry.origins.extend(others);
        entry.origins.retain_mut(|origin| input.renew(origin));
    }
}

/// What differs in the variables of a person goes on.
fn follow(ledger: &mut Ledger, input: &Input<'_>, who: &Id) {
    if ledger.partings.wants(Grade::Way)
        && let Some(entry) = ledger.entries.get_mut(who)
    {
        entry.origins.retain_mut(|origin| input.renew(origin));
    }
}

impl Lane for Twin<'_> {
    type Person = Pair;

    fn hear(&mut self, heard: &Heard<'_>) {
        self.clear();
        let [old, new] = &mut self.shards;
        let place = old.said(&heard.said, heard, None);
        // Most people have come in the same order in both worlds.
        new.said(heard.other.as_deref().unwrap_or(&heard.said), heard, place);
        let Some(event) = heard.event() else { return };
        self.fold(event);
        let is_one = self.is_one();
        if is_one && !self.may_forget() {
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
        let scribes = [&old.collector, &new.collector];
        let input = Input { worlds: self.worlds, scribes, person, line: heard.line };
        if is_one {
            follow(&mut self.ledger, &input, &(is.0.into(), is.1));
        } else {
            hold(&mut self.ledger, &input, is);
        }
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
            let scribes = [&old.collector, &new.collector];
            hold(&mut self.ledger, &Input { worlds: self.worlds, scribes, person, line: AFTER }, is);
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
