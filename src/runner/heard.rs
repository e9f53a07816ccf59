//! One line, decoded.

use crate::engine::event::Event;
use crate::intake::decode::Rejected;
use crate::runner::decoders::Decoders;
use crate::runner::roster::{Who, hash};

/// An event, or why the line is none.
pub type Said<'b> = Result<Event<'b>, Rejected>;

/// One line, decoded.
pub struct Heard<'b> {
    /// Its number, from 1.
    pub line: u64,
    /// Its bytes.
    pub text: &'b [u8],
    /// The hash of whom it is about.
    pub hash: u64,
    /// What it says.
    pub said: Said<'b>,
    /// What it says in the other of two worlds, where that is not the same.
    pub other: Option<Box<Said<'b>>>,
}

/// Whom an event is about.
pub fn who<'e>(event: &'e Event<'_>) -> Who<'e> {
    match (&event.user, &event.anonymous) {
        (Some(user), _) => (user, false),
        (None, Some(anonymous)) => (anonymous, true),
        (None, None) => ("", true),
    }
}

/// The unknown person that an event about a known one names as well.
pub fn linked<'e>(event: &'e Event<'_>) -> Option<Who<'e>> {
    event.user.as_ref()?;
    event.anonymous.as_deref().map(|anonymous| (anonymous, true))
}

impl<'b> Heard<'b> {
    /// A line without its line break.
    pub fn of(decoders: &Decoders, text: &'b [u8], line: u64) -> Self {
        let (said, other) = decoders.decode(text, line);
        // Whoever tells of a line that is no event: nobody else's state is asked.
        let hash = event(&said, other.as_deref()).map_or(line << 32, |event| hash(who(event)));
        Self { line, text, hash, said, other }
    }

    /// The event, if it is one in either world.
    pub fn event(&self) -> Option<&Event<'b>> {
        event(&self.said, self.other.as_deref())
    }
}

/// Both worlds read the same people.
fn event<'h, 'b>(said: &'h Said<'b>, other: Option<&'h Said<'b>>) -> Option<&'h Event<'b>> {
    said.as_ref().ok().or_else(|| other?.as_ref().ok())
}
