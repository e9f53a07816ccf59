//! Where personal data goes: what rules about it ask.

pub mod brought;
pub mod personal;
pub mod places;
