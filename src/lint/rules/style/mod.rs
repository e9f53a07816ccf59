//! Style.

pub mod scenario_drift;
