//! What Wayfare says: records and findings as text and JSON.
