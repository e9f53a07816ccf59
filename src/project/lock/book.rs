//! What was published: of each journey each version, with its content hash and what its names meant.

use std::collections::BTreeMap;

use semver::Version;
use smol_str::SmolStr;

use crate::graph::content::element::{Element, Sort};

/// The name of the file, beside `wayfare.toml`.
pub const LOCK: &str = "wayfare.lock";

/// The version of the format that is written, and the only one that is read.
pub(in crate::project::lock) const FORMAT: &str = "1";

/// The names that a version may not give another meaning once they were gone, and what the file calls them.
pub(in crate::project::lock) const NAMES: [(Sort, &str); 5] = [
    (Sort::State, "states"),
    (Sort::Step, "steps"),
    (Sort::Variable, "variables"),
    (Sort::Event, "events"),
    (Sort::Action, "actions"),
];

/// How many digits tell two meanings of one name apart.
pub(in crate::project::lock) const DIGITS: usize = 8;

/// Every published version of every journey, by its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// By id, then by version.
    pub journeys: BTreeMap<SmolStr, Versions>,
}

/// The published versions of one journey.
pub type Versions = BTreeMap<Version, Published>;

/// A version as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its content hash, `h1:…`.
    pub hash: SmolStr,
    /// Its states, steps, variables, events and actions, each with the beginning of a digest over what it means: 8 digits.
    pub names: BTreeMap<Element, SmolStr>,
}

/// What became of a version that is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// It was not there, and is now.
    Added,
    /// It was there with this content.
    Known,
    /// It is there with other content, and stays as it is.
    Other,
}

impl Lock {
    /// The published versions of a journey.
    pub fn versions(&self, journey: &str) -> Option<&Versions> {
        self.journeys.get(journey)
    }

    /// Adds a version, unless it is there.
    pub fn enter(&mut self, journey: &SmolStr, version: &Version, published: Published) -> Entered {
        let versions = self.journeys.entry(journey.clone()).or_default();
        match versions.get(version) {
            Some(known) if known.hash == published.hash => Entered::Known,
            Some(_) => Entered::Other,
            None => {
                versions.insert(version.clone(), published);
                Entered::Added
            }
        }
    }
}
