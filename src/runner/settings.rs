//! What a project's config says of all people.

use crate::orchestrator::process::Settings;
use crate::project::config::Config;

/// The settings of a run in the project of this config.
pub fn settings(config: &Config) -> Settings {
    Settings { idempotency_window: config.idempotency_window, processing_opt_in: config.processing_opt_in }
}
