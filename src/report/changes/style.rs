//! How a difference is shown on a terminal.

use crate::report::paint::Paint;

/// How it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether with colours.
    pub paint: Paint,
    /// How many columns there are.
    pub width: usize,
    /// Whether changes are shown that nobody notices.
    pub all: bool,
}
