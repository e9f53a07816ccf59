//! Against another version: whom a new one would leave behind.

pub mod bump_too_small;
pub mod event_contract_narrowed;
pub mod migration_incomplete;
pub mod migration_invalid;
pub mod migration_missing;
pub mod name_reused;
pub mod rename_without_migrate;
pub mod version_not_bumped;
