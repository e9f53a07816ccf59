//! What an event that names a known and an unknown person says of the two.

use crate::orchestrator::person::Person;

/// What an event says of who is who.
#[derive(Debug, Default)]
pub enum Link<'a> {
    /// Nothing new.
    #[default]
    None,
    /// This unknown person, of whom nothing is known yet, is the event's.
    New(&'a str),
    /// This one, too.
    Absorbed(Box<Person>),
    /// This unknown person belongs to another known one already.
    Refused {
        /// The unknown person.
        anonymous: &'a str,
        /// The known one.
        kept_by: &'a str,
    },
}
