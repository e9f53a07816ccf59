//! The text that says what was published: one line a version, sorted, so that two branches which add versions merge.

use std::fmt::Write as _;

use semver::Version;

use crate::project::lock::book::{FORMAT, Lock, NAMES, Published};
use crate::project::quoted::{key, quoted};

const HEAD: &str = "\
# What was published: the content of each version, and what its names mean. `wayfare lock` adds to it.
# A line never changes. Where two branches have added lines, keep those of both.
";

impl Lock {
    /// The text that says it.
    pub fn write(&self) -> String {
        let mut text = format!("{HEAD}version = {FORMAT}\n\n[journeys]\n");
        for (id, versions) in &self.journeys {
            for (version, published) in versions {
                // Writing to a string cannot fail.
                let _ = writeln!(text, "{} = {}", Self::key(id, version), line(published));
            }
        }
        text
    }

    /// What a version is called in the text: `trial."1.2.0"`.
    pub fn key(journey: &str, version: &Version) -> String {
        format!("{}.{}", key(journey), quoted(&version.to_string()))
    }
}

fn line(published: &Published) -> String {
    let mut parts = vec![format!("hash = {}", quoted(&published.hash))];
    for (sort, title) in NAMES {
        let names = published.names.iter().filter(|(element, _)| element.sort == sort);
        let names: Vec<String> =
            names.map(|(element, digest)| format!("{} = {}", key(&element.id), quoted(digest))).collect();
        if !names.is_empty() {
            parts.push(format!("{title} = {{ {} }}", names.join(", ")));
        }
    }
    format!("{{ {} }}", parts.join(", "))
}
