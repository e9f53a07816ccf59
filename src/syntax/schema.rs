//! The fields of an event that points to a JSON Schema file, as far as expressions see them.
