//! What is remembered of people whose worlds differ.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use smol_str::SmolStr;
use thin_vec::ThinVec;

use crate::runner::roster::Who;
use crate::terms::value::Value;
use crate::trial::counterfactual::note::{Ids, Note};

/// So many partings are told with what happened; more than are shown, since two people may turn out to be one.
const KEPT: usize = 128;

/// The line of what happens after the last one.
pub const AFTER: u64 = u64::MAX;

/// People by id, and whether they are no known ones.
pub type Id = (SmolStr, bool);

/// People whose worlds differ, as one thread saw them.
#[derive(Debug, Default)]
pub struct Ledger {
    /// What is remembered of each.
    pub entries: FxHashMap<Id, Entry>,
    /// The earliest partings.
    pub partings: Partings,
}

/// The earliest partings, by grade.
#[derive(Debug, Default)]
pub struct Partings([Vec<Parted>; 2]);

/// What is remembered of one person. It goes where they go, and with whom they turn out to be.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Of which grades their partings are.
    pub parted: [bool; 2],
    /// Whether an instance of theirs is elsewhere at the end.
    pub elsewhere: bool,
    /// How much more often something happened in the new world.
    pub nets: SmallVec<[(Counted, i64); 1]>,
    /// Since when which variables have other values, as far as somebody will be told of it.
    pub origins: ThinVec<Origin>,
}

/// How much of a difference something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Another way: other steps, states, actions, goals; or the same way at another time, on which much may follow.
    Way,
    /// The same way at the same time, with other params.
    Params,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// An action that was sent, or held back for this reason.
    Effect(u32, Option<&'static str>),
    /// A goal of a journey that was reached.
    Goal(u32, u32),
    /// An input that could not be processed, for this reason.
    DeadLetter(&'static str),
    /// An action that ran in both worlds, in the new one with other params.
    Reworded(u32),
}

/// Since when a variable has another value.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The journey.
    pub journey: u32,
    /// The instance's key; `Unit` without one.
    pub key: Value,
    /// The variable.
    pub variable: u32,
    /// The line, or [`AFTER`].
    pub line: u64,
    /// The values, old and new.
    pub values: [Value; 2],
    /// Steps that were taken then, in either world.
    pub steps: Ids,
    /// States that were passed then, in either world.
    pub states: Ids,
}

/// Where the worlds of one person parted.
#[derive(Clone, Debug)]
pub struct Parted {
    /// The line, or [`AFTER`].
    pub line: u64,
    /// Who.
    pub who: Id,
    /// What happened in each world that did not happen in the other.
    pub notes: [Option<Note>; 2],
    /// All that the same input did in each world.
    pub input: [Vec<Note>; 2],
    /// Which variables had other values.
    pub origins: Vec<Origin>,
}

impl Entry {
    /// Counts what happened so much more often in the new world.
    pub fn count(&mut self, what: Counted, more: i64) {
        match self.nets.iter_mut().find(|(counted, _)| *counted == what) {
            Some((_, net)) => *net += more,
            None => self.nets.push((what, more)),
        }
    }

    /// Their worlds part so; whether they do for the first time.
    pub const fn part(&mut self, grade: Grade) -> bool {
        !std::mem::replace(&mut self.parted[grade as usize], true)
    }

    /// Whether their worlds parted so.
    pub const fn has_parted(&self, grade: Grade) -> bool {
        self.parted[grade as usize]
    }

    /// Forgets what nobody will be told of.
    pub fn forget(&mut self) {
        self.origins = ThinVec::new();
    }

    fn add(&mut self, other: Self) {
        self.parted.iter_mut().zip(other.parted).for_each(|(parted, too)| *parted |= too);
        self.elsewhere |= other.elsewhere;
        other.nets.into_iter().for_each(|(what, more)| self.count(what, more));
        for origin in other.origins {
            match self.origins.iter_mut().find(|known| known.slot() == origin.slot()) {
                Some(known) if known.line <= origin.line => {}
                Some(known) => *known = origin,
                None => self.origins.push(origin),
            }
        }
    }
}

impl Origin {
    /// The variable of the instance that it tells of.
    pub const fn slot(&self) -> (u32, &Value, u32) {
        (self.journey, &self.key, self.variable)
    }
}

impl Partings {
    /// Whether one of this grade may still be told; they come in order of line, and after the last one of person.
    pub fn wants(&self, grade: Grade) -> bool {
        // What is told first leaves no place to the rest.
        self.0[..=grade as usize].iter().all(|known| known.len() < KEPT)
    }

    /// Keeps one.
    pub fn keep(&mut self, grade: Grade, parted: Parted) {
        self.0[grade as usize].push(parted);
    }
}

impl Ledger {
    /// What is remembered of `who`.
    pub fn entry(&mut self, (id, anonymous): Who<'_>) -> &mut Entry {
        self.entries.entry((SmolStr::new(id), anonymous)).or_default()
    }

    /// What is remembered of `who` leaves.
    pub fn take(&mut self, (id, anonymous): Who<'_>) -> Option<(Id, Entry)> {
        self.entries.remove_entry(&(SmolStr::new(id), anonymous))
    }

    /// What was remembered of somebody elsewhere, or under another name, is remembered of `who`.
    pub fn put(&mut self, who: Id, entry: Entry) {
        self.entries.entry(who).or_default().add(entry);
    }

    /// Everything of another thread as well.
    pub fn add(&mut self, other: Self) {
        #[allow(clippy::iter_over_hash_type, reason = "adding does not depend on the order")]
        for (who, entry) in other.entries {
            self.put(who, entry);
        }
        for (partings, others) in self.partings.0.iter_mut().zip(other.partings.0) {
            partings.extend(others);
        }
    }

    /// Unknown people are from now on the known ones that `names` says they turned out to be; who comes later counts.
    pub fn reveal(&mut self, mut names: Vec<(SmolStr, Id)>) {
        let told = self.partings.0.iter().flatten().filter(|parted| parted.who.1);
        let told: FxHashSet<SmolStr> = told.map(|parted| parted.who.0.clone()).collect();
        names.retain(|(name, _)| told.contains(name) || self.entries.contains_key(&(name.clone(), true)));
        let names: BTreeMap<SmolStr, Id> = names.into_iter().collect();
        for (name, is) in &names {
            if let Some((_, entry)) = self.take((name, true)) {
                self.put(is.clone(), entry);
            }
        }
        for parted in self.partings.0.iter_mut().flatten().filter(|parted| parted.who.1) {
            if let Some(is) = names.get(&parted.who.0) {
                parted.who.clone_from(is);
            }
        }
    }

    /// The first `count` people who parted, each once: those who go another way before those for whom only params differ.
    pub fn first(&mut self, count: usize) -> Vec<Parted> {
        let mut first: Vec<Parted> = Vec::new();
        for mut partings in std::mem::take(&mut self.partings.0) {
            partings.sort_by(|a, b| (a.line, &a.who).cmp(&(b.line, &b.who)));
            for parted in partings {
                if first.len() < count && !first.iter().any(|known| known.who == parted.who) {
                    first.push(parted);
                }
            }
        }
        first
    }
}
