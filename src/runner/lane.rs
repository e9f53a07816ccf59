//! Some of the people, moved by one thread: as the journeys of one world say, or of two worlds side by side.

use crate::runner::heard::Heard;
use crate::runner::roster::Who;

/// Some of the people, and what moves them.
pub trait Lane: Send {
    /// One of them, once they were taken out.
    type Person: Send;

    /// Takes one line.
    fn hear(&mut self, heard: &Heard<'_>);

    /// Takes a line that was too long to be kept.
    fn too_long(&mut self, line: u64);

    /// How many lines it took.
    fn lines(&self) -> u64;

    /// The greatest timestamp of an event.
    fn latest(&self) -> Option<i64>;

    /// How many bytes of records and of dead letters wait to be taken.
    fn waiting(&self) -> (usize, usize) {
        (0, 0)
    }

    /// Takes them out, leaving empty buffers: records and dead letters.
    fn take(&mut self, records: &mut Vec<u8>, dead_letters: &mut Vec<u8>) {
        let _ = (records, dead_letters);
    }

    /// Lets everyone go of whom an id has this hash.
    fn depart(&mut self, hash: u64) -> Vec<Self::Person>;

    /// Takes somebody in who was in another lane.
    fn arrive(&mut self, person: Self::Person);

    /// Lets everyone go, for good.
    fn close(&mut self) -> Vec<Self::Person>;

    /// Fires what is due by `until`.
    fn settle(&mut self, person: &mut Self::Person, until: i64);

    /// Who somebody is.
    fn who(person: &Self::Person) -> Who<'_>;
}
