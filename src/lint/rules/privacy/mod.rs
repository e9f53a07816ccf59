//! Personal data and consent.
