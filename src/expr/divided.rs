//! A division of ints that was told, and what to write for it: one around it tells of both.

use crate::expr::tokens::Place;

/// A division of ints that was told.
pub(crate) struct Divided {
    /// Where it stands.
    pub(crate) place: Place,
    /// It as one that gives a number.
    pub(crate) number: String,
    /// It as the argument of `floor(…)`.
    pub(crate) whole: String,
}
