//! Style.

pub mod allow_without_reason;
pub mod scenario_drift;
pub mod unused_allow;
