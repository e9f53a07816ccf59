//! Headings of help that more than one file knows.

/// Over what every command takes.
pub const GLOBAL: &str = "Global options";
