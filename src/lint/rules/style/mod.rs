//! Style.

pub mod allow_without_reason;
pub mod any_order;
pub mod complex_guard;
pub mod coverage_below;
pub mod long_journey;
pub mod missing_description;
pub mod missing_owner;
pub mod naming;
pub mod scenario_drift;
pub mod title_case;
pub mod unused_allow;
