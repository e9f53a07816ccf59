//! Style.

pub mod complex_guard;
pub mod scenario_drift;
