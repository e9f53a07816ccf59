//! Effects of a person that are not done with: deferred to a window's opening, or sent and not answered.

use crate::engine::effect::{Effect, Params};
use crate::engine::instance::Status;
use crate::model::ids::ActionId;
use crate::terms::value::Value;

/// The effects of one person that wait for something, in the order in which that began.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// Those that are decided again when their window opens.
    pub deferred: Vec<Deferred>,
    /// Those that were sent, and whose fate something listens to.
    pub unanswered: Vec<Unanswered>,
}

/// The instance that an effect belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    /// The journey's number.
    pub journey: u32,
    /// The number of the version that asked for the effect.
    pub machine: u32,
    /// The instance's key.
    pub key: Value,
    /// The instance's visit.
    pub visit: u32,
    /// How it ended, once that visit has and cannot be asked any more.
    pub ended: Option<Status>,
}

/// An effect that waits for its window.
#[derive(Clone, Debug)]
pub struct Deferred {
    /// Whose it is.
    pub owner: Owner,
    /// Its key, as first decided.
    pub id: [u8; 16],
    /// The effect; its `deferral` says until when.
    pub effect: Effect,
    /// Whether a rule ended its instance meanwhile.
    pub dropped: bool,
}

/// An effect that was sent and not answered.
#[derive(Clone, Debug)]
pub struct Unanswered {
    /// Whose it is.
    pub owner: Owner,
    /// Its key.
    pub id: [u8; 16],
    /// When it was sent, in milliseconds.
    pub at: i64,
    /// The action.
    pub action: ActionId,
    /// What it was asked with.
    pub params: Params,
}

impl Owner {
    /// Whether it is this visit of the instance of a journey and key.
    pub fn is(&self, journey: u32, key: &Value, visit: u32) -> bool {
        self.journey == journey && self.visit == visit && self.key == *key
    }
}

impl Deferred {
    /// When it is decided again.
    pub fn due(&self) -> i64 {
        self.effect.deferral.map_or(i64::MAX, |deferral| deferral.until)
    }

    /// The order in which it was deferred, among what its instance started.
    pub fn started(&self) -> u32 {
        self.effect.deferral.map_or(0, |deferral| deferral.started)
    }
}

impl Waiting {
    /// Everything that waits, by its owner.
    pub fn owners(&mut self) -> impl Iterator<Item = &mut Owner> {
        let deferred = self.deferred.iter_mut().map(|deferred| &mut deferred.owner);
        deferred.chain(self.unanswered.iter_mut().map(|unanswered| &mut unanswered.owner))
    }

    /// Takes that of another person over.
    pub fn unite(&mut self, other: Self) {
        self.deferred.extend(other.deferred);
        self.deferred.sort_by_key(|deferred| (deferred.due(), deferred.id));
        self.unanswered.extend(other.unanswered);
        self.unanswered.sort_by_key(|unanswered| (unanswered.at, unanswered.id));
    }
}
