//! What the program says as JSON, held against the schema that is published for it.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

/// Holds what `wayfare diff --format json` has said against its schema.
#[track_caller]
pub fn difference(said: &str) {
    static SCHEMA: OnceLock<Validator> = OnceLock::new();
    let validator = SCHEMA.get_or_init(|| {
        let schema: Value = serde_json::from_str(include_str!("../../docs/diff.schema.json")).expect("JSON");
        jsonschema::draft202012::new(&schema).expect("a schema")
    });
    let tree: Value = serde_json::from_str(said).expect("one JSON document");
    let faults: Vec<String> =
        validator.iter_errors(&tree).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}\n{tree:#}");
}
