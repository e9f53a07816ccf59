//! Whatever bytes stand in a lock, reading it ends, with a place inside the text; what could be read is written as it was.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it stands")]

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::string::string_regex;
use semver::Version;
use smol_str::SmolStr;
use wayfare::graph::content::element::{Element, Sort};
use wayfare::project::lock::book::{Lock, Published, Versions};

fn published() -> impl Strategy<Value = Published> {
    let sort = prop_oneof![
        proptest::strategy::Just(Sort::State),
        proptest::strategy::Just(Sort::Step),
        proptest::strategy::Just(Sort::Variable),
        proptest::strategy::Just(Sort::Event),
    ];
    let name = string_regex("[!-~é\"\\\\.]{1,9}").unwrap();
    let element = (sort, name).prop_map(|(sort, id)| Element { sort, id: id.into() });
    let digest = string_regex("[0-9a-f]{8}").unwrap().prop_map(SmolStr::from);
    let hash = string_regex("h1:[0-9a-f]{64}").unwrap().prop_map(SmolStr::from);
    (hash, btree_map(element, digest, 0..6)).prop_map(|(hash, names)| Published { hash, names })
}

fn locks() -> impl Strategy<Value = Lock> {
    let version = (0..4_u64, 0..20_u64, 0..3_u64).prop_map(|(a, b, c)| Version::new(a, b, c));
    let id = string_regex("[A-Za-z_][A-Za-z0-9_-]{0,6}").unwrap().prop_map(SmolStr::from);
    let versions = btree_map(version, published(), 1..4);
    btree_map(id, versions, 0..4).prop_map(|journeys: BTreeMap<SmolStr, Versions>| Lock { journeys })
}

/// Reads what may be one, and holds what comes of it to its word.
fn read(text: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    match Lock::read(text) {
        Ok(lock) => prop_assert_eq!(Lock::read(&lock.write()), Ok(lock)),
        Err(fault) => {
            prop_assert!(fault.at.start <= text.len() && fault.at.end <= text.len(), "{fault:?}: {text}");
            let (line, column) = fault.place(text);
            let longest = text.split('\n').nth(line - 1).map_or(0, |line| line.chars().count());
            prop_assert!(column <= longest + 1, "{fault:?}: {text}");
            prop_assert!(!fault.message.is_empty() && !fault.help.is_empty());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(lock in locks()) {
        let text = lock.write();
        let again = Lock::read(&text).unwrap();
        prop_assert_eq!(again.write(), text);
        prop_assert_eq!(again, lock);
    }

    #[test]
    fn any_bytes_are_survived(bytes in vec(any::<u8>(), 0..200)) {
        read(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn a_lock_with_something_wrong_is_survived(lock in locks(), at in any::<usize>(), cut in 0..9_usize, word in prop_oneof![
        string_regex("[\\[\\]{}=\"'.,#\n a-f0-9<>|-]{0,6}").unwrap(),
        string_regex("(<{7} |={7}|>{7} |version = 2|journeys|hash|\\[\\[|\"\"\"|é)").unwrap(),
    ]) {
        let text = lock.write();
        let chars: Vec<char> = text.chars().collect();
        let at = at % (chars.len() + 1);
        let rest = (at + cut).min(chars.len());
        let damaged: String = chars[..at].iter().copied().chain(word.chars()).chain(chars[rest..].iter().copied()).collect();
        read(&damaged)?;
    }
}

#[test]
fn depth_and_length_are_bounded() {
    for (open, close) in [("[", "]"), ("{ a = ", " }"), ("a.", "")] {
        let deep = format!("version = 1\njourneys = {}{}", open.repeat(20_000), close.repeat(20_000));
        assert!(Lock::read(&deep).is_err(), "{open}");
    }
    let long = format!("version = 1\n{}", "<".repeat(1_000_000));
    assert!(Lock::read(&long).is_err());
}
