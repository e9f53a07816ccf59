//! Everyone of one shard, found by any id that they are known by.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use smol_str::SmolStr;

use crate::orchestrator::person::Person;

/// Some of the people.
#[derive(Debug, Default)]
pub struct Roster {
    /// Everyone, in no order that means anything.
    pub people: Vec<Person>,
    /// By their own id.
    places: HashTable<u32>,
    /// By the id of an unknown person who turned out to be them.
    aliases: HashTable<Alias>,
}

#[derive(Clone, Copy, Debug)]
struct Alias {
    hash: u64,
    place: u32,
}

/// A person's id, and whether it is no known one's: a known and an unknown person of one spelling are two.
pub type Who<'a> = (&'a str, bool);

/// The hash by which a person is found, the same in every run.
pub fn hash((id, anonymous): Who<'_>) -> u64 {
    let mut hasher = FixedState::with_seed(0x77_61_79).build_hasher();
    id.hash(&mut hasher);
    anonymous.hash(&mut hasher);
    hasher.finish()
}

fn own(person: &Person) -> u64 {
    hash((&person.id, person.anonymous))
}

impl Roster {
    /// The place of the person who is called so.
    #[inline]
    pub fn find(&self, who: Who<'_>, hash_of: u64) -> Option<usize> {
        let people = &self.people;
        let is = |place: u32| people.get(place as usize).is_some_and(|person| person.is_called(who.0, who.1));
        if let Some(&place) = self.places.find(hash_of, |&place| is(place)) {
            return Some(place as usize);
        }
        if !who.1 || self.aliases.is_empty() {
            return None;
        }
        self.aliases.find(hash_of, |alias| alias.hash == hash_of && is(alias.place)).map(|alias| alias.place as usize)
    }

    /// The same; if there is none, somebody new. They are looked for first at the place `near`.
    #[inline]
    pub fn place(&mut self, who: Who<'_>, hash_of: u64, near: Option<usize>) -> usize {
        let is = |place: &usize| self.people.get(*place).is_some_and(|person| person.is_called(who.0, who.1));
        match near.filter(is).or_else(|| self.find(who, hash_of)) {
            Some(place) => place,
            None => self.enroll(Person::new(who.0, who.1), hash_of),
        }
    }

    /// Takes somebody in who comes from elsewhere, with all their names.
    pub fn take_in(&mut self, person: Person) {
        let names = person.aliases().to_vec();
        let hash_of = own(&person);
        let place = self.enroll(person, hash_of);
        self.call(place, &names);
    }

    /// Takes the person at `place` out.
    pub fn take_out(&mut self, place: usize) -> Person {
        let last = self.people.len() - 1;
        self.unlist(place);
        if place != last {
            self.relist(last, place);
        }
        self.people.swap_remove(place)
    }

    /// Takes everyone out of whom an id has this hash.
    pub fn take_all(&mut self, hash_of: u64) -> Vec<Person> {
        let mut taken = Vec::new();
        while let Some(place) = self.any(hash_of) {
            taken.push(self.take_out(place));
        }
        taken
    }

    /// From now on the person at `place` is found by these ids of unknown people, too.
    pub fn call(&mut self, place: usize, names: &[SmolStr]) {
        for name in names {
            let hash = hash((name, true));
            let known = self.aliases.find(hash, |alias| alias.hash == hash && alias.place as usize == place);
            if known.is_none() {
                self.aliases.insert_unique(hash, Alias { hash, place: place as u32 }, |alias| alias.hash);
            }
        }
    }

    /// Everyone, which ends it.
    pub fn close(&mut self) -> Vec<Person> {
        (self.places, self.aliases) = (HashTable::new(), HashTable::new());
        std::mem::take(&mut self.people)
    }

    fn enroll(&mut self, person: Person, hash_of: u64) -> usize {
        let place = self.people.len();
        self.people.push(person);
        let people = &self.people;
        let own_of = |&place: &u32| people.get(place as usize).map_or(0, own);
        self.places.insert_unique(hash_of, place as u32, own_of);
        place
    }

    fn any(&self, hash_of: u64) -> Option<usize> {
        let people = &self.people;
        let place = self.places.find(hash_of, |&place| people.get(place as usize).is_some_and(|it| own(it) == hash_of));
        let alias = || self.aliases.find(hash_of, |alias| alias.hash == hash_of).map(|alias| alias.place);
        place.copied().or_else(alias).map(|place| place as usize)
    }

    fn unlist(&mut self, place: usize) {
        let person = &self.people[place];
        if let Ok(entry) = self.places.find_entry(own(person), |&listed| listed as usize == place) {
            entry.remove();
        }
        for name in person.aliases() {
            let hash = hash((name, true));
            if let Ok(entry) = self.aliases.find_entry(hash, |it| it.hash == hash && it.place as usize == place) {
                entry.remove();
            }
        }
    }

    fn relist(&mut self, before: usize, after: usize) {
        let person = &self.people[before];
        if let Some(listed) = self.places.find_mut(own(person), |&listed| listed as usize == before) {
            *listed = after as u32;
        }
        for name in person.aliases() {
            let hash = hash((name, true));
            if let Some(alias) = self.aliases.find_mut(hash, |it| it.hash == hash && it.place as usize == before) {
                alias.place = after as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Roster, hash};
    use crate::orchestrator::person::Person;

    fn found<'r>(roster: &'r Roster, id: &str, anonymous: bool) -> Option<&'r str> {
        let place = roster.find((id, anonymous), hash((id, anonymous)))?;
        Some(&roster.people[place].id)
    }

    #[test]
    fn people_are_found_by_all_their_names_wherever_they_stand() {
        let mut roster = Roster::default();
        for n in 0..100 {
            let id = format!("u-{n}");
            let place = roster.place((&id, false), hash((&id, false)), None);
            let mut person = Person::new(&id, false);
            for name in [format!("a-{n}"), format!("b-{n}")] {
                person.add_alias(&name);
            }
            roster.take_out(place);
            roster.take_in(person);
        }
        for n in (0..100).step_by(3) {
            let name = format!("b-{n}");
            let taken = roster.take_all(hash((&name, true)));
            assert_eq!(taken.iter().map(|person| person.id.to_string()).collect::<Vec<_>>(), [format!("u-{n}")]);
        }
        for n in 0..100 {
            let there = (n % 3 != 0).then(|| format!("u-{n}"));
            for (id, anonymous) in [(format!("u-{n}"), false), (format!("a-{n}"), true), (format!("b-{n}"), true)] {
                assert_eq!(found(&roster, &id, anonymous), there.as_deref(), "{id}");
            }
        }
        assert_eq!(found(&roster, "u-1", true), None, "a known and an unknown person of one spelling are two");
    }
}
