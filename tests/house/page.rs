//! The tables of `docs/architecture.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What the page says.
pub struct Page {
    /// Each room's floor, and whether it stands already.
    pub floors: BTreeMap<String, (u32, bool)>,
    /// Each owned crate's rooms.
    pub owners: BTreeMap<String, Vec<String>>,
    /// Files that may be long, from `src` on.
    pub long_files: BTreeSet<String>,
}

impl Page {
    /// Reads it; a table that is not there is a fault of the page.
    pub fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
        let text = fs::read_to_string(path).expect("docs/architecture.md is there");
        let floors = rows(&text, "## Floors").into_iter().map(|row| {
            let floor = row[0].parse().unwrap_or_else(|_| panic!("`{}` is no floor", row[0]));
            (row[1].clone(), (floor, row[2] == "yes"))
        });
        let owners = rows(&text, "## Owners").into_iter().map(|row| {
            let rooms = row[1].split(',').map(|room| room.trim().to_owned()).collect();
            (row[0].clone(), rooms)
        });
        let page = Self {
            floors: floors.collect(),
            owners: owners.collect(),
            long_files: rows(&text, "## Long files").into_iter().map(|row| row[0].clone()).collect(),
        };
        assert!(page.floors.len() > 10 && page.owners.len() > 10, "docs/architecture.md has lost its tables");
        page
    }
}

/// The cells of the table under `heading`, its own heading left out.
fn rows(text: &str, heading: &str) -> Vec<Vec<String>> {
    let section = text.split_once(heading).map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.starts_with('|')).skip(2);
    lines.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}
