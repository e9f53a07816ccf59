//! What is known of everything that a condition can read.

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::expr::node::{Member, Source};
use crate::expr::paths::Paths;
use crate::expr::solve::texts::Texts;
use crate::expr::solve::values::Values;

/// A thing that a condition can read, but for fields inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// `ctx`, by slot.
    Context(u16),
    /// `old`, by slot.
    Old(u16),
    /// `event.payload`, by the number of the path.
    Payload(u16),
    /// `profile`, by slot.
    Profile(u16),
    /// `user.consent`, by slot of the journey's purposes.
    Consent(u16),
    /// `event.type`.
    EventType,
    /// `event.id`.
    EventId,
    /// `event.timestamp`.
    EventTime,
    /// `event.session_id`.
    Session,
    /// `user.id`.
    UserId,
    /// `user.anonymous`.
    Anonymous,
    /// `now`.
    Now,
    /// `state.entered_at`; never later than `now`.
    EnteredAt,
    /// `in_state`, by number.
    InState(u32),
}

/// What holds in a whole journey: made once, and looked at by every [`World`] of it.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// `ctx`, by slot; beyond the end anything.
    pub context: Vec<Values>,
    /// `profile`, by slot; beyond the end anything.
    pub profile: Vec<Values>,
    /// How many consent purposes there are.
    pub purposes: usize,
    /// The payload paths that the journey's expressions read.
    pub paths: Paths,
    /// The zone where an expression's is none.
    pub default_tz: SmolStr,
}

/// What is known at one place of a journey: its ground, and what is known beside it.
#[derive(Clone, Debug)]
pub struct World<'a> {
    pub(crate) ground: &'a Ground,
    payload: &'a [Values],
    more: SmallVec<[(Thing, Values); 4]>,
    pub(crate) at_once: bool,
}

impl Thing {
    pub(crate) const fn of(source: Source) -> Option<Self> {
        Some(match source {
            Source::Context(slot) => Self::Context(slot),
            Source::Old(slot) => Self::Old(slot),
            Source::Profile(slot) => Self::Profile(slot),
            Source::Payload(path) => Self::Payload(path),
            Source::Local(_) => return None,
        })
    }

    pub(crate) const fn of_member(member: Member) -> Self {
        match member {
            Member::Kind => Self::EventType,
            Member::Id => Self::EventId,
            Member::Timestamp => Self::EventTime,
            Member::Session => Self::Session,
        }
    }
}

impl<'a> World<'a> {
    /// Nothing but what holds in the whole journey: there may be an event or none, of any payload.
    pub const fn of(ground: &'a Ground) -> Self {
        Self { ground, payload: &[], more: SmallVec::new_const(), at_once: false }
    }

    /// The same with payload values by the number of their path; beyond the end anything.
    #[must_use]
    pub const fn payload(mut self, payload: &'a [Values]) -> Self {
        self.payload = payload;
        self
    }

    /// The same where there is an event, of one of these types.
    #[must_use]
    pub fn event(self, types: impl IntoIterator<Item = SmolStr>) -> Self {
        self.with(Thing::EventType, Values::of_texts(Texts::of(types)))
            .with(Thing::EventId, Values::texts())
            .with(Thing::EventTime, Values::moments())
    }

    /// The same where there is no event: a timer, a move.
    #[must_use]
    pub fn no_event(self) -> Self {
        let missing = || Values::none().or_missing();
        self.with(Thing::EventType, missing())
            .with(Thing::EventId, missing())
            .with(Thing::EventTime, missing())
            .with(Thing::Session, missing())
    }

    /// The same in the input that enters the state: `now` is `state.entered_at`.
    #[must_use]
    pub const fn at_once(mut self) -> Self {
        self.at_once = true;
        self
    }

    /// The same where `thing` is one of `values`, whatever was known of it.
    #[must_use]
    pub fn with(mut self, thing: Thing, values: Values) -> Self {
        self.set(thing, values);
        self
    }

    /// Says that `thing` is one of `values`, whatever was known of it.
    pub fn set(&mut self, thing: Thing, values: Values) {
        match self.more.iter_mut().find(|known| known.0 == thing) {
            Some(known) => known.1 = values,
            None => self.more.push((thing, values)),
        }
    }

    /// What `thing` may be.
    pub fn get(&self, thing: Thing) -> Values {
        if let Some((_, values)) = self.more.iter().find(|known| known.0 == thing) {
            return values.clone();
        }
        let slot = |all: &[Values], slot: u16| all.get(usize::from(slot)).cloned().unwrap_or_else(Values::any);
        match thing {
            Thing::Context(index) => slot(&self.ground.context, index),
            Thing::Old(_) => Values::any(),
            Thing::Profile(index) => slot(&self.ground.profile, index),
            Thing::Payload(path) => slot(self.payload, path),
            Thing::Consent(purpose) if usize::from(purpose) >= self.ground.purposes => Values::truth(false),
            Thing::Consent(_) | Thing::Anonymous | Thing::InState(_) => Values::bools(),
            Thing::EventType | Thing::EventId | Thing::Session => Values::texts().or_missing(),
            Thing::EventTime => Values::moments().or_missing(),
            // Nobody is without a name: an event that says so is refused.
            Thing::UserId => Values::names(),
            Thing::Now | Thing::EnteredAt => Values::moments(),
        }
    }
}
