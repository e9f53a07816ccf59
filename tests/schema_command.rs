//! `schema` prints what stands under `schemas/`.

#![allow(clippy::unwrap_used, reason = "a test stops where it stands")]

mod harness;

use std::fs;
use std::path::Path;

use harness::Wayfare;
use wayfare::report::schema::document::ALL;

#[test]
fn each_kind_is_printed_as_it_stands() {
    for (name, _) in ALL {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
        let ran = Wayfare::new(&format!("schema {name}")).exits(0);
        assert_eq!((ran.stdout(), ran.stderr()), (fs::read_to_string(path).unwrap(), String::new()), "{name}");
    }
}

#[test]
fn what_is_no_kind_is_bad_usage() {
    let ran = Wayfare::new("schema jurney").exits(2);
    assert_eq!(ran.stdout(), "");
    assert!(ran.stderr().contains("did you mean `journey`?"), "{}", ran.stderr());
}
