//! Personal data and consent.

pub mod pii_in_key;
pub mod pii_laundered;
pub mod pii_literal;
pub mod pii_to_action;
pub mod pii_without_consent;
pub mod secret_literal;
pub mod send_without_consent;
pub mod special_category;
